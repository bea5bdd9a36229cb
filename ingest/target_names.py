"""What a figure measures: the readable name of an indicator, taken from the words around its figure.

Two forms. The name stands before the figure (`产业工人党员的新增数量不低于20名`, `建成实训基地1个`) or behind it
(`培育1家产教融合型企业`, `面向1万名职工开展培训`). Words that only say when, where or that it is to be achieved are cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.quantity import Bound, Quantity
from ingest.target_rules import rules

_WHEN = re.compile(
    r"^(?:力争|确保|争取)?(?:到|至|截至|在|于)?(?:\d{4}年?[-—–至、和到]+)*(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|年?末)?(?:之?前|以前)?[，,]?"
    r"|^\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|以前)?|^(?:未来|用)?[一二三四五六七八九十\d]{1,2}年[内间]?(?=累计|共|[一-鿿]{3})"
    r"|^“?十[一-九]?五”?(?:时期)?(?:期末|末|期间|时期)?[，,]?"
)
_OFTEN = re.compile(r"每(?:年|季度|半年|个?月|周|天|日)(?!度)")
_SINCE = re.compile(r"(?:比|较|与)(?P<base>[^，；比较]{1,16}?(?:年底?|末|初|同期|水平)(?:的水平)?)(?:相比)?")
_PARTICIPANTS = re.compile(r"(?:面向|为|对|向|给|组织|针对)$")
_ACT = re.compile(r"(?:开展|提供|进行|实施|举办|参加)(?P<what>[^，；。]{2,})$")
_ENDS = ("的", "为", "面向", "向", "对", "给", "各", "有", "或", "超", "以", "按", "按照")
_FOLLOWS = re.compile(r"[并且而用以到至在由于纳入参成发达完，]|左右|以上|的(?:目标|水平|要求|规模|标准)")
_UNITS_BRACKET = re.compile(
    r"[（〔(][^（）〔〕()]*(?:单位|负责|牵头|配合|参与|[厅局委办会]|部门)[^（）〔〕()]*(?:（[^（）]*）[^（）]*)*[）〕)]?$"
)
_REMARK = re.compile(r"^（[^（）]*）")
_COVER = re.compile(r"^(?P<what>.{2,}?)(?:实现|达到)(?P<where>.{2,})$")
_REGION = re.compile(r"(?:区域|地区|山区|城区|农村|城市|县城|乡镇|[省市县]|群)$")
_FIGURES = re.compile(r"(?:年均)?(?:增长|提高|下降|增加|减少)?(?:到|至)?\d[^一-鿿]*(?:以上|以下|左右)?$")
_GROWTH = re.compile(r"(?:年均)?(?:增长|提高|下降|增加|减少)$")
_PLACE = re.compile(r"(?:层面|地区|范围|全域|区域|省|市|县|区|乡镇|村)$")
_MEASURED = re.compile(
    r"(?:率|比例|比重|占比|数量?|人数|总量|面积|规模|产量|能耗|水耗|总值|增加值|浓度|收入|能力|次数|覆盖面)$"
)
_AND = re.compile(r"[、和及与]|以及")


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator's name with the quote `[start, end)` that states it."""

    indicator: str
    scope: str | None
    baseline: str | None
    start: int
    end: int


def named(
    text: str, origin: int, low: int, high: int, *, first: Bound, last: Bound, quantity: Quantity, previous: str, topic: str
) -> Name:
    """The name for figures whose comparators run from `first` to `last` in the phrase `text[low:high]`.

    `origin` is where the sentence starts; `previous` the indicator of the figure just before, for what a list leaves out, and
    `topic` what the clause is about, where the sentence itself names nothing.
    """
    left, scope, baseline = _left(text[low : first.start])
    right = _UNITS_BRACKET.sub("", _REMARK.sub("", text[last.end : high])).strip("，、的 ")
    end = last.end if not right else text.find(right, last.end) + len(right)
    stem = rules().trail.sub("", text[low : first.start].strip("，、 "))
    if right and _names_follow(stem, left, right, first, quantity):
        right, end, scope = _participants(text, stem, right, end, scope)
        indicator = _verb_kept(stem, previous if low == first.start else "") + right
    elif quantity.form == "word" and right and text[first.start : last.end].endswith("全面覆盖"):
        indicator, scope = (
            (f"{left}全面覆盖", right) if left else (right.rpartition("的")[2], right.rpartition("的")[0] or scope)
        )
    elif left:
        indicator, scope = _covered(left, scope) if quantity.form == "word" else (left, scope)
        joined = right and not (first.before or _FOLLOWS.match(right))
        before = previous or _phrase_before(text, origin, low)
        indicator, end = (indicator + right, end) if joined else (_completed(indicator, before), last.end)
    else:
        before, act = previous or _phrase_before(text, origin, low), _act(stem)
        indicator, end = before if before.endswith(act) else before + act, last.end
    return Name(indicator or topic, scope, baseline, _start(text, low, first), end)


