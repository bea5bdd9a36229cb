"""Targets 指标: every figure a plan sets itself, with what it measures, by when, how often and how it compares.

What is no target stays out by the rows of `rules/targets.toml`: history, counts of the document's own parts, thresholds inside
an indicator, subsidies and ceilings, names with numerals. Pure and linear in the length of the text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from ingest.model import Clause, Target
from ingest.targets.cells import rows
from ingest.targets.commitments import commitments
from ingest.targets.quantity import Quantity, find, folded
from ingest.targets.rules import rules
from ingest.targets.runs import Sentence
from ingest.targets.sentence import read
from ingest.targets.shares import shares
from ingest.targets.tables import tables

_STOP = re.compile(r"[。！？!?\n](?<![；;，,、]\n)")
_NUMBERED = re.compile(r"[〔\[［](20\d\d)[〕\]］]\d*号?")
_TITLE = re.compile(r"^[^\n。；，：:！？、|\t\d%][^\n。；：:！？|\t%]{3,40}$", re.MULTILINE)
_LONG = re.compile(r"[^，,；;、\n]{0,200}[，,；;、\n]?")
_LONGEST = 600
_NOTES = re.compile(r"(?:注|备注|说明)[:：]\s*(?:1[.、]|①)[^\n]*(?:\n\s*(?:\d{1,2}[.、]|[②-⑳])[^\n]*)*")
_BESIDE_UNITS = re.compile(r"[（〔(][^\n]*[）〕)]")
_PHRASE_END = re.compile(r"[，,；;]")


@dataclass(frozen=True, slots=True)
class _Setting:
    """`year`: from which the document looks ahead; `begins`: the first of the plan; `aimed`: below a heading of aims;
    `heads`: what the clause's heading says is told in the clauses below it."""

    year: int | None
    begins: int | None
    aimed: bool
    heads: bool


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of a document: the targets of their rows, and the stretches of text that they take, both in order."""

    targets: tuple[Target, ...]
    taken: tuple[tuple[int, int], ...]

    def of(self, clause: Clause) -> list[Target]:
        """The targets of the rows in the clause's own text."""
        low, high = (bisect_left(self.targets, at, key=_place) for at in (clause.own.start, clause.own.end))
        return [replace(target, clause=clause.eid) for target in self.targets[low:high]]

    def hold(self, at: int) -> bool:
        index = bisect_right(self.taken, (at, sys.maxsize)) - 1
        return index >= 0 and at < self.taken[index][1]


_Titles = list[tuple[int, bool]]
"""Lines that stand as titles: where each begins, and whether it announces history (…工作回顾)."""


def extract(
    text: str, clauses: Sequence[Clause], *, period: tuple[int, int] | None = None, dated: int | None = None
) -> tuple[Target, ...]:
    """The targets of a document, clause by clause; in a clause by their place.

    `text` is the canonical text, `clauses` its tree in order; `period` the first and last year of the plan 规划期: a year that
    lies before the plan (or before the newest document number in the text) is history, not a deadline. `dated`, the year of
    成文日期, stands in where neither is there.
    """
    plain = folded(text)
    year, begins = _looks_ahead_from(plain, period) or dated, period[0] if period else None
    titles = [(match.start(), _tells_history(match[0])) for match in _TITLE.finditer(plain)]
    held = _tables(plain, year)
    parents = {clause.parent for clause in clauses}
    past: set[str] = set()
    aims: set[str] = set()
    targets: list[Target] = []
    for clause in clauses:
        head = plain[clause.head.start : clause.head.end]
        if clause.parent in aims or rules().aim_heading.search(head):
            aims.add(clause.eid)
        if clause.parent in past or (clause.eid not in aims and _tells_history(head)):
            past.add(clause.eid)
        else:
            setting = _Setting(year, begins, clause.eid in aims, clause.eid in parents)
            found = _clause_targets(plain, clause, titles, setting, held)
            targets.extend(sorted(found, key=lambda target: target.span))
    return tuple(targets)


