"""One sentence -> the targets it states. A sentence runs up to 。！？ or the end of its paragraph; deadlines live no longer than it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.quantity import Bound, Quantity, bound, find
from ingest.target_names import Name, named, paired
from ingest.target_rules import rules

_SEPARATOR = re.compile(r"(?<!\d)[，,；;：:]|[，,；;](?!\d)|[|\t]|（[^（）\n]*）|〔[^〔〕\n]*〕|“[^“”\n]*”|《[^《》\n]*》")
_EACH = re.compile(r"每(?:个|村|县|乡|镇|校|户|人|家|所|名|座|支)")
_LIST = re.compile(r"、|以及|[和及并与]")
_JOINT = re.compile(r"\s*(?:[、和及与]|以及)\s*")
_RISE = re.compile(
    r"(?:左右)?的?[一-鿿]{0,8}(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|压缩|缩短|缩小|增|降|升|压减|拓展)[到至为]$"
)
_YEAR = re.compile(
    r"(?P<lead>力争到|到|至|截至|截止到?|确保|力争|自|从|比|较|与|由|在|于)?\s*(?:(?:19|20)\d\d\s*年?\s*[-—–至到]{1,2}\s*)?"
    r"(?P<year>(?:19|20)\d\d)\s*年(?P<day>\d{1,2}月(?:\d{1,2}日|份)?)?(?P<edge>年?底之?前|年?末|年?底|之?前|以前|起|以来|的|版|度|相比|增长|下降)?"
)
_PLAN = re.compile(r"“?(?P<n>十[一二三四五六七八九]?)五”?(?:时期)?(?P<edge>期?末|期间|时期|规划期末)")
_EVENTS = ("次", "场", "场次", "期", "轮", "个")  # 每季度召开一次: 一 counts here, in 一批, 一种 it does not
_TEN = "一二三四五六七八九"


_Break = tuple[int, int]
"""A separator: where the phrase before it stops and where the one behind it starts."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` of the folded document text. `year`: when the document was written, as far as it says so; `heading`:
    the sentence is a heading, where only a figure with a comparator counts; `topic`: the heading it stands under."""

    text: str
    start: int
    end: int
    year: int | None
    heading: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A target but for its clause. `value` is None for a commitment that has a date and no figure."""

    start: int
    end: int
    indicator: str
    op: str
    value: float | None
    value2: float | None
    unit: str | None
    raw_value: str | None
    raw_unit: str | None
    deadline: int | None
    frequency: str | None
    scope: str | None
    baseline: str | None
    nature: str | None = None


@dataclass(frozen=True, slots=True)
class _Figure:
    quantity: Quantity
    bound: Bound


@dataclass(frozen=True, slots=True)
class _Due:
    """A year named at `at`: a deadline, or `past` where it lies before the document's own year."""

    at: int
    end: int
    year: int
    past: bool


def read(sentence: Sentence, quantities: Sequence[Quantity] | None = None) -> list[Found]:
    """The targets of one sentence in order; `quantities` are those in it, where the caller has them already."""
    if quantities is None:
        quantities = list(find(sentence.text, sentence.start, sentence.end))
    enclosed, breaks = _layout(sentence)
    dues = [due for due in _dues(sentence) if not any(sentence.text[a] in "《（" and a < due.at < b for a, b in enclosed)]
    runs = [run for run in _runs(sentence, quantities) if not _inside(enclosed, run, sentence.text)]
    breaks = sorted(breaks + _list_breaks(sentence, runs, breaks))
    runs = _targets(sentence, runs, dues)
    found: list[Found] = []
    for run in runs:
        low, high = _segment(sentence, breaks, run)
        found.extend(_found(sentence, run, low, high, dues, found))
    return found


def _found(sentence: Sentence, run: list[_Figure], low: int, high: int, dues: list[_Due], earlier: list[Found]) -> list[Found]:
    due = _due(dues, run[0].bound.start)
    baseline, figures = _without_baseline(sentence, run)
    previous = earlier[-1].indicator if earlier and _only_commas(sentence.text, earlier[-1].end, low) else ""
    name = named(
        sentence.text,
        sentence.start,
        low,
        high,
        first=figures[0].bound,
        last=figures[-1].bound,
        quantity=figures[0].quantity,
        previous=previous,
        topic=sentence.topic,
    )
    start = due.at if due and _only_commas(sentence.text, due.end, name.start) else name.start
    frequency = _frequency(sentence, low, figures[0], dues)
    names = paired(name.indicator, len(figures))
    years = _years(sentence, dues, figures) or [due.year if due else None] * len(figures)
    return [
        _made(figure, indicator, name, figures, start, year, frequency, baseline)
        for figure, indicator, year in zip(figures, names, years, strict=True)
    ]


