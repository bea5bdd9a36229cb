"""Targets without a figure: what is to be done by a year (到2025年，基本建成…), or measured against what was (不低于上年).

Kept narrow on purpose: a date or a baseline must stand there in words; 进一步完善 and the like are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Span, Target
from ingest.rulebook import Rule, candidates, needed
from ingest.targets.names import subject
from ingest.targets.time import frequency

_ENDS = "；;。\n"
_SENTENCE = re.compile(f"[^{_ENDS}]+")  # no row reaches over one of these signs


def commitments(text: str, start: int, end: int, *, clause: str, year: int | None) -> Iterator[Target]:
    """The commitments of `text[start:end]` (folded), value None. One that fell due before `year` is history."""
    for sentence in _worded(text, start, end):
        for row, _ in candidates("targets", "commitment", sentence[0]):
            for match in row.pattern.finditer(text, sentence.start(), min(sentence.end() + 1, end)):
                target = _target(row, match, clause)
                if target.deadline is None or year is None or target.deadline >= year:
                    yield target


def _worded(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The sentences in which a word stands that a row needs."""
    for word in needed("targets", "commitment").finditer(text, start, end):
        if word.start() >= start:
            begin = max(start, *(text.rfind(sign, start, word.start()) + 1 for sign in _ENDS))
            if sentence := _SENTENCE.match(text, begin, end):
                yield sentence
                start = sentence.end()


def _target(row: Rule, match: re.Match[str], clause: str) -> Target:
    groups = match.groupdict()
    return Target(
        clause=clause,
        span=Span(match.start(), match.end()),
        indicator=subject(match["who"]) if groups.get("who") else match["what"],
        op=row.extra["op"],
        value=None,
        unit=None,
        deadline=int(match["year"]) if groups.get("year") else None,
        frequency=frequency(match[0], 0, 0, len(match[0]), len(match[0])),
        baseline=groups.get("base"),
    )
