"""Targets of a lower plan against those of the plan above it: the same indicator, however it is worded, and a verdict.

Ratios compare; absolute numbers scale with the area; annual figures, running totals and stocks are not mixed, but where the
part that a smaller area takes is the smaller number anyhow. The figures of a plan often stand in its interpretation 解读 rather
than in its own text: that document is compared in the plan's stead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from ingest.model import Document, Target
from search.links.lineage import rank
from search.links.measures import THINGS, family, in_family
from search.links.votes import Matrix, cosines, nearness
from search.wording import PLACE, bigrams, neutral

Key = TypeVar("Key")

_INDICATOR, _QUOTE, _PLACE, _YEAR = 0.7, 0.15, 0.15, 0.05  # what nearness of names, words of the quotes, place and year count
_MATCH = 0.45  # and must give together
_KIN = 0.27  # … or this, for the figures of two paired clauses in one measure, whose names share a telling word
_SURE = 0.6  # nearness of names where the two say different periods (每年, 每季度)
_SIZES = 100  # no two figures of one indicator for a head or a place are so many times apart
_BLANK = 10  # texts that say nothing among the names
_TWIN = 0.7  # likeness of two statements of one figure

_YEARLY = {"每年": 1, "年均": 1, "每半年": 2, "每季度": 4, "每月": 12, "每周": 52, "每日": 365, "每天": 365}
"""How many of these periods a year has."""
_EACH = re.compile("每(?![年季月周日天次届半两])|人均|户均|亩均|地均|平均|同一|单[户笔]")
_BODIES = 3  # a figure so many times the one that is asked of each body is the sum of several
_EACH_BODY = re.compile("每(?:个|家|所|座|处|支)?+(?![年季月周日天次届半两千万百十]|[市县区州盟旗]|设区|地级)")
_SPREAD = re.compile("[每各均]")
# Figures for a head, a place or a unit of something, measures and states: no smaller area makes them smaller.
_INTENSIVE = re.compile(
    rf"{_EACH.pattern}|单位(?:产值|产品|面积|国内生产总值|地区生产总值)|寿命|时间|时限|浓度|密度|满意度|得分|"
    r"[宽高深厚长温湿强]度|半径|间距|效率|系数|指数"
)
_TIMES = ("工作日", "日", "天", "小时", "分钟", "个月")
_PER = re.compile(r"/(?![年季月周日天])")  # 微克/立方米, but 万吨/年
_HARM = re.compile(
    r"失业|漏损|死亡|发病|患病|伤残|受害|成灾|流失|辍学|超标|违法|失信|投诉|差错|浓度|能耗|电耗|水耗|用水量|排放量|"
    r"(?:时间|时限|费率|成本|费用|赤字率|不良率)$"
)
# What is done about a harm is none: 投诉按期办结率, 违法用地查处率, 超标耕地治理率.
_MET = re.compile(
    "(?:办结|办理|处理|处置|查处|化解|调处|满意|回复|答复|整改|整治|治理|销案|合格|达标|管控|排查|结案|修复|救治|报告|监测|覆盖|利用|就业)[率度]$"
)
_ALL = re.compile("全部|全都|均(?![衡等])|一律")  # 12个乡镇全部建成 is 100 % of what a share is asked of
_FLOW, _STOCK = re.compile("新增|净增|增加|增长"), re.compile("总[数量额]|总规模|保有量|存量")
_LESS = re.compile("下降|降低|减少|减排|压减|压缩|削减|降幅|缩短|节约")
_GRADE = re.compile("(国家|省|自治区|市|县)级")
_OWN_RANK = {"national": "国家", "provincial": "省自治区", "city": "市", "county": "县"}
# What most shares are of: 占地区生产总值比重 says no more than 占比.
_OF_PRODUCT = re.compile(r"占(?:地区|国内)?(?:生产总值|GDP)的?(?:比重|比例)")
_VAGUE = (None, THINGS, "%", "人", "元")  # families in which most figures of a plan are
_TELLING_UNITS = frozenset("辆所座台套处条株头只间幢栋盏")  # … and their units that tell what is counted
_COMMON = re.compile(
    "新增|新建|改建|改造|提升|建设|建成|完成|实施|推广|示范|发展|种植|治理|修复|保护|面积|总量|数量|规模|产量|里程|投资|能力|工程|项目|[农乡]村|城[镇乡市]"
)
_WHO_GAINS = re.compile(r"(?:惠及|受益)(?:农村|城乡|城镇)?(?:群众|人口|居民|百姓|人数)")

# Short names that a lower plan writes where the upper one writes them out.
_SHORT = {
    "非遗": "非物质文化遗产",
    "国保单位": "全国重点文物保护单位",
    "高企": "高新技术企业",
    "辅具": "辅助器具",
    "特教": "特殊教育",
    "规上": "规模以上",
    "限上": "限额以上",
    "社零": "社会消费品零售",
    "固投": "固定资产投资",
    "电商": "电子商务",
    "医保": "医疗保险",
    "社保": "社会保险",
    "中职": "中等职业",
    "农机": "农业机械",
    "高标田": "高标准农田",
    "GDP": "生产总值",
    "R&D": "研发",
    "研究与试验发展": "研发",
}
_SHORTENED = re.compile("|".join(_SHORT))


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
    for i, j in np.argwhere(score):  # few of all pairs are near enough to be looked at one by one
        score[i, j] *= _fit(lower, upper, i, j, sure=names[i, j] >= _SURE)
    alike = _at(target.value for target in upper.targets)
    found = []
    for i, j in sorted(_assign(score)):
        twins = [k for k in alike[upper.targets[j].value] if k != j and same_figure(upper.targets[j], upper.targets[k])]
        found += [_match(lower, upper, i, k, float(score[i, j]), float(names[i, k])) for k in (j, *twins)]
    return found


def verdict(lower: Target, upper: Target, *, smaller: bool) -> str:
    """How a lower target stands to the upper one of the same indicator.

    `smaller` says that the lower document speaks for a part of the upper one's area: then a smaller absolute number is scaled.
    Figures of periods (每季度, 每年) compare by the year, equal ones by their deadlines, where both have one.
    """
    below, above = _by_year(lower), _by_year(upper)
    if below is None or above is None or below == above:
        return _by_deadline(lower, upper)
    if smaller and below < above and not (_relative(lower) or _relative(upper)):
        return "scaled"
    return "stricter" if (below < above) == _ceiling(lower, upper) else "looser"


def same_figure(a: Target, b: Target) -> bool:
    """Whether two targets state one figure: value, unit and period of one kind, and indicators that are worded alike."""
    return a.value == b.value and _comparable(a, b) and _alike(a.indicator, b.indicator) >= _TWIN


def _ceiling(lower: Target, upper: Target) -> bool:
    """Whether less is stricter: one of the two is a bound from above, or, where neither is a bound, what is measured is a
    harm or a cost (失业率, 漏损率, 浓度) and not its decrease."""
    ops = {lower.op, upper.op}
    if ops & {"<", "<="} or ops & {">", ">="}:
        return bool(ops & {"<", "<="})
    harm = _HARM.search(upper.indicator) and not _MET.search(upper.indicator)
    return bool(harm) and not _LESS.search(upper.indicator)


def _by_deadline(lower: Target, upper: Target) -> str:
    if lower.deadline is None or upper.deadline is None or lower.deadline == upper.deadline:
        return "equal"
    return "stricter" if lower.deadline < upper.deadline else "looser"


def _by_year(target: Target) -> float | None:
    if target.value is None:
        return None
    return in_family(target.value, target.unit) * (_YEARLY.get(target.frequency or "", 1) if target.unit != "%" else 1)


def _relative(target: Target) -> bool:
    """Percentages, ratios, figures for a head or a unit (每千名老年人), times (15个工作日), figures without a unit (能效1.3),
    rates of pay (低保标准), how often a body does something (每年至少召开1次), parts of a thing (提高0.5个等级): no smaller
    area makes them smaller."""
    unit = target.unit or ""
    counted = unit == "次" and _rate(target) is not None
    priced = family(unit) == "元" and "标准" in target.indicator
    of_its_own = not unit or unit in _TIMES or bool(_PER.search(unit)) or family(unit) in ("%", "倍")
    part = family(unit) in (THINGS, "人") and target.value is not None and target.value % 1 != 0
    return counted or priced or of_its_own or part or bool(_INTENSIVE.search(target.indicator))


def _names(lower: Document, upper: Document) -> Matrix:
    """Nearness of indicators with their scope."""
    return nearness(*([_named(document, target) for target in document.targets] for document in (lower, upper)), blank=_BLANK)


def _named(document: Document, target: Target) -> str:
    scope = target.scope if target.scope and target.scope not in target.indicator else ""
    name = neutral(scope + target.indicator, document.work.region).replace(PLACE, "")
    name = _SHORTENED.sub(lambda found: _SHORT[found[0]], _OF_PRODUCT.sub("占比", name))
    return _WHO_GAINS.sub("惠及人口", name)


def _quotes(lower: Document, upper: Document) -> Matrix:
    return cosines(*([neutral(d.quote(t.span), d.work.region) for t in d.targets] for d in (lower, upper)))


def _places(lower: Document, upper: Document, pairs: Collection[tuple[str, str]]) -> Matrix:
    """1 where the clauses are a pair, 0.5 where their parents are, 0 elsewhere."""
    made = np.zeros((len(lower.targets), len(upper.targets)), np.float32)
    clauses = [[target.clause for target in document.targets] for document in (lower, upper)]
    parents = [[eid.rpartition(".")[0] for eid in eids] for eids in clauses]
    for weight, (below, above) in ((0.5, map(_at, parents)), (1, map(_at, clauses))):
        for a, b in pairs:
            if a in below and b in above:
                made[np.ix_(below[a], above[b])] = weight
    return made


def _at(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """Key -> where it stands among them."""
    made: dict[Key, list[int]] = {}
    for n, key in enumerate(keys):
        made.setdefault(key, []).append(n)
    return made


def _score(lower: Document, upper: Document, names: Matrix, places: Matrix) -> Matrix:
    """How near any two targets are; 0 where that is not enough."""
    score = _INDICATOR * names + _QUOTE * _quotes(lower, upper) + _PLACE * places
    years = [np.array([target.deadline or 0 for target in document.targets]) for document in (lower, upper)]
    score += _YEAR * (years[0][:, None] == years[1])
    enough = score >= _MATCH
    for i, j in np.argwhere(~enough & (score >= _KIN) & (places == 1)):
        enough[i, j] = _kin(lower.targets[i], upper.targets[j])
    made: Matrix = np.where(enough, score, 0)
    return made


def _kin(a: Target, b: Target) -> bool:
    """`玉米大豆轮作60万亩` and `耕地轮作1500万亩`: one measure, and a word in common that tells what is measured."""
    measure = family(a.unit)
    measured = measure == family(b.unit) if measure not in _VAGUE else a.unit == b.unit and a.unit in _TELLING_UNITS
    words = (bigrams(_COMMON.sub(PLACE, target.indicator)) for target in (a, b))
    return measured and any(PLACE not in word for word in frozenset.intersection(*words))


def _fit(lower: Document, upper: Document, i: int, j: int, *, sure: bool) -> bool:
    """Whether two targets can be one indicator. What is said by the year and what is a running total meet only where the lower
    figure is a part of the upper one either way; figures of two periods only where their names leave no doubt (`sure`)."""
    b = upper.targets[j]
    a = _as_asked(lower, i, b)
    part = _below(lower, upper)
    apart = len({_rate(a), _rate(b)} - {None}) > 1
    graded = _grades(lower, a), _grades(upper, b)
    fits = (_comparable(a, b) or (part and _within(a, b))) and not (all(graded) and graded[0].isdisjoint(graded[1]))
    return fits and (not apart or sure) and not _worlds_apart(a, b) and not _of_each(lower, a, upper, b)


def _of_each(lower: Document, a: Target, upper: Document, b: Target) -> bool:
    """Whether so many are asked of each body of a county (每家卫生院不少于3名), and a lower figure of another size says how
    many there are in all: without knowing how many bodies there are, nobody can compare them."""
    if family(b.unit) not in (THINGS, "人") or a.value is None or b.value is None or a.value <= _BODIES * b.value:
        return False
    return bool(_EACH_BODY.search(upper.quote(b.span))) and not _SPREAD.search(lower.quote(a.span))


def _as_asked(lower: Document, i: int, b: Target) -> Target:
    """A lower target, as a share where it says that all of so many things fulfil what an upper share is asked of."""
    a = lower.targets[i]
    every = b.unit == "%" and family(a.unit) == THINGS and _ALL.search(lower.quote(a.span))
    return replace(a, value=100.0, unit="%") if every else a


def _grades(document: Document, target: Target) -> frozenset[str]:
    """The ranks of what is counted (国家级重点专科) but for the document's own: a county counts 县级 where its province counts
    省级, but a key department of the nation is none of the province."""
    own = _OWN_RANK.get(document.work.level or "", "")
    return frozenset(found for found in _GRADE.findall(target.indicator) if found not in own)


def _worlds_apart(a: Target, b: Target) -> bool:
    """Whether one is a figure for a head or a place (人均新增藏书0.05册) and the other, of another size, is not (1.8万册)."""
    each = [_EACH.search(target.indicator) is None for target in (a, b)]
    if a.value is None or b.value is None or each[0] == each[1]:
        return False
    small, large = sorted((in_family(a.value, a.unit), in_family(b.value, b.unit)))
    return small * _SIZES < large


def _within(a: Target, b: Target) -> bool:
    """Whether two absolute figures are comparable but for their periods, and the first one is smaller."""
    if a.value is None or b.value is None or _relative(a):
        return False
    timeless = _comparable(replace(a, frequency=None), replace(b, frequency=None))
    return timeless and in_family(a.value, a.unit) < in_family(b.value, b.unit)


def _assign(score: Matrix) -> Iterator[tuple[int, int]]:
    """The best pair first, each row and column once."""
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = np.argwhere(score)
    for i, j in pairs[np.argsort(-score[score > 0], kind="stable")].tolist():
        if i not in taken[0] and j not in taken[1]:
            yield i, j
            taken[0].add(i)
            taken[1].add(j)


def _alike(a: str, b: str) -> float:
    x, y = bigrams(neutral(a, None)), bigrams(neutral(b, None))
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0


def _comparable(a: Target, b: Target) -> bool:
    """Units of one family, both with a figure or both without, and not of two known kinds (yearly and running total, growth and
    stock)."""
    kinds = {"每年" if kind in _YEARLY else kind for kind in (a.frequency, b.frequency) if kind}
    sorts = {_FLOW.search(t.indicator) is not None for t in (a, b) if _FLOW.search(t.indicator) or _STOCK.search(t.indicator)}
    return family(a.unit) == family(b.unit) and (a.value is None) == (b.value is None) and len(kinds) < 2 and len(sorts) < 2


def _rate(target: Target) -> int | str | None:
    """How many periods of a target a year has (每日 and 每天 are one), the words of any other period; running totals 累计 and
    stocks 动态保持 have none."""
    frequency = target.frequency or ""
    return _YEARLY.get(frequency, frequency if frequency.startswith("每") else None)


def _match(lower: Document, upper: Document, i: int, j: int, score: float, name: float) -> TargetMatch:
    b = upper.targets[j]
    a = _as_asked(lower, i, b)
    evidence = {"lower": lower.quote(a.span), "upper": upper.quote(b.span), "indicator": f"{name:.2f}"}
    return TargetMatch(i, j, verdict(a, b, smaller=_below(lower, upper)), round(min(score, 1.0), 3), evidence)


def _below(lower: Document, upper: Document) -> bool:
    """Whether a document is of a lower level, and so speaks for a part of the other one's area."""
    return rank(lower.work.level) > rank(upper.work.level)
