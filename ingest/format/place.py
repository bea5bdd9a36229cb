"""Whose plan a text is: the place, and its level, as signature, titles, addressees and the text's own words (我县) tell.

A place is never guessed from another document; of a plan that names none, only how it calls its own (全镇) tells the level.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.format.layout import Layout
from ingest.official import DOC_TYPE
from ingest.regions import (
    NATION,
    Region,
    province_of_number,
    province_spoken_of,
    region_in_title,
    region_of_organ,
    region_spoken_of,
    regions,
)

_SPOKEN = 20_000
"""Characters in which a text speaks of its own place enough."""
_FIRST_WORDS, _HEAD = 200, 1500
"""Characters in which a report names its place, and in which a text says what it is."""
_PRESENTED = re.compile(r"(?:印发|出台|起草|制定|编制|修订|发布|公布)了?《((?:[^《》]|《[^《》]*》)+)》")
"""What an explanation without a title explains: 青岚市人民政府印发了《…》, 现解读如下."""
_SPEAKER = re.compile(
    r"(?m)^[ \u3000]*([\u4e00-\u9fff]{2,14}(?:政府|[省市县区旗州盟]委))(?:代|副)?(?:[省市县区旗州盟]长|书记|主席|主任)(?=\s)"
)
"""The line below the title of a speech: 青岚市人民政府副市长 某某."""
_MEETING = re.compile(r"——\s*在?(?P<place>[\u4e00-\u9fff]{3,20}?)(?:第[一二三四五六七八九十]+届|人民代表大会)")
"""The line below the title of a report: ——在溪源县第十七届人民代表大会第一次会议上."""
_OURS = re.compile(r"(?:我|全|本)(省|市|县|区|旗|州)(?![里内])")
_OWN_LEVEL = re.compile(r"(?:我|全|本)([省县旗镇乡])(?![里内])")
_OWN_LEVELS = {"省": "provincial", "县": "county", "旗": "county", "镇": "town", "乡": "town"}
UNNAMED = re.compile(r"(?:中共)?(省|自治区|市|州|县|区|旗)(?:人民政府|政府|委|[\u4e00-\u9fff]{2,12}(?:厅|局|委员会))")
"""An organ that leaves out the name of its place: 省人民政府关于…."""
_PROVINCES_OWN = re.compile(
    r"各(?:地级以上|设区的?|省辖|地级)?市(?!场|级|直|民|政府)|各市、?州|各盟|(?:省|自治区)(?:人民)?政府各"
)
"""Whom a province writes to, and a city or county never does: 各市、州、县人民政府, 各设区市, 省人民政府各部门."""
_SUITED = re.compile(r"结合([\u4e00-\u9fff]{2,8}?)(?:的)?实际")
"""A plan is made for the place whose circumstances it heeds: 结合青岚实际, 结合溪源县实际."""
_CONVENED = re.compile(r"主持召开[^。]{0,24}?(省|市|州|县|区|旗)(?:人民)?政府")
"""Minutes say whose government met, if they are headed by the meeting alone."""
_LEVELS = {
    "省": ("provincial",),
    "自治区": ("provincial",),
    "市": ("provincial", "city", "county"),
    "州": ("city",),
    "区": ("provincial", "county"),
    "县": ("county",),
    "旗": ("county",),
}
_OF_ALL_PROVINCES = re.compile(r"各省、自治区")
_OF_THE_STATE = re.compile(r"[（(]?(?:国|中|[\u4e00-\u9fff]{1,4}部)")
"""How a number of an organ of the state begins: 国办发, 水利部公告."""
_NATION_SPOKEN = re.compile(r"我国|全国|国家")
_PLACE_SPOKEN = re.compile(
    r"(?:我|全)[省市县区镇乡]|[（。：\n][省市县区](?:委办|政府办|[直级](?:各|有关|部门))"
    r"|[（：、](?:省|县|市(?![场政])|区(?!域))[\u4e00-\u9fff]{2,6}[局厅]"
)
"""What shows that a text which speaks of the nation is a place's."""
_NATION_HEAD = 3000


