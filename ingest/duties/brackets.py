"""Reads what stands in a bracket of units: （牵头单位：A；配合单位：B、C）, （A牵头，B、C按职责分工负责）, （A、B）.

The grammar is: parts divided by labels (责任单位：) and by ；; in a part, lists each closed by words that give a role (牵头,
按职责分工负责) or by the end. Dates of completion and rules for the whole document are taken out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest import rulebook, units

PLAIN = "责任单位"
"""The role of units in a bracket that says no more than their names."""

_SHORTEST = 2
"""Characters of a name: （一） and （1） are no brackets of units."""
_SPACED = re.compile(r"(?<=[局委厅办会联院府])[ \u3000]+(?=[省市县区州旗各][一-鿿]{2})")  # 县水利局 县财政局, but 县 水利局
_SAID = re.compile(r"(?P<unit>.{2,}?)（(?P<verb>[^（）]{2,6}?)(?:单位|部门)?）")  # 市财政局（牵头）
_BLANK = re.compile(r"[\s*]+")
_PART_ENDS = re.compile("[；;。]")
_NO_NAME = re.compile(r"\d[年月日%]|(?:完成|推进|坚持)$|^[—\-/]+$")
_ASIDE = re.compile(r"（(?:均|各)?(?:按|依|根据)[^（）]{0,6}(?:职责|分工)[^（）]*）")  # A、B（按职责分工）


@dataclass(frozen=True, slots=True)
class Reading:
    """What a bracket says: `(unit, role)` in printed order, a date of completion, and its rules for what follows.

    `first_leads`: the first of each list leads (列第一位者为牵头单位，下同); `implied`: units of every later bracket.
    `labelled` tells a bracket with 责任单位： or the like from one that is known by its words and units only.
    """

    units: tuple[tuple[str, str], ...]
    deadline: str | None = None
    first_leads: bool = False
    implied: tuple[tuple[str, str], ...] = ()
    labelled: bool = False
    worded: bool = False


def read(content: str) -> Reading | None:
    """What a bracket's content (without the outer brackets) says of units; None where it is about something else."""
    if len(content) < _SHORTEST or content.isascii():  # most brackets hold a number
        return None
    text = _ASIDE.sub("", _BLANK.sub("", _SPACED.sub("、", content)))
    if len(text) < _SHORTEST:
        return None
    text, implied = _take_implied(text)
    text, first_leads = _take(text, rulebook.either("duties", "first_leads"))
    parts = list(_parts(text))
    labelled = any(role for role, _ in parts)
    found: list[tuple[str, str]] = []
    worded = False
    for role, part in parts:
        lists = list(_lists(_without_dates(part)))
        worded = worded or any(verb for _, verb in lists)
        for listed, verb in lists:
            named = _named(listed, labelled=role is not None, worded=verb is not None)
            if named is None:
                return None
            found += [_with_role(unit, verb or role or PLAIN) for unit in named]
    if not (found or implied or _says_only_nobody(text, labelled or worded)):
        return None
    return Reading(tuple(dict.fromkeys(found)), _deadline(text), first_leads, implied, labelled, worded)


def in_cell(cell: str, role: str) -> Iterator[tuple[str, str]]:
    """`(unit, role)` of a cell under a head that gives `role`; words of the cell itself say more (A牵头，B配合)."""
    reading = read(cell)
    if reading and reading.worded:
        yield from reading.units
    else:
        yield from (_with_role(unit, role) for unit in units.split(cell))


def labels() -> re.Pattern[str]:
    """Finds a label of units, of a person or of a date (责任单位：, 完成时限：)."""
    return rulebook.either("duties", "label")


def role_of_label(label: str) -> str | None:
    """The role that a label or a column's head gives; None where it is no label of units."""
    text = re.split("[/／]", re.sub(r"（[^（）]*）|(?:及|和)?责任人$|名称$|\s", "", label))[0].rstrip(":：") + "："
    return next((r.extra["role"] or None for r in rulebook.rows("duties", "label") if r.pattern.fullmatch(text)), None)


@cache
def _verbs() -> re.Pattern[str]:
    """The words that close a list, up to a comma, or a 、 before the next unit (县水务局牵头、各镇配合), or the end."""
    words = "|".join(f"(?P<{r.id}>{r.spelt})" for r in rulebook.rows("duties", "verb"))
    return re.compile(rf"(?:{words})(?=[，,；;。]|、(?=[省市县区旗州盟各国])|$)")


