"""Quantities 数量 as plans write them: 28.4万人, １０％—15％, 1—2个, 九成, 一半以上, 三分之一, 翻一番, 1.5∶1, 全覆盖.

`find` is one compiled scan, linear in the length of the text. What only looks like a quantity (dates, 第四届, 5G, PM2.5, 〔2022〕26号)
is consumed by the same scan, so that no part of it is taken for one. `bound` then reads the comparator around a quantity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numerals import ordinal

FOLD = str.maketrans("０１２３４５６７８９％．＋－＜＞＝／～", "0123456789%.+-<>=/~")
"""Full-width figures and signs to half-width, one character for one: offsets stay."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit, `[start, end)` of the text scanned.

    `value` (and `value2`, the upper end of a range) is in base units, `unit` without its multiplier 万/亿; `raw_value` and `raw_unit`
    are as printed. `form` is `figure`, `chinese` (三家), or `word` for what states its value without a numeral (全覆盖, 一半).
    """

    start: int
    end: int
    value: float
    unit: str | None
    value2: float | None = None
    raw_value: str | None = None
    raw_unit: str | None = None
    form: str = "figure"


@dataclass(frozen=True, slots=True)
class Bound:
    """The comparator of a quantity: `op` one of `>= > <= < = ~`, `words` as printed (empty for a bare figure).

    `[start, end)` covers the quantity with its comparators; `before` and `after` tell on which side one stands.
    """

    op: str
    start: int
    end: int
    words: str = ""
    before: bool = False
    after: bool = False


# Measure words 量词 and units. The longest match wins, so the order does not matter here.
_MEASURES = (
    "个 名 家 项 件 次 场 期 所 人 户 台 套 座 条 辆 吨 元 亩 公顷 米 株 只 头 种 门 部 篇 册 支 艘 架 处 间 栋 张 份 对 例 起 宗 笔 岁 天 日 年 周 分 位 层 块 片 "
    "度 倍 幢 孔 匹 羽 尾 盏 枚 卷 集 款 档 桩 顶 面 群 批 班 组 团 村 桌 餐 节 堂 讲 首 幅 "
    "亿元 美元 欧元 港元 人民币 斤 公斤 千克 克 毫克 微克 升 毫升 千米 公里 毫米 厘米 海里 平方米 平方公里 平方千米 立方米 方 平方 千瓦 千瓦时 兆瓦 瓦 千伏 伏 千伏安 伏安 焦耳 "
    "蒸吨 标准煤 吨标准煤 吨标煤 标箱 床 车位 小时 分钟 秒 学时 课时 学分 工作日 个工作日 个月 个季度 个百分点 百分点 个小时 年次 "
    "人次 人日 人月 场次 件次 台次 台套 台（套） 车次 班次 批次 频次 户次 家次 航班 架次 项次 例次 剂次 "
    "个（家） 个（项） 个（次） 项（次） 件（项） 项（件） 项（个） 家（个） 场（次） 次（场） 所（个） 套（户） 户（套） 名（人） 人（次） 人（户） 棵 "
    "km KM kW GW MW kWh TEU Mbps Gbps MB GB TB PB EB EFLOPS PFLOPS"
).split()
_COMPOUND = r"个(?:职业|工种|专业|岗位|学科|村|社区|行业)（[^（）]{1,4}）"
_MEASURE = f"(?:{_COMPOUND}|{'|'.join(sorted(map(re.escape, _MEASURES), key=len, reverse=True))})"
_UNIT = rf"(?:%|‰|℃|{_MEASURE}(?:/[一-鿿A-Za-z]{{1,4}})?)"
_MULTIPLIER = r"(?:万亿|[十百千]万|[十百千]亿|亿|万|千(?![瓦米克伏卡赫])|百(?!分))"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DASH = r"(?:—{1,2}|[-–~至到]|－)"
_CN = "一二两三四五六七八九十百千万亿"
_NOT_CHENG = r"(?=以上|以下|左右|多|的|[，。、；！？\n）]|$)"

_SCAN = re.compile(
    # What is no quantity: dates, times, ordinals, document numbers, model names, codes.
    r"(?P<skip>(?:1[89]|20)\d\d(?:\s*[年—\-–至/]+\s*(?:1[89]|20)\d\d)?\s*年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"|\d{1,2}月(?:\d{1,2}日|份)?|\d{1,2}[:：]\d{2}(?!\d)|\d+(?:[:：]\d+){2,}"
    r"|第\s*[\d" + _CN + r"]+|[〔\[［](?:19|20)\d\d[〕\]］]第?\d*号?|\d+号(?!召)"
    r"|[A-Za-z]+[-.]?\d[\d.\-A-Za-z]*|\d+(?:\.\d+){2,}|[数几若]" + f"[{_CN}]" + r"+|\d+\+[\d+A-ZＸX]*|十[一二三四五六]五)"
    # 1.5∶1
    r"|(?P<ratio>\d+(?:\.\d+)?)\s*[:：∶]\s*(?P<per>\d+)(?!\d|[:：∶]\d)"
    # 2/3, 三分之一, 百分之八十
    r"|(?P<upper>\d)/(?P<lower>\d)(?![\d/])|(?P<cnlower>百|[二三四五六七八九十])分之(?P<cnupper>[一二两三四五六七八九十百]+)"
    # 10%至15%, 1—2个, 2.5亿元, 1000余家
    rf"|(?P<low>{_NUMBER})(?P<mult1>{_MULTIPLIER}?)(?P<unit1>{_UNIT}?)(?:(?P<dash>{_DASH})(?P<high>{_NUMBER})(?P<mult2>{_MULTIPLIER}?)(?P<unit2>{_UNIT}?))?"
    r"(?P<more>(?<=[\d万亿])[余多](?:" + _MEASURE + ")?)?"
    # 三家, 两次, 百名
    rf"|(?P<cn>[{_CN}]+)(?P<cnunit>{_MEASURE})"
    # 九成
    rf"|(?P<tenths>[一二三四五六七八九])成{_NOT_CHENG}"
    r"|(?P<word>翻一番|翻两番|翻三番|翻番|一半|半数|过半|(?:动态)?(?<![健保安完周])全覆盖|全面覆盖|(?:动态)?清零|零增长)"
)

_WORDS: dict[str, tuple[float, str | None]] = {
    "翻一番": (2, "倍"), "翻番": (2, "倍"), "翻两番": (4, "倍"), "翻三番": (8, "倍"), "一半": (50, "%"), "半数": (50, "%"), "过半": (50, "%"),
    "全覆盖": (100, "%"), "动态全覆盖": (100, "%"), "全面覆盖": (100, "%"), "清零": (0, None), "动态清零": (0, None), "零增长": (0, "%"),
}  # fmt: skip
_FACTOR = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_AT_LEAST = "不低于|不少于|不小于|不得低于|不得少于|不能低于|至少|最少|保底|达到|达|提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|扩大到|扩大至|增至|升至|≥|≧"
_AT_MOST = (
    "不超过|不高于|不大于|不多于|不得超过|不得高于|不能超过|至多|最多|控制在|控制到|压缩至|压缩到|压减至|压减到|缩短至|缩短到|缩减至|缩减到"
    "|降至|降到|降低到|降低至|下降到|下降至|减少到|减少至|压降至|缩小到|缩小至|≤|≦"
)
_BEFORE = (
    (">=", _AT_LEAST), ("<=", _AT_MOST), (">", "超过|突破|高于|大于|多于|优于|超|逾|过|>"), ("<", "低于|少于|小于|不足|<"),
    ("~", "大约|约|接近|≈"), ("=", "稳定在|保持在|维持在|="),
)  # fmt: skip
_AFTER = ((">=", "及以上|以上|之上"), ("<=", "及以下|以下|以内|之内"), ("~", "左右|上下"))
_OP = {word: op for table in (_BEFORE, _AFTER) for op, words in table for word in words.split("|")}
_NOT_IN = r"(?<![通经][过])(?<![节预条合签违制公]约)"  # 通过3家, 节约2万吨: part of another word
_BEFORE_WORDS = re.compile(
    f"({'|'.join(sorted((w for _, ws in _BEFORE for w in ws.split('|')), key=len, reverse=True))}){_NOT_IN}$|(?P<far>至少|最少)[一-鿿]{{1,5}}$"
)
_AFTER_WORDS = re.compile(
    r"(?:（含[^（）]*）)?(" + "|".join(w for _, ws in _AFTER for w in ws.split("|")) + r")(?:（含[^（）]*）)?"
)
_OF_WHOLE = re.compile(f"({_AT_LEAST}|{_AT_MOST}|超过)[^，；。、\\d]{{2,}}的$")  # 不低于团队总数的25%
_REACH, _WHOLE = 8, 28


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Quantities of `text[start:end]` in order; `text` must have gone through `FOLD`. A bare number (unit None) is given too."""
    for match in _SCAN.finditer(text, start, len(text) if end is None else end):
        if match["skip"] is None:
            yield _quantity(match)