def _tells_history(heading: str) -> bool:
    """发展基础 tells what was; 夯实绿色发展基础 says what to do."""
    return rules().past_heading.search(heading) is not None and rules().task_heading.search(heading) is None


def _looks_ahead_from(text: str, period: tuple[int, int] | None) -> int | None:
    """The newest year of a document number 〔2022〕, but not before the plan begins; None where neither is known."""
    years = [int(match[1]) for match in _NUMBERED.finditer(text)] + ([period[0]] if period else [])
    return max(years, default=None)


def _tables(text: str, year: int | None) -> _Tables:
    """All tables, those with cells and those between them without."""
    cells = sorted([*rows(text, year=year), *shares(text)], key=attrgetter("start"))
    gaps = zip([0, *(row.end for row in cells)], [*(row.start for row in cells), len(text)], strict=True)
    flat = [table for low, high in gaps for table in tables(text, low, high, year=year)]
    targets = sorted((target for table in [*cells, *flat] for target in table.targets), key=_place)
    return _Tables(tuple(targets), tuple(sorted((table.start, table.end) for table in [*cells, *flat])))


def _place(target: Target) -> int:
    return target.span.start


def _clause_targets(text: str, clause: Clause, titles: _Titles, setting: _Setting, held: _Tables) -> Iterator[Target]:
    """The targets of a clause's own text: those of its tables, of its sentences outside of them and of the numbered notes
    below a table, and what has no figure."""
    start, end = clause.own.start + len(clause.marker or ""), clause.own.end
    found = held.of(clause)
    notes = [note.span() for note in _NOTES.finditer(text, start, end)]
    for sentence, quantities in _sentences(text, clause, setting):
        free = [q for q in quantities if not (held.hold(q.start) or any(low <= q.start < high for low, high in notes))]
        if free and not _behind(titles, sentence.start):
            found.extend(read(sentence, free))
    yield from found
    for target in commitments(text, start, end, clause=clause.eid, year=setting.year):
        if not _behind(titles, target.span.start) and not any(target.span.meets(other.span) for other in found):
            yield target


def _behind(titles: _Titles, at: int) -> bool:
    """Whether the last title before `at` announces history."""
    index = bisect_right(titles, (at, True)) - 1
    return index >= 0 and titles[index][1]


def _stops(text: str, start: int, end: int, head: int) -> set[int]:
    """Where sentences end; what runs on beyond measure (a table without borders) is cut at a comma: time stays linear."""
    stops = {*(match.end() for match in _STOP.finditer(text, start, end)), head, end}
    for low, high in pairwise(sorted({start, *stops})):
        while high - low > _LONGEST:
            match = _LONG.match(text, low + _LONGEST, high)
            low = match.end() if match else high
            stops.add(low)
    return stops


def _sentences(text: str, clause: Clause, setting: _Setting) -> Iterator[tuple[Sentence, list[Quantity]]]:
    """The sentences of the clause's own text that hold a quantity, with these. A heading ends where `head` ends; an item of a
    list that says no more (（一）新建农村公路30公里) has none."""
    at, end = clause.own.start + len(clause.marker or ""), clause.own.end
    heads = setting.heads or _BESIDE_UNITS.sub("", text[clause.head.end : end]).strip() != ""
    quantities = list(find(text, at, end))
    stops = sorted(_stops(text, at, end, clause.head.end)) if quantities else []
    index = 0
    for stop in stops:
        first = index
        while index < len(quantities) and quantities[index].start < stop:
            index += 1
        if index > first:
            heading = heads and stop <= clause.head.end and not _PHRASE_END.search(text, at, stop)
            about = heading, clause.heading or "", setting.begins, setting.aimed
            yield Sentence(text, at, stop, clause.eid, setting.year, *about), quantities[first:index]
        at = max(at, stop)
