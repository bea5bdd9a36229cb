"""How a target 指标 is typed and printed in one line, by the names that the table of targets has for its parts.

指标：管网漏损率；要求：≤9%；期限：2025年. The figure is read by the parser's own reader of quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.model import Target
from search.model import LibraryError

if TYPE_CHECKING:
    from ingest.targets.quantity import Bound, Quantity

SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "", "~": "约", "range": ""}
"""The comparators as one reads and types them."""
FORM = "指标：管网漏损率；要求：≤9%；期限：2025年"

_LABELS = {
    "指标": "indicator", "要求": "asked", "期限": "deadline", "频次": "frequency", "范围": "scope", "基准": "baseline",
    "性质": "nature",
}  # fmt: skip
_ALSO = {"数值": "要求", "目标值": "要求", "时限": "期限", "完成时限": "期限", "适用范围": "范围"}
_PARTED = re.compile(rf"[；;\n]|[，,、\s](?=\s*(?:{'|'.join((*_LABELS, *_ALSO))})\s*[:：])")
_PART = re.compile(r"\s*([^:：]{1,5}?)\s*[:：](.*)")
_SPELT_SIGNS = (("大于或等于", "≥"), ("小于或等于", "≤"), ("大于等于", "≥"), ("小于等于", "≤"), (">=", "≥"), ("<=", "≤"))
_AS_BEFORE = re.compile("(≥|≤|>|<|约|不低于|不少于|不高于|不超过|高于|低于)?基准")
_OP = {sign: op for op, sign in SIGNS.items() if sign} | {
    ">": ">", "<": "<", "不低于": ">=", "不少于": ">=", "不高于": "<=", "不超过": "<=", "高于": ">", "低于": "<",
}  # fmt: skip
_MEASURE = re.compile("[一-鿿A-Za-z·/]{1,10}")
_NATURES = ("约束性", "预期性")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Typed:
    """One target as it is typed; `asked` is 要求, '' for what is to be done by a year and has no figure."""

    indicator: str
    asked: str = ""
    deadline: str = ""
    frequency: str = ""
    scope: str = ""
    baseline: str = ""
    nature: str = ""

    def __str__(self) -> str:
        said = ((label, getattr(self, name)) for label, name in _LABELS.items())
        return "；".join(f"{label}：{text}" for label, text in said if text)

    @property
    def year(self) -> int | None:
        """That of the deadline."""
        return _year(self.deadline)

    @property
    def figure(self) -> tuple[str, Quantity] | None:
        """The comparator and the figure asked for, None for none; LibraryError where it can't be read."""
        return None if not self.asked or _as_before(self.asked) else _read(self.asked)

    @property
    def op(self) -> str:
        """The comparator; `=` for what is to be done by a year."""
        return self.figure[0] if self.figure else _as_before(self.asked) or "="


def listed(text: str) -> Iterator[Typed]:
    """The targets of a text, one by one, each in one form; each 指标 begins another. LibraryError for what can't be read."""
    fields: dict[str, str] = {}
    for part in filter(None, map(str.strip, _PARTED.split(text))):
        name, said = _part(part)
        if name == "indicator" and name in fields:
            yield _checked(fields)
            fields = {}
        if name in fields:
            raise LibraryError(f"“{part[:30]}”：这一项写了两次。", "另一项指标另起一行，从“指标：”写起。")
        fields[name] = said
    if fields:
        yield _checked(fields)


def line(target: Target) -> str:
    """A target of a document as it is typed."""
    asked = f"{SIGNS[target.op]}基准" if target.value is None and target.op != "=" else _printed_of(target)
    year = f"{target.deadline}年" if target.deadline else ""
    more = (_plain(text) for text in (target.frequency, target.scope, target.baseline, target.nature))
    return str(Typed(_plain(target.indicator), asked, year, *more))


def _part(part: str) -> tuple[str, str]:
    """The field that a part of a line gives, and its text."""
    found = _PART.fullmatch(part)
    label = _ALSO.get(found[1], found[1]) if found else ""
    if found is None or label not in _LABELS:
        raise LibraryError(f"“{part[:30]}”读不出是指标的哪一项。", f"写法：{FORM}；还可写{'、'.join(list(_LABELS)[3:])}。")
    return _LABELS[label], _plain(found[2])


