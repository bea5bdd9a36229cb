"""The figures of a sentence, put together: values of one list, and the two ends of a rise, share a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.targets.quantity import Bound, Quantity, bound

_LATIN = re.compile(r"[A-Za-z]")  # 5G网络: the figure is part of a name
_REACH = 12
_JOINT = re.compile(r"\s*(?:[、和及与]|以及)\s*")
_APART = re.compile(r"(?:分别|各自)$")  # 分别达到1000元和80件: of two units
_BASE = re.compile(r"(?:[比较]|相对于?)(?:19|20)\d\d年(?:[底末]|实际)?的$")
_CHANGE = re.compile(r"(?:分别|各)?(?:累计|再|年均)?(?:提高|增加|增长|上升|下降|降低|减少|压缩|压减|削减|缩减|缩短)")
_RISE = re.compile(
    r"(?:左右)?的?[一-鿿]{0,8}"
    r"(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|压缩|压减|缩短|缩小|拓展|加密|增|降|升)[到至为](?:(?:19|20)\d\d年的?)?(?:每[人户生名床](?:每?[年月天])?)?(?:不[少低高多]于|不超过)?"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` of the folded text of a document, in the clause with eid `clause`.

    `year`: from which year the document looks ahead, if it says so; `begins`: the first year of the plan, from which 三年内
    counts. `heading`: the sentence is a heading, where only a figure with a comparator counts. `topic`: the heading above it.
    `aimed`: it stands below a heading of aims or compares a figure, so that a bare level (茶园面积15万亩) is one to be reached.
    """

    text: str
    start: int
    end: int
    clause: str
    year: int | None = None
    heading: bool = False
    topic: str = ""
    begins: int | None = None
    aimed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    quantity: Quantity
    bound: Bound


@dataclass(frozen=True, slots=True)
class Run:
    """Figures that share a name: one, or the values of a paired list (分别控制在10%和4%以下); `baseline` as printed."""

    figures: tuple[Figure, ...]
    baseline: str | None = None

    @property
    def first(self) -> Figure:
        return self.figures[0]

    @property
    def last(self) -> Figure:
        return self.figures[-1]

    @property
    def start(self) -> int:
        return self.first.bound.start

    @property
    def end(self) -> int:
        return self.last.bound.end


def runs_of(sentence: Sentence, quantities: Sequence[Quantity]) -> list[Run]:
    """Figures of one unit with 、 or 和 between them (10%和4%), or the two ends of a rise (从7.8%提高到10%), together; without
    what others are compared with (比2020年的1.2吨降低17%)."""
    counted = [q for q in quantities if q.unit or not _LATIN.match(sentence.text, q.end)]
    figures = [Figure(q, bound(sentence.text, q, sentence.start, sentence.end)) for q in counted]
    found = [Run((figure,)) for figure in _same_units(sentence, figures)[:1]]
    for before, figure in pairwise(_same_units(sentence, figures)):
        between = sentence.text[before.bound.end : figure.bound.start]
        apart = _APART.search(sentence.text, sentence.start, found[-1].start) is not None
        alike = before.quantity.form == figure.quantity.form  # 3500亿元、百亿元以上产业链: no list
        if alike and (apart or before.quantity.unit == figure.quantity.unit) and _JOINT.fullmatch(between):
            found[-1] = Run((*found[-1].figures, figure), found[-1].baseline)
        elif _is_rise(sentence, before, figure):
            found[-1] = _risen(sentence, found[-1], figure)
        else:
            found.append(Run((figure,)))
    return [run for run in found if not _is_base(sentence, run)]


def _is_base(sentence: Sentence, run: Run) -> bool:
    before = _BASE.search(sentence.text, max(sentence.start, run.start - _REACH), run.start)
    return before is not None and _CHANGE.match(sentence.text, run.end) is not None


def _same_units(sentence: Sentence, figures: list[Figure]) -> list[Figure]:
    """3个、5个工作日: 个 stands for the unit that the last figure of a list spells out."""
    said: list[Figure] = []
    for figure in reversed(figures):
        q, after = figure.quantity, said[-1] if said else None
        joined = after is not None and _JOINT.fullmatch(sentence.text, figure.bound.end, after.bound.start)
        if joined and after and q.unit == "个" and (after.quantity.unit or "").startswith("个"):
            figure = replace(figure, quantity=replace(q, unit=after.quantity.unit, raw_unit=after.quantity.raw_unit))
        said.append(figure)
    return said[::-1]


def _risen(sentence: Sentence, base: Run, figure: Figure) -> Run:
    """由52%提高到72%: 72%, with 52% as its baseline; the name stands before both. So it is with lists (由2元、3元提高到…)."""
    op = figure.bound.op
    if not (figure.bound.before or figure.bound.after):  # 由2021年的62%提高到2025年的75%
        op = ">=" if re.search("[升增提扩拓]", sentence.text[base.end : figure.quantity.start]) else "<="
    whole = replace(figure.bound, start=base.start, before=True, op=op)
    return Run((Figure(figure.quantity, whole),), sentence.text[base.first.quantity.start : base.end])


def _is_rise(sentence: Sentence, before: Figure, figure: Figure) -> bool:
    """由113个重点城市增加到333个: the first figure is where it starts from."""
    lead = sentence.text[max(sentence.start, before.bound.start - 20) : before.bound.start]
    between = sentence.text[before.bound.end : figure.quantity.start]
    return re.search(r"[从由][^，；]*$", lead) is not None and _RISE.fullmatch(between) is not None
