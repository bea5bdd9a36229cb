"""Assignments of work in running prose: 由X牵头, X会同Y制定, 各地要…, 办公室设在X; and units that head a clause.

Rows `inline` of `rules/duties.toml` find a sentence; the words before the cue count only where all of them are units.
Precision comes first: a slogan of cooperation (党委领导、政府支持的格局) or an encouraged company assigns nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from ingest import rulebook, units
from ingest.model import Clause, Span
from ingest.unit_table import name_ends

_SENTENCE = re.compile(r"[^。；！？\n]+(?:。(?=负责)(?<=[局委办厅部院会社队站所心府]。)[^。；！？\n]+)?[。；！？]?")
"""A sentence; a name that heads its tasks belongs to the next one (县档案馆。负责…)."""
_SET = re.compile(r"(?:自治区|[省市县区])?各|(?:自治区|[省市县区])直")
_PHRASE_END = re.compile(r"[，。；！？：\n]|(?:要求|提醒|强调)(?=[^，。；]{2})")
"""What parts phrases: signs, and the verb by which somebody asks others (会议要求各镇…)."""
_PHRASE_BEFORE = re.compile(r"(?:^|[，。；：])(?:由|请)?(?P<who>[^，。；：由]{2,60})，$")
_MATTERS = re.compile(r"(?P<who>[一-鿿、（）]{2,40}?)等[^，。；、]{0,4}部门")
_SET_BEHIND = re.compile("(?:沿[一-鿿]|周边|相关|有关|涉及)(?:各)?(?:乡镇|镇街|县区|区县|市县)|^各")
"""A set of places of which some were named for example."""
_AND_OTHERS = re.compile(r"等[^，。；、]{0,6}(?:部门|(?<!业)单位|(?<!服务)机构)")
_SET_ENDS = re.compile(
    "(?<=部门|单位|政府|党委|地区|各地|查室|察室|大队|支队|总队|中队|分局|中心|专班|公司|监站)"
    "|(?<=乡镇|街道|镇街|区县|市县)(?=[、和与及开按共加落组做制对]|$)"
)
_LONGEST = 80  # characters looked at for one list of units
_LONGEST_SUBJECT = 400
"""Characters of a list before the cue: a text without signs is not looked through again at every word."""
_BESIDE = re.compile(
    r"^（[\d一二三四五六七八九十]+）|(?<=[局办委会院站厅队心])（[^（）]{4,}(?:[办委]|办公室|委员会|中心)）$|^(?:责成|责令|授权|委托|[年月季]末|年[底初终中]|[月季]底|每(?:年度?|季度|月|周)|同时|届时|必要时|原则上|下一?步|今后)(?=.{2})|[要应将]$|（以下[^（）]*）"
)
"""What stands before or behind the name of who acts and is none of it: 年底县商务局, 县商务局要."""
_TOLD_BEHIND = re.compile(r"[一-鿿][^\n]{6,}[，、][^\n]*。")
"""What stands behind a unit and a colon, if it is a sentence: no telephone, no name of a person."""
_DUTIES = re.compile(r"(?:^|\n|[。；\s])(?:工作|主要)?职责[：:]")
_TASKS_OF = re.compile("的?(?:主要|工作|具体|监管)*职责(?:任务|分工)?$")
_DIVIDED = re.compile(r"\s*(?:（一）|1\s?[.．、]|（1）)\s?[^\n。：]{2,30}?(?:职责(?:任务|分工)?|部门|政府|[局委办])\s*\n")
"""What follows a heading (各级政府职责) whose parts say of whom each tells: （一）县政府职责."""
_TOGETHER = re.compile(r"会同|协商(?=各|有关|相关)|会?商(?=国务院|中央|省|市|县|自治区|同级|本级|有关|相关|各成员单位)")
_TOWARDS = re.compile("(?<=[局委办厅会院部组门位府])向(?!阳)")
"""Whom the one who acts turns to, before the cue: 由所在单位向县民政局提出."""
_HANDED = re.compile(r"(?<!自)由")
_ADJUNCT = re.compile(r"在(?!线)|按(?=[国省市县区上])|于(?![都洪田])|向(?!阳)|(?<!财)经(?![济信贸开发合管营办])")
_MATTER = 6
"""Characters of a matter that the gazetteer need not know, among matters it does (交通运输、铁道等部门)."""
_LONGEST_OTHER = 12
_BODY = re.compile(r"(?:[院所站队校场馆园社厂部]|企业|公司|集团|中心|机构|单位|组织|协会|学会|商会|银行|媒体)$")
_OFFICE = re.compile("[局委办站队]$")
_DEPARTMENTS = re.compile("(?:部门|单位)(?:（单位）)?$")
_TOWN = re.compile(
    "(?![全各我本该每有重特示试])[一-鿿]{2,4}(?:街道|(?<![城乡集小村制点强名古圩市区县])镇|(?<![城家下返回故水侨之民还入离])乡)"
)
"""A town by its name."""
_BUSINESS = re.compile(r"(?:企业|公司|集团|协会|商会|高校|院校|学校|医院|社区|村|社会组织|银行|(?<!领导)机构)$")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit, as printed, with its role, and the sentence that says so."""

    unit: str
    role: str
    span: Span


