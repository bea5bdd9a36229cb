"""The columns of an indicator table that hold values: of which year each is, and whether it tells what was, what is to be, a
total of several years 累计 or yearly growth 年均增速."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Target
from ingest.targets.time import end_of_plan

_PLAN = re.compile(r"十(?P<n>[一二三四五六七八九]?)五")
_WAS, _SO_FAR = re.compile("现状|基[期准数]"), re.compile("实际|预计|完成")
_DUE = re.compile("目标|计划|规划|任务")
CUMULATIVE = "〔〕[]［］"


@dataclass(frozen=True, slots=True)
class Table:
    """`[start, end)` of the text, a table or one line of it, with the targets of its rows."""

    start: int
    end: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: its `year`, `base` where it tells what was, `total` for 累计 or 年均, `growth` for a rate of growth,
    with the words that its indicators end with (年均增速, 增长)."""

    year: int | None
    base: bool
    total: str | None
    growth: str = ""


def columns(heads: Sequence[str], written: int | None, *, merged: str = "") -> list[Column]:
    """The columns under these heads, in order. The first of several years is the base, unless it is to come, or a cell 目标值
    is `merged` over all of them; and so is any before `written`, the year from which the document looks ahead, and what is
    told to be done so far beside an aim."""
    years = [year_of(head) for head in heads]
    named = [year for head, year in zip(heads, years, strict=True) if year is not None and not _growth(head)]
    yearly = named == [*range(named[0], named[0] + len(named))] if named else False
    comes = written is not None and bool(named) and (named[0] > written or (yearly and named[0] == written))
    starts = (not merged or merged[0] in "现基") and not comes and len(named) > 1
    aimed = any(map(_DUE.search, heads))
    found: list[Column] = []
    for head, year in zip(heads, years, strict=True):
        growth = _growth(head)
        was = _WAS.search(head) is not None or (aimed and _SO_FAR.search(head) is not None and not _DUE.search(head))
        past = year is not None and ((starts and year == named[0]) or (written is not None and year < written))
        own = year if year is not None or was else max(named, default=None)
        total = "每年" if "年均" in head else "累计" if "累计" in head else None
        found.append(Column(own, (was or past) and not growth, total, growth))
    return found


def year_of(head: str) -> int | None:
    """2025 of `2025年目标` and of `“十四五”末`; None where a head names no year."""
    if year := re.search(r"(?:19|20)\d\d", head):
        return int(year[0])
    plan = _PLAN.search(head)
    return end_of_plan(plan["n"]) if plan else None


def _growth(head: str) -> str:
    if "年均" in head:
        return "年均增速"
    return "增长" if re.search("增长|增速|增幅", head) else ""
