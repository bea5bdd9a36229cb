"""Keeps what is derived from the store in step with it, whatever happens between the two: the full-text index and the vectors.

The store notes every change with a number; an index notes the last number it applied. What lies between is applied again when
the library is opened, so a crash after the database's commit heals itself. An index made in another way is made anew.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ingest.segment import read_ahead, segmenter_name
from search.database.indexed import Indexed, lines_of, rows_of
from search.database.store import Store
from search.lexical.engine import KEYS, LAYOUT, TEXT_FIELDS, Engine, open_engine, patiently
from search.model import BadLibrary, LibraryError

if TYPE_CHECKING:
    from search.meaning.dense import Dense

_log = logging.getLogger(__name__)

STAMP = "applied.json"
_HELD = (5, 32)
"""Error codes of Windows, where a file that somebody reads at this moment cannot be replaced."""

TOGETHER = 32
"""Documents read at once."""

Progress = Callable[[int, int], None]
"""Told how many documents are done, of how many."""


class Follower(Protocol):
    """What is kept in step with the store: `add` comes after `delete` of the same document, nothing lasts before `commit`."""

    def add(self, document: Indexed) -> None: ...

    def delete(self, document_id: str) -> None: ...

    def commit(self) -> None: ...

    def close(self) -> None: ...


Index = TypeVar("Index", bound=Follower)


class Derived(Generic[Index]):
    """An index in a folder of its own with the number of the last change it applied. It is opened when it is first needed."""

    def __init__(self, folder: Path, store: Store, opened: Callable[[Path], Index], *, made_by: str) -> None:
        self._folder, self._store, self._opened, self._made_by = folder, store, opened, made_by
        self._index: Index | None = None
        self._seen = -1
        self._noted: tuple[tuple[int, int], dict[str, str]] = (0, 0), {}
        self._reopening = Lock()

    @property
    def index(self) -> Index:
        """The index as it is on disk now, opened again where another process changed it."""
        return self.opened()[0]

    def opened(self) -> tuple[Index, int]:
        """The index, and the last change that is surely in it as it was read: what others apply meanwhile is not."""
        with self._reopening:
            applied = self.applied
            if self._index is None or self._seen != applied:
                self.close()
                self._index = self._open()
                self._seen = min(applied, self.applied)  # 0 where it was made anew
            return self._index, self._seen

    def note(self, seq: int) -> None:
        """All changes up to that number are applied, for good."""
        with self._reopening:
            self._seen = seq
            self._write_stamp(seq)

    def pass_over(self, before: int, last: int) -> None:
        """Notes the changes after `before` up to `last`, which touch nothing that is here, as applied; not where others before
        them still wait."""
        with self._reopening:
            applied = self.applied
            if before <= applied < last:
                self._seen = last if self._seen == applied else self._seen
                self._write_stamp(last)

    def behind(self) -> int:
        """How many changed documents the index has not seen."""
        return len(self._store.changes_since(self.applied))

    def close(self) -> None:
        """Closes the index if it is open."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def _open(self) -> Index:
        if not self._folder.exists() or self._stamp().get("made_by") != self._made_by:
            self._begin_anew()
        try:
            return self._opened(self._folder)
        except (BadLibrary, ValueError) as error:  # tantivy: ValueError; a failure of power may leave files cut off
            _log.warning("%s is damaged and made anew: %s", self._folder, error)
            self._begin_anew()
            return self._opened(self._folder)

    def _begin_anew(self) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._folder.mkdir(parents=True)
        self._write_stamp(0)

    @property
    def applied(self) -> int:
        """Number of the last change applied, 0 for none."""
        stamp = self._stamp()
        return int(stamp["seq"]) if stamp.get("made_by") == self._made_by else 0

    def _stamp(self) -> dict[str, str]:
        """What is noted; nothing where a failure of power cut it off, so that the index is made anew."""
        path = self._folder / STAMP
        try:
            file = path.stat()
            version = file.st_ino, file.st_mtime_ns
            if self._noted[0] != version:  # asked before every answer: to read it takes ten times as long
                self._noted = version, json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return self._noted[1]

    def _write_stamp(self, seq: int) -> None:
        new = self._folder / (STAMP + ".new")
        new.write_text(json.dumps({"made_by": self._made_by, "seq": str(seq)}), "utf-8")
        patiently(lambda: new.replace(self._folder / STAMP), lambda error: getattr(error, "winerror", None) in _HELD)


