"""The units of the library with what they own: counted a document at a time when it is written, so that a list of all of them
adds up rows of documents instead of going through all duties."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, insert, select, true

from search.database._duties import UNIT_ID
from search.database._lists import document_conditions, holding
from search.database._tables import documents, duties, targets, unit_counts
from search.model import Filters, UnitCard

_COUNTED = (
    select(
        UNIT_ID,
        duties.c.document_id,
        func.json_group_array(duties.c.unit.distinct()),
        func.count(duties.c.id.distinct()),
        func.count(targets.c.id.distinct()),
    )
    .select_from(duties.outerjoin(targets, targets.c.clause_id == duties.c.clause_id))
    .group_by(UNIT_ID, duties.c.document_id)
)


def count(db: Connection, document_id: str) -> None:
    """Counts the units of a document that was just written."""
    _write(db, _COUNTED.where(duties.c.document_id == document_id))


def count_all(db: Connection) -> None:
    """Counts those of all documents where none are counted: in a library that an older version of the program wrote."""
    if not db.scalar(select(exists(select(unit_counts.c.unit_id)))):
        _write(db, _COUNTED)


def _write(db: Connection, counted: Any) -> None:
    db.execute(insert(unit_counts).prefix_with("OR REPLACE").from_select(list(unit_counts.c.keys()), counted))


def cards(
    db: Connection, names: Sequence[str], filters: Filters, *, limit: int | None, offset: int
) -> tuple[int, tuple[UnitCard, ...]]:
    """How many units pass, and one page of them, those with most duties first. A unit that has one of `names` in one of its own
    names is counted whole."""
    conditions = _conditions(names, filters)
    by_unit = select(unit_counts.c.unit_id).where(*conditions).group_by(unit_counts.c.unit_id)
    counted = [func.sum(unit_counts.c[name]).label(name) for name in ("duties", "targets")]
    ordered = by_unit.add_columns(*counted, func.count().over().label("total")).order_by(
        counted[0].desc(), unit_counts.c.unit_id
    )
    page = db.execute(ordered.limit(limit).offset(offset)).all()
    total = page[0].total if page else db.scalar(select(func.count()).select_from(by_unit.subquery())) or 0
    shown = true() if limit is None else unit_counts.c.unit_id.in_([row.unit_id for row in page])
    held = _held(db, [shown, *conditions])
    return total, tuple(UnitCard(row.unit_id, *held[row.unit_id], row.duties, row.targets) for row in page)


def _conditions(names: Sequence[str], filters: Filters) -> list[ColumnElement[bool]]:
    old = select(documents.c.id).where(documents.c.superseded_by.is_not(None))  # few: so all are read along the key
    made = [unit_counts.c.document_id.not_in(old), *(_called(wanted) for wanted in (names, filters.unit) if wanted)]
    if narrowed := document_conditions(filters):
        made.append(unit_counts.c.document_id.in_(select(documents.c.id).where(*narrowed)))
    return made


def _called(names: Sequence[str]) -> ColumnElement[bool]:
    return holding((unit_counts.c.unit_id, unit_counts.c.names), names)


def _held(
    db: Connection, conditions: Sequence[ColumnElement[bool]]
) -> dict[str, tuple[tuple[str, ...], str | None, str | None]]:
    """Of some units the names as printed, and the level and the region that all their documents share: to gather this of all
    takes longer than to count them."""
    columns = (unit_counts.c.unit_id, func.json_group_array(unit_counts.c.names.distinct()))
    shared = (_same(documents.c.level), _same(documents.c.region))
    query = select(*columns, *shared).join_from(unit_counts, documents).where(*conditions).group_by(unit_counts.c.unit_id)
    return {unit: (_names(printed), level, region) for unit, printed, level, region in db.execute(query)}


def _names(printed: str) -> tuple[str, ...]:
    return tuple(sorted({name for names in json.loads(printed) for name in json.loads(names)}))


def _same(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The value that all rows of a group share, else NULL."""
    return case((func.min(column) == func.max(column), func.min(column)))
