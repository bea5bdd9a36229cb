"""Files on their way in: folders and archives are gone through, bytes that are held already are not parsed again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NoReturn

from ingest.issues import IngestError
from search.database.store import Store
from search.faults import of_os
from search.model import Added, DocumentCard, LibraryError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to take in. `name` is what it is called in the library: its path below the folder or archive that was given.

    `read` gives its bytes, or raises IngestError or OSError; `origin` is where it lies (in an archive: a path below that file).
    `asked` says that a person named it: then it fails where one that was only found is skipped.
    """

    name: str
    read: Callable[[], bytes]
    origin: Path
    asked: bool = False


def candidates(paths: Iterable[Path]) -> list[Candidate]:
    """The files given, and those of the folders and archives given with all below them, by name; hidden files are left out."""
    return [found for path in paths for found in _under(path)]


def held(store: Store, documents: Iterable[DocumentCard]) -> list[Candidate]:
    """Documents of the library as files: their bytes as it holds them."""
    return [Candidate(card.file, partial(store.source, card.id), Path(card.file), asked=True) for card in documents]


def take(store: Store, file: Candidate) -> Added:
    """Takes one file into the store. One that can't be read is `failed` with a message in Chinese and adds nothing; one of an
    unknown format that nobody named is `skipped`."""
    from ingest.load import TYPES
    from ingest.pipeline import PARSER, parse

    if not file.asked and PurePosixPath(file.name).suffix.lower() not in TYPES:
        return Added(file.name, "skipped", message="不是可以收录的文件格式。")
    try:
        data = file.read()
        if held := store.held(hashlib.sha256(data).hexdigest(), parser=PARSER):
            return Added(file.name, "unchanged", held, issues=store.card(held).issues)
        return store.put(parse(data, path=file.name), data, origin=file.origin)
    except IngestError as error:
        return Added(file.name, "failed", message=f"{error.message}{error.hint}")
    except LibraryError as error:
        return Added(file.name, "failed", message=f"{error.message}。{error.hint}。")
    except OSError as error:
        said, hint = of_os(error)
        return Added(file.name, "failed", message=f"{file.origin}：{said}。{hint}")
    except Exception as error:  # a fault of the program in one file must not lose the others of a batch
        log.exception("%s", file.origin)
        return Added(file.name, "failed", message=f"{file.origin}：解析时程序出错（{error!r}）。请将此文件反馈给维护人员。")


def _under(path: Path) -> Iterator[Candidate]:
    from ingest.load.archive import is_hidden

    if not path.is_dir():
        yield from _file(path, path.name, asked=True)
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_file() and not is_hidden(inside.parts):
            yield from _file(file, inside.as_posix(), asked=False)


def _file(path: Path, name: str, *, asked: bool) -> Iterator[Candidate]:
    """A file, or those in an archive; an archive that can't be opened or holds nothing to take in is a file that fails."""
    from ingest.load import ACCEPTED, ARCHIVE
    from ingest.load.archive import members

    if not (path.suffix.lower() == ARCHIVE and path.is_file()):
        yield Candidate(name, partial(_bytes, path), path, asked)
        return
    try:
        found = members(path, name)
    except IngestError as error:
        yield Candidate(name, partial(_refuse, error), path, asked=True)
        return
    if asked and not any(PurePosixPath(member.name).suffix.lower() in ACCEPTED for member in found):
        empty = IngestError(f"{name}：压缩包里没有可以收录的文件。", f"可以收录的格式：{'、'.join(ACCEPTED)}。")
        yield Candidate(name, partial(_refuse, empty), path, asked=True)
    for member in found:
        refused = member.name.lower().endswith(ARCHIVE)  # an inner archive that opens stands here as its files
        yield Candidate(f"{name}/{member.name}", member.read, path / member.name, asked=refused)


def _bytes(path: Path) -> bytes:
    """The bytes of a file, at most one more than any reader takes."""
    from ingest.load import MAX_BYTES

    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _refuse(error: IngestError) -> NoReturn:
    raise error
