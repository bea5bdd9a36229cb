"""Rules of a page -> tables: rows of cells with their text, in place of the glyphs that stand in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.load.loaded import NO_WORDS, table_row
from ingest.load.page import Glyph, Page, Rule
from ingest.load.rows import Row, joined, latin_seam, rows
from ingest.load.typed import ENDED

_NEAR = 3.0  # points by which rules that meet may miss one another
_MOST_CELLS = 20_000
_SERIAL = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]?")
_MOST_RULES = 3_000
_SENTENCE = 12  # characters of a cell that is no name or figure


@dataclass(slots=True)
class _Grid:
    """Edges of columns and rows, and the cells they leave: `owner[i, j]` is the cell that (i, j) is merged into."""

    xs: list[float]
    ys: list[float]
    owner: dict[tuple[int, int], tuple[int, int]]


def tables(page: Page) -> tuple[list[Row], list[Glyph]]:
    """The rows of all ruled tables of a page, and the glyphs that stand in none."""
    found: list[Row] = []
    left = page.glyphs
    for grid in _grids(page.rules):
        inside, outside = _parted(left, grid)
        made = _table(inside, grid)
        if made:
            found += made
            left = outside
    return found, left


def rejoined(upper: Row, lower: Row) -> Row | None:
    """The row that a page break cut in two: what follows lacks its number 序号, or two cells, or goes on with a sentence; None
    where it is whole."""
    if not (upper.cells and lower.cells and lower.text.startswith(NO_WORDS)):
        return None
    above, below = upper.text.split("\t"), lower.text.removeprefix(NO_WORDS).split("\t")
    columns = max(len(above), len(below))
    whole = sum(map(bool, below)) > columns - 2 and not _SERIAL.fullmatch(above[0])
    if whole and not any(b and len(a) >= _SENTENCE and not ENDED.search(a) for a, b in zip(above, below, strict=False)):
        return None
    pairs = zip_longest(above, below, fillvalue="")
    return replace(upper, text=table_row([a + (" " if latin_seam(a, b) else "") + b for a, b in pairs]))


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    if not 4 <= len(rules) <= _MOST_RULES:
        return []
    return [grid for group in _groups(rules) if (grid := _grid(group))]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another."""
    root = list(range(len(rules)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    order = sorted(range(len(rules)), key=lambda i: rules[i].top)
    open_: list[int] = []
    for i in order:
        open_ = [k for k in open_ if rules[k].bottom + _NEAR >= rules[i].top]
        for k in open_:
            if rules[k].x0 - _NEAR <= rules[i].x1 and rules[i].x0 - _NEAR <= rules[k].x1:
                root[top(i)] = top(k)
        open_.append(i)
    groups: defaultdict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[top(i)].append(rule)
    return list(groups.values())


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    """A grid of at least two columns; the outer sides may be open, as many official tables are."""
    across = [rule for rule in rules if rule.x1 - rule.x0 >= rule.bottom - rule.top]
    down = [rule for rule in rules if rule.x1 - rule.x0 < rule.bottom - rule.top]
    if len(across) < 2 or not down:
        return None
    xs = _edges([*(r.x0 for r in down), min(r.x0 for r in across), max(r.x1 for r in across)])
    ys = _edges([*(r.top for r in across), min(r.top for r in down), max(r.bottom for r in down)])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    return _Grid(xs, ys, _merged(xs, ys, across, down))


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _merged(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells with no rule between them are one: each leads to the first of them."""
    walls: defaultdict[int, list[Rule]] = defaultdict(list)
    floors: defaultdict[int, list[Rule]] = defaultdict(list)
    for rule in down:
        walls[_at(xs, rule.x0)].append(rule)
    for rule in across:
        floors[_at(ys, rule.top)].append(rule)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(ys) - 1):
        for j in range(len(xs) - 1):
            x, y = (xs[j] + xs[j + 1]) / 2, (ys[i] + ys[i + 1]) / 2
            if i and not any(r.x0 - _NEAR <= x <= r.x1 + _NEAR for r in floors[i]):
                owner[i, j] = owner[i - 1, j]
            elif j and not any(r.top - _NEAR <= y <= r.bottom + _NEAR for r in walls[j]):
                owner[i, j] = owner[i, j - 1]
            else:
                owner[i, j] = (i, j)
    return owner


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda k: abs(edges[k] - value))


def _parted(glyphs: Sequence[Glyph], grid: _Grid) -> tuple[list[Glyph], list[Glyph]]:
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        held = grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1]
        (inside if held else outside).append(glyph)
    return inside, outside


def _table(glyphs: Sequence[Glyph], grid: _Grid) -> list[Row]:
    """Rows of cells; empty where the rules are but a frame around running text."""
    cells: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        i = bisect_right(grid.ys, (glyph.top + glyph.bottom) / 2) - 1
        j = bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2) - 1
        cells[grid.owner[i, j]].append(glyph)
    lines = {cell: rows(held) for cell, held in cells.items()}
    if not any(len(_in_row(lines, i)) > 1 for i in range(len(grid.ys))) or _frame(cells, lines, len(glyphs)):
        return []
    texts = {cell: joined(held).replace("\t", " ") for cell, held in lines.items()}
    return [row for i in range(len(grid.ys) - 1) if (row := _table_row(grid, texts, i))]


def _in_row(lines: dict[tuple[int, int], list[Row]], i: int) -> list[tuple[int, int]]:
    return [cell for cell in lines if cell[0] == i]


def _frame(cells: dict[tuple[int, int], list[Glyph]], lines: dict[tuple[int, int], list[Row]], total: int) -> bool:
    largest = max(cells, key=lambda cell: len(cells[cell]))
    return len(cells[largest]) > 0.7 * total and len(lines[largest]) > 12


def _table_row(grid: _Grid, texts: dict[tuple[int, int], str], i: int) -> Row | None:
    """Cells of one row; a merged cell is said once, in the first of its rows and columns."""
    said = [texts.get((i, j), "") for j in range(len(grid.xs) - 1)]
    if not any(said):
        return None
    return Row(table_row(said), grid.xs[0], grid.xs[-1], grid.ys[i], grid.ys[i + 1], 1.0, cells=True)
