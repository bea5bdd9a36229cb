"""Search by meaning: texts as vectors of unit length, and the vectors of a library in one file.

The built-in embedding is static: a text is the sum of the vectors of its features (words in search mode and single
characters, each weighed by the square root of how often it occurs), learned from pairs of texts that belong together
(`search.train`). It needs numpy alone and opens in milliseconds. Likeness is the cosine; it orders answers and says nothing
by itself: cosines of unrelated clauses overlap with those of true pairs, so nothing is gated by it and it is fused with
words (`search.rank`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from search.features import Floats, Ids, features, weighed
from search.model import BadLibrary, LibraryError

Bytes = npt.NDArray[np.int8]
Places = npt.NDArray[np.int64]
Signs = npt.NDArray[np.uint64]

BUILTIN = Path(__file__).with_name("builtin.npz")
BUILTIN_LABEL = "内置词向量"
NO_EXTRA = ("没有安装 sentence-transformers", '运行：pip install "policykb[models]"')
FILE = "vectors.npy"
LAYOUT = "signs"
"""Changes with the layout of the file."""

_BLOCK = 1024  # rows turned to float32 at a time: they stay in the cache, and are too few for BLAS to wake other threads
_TEXTS = 256  # texts encoded at a time: so many use few enough features for one dense product
_SIFTED, _LEAST_SIFTED = 40, 8_000
"""Of many vectors, so many for each one wanted (the second number at least) are compared whole: those whose signs differ least
from the query's. Of 200,000 clauses that finds 96 to 98 % of the 200 nearest, 99 % of the 50, in a quarter of the time."""

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
        rows, scales = _quantise(weights)
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
        known = [self.ids(text) for text in texts]
        used = np.unique(np.concatenate(known))
        return weighed(known, used) @ self.vectors(used)

    def ids(self, text: str) -> Ids:
        """The rows of a text's features in order, repeats kept; features that the embedding does not have are left out."""
        found = map(self._index.get, features(text))
        return np.array([row for row in found if row is not None], np.int32)

    def vectors(self, rows: Places | Ids) -> Floats:
        """float32 (n rows, dims): the vectors of features, not of unit length."""
        return self.rows[rows] * self.scales[rows][:, None]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {feature: row for row, feature in enumerate(self.features)}


class Dense:
    """The vectors of a library's clauses, int8, in `folder / FILE`; exact search over all of them.

    Reading maps the file into memory. Changes are seen by `search` at once and by others after `save`, which replaces the
    file whole. Vectors of another embedding raise `BadLibrary`, unless `rebuild` says to begin anew without them.
    """

    def __init__(self, folder: Path, embedding: Encoder, *, rebuild: bool = False) -> None:
        self._path = folder / FILE
        self.embedding = embedding
        self._block = _read(self._path, embedding) if self._path.exists() and not rebuild else _none(embedding.dims)
        self._new: dict[str, dict[str, tuple[Bytes, np.float32]]] = {}
        self._gone: set[str] = set()
        self._changing = Lock()

    def __len__(self) -> int:
        return len(self._settled().ids)

    def add(self, rows: Sequence[tuple[str, str]]) -> None:
        """Clauses as (clause_id, text); an id that is held already gets its new text."""
        texts = dict(rows)
        vectors, scales = _quantise(self.embedding.encode(list(texts.values())))
        with self._changing:
            self._gone.update(texts)
            for key, vector, scale in zip(texts, vectors, scales, strict=True):
                self._new.setdefault(_document(key), {})[key] = (vector, scale)

    def delete(self, document_id: str) -> None:
        """All clauses of a document; none held is no error."""
        with self._changing:
            self._new.pop(document_id, None)
            self._gone.update(self._block.ids[n] for span in self._block.documents.get(document_id, ()) for n in range(*span))

    def save(self) -> None:
        """Writes all vectors to a new file and puts it in the old one's place."""
        _write(self._path, self._settled(), self.embedding.name)
        self._block = _read(self._path, self.embedding)

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

    def _settled(self) -> _Block:
        """All vectors, with what was added and without what was deleted."""
        with self._changing:
            if self._new or self._gone:
                added = {key: vector for held in self._new.values() for key, vector in held.items()}
                kept = self._block.without(self._gone & self._block.places.keys())
                self._block, self._new, self._gone = _joined(kept, added), {}, set()
            return self._block


