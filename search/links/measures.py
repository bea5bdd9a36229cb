"""Units in which one thing may be counted: 斤 and 吨, 亩 and 公顷, % and ‰, 人 and 名."""

from __future__ import annotations

import re

_SCALES = {
    "%": {"%": 1.0, "个百分点": 1.0, "百分点": 1.0, "‰": 0.1, "个千分点": 0.1, "千分点": 0.1},
    "人": {"人": 1.0, "名": 1.0, "位": 1.0},
    "场次": {"场次": 1.0, "场": 1.0, "次": 1.0, "期": 1.0},
    "元": {"元": 1.0},
    "倍": {"倍": 1.0},
    "吨": {"吨": 1.0, "公斤": 1e-3, "千克": 1e-3, "斤": 5e-4, "克": 1e-6},
    "亩": {"亩": 1.0, "公顷": 15.0, "平方公里": 1500.0, "平方千米": 1500.0},
    "公里": {"公里": 1.0, "千米": 1.0, "米": 1e-3},
    "千瓦": {"千瓦": 1.0, "兆瓦": 1e3, "吉瓦": 1e6, "瓦": 1e-3},
    "千瓦时": {"千瓦时": 1.0, "度": 1.0, "兆瓦时": 1e3},
    "小时": {"小时": 1.0, "个小时": 1.0, "分钟": 1 / 60},
    "工作日": {"工作日": 1.0, "个工作日": 1.0},
    "学时": {"学时": 1.0, "课时": 1.0},
    "天": {"天": 1.0, "日": 1.0},
    "个月": {"个月": 1.0, "月": 1.0},
    "岁": {"岁": 1.0, "周岁": 1.0},
    "分": {"分": 1.0},
}
"""Family -> its units, each with how much of the family's first unit it is (the legal units of measurement; 1 公顷 = 15 亩)."""
_OF = {unit: (family, factor) for family, units in _SCALES.items() for unit, factor in units.items()}
_PHYSICAL = re.compile("(?:人次|户|亩|吨|米|公里|千瓦|瓦|公顷|升|克|小时|年|天|周|秒|分贝|标准煤|美元|欧元)$|/")
THINGS = "个"
"""The family of the many measure words of things (个, 件, 家, 项, 所)."""


def family(unit: str | None) -> str | None:
    """What figures of a unit can be compared with; a measure of its own (微克/立方米, 人次) is its own family."""
    if unit is None:
        return None
    return _OF[unit][0] if unit in _OF else unit if _PHYSICAL.search(unit) else THINGS


def units_of(family: str | None) -> tuple[str, ...]:
    """The units of a family that have a scale; none for the others."""
    return tuple(_SCALES.get(family or "", ()))


def in_family(value: float, unit: str | None) -> float:
    """A figure in the first unit of its family: 2000 斤 -> 1 吨."""
    return value * _OF[unit][1] if unit in _OF else value
