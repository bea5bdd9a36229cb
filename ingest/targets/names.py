"""What a figure measures: the readable name of an indicator, taken from the words around its figure.

Two forms. The name stands before the figure (`产业工人党员的新增数量不低于20名`, `建成实训基地1个`) or behind it
(`培育1家产教融合型企业`, `面向1万名职工开展培训`). Words that only say when, where or that it is to be achieved are cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.targets.ellipsis import (
    FOR_EACH,
    GROWTH,
    STAGE,
    completed,
    for_each,
    newly,
    not_money,
    of_a_kind,
    of_a_size,
    of_money,
    with_act,
    without_act,
)
from ingest.targets.quantity import Bound, Quantity, bound, find
from ingest.targets.rules import rules

_WHEN = re.compile(
    r"^(?:力争|确保|争取)?(?:到|至|截至|在|于|自)?(?:\d{4}年?[-—–至、和到]+)*(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:年?底|年?末)?(?:之?前|以前|起)?[，,]?"
    r"|^[在于]?\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|以前)?"
    r"|^(?:未来|用)?[一二三四五六七八九十\d]{1,2}年(?:左右)?(?:的?时间|之?[内间])?(?!义务|一贯|制|级)(?=累计|共|新|[一-鿿]{3})"
    r"|^“?十[一二三四五六七八九]?五”?(?:时期)?(?:期末|末|期间|时期)?[，,]?"
)
_OFTEN = re.compile(
    r"每(?:[两二三四五\d]年|学年|学期|年|季度|半年|个?月|周|天|日)(?!度)"
    r"|(?<=[一-鿿])年均(?=办理|新增|增加(?!值)|完成|开展)"
)
_SINCE = re.compile(
    r"(?:(?<![占对百])相?比|相?较于?|相对于|(?<!参)与)(?P<base>[^，；比较]{1,16}?(?:(?<![老青少成中幼])年(?:[底末初]|同期)?|末|初|同期|水平)(?:的水平)?)"
    r"(?:的\d[^，；]{0,40}?(?=(?:分别|各)?(?:累计|再|年均)?(?:提高|增加|增长|上升|下降|降低|减少|压缩|压减|削减|缩减|缩短)))?(?:相比)?"
    r"|(?:达到|[是为])(?P<level>(?:19|20)\d\d年[底末]?)的$"
    r"|在(?P<ground>(?:19|20)\d\d年底?|上年|现有)(?:的)?(?:水平)?(?:的)?基础上"
    r"|同比(?=(?:分别|各)?(?:增长|下降|提高|降低|减少|增加))"
)
_DONE_TO = re.compile(r"(?:^|[，、；年月周日度])对(?P<what>[一-鿿“”]{4,16}?)(?:至少)?(?:开展|进行|实施|组织)$")
_EVENLY = re.compile(r"(?<=[一-鿿”])(?<![年月日人户亩平生地班次])均(?=(?:增长|提高|提升|下降|降低|减少|增加)$)")
_ACHIEVED = re.compile(r"(?<=[一-鿿])实现(?=(?:投资|产值|收入|营业?收入?|利润|税收|增加值|销售收入|销售额)$)")
_PARTICIPANTS = re.compile(r"(?:面向|为|对|向|给|组织|针对)(?:全[国省市县区州旗]|[我本][省市县区])?$")
_ACT = re.compile(r"(?:开展|提供|进行|实施|举办|参加)(?P<what>[^，；。]{2,})$")
_ON_THINGS = re.compile("(?:升级)?(?:改造|整治|修缮|治理|提升)+")  # 对20个小区实施改造
_NEXT_PHRASE = re.compile(r"[，,][^，；。\n]*")
_BEFORE_NAME = ("的", "为", "面向", "向", "对", "给", "各", "有", "或", "超", "以", "按", "按照")
_BEHIND_FIGURE = re.compile(r"(?!到[场达])[并且而用以到至在由于纳入参成发达完，]|左右|以上|的(?:目标|水平|要求|规模|标准)")
_UNITS = re.compile(
    r"[（〔(][^（）〔〕()]*(?:单位|负责|牵头|配合|参与|[厅局委办会]|部门)[^（）〔〕()]*"
    r"(?:（[^（）]*）[^（）]*)*[）〕)]?$"
)
_REMARK = re.compile(r"^（[^（）]*）")
_TASK = re.compile(r"的(?:硬性?)?任务$")
_INCLUDING = re.compile(r"（(?:含|其中|包括|不含|详?见|以下简称|简称|下同)[^（）]*）")  # 示范村（含2个示范社区）
_FURTHER = ("且", "并且", "而且")  # 增长10%以上且不低于上年: no name
_COVER = re.compile(r"^(?P<what>.{2,}?)(?:实现|达到)(?P<where>.{2,})$")
_PLACE = re.compile(r"(?:层面|地区|范围|全域|区域|省|市|县|区|乡镇|村)$")
_REACHED = re.compile(
    r"^(?P<what>.{3,}?(?<!示范)(?<!特色)(?<!重点)(?<!试点)(?<!所有)(?<![中各的、和及与]))"
    r"(?P<where>[省市县乡镇村]{1,3}级|县域|乡镇(?:（街道）)?|县（市、区）|行政村(?:（社区）)?|建制村|自然村|村（社区）)$"
)
_ONLY_PLACE = re.compile(
    r"[省市县区乡镇村]{1,3}级?|县域|城乡|街道|社区|乡镇(?:（街道）)?|县（市、区）|行政村(?:（社区）)?|建制村|自然村|村（社区）"
)
_SOME_PLACES = re.compile(r"的(?:区县|市县|县区|县市|城市|地区|区域|乡镇|街道|村)$")
_PRAISE = re.compile(r"^(?:在[^，。的]{1,8})?(?:具有|具备)[^，。]{2,16}?的(?=[一-鿿“]{3})")
_OF_A_BODY = re.compile(
    r"(?:开展|实施|承担|提供)[^的，]{2,}的[一-鿿]*(?:学校|企业|机构|单位|村|社区|乡镇|县|市|医院|家庭|农户)$"
)
_FUNDED = re.compile(
    r"^(?P<who>[一-鿿（）]{0,8}(?:工会|政府|财政|[市县区乡镇]|单位|部门|企业))(?:筹集|筹措|安排|投入|设立|列支)(?=[一-鿿“]{3})"
)
_AIMED = re.compile(
    r"^(?:(?:面向|在|围绕|聚焦|依托)(?P<where>[^，。]{2,20}?)(?:布局|遴选|试点|选树|打造|培育|建设|设立|实施|新建|改造)"
    r"|(?:为|向)(?P<whom>[^，。的]{2,14}?)(?:提供|适配|发放))(?=[一-鿿“]{4})"
)
_AMONG = re.compile(r"^在(?=[^，。]{2,}中[^，。]*(?:比例|比重|占比)$)")
_GROWN = re.compile(r"(?:年均)?(?:增长|提高|下降|增加|减少)?(?:到|至)?\d[^一-鿿]*(?:以上|以下|左右)?$")
_GROWN_BY = re.compile(r"\d(?P<unit>%|个百分点)(?:以上|以下|左右|以内)?[，,、；; ]*$")
_EACH_DOES = re.compile(
    r"(?P<who>每个?[^，；。、（\d]{0,10}?(?:[省市县区旗镇乡村校院所站户家]|街道|企业|部门|单位|机构|基地)(?:（[^（）]*）)?)(?:至少|最少|应当?|须|要)?(?:组织|开展|举办|召开|建成|建设|培育|打造|新建|创建|完成)?"
)
_TREND = re.compile(
    r"(?:逐年|逐步|持续|稳步|不断|明显|大幅度?|显著|进一步|有效)(?:降低|下降|减少|提高|提升|增长|增加|扩大|改善)$"
)
_STANDARD = re.compile(r"(?P<where>[^，；。]*?)按(?:照)?(?P<per>(?:每|人均|户均)[^，；。按]{1,8})")
_FIGURED = re.compile(r"\d.{0,8}$")
_LONG = 14
_NOUN = re.compile("中心|站|机构|体系|设施|平台|网络")  # 服务中心: 服务 is no verb here
_SO_MANY = 100  # 每千人口护士3.8人: no figure for so many heads is so large
_COMMA = re.compile(r"[，,；;|\t]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text[low:high]`: the phrase around figures whose comparators run from `first` to `last`, `quantity` the first of them.

    `origin` is where its sentence starts; `previous` the indicator of the figure just before, for what a list leaves out, and
    `carried` the verb that opens this list, where it says what is measured (选拔100名A、200名B);
    `topic` what the clause is about, where the sentence itself names nothing.
    """

    text: str
    origin: int
    low: int
    high: int
    first: Bound
    last: Bound
    quantity: Quantity
    previous: str
    carried: str
    topic: str

    @property
    def opening(self) -> str:
        """What stands before the figures."""
        return self.text[self.low : self.first.start].strip("，、 ")

    @property
    def rest(self) -> str:
        """What stands behind them, without remarks and brackets of units."""
        if self.text.startswith(_FURTHER, self.last.end, self.high):
            return ""
        return _TASK.sub("", _UNITS.sub("", _REMARK.sub("", self.text[self.last.end : self.high])).strip("，、的 "))

    @property
    def rest_end(self) -> int:
        return self.text.find(self.rest, self.last.end) + len(self.rest)

    @property
    def before(self) -> str:
        """What the figure just before measures, or else what the phrase before speaks of."""
        return self.previous or _phrase_before(self.text, self.origin, self.low)


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator's name with the quote `[start, end)` that states it."""

    indicator: str
    scope: str | None
    baseline: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Subject:
    name: str
    scope: str | None
    baseline: str | None


