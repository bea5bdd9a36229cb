"""Quantities 数量 as plans write them: 28.4万人, １０％—15％, 1—2个, 九成, 一半以上, 三分之一, 翻一番, 1.5∶1, 全覆盖.

`find` is one compiled scan, linear in the length of the text. What only looks like a quantity (dates, 第四届, 5G, PM2.5,
〔2022〕26号) is taken whole by the same scan, so that no part of it is read as a figure. `bound` then reads the comparator
around a quantity. Units, comparators and look-alikes are rows of `rules/quantities.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.numerals import ordinal
from ingest.rulebook import FOLDER, either, rows

_FOLDED = dict(zip("０１２３４５６７８９％．＋－＜＞＝／～", "0123456789%.+-<>=/~", strict=True))
_WIDE = re.compile(f"[{''.join(_FOLDED)}]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit, `[start, end)` of the text scanned.

    `value` (and `value2`, the upper end of a range) is in base units, `unit` without its multiplier 万 or 亿; `raw_value` and
    `raw_unit` are as printed. `form` is `figure`, `chinese` (三家), or `word` for what needs no numeral (全覆盖, 一半).
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
    """The comparator of a quantity: `op` one of `>= > <= < = ~`, `=` for a bare figure.

    `[start, end)` covers the quantity with its comparators; `before` and `after` tell on which side one stands.
    """

    op: str
    start: int
    end: int
    before: bool = False
    after: bool = False


def _book() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "quantities.toml").read_text("utf-8"))


def _longest_first(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BOOK = _book()
_CN = _BOOK["words"]["cn"]
_COMPOUND = r"个(?:职业|工种|专业|岗位|学科|村|社区|行业)（[^（）]{1,4}）"  # 50个职业（工种）的竞赛
_MEASURE = f"(?:{_COMPOUND}|{_longest_first([word for words in _BOOK['units'].values() for word in words.split()])})"
_COUNT = rf"{_MEASURE}(?:（{_MEASURE}）)?"  # 套（间）
_UNIT = rf"(?:%|‰|℃|{_COUNT}(?:/(?:(?:10|1)?[百千万亿]?{_MEASURE}|[一-鿿A-Za-z]{{1,4}}))?)"
_MULTIPLIER = r"(?:万亿|[十百千]万|[十百千]亿|亿|万|千(?![瓦米克伏卡赫])|百(?!分))"
UNIT = re.compile(rf"{_MULTIPLIER}?{_UNIT}")
"""A unit as a table prints it beside its figures: 万人, 吨标准煤/万元, %."""
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCAN = re.compile(
    r"(?=[\dA-Za-z第数几若一二两三四五六七八九十百千万亿〔\[［翻半过动全清零])(?:"
    rf"(?P<skip>{either('quantities', 'skip').pattern})"
    # 1.5∶1
    r"|(?P<ratio>\d+(?:\.\d+)?)\s*[:：∶]\s*(?P<per>[1-9]\d*(?:\.\d+)?|0\.\d+)(?!\d|[:：∶]\d)"
    # 9/10万
    r"|(?P<cases>\d+(?:\.\d+)?)(?P<base>/(?:10万|万|千))"
    # 2/3, 三分之一, 百分之八十
    rf"|(?P<upper>\d)/(?P<lower>[1-9])(?![\d/])|(?P<cnlower>百|[二三四五六七八九十])分之(?P<cnupper>{_CN}{{1,6}})"
    # 10%至15%, 1—2个, 2.5亿元, 1000余家
    rf"|(?P<low>{_NUMBER})(?P<mult1>{_MULTIPLIER}?)(?:\s(?=[A-Z]{{2}}))?(?P<unit1>{_UNIT}?)"  # 300 EFLOPS
    rf"(?:(?P<dash>—{{1,2}}|[-–~至到])(?P<high>{_NUMBER})(?P<mult2>{_MULTIPLIER}?)(?P<unit2>{_UNIT}?))?"
    rf"(?:(?<=[\d万亿])(?P<more>[余多])(?P<mult3>{_MULTIPLIER}?)(?P<unit3>(?:{_MEASURE})?))?"
    # 九成, 三家, 百名
    r"|(?P<tenths>[一二三四五六七八九])成(?=以上|以下|左右|多|的|[，。、；！？\n）]|$)"
    rf"|(?P<word>{either('quantities', 'word').pattern})"
    rf"|(?P<cn>{_CN}{{1,12}})(?P<cnunit>{_MEASURE}))"
)


def _bounds(side: str) -> tuple[str, dict[str, str]]:
    """The comparators of one side as alternatives, the longest first, and the op of each as printed."""
    words = {word: row["op"] for row in _BOOK["bound"] if row["side"] == side for word in row["words"].split()}
    return _longest_first(list(words)), {re.sub(r"\(.*\)", "", word): op for word, op in words.items()}


_LEFT, _LEFT_OP = _bounds("before")
_RIGHT, _RIGHT_OP = _bounds("after")
_BEFORE = re.compile(f"({_LEFT})(?:每[人生户亩床月年家个村县]){{0,3}}$|(?P<far>至少|最少)[一-鿿]{{1,5}}$")
_AFTER = re.compile(rf"(?:（含[^（）]*）)?({_RIGHT})(?:（含[^（）]*）)?")
_OF_WHOLE = re.compile(f"({_LEFT})[^，；。、\\d]{{2,}}的$")  # 不低于团队总数的25%
_PARTED = re.compile(r"()(提升|提高|增加|扩大|降低|压缩|压减|缩短|减少|缩小)[^，；。、\d]{2,}[至到]$")  # 提升利用率至90%
_REACH, _WHOLE = 8, 28
_FACTOR = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def folded(text: str) -> str:
    """The text with full-width figures and signs in half width, one character for one: offsets stay."""
    return _WIDE.sub(lambda sign: _FOLDED[sign[0]], text)


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Quantities of `text[start:end]` in order, bare numbers (unit None) too; `text` must be `folded`."""
    for match in _SCAN.finditer(text, start, len(text) if end is None else end):
        if match["skip"] is None:
            yield _quantity(match)


