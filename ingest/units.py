"""Names of units 责任单位: where a list of them divides, what is one, its full name, and whether two names mean one body.

A name is read as prefix and body: 县 + 人力资源社会保障局, 溪源县 + 总工会, 国家 + 统计局. Bodies are known from
`corpus/gazetteer/units.csv` (`name,aliases,note`; an alias that begins with 原 is a former name: it finds the body and does not
rename it) and, beyond it, from the ends of names in `rules/units.toml`. A name in the table that ends in 局 stands for the 厅 of
a province and the 部 of the nation too.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ingest import rulebook

GAZETTEER = Path(__file__).parent.parent / "corpus" / "gazetteer" / "units.csv"

_LEVEL = r"(?:省|自治区|直辖市|地级市|设区的?市|县级市|市辖区|自治州|自治县|区县|市县|市州|州市|县区|县市区?|旗县区?|乡镇|镇街|市|州|盟|县|区|旗|乡|镇|街道|社区|村)"
_INNER = r"(?:（[^（）]*）|\([^()]*\))"
_OPEN = re.compile(rf"(?:各|每个|全|所有|有关|相关|涉及|涉农|试点|其他)*(?:级)?{_LEVEL}{_INNER}?(?:级)?(?:三级|两级|四级)?")
_REST = re.compile(rf"(?:(?:各)?{_LEVEL}{_INNER}?)?(?:人民政府|政府|党委政府|党委|管委会|管理委员会)?")
_CLOSING = re.compile(r"(?:人民政府|政府|党委|管委会|管理委员会)$")
_ETC = re.compile(
    r"(?<![高中平初同优])等(?![学院候级级于])(?:国务院|中央|省级|省直|市级|市直|县级|县直)?(?:各)?(?:有关|相关)?(?:职能)?"
    r"(?:部门和单位|部门及单位|部门|单位|部委|机构|地方|方面|[^、，；和及与]{0,16}(?:成员单位|部门|单位))?(?=和|及|以及|与|、|，|$)"
)
_ETC_AND = re.compile("、(?:和|及|以及|与)")
_AND = re.compile("以及|会同|和|及|与|暨|并")
_BARE = re.compile(r"(?:有关|相关)?(?:成员)?(?:单位|部门|地方|地区|机构|企业|人民政府|政府|党委|政府部门)?")
_PROSE = re.compile(
    r"[，。；：！？,;:!?“”《》〈〉\n]|的|是(?!局)|由|含|将|把|为|鼓励|支持|指导|引导|督促|协调各|按照|根据|通过|推动|组织(?!部|工作)"
)

_RANKS = {
    "国家": "national", "全国": "national", "中央": "national", "中国": "national", "国务院": "national", "中华全国": "national",
    "省": "provincial", "自治区": "provincial", "直辖市": "provincial", "市": "city", "州": "city", "盟": "city",
    "县": "county", "区": "county", "旗": "county", "镇": "town", "乡": "town", "街道": "town",
}  # fmt: skip
_PLACE = re.compile(
    r"(?P<place>[一-鿿]{2,9}?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|县|区|旗|镇|乡|街道))(?=委|人|政|[一-鿿]{2})"
)
_NATION = re.compile("^(?:中华人民共和国|中华全国|国务院|国家|中国|全国)(?=.{3})")
_SAME_RANK = ({"省", "自治区"}, {"州", "自治州"}, {"县", "自治县", "旗"})
_TAILS = (("委员会", "委"), ("办公室", "办"), ("办公厅", "办"), ("联合会", "联"), ("人民政府", "政府"), ("协会", "协"))
_ALLIED = ({"委", "局"}, {"委", "厅"}, {"委", "部"}, {"办", "局"}, {"办", "委"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `rank` is the word of level (省, 县 …) or None, `place` the region where it is printed."""

    place: str | None
    rank: str | None
    party: bool
    body: str


def split(text: str) -> tuple[str, ...]:
    """The units of a list, as printed without white space: `、，和及与` divide, unless inside a bracket or a name.

    各市、州、县人民政府 and 各州（市）党委、政府 stay one; 文化和旅游部 too; 等有关部门 at an end is dropped.
    """
    squeezed = _ETC_AND.sub("、", _ETC.sub("、", re.sub(r"\s+", "", text)))
    pieces = [unit for piece in _at_commas(squeezed) for unit in _at_and(piece)]
    return tuple(piece for piece in _rejoined(pieces) if piece)