_Found = tuple[str, str | None, int]
"""An indicator, its scope, and where the quote ends."""


def named(phrase: Phrase) -> Name:
    """What the figures of a phrase measure; the indicator is empty where neither sentence nor topic names anything."""
    left = _subject(phrase.text[phrase.low : phrase.first.start])
    stem = rules().without_trail(phrase.opening)
    if phrase.quantity.form == "word":
        indicator, scope, end = _covered(phrase, left)
    elif standard := _standard(phrase, left):
        indicator, scope, end = standard
    elif phrase.rest and (_name_follows(stem, left.name) or _is_given(phrase)):
        indicator, scope, end = _behind(phrase, left, stem)
    else:
        indicator, scope, end = _in_front(phrase, left, stem)
    start = phrase.low
    while phrase.text[start] in "，,、；; \n\u3000" and start < phrase.first.start:
        start += 1
    if apart := _FUNDED.match(indicator) or _AIMED.match(indicator):
        indicator, scope = indicator[apart.end() :], scope or next(filter(None, apart.groups()))
    return Name(_INCLUDING.sub("", indicator) or phrase.topic, scope, left.baseline, start, end)


def subject(phrase: str) -> str:
    """A phrase without when, where, how often and the verb of achieving: `到2025年，全县建成实训基地` gives `实训基地`."""
    return _subject(phrase).name


