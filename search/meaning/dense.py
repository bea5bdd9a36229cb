"""Search by meaning: texts as vectors of unit length, and the vectors of a library in one file.

The built-in embedding is static: a text is the sum of the vectors of its features (words in search mode and single
characters, each weighed by the square root of how often it occurs), learned from pairs of texts that belong together
(`train`). It needs numpy alone and opens in milliseconds. Likeness is the cosine; it orders answers and says nothing
by itself: cosines of unrelated clauses overlap with those of true pairs, so nothing is gated by it and it is fused with
words (`search.precedent.rank`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, repeat
from pathlib import Path
from threading import Lock
from typing import Protocol
from zipfile import BadZipFile

import numpy as np

from search.meaning.features import Floats, Ids, Places, numbered, read, roots
from search.meaning.vectors import LAYOUT, Bytes, Vectors, quantised
from search.model import LibraryError

__all__ = ["LAYOUT", "Dense", "Embedding", "Encoder"]

BUILTIN = Path(__file__).with_name("builtin.npz")
BUILTIN_LABEL = "内置词向量"
NO_EXTRA = ("没有安装 sentence-transformers", '运行：pip install "policykb[models]"')
FILES = "vectors*.npy"
"""The newest one counts. Each is written under a name of its own: Windows lets nobody replace a file that is mapped."""
_TEXTS = 64  # texts encoded at a time: so many use few enough features for one dense product

ALSO = 0.4
"""Weight of other names beside a question's own words: recall@100 of 772 lay questions on statutes rises from .669 to .684."""


class Encoder(Protocol):
    """What turns texts into vectors. `name` changes with whatever changes the vectors; `dims` is their length; `label`
    says in Chinese what it is."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def dims(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """float32 (n texts, dims), rows of unit length; a row of zeros where nothing of a text is known."""
        ...


@dataclass(frozen=True, eq=False)
class Embedding:
    """A static embedding: `rows` int8 (n features, dims), `scales` float32 (n features,) so that vector = row * scale."""

    features: tuple[str, ...]
    rows: Bytes
    scales: Floats
    label: str = BUILTIN_LABEL

    @classmethod
    def builtin(cls) -> Embedding:
        """The embedding that comes with the program (read once a process)."""
        return _load(BUILTIN)

    @classmethod
    def load(cls, path: Path) -> Embedding:
        """An embedding written by `save`; LibraryError where the file is missing or none."""
        try:
            with np.load(path) as data:
                names = data["features"].tobytes().decode().split("\n")
                return cls(tuple(names), data["rows"], data["scales"])
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            raise LibraryError(f"无法读取词向量文件 {path}：{error}", "重新训练，或恢复程序自带的文件") from error

    @classmethod
    def quantised(cls, features: Sequence[str], weights: Floats) -> Embedding:
        """From float32 weights (n features, dims), each row with a scale of its own."""
        rows, scales = quantised(weights)
        return cls(tuple(features), rows, scales)

    @staticmethod
    def from_sentence_transformers(path: Path) -> Encoder:
        """A model of sentence-transformers in a folder; LibraryError without the extra `models`, or where there is none."""
        return _Transformer(path)

    def save(self, path: Path) -> None:
        """Writes the file that `load` reads; uncompressed, since it is read before every first search."""
        text = np.frombuffer("\n".join(self.features).encode(), np.uint8)
        with path.open("wb") as file:
            np.savez(file, features=text, rows=self.rows, scales=self.scales)

    @property
    def dims(self) -> int:
        return int(self.rows.shape[1])

    @cached_property
    def name(self) -> str:
        """`static-` and a digest of features and weights."""
        digest = hashlib.sha256("\n".join(self.features).encode())
        for part in (self.rows, self.scales):
            digest.update(np.ascontiguousarray(part).data)
        return f"static-{digest.hexdigest()[:16]}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """float32 (n texts, dims), rows of unit length; a row of zeros where nothing of a text is known."""
        parts = [self._sums(texts[at : at + _TEXTS]) for at in range(0, len(texts), _TEXTS)]
        return _unit(np.concatenate(parts)) if parts else np.zeros((0, self.dims), np.float32)

    def _sums(self, texts: Sequence[str]) -> Floats:
        """The weighed sums of the features of texts, float32 (n texts, dims): one product of how often by what."""
        owners, rows = self.found(texts)
        used, columns = numbered(rows, len(self.features))
        often = roots(owners, columns, (len(texts), len(used))) * self.scales[used]
        return often @ self.rows[used].astype(np.float32)

    def ids(self, text: str) -> Ids:
        """The rows of a text's features, repeats kept; features that the embedding does not have are left out."""
        return self.found([text])[1]

    def found(self, texts: Sequence[str]) -> tuple[Places, Ids]:
        """Of the features of texts that the embedding has, which text each is of and its row."""
        words, written = zip(*read(texts), strict=True)
        of_words = np.fromiter(map(self._words.get, chain.from_iterable(words), repeat(-1)), np.int32)
        codes = np.frombuffer("".join(written).encode("utf-32-le", "surrogatepass"), "<u4")
        rows = np.concatenate([of_words, self._characters.take(codes, mode="clip")])
        owners: Places = np.repeat(np.tile(np.arange(len(texts)), 2), [*map(len, words), *map(len, written)])
        return owners[rows >= 0], rows[rows >= 0]

    def vectors(self, rows: Places | Ids) -> Floats:
        """float32 (n rows, dims): the vectors of features, not of unit length."""
        return self.rows[rows] * self.scales[rows][:, None]

    @cached_property
    def lengths(self) -> Floats:
        """float32 (n features,): of the rows, without their scales."""
        made: Floats = np.sqrt(np.einsum("nd,nd->n", self.rows, self.rows, dtype=np.int32)).astype(np.float32)
        return made

    @cached_property
    def _words(self) -> dict[str, int]:
        """The rows of the features of two characters and more."""
        return {feature: row for row, feature in enumerate(self.features) if len(feature) > 1}

    @cached_property
    def _characters(self) -> Ids:
        """The rows of single characters by their code points, -1 for those without one, as for all that lie beyond the last."""
        held = {ord(feature): row for row, feature in enumerate(self.features) if len(feature) == 1}
        made = np.full(max(held, default=0) + 2, -1, np.int32)
        made[list(held)] = list(held.values())
        return made


