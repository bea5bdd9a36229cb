"""Names of units 责任单位: where a list of them divides, what is one, and whether two names mean one body.

A name is read as prefix and body: 县 + 人力资源社会保障局, 溪源县 + 总工会, 国家 + 统计局. Bodies are known from the table of
`ingest.unit_table` and, beyond it, from the ends of names in `rules/units.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest import rulebook
from ingest.unit_table import full_name, only_national, spoken_names, successor

_LEVEL = rulebook.word("units", "level")
_INNER = rf"(?:{rulebook.word('units', 'inner')})"
_INNERS = re.compile(_INNER)
_OPEN = re.compile(rulebook.word("units", "open"))
_MATTER = re.compile(rulebook.word("units", "matter"))
_ETC = rulebook.either("units", "and_others")
_COMMAS = re.compile("[、，,；;]")
_DIVIDES = re.compile(r"[、，,；;（(〔\s等会和及与暨并或]")
"""What any sign or word that divides a list begins with: a text without these is one name."""
_AND = re.compile("以及|会同|和|及|与|暨|并|或者?")
_LEADING_AND = re.compile("^(?:以及|和|及|与)")
_NO_PART = re.compile(
    r"(?:有关|相关)?(?:成员)?(?:单位|部门|地方|地区|机构|企业|人民政府|政府|党委|政府部门)?$"
    r"|(?:有关|相关)?(?:单位|部门|地方|地区|机构)(?:和|及|与|以及)"
)
"""What is no part of a list by itself: 有关部门 behind 和."""
_OTHERS = re.compile("(?:各)?(?:有关|相关)(?:部门|单位)")
"""Whom a list names last, apart from those by name: 街道办事处和有关部门; not 各部门和有关单位."""
_GOVERNMENT = r"(?:人民政府|政府|党委政府|党委|管委会|管理委员会)"
_REST = re.compile(rf"(?:(?:各)?{_LEVEL}{_INNER}?)?(?:[两三四]级(?:[一-鿿]{{2,6}}部门)?)?(?:{_GOVERNMENT}|财政)?")

RANKS = {
    **dict.fromkeys(("国家", "全国", "中央", "中国", "国务院", "中华全国"), "national"),
    **dict.fromkeys(("省", "自治区", "直辖市", "兵团"), "provincial"),
    **dict.fromkeys(("市", "州", "盟", "师市"), "city"),
    **dict.fromkeys(("县", "区", "旗"), "county"),
    **dict.fromkeys(("镇", "乡", "街道"), "town"),
}
"""A word of level in front of a body -> the level."""
_RANKS_LONGEST_FIRST = sorted(RANKS, key=len, reverse=True)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_PLACE = re.compile(
    r"(?:(?![的了把被向在到等给使验移送报各])[一-鿿]){2,9}?"  # no verb: 移交县民政局
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|县|区|旗|镇|乡|街道)"
)
_SAME_RANK = ({"省", "自治区"}, {"州", "自治州"}, {"县", "自治县", "旗"})
_ABOVE = re.compile(r"^(?:国务院|中央|国家|全[省市县区州]|自治区|[省市县区]级|[省市县区]|地方|各级|基层|（[省市县区旗]）)+")
_NATION = re.compile("^(?:中华人民共和国|中华全国|国务院|国家|中国|全国)(?=.{3})")
_TAILS = {"委员会": "委", "办公室": "办", "办公厅": "办", "联合会": "联", "人民政府": "政府", "协会": "协"}
_ASIDE = re.compile("(?P<name>[^（）]+)（(?P<other>[^（）]+)）")
_GROUP = re.compile(r"(?:领导小组|联席会议|指挥部|工作专班)(?:及?其?(?:各)?成员单位)?(?P<office>办公室|办)?$")
_ALLIED = ({"委", "局"}, {"委", "厅"}, {"委", "部"}, {"办", "局"}, {"办", "委"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `rank` is the word of level (省, 县 …), `place` the region, where printed; `party` tells 县委X."""

    place: str | None
    rank: str | None
    party: bool
    body: str


# -- lists -----------------------------------------------------------------------------------------------------------