def is_unit(name: str) -> bool:
    """Whether a string without white space reads as the name of a body or of a set of bodies (各乡（镇）)."""
    if not 2 <= len(re.sub(_INNER, "", name)) <= 40 or _PROSE.search(re.sub(_INNER, "", name)):
        return False
    return is_known(name) or (_OPEN.fullmatch(name) is not None and len(name) > 1) or _ends_as_unit(name)


def is_collective(name: str) -> bool:
    """Whether the name stands for several bodies (各乡（镇）, 有关区县政府, 水利部门)."""
    bare = re.sub(_INNER, "", name)
    return any(rule.pattern.search(bare) for rule in rulebook.rows("units", "collective")) or _OPEN.fullmatch(name) is not None


def is_distributive(name: str) -> bool:
    """Whether the name says of itself that it means each or some of many: 各乡（镇）, 有关部门, 县级以上人民政府."""
    bare = re.sub(_INNER, "", name)
    return any(rule.pattern.search(bare) for rule in rulebook.rows("units", "collective") if rule.id != "function")


def names_nobody(name: str) -> bool:
    """Whether the words name no one: 有关部门, 各有关部门和单位."""
    return any(rule.pattern.search(name) for rule in rulebook.rows("units", "nobody"))


def is_vague(name: str) -> bool:
    """Whether the words are a level or a place and no unit by themselves: 全省, 省级, 地方."""
    return any(rule.pattern.search(name) for rule in rulebook.rows("units", "vague"))


def is_known(name: str) -> bool:
    """Whether the body is in the gazetteer, with or without a prefix."""
    return _row(parse(name).body) is not None or name in _index()


def known_names() -> tuple[str, ...]:
    """Every name and short name of the gazetteer, with the 厅 and 部 of a name in 局, and the departments 部门 of its matter."""
    names = set(_index()) | set(_former())
    stems = {name[:-1] for name in names if name.endswith("局")}
    return tuple(sorted(names | {stem + end for stem in stems for end in ("厅", "部", "部门", "行政部门", "主管部门")}))


@lru_cache(maxsize=4096)
def parse(name: str, region: str | None = None) -> Name:
    """Takes a name apart; `region` is a place it may begin with."""
    name = re.sub(r"\s+", "", name)
    if name in _index() or is_collective(name):
        return Name(None, None, False, name)
    league = re.fullmatch(r"(?:共青)?团(.{1,9}?)委(?:员会)?", name)
    if league:
        return _prefixed(league[1] + "团委", region)
    return _prefixed(name.removeprefix("中共"), region)


def level_of(name: str) -> str | None:
    """The level a name shows by itself: 县财政局 county, 省民政厅 and 民政厅 provincial, 税务总局 national; else None."""
    parts = parse(name)
    if parts.rank:
        return _RANKS.get(parts.rank)
    if parts.place:
        return _level_of_place(parts.place)
    if parts.body in _only_national() or re.search(r"(?:^国务院|^中央|总局|总署)", parts.body):
        return "national"
    return _level_of_tail(parts.body)


def canonical(name: str, region: str | None) -> str | None:
    """Full name with the region in front, as for a document of that `region`: 县人社局 in 溪源县 is
    溪源县人力资源和社会保障局. None for a set of bodies, and for a body of another place that the name does not tell."""
    if is_collective(name):
        return None
    parts = parse(name, region)
    level = level_of(name)
    if level == "national" or (region == "中国" and not parts.place and not parts.rank):
        return _national_name(parts)
    place = parts.place or _home(parts, level, region)
    return None if place is None else _named(place, parts)


def full_body(body: str) -> str:
    """The full name of a body without its prefix: 人社局 -> 人力资源和社会保障局; as it is where the table has none."""
    return _row(body) or body


def matches(asked: str, printed: str) -> bool:
    """Whether a unit as somebody asks for it (人社局) can be the unit as printed (县人力资源社会保障局).

    A prefix that both show must agree; the bodies are one by the gazetteer, or the shorter is made of characters of the
    longer in order. 财政局 is not 财政厅: the ends of names must agree too (委 goes with any).
    """
    if asked == printed:
        return True
    if is_collective(asked) or is_collective(printed):
        return _same_set(asked, printed)
    a, b = parse(asked), parse(printed)
    return _prefixes_agree(a, b) and _levels_agree(asked, printed, a, b) and _bodies_agree(a.body, b.body)


# -- lists -----------------------------------------------------------------------------------------------------------


