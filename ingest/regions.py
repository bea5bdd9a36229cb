"""Regions 地区 and their levels, read from `corpus/gazetteer/regions.csv` (GB/T 2260 codes) and from the shape of a name.

A place that the table lacks is known by its ending: 溪源县 is a county, 望山镇 a town. A name in front of an organ counts with
the places it lies in: the last of 云陵省青岚市溪源县 is meant.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "corpus" / "gazetteer" / "regions.csv"

_SUFFIXES = {
    "provincial": ("省", "自治区", "特别行政区"),
    "city": ("自治州", "地区", "盟"),
    "county": ("自治县", "自治旗", "县", "区", "旗", "市"),
    "town": ("镇", "乡", "街道", "苏木"),
}
"""Endings of names that the table lacks. It holds every prefecture, so another 市 is one of a county's level."""
_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|苏木|[省盟旗]|市(?!场|民|容|政(?![府协法务]))|县(?!域|城(?![镇乡市关厢]))|镇(?!化)|乡(?![村镇土愁])"
    r"|(?<![地特景园社校库片军辖专战郊灾山林牧农矿小各全两新湾])(?<!行政|工业|产业|开发|示范|高新)区(?![域块划位间]))"
)
_NOT_PLACES = re.compile(
    r"^[对第]|^自治[区州县旗]$|各|全|我|本|该|有关|相关|贯彻|落实|推进|推动|加快|促进|支持|实施|省市|市县|城市|城乡|^城镇|小城镇|小镇|(?:中心|重点|建制|特色|强|名)镇|乡镇|农村|无废|智慧|县域|都市|两省|试点|国家|中国"
)
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:开发区|示范区|试验区|合作区|保税港?区|度假区|风景区|功能区|管理区|投资区|工业区|产业园区|工业园区|新区|高新区|经开区)"
    r"(?=[（(]|管委会|管理委员会|党工委|工委|安全|办公室|[\u4e00-\u9fff]{2,8}(?:局|委员会|办))"
)
"""A zone 开发区 is run by a committee of its own: its name counts as a place where an organ's name begins with it."""
_KIND_OF_ZONE = re.compile(r"经济|高新|综合|国家|产业|循环|临空|出口|旅游|工业")  # no name of its own: 青岚高新技术产业开发区
_PEOPLES = re.compile(
    r"(?:各|满|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉"
    r"|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族"
    r"|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯"
)
"""The peoples in the names of autonomous places, some of which are named without 族."""
_AUTONOMOUS = re.compile(rf"(?P<stem>.+?)(?:{_PEOPLES.pattern})+自治(?P<kind>[县旗])|(?P<people>.+?)族?自治(?P<of>[县旗])")
_OFTEN = 3
_DIVISION = re.compile(r"第[一二三四五六七八九十]{1,3}师(?=[\u4e00-\u9fff]{2,6}市)")
_NATIONAL = re.compile(r"中共中央|国务院|中华人民共和国|中华全国|全国|国家|中央|中国|最高人民")
_MINISTRY = re.compile(r"[\u4e00-\u9fff]{2,12}(?:(?<!指挥)部|总局|总署)(?:办公厅)?$")
_BRANCH = re.compile(
    r"(?:国家税务总局|国家统计局|国家金融监督管理总局|中国人民银行|中国(?:银行)?(?:银)?保?监会|中国(?=[（(]))[（(]?"
)
"""Bodies that name the place they serve behind the national one: 国家税务总局青岚市税务局, 中国（澜岳）自由贸易试验区."""
_BEFORE_PLACE = (*"省区市州盟县旗对在向从至于和与及", "印发", "关于", "支持", "贯彻")
"""What a name of two characters may stand behind: 庆阳市宁县, 支持宁县."""
_BARE = re.compile(r"[\u4e00-\u9fff]区")  # 城区, 郊区, 东区: names of districts that are words, known by the city before them
_WORD_GOES_ON = re.compile(r"[域块划位间]")  # 河北区域 is not 天津's 河北区
_OWN_ENDING = re.compile(
    r"县(?![域城级市区乡])|旗(?![舰帜下])|镇(?![化村])|乡(?![村镇土愁贤])|街道|市(?![场民县区级域直容])|(?P<district>区(?![域块划位间县]))"
)
"""Behind a short name, the ending of a place of its own: 青岚县 is not 青岚市, and 凤原镇 not 凤原县 (广西区 is 广西)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place. `code` is None where only the shape of its name is known."""

    name: str
    level: str
    code: str | None = None
    parent: str | None = None