def _made(
    figure: _Figure,
    indicator: str,
    name: Name,
    figures: list[_Figure],
    start: int,
    deadline: int | None,
    frequency: str | None,
    baseline: str | None,
) -> Found:
    """In a paired list the comparator of the first figure (控制在) or the last one (以下) holds for all."""
    q = figure.quantity
    outer = figure.bound
    if len(figures) > 1 and not figure.bound.after:
        outer = figures[-1].bound if figures[-1].bound.after else figures[0].bound
    return Found(
        start=start,
        end=name.end,
        indicator=indicator,
        op="range" if q.value2 is not None else outer.op,
        value=q.value,
        value2=q.value2,
        unit=q.unit,
        raw_value=q.raw_value,
        raw_unit=q.raw_unit,
        deadline=deadline,
        frequency=frequency or ("动态保持" if q.form == "word" and figure.bound.words.startswith("动态") else None),
        scope=name.scope,
        baseline=baseline or name.baseline,
    )


# What is a target


def _targets(sentence: Sentence, runs: list[list[_Figure]], dues: list[_Due]) -> list[list[_Figure]]:
    """The runs that are targets. What opens an item of a list shares the fate of the item before: 对20个县、30个乡镇进行检查."""
    kept: list[list[_Figure]] = []
    barred = False
    for index, run in enumerate(runs):
        opens = index > 0 and sentence.text[run[0].bound.start - 1] in "、和及与" and not run[0].bound.before
        barred = (barred and opens) or not _is_target(sentence, run, dues)
        if not barred:
            kept.append(run)
    return kept


def _is_target(sentence: Sentence, run: list[_Figure], dues: list[_Due]) -> bool:
    first, last = run[0], run[-1]
    due = _due(dues, first.bound.start)
    if due is not None and due.past:
        return False
    left = sentence.text[sentence.start : first.bound.start]
    if due is None and rules().past.search(left):
        return False
    verb = rules().verb.search(left) is not None
    if _vetoed(sentence, first, last, verb=verb):
        return False
    strong = first.bound.before or last.bound.after
    if sentence.heading and not strong:
        return False
    if first.quantity.form == "word":
        return True
    steady = _frequency(sentence, _phrase(sentence, first.bound.start), first, dues) is not None
    if first.quantity.form == "chinese":
        return strong or (steady and first.quantity.unit in _EVENTS) or (first.quantity.value > 1 and (verb or due is not None))
    return (
        strong
        or steady
        or due is not None
        or rules().any_verb.search(sentence.text, sentence.start, _reach(sentence, last)) is not None
    )


def _vetoed(sentence: Sentence, first: _Figure, last: _Figure, *, verb: bool) -> bool:
    whole = replace(first.bound, after=last.bound.after)
    quantity = replace(first.quantity, end=last.quantity.end)
    return any(veto.fires(sentence.text, sentence.start, sentence.end, quantity, whole, verb=verb) for veto in rules().vetoes)


# When and how often


def _dues(sentence: Sentence) -> Iterator[_Due]:
    for match in _YEAR.finditer(sentence.text, sentence.start, sentence.end):
        if due := _year(sentence, match):
            yield due
    for match in _PLAN.finditer(sentence.text, sentence.start, sentence.end):
        year = 1955 + 5 * (10 + _TEN.find(match["n"][1:]) + 1 if len(match["n"]) > 1 else 10)
        yield _Due(match.start(), match.end(), year, sentence.year is not None and year < sentence.year)


def _year(sentence: Sentence, match: re.Match[str]) -> _Due | None:
    """到2025年, 2025年底前, and a bare 2025年 that opens a phrase; not 自2021年起, 比2020年, 2010年的."""
    lead, edge = match["lead"] or "", match["edge"] or ""
    if lead in ("自", "从", "比", "较", "与", "由") or edge in ("起", "以来", "的", "版", "度", "相比", "增长", "下降"):
        return None
    year = int(match["year"])
    return _Due(match.start(), match.end(), year, sentence.year is not None and year < sentence.year)


def _due(dues: list[_Due], at: int) -> _Due | None:
    """The nearest year named before `at` in the sentence."""
    before = [due for due in dues if due.at < at]
    return max(before, key=lambda due: due.at) if before else None


def _years(sentence: Sentence, dues: list[_Due], figures: list[_Figure]) -> list[int | None] | None:
    """`2026年、2027年分别建成8座、12座`: a year for each figure."""
    near = [due for due in dues if due.at < figures[0].bound.start][-len(figures) :]
    if len(figures) == 1 or len(near) < len(figures):
        return None
    joined = all(_JOINT.fullmatch(sentence.text[a.end : b.at]) for a, b in pairwise(near))
    return [due.year for due in near] if joined else None


def _frequency(sentence: Sentence, low: int, figure: _Figure, dues: list[_Due]) -> str | None:
    """每年 carries over a list of counts (每年开展A…次，B…次) up to ； or another year; 累计 and 动态 hold in their own phrase only."""
    best: tuple[int, str] | None = None
    for row in rules().frequencies:
        since = _carried_from(sentence, figure, dues) if row.carry and figure.quantity.unit != "%" else low
        for match in row.pattern.finditer(sentence.text, since, figure.quantity.end):
            if match.start() < low and _EACH.search(sentence.text, low, figure.bound.start):
                continue  # 每年培训40人，每个村配备1名: the second is no yearly figure
            if best is None or match.start() > best[0]:
                best = (match.start(), row.value or match[0])
    return best[1] if best else None