def assignments(text: str, stretch: Span) -> Iterator[Assignment]:
    """All assignments of one stretch of prose, in order; one for each unit and role of a sentence."""
    told = rulebook.either("duties", "told")
    for found in _SENTENCE.finditer(text, stretch.start, stretch.end):
        sentence = found[0]
        if "\t" in sentence or "|" in sentence:  # a row of a table is read by its columns
            continue
        named: dict[tuple[str, str], None] = {}
        for rule, words in rulebook.candidates("duties", "inline", sentence):
            if matched := matches(sentence, rule, words):
                named.update(dict.fromkeys(_by_rule(sentence, rule, matched)))
        if named and not told.search(sentence):
            span = Span(found.start(), found.end())
            yield from (Assignment(unit, role, span) for unit, role in _strongest(named))


def heading_assignments(text: str, clause: Clause) -> Iterator[Assignment]:
    """A clause headed by a unit and followed by its tasks (（一）县档案馆。负责…), or by whose (第九条 财政部门职责)."""
    name = (clause.heading or "").strip("。：: ")
    whose = _TASKS_OF.sub("", name)
    if whose != name:
        if _DIVIDED.match(text, clause.head.end):
            return
        yield from (Assignment(unit, "负责", clause.head) for unit in _units(whose) if not unit.endswith("成员单位"))
    elif name and _tells_tasks(text, clause):
        named = units.split(name)
        if all(_may_head(unit, text, clause) for unit in named):
            yield from (Assignment(unit, "负责", clause.head) for unit in named)


def _may_head(name: str, text: str, clause: Clause) -> bool:
    """公安部门 heads its tasks, 各部门 a demand, if no colon stands behind it."""
    if not units.is_unit(name) or _is_task(name):
        return False
    return (
        text[clause.head.end - 1] in "：:"
        or not units.is_collective(name)
        or (not units.is_distributive(name) and units.is_sure(name))
    )


def _tells_tasks(text: str, clause: Clause) -> bool:
    """Whether a clause says what somebody has to do; behind a colon whatever it says: （二）公安部门：对…予以查处."""
    after = text[clause.head.end : clause.span.end][:400]
    told = _TOLD_BEHIND.match(after) if text[clause.head.end - 1] in "：:" else None
    return (told or _tasks().match(after) or _DUTIES.search(after)) is not None


def matches(sentence: str, rule: rulebook.Rule, words: Sequence[str]) -> list[re.Match[str]]:
    """All that `finditer` gives. `words` are those the row needs that the sentence holds: where they stand `near`, the row is
    tried only at phrases with one of them."""
    if not rule.extra.get("near"):
        return list(rule.pattern.finditer(sentence))
    made: list[re.Match[str]] = []
    for start in _phrases(sentence, words):
        if (not made or start >= made[-1].end()) and (found := rule.pattern.match(sentence, start)):
            made.append(found)
    return made