def place_of(text: str, made: Layout, title: str, issuers: Sequence[str]) -> Region | None:
    """Whose plan it is: the organ that signs, then the titles; addressees 各省… and talk of 我国 show the nation."""
    front = made.fronts[0]
    if named := _named(text, made, title, issuers):
        return named
    to, number = front.addressees, front.number
    if to and _OF_ALL_PROVINCES.search(text[to.start : to.end]):
        return NATION
    if place := _unnamed(text, made, issuers):
        return place
    if number and _OF_THE_STATE.match(text, number.start, number.end):
        return NATION
    if place := _our_own(text[:_SPOKEN]):
        return place
    if not (to or number or DOC_TYPE.search(title)) and (place := _reported_from(text, made)):
        return place
    return NATION if not to and _speaks_of_nation(text) else None


def _named(text: str, made: Layout, title: str, issuers: Sequence[str]) -> Region | None:
    """The place of the organ that signs, or that titles and the lines below them name."""
    front = made.fronts[0]
    if signed := next(filter(None, map(region_of_organ, issuers)), None):
        return signed
    meeting = _MEETING.search(text, 0, 2000)
    explained = None if any(front.title for front in made.fronts) else _PRESENTED.search(text, 0, _HEAD)
    speaker = _SPEAKER.search(text, 0, front.body)
    told = (meeting["place"] if meeting else "", explained[1] if explained else "", speaker[1] if speaker else "")
    names = (title, front.title_text, *made.issued, *told)
    return next(filter(None, (region_in_title(name, text) or region_of_organ(name) for name in names)), None)


def _speaks_of_nation(text: str) -> bool:
    return _NATION_SPOKEN.search(text, 0, _NATION_HEAD) is not None and not _PLACE_SPOKEN.search(text)


def _reported_from(text: str, made: Layout) -> Region | None:
    """The county, or else the city, that a report without a type names first, unless it speaks of the nation more."""
    begins = made.zones[0].span.start
    first = text[begins : begins + _FIRST_WORDS]
    place = region_spoken_of(first, ("county",), least=1) or region_spoken_of(first, ("city",), least=1)
    of_all = text.count("我国") + text.count("全国")
    return place if place and text.count(place.name) >= of_all else None


def _unnamed(text: str, made: Layout, issuers: Sequence[str]) -> Region | None:
    """The place of an organ that goes without its name: a province by the sign in the number, else as the text says."""
    front = made.fronts[0]
    organ = next((found for name in (*issuers, front.title_text) if (found := UNNAMED.match(name))), None)
    number, to = front.number or front.record.number, front.addressees
    provincial = organ[1] in ("省", "自治区") if organ else to and _PROVINCES_OWN.search(text, to.start, to.end)
    if provincial and number and (place := province_of_number(text[number.start : number.end].lstrip("（("))):
        return place
    if organ and (stated := front.record.issuer) and (place := region_of_organ(text[stated.start : stated.end])):
        return place
    return region_spoken_of(text[:_SPOKEN], _LEVELS[organ[1]]) if organ else None


def level_spoken(text: str) -> str | None:
    """The level of a plan that names no place, by how it calls its own: 我县, 全镇; 我市 may be a city's or a county's."""
    spoken = text[:_SPOKEN]
    ours = Counter(found[1] for found in _OWN_LEVEL.finditer(spoken)).most_common(1)
    other = spoken.count("我国") + spoken.count("全国") + spoken.count("我市") + spoken.count("全市")
    return _OWN_LEVELS[ours[0][0]] if ours and ours[0][1] > other else None


def _our_own(text: str) -> Region | None:
    """The place that a text calls 我市, 全县 or 本区, or whose government met, where it names it too."""
    if met := _CONVENED.search(text):
        return region_spoken_of(text, _LEVELS[met[1]], least=1)
    if (suited := _SUITED.search(text)) and (place := regions().get(suited[1])):
        return place
    ours = Counter(_OURS.findall(text)).most_common(1)
    if not ours or ours[0][1] <= text.count("我国") + text.count("全国"):
        return None
    return region_spoken_of(text, _LEVELS[ours[0][0]]) or (province_spoken_of(text) if ours[0][0] == "省" else None)