def split(text: str) -> tuple[str, ...]:
    """The units of a list, as printed without white space: `、，和及与` divide, unless inside a bracket or a name.

    各市、州、县人民政府 and 各州（市）党委、政府 stay one; 文化和旅游部 too; 等有关部门 at an end is dropped.
    """
    if not _DIVIDES.search(text):
        name = text.strip("。.：: ")
        return (name,) if name else ()
    words = text.split()
    apart = len(words) > 1 and all(is_unit(word) for word in words)  # one unit a line of a cell
    squeezed = ("、" if apart else "").join(words)
    squeezed = _ETC.sub("、", squeezed) if "等" in squeezed else squeezed
    pieces = [unit for piece in _at_commas(squeezed) for unit in _at_and(_LEADING_AND.sub("", piece))]
    return tuple(piece for piece in _rejoined(pieces) if piece)


def _at_commas(text: str) -> list[str]:
    if not any(sign in text for sign in "（(〔"):
        return [piece.strip("。.：: ") for piece in _COMMAS.split(text)]
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
        certain = at[0] == "以及" or (_OTHERS.fullmatch(right) is not None and _stands_before_others(left))
        if _inside_bracket(left) or not (certain or (is_unit(left) and not _NO_PART.match(right))):
            continue
        tail = _at_and(right)
        if certain or is_unit(tail[0]) or is_matter(tail[0]) or is_distributive(tail[0]) or len(tail) > 1:
            return [left, *tail]
    return [piece]


def _stands_before_others(name: str) -> bool:
    """Whether a name is one by itself before 和有关部门: 街道办事处, not 政府 nor 各部门."""
    return is_unit(name) and not name.endswith(("部门", "单位")) and not _fits("vague", name)


def _inside_bracket(before: str) -> bool:
    return sum(map(before.count, "（(〔")) > sum(map(before.count, "）)〕"))


def _rejoined(pieces: list[str]) -> list[str]:
    """Puts together what only reads as one: 各市 + 州 + 县人民政府, 各州（市）党委 + 政府."""
    joined: list[str] = []
    for piece in pieces:
        if joined and piece and _goes_on(joined[-1].rsplit("、", 1)[-1], piece):
            joined[-1] += "、" + piece
        else:
            joined.append(piece)
    return joined


def _goes_on(last: str, piece: str) -> bool:
    if piece == "街道办事处":  # 各镇人民政府、街道办事处
        return last.startswith("各") and last.endswith("政府")
    if piece in ("单位", "直属机构"):  # 各部门、单位
        return last.endswith("部门")
    if piece == "市人民政府" and last.startswith("各") and last.endswith(("行政公署", "行署")):
        return True  # 各盟行政公署、市人民政府
    if piece in ("政府", "人民政府", "党委"):
        return re.search(_GOVERNMENT + "$", last) is not None
    return _REST.fullmatch(piece) is not None and not piece.startswith("各") and _OPEN.fullmatch(last) is not None


# -- what is a unit --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def is_unit(name: str) -> bool:
    """Whether a string without white space reads as the name of a body or of a set of bodies (各乡（镇）)."""
    first, *rest = _at_commas(name)
    if rest and is_unit(first) and all(map(_goes_on, (first, *rest), rest)):
        return True  # 各镇、街道
    bare = _without_brackets(name)
    if _fits("prose", bare):
        return False
    parts = parse(name)
    if full_name(parts.body) and parts.place is None:
        return True
    if len(name) < 2 or len(bare) > 40:
        return False
    unbracketed = re.sub(_INNER + "$", "", name) if name[-1] in "）)" else name
    return is_known(name) or _OPEN.fullmatch(name) is not None or _fits("tail", unbracketed)


def may_be_unit(name: str) -> bool:
    """A unit, or in a list of them the matter of one (财政、水利等部门, 工会、法院), a place (市科委、东岸区), a set that says
    so (各市属场站)."""
    a_set = name.startswith("各") and len(name) <= 16 and not _fits("prose", name)
    return is_unit(name) or is_matter(name) or is_known(name + "社") or _PLACE.fullmatch(name) is not None or a_set


def is_matter(name: str) -> bool:
    """Whether a department for it is in the table, or it is one of the matters in the rules: 财政, 全省各级自然资源, 消防."""
    return any(is_known(one + "局") or _MATTER.fullmatch(one) for one in (name, _ABOVE.sub("", name)))


def is_known(name: str) -> bool:
    """Whether the body is in the table, with or without a prefix."""
    return full_name(parse(name).body) is not None


def is_collective(name: str) -> bool:
    """Whether the name stands for several bodies (各乡（镇）, 有关区县政府, 水利部门)."""
    return is_distributive(name) or _fits("function", _without_brackets(name)) or _OPEN.fullmatch(name) is not None


