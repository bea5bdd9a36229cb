"""Duties 责任: which unit does what, from brackets of units, label lines, columns of tables and prose.

A bracket belongs to the clause in whose own text it stands. One that closes the last of several subitems or paragraphs, none of
which has a bracket of its own, closes their parent and belongs to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest import units
from ingest.duties import brackets
from ingest.duties.assignments import Assignment, assignments, heading_assignments
from ingest.duties.brackets import Reading
from ingest.duties.columns import rows
from ingest.model import Clause, Duty, Span, Work
from ingest.unit_canonical import canonical

_LONGEST = 1500
"""Characters of a bracket or of label lines; what is longer is no list of units."""
_NEAR = 100
"""Characters of white space that may part a bracket from what stands beside it."""
_BRACKET_SIGNS = re.compile(r"[（(〔［【\[）)〕］】\]]")
_PARAGRAPH_END = re.compile(r"。(?=\n)")
_SPACED = re.compile(r"((?:责任|牵头|配合|主办|协办)(?:单位|部门))[ \u3000]+(?=[一-鿿])")
"""A label with a space for its colon, which counts where a line or sentence begins."""
_INLINE_ITEM = re.compile(r"[一二三四五六七八九十]+(?:是|要|、)|（?\d+）|[①-⑳]")


@dataclass(frozen=True, slots=True)
class _Found:
    """A bracket or a run of label lines, with the clause it belongs to."""

    span: Span
    reading: Reading
    clause: Clause


def extract(text: str, clauses: Sequence[Clause], work: Work) -> tuple[tuple[Duty, ...], tuple[Span, ...]]:
    """All duties in order of place, and the brackets and label lines of units (which are no clause's text)."""
    places = _Places(clauses)
    bracketed = list(_in_brackets(text))
    found = _placed(text, places, [*bracketed, *_in_label_lines(text, [span for span, _ in bracketed])])
    spans = tuple(sorted(one.span for one in found))
    duties = [*_from_brackets(found, work), *_from_columns(text, places, work), *_from_prose(text, clauses, spans, work)]
    return tuple(sorted(duties, key=lambda duty: duty.span.start)), spans


class _Places:
    """Finds the clause in whose own text an offset stands."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = sorted(clauses, key=lambda clause: (clause.own.start, clause.own.end))
        self.starts = [clause.own.start for clause in self.clauses]
        self.by_eid = {clause.eid: clause for clause in clauses}
        self._alike: dict[tuple[str | None, str], list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            self._alike[clause.parent, clause.kind].append(clause)

    def at(self, span: Span) -> Clause | None:
        i = bisect_right(self.starts, span.start) - 1
        return self.clauses[i] if i >= 0 and span.start < self.clauses[i].own.end else None

    def siblings(self, clause: Clause) -> list[Clause]:
        return self._alike[clause.parent, clause.kind]


# -- brackets --------------------------------------------------------------------------------------------------------


def _in_brackets(text: str) -> Iterator[tuple[Span, Reading]]:
    for span in _outer_brackets(text):
        reading = brackets.read(text[span.start + 1 : span.end - 1])
        if reading and (reading.labelled or reading.worded or _stands_alone(text, span, len(reading.units))):
            yield span, reading


def _outer_brackets(text: str) -> Iterator[Span]:
    """Brackets with all that is nested in them; openers and closers of different kinds pair, as slips do.

    One that is still open where another opens in a later paragraph was never closed, and takes nothing with it.
    """
    opened: list[int] = []
    ends = [end.start() for end in _PARAGRAPH_END.finditer(text)]
    for sign in _BRACKET_SIGNS.finditer(text):
        if sign[0] in "（(〔［【[":
            if opened and bisect_left(ends, opened[-1]) < bisect_left(ends, sign.start()):  # none between those that are open
                opened.clear()
            opened.append(sign.start())
        elif opened:
            start = opened.pop()
            if not opened and sign.end() - start <= _LONGEST:
                yield Span(start, sign.end())


def _stands_alone(text: str, span: Span, count: int) -> bool:
    """A bare list （A、B） is a bracket of units after a sentence's end, or, with two units, before one."""
    before = text[max(0, span.start - _NEAR) : span.start].rstrip()[-1:]
    after = text[span.end : span.end + _NEAR].lstrip(" \u3000")[:1]
    return before in "。；;！!" or (count > 1 and after in "。；\n")


def _in_label_lines(text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, Reading]]:
    """责任单位：A、B without a bracket: lines, or the end of a paragraph; lines that follow each other are one.

    `taken` are the brackets of units in order: what stands in one is read there.
    """
    for found in _label_lines(text):
        at = bisect_right(taken, found.start("run"), key=lambda span: span.start) - 1
        if at >= 0 and found.start("run") < taken[at].end:
            continue
        reading = brackets.read(_SPACED.sub(r"\1：", found["run"])) if len(found["run"]) <= _LONGEST else None
        if reading and reading.labelled and _mostly_units([unit for unit, _ in reading.units]):
            yield Span(found.start("run"), found.end() + text.startswith("。", found.end())), reading


