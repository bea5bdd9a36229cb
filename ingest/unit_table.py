"""The table of bodies `corpus/gazetteer/units.csv`: full names, short names, what a former body is today.

Columns: `name` without a level or place in front (人力资源和社会保障局; bodies of the nation alone as printed, 国家税务总局),
`aliases` parted by `;`, `note`, free text parted by `；`, of which two words are read: 国家 marks a body of the nation alone,
今X says that X has taken the body's place. A name in 局 stands for the 厅 of a province and the 部 of the nation too.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "corpus" / "gazetteer" / "units.csv"


@dataclass(frozen=True, slots=True)
class Body:
    """One row. `now` is the full name of the body that has taken its place."""

    name: str
    aliases: tuple[str, ...]
    national: bool
    now: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@cache
def bodies() -> tuple[Body, ...]:
    """All rows, in order."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_body(row["name"], row["aliases"], row["note"]) for row in csv.DictReader(file))


@cache
def full_names() -> dict[str, str]:
    """Every name and short name -> full name; a body of the nation alone gives way to one of all levels."""
    found: dict[str, str] = {}
    for body in sorted(bodies(), key=lambda body: body.national):
        for name in body.names:
            found.setdefault(name, body.name)
    return found


@cache
def national_names() -> dict[str, str]:
    """The same for the bodies of the nation alone."""
    return {name: body.name for body in bodies() if body.national for name in body.names}


@cache
def only_national() -> frozenset[str]:
    """Names that no lower level uses: 审计署, 税务总局; not 国资委."""
    return frozenset(national_names().keys() - {name for body in bodies() if not body.national for name in body.names})


@cache
def spoken_names() -> frozenset[str]:
    """All names as they turn up in prose: with the 厅, 部 and 部门 of each matter that has a 局, the 部门 of a 委 or 办."""
    stems = {name[:-1] for name in full_names() if name.endswith("局")}
    ends = ("厅", "部", "部门", "行政部门", "主管部门")
    short = {name.rstrip("部委办") for name in full_names() if name.endswith(("部", "委", "办"))}  # 宣传, 网信
    return frozenset(full_names()) | {stem + end for stem in stems for end in ends} | {stem + "部门" for stem in short}


def name_ends(text: str) -> list[int]:
    """Where names as they turn up in prose end in a text, in order, also those inside of longer ones."""
    ending = _spoken_names_by_end()
    return [end for end in range(2, len(text) + 1) if text.endswith(ending.get(text[end - 2 : end], ()), 0, end)]


def full_name(body: str) -> str | None:
    """Full name of a body without its prefix (人社局, 人社厅 -> 人力资源和社会保障局, …厅); None where the table has none."""
    name = full_names().get(body)
    if name is None and body[-1:] in ("厅", "部"):
        name = full_names().get(body[:-1] + "局")
        return name[:-1] + body[-1] if name and name.endswith("局") else None
    return name


@cache
def successor(full: str) -> str | None:
    """The body that has taken the place of a former one; None where it stands."""
    return next((body.now for body in bodies() if body.name == full), None)


@cache
def _spoken_names_by_end() -> dict[str, tuple[str, ...]]:
    """Last two characters -> the names that end so."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in spoken_names():
        found[name[-2:]].append(name)
    return {end: tuple(names) for end, names in found.items()}


def _body(name: str, aliases: str, note: str) -> Body:
    words = note.split("；")
    now = next((found[1] for word in words if (found := re.fullmatch("今(.+)", word))), None)
    return Body(name, tuple(filter(None, aliases.split(";"))), "国家" in words, now)