def is_distributive(name: str) -> bool:
    """Whether the name says of itself that it means each or some of many: 各乡（镇）, 有关部门, 县级以上人民政府."""
    return _fits("distributive", _without_brackets(name))


def is_sure(name: str) -> bool:
    """Whether a name taken from prose is a unit beyond doubt: in the table, or a set of bodies that says so (各…), or the
    departments of a matter in the table (水利部门), or a body of some place (县供水公司). 运营部门 and 全省 are not."""
    if not is_unit(name) or _fits("vague", name):
        return False
    first, *rest = _at_commas(name)
    if rest and is_sure(first):
        return True  # 乡镇、街道
    if is_local(name) or is_standing(name) or (name.endswith("）") and _OPEN.fullmatch(name)):
        return True  # of these last 乡镇（街道）
    if is_known(name) or is_distributive(name):
        return True
    if aside := _ASIDE.fullmatch(name):  # 街道办事处（乡镇政府）
        return is_sure(aside["name"]) and is_unit(aside["other"])
    matter = _ABOVE.sub("", name)
    return name.endswith(("部门", "机关")) and not spoken_names().isdisjoint((name, matter, matter[:-2] + "部门"))


def is_standing(name: str) -> bool:
    """Whether the end of the name is one that only a standing body has (分局, 管委会, 领导小组办公室, 银行业金融机构)."""
    return _fits("standing", _without_brackets(name))


def is_local(name: str) -> bool:
    """Whether the name is that of one body of a level or place: 县供水公司, 市大数据中心; not 市级专家组, 市属企业."""
    parts = parse(name)
    return bool(parts.rank or parts.place) and not re.match("[级属直域内外]", parts.body)


def names_nobody(name: str) -> bool:
    """Whether the words name no one: 有关部门, 各有关部门和单位."""
    return _fits("nobody", name)


def _without_brackets(name: str) -> str:
    return _INNERS.sub("", name) if "（" in name or "(" in name else name


def _fits(table: str, text: str) -> bool:
    return rulebook.either("units", table).search(text) is not None


# -- one name --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def parse(name: str, region: str | None = None) -> Name:
    """Takes a name apart; `region` is a place it may begin with."""
    name = re.sub(r"\s+", "", name)
    if full_name(name) or is_collective(name):
        return Name(None, None, False, name)
    league = re.fullmatch(r"(?:共青)?团(.{1,9}?)委(?:员会)?", name)
    if league:
        return parse(league[1] + "团委", region)
    return _prefixed(name.removeprefix("中共"), region)


def _prefixed(name: str, region: str | None) -> Name:
    if region and name.startswith(region) and len(name) > len(region):
        return _body(name[len(region) :], region, None)
    for rank in _RANKS_LONGEST_FIRST:
        if name.startswith(rank) and _stands_alone(name[len(rank) :]):
            return _body(name[len(rank) :], None, rank)
    place = _PLACE.match(name)
    if place and _stands_alone(name[place.end() :]):
        return _body(name[place.end() :], place[0], None)
    return Name(None, None, False, name)


def _stands_alone(body: str) -> bool:
    return body.startswith("委") or full_name(body) is not None or (len(body) > 1 and _fits("tail", body))


def _body(body: str, place: str | None, rank: str | None) -> Name:
    if body.startswith("委") and not body.startswith("委员会"):
        return Name(place, rank, True, {"": "委员会", "办": "办公室"}.get(body[1:], body[1:]))
    if body == "工会":
        body = "总工会"  # the unions of a county, as one: 县工会
    under = re.sub("^(?:人民)?政府", "", body)  # 省政府国资委
    return Name(place, rank, False, under if full_name(under) and not full_name(body) else body)


def level_of(name: str) -> str | None:
    """The level a name shows by itself: 县财政局 county, 省民政厅 and 民政厅 provincial, 税务总局 national; else None."""
    parts = parse(name)
    if parts.rank or parts.place:
        return RANKS[parts.rank] if parts.rank else level_of_place(parts.place or "")
    if parts.body in only_national() or re.search("^国务院|^中央|总局|总署", parts.body):
        return "national"
    if parts.body.endswith("厅") and not parts.body.endswith("办公厅"):
        return "provincial"
    return "national" if parts.body.endswith("部") and full_name(parts.body[:-1] + "局") else None


