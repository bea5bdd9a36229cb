"""What a list of figures leaves out of a name, and is taken from the name before.

改造老旧小区10万户、市政管网1000公里        改造 holds for both
茶园面积20万亩、总产6万吨，产值3亿元        all of 茶园
规上企业200家，其中年产值超10亿元的5家      of those counted before
"""

from __future__ import annotations

import re

from ingest.targets.rules import rules

MEASURED = re.compile(
    r"(?:率|比例|比重|占比|数量?|人数|总量|面积|规模|产量|能耗|水耗|总值|增加值|浓度|收入|支出|能力|装机(?:容量)?|里程|次数|覆盖面|[一-鿿]额|[一-鿿]{2}量)$"
)
"""The end of a name that says what is measured."""
GROWTH = re.compile(r"(?:年均|分别)?(?:增长|提高|提升|上升|下降|降低|增加|减少|递增|净增|(?<!新)增)$")
FOR_EACH = re.compile(r"每[十百千万][一-鿿]{0,6}(?:人口|人|户|职工|老年人|学生|居民)")  # 每千服务人口不少于1名乡村医生
_STAGES = "新?开工|基本建成|建成通车|建成|竣工|通车|投产|投用|交付"
STAGE = re.compile(f"(?:{_STAGES})$")
"""How far the building of something has come, at the end of a name."""
EARNED = re.compile(r"(?:主营业务收入|营业收入|销售收入|销售额|总?产值|增加值|营收|产业规模)$")
"""What a trade or a firm earns, at the end of a name."""

_SHARE_OF = re.compile(r"[^在，]{2,10}在(?=[^，]+(?:比例|比重)$)")  # 女性在代表中的比例
_REGION = re.compile(r"(?:区域|地区|山区|城区|农村|城市|县城|乡镇|[省市县]|群|侧|端)$")
_REGION_FIRST = re.compile(
    r"^(?:(?:城区|农村|城市|城镇|县城|乡镇)(?!居民)|[一-鿿]{1,3}[侧端](?=[一-鿿]{3}))"
)  # 农村绿化率 beside 城区绿化率
_RATE_ALONE = re.compile(r"增长速度|增速|增幅|增长率|降幅")  # of what the phrase before speaks of
_RATIO = re.compile(r"(?:率|比例|比重|占比)$")
_BARE = re.compile(r"[^\d（）级型类]{3,}")  # a name without a figure or a class of its own
_GRADE = re.compile(r"[^，。、]{1,6}[级型类]")
_RATED = re.compile(
    "(?:满意|知晓|合格|完成|达标|参与|使用|及时|办结|回访|到位|开工|竣工|投产|入库|建成|入学|巩固|就业|升学|签约|接种|建档|普及|覆盖)[率度]$"
)
_RATE_OF_IT = re.compile(
    "(?:治理|改造|修复|整治|回收|利用|处置|处理|覆盖|整改|清运|更新)率"
)  # 完成30个村污水治理，治理率达到50%
_YIELD = re.compile(r"(?:年|总|综合)?(?:产[量值]|产)|单产|亩产|年?出[栏笼]量?|存栏量?|(?:年|总)?产能|种植面积|养殖规模")
_WHOLE = re.compile("总(?:装机(?:容量)?|规模|里程|长度?|库容|产能|供水能力|处理能力|建筑面积)")  # of what is built before
_GROWN = re.compile(r"(?:种植|播种|养殖|栽培|经营|总|年)*(?:面积|规模|产量|产值|总产|产能|存栏量?|出栏量?)$")
_MONEY = re.compile(r"(?:建设)?投资额?$")
_TELLS_MONEY = re.compile(
    r"(?:收入|额|值|投资|资金|规模|营收|利润|税收|经费|支出|总量|贷款|基金|标准|水平|消费|花费)$|投资|资金|[项单]$"
)
_OF_SIZE = re.compile(
    r"(?P<what>[^，；。\d由从]*?)"
    r"(?P<size>(?:超过?|达到?|突破|不低于|[过逾])(?!\d{4}年)\d[^，；。]{0,8}|\d[^，；。年]{0,6}(?:以上|以下|及以上))的"
)
_BARE_SIZE = re.compile(r"(?:超过?|过|达到?|突破)[十百千万亿\d.]+元(?:以上)?")
_OF_CLASS = re.compile(rf"(?P<of>[^，。、的]{{2,8}}){_BARE_SIZE.pattern}")
_STAFF = re.compile("(?<!新增)(?<!培养)(?<!招聘)(?:护士|医师|医生|药师|床位|托位|病床|指导员|社工|社会工作者|技师|律师)数?量?$")
_SOME = re.compile(r"^[一-鿿]{0,4}?(?:一大?|大)批")
_EARLIER = re.compile(f"(?:{_STAGES}|建设)$|^(?:{_STAGES})")
_NEW = re.compile(
    r"新建?(?:[、和及]|以及)?(?:改扩建|改（扩）建|改建|扩建|改造|续建)|新建?（[改扩建、/]{1,4}）建?|新[增建培命选认开造植][育名树定工]?|引进(?:培育)?|招引|引育|选派|选拔|淘汰|改造(?:提升)?|加装|扩种|购置"
    r"|(?:主导|主持|牵头|参与)?(?:制修订|制定(?:修订)?)"
)


