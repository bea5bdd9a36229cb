"""What a unit owns: the clauses and figures of its duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest import units
from search.model import Filters, OwnedQuote, OwnersAnswer, UnitAnswer
from search.ownership.answer import ROLE_ORDER, Owners, joined, owned_quotes, spelt_out
from search.ownership.governing import targets_of
from search.ownership.question import Asked

if TYPE_CHECKING:
    from search.database.store import ClauseText, DutyGroup, DutyRow

MOST = 100
"""So many clauses of a unit are listed at most: a ministry has thousands in a large library, which the list of units shows by
the page."""

_SHOWN = 6  # names that come near


def owned(question: str, asked: Asked, unit: str, reader: Owners) -> OwnersAnswer:
    """All that the likeliest unit of a name owns, what it leads first; the note names the others."""
    groups = _groups_of(unit, reader, asked)
    if not groups:
        return OwnersAnswer(question, "what", (), f"库中没有写明“{unit}”职责的条款")
    rows = _rows_of([group for group in groups if _identity(group) == _identity(groups[0])], reader)
    first = rows[0]
    ids = list(dict.fromkeys(row.clause_id for row in rows))
    shown = [row for row in rows if row.clause_id in set(ids[:MOST])]
    found = UnitAnswer(
        first.duty.unit, first.duty.canonical, first.duty.role, _quotes(shown, reader), tuple(targets_of(reader, shown))
    )
    more = f"共{len(ids)}条，这里列出前{MOST}条，全部见单位名录" if len(ids) > MOST else None
    note = joined(more, _others(groups, found))
    return OwnersAnswer(question, "what", (spelt_out(found, reader.document(first.document_id), reader),), note)


def _groups_of(unit: str, reader: Owners, asked: Asked) -> list[DutyGroup]:
    """Duties of the units that the name can mean, the likeliest unit first: the one that has most in one document."""
    groups = [group for group in reader.duty_groups(reader.printed_for(unit)) if not _elsewhere(unit, group)]
    kept = [group for group in groups if group.document_id in asked.documents] or groups
    kept = [group for group in kept if group.role in asked.roles] or kept
    kept = [
        group for group in kept if any(units.same_prefix(unit, name) for name in (group.unit, group.canonical or ""))
    ] or kept
    counted: Counter[tuple[str, str]] = Counter()
    for group in kept:
        counted[_identity(group), group.document_id] += group.duties
    most: dict[str, int] = {}
    for (key, _), n in counted.items():
        most[key] = max(most.get(key, 0), n)
    return sorted(kept, key=lambda group: (-most[_identity(group)], _identity(group)))


def _rows_of(groups: Sequence[DutyGroup], reader: Owners) -> list[DutyRow]:
    """The duties of one unit: those that it leads first, then document by document, the one with most first."""
    keys = {(group.document_id, group.unit, group.canonical, group.role) for group in groups}
    rows = [
        row
        for row in _every_row(groups[0], reader)
        if (row.document_id, row.duty.unit, row.duty.canonical, row.duty.role) in keys
    ]
    counted = Counter(row.document_id for row in rows)
    return sorted(rows, key=lambda row: (ROLE_ORDER.get(row.duty.role, 1), -counted[row.document_id]))


def _every_row(one: DutyGroup, reader: Owners) -> tuple[DutyRow, ...]:
    """The duties of the unit of a group: one without a full name is known in its own document alone."""
    if one.canonical:
        return reader.duty_rows(unit_id=one.canonical)
    return reader.duty_rows(Filters(document=(one.document_id,)), printed=[one.unit])


def _elsewhere(unit: str, group: DutyGroup) -> bool:
    """Whether the duties are of another place than the unit asked for by its place (澜岳省财政厅, and not any 省财政厅)."""
    place, full = units.parse(unit).place, group.canonical
    return bool(place and full) and units.parse(full or "").place not in (None, place)


def _identity(group: DutyGroup) -> str:
    return group.canonical or f"{group.document_id} {group.unit}"


def _others(groups: Sequence[DutyGroup], found: UnitAnswer) -> str | None:
    """The names that come near."""
    names = dict.fromkeys(group.canonical or group.unit for group in groups)
    others = [name for name in names if name not in (found.unit, found.canonical)]
    return f"名称相近的还有：{'、'.join(others[:_SHOWN])}" if others else None


def _quotes(rows: Sequence[DutyRow], reader: Owners) -> tuple[OwnedQuote, ...]:
    """The clauses of some duties, each once: what is said of the unit in prose, else the whole clause."""
    places, texts = reader.places_and_texts(row.clause_id for row in rows)
    told = {row.clause_id: row.quote if row.duty.form == "inline" else _whole(texts[row.clause_id], row) for row in rows}
    return owned_quotes(rows, places, told)


def _whole(clause: ClauseText, row: DutyRow) -> str:
    return clause.text or clause.heading or row.quote