def sync(store: Store, *derived: Derived[Any], progress: Progress | None = None) -> None:
    """Applies to each what changed in the store since its last time: all of it, where an index was damaged. A document is read,
    and its lines are cut into words, once for all of them. `progress` is told of every block but the last."""
    opened = [(one, *one.opened()) for one in derived]
    changed = store.changes_since(min(applied for _, _, applied in opened))
    if not changed:
        return
    last = changed[-1][0]
    late = [(one, index, applied) for one, index, applied in opened if applied < last]
    for start in range(0, len(changed), TOGETHER):
        if progress and start:
            progress(start, len(changed))
        block = changed[start : start + TOGETHER]
        current = store.indexed([document_id for _, document_id in block])
        for seq, document_id in block:
            _apply([index for _, index, applied in late if applied < seq], document_id, current.get(document_id))
    for one, index, _ in late:
        index.commit()
        one.note(last)


def _apply(indexes: Iterable[Follower], document_id: str, document: Indexed | None) -> None:
    if document:
        read_ahead(lines_of(document))
    for index in indexes:
        index.delete(document_id)
        if document:
            index.add(document)


class LexicalIndex:
    """A full-text engine, fed with documents."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(self, document: Indexed) -> None:
        with _faults_told():
            self.engine.add(rows_of(document))

    def delete(self, document_id: str) -> None:
        with _faults_told():
            self.engine.delete(document_id)

    def commit(self) -> None:
        with _faults_told():
            self.engine.commit()

    def close(self) -> None:
        self.engine.close()


@contextmanager
def _faults_told() -> Iterator[None]:
    """A fault of the disk as tantivy has it, with a way to mend it."""
    try:
        yield
    except ValueError as error:
        hint = "多半是磁盘已满：请清出空间后重试。收录的文件没有丢失，下次打开时索引会自动补上"
        raise LibraryError(f"全文索引写不进磁盘（{error}）", hint) from error


class VectorIndex:
    """The vectors, fed with the clauses' own texts: with their headings they find a little less (.769 against .785)."""

    def __init__(self, dense: Dense) -> None:
        self.dense = dense

    def add(self, document: Indexed) -> None:
        self.dense.add([(clause.id, clause.text or clause.heading or "") for clause in document.clauses])

    def delete(self, document_id: str) -> None:
        self.dense.delete(document_id)

    def commit(self) -> None:
        self.dense.save()

    def close(self) -> None:
        """Nothing is held open."""


def lexical(library: Path, engine: str, store: Store) -> Derived[LexicalIndex]:
    """The full-text index of an engine, in `index-<engine>`."""
    made_by = " ".join((segmenter_name(), LAYOUT, *TEXT_FIELDS, *KEYS))
    return Derived(library / f"index-{engine}", store, lambda at: LexicalIndex(open_engine(engine, at)), made_by=made_by)


def vectors(library: Path, store: Store) -> Derived[VectorIndex]:
    """The vectors of the model in use: those of the built-in one in `vectors`, of any other in a folder beside."""
    from search.meaning.chosen_model import encoder_of
    from search.meaning.dense import BUILTIN_LABEL, LAYOUT, Dense

    encoder = encoder_of(library)
    folder = "vectors" if encoder.label == BUILTIN_LABEL else f"vectors-{encoder.name.replace(' ', '-')}"
    made_by = f"{encoder.name} {LAYOUT}"
    return Derived(library / folder, store, lambda at: VectorIndex(Dense(at, encoder)), made_by=made_by)
