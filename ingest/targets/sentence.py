"""One sentence -> the targets it states.

A sentence is read figure by figure: what stands around each decides whether it is a target, which phrase names it, by when and
how often it is due. A deadline lives no longer than its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.model import Span, Target
from ingest.rulebook import holds
from ingest.targets.ellipsis import MEASURED
from ingest.targets.lists import completed, paired
from ingest.targets.names import Name, Phrase, named
from ingest.targets.quantity import Quantity
from ingest.targets.rules import rules, vetoes
from ingest.targets.runs import Figure, Run, Sentence, runs_of
from ingest.targets.time import Due, deadlines_of, dues, frequency, nearest

_SEPARATOR = re.compile(r"[，；]|(?<!\d)[,;：:]|[,;](?!\d)|[|\t]|（[^（）\n]*）|〔[^〔〕\n]*〕|“[^“”\n]*”|《[^《》\n]*》")
_MARKER = re.compile(r"\s*(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?=[一-鿿])|[①-⑳])")
_NOW = re.compile(r"(?:今年|明年|下一年度?|下一步)(?!以来|前[一二三四]|[上一]|已)")
"""What follows is to be, whatever stands before it: 去年新建20公里，今年新建30公里."""
_MEANT = re.compile(r"(?:实现|确保|力争|争取|(?<![一-鿿”》])计划(?!总?投资))[^，,；;]*$")
_BESIDE = re.compile(r"[，,、；;](?:其中)?[^，,、；;。\d]{1,10}")
_THAN = "(?:[比较][^，；]{1,40}?)?"
_EACH = re.compile(rf"{_THAN}(?:年均|累计)?(?:分别|各自){_THAN}(?:年均|累计)?(?P<act>增长|下降|提高|降低|增加|减少)")
_OPENING = re.compile(r"(?:(?:19|20)\d\d年|\D)*")
_COMMA, _COMMAS = re.compile(r"[，,；;]"), re.compile(r"[，,；;、]")
_OF_IT = re.compile(r"[，,；;（]其中[^，,；;。（\d]{1,12}占比?")
_LEVEL = re.compile(rf"{MEASURED.pattern}|(?:外资|装机|产值|税收|投资)$")
_ENDS = re.compile(r"[，；。\n]|$")
_REMARK = re.compile(r"（[^（）]*）|^(?:并|而)?且[^，；。\d]*")
_LIST = re.compile(r"、|以及|[和及并与]|或者?(?=[比较])")
_SHARE = re.compile(r"(?:[^效速功概频税汇]率|比例|比重|占比|系数|指数|满意度|安全感|免疫密度|覆盖面)$")  # 合格率100%
_PER_HEAD = re.compile(
    r"[百千万亿]人(?:均|拥有)[^，,；;。\d]{2,}$|"
    r"(?:(?:每[百千万亿][人名户]?|人均|户均|亩均|生均|[万千]人)[^，,；;。\d]*|(?:每[百千万亿]|人均)[^，,；;。]*)"
    r"(?:[数量员师]|面积|床位|托位|护士|医生|社会工作者|学位|产值|图书|年限|寿命)$"  # 每千人口托位数4.6个
)
_PERSONS = ("名", "人", "位")  # 确定1名联络员: who is appointed
_STOCK = re.compile(r"(?:拥有|保有|存|总)量$")
_COUNTED = re.compile(r"(人次|人|(?<!用)户)(?:数|量)?$")
_PEOPLE = re.compile(r"(?:群众|人口|居民|群体|职工|老人|老年人|农民|学生|儿童|劳动者|毕业生)$")
_MONEY = re.compile(r"(?:收入|产值|投资|增加值|总值|交易额|销售额|零售额|进出口额|成交额|营收|税收)$")
_EVENTS = ("次", "场", "场次", "期", "轮", "个")  # 每季度召开一次: 一 counts here, in 一批, 一种 it does not

_NAME = 150
"""Characters before a figure that can name it. What runs on longer without a comma is no phrase, and reading it all for each
figure costs."""

_Break = tuple[int, int]
"""A separator: where the phrase before it stops and where the one behind it starts."""


def read(sentence: Sentence, quantities: Sequence[Quantity]) -> list[Target]:
    """The targets of one sentence in order; `quantities` are those that `quantity.find` gives for it."""
    enclosed, breaks = _layout(sentence)
    runs = [run for run in runs_of(sentence, quantities) if not _inside(enclosed, run, sentence.text)]
    years = [due for due in _dues(sentence) if not _cited(sentence, enclosed, due)] if runs else []
    kept = _targets(sentence, runs, years)
    return _said(sentence, kept, _breaks(sentence, enclosed, breaks, runs, kept), years) if kept else []


def _said(sentence: Sentence, runs: list[Run], breaks: list[_Break], years: list[Due]) -> list[Target]:
    found: list[Target] = []
    for run in runs:
        found.extend(_read_run(sentence, run, breaks, years, found))
    names = completed(_named_behind(found, sentence.topic))
    pairs = zip(found, names, strict=True)
    return [target if target.indicator == name else replace(target, indicator=name) for target, name in pairs if name]


def _named_behind(found: Sequence[Target], topic: str) -> list[str]:
    """The names in order; `2023年建成8个、2024年建成9个便民驿站`: what names nothing but the topic takes the next name."""
    names = [target.indicator for target in found]
    for i in range(len(names) - 2, -1, -1):
        if names[i] == topic and found[i].unit == found[i + 1].unit:
            names[i] = names[i + 1]
    return names


def _breaks(
    sentence: Sentence, enclosed: list[tuple[int, int]], breaks: list[_Break], runs: list[Run], kept: list[Run]
) -> list[_Break]:
    """All breaks between phrases in order: `breaks`, the edges of brackets that hold a run, and what parts a list."""
    breaks += [edge for span in enclosed if any(span[0] < run.start < span[1] for run in runs) for edge in _edges(span)]
    return sorted(breaks + _list_breaks(sentence, runs, kept, breaks))


def _dues(sentence: Sentence) -> Iterator[Due]:
    return dues(sentence.text, sentence.start, sentence.end, sentence.year, begins=sentence.begins)


# What a run says


def _read_run(sentence: Sentence, run: Run, breaks: list[_Break], years: list[Due], earlier: list[Target]) -> Iterator[Target]:
    low, high = _phrase(sentence, breaks, run)
    name = _name(sentence, run, low, high, earlier)
    due = nearest(years, run.start)
    start = due.at if due and _only_commas(sentence.text, due.end, name.start) else name.start
    quote = Span(start, name.end)
    deadlines = deadlines_of(sentence.text, years, run.first.quantity.start, len(run.figures))
    how_often = _frequency(sentence, low, run.first, years)
    names = _each_before(sentence, run, low, earlier) or paired(name.indicator, len(run.figures))
    for figure, indicator, deadline in zip(run.figures, names, deadlines, strict=True):
        target = _target(sentence, figure, indicator, quote, _op(run, figure))
        yield replace(target, deadline=deadline, frequency=how_often, scope=name.scope, baseline=run.baseline or name.baseline)


def _each_before(sentence: Sentence, run: Run, low: int, earlier: list[Target]) -> list[str]:
    """`人数突破5万、收入突破6亿元，年均分别增长8%、9%`: the growth of each of the two before; none where it is otherwise."""
    act = _EACH.fullmatch(sentence.text[low : run.start].strip("，、 "))
    count = len(run.figures)
    if act is None or not 1 < count <= len(earlier):
        return []
    return [target.indicator + act["act"] for target in earlier[-count:]]


def _target(sentence: Sentence, figure: Figure, indicator: str, quote: Span, op: str) -> Target:
    q = figure.quantity
    unit = q.unit or _unit_of(q, indicator)
    return Target(
        clause=sentence.clause,
        span=quote,
        indicator=indicator,
        op=op,
        value=q.value,
        unit=unit,
        value2=q.value2,
        raw_value=q.raw_value,
        raw_unit=q.raw_unit,
    )


def _unit_of(quantity: Quantity, indicator: str) -> str | None:
    """游客人次突破2000万、旅游收入突破500亿, 惠及20万群众: people or money, where the figure prints no more than 万 or 亿."""
    if (quantity.raw_unit or "")[-1:] not in ("万", "亿"):
        return None
    counted = _COUNTED.search(indicator)
    if counted or _PEOPLE.search(indicator):
        return counted[1] if counted else "人"
    return "元" if _MONEY.search(indicator) else None


def _op(run: Run, figure: Figure) -> str:
    """In a paired list the comparator of the first figure (控制在) or of the last (以下) holds for all."""
    if figure.quantity.value2 is not None:
        return "range"
    if figure.bound.after or len(run.figures) == 1:
        return figure.bound.op
    return run.last.bound.op if run.last.bound.after else run.first.bound.op


def _name(sentence: Sentence, run: Run, low: int, high: int, earlier: list[Target]) -> Name:
    previous = earlier[-1].indicator if earlier and _only_commas(sentence.text, earlier[-1].span.end, low) else ""
    phrase = Phrase(
        sentence.text,
        sentence.start,
        low,
        high,
        first=run.first.bound,
        last=run.last.bound,
        quantity=run.first.quantity,
        previous=previous,
        carried=_carried(sentence, low, earlier),
        topic=_level_before(run, earlier) or ("" if "\t" in sentence.text[sentence.start : run.start] else sentence.topic),
    )
    return named(phrase)


def _level_before(run: Run, earlier: list[Target]) -> str:
    """`建成站点30个，满意度达到90%；2027年，扩大到50个`: a level that names nothing is one of what was counted so before."""
    alike = (one.indicator for one in reversed(earlier) if one.unit == run.first.quantity.unit)
    return next(alike, "") if run.first.bound.before else ""


def _carried(sentence: Sentence, low: int, earlier: list[Target]) -> str:
    """The verb in front of the first figure of a list that goes on at `low`, where the names keep it."""
    if not earlier or sentence.text[earlier[-1].span.end : low].strip("，,、 和及"):
        return ""
    for target in reversed(earlier):
        opening = _OPENING.match(sentence.text, target.span.start, target.span.end)
        if opening and opening[0]:
            verb = rules().kept_last(opening[0])
            return verb if earlier[-1].indicator.startswith(verb) else ""
    return ""


def _frequency(sentence: Sentence, low: int, figure: Figure, years: list[Due]) -> str | None:
    """每年 carries over counts up to ； or another year, not over shares and stocks (每年新建…，覆盖率达到90%)."""
    at = figure.bound.start
    semicolon = max(sentence.text.rfind(sign, sentence.start, at) for sign in "；;")
    due = nearest(years, at)
    level = figure.quantity.unit in ("%", "‰", "∶1", None) or _STOCK.search(sentence.text, low, at)
    since = low if level else max(sentence.start, semicolon, due.end if due else 0)
    return frequency(sentence.text, since, low, at, figure.quantity.end)


# What is a target


def _targets(sentence: Sentence, runs: list[Run], years: list[Due]) -> list[Run]:
    """The runs that are targets. An item of a list shares the fate of the item before it: 对20个县、30个乡镇进行检查."""
    kept: list[Run] = []
    said = sentence.text[sentence.start : sentence.end]
    if holds("targets", "result", said, 0, len(said)):
        return kept
    dated = all(nearest(years, run.first.bound.start) for run in runs)
    aimed = sentence.aimed or any(map(_is_compared, runs))
    barred, told = False, not dated and holds("targets", "past", sentence.text, sentence.start, sentence.end)
    for index, run in enumerate(runs):
        opens = index > 0 and sentence.text[run.start - 1] in "、和及与" and not run.first.bound.before
        if sentence.text.startswith("级", run.first.quantity.end):
            continue  # 1个500亿级、2个百亿级集群: the class is no item of the list
        beside = kept[-1:] == runs[index - 1 : index] and _is_beside(sentence, kept, run)
        beside = beside or (aimed and not _is_compared(run) and _is_level(sentence, run))
        if not ((barred and opens) or not _is_target(sentence, run, years, told, beside=beside)):
            kept.append(run)
            barred = False
        elif not _is_within(sentence, runs[index - 1 : index], kept, run):
            barred = True
    return kept


def _is_within(sentence: Sentence, before: list[Run], kept: list[Run], run: Run) -> bool:
    """Whether a run tells of what the target right before it counts: 3个万亩示范区 says nothing of the list's next item."""
    near = bool(before) and kept[-1:] == before
    return near and not _COMMAS.search(sentence.text, before[0].end, run.start)


