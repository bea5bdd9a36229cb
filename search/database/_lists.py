"""SELECTs of `store`: cards, what passes `Filters`, places and texts of clauses. Each takes an open connection."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, func, or_, select

from search.citing import label
from search.database._rows import headings_of, names_above
from search.database._snapshot import remembered
from search.database._tables import clauses, documents, duties, targets
from search.model import DocumentCard, Filters, Place

Rows = Select[*tuple[Any, ...]]

MOST_PARTS = 30
"""So many names are looked for one by one."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """What a clause says: its own text and the headings over it (`path`, from the root down)."""

    marker: str | None
    heading: str | None
    text: str
    path: tuple[str, ...]


def card_of(row: Any) -> DocumentCard:
    """The card of a row of `documents`."""
    period = None if row.period_from is None else (row.period_from, row.period_to)
    fields = zip(_PLAIN, _plain(row), strict=True)
    return DocumentCard(issuers=tuple(json.loads(row.issuers)), period=period, **dict(fields))


_PLAIN = [name for name in DocumentCard.__dataclass_fields__ if name not in ("issuers", "period", "repealed_by")]
_plain = attrgetter(*_PLAIN)
"""What a card takes over from its row as it is; all cards are read again after every change. What repeals it is in others."""


CARD = [column for column in documents.c if column.name not in ("body", "data")]


def cards(db: Connection, filters: Filters, *, history: bool) -> tuple[DocumentCard, ...]:
    """Cards that pass, in order of title; older versions only with `history`."""
    query = select(*CARD).where(*document_conditions(filters), *_clause_wishes(filters))
    query = query if history else query.where(documents.c.superseded_by.is_(None))
    return tuple(map(card_of, db.execute(query.order_by(documents.c.title, documents.c.id))))


def document_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What the document of a row must be."""
    wanted = {"level": filters.level, "region": filters.region, "doc_type": filters.doc_type, "id": filters.document}
    made: list[ColumnElement[bool]] = [documents.c[name].in_(values) for name, values in wanted.items() if values]
    return [*made, or_(*map(_of_year, filters.year))] if filters.year else made


def _of_year(year: int) -> ColumnElement[bool]:
    within = and_(documents.c.period_from <= year, documents.c.period_to >= year)
    return or_(func.substr(documents.c.date, 1, 4) == str(year), within)


def _clause_wishes(filters: Filters) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if filters.unit:
        made.append(documents.c.id.in_(select(duties.c.document_id).where(of_unit(filters.unit))))
    if filters.has_target is not None:
        held = documents.c.id.in_(select(targets.c.document_id))
        made.append(held if filters.has_target else ~held)
    return made


def current(query: Rows, conditions: list[ColumnElement[bool]], keys: Sequence[str] | None, column: ColumnElement[str]) -> Rows:
    """A query of rows narrowed to current documents that pass, and to some keys of a column."""
    query = query.where(documents.c.superseded_by.is_(None), *conditions)
    return query if keys is None else query.where(column.in_(listed(keys)))


def of_unit(names: Sequence[str], table: Table = duties) -> ColumnElement[bool]:
    """A unit by its full name or a part of it: 总工会 finds 河口县总工会."""
    return holding((table.c.unit, table.c.canonical), names)


def holding(columns: Sequence[ColumnElement[str]], names: Sequence[str]) -> ColumnElement[bool]:
    """Where one of some columns has one of some names in it. Many names are one pattern, which takes longer: SQLite refuses a
    condition of a thousand parts."""
    if len(names) > MOST_PARTS:
        return or_(*(column.regexp_match("|".join(map(re.escape, names))) for column in columns))
    return or_(*(column.contains(name, autoescape=True) for name in names for column in columns))


def listed(keys: Iterable[str]) -> Select[str]:
    """Keys for `in_`, as many as there are: SQLite takes 32,766 parameters."""
    return select(func.json_each(json.dumps(list(keys))).table_valued("value").c.value)


GIVEN = func.json_each(bindparam("given")).table_valued("value")
"""The keys that `given` hands over, a row for each: a statement with it is put together once, with `in_` for every question."""


def given(keys: Iterable[str]) -> dict[str, str]:
    """The parameters of a statement that reads `GIVEN`."""
    return {"given": json.dumps(list(keys))}


MEASURED = select(GIVEN.c.value).where(select(targets.c.id).where(targets.c.clause_id == GIVEN.c.value).exists())
"""Of the clauses given, those that have a target."""


