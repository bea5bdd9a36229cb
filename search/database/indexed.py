"""A document as its indexes take it: its clauses with what stands above them, its units and figures, out of the tables.

The tables hold all of it; opening the document itself takes longer than to index it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from search.database._lists import CARD, GIVEN, card_of, given
from search.database._rows import headings_of
from search.database._tables import clauses, documents, duties, targets
from search.lexical.engine import IndexRow
from search.model import DocumentCard


@dataclass(frozen=True, slots=True)
class IndexedClause:
    """`above` are the headings over it, from the root down; `text` is its own; `units` are the names of its duties as printed
    and in full, `None` for one without a full name."""

    id: str
    above: tuple[str, ...]
    heading: str | None
    text: str
    units: tuple[tuple[str, str | None], ...]
    measured: bool


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document's card and its clauses in order of text."""

    card: DocumentCard
    clauses: tuple[IndexedClause, ...]


def read(db: Connection, document_ids: Sequence[str]) -> dict[str, Indexed]:
    """What the tables hold of those of the documents that are current, by id; all of them read at once."""
    these = given(document_ids)
    names: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for clause_id, unit, canonical in db.execute(_DUTIES, these).all():
        names[clause_id].append((unit, canonical))
    measured = set(db.scalars(_MEASURED, these).all())
    made: dict[str, list[IndexedClause]] = defaultdict(list)
    for document_id, key, above, heading, text in db.execute(_CLAUSES, these).all():
        units = tuple(names.get(key, ()))
        made[document_id].append(IndexedClause(key, headings_of(above), heading, text, units, key in measured))
    return {row.id: Indexed(card_of(row), tuple(made[row.id])) for row in db.execute(_CARDS, these).all()}


_CARDS = select(*CARD).join_from(GIVEN, documents, documents.c.id == GIVEN.c.value).where(documents.c.superseded_by.is_(None))
_CLAUSES = (
    select(clauses.c.document_id, clauses.c.id, clauses.c.above, clauses.c.heading, clauses.c.text)
    .join_from(GIVEN, clauses, clauses.c.document_id == GIVEN.c.value)
    .order_by(clauses.c.document_id, clauses.c.n)
)
_DUTIES = (
    select(duties.c.clause_id, duties.c.unit, duties.c.canonical)
    .join_from(GIVEN, duties, duties.c.document_id == GIVEN.c.value)
    .order_by(duties.c.id)
)
_MEASURED = select(targets.c.clause_id).join_from(GIVEN, targets, targets.c.document_id == GIVEN.c.value)


def lines_of(document: Indexed) -> Iterator[str]:
    """All lines that an index reads of a document."""
    card = document.card
    yield from filter(None, (card.title, card.doc_number, card.region, card.doc_type))
    for clause in document.clauses:
        if clause.heading:
            yield from clause.heading.split("\n")
        yield from clause.text.split("\n")
        yield _names(clause)


def rows_of(document: Indexed) -> Iterator[IndexRow]:
    """The rows of a document: its clauses with what is known of the document."""
    card = document.card
    shared = {"title": card.title, "number": card.doc_number, "region": card.region, "doc_type": card.doc_type}
    keys = {"level": card.level, "region": card.region, "doc_type": card.doc_type, "document": card.id}
    of_document = {key: (value,) for key, value in keys.items() if value} | {"year": years_of(card)}
    for clause in document.clauses:
        under = "\n".join(filter(None, (*clause.above, clause.heading, clause.text)))
        texts = shared | {"text": under, "heading": clause.heading, "unit": _names(clause)}
        units = tuple(dict.fromkeys(canonical or unit for unit, canonical in clause.units))
        own = {"has_target": (str(int(clause.measured)),), "unit": units}
        yield IndexRow(clause.id, card.id, {name: text for name, text in texts.items() if text}, of_document | own)


def _names(clause: IndexedClause) -> str:
    return "，".join(dict.fromkeys(name for pair in clause.units for name in pair if name)) if clause.units else ""


def years_of(card: DocumentCard) -> tuple[str, ...]:
    """Years of the date and of the plan's period, both ends inside."""
    first, last = card.period or (1, 0)
    dated = {card.date[:4]} if card.date else set()
    return tuple(sorted(dated | {str(year) for year in range(first, last + 1)}))