def _checked(fields: dict[str, str]) -> Typed:
    """A target with its parts in one form."""
    typed = Typed(**{"indicator": "", **fields})
    if not re.search("[一-鿿A-Za-z]", typed.indicator):
        raise LibraryError("没有写明是什么指标。", f"写法：{FORM}。")
    if typed.nature not in ("", *_NATURES):
        raise LibraryError(f"没有“{typed.nature}”这种性质。", f"可用：{'、'.join(_NATURES)}。")
    if not (typed.asked or typed.year):
        raise LibraryError(f"指标“{typed.indicator}”没有写要求，也没有写期限。", f"写法：{FORM}。")
    return replace(typed, asked=_asked(typed), deadline=f"{typed.year}年" if typed.year else "")


def _asked(typed: Typed) -> str:
    if figure := typed.figure:
        return _printed(figure[0], figure[1].raw_value, figure[1].raw_unit)
    if typed.asked and not typed.baseline:
        raise LibraryError(f"指标“{typed.indicator}”没有写明基准。", "如：指标：发展党员数量；要求：≥基准；基准：上年。")
    return f"{SIGNS[typed.op]}基准" if typed.asked else ""


def _read(asked: str) -> tuple[str, Quantity]:
    """A requirement with one figure."""
    from ingest.targets.quantity import bound, find, folded

    plain = re.sub(r"\s+", "", folded(asked))
    for spelt, sign in _SPELT_SIGNS:
        plain = plain.replace(spelt, sign)
    found = list(find(plain))
    around = bound(plain, found[0], 0, len(plain)) if len(found) == 1 else None
    if around and (quantity := _whole(plain, found[0], around)):
        return "range" if quantity.value2 is not None else around.op, quantity
    raise LibraryError(f"“{asked}”不是一个数值要求。", "写作 ≤9%、不少于20名、10—15万人、约300家；期限、频次、范围另写。")


def _whole(plain: str, quantity: Quantity, around: Bound) -> Quantity | None:
    """The quantity, if it is all that is typed; one in words (全覆盖) under these."""
    rest = (plain[: around.start] + plain[around.end :]).strip()
    if quantity.unit is None and plain.endswith(rest) and _MEASURE.fullmatch(rest):  # a measure that is in no list
        return replace(quantity, unit=rest, raw_unit=f"{quantity.raw_unit or ''}{rest}")
    if rest:
        return None
    spelt = replace(quantity, raw_value=plain[quantity.start : quantity.end], raw_unit=None)
    return spelt if quantity.raw_value is None else quantity


def _as_before(asked: str) -> str | None:
    """The comparator of 不低于基准, of what is measured against what was; None for another requirement."""
    from ingest.targets.quantity import folded

    found = _AS_BEFORE.fullmatch(folded(asked))
    return _OP.get(found[1], "=") if found else None


def _year(deadline: str) -> int | None:
    """The year of a deadline; LibraryError where it names none, or several."""
    from ingest.targets.quantity import folded
    from ingest.targets.time import dues

    if not deadline:
        return None
    plain = re.sub(r"^((?:19|20)\d\d)$", r"\1年", folded(deadline))
    years = {due.year for due in dues(plain, 0, len(plain), None)}
    if len(years) != 1:
        raise LibraryError(f"“{deadline}”不是期限。", "期限写作 2025年，或“十四五”期末。")
    return years.pop()


def _plain(text: str | None) -> str:
    """Without the signs that part the parts of a target."""
    return re.sub(r"[；;\s]+", " ", text or "").strip()[:_LONGEST].strip()


def _printed_of(target: Target) -> str:
    if target.value is None:
        return ""
    if target.raw_value is None:
        ends = (f"{value:.15g}" for value in (target.value, target.value2) if value is not None)
        return _printed(target.op, "—".join(ends), target.unit)
    unit = target.raw_unit or ""
    lacks = unit[-1:] in ("万", "亿") and target.unit and target.unit not in unit  # 游客突破2000万: 人次 is not printed
    return _printed(target.op, target.raw_value, f"{unit}{target.unit}" if lacks else unit)


def _printed(op: str, figure: str | None, unit: str | None) -> str:
    """A figure with its comparator; its unit once, where the figure is printed with it."""
    said = figure or ""
    return f"{SIGNS[op]}{said}{'' if unit and said.endswith(unit) else unit or ''}"
