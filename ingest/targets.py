"""Targets 指标: every figure a plan sets itself, with what it measures, by when, how often and how it compares.

What is no target stays out by the rows of `rules/targets.toml`: history, counts of the document's own parts, thresholds inside an
indicator, subsidies and ceilings, names with numerals. Pure and linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ingest.model import Clause, Span, Target
from ingest.quantity import FOLD, Quantity, find
from ingest.target_rules import rules
from ingest.target_sentence import Found, Sentence, read
from ingest.target_tables import tables

_STOP = re.compile(r"[。！？!?]|(?<![；;，,、])\n")
_TITLE = re.compile(r"^[^\n。；，：:！？、|\t\d%][^\n。；：:！？|\t%]{3,40}$", re.MULTILINE)
_NUMBERED = re.compile(r"[〔\[［](20\d\d)[〕\]］]\d*号?")


def extract(text: str, clauses: Sequence[Clause], *, period: tuple[int, int] | None = None) -> tuple[Target, ...]:
    """The targets of a document in order.

    `text` is the canonical text, `clauses` its tree in order; `period` the first and last year of the plan 规划期: a year that lies
    before the plan (or before the newest document number in the text) is history, not a deadline.
    """
    plain = text.translate(FOLD)
    year = _written_in(plain, period)
    titles = [(match.start(), rules().past_heading.search(match[0]) is not None) for match in _TITLE.finditer(plain)]
    past: set[str] = set()
    targets: list[Target] = []
    for clause in clauses:
        heading = plain[clause.head.start : clause.head.end]
        if clause.parent in past or rules().past_heading.search(heading):
            past.add(clause.eid)
            continue
        targets.extend(_target(clause, found) for found in _found(plain, clause, year, titles))
    return tuple(targets)


def _found(text: str, clause: Clause, year: int | None, titles: list[tuple[int, bool]]) -> Iterator[Found]:
    """The targets of a clause's own text: those of its tables, then those of its sentences outside of them."""
    held = list(tables(text, clause.own.start, clause.own.end, year))
    for table in held:
        yield from table.found
    for sentence, quantities in _sentences(text, clause, year):
        free = [q for q in quantities if not any(table.start <= q.start < table.end for table in held)]
        if free and not _behind(titles, sentence.start):
            yield from read(sentence, free)


def _behind(titles: list[tuple[int, bool]], at: int) -> bool:
    """Whether the last line that stands as a title before `at` announces history (…工作回顾)."""
    index = bisect_right(titles, (at, True)) - 1
    return index >= 0 and titles[index][1]


def _written_in(text: str, period: tuple[int, int] | None) -> int | None:
    """The year from which a document looks ahead: the newest 〔2022〕 in it, but not before its period begins."""
    years = [int(match[1]) for match in _NUMBERED.finditer(text)] + ([period[0]] if period else [])
    return max(years, default=None)


def _sentences(text: str, clause: Clause, year: int | None) -> Iterator[tuple[Sentence, list[Quantity]]]:
    """The sentences of the clause's own text that hold a quantity. A heading ends where `head` ends."""
    start = clause.own.start + len(clause.marker or "")
    stops = [match.end() for match in _STOP.finditer(text, start, clause.own.end)]
    ends = sorted({*stops, clause.head.end, clause.own.end})
    quantities = list(find(text, start, clause.own.end))
    at, index = start, 0
    for end in ends:
        inside: list[Quantity] = []
        while index < len(quantities) and quantities[index].start < end:
            inside.append(quantities[index])
            index += 1
        if inside:
            yield Sentence(text, at, end, year, heading=_is_heading(text, clause, at, end), topic=clause.heading or ""), inside
        at = max(at, end)


def _is_heading(text: str, clause: Clause, start: int, end: int) -> bool:
    return end <= clause.head.end and not re.search(r"[，,；]", text[start:end])


def _target(clause: Clause, found: Found) -> Target:
    return Target(
        clause=clause.eid,
        span=Span(found.start, found.end),
        indicator=found.indicator,
        op=found.op,
        value=found.value,
        unit=found.unit,
        value2=found.value2,
        raw_value=found.raw_value,
        raw_unit=found.raw_unit,
        deadline=found.deadline,
        frequency=found.frequency,
        scope=found.scope,
        baseline=found.baseline,
        nature=found.nature,
    )