def _by_rule(sentence: str, rule: rulebook.Rule, matched: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    role = str(rule.extra["role"])
    told = -1  # where the phrase begins whose subject is found: who acts further on in it is its object
    for found in matched:
        who = _subject(sentence, rule, found)
        named = _assigned(sentence, who, role, rule) if who and who.start != told else ()
        if who and not named:
            continue
        told = who.start if who else told
        yield from named
        beside = "配合单位" if who else role
        yield from ((unit, beside) for unit in _partners(found.groupdict().get("with") or ""))


def _subject(sentence: str, rule: rulebook.Rule, found: re.Match[str]) -> Span | None:
    if rule.extra.get("behind"):
        return _name_before(sentence, found.start())
    return Span(*found.span("who")) if "who" in found.re.groupindex else None


def _assigned(sentence: str, who: Span, role: str, rule: rulebook.Rule) -> tuple[tuple[str, str], ...]:
    """The units in the words `who`, with their roles; none where the words are no list of units."""
    first, *others = _TOGETHER.split(_BESIDE.sub("", sentence[who.start : who.end]), maxsplit=1)
    first = _TOWARDS.split(first, maxsplit=1)[0]
    alone = ("towns" in rule.extra and _TOWN.fullmatch(first)) or ("bodies" in rule.extra and _is_office(first))
    first = _examples_apart(first)
    matters = "matters" in rule.extra or _AND_OTHERS.match(sentence, who.end) is not None
    named = (first,) if alone else _units(first, matters=matters)
    before = _listed_before(sentence, who.start) if named else ()
    partners = _units(others[0]) if named and others else ()
    return (*((unit, role) for unit in (*before, *named)), *((unit, "配合单位") for unit in partners))


def _examples_apart(words: str) -> str:
    """Without what a set names for example, before 等: 东岸、西岸等沿河乡镇和各部门."""
    shown, etc, rest = words.partition("等")
    return rest if etc and rest and _SET_BEHIND.search(rest) and not _units(shown) else words


def _name_before(sentence: str, at: int) -> Span:
    """The words of a phrase up to the name's last character at `at`, or up to 等 there: behind 由 where that stands in them,
    before 在 and the like (各城市在主流媒体公布)."""
    begins = _begins(sentence)
    start = max(begins[bisect_right(begins, at) - 1], at - _LONGEST_SUBJECT)
    start = max((handed.end() for handed in _HANDED.finditer(sentence, start, at)), default=start)
    adjunct = _ADJUNCT.search(sentence, start + 2, at)
    return Span(start, adjunct.start() if adjunct else at + (sentence[at] != "等"))


def _partners(words: str) -> tuple[str, ...]:
    """The units with which the words behind 会同 begin: bodies, or what the departments are for (发展改革、财政等部门)."""
    named = tuple(filter(None, units.split(words[: _leading_units(words)])))
    matters = None if named else _MATTERS.match(words)
    return _units(matters["who"], matters=True) if matters else named


def _leading_units(text: str) -> int:
    """Length of the list of units with which `text` begins, 0 where it begins with none: 县财政局、县审计局制定细则 -> 9.

    Each name must end in one that the gazetteer knows or stand for a set (相关部门).
    """
    head = _AND_OTHERS.split(text[:_LONGEST], maxsplit=1)[0]
    ends = {*name_ends(head), *(end.start() for end in _SET_ENDS.finditer(head))}
    ends |= {end + 1 for end in ends if head.startswith("）", end)}  # 县发展改革局（县粮食局）
    return next((end for end in sorted(ends, reverse=True) if _are_sure(units.split(head[:end]))), 0)


def _are_sure(named: Sequence[str]) -> bool:
    """Whether all names are units beyond doubt, or before one in 部门 what a department is for (公安、城管部门)."""
    matters = len(named) > 1 and named[-1].endswith("部门")
    return all(units.is_sure(name) or (matters and units.is_matter(name)) for name in named)


def _listed_before(sentence: str, at: int) -> tuple[str, ...]:
    """The groups before a set, parted by commas: 市财政局、市水利局，各县（市、区）要."""
    listed: list[tuple[str, ...]] = []
    while _SET.match(sentence, at) and (before := _PHRASE_BEFORE.search(sentence, max(0, at - _LONGEST), at)):
        named = _units(before["who"])
        if not named:
            break
        listed.append(named)
        at = before.start("who")
    return tuple(chain.from_iterable(reversed(listed)))


def _phrases(sentence: str, words: Sequence[str]) -> list[int]:
    """Where the phrases between signs that hold one of the words begin, in order."""
    begins = _begins(sentence)
    starts: set[int] = set()
    for word in words:
        at = sentence.find(word)
        while at >= 0:
            behind = bisect_right(begins, at)
            starts.add(begins[behind - 1])
            at = sentence.find(word, begins[behind]) if behind < len(begins) else -1
    return sorted(starts)


@lru_cache(maxsize=16)  # the rows are tried on one sentence after the other
def _begins(sentence: str) -> tuple[int, ...]:
    return (0, *(sign.end() for sign in _PHRASE_END.finditer(sentence)))


@lru_cache(maxsize=16384)  # a document speaks of the same bodies again and again
def _units(words: str, *, matters: bool = False) -> tuple[str, ...]:
    """The units in the words before a cue; none unless the first is one beyond doubt and the rest read as units.

    `matters`: 等部门 follows, so that the words may name what the departments are for (民政、教育等部门).
    """
    named = units.split(words)
    matters = matters or (len(named) > 1 and _DEPARTMENTS.search(named[-1]) is not None)  # 水利、自然资源部门; 供水、供电单位
    if not named or not (_is_sure(named[0]) or (matters and units.is_matter(named[0])) or _is_in_company(named)):
        return ()
    doubtful = [name for name in named if not units.may_be_unit(name)]
    if matters and 2 * len(doubtful) <= len(named) and max(map(len, doubtful), default=0) <= _MATTER:
        return named
    return named if all(map(_reads_as_body, doubtful)) else ()


def _is_office(name: str) -> bool:
    """Whether a short name ends as an office does: 街工办, 农林委."""
    return len(name) <= _MATTER and _OFFICE.search(name) is not None and units.is_unit(name) and not _is_task(name)


def _is_in_company(named: Sequence[str]) -> bool:
    """Whether the first name, a body that nobody lists (县双创办), stands before one that is sure."""
    return len(named) > 1 and _OFFICE.search(named[0]) is not None and units.is_unit(named[0]) and _is_sure(named[1])


def _reads_as_body(name: str) -> bool:
    """Whether a name among those of units can be that of a body nobody lists (国有农牧场)."""
    ends_so = len(name) <= _LONGEST_OTHER and _BODY.search(name) is not None
    return ends_so and not rulebook.either("units", "prose").search(name)


def _is_task(name: str) -> bool:
    """Whether the words, which end as a name does, say what to do: 做实乡镇中心."""
    return _verb_first().match(name) is not None and not units.is_known(name)


@cache
def _verb_first() -> re.Pattern[str]:
    return re.compile(
        f"(?!每|承办|派出所|开发区){rulebook.word('duties', 'deed')}|建设(?!局|厅|委|部门|行政|银行)|发展(?!改革|和改革)"
        "|争取|做强|全额|补助|提[交请]"
    )


@cache
def _tasks() -> re.Pattern[str]:
    said = "负责|工作职责|职责|主要任务|承担|统筹|牵头|会同|配合|协助|参与|按照|依照|根据|依据"
    return re.compile(rf"[\s。：:、，]*(?:主要|依法|具体|积极)*(?:{said}|{rulebook.word('duties', 'deed')})")


def _is_sure(name: str) -> bool:
    """A company, society or school has a task where it is named with its place, or all of them are (各高校)."""
    if not units.is_sure(name) or _is_task(name):
        return False
    return not _BUSINESS.search(name) or name.startswith("各") or units.is_local(name) or units.is_standing(name)


def _strongest(named: dict[tuple[str, str], None]) -> Iterator[tuple[str, str]]:
    """One role for each unit of a sentence: the first rule that names it (leading before the rest)."""
    seen: set[str] = set()
    for unit, role in named:
        if unit not in seen:
            seen.add(unit)
            yield unit, role