NATION = Region("中国", "national", "000000")
_SIGNS = dict(
    zip(
        "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新",
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)),
        strict=True,
    )
)
"""The sign of a province in the numbers of its documents 发文机关代字 (鄂政发), and the head of its code (GB/T 2260)."""


@cache
def regions() -> dict[str, Region]:
    """Full name and short name -> region; a short name that two places share leads to neither, a full one to its level."""
    found: dict[str, Region] = {}
    shared: set[str] = set()
    for region, short in _rows():
        for name in {region.name, short, _spoken(region.name, short)} - {""}:
            if name in found and found[name] != region:
                shared.add(name)
            found.setdefault(name, region)
    for name in shared:
        known = found.pop(name)
        if known.name == name:
            found[name] = Region(name, known.level)
    return found


def _spoken(name: str, short: str) -> str:
    """What an autonomous place is called without its peoples: 大理州 for 大理白族自治州, 巍山县 for 巍山彝族回族自治县, 东乡县
    for 东乡族自治县; empty for other places."""
    if name.endswith("自治州"):
        return f"{short}州" if short and not short.endswith("州") else ""
    found = _AUTONOMOUS.fullmatch(name) if name.endswith(("自治县", "自治旗")) else None
    return (found["stem"] or found["people"]) + (found["kind"] or found["of"]) if found else ""


def region_of_organ(name: str) -> Region | None:
    """The region an organ belongs to: 溪源县人民政府办公室 -> 溪源县, 国务院 -> 中国; None where its name shows none."""
    name = re.sub(r"^(?:中国共产党|中共|共青团)(?!中央)", "", name)
    if (branch := _BRANCH.match(name)) and (place := _leading(name[branch.end() :])):
        return place
    if _NATIONAL.match(name):
        return NATION
    return _leading(name, zones=True) or (NATION if _MINISTRY.match(name) else None)


def region_in_title(title: str, text: str = "") -> Region | None:
    """The region a title names, full or short; of several, the one that `text` speaks of most (江苏经验对云南的启示: 云南).

    Places that stand one after another at its beginning are one: 澜岳省青岚市溪源县 means the county.
    """
    plain = re.sub(r"^(?:《|〈|关于|中共|印发|20\d\d年度?)+", "", title)
    first = _leading(plain, zones=True)
    named = {regions()[name].name: name for name in sorted(_named_in(title), key=len)}
    above = _chain(plain).union(names_above(first)) if first else set()
    others = {name: short for name, short in named.items() if name not in above}
    if text and len(others) + (first is not None) > 1:
        counted = {**({first.name: first} if first else {}), **{name: regions()[name] for name in others}}
        return max(counted.values(), key=lambda region: text.count(_stem(region, named)))
    return first or (regions()[max(named.values(), key=len)] if named else None)


def province_of_number(number: str) -> Region | None:
    """The province whose sign begins the number, known to be a province's: cities share the signs (吉 is 吉安 too)."""
    return _by_code().get(f"{_SIGNS.get(number[:1], 0)}0000")


def region_spoken_of(text: str, levels: Sequence[str], *, least: int = 2) -> Region | None:
    """The place of one of these levels that a text names most often, `least` times or more, in full or short; else None."""
    found = {
        known.name: known for end in re.finditer("[省市县区旗州盟]", text) if (known := _ending_at(text, end.end(), levels))
    }
    shorts = {region.name: short for region, short in _rows() if region.name in found}
    counts = Counter({name: text.count(shorts.get(name) or name) for name in found})
    best = counts.most_common(1)
    return found[best[0][0]] if best and best[0][1] >= least else None


def province_spoken_of(text: str) -> Region | None:
    """The province that a text names by its short name alone (江苏), three times at least and twice as often as any other."""
    counts = Counter({region: text.count(short) for region, short in _rows() if region.name.endswith("省")}).most_common(2)
    (best, most), (_, next_most) = counts
    return best if most >= _OFTEN and most >= 2 * next_most else None


def _ending_at(text: str, end: int, levels: Sequence[str]) -> Region | None:
    for length in range(min(12, end), 2, -1):
        if (known := regions().get(text[end - length : end])) and known.level in levels:
            return known
    return None


