"""Documents and what people corrected in them; the part of `store.Store` that speaks of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Engine, update

from ingest.model import Document
from search.correcting.corrections import Corrected, Correction, corrected, in_force, of_clauses, overlaid
from search.database import _corrections, _links
from search.database._documents import last_change, mark, printed, said_row, write_found
from search.database._snapshot import snapshot, writing
from search.database._tables import documents
from search.database._versions import reordered


class Restated(NamedTuple):
    """The changes that a correction makes, the numbers after `before` up to `last`: whatever was made of the texts of these
    documents stays as it is, and their `links` do unless true."""

    before: int
    last: int
    links: bool


class CorrectionTables:
    """Corrections over one engine."""

    _engine: Engine

    def printed(self, document_id: str) -> Document:
        """The document as the parser made it; NotFound for an unknown id."""
        with self._engine.connect() as db:
            return printed(db, document_id)

    def corrected(self, document_id: str) -> tuple[Corrected, ...]:
        """The corrections in force, beside what the parser found."""
        with snapshot(self._engine) as db:
            entries = in_force(_corrections.log(db, document_id))
            return overlaid(printed(db, document_id), entries) if entries else ()

    def corrections(self, document_id: str) -> tuple[Correction, ...]:
        """The log of a document, the oldest entry first."""
        with self._engine.connect() as db:
            return _corrections.log(db, document_id)

    def correction_logs(self, document_ids: Sequence[str]) -> dict[str, tuple[Correction, ...]]:
        """Document id -> its log, for those that have one."""
        with self._engine.connect() as db:
            return {key: tuple(entries) for key, entries in _corrections.logs(db, document_ids).items()}

    def correct(self, document_id: str, entries: Sequence[Correction]) -> Restated | None:
        """Writes entries into the log of a document and lets its rows follow; NotFound for an unknown id. None where another
        version has become the current one, which all that is derived must follow."""
        with writing(self._engine) as db:
            before, document = last_change(db), printed(db, document_id)
            _corrections.record(db, document_id, entries)
            said = corrected(document, in_force(_corrections.log(db, document_id)))
            db.execute(update(documents).where(documents.c.id == document_id).values(said_row(said)))
            write_found(db, said)
            kinds = {of_clauses(entry.field) for entry in entries}
            below = _links.below(db, [document_id]) if None in kinds else ()  # else no lineage changes
            mark(db, [document_id, *below])
            if any(entry.field == "date" for entry in entries) and (versions := reordered(db, document_id)):
                mark(db, [*versions, *_links.below(db, versions)])
                _links.forget_targets(db, versions[1:])
                return None
            return Restated(before, last_change(db), links=kinds != {"duties"})
