"""When and how often: the years, plan periods and frequencies a sentence names, and which of them hold for a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.rulebook import candidates
from ingest.targets.quantity import number

_YEAR = re.compile(
    r"(?P<lead>力争到|到|至|截至|截止到|截止|确保|力争|自|从|比|[较比]于|对于|较|与|由|在|于)?\s*"
    r"(?:(?:19|20)\d\d\s*年?\s*[-—–至到]{1,2}\s*)?(?P<year>(?:19|20)\d\d)\s*年(?:\d{1,2}月(?:\d{1,2}日|份)?)?"
    r"(?P<edge>年?底之?前|年?末|年?底|之?前|以前|起|以来|的(?!\d)|的(?=[\d.]+倍)|版|度|相比|增长|下降|基础上)?"
)
_ANY_YEAR = re.compile(r"(?:19|20)\d\d\s*年")  # looked for first: found much faster than what may stand before it
_WITHIN = re.compile(r"(?<![近去后前第\d])(?P<n>[一两二三四五六七八九十]|\d{1,2})年(?:左右)?(?:之?内|(?:左右)?时间)")
_DATED_THING = re.compile(r"[^，。；、\d]{0,4}(?:建成|投产|出生|入学|毕业|成立|注册|竣工|开工|取得|登记)[^，。；、\d]{0,4}的")
_PLAN = re.compile(
    r"(?P<lead>比|[较比]于|对于|较|与|由|从|自)?“?十(?P<n>[一二三四五六七八九]?)五”?(?:时期)?(?:期?末|期间|时期|规划期末)"
)
_NO_DEADLINE = (
    *("截至", "截止", "截止到", "自", "从", "比", "较", "较于", "比于", "对于", "与", "由"),  # in front
    *("起", "以来", "的", "版", "度", "相比", "增长", "下降", "基础上"),  # behind
)
_EACH = re.compile(r"每(?:个|村|县|乡|镇|校|户|人|家|所|名|座|支)")
_JOINT = re.compile(r"\s*(?:[、和及与]|以及)\s*")


@dataclass(frozen=True, slots=True)
class Due:
    """A year named at `[at, end)` of the text: a deadline, or `past` where it lies before the document's own year."""

    at: int
    end: int
    year: int
    past: bool


def dues(text: str, start: int, end: int, written: int | None, *, begins: int | None = None) -> Iterator[Due]:
    """到2025年, 2025年底前, a bare 2025年, “十四五”期末 and 期间 (2025) in `text[start:end]`; not 自2021年起, 比2020年.

    `written` is the year from which the document looks ahead, None where it is not known. 三年内 and 用3年时间 are dated only
    where the plan's first year `begins` is known: it is the first of the three.
    """
    for match in _YEAR.finditer(text, start, end) if _ANY_YEAR.search(text, start, end) else ():
        if _DATED_THING.match(text, match.end(), end):
            continue  # 2000年底前建成的小区
        if match["lead"] not in _NO_DEADLINE and match["edge"] not in _NO_DEADLINE:
            yield _due(match, int(match["year"]), written)
    for match in _PLAN.finditer(text, start, end):
        if match["lead"]:
            continue
        yield _due(match, end_of_plan(match["n"]), written)
    if begins is None:
        return
    for match in _WITHIN.finditer(text, start, end):
        yield _due(match, begins + _years(match["n"]) - 1, written)


def end_of_plan(ordinal: str) -> int:
    """The last year of the plan 十`ordinal`五: 2025 of 四 (“十四五”), 2005 of nothing (“十五”)."""
    return 2005 + 5 * ("一二三四五六七八九".find(ordinal) + 1 if ordinal else 0)


def nearest(named: Sequence[Due], at: int) -> Due | None:
    """The nearest year named before `at`: a deadline holds from where it stands to the end of its sentence."""
    found: Due | None = None
    for due in named:
        if due.at < at and (found is None or due.at > found.at):
            found = due
    return found


def deadlines_of(text: str, named: Sequence[Due], at: int, count: int) -> list[int | None]:
    """The deadline of each of `count` figures at `at`: the nearest year, or a year each (`2026年、2027年分别建成8座、12座`)."""
    near = sorted((due for due in named if due.at < at), key=lambda due: due.at)[-count:]
    joined = all(_JOINT.fullmatch(text[before.end : due.at]) for before, due in pairwise(near))
    if len(near) == count and joined:
        return [due.year for due in near]
    return [near[-1].year if near else None] * count


def frequency(text: str, since: int, low: int, at: int, end: int) -> str | None:
    """How often the figure at `[at, end)` recurs, whose phrase begins at `low`.

    每年 carries from `since` over a list of counts (每年开展A…次，B…次); 累计, 年均 and 动态 hold in their own phrase only.
    """
    best: tuple[int, str] | None = None
    for row, _ in candidates("targets", "frequency", text[min(since, low) : end]):
        for match in row.pattern.finditer(text, since if row.extra["carry"] else low, end):
            if match.start() < low and _EACH.search(text, low, at):
                continue  # 每年培训40人，每个村配备1名: the second is no yearly figure
            if best is None or match.start() > best[0]:
                best = (match.start(), row.extra["value"] or match[0])
    return best[1] if best else None


def _years(printed: str) -> int:
    return int(printed) if printed.isdigit() else int(number(printed))


def _due(match: re.Match[str], year: int, written: int | None) -> Due:
    return Due(match.start(), match.end(), year, written is not None and year < written)
