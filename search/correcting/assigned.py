"""What people correct in who is responsible (`stated`): the units of a clause with their roles are put right, added or
struck out. A value reads as a bracket of units does: 牵头单位：甲局；配合单位：乙局、丙局.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ingest.model import STATED, Document, Duty
from search.correcting.stated import InClauses, Words
from search.model import LibraryError

ROLES = ("责任单位", "牵头单位", "配合单位", "参与单位", "负责", "参与")
"""Those that documents print, in brackets and in prose."""

_SHORT = {role.removesuffix("单位"): role for role in ROLES if role.endswith("单位")}
_COMMA = re.compile(r"[、，,](?![^（(]*[）)])")
"""Not those of 各县（市、区）人民政府."""
_LONGEST_NAME = 60


class Units:
    """The duties of a document, as people type them; a `stated.Kind`."""

    name: InClauses = "duties"

    def of(self, document: Document) -> tuple[Duty, ...]:
        return document.duties

    def printable(self, items: Iterable[Duty]) -> str | None:
        """By role, in the order in which the roles come first."""
        return _by_role((duty.role, duty.unit) for duty in items)

    def parse(self, text: str) -> str | None:
        """None where nobody is responsible. LibraryError where a role or a name is none.

        >>> Units().parse("牵头:县水务局,县财政局")
        '牵头单位：县水务局、县财政局'
        """
        return _by_role(_listed(text))

    def check(self, document: Document, place: Words[Duty], value: str) -> None:
        """Whom a meeting charged with a task need not stand in the document."""

    def made(self, document: Document, place: Words[Duty], value: str | None) -> Iterator[Duty]:
        from ingest.unit_canonical import canonical

        said = {(duty.role, duty.unit): duty for duty in place.found}
        deadline = next((duty.deadline for duty in place.found if duty.deadline), None)
        for role, unit in _listed(value or ""):
            full = canonical(unit, document.work.region)
            yield said.get((role, unit)) or Duty(place.clause, place.span, unit, full, role, STATED, deadline)


def _by_role(pairs: Iterable[tuple[str, str]]) -> str | None:
    """Pairs of a role and a unit, each unit once under its role."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for role, unit in pairs:
        groups[role][unit] = None
    return "；".join(f"{role}：{'、'.join(units)}" for role, units in groups.items()) or None


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """Role and unit, one by one."""
    for part in filter(None, map(str.strip, re.split(r"[；;\n]", text))):
        label, colon, names = part.replace(":", "：").partition("：")
        role = _role(label) if colon else ROLES[0]
        for name in _COMMA.split(names if colon else part):
            if unit := re.sub(r"\s+", "", name):
                yield role, _checked(unit)


def _role(label: str) -> str:
    plain = label.strip()
    role = _SHORT.get(plain, plain)
    if role not in ROLES:
        raise LibraryError(f"没有“{plain}”这种分工。", f"可用：{'、'.join(ROLES)}，如 牵头单位：甲局；配合单位：乙局、丙局。")
    return role


def _checked(unit: str) -> str:
    if len(unit) > _LONGEST_NAME or not re.search("[一-鿿]", unit):
        raise LibraryError(f"“{unit[:_LONGEST_NAME]}”不是单位名称。", "单位之间用顿号隔开，不同分工之间用分号隔开。")
    return unit