def _subject(phrase: str) -> _Subject:
    rest = phrase.strip("，、；：— \n")
    since = _SINCE.search(rest)
    if since:
        rest = rest[: since.start()] + rest[since.end() :]
    rest, scope = _without_lead(_OFTEN.sub("", rest))
    rest = rules().without_trail(rest)
    if rules().verb.fullmatch(rest):
        rest = ""
    elif (found := rules().dropped.match(rest)) and not _OF_A_BODY.match(rest):
        rest = rest[found.end() :]
    rest = _ACHIEVED.sub("", _EVENLY.sub("", _AMONG.sub("", rest)))
    return _Subject(rest, scope, next(filter(None, since.groups()), None) if since else None)


def _without_lead(phrase: str) -> tuple[str, str | None]:
    """The phrase without 到2025年, 力争, 全省 … at its beginning, in whatever order; with the place."""
    scope, rest, shorter = None, "", phrase
    while rest != shorter:
        rest = shorter
        shorter = _WHEN.sub("", shorter)
        if found := rules().lead.match(shorter):
            shorter = shorter[found.end() :]
        if found := rules().scope.match(shorter):
            scope, shorter = found[0], shorter[found.end() :]
    return rest, scope


def _behind(phrase: Phrase, left: _Subject, stem: str) -> _Found:
    """`新培育100名湖区工匠`: the name stands behind the figure, with the verb before it where that says what is measured."""
    carried = phrase.carried if phrase.low == phrase.first.start else ""
    share = phrase.quantity.unit == "%" and not _PARTICIPANTS.search(phrase.opening)
    kept = left.name if share else _verb_kept(stem, carried)
    done_to = _DONE_TO.search(phrase.opening)
    indicator, scope, end = _participants(phrase, left.scope or (done_to["what"] if done_to else None))
    return kept + _PRAISE.sub("", indicator), scope, end