def _is_compared(run: Run) -> bool:
    return run.first.bound.before or run.last.bound.after


def _is_level(sentence: Sentence, run: Run) -> bool:
    """`茶园面积15万亩`: a figure of what is measured, right behind its name."""
    low = max(sentence.start, run.start - _NAME)
    counted = run.first.quantity.form == "figure" and run.first.quantity.unit is not None
    return counted and _LEVEL.search(sentence.text, low, run.start) is not None


def _is_beside(sentence: Sentence, kept: Sequence[Run], run: Run) -> bool:
    """`计划播种56万亩，其中油菜25.7万亩，绿肥16万亩`: of the unit of the target before it, with no more than a name between;
    or a share of it (其中优质稻占85%)."""
    if not kept:
        return False
    words = _BESIDE if kept[-1].last.quantity.unit == run.first.quantity.unit else _OF_IT
    return words.fullmatch(sentence.text, kept[-1].end, run.start) is not None


def _is_target(sentence: Sentence, run: Run, years: list[Due], told: bool, *, beside: bool) -> bool:
    """`told`: the sentence speaks of what was, perhaps before this run (asked only where a run has no year of its own).
    `beside`: the run goes on with a list of targets, or gives a level among them."""
    first, last = run.first, run.last
    left = _since_now(sentence.text[sentence.start : first.bound.start])
    due = nearest(years, first.bound.start)
    if due.past if due else told and holds("targets", "past", left, 0, len(left)):
        return False
    verb = rules().verb.search(left[-rules().longest - 1 :]) is not None
    if _vetoed(sentence, first, last, verb=verb):
        return False
    compared = _is_compared(run)
    if sentence.heading:
        return compared
    return compared or beside or first.quantity.form == "word" or _is_meant(sentence, first, years, verb=verb)


