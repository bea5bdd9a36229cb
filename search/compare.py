"""Targets of a lower plan against those of the plan above it: the same indicator, however it is worded, and a verdict.

Ratios compare; absolute numbers scale with the area; annual figures, running totals and stocks are not mixed. The figures of a
plan often stand in its interpretation 解读 rather than in its own text: that document is compared in the plan's stead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.model import LEVELS, Document, Target
from search.pairing import ClausePair
from search.votes import Matrix, cosines
from search.wording import PLACE, bigrams, neutral

_MATCH = 0.5  # what indicator, quote and place must give together
_NAMED = 0.2  # and the indicator alone,
_RATIO = 0.35  # … of two ratios, whose verdict says more, or of things of two names (企业, 城市),
_SURE = 0.6  # … where the two do not say the same period (每年, 每季度, none),
_ONLY = 0.05  # … of absolute numbers that are the only ones of their kind in two clauses that are a pair
_TWIN = 0.7  # likeness of two statements of one figure
_INDICATOR, _QUOTE, _PLACE, _YEAR, _ALONE = 0.7, 0.15, 0.3, 0.05, 0.15

_YEARLY = {"每年": 1, "年均": 1, "每半年": 2, "每季度": 4, "每月": 12, "每周": 52, "每日": 365, "每天": 365}
"""How many of these periods a year has."""
# Figures for a head, a place or a unit of something, measures and states: no smaller area makes them smaller.
_INTENSIVE = re.compile(
    r"每(?![年季月周日天次届半两])|人均|户均|亩均|地均|平均|单位(?:产值|产品|面积|国内生产总值|地区生产总值)|寿命|时间|时限|浓度|密度|满意度|得分|"
    r"[宽高深厚长温湿强]度|半径|间距|效率|系数|指数"
)
_TIMES = ("工作日", "日", "天", "小时", "分钟", "个月")
_PER = re.compile(r"/(?![年季月周日天])")  # 微克/立方米, but 万吨/年
_DONE = re.compile("新建|改建|扩建|建成|建设|打造|培育|新增|新办|改造|完成|创建|实现|开展|举办|组织|累计")
# What most shares are of: 占地区生产总值比重 says no more than 占比.
_OF_PRODUCT = re.compile(r"占(?:地区|国内)?(?:生产总值|GDP)的?(?:比重|比例)")
_FAMILIES = (("%", "个百分点", "百分点"), ("人", "名", "位"), ("场次", "场", "次", "期"), ("元",), ("倍",))


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """Two targets (indices into `targets` of their documents) of one indicator. `verdict`: equal, stricter, looser, scaled."""

    lower: int
    upper: int
    verdict: str
    score: float
    evidence: dict[str, str]


def compare(lower: Document, upper: Document, pairs: Collection[tuple[str, str]]) -> list[TargetMatch]:
    """Matches in the lower document's order. `pairs` are the (lower eid, upper eid) that alignment found: a prior, no bound.

    One lower target has one upper figure, and the reverse; a figure that the upper document states twice is matched in both
    places, the nearer first.
    """
    if not lower.targets or not upper.targets:
        return []
    names = _names(lower, upper)
    score = _score(lower, upper, names, _places(lower, upper, pairs))
    found = []
    for i, j in sorted(_assign(score)):
        twins = [k for k in range(len(upper.targets)) if k != j and _twins(upper, j, k)]
        found += [_match(lower, upper, i, k, float(score[i, j]), float(names[i, k])) for k in (j, *twins)]
    return found


def through(pairs: Iterable[ClausePair], told: Iterable[ClausePair]) -> set[tuple[str, str]]:
    """The (lower eid, eid of the interpretation) that meet in a clause of the plan: `pairs` lead from the lower document to the
    plan, `told` from its interpretation to the plan."""
    explains: dict[str, list[str]] = {}
    for pair in told:
        explains.setdefault(pair.upper_eid, []).append(pair.lower_eid)
    return {(pair.lower_eid, eid) for pair in pairs for eid in explains.get(pair.upper_eid, ())}


def verdict(lower: Target, upper: Target, *, smaller: bool) -> str:
    """How a lower target stands to the upper one of the same indicator.

    `smaller` says that the lower document speaks for a part of the upper one's area: then a smaller absolute number is scaled.
    Figures of periods (每季度, 每年) compare by the year, equal ones by their deadlines, where both have one.
    """
    below, above = _by_year(lower), _by_year(upper)
    if below is None or above is None or below == above:
        return _by_deadline(lower, upper)
    if smaller and not _relative(lower) and below < above:
        return "scaled"
    ceiling = upper.op in ("<", "<=")
    return "stricter" if (below < above) == ceiling else "looser"


def same_figure(a: Target, b: Target) -> bool:
    """Whether two targets state one figure: value, unit and period of one kind, and indicators that are worded alike."""
    return a.value == b.value and _comparable(a, b) and _alike(a.indicator, b.indicator) >= _TWIN


def _by_deadline(lower: Target, upper: Target) -> str:
    if lower.deadline is None or upper.deadline is None or lower.deadline == upper.deadline:
        return "equal"
    return "stricter" if lower.deadline < upper.deadline else "looser"


def _by_year(target: Target) -> float | None:
    if target.value is None:
        return None
    return target.value * (_YEARLY.get(target.frequency or "", 1) if target.unit != "%" else 1)


def _relative(target: Target) -> bool:
    """Percentages, ratios, figures for a head or a unit (每千名老年人), times (15个工作日), figures without a unit (能效1.3),
    rates of pay (低保标准), how often a body does something (每年至少召开1次): no smaller area makes them smaller."""
    unit = target.unit or ""
    counted = unit == "次" and _rate(target) is not None
    priced = _family(unit) == "元" and "标准" in target.indicator
    of_its_own = not unit or unit in _TIMES or bool(_PER.search(unit)) or _family(unit) in ("%", "倍")
    return counted or priced or of_its_own or bool(_INTENSIVE.search(target.indicator))


def _names(lower: Document, upper: Document) -> Matrix:
    """Likeness of indicators with their scope, rare words counting most."""
    return cosines(*([_named(document, target) for target in document.targets] for document in (lower, upper)))


def _named(document: Document, target: Target) -> str:
    scope = target.scope if target.scope and target.scope not in target.indicator else ""
    return _OF_PRODUCT.sub("占比", neutral(scope + target.indicator, document.work.region).replace(PLACE, ""))


def _quotes(lower: Document, upper: Document) -> Matrix:
    return cosines(*([neutral(d.quote(t.span), d.work.region) for t in d.targets] for d in (lower, upper)))


def _places(lower: Document, upper: Document, pairs: Collection[tuple[str, str]]) -> Matrix:
    """1 where the clauses are a pair, 0.5 where their parents are, 0 elsewhere."""
    made = np.zeros((len(lower.targets), len(upper.targets)), np.float32)
    for i, a in enumerate(lower.targets):
        for j, b in enumerate(upper.targets):
            parents = (a.clause.rpartition(".")[0], b.clause.rpartition(".")[0])
            made[i, j] = 1 if (a.clause, b.clause) in pairs else 0.5 if parents in pairs else 0
    return made


def _score(lower: Document, upper: Document, names: Matrix, places: Matrix) -> Matrix:
    alone = np.outer(_alone(lower), _alone(upper)) & (places == 1)
    score = _INDICATOR * names + _QUOTE * _quotes(lower, upper) + _PLACE * places + _ALONE * alone
    fit = np.array([[_comparable(a, b) for b in upper.targets] for a in lower.targets])
    floor = np.array([[_floor(a, b, alone[i, j]) for j, b in enumerate(upper.targets)] for i, a in enumerate(lower.targets)])
    score += _YEAR * np.array([[a.deadline == b.deadline for b in upper.targets] for a in lower.targets])
    made: Matrix = np.where(fit & (names >= floor) & (score >= _MATCH), score, 0)
    return made


def _alone(document: Document) -> npt.NDArray[np.bool_]:
    """For each target, whether its clause has no other of its family of units."""
    counts = Counter((target.clause, _family(target.unit)) for target in document.targets)
    return np.array([counts[target.clause, _family(target.unit)] == 1 for target in document.targets])


def _floor(a: Target, b: Target, alone: bool) -> float:
    """How alike the indicators must be at the least; `alone`: both are the only figures of their kind in paired clauses."""
    if _rate(a) != _rate(b):
        return _SURE
    if alone and not _relative(a) and _things(a) & _things(b):
        return _ONLY
    return _RATIO if _relative(a) or not set(a.indicator[-2:]) & set(b.indicator[-2:]) else _NAMED


def _things(target: Target) -> frozenset[str]:
    """The character bigrams of what is counted, without what is done to it: 新建水厂 and 新建公厕 have none in common."""
    return bigrams(_DONE.sub("", neutral(target.indicator, None).replace(PLACE, "")))


def _assign(score: Matrix) -> Iterator[tuple[int, int]]:
    """The best pair first, each row and column once."""
    left = score.copy()
    while left.max(initial=0) > 0:
        i, j = np.unravel_index(int(left.argmax()), left.shape)
        yield int(i), int(j)
        left[i], left[:, j] = 0, 0


def _twins(document: Document, j: int, k: int) -> bool:
    return same_figure(document.targets[j], document.targets[k])


def _alike(a: str, b: str) -> float:
    x, y = bigrams(neutral(a, None)), bigrams(neutral(b, None))
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0


def _comparable(a: Target, b: Target) -> bool:
    """Units of one family, both with a figure or both without, and not of two known kinds (yearly, running total, stock)."""
    kinds = {"每年" if kind in _YEARLY else kind for kind in (a.frequency, b.frequency) if kind}
    return _family(a.unit) == _family(b.unit) and (a.value is None) == (b.value is None) and len(kinds) < 2


def _family(unit: str | None) -> str | None:
    """% and 个百分点, 人 and 名 are of one family; the many measure words of things (个, 件, 家, 项, 所) are of one too."""
    if unit is None:
        return None
    return next((family[0] for family in _FAMILIES if unit in family), unit if _physical(unit) else "个")


def _physical(unit: str) -> bool:
    return unit.endswith(("人次", "户", "亩", "吨", "米", "公里", "千瓦", "瓦", "公顷", "升", "克", "小时", "年", "天"))


def _rate(target: Target) -> str | None:
    """每年, 每季度 …; running totals 累计 and stocks 动态保持 have none."""
    frequency = target.frequency or ""
    return "每年" if frequency == "年均" else frequency if frequency.startswith("每") else None


def _match(lower: Document, upper: Document, i: int, j: int, score: float, name: float) -> TargetMatch:
    a, b = lower.targets[i], upper.targets[j]
    smaller = _rank(lower) > _rank(upper)
    evidence = {"lower": lower.quote(a.span), "upper": upper.quote(b.span), "indicator": f"{name:.2f}"}
    return TargetMatch(i, j, verdict(a, b, smaller=smaller), round(min(score, 1.0), 3), evidence)


def _rank(document: Document) -> int:
    """0 for the nation; a document of unknown level counts as the lowest."""
    return LEVELS.index(document.work.level) if document.work.level in LEVELS else len(LEVELS)