def level_of_place(place: str) -> str | None:
    """The level of a region by its name: 溪源县 county, 重庆市 provincial; None where the words are no region's name."""
    if not _PLACE.fullmatch(place):
        return None
    if place.endswith(("省", "自治区", "特别行政区")) or place in _MUNICIPALITIES:
        return "provincial"
    return RANKS[next(rank for rank in ("县", "区", "旗", "市", "州", "盟", "镇", "乡", "街道") if place.endswith(rank))]


def names_of(name: str) -> tuple[str, ...]:
    """The name, or both names of a body that is printed with its other one behind it: 县发展改革局（县粮食局）."""
    aside = _ASIDE.fullmatch(name)
    both = (aside["name"], aside["other"]) if aside else ()
    return both if both and all(is_known(one) or is_local(one) for one in both) else (name,)


# -- two names -------------------------------------------------------------------------------------------------------


def matches(asked: str, printed: str) -> bool:
    """Whether a unit as somebody asks for it (人社局) can be the unit as printed (县人力资源社会保障局).

    A body printed with its other name behind it (县发展改革局（县粮食局）) is found by either. A prefix that both show must
    agree; the bodies are one by the table, or the shorter is made of characters of the longer in order. 财政局 is not
    财政厅: the ends of names must agree too (委 goes with any). A former body finds its successor.
    """
    if asked == printed:
        return True
    if is_collective(asked) or is_collective(printed):
        return _same_set(asked, printed)
    if len(printed_names := names_of(printed)) > 1:
        return any(matches(asked, name) for name in printed_names)
    a, b = parse(asked), parse(printed)
    return _prefixes_agree(a, b) and _levels_agree(asked, printed, a, b) and _bodies_agree(a.body, b.body)


def same_prefix(asked: str, printed: str) -> bool:
    """Whether the level or place that `asked` shows is printed too (县妇联: 县妇联, not 妇联); True where it shows none."""
    a, b = parse(asked), parse(printed)
    return (a.rank == b.rank if a.rank else True) and (a.place == b.place if a.place else True)


def _same_set(asked: str, printed: str) -> bool:
    """A set of bodies is asked for by its own words: 乡镇 for 各乡（镇）, 水利部门 for 各级水利部门."""
    a, b = (
        re.sub(r"^(?:各级|各|有关|相关|每个)|[（）()、]|(?<=[省市县区])(?:人民)?政府$", "", name) for name in (asked, printed)
    )
    if a.endswith("成员单位") and b.endswith("成员单位"):
        return _in_order(a, b)
    return a == b or (len(a) > 2 and b.endswith(a))


def _prefixes_agree(a: Name, b: Name) -> bool:
    if a.place and b.place:
        return a.place == b.place
    first, second = _rank(a), _rank(b)
    if not first or not second or first == second:
        return True
    return any({first, second} <= ranks for ranks in _SAME_RANK) or RANKS.get(first) == RANKS.get(second) == "national"


def _rank(name: Name) -> str | None:
    if name.rank or not name.place:
        return name.rank
    return next(rank for rank in ("自治州", "自治县", *_RANKS_LONGEST_FIRST) if name.place.endswith(rank))


def _levels_agree(asked: str, printed: str, a: Name, b: Name) -> bool:
    """Where only one name shows a prefix, the level that the other's end tells (总局, 厅) must be the same."""
    if (a.rank or a.place) and (b.rank or b.place):
        return True
    first, second = level_of(asked), level_of(printed)
    return first is None or second is None or first == second


def _bodies_agree(asked: str, printed: str) -> bool:
    full = full_name(asked) or asked
    a, b = _NATION.sub("", full), _NATION.sub("", full_name(printed) or printed)
    if a == b or successor(full) in (b, printed):
        return True
    (x, tail_x), (y, tail_y) = _stem(a), _stem(b)
    if tail_x != tail_y and not any({tail_x, tail_y} <= allied for allied in _ALLIED):
        return False
    short, long = sorted((x, y), key=len)
    return len(short) > 1 and (short[0] == long[0] or tail_x == "办" or len(tail_x) > 2) and _in_order(short, long)


def _stem(body: str) -> tuple[str, str]:
    """What a body is about, and the kind of body in its shortest form (委员会 -> 委, …领导小组办公室 -> 办)."""
    group = _GROUP.search(body)
    if group:
        return body[: group.start()], "办" if group["office"] else group[0]
    long = next((tail for tail in _TAILS if body.endswith(tail)), None)
    return (body[: -len(long)], _TAILS[long]) if long else (body[:-1], body[-1:])


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