def _since_now(left: str) -> str:
    """The words from the last 今年 on, or all of them."""
    return left[max((now.start() for now in _NOW.finditer(left)), default=0) :]


def _vetoed(sentence: Sentence, first: Figure, last: Figure, *, verb: bool) -> bool:
    quantity, around = first.quantity, first.bound
    if first is not last:
        quantity, around = replace(quantity, end=last.quantity.end), replace(around, after=last.bound.after)
    return any(vetoes(sentence.text, sentence.start, sentence.end, quantity, around, verb=verb))


def _is_meant(sentence: Sentence, figure: Figure, years: list[Due], *, verb: bool) -> bool:
    """Whether a bare figure is to be achieved: it recurs, it has a deadline, or a verb says so."""
    at = figure.bound.start
    low = max(sentence.start, *(sentence.text.rfind(sign, sentence.start, at) + 1 for sign in "，,；;"))
    steady = _frequency(sentence, low, figure, years) is not None
    due = nearest(years, at) is not None
    if figure.quantity.form == "chinese":
        built = low < at and _is_counted_last(sentence, figure, low)
        return (steady and figure.quantity.unit in _EVENTS) or (figure.quantity.value > 1 and (verb or due or built))
    if (
        steady
        or due
        or (verb and figure.quantity.unit in _PERSONS)
        or any(words.search(sentence.text, low, at) for words in (_SHARE, _PER_HEAD, _MEANT))
    ):
        return True
    comma = _COMMA.search(sentence.text, figure.bound.end, sentence.end)
    return rules().any_verb.search(sentence.text, sentence.start, comma.start() if comma else sentence.end) is not None


