"""Tables copied from a page or a word processor with every cell on a line, or in a paragraph, of its own.

    序号 / 工作任务 / 责任单位 / 1 / 改造管网 / 县水务局 / 2 / 安装水表 / 县财政局

Counted as a table only where nothing is in doubt: a head 序号 with short cells, and below it numbers 1, 2, 3 … with as many
cells behind each. Where blank lines part the cells, a cell may run over several lines. A row may be short of cells (those of
several rows were one, or one was empty) where the columns show by their names which: units, dates, figures, notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, count

_HEAD = re.compile(r"(?m)^[^\S\n]*序[ \u3000]*号[^\S\n]*\n")
_BREAK, _BLANK = re.compile(r"\s*\n\s*"), re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")
_MOST_COLUMNS, _LONGEST_NAME = 8, 16
_LEAST_ROWS = 2
_NO_CELL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|附\s*[件表]|注\s*[：:]|[合总小]\s*计$)"
)
"""What the text goes on with below a table whose last row is short of a cell."""
_GROUP = re.compile(r"任务|类别|类型|领域|方面|分类|事项|目标")
"""The first column of words in which one cell may stand for several rows."""
_NOTE = re.compile(r"备\s*注|说\s*明")
_KINDS = (
    (_NOTE, re.compile("")),
    (re.compile(r"时间|时限|节点|期限|进度|年限"), re.compile(r"\d年|\d月|季度|长期|全年|每|持续|底|\d日")),
    (
        re.compile(r"单位|部门|牵头|配合|责任主体"),
        re.compile(
            r"(?:[局委办厅院部会府镇乡处室站所队]|单位|部门|中心|公司|集团|街道|园区|开发区|银行|机构|企业|学校|[)）])$"
        ),
    ),
    (
        re.compile(r"面积|长度|宽度|数量|投资|资金|金额|[（(](?:公顷|亩|千?米|公里|km|㎡|平方米|[万亿]?元|[个吨辆户座处])"),
        re.compile(r"^[\d.,%]+[\u4e00-\u9fff㎡]{0,3}$|^[/—-]$"),
    ),
)
"""Columns by a word of their name, and what a cell in them looks like."""
_DATE, _FIGURE = re.compile(r"20\d\d年(?:\d{1,2}月)?[底前]{0,2}"), re.compile(r"[\d.,%]+")
_MOST_LACKING, _LONGEST_CELL = 2, 60
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
    rows, at = [list(range(width))], width
    for number in count(1):
        if [cells.text(at + i) for i in range(width)] == head:  # printed again on the next page
            rows.append(list(range(at, at + width)))
            at += width
        if cells.text(at) != str(number):
            break
        rows.append(list(range(at, at + width)))
        at += width
    below = (cells.text(i) for i in range(at - width + 1, at + _NEAR * width))
    short = any(not cells.text(i) or _NO_CELL.match(cells.text(i)) for i in range(at - width, at))
    if number <= _LEAST_ROWS or short or str(number) in below:
        return _uneven(cells, head)
    return [[cells.place(i) for i in row] for row in rows]


def _uneven(cells: _Cells, head: Sequence[str]) -> list[list[Cell]]:
    """The rows of a table some of which are short of a cell: each of its rows ends where the next number stands alone, and
    its cells fit one way under the head, by what the columns of units, dates and figures hold."""
    width = len(head)
    rows, at = [[cells.place(i) for i in range(width)]], width
    for number in count(1):
        lengths = [n for n in range(2, width + 1) if cells.text(at + n) == str(number + 1)]
        last = not lengths
        if len(lengths) > 1 or (last and number < _LEAST_ROWS):
            return []
        row = _under(cells, at, _last_length(cells, at, head) if last else lengths[0], head)
        if not row:
            return []
        rows.append(row)
        if last:
            return rows
        at += lengths[0]
    return []


def _last_length(cells: _Cells, at: int, head: Sequence[str]) -> int:
    """How many cells the last row has: up to a sum, a paragraph or what else is no cell, or as many as the head."""
    ends = (n for n in range(1, len(head)) if _is_beyond(cells.text(at + n)))
    return next(ends, len(head))


def _is_beyond(text: str) -> bool:
    """Whether a text is no cell of a row but what stands below a table: a sum, a heading, a paragraph, or nothing."""
    return not text or _NO_CELL.match(text) is not None or len(text) > _LONGEST_CELL


def _under(cells: _Cells, at: int, length: int, head: Sequence[str]) -> list[Cell]:
    """The cells of a row in order, with an empty one wherever one lacks in between; empty where they do not fit."""
    columns = _columns(cells, at, length, head)
    row: list[Cell] = []
    for i, column in enumerate(columns):
        start, _ = cells.place(at + i)
        while len(row) < column:
            place = row[-1][1] + 1
            if place >= start:
                return []  # no room for the tab of an empty cell
            row.append((place, place))
        row.append(cells.place(at + i))
    return row


def _columns(cells: _Cells, at: int, length: int, head: Sequence[str]) -> tuple[int, ...]:
    """Under which columns the cells of a row stand: a cell lacks in the first column of words where it names a group of rows,
    then among the notes, then as far right as may be; empty where the cells fit no way."""
    if not max(2, len(head) - _MOST_LACKING) <= length <= len(head):
        return ()
    told = [cells.text(at + i) for i in range(length)]
    ways = [(0, *columns) for columns in combinations(range(1, len(head)), length - 1)]
    fit = [way for way in ways if all(_fits(head[k], cell) for k, cell in zip(way[1:], told[1:], strict=True))]
    grouped = [way for way in fit if 1 not in way] if _GROUP.search(head[1]) else []
    return min(grouped or fit, key=lambda way: (sum(_NOTE.match(head[k]) is not None for k in way), way), default=())


def _fits(name: str, cell: str) -> bool:
    """Whether a cell may stand in a column of this name."""
    kind = next((pattern for named, pattern in _KINDS if named.search(name)), None)
    if kind is not None:
        return kind.search(cell) is not None
    return not _DATE.fullmatch(cell) and not _FIGURE.fullmatch(cell)


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