def _at_commas(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth += (char in "（(〔") - (char in "）)〕")
        if depth <= 0 and char in "、，,；;":
            pieces.append(text[start:i])
            start = i + 1
    return [piece.strip("。.：: ") for piece in [*pieces, text[start:]]]


def _at_and(piece: str) -> list[str]:
    """Divides at 和 and the like where what stands on both sides is a unit by itself."""
    for at in _AND.finditer(piece):
        left, right = piece[: at.start()], piece[at.end() :]
        if _inside_bracket(piece, at.start()) or _BARE.fullmatch(right) or not is_unit(left):
            continue
        tail = _at_and(right)
        if is_unit(tail[0]) or len(tail) > 1:
            return [left, *tail]
    return [piece]


def _inside_bracket(text: str, at: int) -> bool:
    return sum(text.count(c, 0, at) for c in "（(〔") > sum(text.count(c, 0, at) for c in "）)〕")


def _rejoined(pieces: list[str]) -> list[str]:
    """Puts together what only reads as one: 各市 + 州 + 县人民政府, 各州（市）党委 + 政府."""
    joined: list[str] = []
    for piece in pieces:
        if joined and piece and _goes_on(joined[-1], piece):
            joined[-1] += "、" + piece
        else:
            joined.append(piece)
    return joined


def _goes_on(before: str, piece: str) -> bool:
    last = before.rsplit("、", 1)[-1]
    if not _REST.fullmatch(piece):
        return False
    if piece in ("政府", "人民政府", "党委"):
        return _CLOSING.search(last) is not None
    return _OPEN.fullmatch(last) is not None and not piece.startswith("各")


def _ends_as_unit(name: str) -> bool:
    bare = re.sub(_INNER + "$", "", name)
    return any(rule.pattern.search(bare) for rule in rulebook.rows("units", "tail"))


# -- one name --------------------------------------------------------------------------------------------------------


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    with GAZETTEER.open(encoding="utf-8-sig", newline="") as file:
        return tuple((row["name"], tuple(filter(None, row["aliases"].split(";"))), row["note"]) for row in csv.DictReader(file))


@cache
def _index() -> dict[str, str]:
    """Every name and short name -> full name; names of the nation's bodies give way to those of all levels."""
    found: dict[str, str] = {}
    for name, aliases, _ in sorted(_rows(), key=lambda row: row[2].startswith("国家")):
        for word in (name, *aliases):
            if not word.startswith("原"):
                found.setdefault(word, name)
    return found


@cache
def _national() -> dict[str, str]:
    rows = [row for row in _rows() if row[2].startswith("国家")]
    return {word: name for name, aliases, _ in rows for word in (name, *aliases) if not word.startswith("原")}


@cache
def _only_national() -> frozenset[str]:
    """Names that no lower level uses: 财政部 and 审计署, not 国资委."""
    lower = {word for name, aliases, note in _rows() if not note.startswith("国家") for word in (name, *aliases)}
    return frozenset(_national().keys() - lower)


@cache
def _former() -> dict[str, str]:
    return {alias[1:]: name for name, aliases, _ in _rows() for alias in aliases if alias.startswith("原")}


def _prefixed(name: str, region: str | None) -> Name:
    if region and name.startswith(region) and len(name) > len(region):
        return _body(name[len(region) :], region, None)
    for rank in sorted(_RANKS, key=len, reverse=True):
        body = name.removeprefix(rank)
        if body != name and len(body) > 1 - (body == "委") and (body == "委" or _stands_alone(body)):
            return _body(body, None, rank)
    for place in _PLACE.finditer(name):
        body = name[place.end() :]
        if place.start() == 0 and _stands_alone(body):
            return _body(body, place["place"], None)
    return Name(None, None, False, name)


def _row(body: str) -> str | None:
    """Full name by the table; a 厅 or 部 is looked up as the 局 of its matter."""
    row = _index().get(body)
    if row is None and body[-1:] in ("厅", "部"):
        row = _index().get(body[:-1] + "局")
        return row[:-1] + body[-1] if row and row.endswith("局") else None
    return row


def _stands_alone(body: str) -> bool:
    return _row(body) is not None or body.startswith("委") or _ends_as_unit(body)


def _body(body: str, place: str | None, rank: str | None) -> Name:
    party = body.startswith("委") and not body.startswith("委员会")
    rest = body[1:] if party else body
    return Name(place, rank, party, rest or "委员会")


def _level_of_place(place: str) -> str | None:
    if place.endswith(("省", "自治区", "特别行政区")) or place in ("北京市", "天津市", "上海市", "重庆市"):
        return "provincial"
    if place.endswith(("自治县", "县", "区", "旗")):
        return "county"
    return "city" if place.endswith(("市", "州", "盟")) else "town"


def _level_of_tail(body: str) -> str | None:
    if body.endswith("厅") and not body.endswith("办公厅"):
        return "provincial"
    if body.endswith("部") and body[:-1] + "局" in _index():
        return "national"
    return None


def _home(parts: Name, level: str | None, region: str | None) -> str | None:
    """The document's region, if the unit belongs there: 市 fits 重庆市, 自治区 fits an autonomous region, 省 a province."""
    if region is None or region == "中国":
        return None
    if parts.rank is None:
        known = full_body(parts.body) in {name for name, _, _ in _rows()} or level is not None
        return region if known and level in (None, _level_of_place(region)) else None
    return region if region.endswith(parts.rank) or _level_of_place(region) == _RANKS[parts.rank] != "city" else None


def _named(place: str, parts: Name) -> str:
    body = full_body(parts.body)
    if body == "共产主义青年团委员会":
        return f"共青团{place}委员会"
    return _party_name(place, parts.body) if parts.party else place + body


def _party_name(place: str, body: str) -> str:
    return f"中共{place}委员会" if body == "委员会" else f"中共{place}委{_index().get(body, body)}"


def _national_name(parts: Name) -> str:
    printed = (parts.rank or "") + parts.body
    for name in (printed, parts.body):
        if name in _national():
            return _national()[name]
    body = full_body(parts.body)
    if parts.rank and not body.endswith("部"):
        return parts.rank + body
    known = body in {name for name, _, _ in _rows()}
    return "国家" + body if known and body.endswith(("局", "委员会", "办公室")) and parts.rank is None else body


# -- two names -------------------------------------------------------------------------------------------------------


def _same_set(asked: str, printed: str) -> bool:
    """A set of bodies is asked for by its own words: 乡镇 for 各乡（镇）, 水利部门 for 各级水利部门."""
    trim = re.compile(r"^(?:各级|各|有关|相关|每个)|[（）()、]")
    a, b = trim.sub("", asked), trim.sub("", printed)
    if a.endswith("成员单位") and b.endswith("成员单位"):
        return _in_order(a, b)
    return a == b or (len(a) > 2 and b.endswith(a))


def _prefixes_agree(a: Name, b: Name) -> bool:
    if a.place and b.place:
        return a.place == b.place
    first = a.rank or (a.place and _rank_of_place(a.place))
    second = b.rank or (b.place and _rank_of_place(b.place))
    if not first or not second or first == second:
        return True
    return any({first, second} <= ranks for ranks in _SAME_RANK) or _RANKS.get(first) == _RANKS.get(second) == "national"


def _levels_agree(asked: str, printed: str, a: Name, b: Name) -> bool:
    """Where only one name shows a prefix, the level that the other's end tells (总局, 厅) must be the same."""
    if (a.rank or a.place) and (b.rank or b.place):
        return True
    return None in (levels := (level_of(asked), level_of(printed))) or levels[0] == levels[1]


def _rank_of_place(place: str) -> str:
    return next((rank for rank in sorted(_RANKS, key=len, reverse=True) if place.endswith(rank)), place)


def _bodies_agree(a: str, b: str) -> bool:
    a, b = _NATION.sub("", full_body(a)), _NATION.sub("", full_body(b))
    if a == b or _former().get(a) == b:
        return True
    (x, tail_x), (y, tail_y) = _stem(a), _stem(b)
    if tail_x != tail_y and not any({tail_x, tail_y} <= allied for allied in _ALLIED):
        return False
    short, long = sorted((x, y), key=len)
    return len(short) > 1 and (short[0] == long[0] or tail_x == "办" or len(tail_x) > 2) and _in_order(short, long)


def _stem(body: str) -> tuple[str, str]:
    group = re.search(r"(?:领导小组|联席会议|指挥部|工作专班)(?:及?其?(?:各)?成员单位)?(?:办公室|办)?$", body)
    if group:
        return body[: group.start()] + ("" if group[0].endswith(("办公室", "办")) else ""), _short_tail(group[0])
    for long, short in _TAILS:
        if body.endswith(long):
            return body[: -len(long)], short
    return body[:-1], body[-1:]


def _short_tail(group: str) -> str:
    return "办" if group.endswith(("办公室", "办")) else group


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
