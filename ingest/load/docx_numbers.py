"""Automatic numbers of a Word file: which list and level a paragraph counts in (also by its style), and what is printed.

ECMA-376 part 1, 17.9: `numbering.xml` has abstract lists of up to nine levels; a `num` is a use of a list, which may start
anew or print otherwise. A level's text (`第%1章`, `%1.%2`) names the levels whose counters it prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.load.counting import counted
from ingest.load.docx_symbols import symbols

_LEVELS = 9
_CLOSED = "、，。：；）】〕》．"


@dataclass(frozen=True, slots=True)
class _Level:
    """`restart`: the counter starts again after a level up to this one (from 1; 0 never, None after any higher level)."""

    start: int
    form: str
    text: str
    suffix: str
    restart: int | None
    legal: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class _Num:
    """One use of the list `abstract`; `starts` are the levels that begin anew in it, with their first number."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Styles:
    """Paragraph styles with those they are based on. `w` is the namespace of the file in braces."""

    def __init__(self, root: Any | None, w: str) -> None:
        self._w = w
        found = [] if root is None else root.findall(f"{w}style")
        self._by_id = {style.get(f"{w}styleId"): style for style in found}
        defaults = (s for s in found if s.get(f"{w}default") in ("1", "true", "on") and s.get(f"{w}type") == "paragraph")
        self._default = next((style.get(f"{w}styleId") for style in defaults), None)

    def chain(self, style_id: str | None) -> list[tuple[str, Any]]:
        """`(id, element)` of a style (None: the default one) and of those it is based on, the nearest first."""
        found: dict[str, Any] = {}
        at = style_id or self._default
        while at is not None and at in self._by_id and at not in found:
            found[at] = self._by_id[at]
            base = found[at].find(f"{self._w}basedOn")
            at = None if base is None else base.get(f"{self._w}val")
        return list(found.items())


class Numbering:
    """The lists of a file with their counters: paragraphs are asked in order."""

    def __init__(self, root: Any | None, styles: Styles, w: str) -> None:
        self._w, self._styles = w, styles
        self._nums = {} if root is None else self._read(root)
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Any | None) -> str:
        """The number printed before a paragraph with these properties (`w:pPr`), and what parts it from the text; counts on."""
        found = self._place(properties)
        if found is None:
            return ""
        num, level = found
        self._count(num, level)
        use = self._nums[num]
        here = use.levels.get(level)
        if here is None:
            return ""
        printed = re.sub(r"%([1-9])", lambda match: self._printed(use, int(match[1]) - 1, here.legal), here.text)
        return printed + (" " if printed and here.suffix != "nothing" and printed[-1] not in _CLOSED else "")

    def _place(self, properties: Any | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own say, then its styles'; numId 0 takes it out of every list."""
        own = self._said(properties)
        style = None if properties is None else self._value(properties.find(f"{self._w}pStyle"))
        chain = self._styles.chain(style)
        said = [own, *(self._said(element.find(f"{self._w}pPr")) for _, element in chain)]
        num = next((num for num, _ in said if num is not None), None)
        if num not in self._nums:
            return None
        linked = {here.style: level for level, here in self._nums[num].levels.items() if here.style}
        by_style = next((linked[name] for name, _ in chain if name in linked), None)
        own_level = own[1] if own[1] is not None else 0 if own[0] is not None and by_style is None else by_style
        level = own_level if own_level is not None else next((level for _, level in said if level is not None), 0)
        return num, min(max(level, 0), _LEVELS - 1)

    def _said(self, properties: Any | None) -> tuple[str | None, int | None]:
        found = None if properties is None else properties.find(f"{self._w}numPr")
        if found is None:
            return None, None
        level = self._value(found.find(f"{self._w}ilvl"))
        return self._value(found.find(f"{self._w}numId")), _number(level)

    def _count(self, num: str, level: int) -> None:
        use = self._nums[num]
        counters = self._counters.setdefault(use.abstract, [None] * _LEVELS)
        before = counters[level]
        if level in use.starts and (num, level) not in self._begun:
            counters[level] = use.starts[level]
        else:
            counters[level] = self._start(use, level) if before is None else before + 1
        self._begun.add((num, level))
        for deeper in range(level + 1, _LEVELS):
            restart = use.levels[deeper].restart if deeper in use.levels else None
            if restart is None or level < restart:
                counters[deeper] = None

    def _printed(self, use: _Num, level: int, legal: bool) -> str:
        """The counter of a level; of one that has not begun yet, its first number."""
        value = self._counters[use.abstract][level]
        form = use.levels[level].form if level in use.levels else "decimal"
        return counted(self._start(use, level) if value is None else value, "decimal" if legal and form != "none" else form)

    def _start(self, use: _Num, level: int) -> int:
        return use.levels[level].start if level in use.levels else 1

    def _read(self, root: Any) -> dict[str, _Num]:
        lists = {found.get(f"{self._w}abstractNumId"): found for found in root.findall(f"{self._w}abstractNum")}
        owners = {
            self._value(link): found for found in lists.values() if (link := found.find(f"{self._w}styleLink")) is not None
        }
        return {num.get(f"{self._w}numId"): self._use(num, lists, owners) for num in root.findall(f"{self._w}num")}

    def _use(self, num: Any, lists: dict[str, Any], owners: dict[str | None, Any]) -> _Num:
        abstract = self._value(num.find(f"{self._w}abstractNumId")) or ""
        found = lists.get(abstract)
        if found is not None and (link := found.find(f"{self._w}numStyleLink")) is not None:
            found = owners.get(self._value(link), found)
            abstract = found.get(f"{self._w}abstractNumId")
        levels = {} if found is None else self._levels(found.findall(f"{self._w}lvl"))
        starts: dict[int, int] = {}
        for override in num.findall(f"{self._w}lvlOverride"):
            levels |= self._levels(override.findall(f"{self._w}lvl"))
            first = _number(self._value(override.find(f"{self._w}startOverride")))
            if first is not None:
                starts[_number(override.get(f"{self._w}ilvl")) or 0] = first
        return _Num(abstract, levels, starts)

    def _levels(self, found: list[Any]) -> dict[int, _Level]:
        return {_number(level.get(f"{self._w}ilvl")) or 0: self._level(level) for level in found}

    def _level(self, level: Any) -> _Level:
        def value(name: str) -> str | None:
            return self._value(level.find(f"{self._w}{name}"))

        legal = level.find(f"{self._w}isLgl")
        forms = [form for found in level.iter(f"{self._w}numFmt") if (form := self._value(found)) and form != "custom"]
        fonts = level.find(f"{self._w}rPr/{self._w}rFonts")
        start = _number(value("start"))
        return _Level(
            1 if start is None else start,
            forms[0] if forms else "decimal",
            symbols(value("lvlText") or "", "" if fonts is None else fonts.get(f"{self._w}ascii") or ""),
            value("suff") or "tab",
            _number(value("lvlRestart")),
            legal is not None and self._value(legal) not in ("0", "false", "off"),
            value("pStyle"),
        )

    def _value(self, element: Any | None) -> str | None:
        return None if element is None else element.get(f"{self._w}val")


def _number(printed: str | None) -> int | None:
    """A whole number of an attribute; None where there is none, or where it is none."""
    return int(printed) if printed and re.fullmatch(r"-?[0-9]{1,6}", printed) else None
