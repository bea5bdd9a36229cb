"""Rows of the task division table 任务分工表: each measure, quoted, with the units named for it.

A bracket of units governs the text since the bracket before it in its clause; one right under a heading governs what follows,
one that closes several items all of them. A row of a table and a sentence of prose speak for themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.duties.groups import Group, groups, members
from ingest.model import Document, Duty, Span, Target
from search.database._duties import DutyRow
from search.database.store import Store
from search.governance import names_of
from search.model import Filters, Place, Task

LEAD = ("牵头单位",)
SUPPORT = ("配合单位", "参与单位", "参与")
"""Roles of the columns 牵头单位 and 配合单位; every other role stands under 责任单位."""

_CELL = re.compile(r"[^\t|\n]+")
_NUMBER = re.compile(r"[\d.、（）()]+")


def tasks(
    store: Store, filters: Filters, *, unit_id: str | None = None, limit: int | None = None, offset: int = 0
) -> tuple[int, tuple[Task, ...]]:
    """How many tasks pass, and one page of them, the highest level first, then in order of document and text.

    A task passes when one of its units does (`filters.unit`, or `unit_id` of a `UnitCard`); it is given with all its units.
    """
    total, keys = store.task_keys(filters, unit_id=unit_id, limit=limit, offset=offset)
    clause_ids = list(dict.fromkeys(key[0] for key in keys))
    places = store.places(clause_ids)
    named: dict[tuple[str, int, int], list[DutyRow]] = defaultdict(list)
    for row in store.duty_rows(clause_ids=clause_ids):
        named[row.clause_id, row.duty.span.start, row.duty.span.end].append(row)
    spelt: dict[str, tuple[Group, ...]] = {}  # sets by document, read once a page
    held = [key for key in keys if key in named and key[0] in places]  # without those taken out meanwhile
    return total, tuple(_task(store, named[key], places[key[0]], spelt) for key in held)


def _task(store: Store, rows: Sequence[DutyRow], place: Place, spelt: dict[str, tuple[Group, ...]]) -> Task:
    duties = [row.duty for row in rows]
    document = store.document(rows[0].document_id)
    measure = measured(document, duties)
    targets = tuple(target for target in document.targets if measure.meets(target.span))
    if document.id not in spelt:
        spelt[document.id] = groups(document)
    return Task(
        place,
        _text(document, duties, measure) or place.labels[-1],
        _named(duties, LEAD),
        names_of(duty for duty in duties if duty.role not in LEAD + SUPPORT),
        _named(duties, SUPPORT),
        _deadline(duties, targets),
        rows[0].quote,
        members((duty.unit for duty in duties), spelt[document.id]),
        names_of(duty for duty in duties if duty.stated),
        targets,
    )


def _named(duties: Sequence[Duty], roles: Sequence[str]) -> tuple[str, ...]:
    return names_of(duty for duty in duties if duty.role in roles)


def measured(document: Document, duties: Sequence[Duty]) -> Span:
    """The stretch of text that duties of one span govern; an empty one where a heading is all there is."""
    clause, span = document.clause(duties[0].clause), duties[0].span
    if span not in _brackets(document, span):
        return span  # a sentence, or a row of a table
    if not clause.own.holds(span):
        return Span(clause.head.end, span.start)
    others = [one for one in _brackets(document, clause.span) if one != span]
    before = max([one.end for one in others if one.end <= span.start], default=clause.head.end)
    if document.quote(Span(min(before, span.start), span.start)).strip() or others:
        return Span(min(before, span.start), span.start)
    return Span(span.end, clause.span.end)


def _brackets(document: Document, span: Span) -> tuple[Span, ...]:
    """The brackets of units that share a character with a span: they lie apart, in order of the text."""
    first = bisect_right(document.brackets, span.start, key=lambda one: one.end)
    return document.brackets[first : bisect_left(document.brackets, span.end, key=lambda one: one.start)]


def _text(document: Document, duties: Sequence[Duty], measure: Span) -> str:
    quote = document.quote(measure)
    if measure == duties[0].span and re.search(r"[\t|]", quote):
        return " | ".join(_cells(quote, {duty.unit for duty in duties}))
    return quote.strip(" \n\t\u3000")


def _cells(row: str, names: set[str]) -> Iterator[str]:
    """The cells of a row of a table, less its number and the cells of units."""
    for cell in _CELL.findall(row):
        said = cell.strip(" *\u3000")
        if said and not _NUMBER.fullmatch(said) and not any(re.sub(r"\s+", "", said).startswith(name) for name in names):
            yield said


def _deadline(duties: Sequence[Duty], targets: Sequence[Target]) -> str | None:
    """The date that the bracket prints, else the years of the measure's targets (2025年)."""
    printed = next((duty.deadline for duty in duties if duty.deadline), None)
    years = sorted({target.deadline for target in targets if target.deadline})
    return printed or "、".join(f"{year}年" for year in years) or None