def _in_front(phrase: Phrase, left: _Subject, stem: str) -> _Found:
    """`实训基地1个`, `推动30家企业上云`: the name stands before the figure, or runs on behind it."""
    if not phrase.rest and (sized := of_a_size(phrase.before, phrase.opening)):
        return sized, left.scope, phrase.last.end
    if not phrase.rest and phrase.previous and (each := _EACH_DOES.fullmatch(left.name)):
        return phrase.previous, each["who"], phrase.last.end
    if not left.name or (phrase.before and STAGE.fullmatch(left.name)):
        listed = bool(phrase.previous) and not phrase.opening.startswith("其中")
        before = not_money(_of_level(phrase), phrase.quantity.unit)
        return with_act(before, stem, listed=listed), left.scope, phrase.last.end
    if phrase.rest and not (phrase.first.before or _BEHIND_FIGURE.match(phrase.rest)):
        return left.name + phrase.rest, left.scope, phrase.rest_end
    name = completed(left.name.removesuffix("建成"), phrase.before, phrase.opening, listed=bool(phrase.previous))
    if name == left.name and phrase.quantity.unit == "元":
        name = of_money(name, phrase.previous)
    if name == left.name and phrase.quantity.value < _SO_MANY:
        name = for_each(name, phrase.previous)
    if name == left.name and phrase.quantity.unit == "%" and phrase.first.before:
        name = of_a_kind(name, phrase.previous)
    return (_newly(phrase) + name if name == left.name else name), left.scope, phrase.last.end


def _newly(phrase: Phrase) -> str:
    """The verb of the name before, where a list goes on with a bare name."""
    bare = phrase.text[phrase.low - 1] == "、" and not phrase.first.before and not rules().any_verb.match(phrase.opening)
    return newly(phrase.previous) if bare and phrase.quantity.unit != "%" else ""


def _standard(phrase: Phrase, left: _Subject) -> _Found | None:
    """`住宅小区按每百户不低于20平方米的标准配建养老设施`: what is built, by what it is measured."""
    found = _STANDARD.fullmatch(left.name) if phrase.rest.startswith("标准") else None
    what = phrase.rest.removeprefix("标准")
    return (found["where"] + what + found["per"], left.scope, phrase.rest_end) if found and what else None


def _name_follows(stem: str, left: str) -> bool:
    """Whether the name stands behind the figure: nothing before it, or a verb, or a preposition."""
    if not left or FOR_EACH.fullmatch(left) or stem.endswith(_BEFORE_NAME) or _PARTICIPANTS.search(stem):
        return True
    return rules().verb.search(stem) is not None


def _is_given(phrase: Phrase) -> bool:
    """`将不低于10%的收益用于建设`: the name stands behind, unlike in `漏损率将控制在9%`."""
    return phrase.opening.endswith(("将", "把")) and phrase.text.startswith("的", phrase.last.end)


def _verb_kept(stem: str, carried: str) -> str:
    """新培育 of 新培育100名A，300名B belongs to both names."""
    return rules().kept_last(stem) or carried


