"""Clauses that print no number: headings on lines of their own in speeches, reports and briefings, columns 【工作动态】,
questions, bullets, units over their tasks.

One such line may be anything; two or more that stand where such lines stand show how the text is divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from ingest import rulebook, units
from ingest.clauses.forms import FORMS, Mark
from ingest.model import Span

_SHORT = r"[ \u3000]*(?![第附专表图注【（(《—－-])[^\s。，；：！？|][^\n。，；：:！？|\t]{3,38}"
_HEADING = rf"{_SHORT}(?:，[^\n。，；：:！？|\t]{{4,18}})?"
_OVER = r"(?<=[。！？”：]\n){heading}(?=\n+(?:[^\n]{{{least},}}[。！？：]|（一）|[^\n]{{10,}}[。：]\n+（一）))"
_TITLE_LINE, _FIRST_LINE = (re.compile(_OVER.format(heading=_HEADING, least=least)) for least in (40, 15))
"""A heading over a long paragraph, perhaps of two halves: 强化组织领导，压实工作责任."""
_ABOVE = re.compile(_HEADING)
_COLUMN = re.compile(r"(?m)^[ \u3000]*【[\u4e00-\u9fff、]{2,12}】$(?=\n)")
"""The columns of a briefing 简报, each a line of its own: 【工作动态】."""
_ASKED = re.compile(
    r"(?m)^[ \u3000]*(?P<who>(?:\*\*)?[\u4e00-\u9fff·（）()]{2,20}[：:])(?!$)[^\n]{4,}[？?](?:\*\*)?$\n+"
    r"(?P<answer>[^\n]{1,24}[：:])?"
)
"""A question as a press conference prints it, who asks before it and who answers below: `某日报：…？` `李某：…`."""
_ASKED_ALONE = re.compile(r"(?m)^[ \u3000]*(?![（(《“]|问[：:])[^\s。；：:\n][^。；：:\n]{3,58}[？?]$(?=\n+[^\n]{30,}[。：:]$)")
_BULLETS = "●◆■★◎▲▶➢"
_BULLET_LINE = re.compile(rf"(?m)^[ \u3000]*(?P<sign>[{_BULLETS}])[ \u3000]*(?=[^\s{_BULLETS}][^\n]{{15,}}[。；]$)")
"""A bullet before whole sentences, as notices and tips print what each department does."""
_COUNTED = ("part", "section", "item", "article")
"""Forms whose numbers may stand below headings without one."""
_STOPS = "。！？”：；)）〕】]"


def titled(text: str, zone: Span, found: Sequence[Mark]) -> list[Mark]:
    """Headings without a number on lines of their own, two or more: before the first number, or over the numbers."""
    marked = sorted((mark for mark in found if mark.rank <= FORMS["item"][0] + 0.9), key=lambda mark: mark.span.start)
    lines = [line.start() for line in _TITLE_LINE.finditer(text, zone.start, _until(marked, zone))]
    columns = [line.start() for line in _COLUMN.finditer(text, zone.start, zone.end)] if "】\n" in text else []
    over = _over_numbers(text, zone, marked) if len(lines) < 2 else []
    return [Mark("titled", None, Span(at, at), True) for some in (lines, columns, over) if len(some) > 1 for at in some]


def asked(text: str, zone: Span) -> list[Mark]:
    """Questions without 问, by who asks them or on lines of their own: two or more make a talk or a list of answers."""
    if sum(text.count(sign, zone.start, zone.end) for sign in "？?") < 2:
        return []
    spoken = [m for m in _ASKED.finditer(text, zone.start, zone.end) if m["answer"]]
    if len(spoken) > 1:
        return [Mark("question", None, Span(*m.span("who")), True) for m in spoken]
    alone = list(_ASKED_ALONE.finditer(text, zone.start, zone.end))
    return [Mark("asked", None, Span(m.start(), m.start()), True) for m in alone] if len(alone) > 1 else []


def bullets(text: str, zone: Span) -> list[Mark]:
    """Bullets of one sign that open two or more paragraphs."""
    if not any(sign in text for sign in _BULLETS):
        return []
    runs = groupby(_BULLET_LINE.finditer(text, zone.start, zone.end), key=lambda line: line["sign"])
    listed = [list(lines) for _, lines in runs]
    return [Mark("bullet", None, Span(*line.span()), True) for lines in listed if len(lines) > 1 for line in lines]


def unit_lines(text: str, zone: Span) -> list[Mark]:
    """Units on lines of their own over their tasks, two or more: a list of duties 责任清单, or a table of units that lost its
    cells, whose numbers then stand on lines of their own too."""
    found = [line for line in _unit_line().finditer(text, zone.start, zone.end) if _is_one_unit(line["name"])]
    return [
        Mark("unit-line", int(line["number"]) if line["number"] else None, Span(line.start(), line.start("name")), True)
        for line in (found if len(found) > 1 else ())
    ]


@cache
def _unit_line() -> re.Pattern[str]:
    tasks = rf"(?:主要|依法|具体)?(?:负责|承担|牵头|参与|配合|会同|协助|按照|{rulebook.word('duties', 'deed')})"
    return re.compile(
        r"(?m)^(?:[ \u3000]*(?P<number>\d{1,2})[ \u3000]*\n\s*)?[ \u3000]*"
        r"(?P<name>(?!（)[\u4e00-\u9fff（）]{3,24}(?<=[局委办厅部院社会队站所心府]))"
        rf"[ \u3000]*\n\s*(?={tasks}[^\n]{{4,}}[。；])"
    )


def heads_tasks(line: str, below: str) -> bool:
    """Whether a line is a unit over the line that says what it does."""
    found = _unit_line().match(f"{line}\n{below}")
    return found is not None and _is_one_unit(found["name"])


def _is_one_unit(name: str) -> bool:
    return units.is_unit(name) and not units.is_collective(name)


def _until(marked: Sequence[Mark], zone: Span) -> int:
    """Where headings over long paragraphs may stand: above the first number, and among sections that begin at （一） again."""
    again = sum(mark.form == "section" and mark.number == 1 for mark in marked)
    sections_above = all(mark.rank >= FORMS["section"][0] for mark in marked)
    return marked[0].span.start if marked and not (sections_above and again > 1) else zone.end


def _over_numbers(text: str, zone: Span, marked: Sequence[Mark]) -> list[int]:
    """Offsets of headings over the highest numbers of a text: above each first one where they begin again (今年工作 / 一、…
    二、… / 明年打算 / 一、…), or right above numbers that run on through all (稳就业 / 1.… 2.… / 稳企业 / 3.…)."""
    top = min(marked, key=lambda mark: mark.rank, default=None)
    if top is None or top.form not in _COUNTED or (top.form == "article" and any(mark.form == "part" for mark in marked)):
        return []
    counted = [mark for mark in marked if mark.form == top.form and mark.leads]
    if sum(mark.number == 1 for mark in counted) > 1:
        above = list(_above_first(text, zone, counted))
        return [at for at in above if at is not None] if None not in above else []
    runs_on = all(mark.number == i for i, mark in enumerate(counted, 1))
    if not runs_on or not counted or _right_above(text, zone, counted[0]) is None:
        return []
    return [at for mark in counted if (at := _right_above(text, zone, mark)) is not None]


def _above_first(text: str, zone: Span, counted: Sequence[Mark]) -> Iterator[int | None]:
    """For each number 1 the heading between it and the number before, None where there is none."""
    before = zone.start
    for mark in counted:
        if mark.number == 1:
            lines = [line.start() for line in _FIRST_LINE.finditer(text, before, mark.span.start)]
            yield lines[-1] if lines else _right_above(text, zone, mark)
        before = mark.span.end


def _right_above(text: str, zone: Span, mark: Mark) -> int | None:
    """Offset of the line above a mark where it is short, has no stop, and stands below a sentence or first in its zone."""
    end = mark.span.start - 1
    start = text.rfind("\n", zone.start, max(zone.start, end)) + 1 or zone.start
    below = start == zone.start or text[start - 2] in _STOPS
    return start if start < end and below and _ABOVE.fullmatch(text, start, end) else None
