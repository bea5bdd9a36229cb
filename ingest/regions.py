"""Regions 地区 and their levels, read from `corpus/gazetteer/regions.csv` (GB/T 2260 codes) and from the shape of a name.

A place that the table lacks is known by its ending: 溪源县 is a county, 望山镇 a town. A name in front of an organ counts with
the places it lies in: the last of 云陵省青岚市溪源县 is meant.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "corpus" / "gazetteer" / "regions.csv"

_SUFFIXES = {
    "provincial": ("省", "自治区", "特别行政区"),
    "city": ("自治州", "地区", "盟", "市"),
    "county": ("自治县", "自治旗", "县", "区", "旗"),
    "town": ("镇", "乡", "街道"),
}
_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|[省盟旗]|市(?!场|民)|县(?!域|城)|镇(?!化)|乡(?![村镇土愁])"
    r"|(?<![地特景园社校库片军辖专战郊灾山林牧农矿小各全两新])(?<!行政|工业|产业|开发|示范|高新)区)"
)
_NOT_PLACES = re.compile(r"各|全|我|本|该|有关|相关|省市|市县|城市|城乡|乡镇|农村|无废|智慧|县域|都市|两省|试点|国家|中国")
_NATIONAL = re.compile(
    r"(?:中共中央|国务院|中华人民共和国|全国|国家|中央|中国)|[\u4e00-\u9fff]{2,12}(?:(?<!指挥)部|总局|总署)(?:办公厅)?$"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A place. `code` is None where only the shape of its name is known."""

    name: str
    level: str
    code: str | None = None
    parent: str | None = None


NATION = Region("中国", "national", "000000")


@cache
def regions() -> dict[str, Region]:
    """Full name and short name -> region; a short name that two places share leads to neither."""
    found: dict[str, Region] = {}
    shared: set[str] = set()
    with TABLE.open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            region = Region(row["name"], row["level"], row["code"], row["parent"] or None)
            for name in {row["name"], row["short"]} - {""}:
                if name in found and found[name] != region and name != row["name"]:
                    shared.add(name)
                found.setdefault(name, region)
    return {name: region for name, region in found.items() if name not in shared or region.name == name}


def region_of_organ(name: str) -> Region | None:
    """The region an organ belongs to: 溪源县人民政府办公室 -> 溪源县, 国务院 -> 中国; None where its name shows none."""
    name = name.removeprefix("中共")
    if _NATIONAL.match(name):
        return NATION
    return _leading(name)


def region_in_title(title: str, text: str = "") -> Region | None:
    """The region a title names, full or short; of several, the one that `text` speaks of most (江苏经验对云南的启示: 云南)."""
    named = {regions()[name].name: name for name in sorted(_named_in(title), key=len)}
    if len(named) > 1 and text:
        return regions()[max(named.values(), key=text.count)]
    plain = re.sub(r"^(?:关于|中共)", "", title)
    if found := _leading(plain):
        return found
    return regions()[max(named.values(), key=len)] if named else None


def parent_of(region: Region) -> Region | None:
    """The region above, None for the nation or where the table does not say."""
    if region.level == "national":
        return None
    return next((other for other in regions().values() if region.parent and other.code == region.parent), None)


def _leading(name: str) -> Region | None:
    """The last of the places that stand one after another at the start of a name."""
    last, at = None, 0
    while found := _place_at(name, at):
        last, at = found[0], found[1]
    return last


def _place_at(name: str, at: int) -> tuple[Region, int] | None:
    for length in range(min(12, len(name) - at), 1, -1):
        if known := regions().get(name[at : at + length]):
            # the longest name first: 吉林市 is the city, 吉林 alone the province
            return known, at + length
    match = _NAME.match(name, at)
    if not match or len(match[0]) < 3 or _NOT_PLACES.search(match[0]):
        return None
    return Region(match[0], _level(match[0])), match.end()


def _level(name: str) -> str:
    return next(level for level, suffixes in _SUFFIXES.items() if name.endswith(suffixes))


def _named_in(title: str) -> list[str]:
    return [name for name, region in regions().items() if len(name) >= 2 and region.level != "national" and name in title]
