"""SELECTs of `store` about duties, the tasks that they make up, and units. Each takes an open connection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, or_, select

from ingest.model import LEVELS, STATED, Duty
from search.database._lists import GIVEN, current, document_conditions, given, listed, of_unit
from search.database._rows import OF_DUTY, duty_of
from search.database._tables import documents, duties, targets
from search.model import Filters


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty with the id of its clause and the characters of its quote."""

    document_id: str
    clause_id: str
    duty: Duty
    quote: str


class DutyGroup(NamedTuple):
    """The duties of one unit with one role in one document: how many they are. There are thousands of a common name."""

    document_id: str
    unit: str
    canonical: str | None
    role: str
    duties: int


_RANK = case({level: rank for rank, level in enumerate(LEVELS)}, value=documents.c.level, else_=len(LEVELS))
UNIT_ID = func.coalesce(duties.c.canonical, duties.c.unit)
"""Id of a unit over all documents."""


_UNITS_OF = (
    select(duties.c.clause_id, duties.c.unit)
    .join_from(GIVEN, duties, duties.c.clause_id == GIVEN.c.value)
    .order_by(duties.c.id)
)


def units_of(db: Connection, clause_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Clause id -> its units as printed, each once."""
    return each_once(db.execute(_UNITS_OF, given(clause_ids)))


_STATED_UNITS = _UNITS_OF.where(duties.c.form == STATED)


def stated_units(db: Connection, clause_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Clause id -> those of its units that a person stated."""
    return each_once(db.execute(_STATED_UNITS, given(clause_ids)))


def each_once(rows: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Key -> its units, of rows of both."""
    made: dict[str, dict[str, None]] = defaultdict(dict)
    for key, unit in rows:
        made[key][unit] = None
    return {key: tuple(units) for key, units in made.items()}


def duty_rows(
    db: Connection,
    filters: Filters,
    *,
    clause_ids: Sequence[str] | None,
    unit_id: str | None,
    printed: Sequence[str] | None,
) -> tuple[DutyRow, ...]:
    """Duties of current documents, in order of document and text."""
    query = current(select(*OF_DUTY).join_from(duties, documents), document_conditions(filters), clause_ids, duties.c.clause_id)
    query = query.where(of_unit(filters.unit)) if filters.unit else query
    query = query.where(_is_unit(unit_id)) if unit_id else query
    query = query if printed is None else query.where(duties.c.unit.in_(listed(printed)))
    rows = db.execute(query.order_by(documents.c.title, documents.c.id, duties.c.start, duties.c.id))
    return tuple(DutyRow(*duty_of(row)) for row in rows)


_KEY = (duties.c.unit, duties.c.document_id, duties.c.canonical, duties.c.role)
_GROUPS = (
    select(duties.c.document_id, duties.c.unit, duties.c.canonical, duties.c.role, func.count())
    .join_from(GIVEN, duties, duties.c.unit == GIVEN.c.value)
    .where(duties.c.document_id.not_in(select(documents.c.id).where(documents.c.superseded_by.is_not(None))))
    .group_by(*_KEY)
)


def duty_groups(db: Connection, printed: Sequence[str]) -> tuple[DutyGroup, ...]:
    """Of units by their names as printed, what they have in each current document: along an index that holds all of it, since
    a name such as 发改委 has thousands of duties in a large library."""
    return tuple(map(DutyGroup._make, db.execute(_GROUPS, given(printed)).all()))


def task_keys(
    db: Connection, filters: Filters, *, unit_id: str | None, limit: int | None, offset: int
) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """How many tasks (duties that share their quote) pass, and one page of `(clause id, start, end)` in order."""
    wanted = _duty_wishes(filters, unit_id)
    own = select(*_TASK).distinct().where(duties.c.document_id == documents.c.id, *wanted).correlate(documents)
    number = select(func.count()).select_from(own.subquery()).scalar_subquery()
    order = (_RANK, documents.c.title, documents.c.id)
    query = select(documents.c.id, number.label("tasks")).where(
        *document_conditions(filters), documents.c.superseded_by.is_(None)
    )
    held = [(row.id, row.tasks) for row in db.execute(query.order_by(*order)) if row.tasks]
    return sum(tasks for _, tasks in held), _tasks_of(db, wanted, held, offset, limit)


_TASK = (duties.c.start, duties.c.clause_id, duties.c.end)


def _duty_wishes(filters: Filters, unit_id: str | None) -> list[ColumnElement[bool]]:
    made = [of_unit(filters.unit)] if filters.unit else []
    if unit_id:
        made.append(_is_unit(unit_id))
    if filters.has_target is not None:
        held = duties.c.clause_id.in_(select(targets.c.clause_id))
        made.append(held if filters.has_target else ~held)
    return made


def _is_unit(unit_id: str) -> ColumnElement[bool]:
    """Duties of one unit: as `UNIT_ID == unit_id`, along the indexes of both columns."""
    return or_(duties.c.canonical == unit_id, and_(duties.c.canonical.is_(None), duties.c.unit == unit_id))


def _tasks_of(
    db: Connection, wanted: Sequence[ColumnElement[bool]], held: Sequence[tuple[str, int]], offset: int, limit: int | None
) -> tuple[tuple[str, int, int], ...]:
    """One page of the tasks of documents, given in order with how many each has."""
    ends = list(accumulate(tasks for _, tasks in held))
    first, last = bisect_right(ends, offset), len(held) if limit is None else bisect_left(ends, offset + limit) + 1
    before = offset - (ends[first - 1] if first else 0)
    query = select(*_TASK).distinct().where(*wanted).order_by(*_TASK)
    of_each = (db.execute(query.where(duties.c.document_id == document_id)) for document_id, _ in held[first:last])
    rows = list(chain.from_iterable(of_each))
    return tuple((row.clause_id, row.start, row.end) for row in rows[before : None if limit is None else before + limit])


def unit_names(db: Connection) -> frozenset[str]:
    """All names of units in current documents, as printed and in full."""
    return frozenset(name for column in (duties.c.unit, duties.c.canonical) for name in _named_now(db, column))


def printed_units(db: Connection) -> tuple[str, ...]:
    """The names of units as current documents print them, in order."""
    return tuple(sorted(_named_now(db, duties.c.unit)))


def other_names(db: Connection, column: Column[Any], names: Sequence[str]) -> tuple[str, ...]:
    """What the units are called in the other one of the columns `unit` and `canonical`, in order."""
    other = duties.c.unit if column is duties.c.canonical else duties.c.canonical
    return tuple(db.scalars(select(other).distinct().where(column.in_(listed(names)), other.is_not(None)).order_by(other)))


def _named_now(db: Connection, column: Column[Any]) -> set[str]:
    """The names of a column of `duties` in current documents.

    From name to name along the index of the column, less those that only older versions have: a hundredth of the time of going
    through all duties, and every first question after a change waits for it.
    """
    least = select(func.min(column).label("name")).cte("every", recursive=True)
    after = select(func.min(column)).where(column > least.c.name).scalar_subquery()
    every = least.union_all(select(after).where(least.c.name.is_not(None)))
    old = select(documents.c.id).where(documents.c.superseded_by.is_not(None))
    other = duties.alias()
    still = select(other.c.id).where(other.c[column.name] == column, other.c.document_id.not_in(old))
    gone = select(column).distinct().where(duties.c.document_id.in_(old), ~still.exists())
    return set(db.scalars(select(every.c.name).where(every.c.name.is_not(None)))) - set(db.scalars(gone))