def _carried_from(sentence: Sentence, figure: _Figure, dues: list[_Due]) -> int:
    semicolon = max(sentence.text.rfind(sign, sentence.start, figure.bound.start) for sign in "；;")
    due = _due(dues, figure.bound.start)
    return max(sentence.start, semicolon, due.end if due else 0)


# Phrases and lists


def _layout(sentence: Sentence) -> tuple[list[tuple[int, int]], list[_Break]]:
    """What stands in brackets or quotation marks, and the breaks between phrases outside of them."""
    enclosed: list[tuple[int, int]] = []
    breaks: list[_Break] = []
    for match in _SEPARATOR.finditer(sentence.text, sentence.start, sentence.end):
        if match.end() - match.start() > 1:
            enclosed.append(match.span())
        else:
            breaks.append(match.span())
    return enclosed, breaks


def _inside(enclosed: list[tuple[int, int]], run: list[_Figure], text: str) -> bool:
    """A figure in “…” or 《…》 is part of a name; one in （…） counts only with a comparator of its own."""
    quantity, outer = run[0].quantity, run[0].bound
    for start, end in enclosed:
        if start < quantity.start and quantity.end <= end:
            return text[start] in "“《" or outer.op in "=~"
    return False


def _runs(sentence: Sentence, quantities: Sequence[Quantity]) -> list[list[_Figure]]:
    """Figures with nothing but 、 or 和 between them (分别控制在10%和4%以下), or the two ends of a rise (从7.8%提高到10%), together."""
    figures = [_Figure(q, bound(sentence.text, q, sentence.start, sentence.end)) for q in quantities]
    runs = [[figure] for figure in figures[:1]]
    for before, figure in pairwise(figures):
        between = sentence.text[before.bound.end : figure.bound.start]
        alike = before.quantity.unit == figure.quantity.unit and _JOINT.fullmatch(between)
        if alike or _is_rise(sentence, before, figure):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return runs


def _is_rise(sentence: Sentence, before: _Figure, figure: _Figure) -> bool:
    lead = sentence.text[max(sentence.start, before.bound.start - 16) : before.bound.start]
    between = sentence.text[before.bound.end : figure.quantity.start]  # 由113个重点城市增加到333个
    return re.search(r"[从由][^，；]*$", lead) is not None and _RISE.fullmatch(between) is not None


def _without_baseline(sentence: Sentence, run: list[_Figure]) -> tuple[str | None, list[_Figure]]:
    if len(run) == 2 and _is_rise(sentence, run[0], run[1]):
        q = run[0].quantity
        return sentence.text[q.start : q.end], [_Figure(run[1].quantity, replace(run[1].bound, start=run[0].bound.start))]
    return None, run


def _list_breaks(sentence: Sentence, runs: list[list[_Figure]], breaks: list[_Break]) -> list[_Break]:
    """、 and 和 part two phrases that have a figure each: 不少于1场次、惠及…100人次; 5座…处置场和1个…实验室; 1个集群、企业20家."""
    ends = [run[-1].bound.end for run in runs]
    found = [(end, end + 1) for end in ends if sentence.text[end : end + 1] == "、"]
    for before, after in pairwise(runs):
        start, end = before[-1].bound.end, after[0].bound.start
        if any(start <= a < end for a, _ in breaks):
            continue
        joints = [match.span() for match in _LIST.finditer(sentence.text, start, end)]
        beside = [joint for joint in joints if joint[0] == start or joint[1] == end]
        commas = [joint for joint in joints if sentence.text[joint[0]] == "、"]
        found.extend((beside or commas)[-1:])
    return found


def _segment(sentence: Sentence, breaks: list[_Break], run: list[_Figure]) -> tuple[int, int]:
    """The phrase around a run, without the separators around it."""
    start, end = run[0].bound.start, run[-1].bound.end
    low = max((resume for _, resume in breaks if resume <= start), default=sentence.start)
    high = min((stop for stop, _ in breaks if stop >= end), default=sentence.end)
    while high > end and sentence.text[high - 1] in "。！？!?、 \n":
        high -= 1
    return low, high


def _reach(sentence: Sentence, figure: _Figure) -> int:
    """Where the phrase of a figure ends, as far as commas tell."""
    stop = re.compile(r"[，,；;]").search(sentence.text, figure.bound.end, sentence.end)
    return stop.start() if stop else sentence.end


def _phrase(sentence: Sentence, at: int) -> int:
    """Where the phrase that holds `at` begins, as far as commas tell."""
    return max(sentence.start, *(sentence.text.rfind(sign, sentence.start, at) + 1 for sign in "，,；;"))


def _only_commas(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip("，,、 ")
