"""SELECTs of `store` about targets, narrowed by `Filters` or to clauses. Each takes an open connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select

from ingest.model import Target
from search.correcting.figures import as_stated
from search.database._duties import each_once
from search.database._lists import GIVEN, Rows, current, document_conditions, given, of_unit, places
from search.database._rows import target_of
from search.database._tables import documents, target_units, targets
from search.model import Filters, TargetQuote

_NAMES = target_units.c.canonical, target_units.c.unit
_GOVERNED = select(target_units.c.target_id)
_UNITS = (
    select(target_units.c.target_id, target_units.c.unit, target_units.c.stated)
    .join_from(GIVEN, target_units, target_units.c.target_id == GIVEN.c.value)
    .order_by(target_units.c.id)
)
_TARGETS_OF = select(targets).join_from(GIVEN, targets, targets.c.clause_id == GIVEN.c.value).order_by(targets.c.n)


def targets_of_clauses(
    db: Connection, clause_ids: Iterable[str], stated: Collection[str] = ()
) -> dict[str, tuple[Target, ...]]:
    """Clause id -> its targets in order of text; those whose ids are `stated` as a person stated them."""
    made: dict[str, list[Target]] = defaultdict(list)
    for row in db.execute(_TARGETS_OF, given(clause_ids)):
        made[row.clause_id].append(as_stated(target_of(row)) if row.id in stated else target_of(row))
    return {clause_id: tuple(found) for clause_id, found in made.items()}


def targets_query(filters: Filters, *, indicator: str | None, ids: Sequence[str] | None, unit_id: str | None = None) -> Rows:
    """The targets of current documents that pass; `indicator` is a part of the indicator's name or of the quote. A unit
    (`filters.unit`, or `unit_id` of a `UnitCard`) passes those that it governs, not all of the clauses it stands in."""
    query = current(select(targets).join(documents), document_conditions(filters), ids, targets.c.id)
    if indicator:
        named = (column.contains(indicator, autoescape=True) for column in (targets.c.indicator, targets.c.quote))
        query = query.where(or_(*named))
    if filters.unit:
        query = query.where(targets.c.id.in_(_GOVERNED.where(of_unit(filters.unit, target_units))))
    if unit_id:
        query = query.where(targets.c.id.in_(_GOVERNED.where(func.coalesce(*_NAMES) == unit_id)))
    return query


def target_rows(db: Connection, query: Rows, *, limit: int | None, offset: int) -> tuple[int, tuple[TargetQuote, ...]]:
    """How many targets a query gives, and one page of them in order of document and text."""
    total = db.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    page = query.order_by(documents.c.title, documents.c.id, targets.c.n).limit(limit).offset(offset)
    return total, _target_quotes(db, db.execute(page).all())


def _target_quotes(db: Connection, rows: Sequence[Any]) -> tuple[TargetQuote, ...]:
    of, governing = places(db, {row.clause_id for row in rows}), db.execute(_UNITS, given(row.id for row in rows)).all()
    units = each_once((target, unit) for target, unit, _ in governing)
    stated = each_once((target, unit) for target, unit, by_hand in governing if by_hand)
    return tuple(
        TargetQuote(row.id, target_of(row), of[row.clause_id], row.quote, units.get(row.id, ()), stated.get(row.id, ()))
        for row in rows
    )
