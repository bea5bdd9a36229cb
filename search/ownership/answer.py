"""What both answers about owners share: what they are read from, the order of the units, the members of a set, the notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ingest import units
from ingest.duties.groups import group_of, groups
from ingest.model import Document, Duty
from search.known import Known
from search.model import Filters, OwnedQuote, Place, Quote, Reader, UnitAnswer

if TYPE_CHECKING:
    from search.database.store import ClauseText, DutyGroup, DutyRow

ROLE_ORDER = {"牵头单位": 0, "责任单位": 1, "负责": 1, "参与": 2, "参与单位": 2, "配合单位": 2}
"""Leading units come first; a role of neither kind stands as 责任单位 does."""


class Owners(Reader, Protocol):
    """What an answer is read from: the store."""

    def known(self) -> Known: ...

    def excerpts(self, clause_ids: Iterable[str]) -> dict[str, Document]: ...

    def places_and_texts(self, clause_ids: Iterable[str]) -> tuple[dict[str, Place], dict[str, ClauseText]]: ...

    def printed_for(self, asked: str) -> Sequence[str]: ...

    def duty_groups(self, printed: Sequence[str]) -> Sequence[DutyGroup]: ...

    def duty_rows(
        self, filters: Filters | None = None, *, unit_id: str | None = None, printed: Sequence[str] | None = None
    ) -> tuple[DutyRow, ...]: ...


def leading(rows: Iterable[DutyRow]) -> dict[str, str]:
    """Clause id -> the role that a unit has in the clause: the one that leads most, the first printed of equals."""
    ranked = sorted(rows, key=lambda row: ROLE_ORDER.get(row.duty.role, 1))
    return {row.clause_id: row.duty.role for row in reversed(ranked)}


def owned_quotes(rows: Sequence[DutyRow], places: Mapping[str, Place], told: Mapping[str, str]) -> tuple[OwnedQuote, ...]:
    """The clauses of some duties of a unit, in the order of `told`: clause id -> what is quoted of it."""
    roles = leading(rows)
    dates = {row.clause_id: row.duty.deadline for row in reversed(rows) if row.duty.deadline}
    stated = {row.clause_id for row in rows if row.duty.stated}
    return tuple(OwnedQuote(key, places[key], text, roles[key], dates.get(key), key in stated) for key, text in told.items())


def spelt_out(answer: UnitAnswer, document: Document, reader: Reader) -> UnitAnswer:
    """A set of bodies with its members, where its own document lists them."""
    group = group_of(answer.unit, groups(document)) if units.is_collective(answer.unit) else None
    if group is None:
        return answer
    clause = document.clause_at(group.span) or document.clauses[0]
    key = f"{document.id}#{clause.eid}"
    return replace(answer, members=group.members, listed=Quote(key, reader.place(key), document.quote(group.span)))


def joined(*notes: str | None) -> str | None:
    """What there is to note, in one line."""
    return "。".join(filter(None, notes)) or None


def due(duties: Sequence[Duty]) -> str | None:
    """The dates of completion that brackets or rows print."""
    printed = dict.fromkeys(duty.deadline for duty in duties if duty.deadline)
    return f"完成时限：{'；'.join(printed)}" if printed else None