def _of_level(phrase: Phrase) -> str:
    """`余额年均增长15%，到2027年突破10亿元`: a figure in another unit than the growth before it is one of the level."""
    grown = _GROWN_BY.search(phrase.text, phrase.origin, phrase.low)
    if phrase.opening.endswith("累计") and phrase.first.before:  # 新增农田2万亩，累计达到9万亩
        return without_act(phrase.before)
    level = grown and phrase.first.before and phrase.quantity.unit not in (grown["unit"], "个百分点")
    return GROWTH.sub("", phrase.before) if level else phrase.before


def _participants(phrase: Phrase, scope: str | None) -> _Found:
    """`面向1万名职工，开展安全培训`: what is measured is the training, and the people are its scope."""
    rest, end = phrase.rest, phrase.rest_end
    if not _PARTICIPANTS.search(phrase.opening):
        return rest, scope, end
    if phrase.opening.endswith("组织") and "参加" in rest:
        return rest, scope, end
    if act := _ACT.search(rest):
        return (
            (rest[: act.start()] + act["what"], scope, end)
            if _ON_THINGS.fullmatch(act["what"])
            else (act["what"], scope or rest[: act.start()], end)
        )
    people, of, what = rest.partition("的")
    if of and len(what) > 3 and phrase.opening.endswith("面向"):
        return what, scope or people, end
    further = None if phrase.opening.endswith("组织") else _NEXT_PHRASE.match(phrase.text, end)
    act = _ACT.search(further[0]) if further else None
    return (act["what"], scope or rest, further.end()) if further and act else (rest, scope, end)


def _covered(phrase: Phrase, left: _Subject) -> _Found:
    """`“一村一站”实现行政村全覆盖`: the thing, then where; 全面覆盖 has where behind it."""
    name, rest = left.name.rstrip("的").removeprefix("对"), phrase.rest
    if rest and phrase.text.startswith("全面覆盖", phrase.first.start):
        where, _, what = rest.rpartition("的")
        return (f"{name}全面覆盖", rest, phrase.rest_end) if name else (what, where or left.scope, phrase.rest_end)
    if phrase.text.startswith("零增长", phrase.quantity.start):
        return name.removesuffix("增长") + "增长", left.scope, phrase.last.end
    if phrase.before and _ONLY_PLACE.fullmatch(name):
        return phrase.before, name, phrase.last.end
    match = _COVER.match(name) or _REACHED.match(name)
    if match is None and phrase.before and _SOME_PLACES.search(name):
        return phrase.before, name, phrase.last.end
    if match is None:
        return name or phrase.before, left.scope, phrase.last.end
    what, where = match["what"], match["where"]
    return (where, what, phrase.last.end) if _PLACE.search(what) else (what, where, phrase.last.end)


def _phrase_before(text: str, origin: int, low: int) -> str:
    """The subject of the phrase before `low` in the sentence that starts at `origin`, without a figure at its end."""
    phrases = _COMMA.split(text[origin:low].strip("，,；;|\t （"))
    phrase = _without_figure(next((one for one in reversed(phrases) if not one.startswith(("比", "较"))), ""))
    return _object(GROWTH.sub("", _TREND.sub("", _GROWN.sub("", subject(phrase)).strip("：:"))))


def _without_figure(phrase: str) -> str:
    """`2022年造林5万亩` without the figure at its end."""
    if not _FIGURED.search(phrase):
        return phrase
    last = next(reversed([*find(phrase)]), None)
    if last is None or last.unit is None:
        return phrase
    around = bound(phrase, last, 0, len(phrase))
    return phrase[: around.start] if around.end == len(phrase) else phrase


def _object(phrase: str) -> str:
    """`利用现有网点开设定时定点的便民班线` gives `便民班线`: what the verb of a long phrase is about."""
    if len(phrase) <= _LONG:
        return phrase
    verbs = [match.end() for match in rules().any_verb.finditer(phrase) if not _NOUN.match(phrase, match.end())]
    verbs = [end for end in verbs if len(phrase) - end >= 4]
    rest = phrase[verbs[-1] :] if verbs else phrase
    before, _, noun = rest.rpartition("的")
    return noun if before and len(noun) >= 3 else rest
