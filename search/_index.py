"""Keeps a full-text index in step with the store, whatever happens between the two.

The store notes every change with a number; the index notes the last number it applied. What lies between is applied again when
the library is opened, so a crash after the database's commit heals itself. An index made by another segmenter or in another
layout is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from ingest.model import Clause, Document, Duty
from ingest.segment import segmenter_name
from search.lexical.engine import Engine, IndexRow, open_engine
from search.store import Store

LAYOUT = "2"
"""Goes up when the rows of an index change."""

STAMP = "applied.json"


class LexicalIndex:
    """The index of one engine in `<library>/index-<engine>`."""

    def __init__(self, library: Path, engine: str, store: Store) -> None:
        self._store = store
        self._folder = library / f"index-{engine}"
        if self._folder.exists() and self._stamp().get("made_by") != self._made_by():
            shutil.rmtree(self._folder)
        self.engine: Engine = open_engine(engine, self._folder)
        self._write_stamp(self._applied())

    def sync(self) -> int:
        """Applies what changed in the store since the last time; returns how many documents that were."""
        changed = self._store.changes_since(self._applied())
        if not changed:
            return 0
        current = self._store.current([document_id for _, document_id in changed])
        for _, document_id in changed:
            self.engine.delete(document_id)
            if document_id in current:
                self.engine.add(rows_of(self._store.document(document_id)))
        self.engine.commit()
        self._write_stamp(changed[-1][0])
        return len(changed)

    def behind(self) -> int:
        """How many changed documents the index has not seen."""
        return len(self._store.changes_since(self._applied()))

    def close(self) -> None:
        """Closes the engine."""
        self.engine.close()

    def _applied(self) -> int:
        return int(self._stamp().get("seq", 0))

    def _stamp(self) -> dict[str, str]:
        path = self._folder / STAMP
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def _write_stamp(self, seq: int) -> None:
        new = self._folder / (STAMP + ".new")
        new.write_text(json.dumps({"made_by": self._made_by(), "seq": str(seq)}), "utf-8")
        new.replace(self._folder / STAMP)

    @staticmethod
    def _made_by() -> str:
        return f"{segmenter_name()} layout {LAYOUT}"


def rows_of(document: Document) -> Iterator[IndexRow]:
    """The rows of a document: its clauses with what is known of the document."""
    work = document.work
    shared = {"title": work.title, "number": work.doc_number, "region": work.region, "doc_type": work.doc_type}
    keys = {"level": work.level, "region": work.region, "doc_type": work.doc_type, "document": document.id}
    of_document = {key: (value,) for key, value in keys.items() if value} | {"year": _years(document)}
    headings = {clause.eid: clause.heading or "" for clause in document.clauses}
    measured = {target.clause for target in document.targets}
    for clause in document.clauses:
        duties = [duty for duty in document.duties if duty.clause == clause.eid]
        under = "\n".join(filter(None, (*_above(clause, headings), clause.heading, document.body(clause))))
        texts = {"text": under, "heading": clause.heading, "unit": _names(duties)}
        own = {
            "has_target": (str(int(clause.eid in measured)),),
            "unit": tuple({duty.canonical or duty.unit for duty in duties}),
        }
        filled = {name: text for name, text in (shared | texts).items() if text}
        yield IndexRow(f"{document.id}#{clause.eid}", document.id, filled, of_document | own)


def _years(document: Document) -> tuple[str, ...]:
    """Years of the date and of the plan's period, both ends inside."""
    first, last = document.work.period or (1, 0)
    dated = {document.work.date[:4]} if document.work.date else set()
    return tuple(sorted(dated | {str(year) for year in range(first, last + 1)}))


def _above(clause: Clause, headings: dict[str, str]) -> list[str]:
    """Headings of the clauses above, from the root down."""
    parts = clause.eid.split(".")
    return [headings.get(".".join(parts[:n]), "") for n in range(1, len(parts))]


def _names(duties: list[Duty]) -> str:
    return "，".join(dict.fromkeys(name for duty in duties for name in (duty.unit, duty.canonical) if name))
