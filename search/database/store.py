"""The one door to SQLAlchemy: `library.db`, the truth of a library. Every index is derived from it.

A document is written in one transaction with all its rows, so a crash leaves all of it or nothing. Ids: clause
`<document>#<eid>`, target `<document>#T<n>` with n from 1 in document order.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, bindparam, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import DatabaseError

from ingest.model import Document
from search.clock import now
from search.correcting.corrections import corrected, in_force
from search.database import _corrections, _documents, _links, _lists, _schema, indexed
from search.database._corrected import CorrectionTables, Restated
from search.database._duties import DutyGroup, DutyRow
from search.database._linked import LinkTables
from search.database._listed import ListTables
from search.database._lists import CARD, GIVEN, ClauseText, card_of, given
from search.database._rows import document_row, excerpt
from search.database._saved import SavedTable
from search.database._snapshot import of_now, snapshot, writing
from search.database._tables import changes, documents, meta, metadata
from search.database._versions import placed, versions
from search.database.indexed import Indexed
from search.database.kept import Kept
from search.database.pointers import Pointers
from search.faults import of_database
from search.ids import parted
from search.known import Known
from search.model import (
    Added,
    BadLibrary,
    DocumentCard,
    Filters,
)

if TYPE_CHECKING:
    from search.database._facets import Facets
    from search.links.cited import Names

__all__ = ["ClauseText", "DutyGroup", "DutyRow", "Restated", "Store"]

CACHED_DOCUMENTS = 64

_BODIES = select(documents.c.id, documents.c.body).join_from(GIVEN, documents, documents.c.id == GIVEN.c.value)

_CHANGED = select(changes.c.seq).where(changes.c.document_id == bindparam("id"))
"""Number of the last change of a document."""


class Store(ListTables, LinkTables, CorrectionTables):
    """The database of a library; implements `search.model.Reader`. Safe to share between threads."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens or makes the file, and brings an older one up to date; BadLibrary where it is no library's. What is `read_only`
        refuses every change after that."""
        self._engine = create_engine(URL.create("sqlite", database=str(path)))  # a text would end at a question mark
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "handle_error", of_database)
        self.kept = Kept(self._engine)
        self._cache: OrderedDict[str, tuple[int | None, Document]] = OrderedDict()
        self._lock = Lock()
        try:
            _schema.prepare(self._engine, path)
        except DatabaseError as error:
            raise BadLibrary(f"{path} 不是可用的文件库", "请换一个文件夹，或用 restore 从备份恢复") from error
        if read_only:
            self._engine.dispose()  # what was opened so far may write
            event.listen(self._engine, "connect", _for_reading)

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    # -- documents -------------------------------------------------------------------------------------------------

    def held(self, sha256: str, *, parser: str | None = None) -> str | None:
        """Id of the document (current or older) made of these very bytes, by this parser if one is given."""
        query = select(documents.c.id).where(documents.c.sha256 == sha256)
        with self._engine.connect() as db:
            return db.scalar(query.where(documents.c.parser == parser) if parser else query)

    def outdated(self, parser: str) -> tuple[DocumentCard, ...]:
        """The documents of whatever version that this parser did not make, in the order they were added."""
        query = select(*CARD).where(documents.c.parser != parser).order_by(documents.c.added)
        with self._engine.connect() as db:
            return tuple(map(card_of, db.execute(query)))

    def put(self, document: Document, data: bytes, *, origin: Path | None = None) -> Added:
        """Writes a document in one transaction; it replaces the current version of the same work, which becomes history, unless
        that one bears a later date.

        `origin` is the file on disk the bytes were read from: another text in the same file is a newer version of it. The same
        bytes are work only for another parser: then the document is written anew in its place.
        """
        file, issues = document.source.path, len(document.issues)
        if self.held(document.source.sha256, parser=document.parser):
            return Added(file, "unchanged", document.id, issues=issues)
        with writing(self._engine) as db:
            said = corrected(document, in_force(_corrections.log(db, document.id)))
            row = document_row(document) | _documents.said_row(said)
            row |= {"data": zlib.compress(data), "added": now(), "origin": str(origin.absolute()) if origin else None}
            held = db.execute(select(documents).where(documents.c.id == document.id)).first()
            newer, older = (None, []) if held else placed(db, row)
            row["superseded_by"] = newer
            _documents.write(db, said, row | _kept(held))
            db.execute(update(documents).where(documents.c.id.in_(older)).values(superseded_by=document.id))
            _documents.mark(db, [document.id, *older, *_links.below(db, older)])
            _links.forget_targets(db, older)
            if held:  # parsed anew: its clauses may be others, and so their stamps
                _links.forget_links(db, [document.id])
        if newer:
            told = f"库中已有日期更晚的版本（{self.card(newer).date}），这一份列为旧版。"
            return Added(file, "added", document.id, message=told, issues=issues)
        status = "renewed" if held else "replaced" if older else "added"
        return Added(file, status, document.id, older[0] if older else None, issues=issues)

    def remove(self, document_id: str) -> None:
        """Takes one version out. What it had replaced takes its place again; NotFound for an unknown id."""
        with writing(self._engine) as db:
            row = _documents.one(db, document_id)
            older = list(db.scalars(select(documents.c.id).where(documents.c.superseded_by == document_id)))
            db.execute(update(documents).where(documents.c.id.in_(older)).values(superseded_by=row.superseded_by))
            _documents.mark(db, [document_id, *older, *_links.below(db, [document_id])])
            _links.forget_links(db, [document_id])
            db.execute(delete(documents).where(documents.c.id == document_id))

    def cards(self, filters: Filters | None = None, *, history: bool = False) -> tuple[DocumentCard, ...]:
        """Cards of the current documents in order of title; `history` adds the older versions."""
        if not history and filters in (None, Filters()):  # what every question is read against
            return self.kept.get("cards", lambda db: _lists.cards(db, Filters(), history=False))
        with self._engine.connect() as db:
            return _lists.cards(db, filters or Filters(), history=history)

    def known(self) -> Known:
        """What a question is read against."""
        return self.kept.get("known", lambda _: Known(self.unit_names(), self.cards()))

    def called(self) -> Names:
        """What the current documents are called, to look up what is cited."""
        from search.links.cited import Names

        return self.kept.get("called", lambda _: Names(self.names(), self.cards()))

    def repealed(self) -> dict[str, str]:
        """Id of a current document -> the clause of another that repeals it."""
        from search.links.cited import repealed

        def read(db: Connection) -> dict[str, str]:
            said = _links.repeals(db)
            return repealed(said, self.called(), {card.id: card for card in self.cards()}) if said else {}

        return self.kept.get("repealed", read)

    def facets(self) -> Facets:
        """The current documents and their units, ready to count by."""
        from search.database._facets import Facets  # numpy

        return self.kept.get("facets", lambda _: Facets(self.cards(), self.unit_names()))

    def card(self, document_id: str) -> DocumentCard:
        """One card, of whatever version."""
        with self._engine.connect() as db:
            return card_of(_documents.one(db, document_id))

    def history(self, document_id: str) -> tuple[DocumentCard, ...]:
        """All versions of a work, the current one first, then as they were added, the latest first."""
        with self._engine.connect() as db:
            _documents.one(db, document_id)
            return tuple(card_of(_documents.one(db, key)) for key in versions(db, document_id))

    def document(self, document_id: str) -> Document:
        """The document with what people corrected; the last ones read are kept in memory until they are changed, by whatever
        process."""
        with snapshot(self._engine) as db:
            changed = db.scalar(_CHANGED, {"id": document_id})
            with self._lock:
                held = self._cache.pop(document_id, None)
            if held is None or held[0] != changed:
                printed = _documents.printed(db, document_id)
                held = changed, corrected(printed, in_force(_corrections.log(db, document_id)))
        with self._lock:
            self._cache[document_id] = held
            if len(self._cache) > CACHED_DOCUMENTS:
                self._cache.popitem(last=False)
        return held[1]

    def excerpts(self, clause_ids: Iterable[str]) -> dict[str, Document]:
        """Document id -> the document with no more than these of its clauses, those above them and their duties. KeyError for
        an unknown clause; an unknown document is left out."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for key in clause_ids:
            document_id, eid = parted(key)
            wanted[document_id].add(eid)
        with snapshot(self._engine) as db:
            logs = _corrections.logs(db, wanted)
            printed = ((key, excerpt(body, wanted[key])) for key, body in db.execute(_BODIES, given(wanted)))
            return {
                key: corrected(document, in_force(logs[key]), whole=False) if key in logs else document
                for key, document in printed
            }

    def source(self, document_id: str) -> bytes:
        """The bytes of the source file."""
        with self._engine.connect() as db:
            return zlib.decompress(_documents.one(db, document_id, documents.c.data).data)

    def reading(self) -> AbstractContextManager[object]:
        """All that is read within sees one state of the library, and what was read once is at hand."""
        return snapshot(self._engine)

    def saved(self) -> SavedTable:
        """Searches kept under a name."""
        return SavedTable(self._engine)

    def pointers(self) -> Pointers:
        """What a question points at: numbers, citations, linked clauses."""
        return Pointers(self._engine, self.known().titles)

    # -- what is derived from here ---------------------------------------------------------------------------------

    def note(self, key: str) -> str | None:
        """What was noted under a key, None where nothing was."""
        with self._engine.connect() as db:
            return db.scalar(select(meta.c.value).where(meta.c.key == key))

    def exchange_note(self, key: str, held: str | None, value: str) -> bool:
        """Notes a value under a key in the place of another one (None: of none); nothing, and False, where that is not held."""
        with writing(self._engine) as db:
            unchanged = db.scalar(select(meta.c.value).where(meta.c.key == key)) == held
            if unchanged:
                db.execute(delete(meta).where(meta.c.key == key))
                db.execute(insert(meta), {"key": key, "value": value})
        return unchanged

    def changes_since(self, seq: int) -> tuple[tuple[int, str], ...]:
        """`(sequence number, document id)` of every document changed after `seq`, removed ones included, in order."""
        query = select(changes.c.seq, changes.c.document_id).where(changes.c.seq > seq).order_by(changes.c.seq)
        with self._engine.connect() as db:
            return tuple((row.seq, row.document_id) for row in db.execute(query))

    def indexed(self, document_ids: Sequence[str]) -> dict[str, Indexed]:
        """Those of the documents that are current now, by id, as their indexes take them."""
        with of_now(self._engine) as db:  # an answer may open the vectors after it began to read
            return indexed.read(db, document_ids)

    def current(self, document_ids: Sequence[str]) -> set[str]:
        """Those of the ids, which may be all of a large library, that are current documents."""
        query = select(documents.c.id).join_from(GIVEN, documents, documents.c.id == GIVEN.c.value)
        with self._engine.connect() as db:
            return set(db.scalars(query.where(documents.c.superseded_by.is_(None)), given(document_ids)))

    def counts(self) -> dict[str, int]:
        """Rows by table, of all versions, and `current` documents."""
        with self._engine.connect() as db:
            made = {t.name: db.scalar(select(func.count()).select_from(t)) or 0 for t in metadata.sorted_tables}
            current = select(func.count()).select_from(documents).where(documents.c.superseded_by.is_(None))
            return made | {"current": db.scalar(current) or 0}

    def copy(self, file: Path) -> None:
        """Writes the database, as it stands now, into a file, while others read and write."""
        _schema.copy(self._engine, file)


def _prepare(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=30000", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _for_reading(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _kept(held: Any) -> dict[str, Any]:
    """What a document that is parsed anew keeps of its row."""
    return {name: getattr(held, name) for name in ("added", "superseded_by", "origin")} if held else {}
