"""One indicator over levels and regions as bars: where everything stands is worked out here, a template draws it as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api import words
from search.model import TargetQuote

WIDTH, ROW, LABELS, FIGURES = 640, 30, 200, 150
"""Units of the drawing: its width, the height of a row, the room for names on the left and for figures on the right."""
NAME = 11
"""Characters of a name that fit on the left."""
UNEQUAL = 50
"""From such a ratio of the largest to the least on, bars alone would mislead: a note points to the figures."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A target as a bar. `y` is the top of its row, `width` the length; a range is drawn from its lower to its upper figure."""

    y: int
    start: float
    width: float
    level: str | None
    name: str
    figure: str
    row: TargetQuote


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one unit. `title` and `description` tell the same in words."""

    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    note: str | None


def chart(rows: Sequence[TargetQuote], first: TargetQuote) -> Chart | None:
    """Bars for the rows that have a figure in the unit of `first`; None for fewer than two, or where none is above nought."""
    drawn = [row for row in rows if row.target.value is not None and row.target.unit == first.target.unit]
    largest = max((_high(row) for row in drawn), default=0)
    if len(drawn) < 2 or largest <= 0:
        return None
    bars = tuple(_bar(n, row, largest) for n, row in enumerate(drawn))
    told = "；".join(f"{bar.name} {bar.figure}" for bar in bars)
    least = min(_high(row) for row in drawn)
    note = "数值相差悬殊，短条请看右侧数字。" if largest > UNEQUAL * least else None
    title = f"{first.target.indicator}：各级各地的数值"
    return Chart(title, f"{title}。{told}。", ROW * len(bars), bars, note)


def _bar(n: int, row: TargetQuote, largest: float) -> Bar:
    room = WIDTH - LABELS - FIGURES
    value = row.target.value or 0
    start = room * max(value, 0) / largest if row.target.value2 is not None else 0.0
    end = room * max(_high(row), 0) / largest
    year = f"（{row.target.deadline}年）" if row.target.deadline else ""
    name = words.short(row.place.region or row.place.title, NAME)
    width = max(end - start, 2.0)
    return Bar(ROW * n, round(start, 1), round(width, 1), row.place.level, name, words.figure(row.target) + year, row)


def _high(row: TargetQuote) -> float:
    value = row.target.value or 0
    return max(value, row.target.value2 if row.target.value2 is not None else value)