def bound(text: str, quantity: Quantity, start: int, end: int) -> Bound:
    """The comparator around a quantity within `text[start:end]`. One after the figure (以上) decides over one before it."""
    left = _BEFORE.search(text, max(start, quantity.start - _REACH), quantity.start)
    if left is None and quantity.unit in ("%", "倍"):
        left = _OF_WHOLE.search(text, max(start, quantity.start - _WHOLE), quantity.start)
    if left is None and text[quantity.start - 1] in "至到":
        left = _PARTED.search(text, max(start, quantity.start - _WHOLE), quantity.start)
    right = _AFTER.match(text, quantity.end, end)
    return Bound(
        op=_op(left, right, quantity),
        start=left.start() if left and left[1] else quantity.start,
        end=right.end() if right else quantity.end,
        before=left is not None,
        after=right is not None,
    )


def scaled(figure: str, multiplier: str) -> float:
    """Value in base units of a printed figure and its multiplier: `2.5`, `亿` -> 250000000."""
    value = float(figure.replace(",", ""))
    for sign in multiplier:
        value *= _FACTOR[sign]
    return round(value, 6)


def number(text: str) -> float:
    """Value of a Chinese integer (`一百二十`, `两万`, `百`); ValueError where it is none."""
    total = 0.0
    for sign in "亿万":
        head, found, tail = text.rpartition(sign)
        if found:
            total, text = total + (number(head) if head else 1) * _FACTOR[sign], tail
    value = ordinal(text) if text else 0
    if value is None:
        raise ValueError(f"not a number: {text}")
    return total + value


def _op(left: re.Match[str] | None, right: re.Match[str] | None, quantity: Quantity) -> str:
    if right:
        return _RIGHT_OP[right[1]]
    if left:
        word = next(filter(None, left.groups()))
        return _LEFT_OP.get(word) or _LEFT_OP[f"{word}至"]
    return ">" if (quantity.raw_unit or "")[:1] in ("余", "多") else "="


def _quantity(match: re.Match[str]) -> Quantity:
    if match["low"] is not None:
        return _figure(match)
    if match["cn"] is not None:
        return _made(match, number(match["cn"]), match["cnunit"], raw=match["cn"], form="chinese")
    if match["tenths"] is not None:
        return _made(match, number(match["tenths"]) * 10, "%", raw=match["tenths"], raw_unit="成")
    if match["word"] is not None:
        row = next(row for row in rows("quantities", "word") if row.pattern.fullmatch(match["word"]))
        return _made(match, row.extra["value"], row.extra["unit"] or None, form="word")
    if match["cases"] is not None:
        return _made(match, float(match["cases"]), match["base"], raw=match["cases"])
    if match["ratio"] is not None:
        return _made(match, round(float(match["ratio"]) / float(match["per"]), 6), "∶1", raw=match[0], raw_unit="")
    return _made(match, _fraction(match), "%", raw=match[0], raw_unit="")


def _fraction(match: re.Match[str]) -> float:
    upper, lower = match.group("upper", "lower") if match["upper"] else match.group("cnupper", "cnlower")
    below = number(lower)
    return round(100 * number(upper) / below, 4) if below else 0.0


def _figure(match: re.Match[str]) -> Quantity:
    """`10%至15%` and `1—2个`: unit and multiplier of the upper figure hold for the lower one where that has none."""
    multiplier = match["mult2"] or match["mult1"] or match["mult3"] or ""
    unit = match["unit2"] or match["unit1"] or match["unit3"] or ""
    low = scaled(match["low"], match["mult1"] or multiplier)
    high = scaled(match["high"], multiplier) if match["high"] else None
    printed = "".join(filter(None, match.group("low", "dash", "high")))
    return _made(match, low, unit or None, value2=high, raw=printed, raw_unit=(match["more"] or "") + multiplier + unit)


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
    return Quantity(match.start(), match.end(), float(value), unit, value2, raw, printed or None, form)