def _is_counted_last(sentence: Sentence, figure: Figure, low: int) -> bool:
    """`改造水厂两座`: the phrase from `low` begins with what is to be done and ends with the count."""
    ends = sentence.text[figure.quantity.start] not in "百千万亿" and _ENDS.match(sentence.text, figure.bound.end, sentence.end)
    return bool(ends) and rules().any_verb.match(sentence.text, low) is not None


# Phrases and lists


def _layout(sentence: Sentence) -> tuple[list[tuple[int, int]], list[_Break]]:
    """What stands in brackets or quotation marks, and the breaks between phrases outside of them."""
    enclosed: list[tuple[int, int]] = []
    breaks: list[_Break] = []
    for match in _SEPARATOR.finditer(sentence.text, sentence.start, sentence.end):
        (enclosed if match.end() - match.start() > 1 else breaks).append(match.span())
    return enclosed, breaks


def _edges(bracket: tuple[int, int]) -> tuple[_Break, _Break]:
    """`培训2000人以上（其中女性不少于800人）`: a bracket with a target of its own is a phrase."""
    start, end = bracket
    return (start, start + 1), (end - 1, end)


def _cited(sentence: Sentence, enclosed: list[tuple[int, int]], due: Due) -> bool:
    """《…行动计划（2011—2030年）》: the year belongs to a title or a remark."""
    return any(sentence.text[start] in "《（" and start < due.at < end for start, end in enclosed)


