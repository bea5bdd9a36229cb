"""Which model a library searches by meaning with: the built-in one, one trained on its own texts, or one from disk.

The choice lies in the library's folder, so that every command and the service make and read the same vectors; each model has a
folder of vectors of its own, and going back to a former one costs nothing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from search.meaning.dense import NO_EXTRA, Embedding, Encoder
from search.model import LibraryError

OWN, FROM_DISK = "model.npz", "model.txt"
"""An embedding of the library's own, and the path of a model elsewhere; at most one of them is there."""


def encoder_of(library: Path) -> Encoder:
    """The model in use in a library's folder; LibraryError where it is damaged or gone."""
    if (library / OWN).exists():
        return replace(Embedding.load(library / OWN), label="本库训练的词向量")
    if (library / FROM_DISK).exists():
        return Embedding.from_sentence_transformers(Path((library / FROM_DISK).read_text("utf-8")))
    return Embedding.builtin()


def choice(library: Path) -> tuple[tuple[int, int] | None, ...]:
    """What differs once another model is taken into use, by whatever process: time and size of the files that choose it."""
    return tuple(_told(library / name) for name in (OWN, FROM_DISK))


def _told(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def use_builtin(library: Path) -> None:
    """Goes back to the built-in embedding."""
    for name in (OWN, FROM_DISK):
        (library / name).unlink(missing_ok=True)


def use_own(library: Path, embedding: Embedding) -> None:
    """Takes an embedding into use; it is kept in the library's folder."""
    new = library / f"{OWN}.new"
    embedding.save(new)
    new.replace(library / OWN)  # at once: a service that looks now finds one or the other
    (library / FROM_DISK).unlink(missing_ok=True)


def use_from_disk(library: Path, path: Path) -> None:
    """Takes a folder with a model of sentence-transformers into use; LibraryError where it can't be opened."""
    Embedding.from_sentence_transformers(path)
    new = library / f"{FROM_DISK}.new"
    new.write_text(str(path.resolve()), "utf-8")
    new.replace(library / FROM_DISK)
    (library / OWN).unlink(missing_ok=True)


def export(library: Path, folder: Path) -> None:
    """Writes the embedding in use as a model of sentence-transformers; LibraryError without the extra `models`."""
    encoder = encoder_of(library)
    if not isinstance(encoder, Embedding):
        raise LibraryError("现用的就是磁盘上的 sentence-transformers 模型", "直接复制它的文件夹")
    try:
        from search.meaning.sentence_module import exported
    except ImportError as error:
        raise LibraryError(*NO_EXTRA) from error
    exported(encoder, folder)