def passing(db: Connection, filters: Filters, clause_ids: Iterable[str]) -> set[str]:
    """Those of the clauses that pass by what is asked of the clause itself: a unit, a figure."""
    found = set(clause_ids)
    if filters.unit:
        found = which(db, _owned_by(filters.unit), found)
    if filters.has_target is None:
        return found
    measured = which(db, MEASURED, found)
    return measured if filters.has_target else found - measured


def which(db: Connection, query: Select[str], keys: Iterable[str]) -> set[str]:
    """Those of the keys that a statement leaves; `all`, since SQLAlchemy takes rows one by one for three times as long."""
    return set(db.scalars(query, given(keys)).all())


@lru_cache(maxsize=64)
def _owned_by(names: Sequence[str]) -> Select[str]:
    """Of the clauses given, those that name a unit. Kept: it takes as long to put together as to run."""
    owned = select(duties.c.id).where(duties.c.clause_id == GIVEN.c.value, of_unit(names))
    return select(GIVEN.c.value).where(owned.exists())


def places(db: Connection, clause_ids: Iterable[str]) -> dict[str, Place]:
    """Where clauses stand; unknown ids are left out."""
    return _places(db, _rows(db, clause_ids))


def own_texts(db: Connection, clause_ids: Iterable[str]) -> dict[str, str]:
    """Clause id -> its own text, in the order of the ids; unknown ids are left out."""
    return {row.id: row.text for row in _rows(db, clause_ids)}


def clause_texts(db: Connection, clause_ids: Iterable[str]) -> dict[str, ClauseText]:
    """What clauses say; unknown ids are left out."""
    return {row.id: row.said for row in _rows(db, clause_ids)}


def places_and_texts(db: Connection, clause_ids: Iterable[str]) -> tuple[dict[str, Place], dict[str, ClauseText]]:
    """Where clauses stand and what they say, read once; unknown ids are left out."""
    rows = _rows(db, clause_ids)
    return _places(db, rows), {row.id: row.said for row in rows}


def whole_texts(db: Connection, clause_ids: Iterable[str], titles: Mapping[str, str]) -> dict[str, str]:
    """Clause id -> title of its document, headings from the root down, own text, a line each; unknown ids are left out.

    `titles`: document id -> title; clauses of others are left out.
    """
    rows = (row for row in _rows(db, clause_ids) if row.document_id in titles)
    return {row.id: "\n".join((titles[row.document_id], *row.headings, row.text)) for row in rows}


_NAMED = (documents.c.id, documents.c.title, documents.c.doc_number, documents.c.level, documents.c.region)
_DOCUMENTS = select(*_NAMED).join_from(GIVEN, documents, documents.c.id == GIVEN.c.value)


class _Clause(NamedTuple):
    """A row of `clauses`; a field of it is read ten times as fast as one of SQLAlchemy's `Row`."""

    id: str
    document_id: str
    kind: str
    marker: str | None
    heading: str | None
    text: str
    page: int | None
    above: str

    @property
    def labels(self) -> tuple[str, ...]:
        """What is called what, from the root down to this clause."""
        own = label(self.kind, self.marker, self.heading, self.text)
        return *(called for called, _ in names_above(self.above)), own

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above, from the root down."""
        return headings_of(self.above)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above and its own."""
        return (*self.path, self.heading) if self.heading else self.path

    @property
    def said(self) -> ClauseText:
        return ClauseText(self.marker, self.heading, self.text, self.path)


_CLAUSES = select(*(clauses.c[name] for name in _Clause._fields)).join_from(GIVEN, clauses, clauses.c.id == GIVEN.c.value)


def _places(db: Connection, rows: Sequence[_Clause]) -> dict[str, Place]:
    held = {row[0]: row for row in db.execute(_DOCUMENTS, given({row.document_id for row in rows}))}
    return {row.id: Place(row.id, *held[row.document_id], row.labels, row.page) for row in rows}


def _rows(db: Connection, clause_ids: Iterable[str]) -> list[_Clause]:
    """The rows of clauses, in the order of the ids; unknown ids are left out. Those read before in the snapshot are at hand."""
    wanted, found = list(clause_ids), remembered(db).setdefault(_Clause, {})
    if missing := [key for key in wanted if key not in found]:
        found.update((row[0], _Clause._make(row)) for row in db.execute(_CLAUSES, given(missing)).all())
    return [found[key] for key in wanted if key in found]