class Dense:
    """The vectors of a library's clauses, int8, in a file of a folder; exact search over all of them.

    Reading maps the file into memory. Changes are seen by `search` at once and by others after `save`, which writes a newer
    file. Vectors of another embedding raise `BadLibrary`, unless `rebuild` says to begin anew without them.
    """

    def __init__(self, folder: Path, embedding: Encoder, *, rebuild: bool = False) -> None:
        self._folder = folder
        self.embedding = embedding
        none = Vectors.of((), np.zeros((0, embedding.dims), np.float32))
        self._held = none if rebuild else _newest(folder, embedding.name) or none
        self._new: dict[str, Vectors] = {}  # by document
        self._gone: set[str] = set()
        self._changing = Lock()

    def __len__(self) -> int:
        return len(self._settled().ids)

    def add(self, rows: Sequence[tuple[str, str]]) -> None:
        """Clauses as (clause_id, text); an id that is held already gets its new text."""
        texts = dict(rows)
        added = Vectors.of(list(texts), self.embedding.encode(list(texts.values())))
        with self._changing:
            for document, part in added.parted():
                if document in self._held.documents:
                    self._gone.update(part.ids)
                before = self._new.get(document)
                self._new[document] = Vectors.joined([before.without(part.ids), part]) if before else part

    def delete(self, document_id: str) -> None:
        """All clauses of a document; none held is no error."""
        with self._changing:
            self._new.pop(document_id, None)
            self._gone.update(self._held.of_document(document_id))

    def save(self) -> None:
        """Writes all vectors to a new file. The others are removed, where no process has them open, else by a later call."""
        settled, older = self._settled(), _files(self._folder)
        number = int(older[-1].stem.partition("-")[2] or 0) + 1 if older else 1
        path = self._folder / f"vectors-{number:08}.npy"
        settled.write(path, self.embedding.name)
        self._held = settled.mapped(path)
        for file in older:
            with suppress(PermissionError):
                file.unlink(missing_ok=True)

    def search(
        self, text: str, limit: int, *, documents: Collection[str] | None = None, also: str = ""
    ) -> list[tuple[str, float]]:
        """The `limit` clauses nearest to a text as (clause_id, cosine), best first; only those of `documents` if given.

        `also`: other names of what the text speaks of, which count less. Nothing where no feature of the text is known.
        """
        query = self._query(text, also)
        if not query.any():
            return []
        return sorted(self._settled().nearest(query, limit, documents), key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _query(self, text: str, also: str) -> Floats:
        own, *others = self.embedding.encode([text, also] if also else [text])
        mixed: Floats = _unit(np.sum([own, *(np.float32(ALSO) * other for other in others)], axis=0)[None])[0]
        return mixed

    def _settled(self) -> Vectors:
        """All vectors, with what was added and without what was deleted."""
        with self._changing:
            if self._new or self._gone:
                self._held = Vectors.joined([self._held.without(self._gone), *self._new.values()])
                self._new, self._gone = {}, set()
            return self._held


def _files(folder: Path) -> list[Path]:
    """The files of vectors, the newest last."""
    return sorted(folder.glob(FILES), key=lambda path: path.stem)


def _newest(folder: Path, maker: str) -> Vectors | None:
    """The vectors of the newest file; one that another process removes meanwhile has a newer beside it."""
    while files := _files(folder):
        with suppress(FileNotFoundError):
            return Vectors.read(files[-1], maker)
    return None


class _Transformer:
    """The door to sentence-transformers: half a gigabyte and seconds to import, so only here and only when asked for."""

    def __init__(self, path: Path) -> None:
        if not (path / "modules.json").is_file():
            raise LibraryError(f"{path} 不是 sentence-transformers 模型文件夹", "文件夹里应有 modules.json；检查路径")
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise LibraryError(*NO_EXTRA) from error
        try:
            self._model = SentenceTransformer(str(path), local_files_only=True)
        except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
            raise LibraryError(f"无法打开模型 {path}：{error}", "重新下载模型，或改用内置词向量") from error
        self.label = path.resolve().name
        self.dims = self.encode(["维"]).shape[1]  # the method that tells has had two names
        self.name = f"{self.label} {_digest(path)} {self.dims}"

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True), np.float32)


def _digest(folder: Path) -> str:
    """Of all files of a model: other weights under the same name make other vectors."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as opened:
            digest.update(file.relative_to(folder).as_posix().encode() + hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:12]


@cache
def _load(path: Path) -> Embedding:
    return Embedding.load(path)


def _unit(vectors: Floats) -> Floats:
    """Rows divided by their lengths; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, np.float32(1))
    return vectors
