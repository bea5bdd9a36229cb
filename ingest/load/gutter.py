"""Reading order of a page: rows from top to bottom; where it is set in two columns, the left one before the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.load.page import Glyph
from ingest.load.rows import Row, lines, row

_LEAST_ROWS = 10
_SHARE = 0.6  # of the rows that hold the gutter free
_NARROWEST, _WIDEST = 1.0, 5.0  # of a gutter, in ems


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one stretch of a page in order. `column`: it is one of two columns, with margins of its own."""

    rows: list[Row]
    column: bool = False


def blocks(glyphs: Sequence[Glyph], ruled: Sequence[Row]) -> list[Block]:
    """The rows of a page in reading order; `ruled` are those of its tables, which span both columns."""
    found = [made for line in lines(glyphs) if (made := _Line.of(line))]
    middle = _gutter(found)
    order = sorted([*found, *(_Line(table, []) for table in ruled)], key=lambda line: line.row.top)
    if middle is None:
        return [Block([line.row for line in order])] if order else []
    return _two_columns(order, middle)


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    glyphs: list[Glyph]

    @classmethod
    def of(cls, glyphs: list[Glyph]) -> _Line | None:
        made = row(glyphs)
        return cls(made, glyphs) if made else None

    def open_at(self, x: float) -> bool:
        """Whether nothing is printed within half a character of `x`."""
        near = self.row.em * _NARROWEST / 2
        return not any(g.x0 < x + near and g.x1 > x - near for g in self.glyphs)


def _gutter(found: Sequence[_Line]) -> float | None:
    """Where most rows leave a gap in the middle of the page, of the width of a gutter; None on a page of one column."""
    if len(found) < _LEAST_ROWS:
        return None
    left, right = min(line.row.x0 for line in found), max(line.row.x1 for line in found)
    gaps = [gap for line in found if (gap := _middle_gap(line, left, right))]
    if len(gaps) < max(_LEAST_ROWS, _SHARE * len(found)):
        return None
    middle = median((a + b) / 2 for a, b in gaps)
    wide = median((b - a) for a, b in gaps) / median(line.row.em for line in found)
    free = sum(a < middle < b for a, b in gaps)
    return middle if free >= _SHARE * len(found) and wide <= _WIDEST else None


def _middle_gap(line: _Line, left: float, right: float) -> tuple[float, float] | None:
    low, high = left + 0.4 * (right - left), left + 0.6 * (right - left)
    gaps = [
        (a.x1, b.x0) for a, b in pairwise(line.glyphs) if b.x0 - a.x1 >= _NARROWEST * line.row.em and a.x1 < high and b.x0 > low
    ]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _two_columns(order: Sequence[_Line], middle: float) -> list[Block]:
    made: list[Block] = []
    sides: tuple[list[Row], list[Row]] = ([], [])
    for line in order:
        if line.glyphs and line.open_at(middle):
            for side, part in zip(sides, _halves(line, middle), strict=True):
                side += part
            continue
        made += [Block(side, column=True) for side in sides if side]
        sides = ([], [])
        made.append(Block([line.row]))
    return [*made, *(Block(side, column=True) for side in sides if side)]


def _halves(line: _Line, middle: float) -> tuple[list[Row], list[Row]]:
    left, right = row([g for g in line.glyphs if g.x0 < middle]), row([g for g in line.glyphs if g.x0 >= middle])
    return [left] if left else [], [right] if right else []