def places(name: str, code: str | None = None) -> tuple[Region, ...]:
    """The places of the table that bear a full name: several where they share it (鼓楼区), the one of the `code` where that is
    known."""
    found = tuple(region for region, _ in _rows() if region.name == name)
    return tuple(region for region in found if region.code == code) or found


def parent_of(region: Region) -> Region | None:
    """The region above, None for the nation or where the table does not say."""
    return _by_code().get(region.parent or "")


def names_above(region: Region) -> tuple[str, ...]:
    """The names of the regions above, the nearest first."""
    place = parent_of(region)
    return (place.name, *names_above(place)) if place else ()


@cache
def _rows() -> tuple[tuple[Region, str], ...]:
    with TABLE.open(encoding="utf-8-sig", newline="") as table:
        rows = csv.DictReader(table)
        return tuple((Region(row["name"], row["level"], row["code"], row["parent"] or None), row["short"]) for row in rows)


@cache
def _by_code() -> dict[str, Region]:
    return {region.code: region for region, _ in _rows() if region.code}


@cache
def _below() -> dict[tuple[str, str], Region]:
    """`(code of the place above, name)` -> region: which of the districts of one name is meant."""
    return {(region.parent, region.name): region for region, _ in _rows() if region.parent}


def _stem(region: Region, named: Mapping[str, str]) -> str:
    return named.get(region.name, region.name)


def _leading(name: str, *, zones: bool = False) -> Region | None:
    """The last of the places that stand one after another at the start of a name; with `zones` a zone 开发区 counts too."""
    places = list(_places(name))
    at = places[-1][1] if places else 0
    if zones and (zone := _ZONE.match(name, at)):
        start = (places[-2][1] if len(places) > 1 else 0) if _KIND_OF_ZONE.match(zone[0]) else at
        return Region(name[start : zone.end()], "county", None, places[-1][0].code if places else None)
    return places[-1][0] if places else None


def _chain(name: str) -> set[str]:
    return {place.name for place, _ in _places(name)}


def _places(name: str) -> Iterator[tuple[Region, int]]:
    """The places at the start of a name, each with the offset at which it ends."""
    above: Region | None = None
    at = 0
    while found := _place_at(name, at, above):
        above, at = found
        yield found
        division = _DIVISION.match(name, at)
        at = division.end() if division else at


def _place_at(name: str, at: int, above: Region | None) -> tuple[Region, int] | None:
    for length in range(min(15, len(name) - at), 1, -1):
        word = name[at : at + length]
        known = _below().get((above.code, word)) if above and above.code else None
        if known or ((known := regions().get(word)) and _stands_for(known, name, at, at + length)):
            # the longest name first: 吉林市 is the city, 吉林 alone the province
            return known, at + length
    match = _NAME.match(name, at)
    if not match or len(match[0]) < 3 or _NOT_PLACES.search(match[0]) or _holds_a_place(match[0]):
        return None
    return Region(match[0], _level(match[0])), match.end()


def _holds_a_place(name: str) -> bool:
    """Whether what looks like a place is words before a known one: 支持溪源县."""
    return any(name[i:] in regions() for i in range(1, len(name) - 2))


def _stands_for(known: Region, name: str, start: int, end: int) -> bool:
    """Whether the word `[start, end)` of a name means the place that the table has by it: not so where it is a common word
    (郊区), goes on (河北区域), or has an ending of its own behind a short name (青岚县)."""
    word = name[start:end]
    if _BARE.fullmatch(word) or (word.endswith("区") and _WORD_GOES_ON.match(name, end)):
        return False
    own = _OWN_ENDING.match(name, end) if word != known.name else None
    return own is None or (own["district"] is not None and known.level == "provincial")


def _level(name: str) -> str:
    return next(level for level, suffixes in _SUFFIXES.items() if name.endswith(suffixes))


def _named_in(title: str) -> Iterator[str]:
    for start in range(len(title)):
        for length in range(2, min(15, len(title) - start) + 1):
            name = title[start : start + length]
            known = regions().get(name)
            inside = length == 2 and name[-1] in "县区旗市" and start and "\u4e00" <= title[start - 1] <= "\u9fff"
            if inside and not title[:start].endswith(_BEFORE_PLACE):
                continue  # 青宁县 is not 宁县
            if known and known.level != "national" and _stands_for(known, title, start, start + length):
                yield name