def _with_role(unit: str, role: str) -> tuple[str, str]:
    """市财政局（牵头）: the role that stands behind a unit is its own."""
    said = _SAID.fullmatch(unit)
    verb = _verbs().fullmatch(said["verb"]) if said else None
    return (said["unit"], _verb_role(verb)) if said and verb else (unit, role)


def _take(text: str, pattern: re.Pattern[str]) -> tuple[str, bool]:
    rest = pattern.sub("", text).replace("（）", "")
    return rest.strip("，,。；; "), rest != text


def _take_implied(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    rule = rulebook.rows("duties", "implied")[0].pattern
    found = rule.search(text)
    if not found:
        return text, ()
    role = {"落实": "负责", "负责": "负责", "配合": "配合单位", "参与": "参与单位", None: PLAIN}[found["verb"]]
    named = tuple((unit, role) for unit in units.split(found["units"]) if units.is_unit(unit))
    return (text[: found.start()] + text[found.end() :]).strip("，,。；; "), named


def _parts(text: str) -> Iterator[tuple[str | None, str]]:
    """`(role, text)` of each part; the role is None without a label, "" for a label of no unit."""
    at, role = 0, None
    for label in labels().finditer(text) if rulebook.candidates("duties", "label", text) else ():
        yield from _pieces(role, text[at : label.start()])
        at, role = label.end(), _role(label[0])
    yield from _pieces(role, text[at:])


def _pieces(role: str | None, text: str) -> Iterator[tuple[str | None, str]]:
    for piece in _PART_ENDS.split(text):
        if piece.strip("，, ") and role != "":
            yield role, piece.strip("，, ")


def _role(label: str) -> str:
    for rule in rulebook.rows("duties", "label"):
        if rule.pattern.search(label):
            return str(rule.extra["role"])
    raise ValueError(f"not a label: {label}")


def _lists(part: str) -> Iterator[tuple[str, str | None]]:
    """`(list, role by the words after it)`; what no words close has role None."""
    at = 0
    for found in _verbs().finditer(part):
        listed = _PART_ENDS.split(part[at : found.start()])[-1]
        yield from _joint(listed.strip("，,、"), _verb_role(found))
        at = found.end()
    rest = part[at:].strip("，,。、")
    if rest:
        yield rest, None


def _joint(listed: str, role: str) -> Iterator[tuple[str, str]]:
    """A会同B负责: the second is in support; A牵头会同B负责: the first leads."""
    first, together, second = re.sub("^由", "", listed).partition("会同")
    leads = bool(together) and first.endswith("牵头")
    yield first.removesuffix("牵头") if leads else first, "牵头单位" if leads else role
    if together:
        yield second, "配合单位"


def _verb_role(found: re.Match[str]) -> str:
    return next(str(r.extra["role"]) for r in rulebook.rows("duties", "verb") if found[r.id] is not None)


def _named(listed: str, *, labelled: bool, worded: bool) -> list[str] | None:
    """The units of a list; None where the list is something else.

    Where no label says that units follow, the first must read as a unit, and most of the rest (a base 示范基地 may stand among
    ministries); 有关部门 names nobody then. A verb makes units of matters: 财政、水利等部门配合.
    """
    pieces = [piece for piece in units.split(listed) if _plausible(piece)]
    if labelled:
        return pieces
    reads = units.may_be_unit if worded else units.is_unit
    enough = 2 * len(pieces) / 3 if worded else len(pieces) - 1
    if not (pieces and reads(pieces[0]) and sum(map(reads, pieces)) > enough):
        return None
    return [piece for piece in pieces if not units.names_nobody(piece)]


def _plausible(piece: str) -> bool:
    return _SHORTEST <= len(piece) <= 60 and not _NO_NAME.search(piece)


def _says_only_nobody(text: str, marked: bool) -> bool:
    pieces = units.split("，".join(listed for listed, _ in _lists(text)))
    return marked and bool(pieces) and all(units.names_nobody(piece) for piece in pieces)


@cache
def _dates() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[，,；;：:。]))(?:{rulebook.either('duties', 'deadline').pattern})(?=[，,；;。]|$)")


def _deadline(text: str) -> str | None:
    if not rulebook.candidates("duties", "deadline", text):
        return None
    found = _dates().search(labels().sub(r"；\g<0>", text))  # a label ends what stands before it
    return found[0] if found else None


def _without_dates(part: str) -> str:
    rest = _dates().sub("", part) if rulebook.candidates("duties", "deadline", part) else part
    return rest.strip("，, ")