def _inside(enclosed: list[tuple[int, int]], run: Run, text: str) -> bool:
    """A figure in “…” or 《…》 is part of a name; one in （…） counts only with a comparator of its own, or in （其中…）."""
    quantity, around = run.first.quantity, run.first.bound
    for start, end in enclosed:
        if start < quantity.start and quantity.end <= end:
            bare = around.op in "=~" and not text.startswith(("其中", "100%）"), start + 1)
            return text[start] in "“《" or bare
    return False


def _list_breaks(sentence: Sentence, runs: list[Run], kept: list[Run], breaks: list[_Break]) -> list[_Break]:
    """、 and 和 part two phrases with a figure each: 不少于1场次、惠及…100人次; 5座…处置场和1个…实验室; 1个集群、企业20家. What
    stands behind a figure that is no target (65岁以上老人、儿童签约率85%) belongs to a name."""
    found = [(run.end, run.end + 1) for run in kept if sentence.text[run.end : run.end + 1] == "、"]
    aims = set(map(id, kept))
    for before, after in [
        *pairwise(kept),
        *((one, two) for one, two in pairwise(runs) if id(one) in aims and id(two) not in aims),
    ]:
        start, end = before.end, after.start
        if start == end and _ENDS.match(sentence.text, after.end):  # 改造小区221个3万户
            found.append((start, end))
        if any(start <= stop < end for stop, _ in breaks):
            continue
        joints = [match.span() for match in _LIST.finditer(sentence.text, start, end)]
        beside = [joint for joint in joints if joint[0] == start or joint[1] == end]
        found.extend((beside or [joint for joint in joints if sentence.text[joint[0]] == "、"])[-1:])
    return found


def _phrase(sentence: Sentence, breaks: list[_Break], run: Run) -> tuple[int, int]:
    """The phrase around a run, without the separators around it."""
    start, end = run.start, run.end
    marker = _MARKER.match(sentence.text, sentence.start, start)
    low = max((resume for _, resume in breaks if resume <= start), default=marker.end() if marker else sentence.start)
    low = max(low, start - _NAME)
    high = min((stop for stop, _ in breaks if stop >= end), default=sentence.end)
    while high > end and sentence.text[high - 1] in "。！？!?、 \n":
        high -= 1
    return low, high


def _only_commas(text: str, start: int, end: int) -> bool:
    """Whether no more than signs and remarks in brackets stand between: 能耗下降到0.8吨（2020年价），降低17%."""
    return not _REMARK.sub("", text[start:end]).strip("，,、 （或")