@dataclass(frozen=True, eq=False)
class _Block:
    """Vectors made or read together: `rows` int8 (n, dims), `signs` uint64 (words, n) and `scales` float32 (n,), one for each
    of `ids`."""

    ids: tuple[str, ...]
    rows: Bytes
    signs: Signs
    scales: Floats

    def without(self, gone: Collection[str]) -> _Block:
        if not gone:
            return self
        left = np.setdiff1d(np.arange(len(self.ids)), [self.places[key] for key in gone])
        return _Block(tuple(self.ids[i] for i in left), self.rows[left], self.signs[:, left], self.scales[left])

    def nearest(self, query: Floats, limit: int, documents: Collection[str] | None) -> Iterable[tuple[str, float]]:
        places = None if documents is None else self._of(documents)
        held = len(self.ids) if places is None else len(places)
        if (likely := max(_SIFTED * limit, _LEAST_SIFTED)) < held // 4:
            places = self._likely(query, places, likely)
        elif places is None:
            places = np.arange(held)
        scores = _dot(self.rows, places, query) * self.scales[places]
        best = _best(scores, limit)
        return [(self.ids[place], float(score)) for place, score in zip(places[best], scores[best], strict=True)]

    def _likely(self, query: Floats, places: Places | None, number: int) -> Places:
        """So many of the places (None: of all), and those that tie with the last, whose signs differ least from the query's."""
        differing = np.zeros(len(self.ids), np.uint16)
        for held, asked in zip(self.signs, _signs(query[None]), strict=True):
            differing += np.bitwise_count(held ^ asked)
        if places is not None:
            differing = differing[places]
        farthest = np.searchsorted(np.cumsum(np.bincount(differing)), number)
        near = np.flatnonzero(differing <= farthest)
        return near if places is None else places[near]

    def _of(self, documents: Collection[str]) -> Places:
        held = sorted(self.documents[key] for key in documents if key in self.documents)
        runs = [np.arange(start, end) for spans in held for start, end in spans]
        return np.concatenate(runs) if runs else np.zeros(0, np.int64)

    @cached_property
    def places(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.ids)}

    @cached_property
    def documents(self) -> dict[str, list[tuple[int, int]]]:
        """Document id -> where its clauses stand, half-open, in order."""
        owners = [_document(key) for key in self.ids]
        starts = [i for i, owner in enumerate(owners) if not i or owner != owners[i - 1]]
        held: dict[str, list[tuple[int, int]]] = {}
        for start, end in pairwise([*starts, len(owners)]):
            held.setdefault(owners[start], []).append((start, end))
        return held


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


def _document(clause_id: str) -> str:
    return clause_id.partition("#")[0]


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


def _quantise(vectors: Floats) -> tuple[Bytes, Floats]:
    """int8 rows (n, dims) and their scales (n,): the largest of each row becomes 127."""
    scales = np.abs(vectors).max(axis=1, initial=0).astype(np.float32) / np.float32(127)
    rows = vectors / np.where(scales > 0, scales, np.float32(1))[:, None]
    return np.rint(rows).astype(np.int8), scales


def _signs(rows: Bytes | Floats) -> Signs:
    """uint64 (words, n) of rows (n, dims): a bit for each dimension, set where it is above 0, 64 to a word."""
    bits = np.packbits(rows > 0, axis=1)
    whole = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8)))
    return np.ascontiguousarray(whole.view(np.uint64).T)


def _best(scores: Floats, limit: int) -> Places:
    """Where the `limit` highest scores stand, in no order."""
    return np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))


def _dot(rows: Bytes, places: Places, query: Floats) -> Floats:
    """float32 (n places,): products of int8 rows (n, dims) at some places with float32 (dims,), a block at a time."""
    made = np.empty(len(places), np.float32)
    for at in range(0, len(places), _BLOCK):
        made[at : at + _BLOCK] = rows.take(places[at : at + _BLOCK], axis=0).astype(np.float32) @ query
    return made


def _none(dims: int) -> _Block:
    rows = np.zeros((0, dims), np.int8)
    return _Block((), rows, _signs(rows), np.zeros(0, np.float32))


def _joined(held: _Block, added: Mapping[str, tuple[Bytes, np.float32]]) -> _Block:
    """A block with more vectors behind it, each given with its scale."""
    if not added:
        return held
    rows = np.stack([row for row, _ in added.values()])
    scales = np.array([scale for _, scale in added.values()], np.float32)
    signs = np.concatenate([held.signs, _signs(rows)], axis=1)
    return _Block((*held.ids, *added), np.concatenate([held.rows, rows]), signs, np.concatenate([held.scales, scales]))


def _write(path: Path, block: _Block, name: str) -> None:
    """Four arrays in .npy form, one after the other: rows (first, to be mapped), signs, scales, names in UTF-8."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        names = np.frombuffer("\n".join((name, *block.ids)).encode(), np.uint8)
        for array in (block.rows, block.signs, block.scales, names):
            np.save(file, array)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _read(path: Path, embedding: Encoder) -> _Block:
    """The vectors of a file, mapped; BadLibrary where it is damaged or another embedding made it."""
    try:
        rows = np.lib.format.open_memmap(path, mode="r")
        with path.open("rb") as file:
            file.seek(rows.offset + rows.nbytes)
            signs, scales, text = (np.load(file) for _ in range(3))
        name, *ids = text.tobytes().decode().split("\n")
    except (OSError, ValueError, EOFError) as error:
        raise BadLibrary(f"向量文件损坏：{path}（{error}）", "运行 policykb check --repair 重建索引") from error
    if name != embedding.name:
        raise BadLibrary(f"向量文件 {path} 由另一个向量模型（{name}）生成，现用 {embedding.name}", "重建向量后再检索")
    return _Block(tuple(ids), rows.view(np.ndarray), signs, scales)  # a plain array: slices of a memmap are slow to make
