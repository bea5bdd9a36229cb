"""Sets of bodies whose members the text itself lists: 领导小组成员单位：A、B, 各镇（甲镇、乙镇）, A、B（以下统称示范区）.

Rows `members` of `rules/units.toml` find a list; it counts only where all of it reads as bodies or places, two at least. What a
text does not list has no members here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest import rulebook, units
from ingest.model import Document, Span

_PLACE = re.compile(r"[一-鿿]{1,8}(?:[省市州县区旗镇乡]|街道|新区|园区|开发区|团场|社区)")
_BODY = re.compile(r"(?:领导小组|联席会议|指挥部|工作专班|协调机制|委员会)(?:[各]?成员单位)?$")


@dataclass(frozen=True, slots=True)
class Group:
    """A set by its name as the text gives it, its members as printed, and the words that list them."""

    name: str
    members: tuple[str, ...]
    span: Span


def groups(document: Document) -> tuple[Group, ...]:
    """The sets that a document spells out, in order of place."""
    found = [group for rule in rulebook.rows("units", "members") for group in _by_rule(document.text, rule)]
    return tuple(sorted(found, key=lambda group: group.span))


def group_of(printed: str, held: tuple[Group, ...]) -> Group | None:
    """The set that a unit's printed name means; None where none of `held` is it, or two could be."""
    alike = [group for group in held if _means(printed, group.name)]
    return alike[0] if len({group.members for group in alike}) == 1 else None


def members(names: Iterable[str], held: tuple[Group, ...]) -> dict[str, tuple[str, ...]]:
    """Name as printed -> its members, for those names that are sets spelt out in `held`."""
    found = {name: group_of(name, held) for name in names if units.is_collective(name)}
    return {name: group.members for name, group in found.items() if group}


def _by_rule(text: str, rule: rulebook.Rule) -> Iterator[Group]:
    for found in rule.pattern.finditer(text) if rule.may_match(text) else ():
        members = units.split(re.sub(r"\s+", "", found["list"]))
        name = re.sub(r"\s+", "", found["name"] or "成员单位")
        if len(members) > 1 and all(_is_member(member) for member in members) and name not in members:
            yield Group(name, members, Span(found.start(), found.end()))


def _is_member(name: str) -> bool:
    return not units.is_distributive(name) and (units.is_unit(name) or _PLACE.fullmatch(name) is not None)


def _means(printed: str, name: str) -> bool:
    """各成员单位 and 县水网领导小组成员单位 mean the members of 领导小组; 示范区 and 各示范区 the set called so."""
    if printed.endswith("成员单位"):
        asked, held = _body(printed), _body(name)
        return (name.endswith("成员单位") or _BODY.search(name) is not None) and (asked in held or held in asked)
    return units.matches(printed, name) if units.is_distributive(name) else printed.removeprefix("各") == name


def _body(name: str) -> str:
    return re.sub(r"^(?:各|[省市县区])|(?:各|等)?成员单位$", "", name)