def paired(indicator: str, count: int) -> list[str]:
    """`花生种植、收获机械化率` for two figures -> 花生种植机械化率, 收获机械化率. Where the parts do not fit, each gets the whole."""
    parts = [part for part in _AND.split(indicator) if part]
    if count == 1 or len(parts) != count:
        return [indicator] * count
    if _MEASURED.search(parts[-1]) and not _MEASURED.search(parts[0]):
        tail = "".join(parts[-1].partition("的")[1:]) or parts[-1][min(2, len(parts[0])) :]
        return [*(part + tail for part in parts[:-1]), parts[-1]]
    return parts


def subject(phrase: str) -> str:
    """A phrase without when, where, how often and the verb of achieving: `到2025年，全县建成实训基地` -> `实训基地`."""
    return _left(phrase)[0]


def _left(phrase: str) -> tuple[str, str | None, str | None]:
    scope, baseline = None, None
    rest = phrase.strip("，、；：— \n")
    if since := _SINCE.search(rest):
        baseline, rest = since["base"], rest[: since.start()] + rest[since.end() :]
    rest = _OFTEN.sub("", rest)
    while rest:
        shorter = _WHEN.sub("", rest)
        shorter = rules().lead.sub("", shorter, count=1) if rules().lead.match(shorter) else shorter
        if found := rules().scope.match(shorter):
            scope, shorter = found[0], shorter[found.end() :]
        if shorter == rest:
            break
        rest = shorter
    rest = rules().trail.sub("", rest)
    shorter = rules().dropped.sub("", rest, count=1) if rules().dropped.match(rest) else rest
    return (shorter if not rules().verb.fullmatch(rest) else ""), scope, baseline


def _names_follow(stem: str, left: str, right: str, first: Bound, quantity: Quantity) -> bool:
    """Whether the name stands behind the figure."""
    if quantity.form == "word":
        return False
    if not left or stem.endswith(_ENDS) or rules().verb.search(stem):
        return True
    return False


def _verb_kept(stem: str, previous: str) -> str:
    """新培育 of 新培育100名A，300名B belongs to both names."""
    found = rules().kept.search(stem) or re.match(r"新[增建培命选认开][育名树定工]?", previous)
    return found[0] if found else ""


def _completed(indicator: str, before: str) -> str:
    """What a list leaves out: `占全市比重` of the subject before, `山区` for `处理率达到90%，山区达到60%`."""
    if before and indicator.startswith("占"):
        return _GROWTH.sub("", before) + indicator
    if _REGION.search(indicator) and _MEASURED.search(before):
        return indicator + before
    return indicator


def _act(stem: str) -> str:
    """培训 of `全省开展职业培训行动，累计培训500万人次`: the verb that is measured."""
    found = rules().kept.search(stem)
    return stem[found.start() - 2 * stem[: found.start()].endswith("累计") :] if found else ""


def _participants(text: str, stem: str, right: str, end: int, scope: str | None) -> tuple[str, int, str | None]:
    """`面向1万名职工，开展安全培训`: what is measured is the training, and the people are its scope."""
    if not _PARTICIPANTS.search(stem):
        return right, end, scope
    act = _ACT.search(right)
    if act is None and not stem.endswith("组织") and text[end : end + 1] in "，,":
        match = re.match(r"[，,][^，；。\n]*", text[end:])
        further = match[0] if match else ""
        act = _ACT.search(further)
        if act:
            return act["what"], end + len(further), scope or right
    if act:
        return act["what"], end, scope or right[: act.start()]
    return right, end, scope


def _covered(left: str, scope: str | None) -> tuple[str, str | None]:
    """`“一村一站”实现行政村全覆盖`: the thing first, then where."""
    match = _COVER.match(left.rstrip("的"))
    if match is None:
        return left.rstrip("的"), scope
    what, where = match["what"], match["where"]
    return (where, what) if _PLACE.search(what) else (what, where)


def _phrase_before(text: str, origin: int, low: int) -> str:
    phrases = re.split(r"[，,；;]", text[origin:low].strip("，,；; "))
    return _GROWTH.sub("", _FIGURES.sub("", subject(phrases[-1])))


def _start(text: str, low: int, first: Bound) -> int:
    start = low
    while start < first.start and text[start] in "，,、；; \n　":
        start += 1
    return start