def _label_lines(text: str) -> Iterator[re.Match[str]]:
    """Runs of labels with what stands behind them, each from the head of the text, of a line or of a sentence."""
    run, after = _label_run()
    if first := run.match(text):
        yield first
    yield from after.finditer(text, first.end() if first else 0)


@cache
def _label_run() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A run, and a run with the sign before it: a pattern that begins with signs is searched for quickly."""
    label = rf"{brackets.labels().pattern}|{_SPACED.pattern}"
    run = rf"[ \t\u3000*•—-]*(?P<run>(?:{label})[^。\n]*(?:[\s*•-]*(?:{label})[^。\n]*)*)"
    return re.compile(run), re.compile(rf"[。；\n]{run}")


def _mostly_units(names: Sequence[str]) -> bool:
    """Whether a label's list reads as units: the first does, and two of three (综治中心 is known by its company only)."""
    return not names or (units.is_unit(names[0]) and 3 * sum(map(units.is_unit, names)) >= 2 * len(names))


def _placed(text: str, places: _Places, found: list[tuple[Span, Reading]]) -> list[_Found]:
    located = [(span, reading, places.at(span)) for span, reading in sorted(found, key=lambda one: one[0])]
    held: dict[str, int] = defaultdict(int)
    for _, _, clause in located:
        held[clause.eid if clause else ""] += 1
    return [_Found(span, reading, _owner(text, places, span, clause, held)) for span, reading, clause in located if clause]


def _owner(text: str, places: _Places, span: Span, clause: Clause, held: dict[str, int]) -> Clause:
    if clause.parent is None or clause.parent not in places.by_eid or held[clause.eid] > 1 or not _closes(text, span, clause):
        return clause
    siblings = places.siblings(clause)
    alone = all(held[one.eid] == 0 for one in siblings if one is not clause)
    return places.by_eid[clause.parent] if len(siblings) > 1 and alone and siblings[-1] is clause else clause


def _closes(text: str, span: Span, clause: Clause) -> bool:
    """Whether the bracket ends an inline subitem or a paragraph, or stands on a line of its own at a clause's end."""
    if text[span.end : clause.own.end].strip(" \n\t\u3000。；") or clause.span.end > clause.own.end:
        return False
    inline = clause.kind == "paragraph" or (
        clause.kind == "subitem" and _INLINE_ITEM.fullmatch(clause.marker or "") is not None
    )
    return inline or text[max(0, span.start - _NEAR) : span.start].rstrip(" \t\u3000").endswith("\n")


# -- duties ----------------------------------------------------------------------------------------------------------


def _from_brackets(found: Sequence[_Found], work: Work) -> Iterator[Duty]:
    first_leads = False
    implied: tuple[tuple[str, str], ...] = ()
    for one in found:
        reading = one.reading
        first_leads = first_leads or reading.first_leads
        for unit, role in _led(reading.units) if first_leads else reading.units:
            yield _duty(one.clause, one.span, unit, role, "bracket", work, reading.deadline)
        printed = {unit for unit, _ in reading.units}
        for unit, role in implied:
            if unit not in printed:
                yield _duty(one.clause, one.span, unit, role, "implied", work, reading.deadline)
        implied = reading.implied or implied


def _led(listed: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """列第一位者为牵头单位: of several units with one role, the first leads."""
    alike = len(listed) > 1 and len({role for _, role in listed}) == 1
    for i, (unit, role) in enumerate(listed):
        yield unit, "牵头单位" if alike and i == 0 else role


def _from_columns(text: str, places: _Places, work: Work) -> Iterator[Duty]:
    for row in rows(text):
        clause = places.at(row.span)
        for cell, role in row.cells:
            for unit, said in brackets.in_cell(cell, role):
                if clause and units.is_unit(unit) and not units.names_nobody(unit):
                    yield _duty(clause, row.span, unit, said, "bracket", work, row.deadline)


def _from_prose(text: str, clauses: Sequence[Clause], taken: Sequence[Span], work: Work) -> Iterator[Duty]:
    for clause in clauses:
        for headed in heading_assignments(text, clause):
            yield _inline(clause, headed, work)
        for stretch in _prose(clause, taken):
            for one in assignments(text, stretch):
                yield _inline(clause, one, work)


def _prose(clause: Clause, taken: Sequence[Span]) -> Iterator[Span]:
    """The own text of a clause after its head, without brackets of units."""
    at = clause.head.end
    for i in range(bisect_left(taken, at, key=lambda span: span.start), len(taken)):
        span = taken[i]
        if span.start >= clause.own.end:
            break
        if span.start >= at:
            yield Span(at, span.start)
            at = min(span.end, clause.own.end)
    if at < clause.own.end:
        yield Span(at, clause.own.end)


def _inline(clause: Clause, found: Assignment, work: Work) -> Duty:
    return _duty(clause, found.span, found.unit, found.role, "inline", work)


def _duty(clause: Clause, span: Span, unit: str, role: str, form: str, work: Work, deadline: str | None = None) -> Duty:
    return Duty(clause.eid, span, unit, canonical(unit, work.region), role, form, deadline)