def bound(text: str, quantity: Quantity, start: int, end: int) -> Bound:
    """The comparator around a quantity within `text[start:end]`. One after the figure (以上, 左右) decides over one before it."""
    left = _BEFORE_WORDS.search(text, max(start, quantity.start - _REACH), quantity.start)
    if left is None and quantity.unit in ("%", "倍"):
        left = _OF_WHOLE.search(text, max(start, quantity.start - _WHOLE), quantity.start)
    right = _AFTER_WORDS.match(text, quantity.end, end)
    after = right[1] if right else None
    before = next(filter(None, left.groups())) if left else None
    op = (
        _OP[after]
        if after
        else _OP[before]
        if before
        else (">" if quantity.raw_unit and quantity.raw_unit[0] in "余多" else "=")
    )
    return Bound(
        op=op,
        start=left.start() if left and left[1] else quantity.start,
        end=right.end() if right else quantity.end,
        words="…".join(filter(None, (before, after))),
        before=before is not None,
        after=after is not None,
    )


def number(text: str) -> float:
    """Value of a Chinese or Arabic integer (`一百二十`, `两万`, `百`); ValueError where it is none."""
    total, rest = 0.0, text
    for sign in "亿万":
        head, found, rest = rest.rpartition(sign) if sign in rest else ("", "", rest)
        if found:
            total = (
                (total + (number(head) if head else 1)) * _FACTOR[sign]
                if sign == "亿"
                else total + (number(head) if head else 1) * _FACTOR[sign]
            )
    value = ordinal(rest) if rest else 0
    if value is None:
        raise ValueError(f"not a number: {text}")
    return total + value


