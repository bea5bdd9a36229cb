"""What a unit owns: the clauses and figures of its duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest import units
from search.governing import targets_of
from search.model import OwnersAnswer, Quote, UnitAnswer
from search.owner_answer import ROLE_ORDER, Owners, due, joined, spelt_out
from search.owner_question import Asked

if TYPE_CHECKING:
    from search.store import ClauseText, DutyRow

MOST = 100
"""So many clauses of a unit are listed at most: a ministry has thousands in a large library, which the list of units shows by
the page."""

_SHOWN = 6  # names that come near


def owned(question: str, asked: Asked, unit: str, reader: Owners) -> OwnersAnswer:
    """All that the likeliest unit of a name owns, what it leads first; the note names the others."""
    rows = _rows_of(unit, reader, asked)
    if not rows:
        return OwnersAnswer(question, "what", (), f"库中没有写明“{unit}”职责的条款")
    first = rows[0]
    same = sorted((row for row in rows if _identity(row) == _identity(first)), key=lambda row: ROLE_ORDER.get(row.duty.role, 1))
    first = same[0]  # what it leads comes first
    ids = list(dict.fromkeys(row.clause_id for row in same))
    shown = [row for row in same if row.clause_id in set(ids[:MOST])]
    found = UnitAnswer(
        first.duty.unit, first.duty.canonical, first.duty.role, _quotes(shown, reader), tuple(targets_of(reader, shown))
    )
    more = f"共{len(ids)}条，这里列出前{MOST}条，全部见单位名录" if len(ids) > MOST else None
    note = joined(more, due([row.duty for row in shown]), _others(rows, same))
    return OwnersAnswer(question, "what", (spelt_out(found, reader.document(first.document_id), reader),), note)


def _rows_of(unit: str, reader: Owners, asked: Asked) -> list[DutyRow]:
    """Duties of the units that the name can mean, the likeliest unit first."""
    names = {name for name in reader.printed_units() if units.matches(unit, name)} | set(reader.printed_as(unit))
    rows = [row for row in reader.duty_rows(printed=sorted(names)) if not _elsewhere(unit, row)]
    kept = [row for row in rows if row.document_id in asked.documents] or rows
    kept = [row for row in kept if row.duty.role in asked.roles] or kept
    kept = [
        row for row in kept if any(units.same_prefix(unit, name) for name in (row.duty.unit, row.duty.canonical or ""))
    ] or kept
    counted = Counter((_identity(row), row.document_id) for row in kept)
    most: Counter[str] = Counter()
    for (key, _), n in counted.items():
        most[key] = max(most[key], n)
    return sorted(kept, key=lambda row: (-most[_identity(row)], _identity(row), -counted[_identity(row), row.document_id]))


def _elsewhere(unit: str, row: DutyRow) -> bool:
    """Whether the row is of another place than the unit that is asked for by its place (澜岳省财政厅, and not any 省财政厅)."""
    place, owned = units.parse(unit).place, row.duty.canonical
    return bool(place and owned) and units.parse(owned or "").place not in (None, place)


def _identity(row: DutyRow) -> str:
    return row.duty.canonical or f"{row.document_id} {row.duty.unit}"


def _others(rows: Sequence[DutyRow], same: Sequence[DutyRow]) -> str | None:
    """The names that come near."""
    own = {same[0].duty.unit, same[0].duty.canonical}
    names = dict.fromkeys(row.duty.canonical or row.duty.unit for row in rows if _identity(row) != _identity(same[0]))
    others = [name for name in names if name not in own]
    return f"名称相近的还有：{'、'.join(others[:_SHOWN])}" if others else None


def _quotes(rows: Sequence[DutyRow], reader: Owners) -> tuple[Quote, ...]:
    """The clauses of some duties, each once: what is said of the unit in prose, else the whole clause."""
    places, texts = reader.places_and_texts(row.clause_id for row in rows)
    told = {row.clause_id: row.quote if row.duty.form == "inline" else _whole(texts[row.clause_id], row) for row in rows}
    return tuple(Quote(key, places[key], text) for key, text in told.items())


def _whole(clause: ClauseText, row: DutyRow) -> str:
    return clause.text or clause.heading or row.quote