def with_act(before: str, stem: str, *, listed: bool) -> str:
    """`全省开展职业培训行动，累计培训500万人次`: the verb that is measured goes with the phrase before it.

    Where that phrase has a figure of its own (`listed`), the verb stands alone.
    """
    stage, earlier = STAGE.fullmatch(stem), _EARLIER.search(before)
    if stage and earlier:
        return before[: earlier.start()] + stage[0] + before[earlier.end() :]  # 公寓开工500套、基本建成300套
    found = rules().kept.search(stem)
    if found is None:
        return before
    act = stem[found.start() - 2 * stem[: found.start()].endswith(("累计", "分别")) :]
    if before.endswith(act):
        return before
    return act if listed and not GROWTH.fullmatch(act) else before.removeprefix(act) + act


def completed(indicator: str, before: str, opening: str, *, listed: bool) -> str:
    """`占全市比重` of the subject before, `大型矿山` for `建成率达到90%，其中大型矿山达到100%`; in a list of figures (`listed`)
    `总产` of what is grown, `满意度` of those whose 知晓率 stands before."""
    if opening.startswith("在") and (one := _SHARE_OF.match(before)) and indicator.endswith(("比例", "比重")):
        return one[0] + indicator
    if before and (indicator.startswith("占") or _RATE_ALONE.fullmatch(indicator)):
        return GROWTH.sub("", before) + indicator
    if listed and _YIELD.fullmatch(indicator) and (grown := _GROWN.search(before)) and grown.start() > 1:
        return before[: grown.start()] + indicator
    if listed and _RATED.fullmatch(indicator) and (rated := _RATED.search(before)) and rated.start() > 1:
        return before[: rated.start()] + indicator
    if listed and _RATE_OF_IT.fullmatch(indicator) and before.endswith(indicator[:-1]):
        return before + indicator[-1]
    if listed and _WHOLE.fullmatch(indicator) and (thing := without_act(before)) != before:
        return thing + indicator
    part = opening.startswith("其中") and not MEASURED.search(indicator) and before.endswith("率")
    grade = opening.startswith("其中") and _BARE.fullmatch(before) and _GRADE.fullmatch(indicator)
    if part or grade:
        return indicator + before
    return (
        indicator + _REGION_FIRST.sub("", before)
        if _REGION.search(indicator) and (MEASURED.search(before) or FOR_EACH.search(before))
        else indicator
    )


def without_act(name: str) -> str:
    """污水处理站 of 新建污水处理站: the thing itself."""
    words = (length for length in range(4, 1, -1) if rules().kept.fullmatch(name, 0, length))
    act = next(words, 0)
    return name[act:] if len(name) - act > 1 else name


def of_a_kind(name: str, before: str) -> str:
    """`乡道` beside `县道优良路率`, of the same kind: `乡道优良路率`."""
    kind = before.find(name[-1], 0, len(name) + 1) + 1
    alike = kind > 1 and _RATIO.search(before) and not MEASURED.search(name)
    return name + before[kind:] if alike else name


def of_a_size(before: str, opening: str) -> str:
    """`企业200家，其中年产值超10亿元的5家、超5亿元的8家`: which of those counted `before`; '' where `opening` says no size."""
    opening = opening.removeprefix("其中").lstrip("，、")
    if (size := _BARE_SIZE.fullmatch(opening)) and (earned := _OF_CLASS.match(before)):  # 产值过百亿元企业3家、过50亿元5家
        return earned["of"] + size[0] + before[earned.end() :]
    found = _OF_SIZE.fullmatch(opening)
    if not found:
        return ""
    sized, _, counted = before.rpartition("的")
    earlier = _OF_SIZE.fullmatch(f"{sized}的")
    return f"{found['what'] or (earlier['what'] if earlier else '')}{found['size']}的{_SOME.sub('', counted)}"


def newly(before: str) -> str:
    """新增 of `新增城市道路180公里、绿道130公里` belongs to both, and so does 引进 of `引进专家20名、团队5个`."""
    found = _NEW.match(before)
    return found[0] if found else ""


def not_money(before: str, unit: str | None) -> str:
    """`国省道建设投资3.4亿元，建设168公里`: what is no money is not of the investment."""
    return before if unit == "元" else _MONEY.sub("建设", before) if before.endswith("建设投资") else before


def of_money(name: str, before: str) -> str:
    """`装备制造营业收入突破600亿元，绿色食品达到300亿元`: the second is a 营业收入, as in the name `before`."""
    earned = EARNED.search(before)
    return name + earned[0] if earned and not _TELLS_MONEY.search(name) else name


def for_each(name: str, before: str) -> str:
    """`每千人口医师3.2人、注册护士3.8人`: the second is for so many heads, too."""
    heads = FOR_EACH.match(before)
    return heads[0] + name if heads and _STAFF.search(name) and not FOR_EACH.search(name) else name