def scaled(figure: str, multiplier: str) -> float:
    """Value in base units of a printed figure and its multiplier: `2.5`, `亿` -> 250000000."""
    value = float(figure.replace(",", ""))
    for sign in multiplier:
        value *= _FACTOR[sign]
    return round(value, 6)


def _quantity(match: re.Match[str]) -> Quantity:
    if match["low"] is not None:
        return _figure(match)
    if match["cn"] is not None:
        return _made(match, number(match["cn"]), match["cnunit"], raw=match["cn"], form="chinese")
    if match["tenths"] is not None:
        return _made(match, number(match["tenths"]) * 10, "%", raw=match["tenths"], raw_unit="成")
    if match["word"] is not None:
        value, unit = _WORDS[match["word"]]
        return _made(match, value, unit, form="word")
    if match["ratio"] is not None:
        return _made(match, round(float(match["ratio"]) / float(match["per"]), 6), "∶1", raw=match[0], raw_unit="")
    return _made(match, _fraction(match), "%", raw=match[0], raw_unit="")


def _fraction(match: re.Match[str]) -> float:
    upper, lower = (match["upper"], match["lower"]) if match["upper"] else (match["cnupper"], match["cnlower"])
    below = number(lower)
    return round(100 * number(upper) / below, 4) if below else 0.0


def _figure(match: re.Match[str]) -> Quantity:
    """`10%至15%` and `1—2个`: unit and multiplier of the upper figure hold for the lower one where that has none."""
    more = match["more"] or ""
    mult = match["mult2"] or match["mult1"] or ""
    unit = match["unit2"] or match["unit1"] or more[1:]
    low = scaled(match["low"], match["mult1"] or mult)
    high = scaled(match["high"], mult) if match["high"] else None
    printed = "".join(filter(None, match.group("low", "dash", "high")))
    return _made(match, low, unit or None, value2=high, raw=printed, raw_unit=(more[:1] + mult + unit))


def _made(
    match: re.Match[str],
    value: float,
    unit: str | None,
    *,
    value2: float | None = None,
    raw: str | None = None,
    raw_unit: str | None = None,
    form: str = "figure",
) -> Quantity:
    printed = unit if raw_unit is None else raw_unit
    return Quantity(match.start(), match.end(), value, unit, value2, raw, printed or None, form)
