"""Tables copied from a page or a word processor with every cell on a line, or in a paragraph, of its own.

    序号 / 工作任务 / 责任单位 / 1 / 改造管网 / 县水务局 / 2 / 安装水表 / 县财政局

Counted as a table only where nothing is in doubt: a head 序号 with short cells, and below it numbers 1, 2, 3 … with as many
cells behind each. Where blank lines part the cells, a cell may run over several lines. A row that is short of a cell (cells
of several rows were one, or one was empty) leaves the whole table as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

_HEAD = re.compile(r"(?m)^[^\S\n]*序[ \u3000]*号[^\S\n]*\n")
_BREAK, _BLANK = re.compile(r"\s*\n\s*"), re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")
_MOST_COLUMNS, _LONGEST_NAME = 8, 16
_LEAST_ROWS = 2
_NO_CELL = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|附\s*[件表]|注\s*[：:])")
"""What the text goes on with below a table whose last row is short of a cell."""
_NEAR = 3
"""Rows' worth of cells behind the last number in which a next one shows that a row was short of a cell."""

Cell = tuple[int, int]
"""Where a cell stands in the source, without white space around it."""


def cell_rows(source: str) -> Iterator[list[Cell]]:
    """The rows of such tables in order, heads too, each as the places of its cells."""
    at = 0
    while head := _HEAD.search(source, at):
        found = _table(source, head.start())
        yield from found
        at = found[-1][-1][1] if found else head.end()


def _table(source: str, start: int) -> list[list[Cell]]:
    cells = _Cells(source, start)
    width = next((i for i in range(2, _MOST_COLUMNS + 1) if cells.text(i) == "1"), 0)
    if not width or any(len(cells.text(i)) > _LONGEST_NAME or "。" in cells.text(i) for i in range(width)):
        return []
    head = [cells.text(i) for i in range(width)]
    rows, at = [range(width)], width
    for number in count(1):
        if [cells.text(at + i) for i in range(width)] == head:  # printed again on the next page
            rows.append(range(at, at + width))
            at += width
        if cells.text(at) != str(number):
            break
        rows.append(range(at, at + width))
        at += width
    below = (cells.text(i) for i in range(at - width + 1, at + _NEAR * width))
    short = any(not cells.text(i) or _NO_CELL.match(cells.text(i)) for i in range(at - width, at))
    if number <= _LEAST_ROWS or short or str(number) in below:
        return []
    return [[cells.place(i) for i in row] for row in rows]


class _Cells:
    """The cells from a place on, read one after the other; behind the last one they are empty."""

    def __init__(self, source: str, start: int) -> None:
        self.source = source
        first = _BREAK.search(source, start)
        blank = first is not None and _BLANK.search(source, start, first.end()) is not None
        self._parts = _places(source, start, _BLANK if blank else _BREAK)
        self._found: list[Cell] = []

    def place(self, i: int) -> Cell:
        while len(self._found) <= i:
            self._found.append(next(self._parts, (len(self.source), len(self.source))))
        return self._found[i]

    def text(self, i: int) -> str:
        start, end = self.place(i)
        return re.sub(r"\s+", "", self.source[start:end])


def _places(source: str, at: int, parts: re.Pattern[str]) -> Iterator[Cell]:
    while at < len(source):
        seam = parts.search(source, at)
        stop = seam.start() if seam else len(source.rstrip())
        yield at + (len(source[at:stop]) - len(source[at:stop].lstrip())), stop
        at = seam.end() if seam else len(source)


def joined(source: str, rows: Sequence[Sequence[Cell]], filler: str) -> str:
    """The text with the cells of each row on one line, parted by tabs, one character for one: what else stood between cells,
    and the breaks in them, are `filler`."""
    parts, at = [], 0
    for row in rows:
        parts.append(source[at : row[0][0]])
        for i, (start, end) in enumerate(row):
            parts.append(re.sub(r"[^\S \u3000]", filler, source[start:end]))
            if i + 1 < len(row):
                parts.append("\t" + filler * (row[i + 1][0] - end - 1))
        at = row[-1][1]
    return "".join([*parts, source[at:]])
