"""Tables flattened to spaces, as a text saved from a word processor or copied from a page shows them.

    序号 工作任务 责任单位 完成时限
    1 改造管网30公里 县水务局 2030年底

Counted as a table only where the columns leave no doubt: a head 序号 …, and below it rows numbered 1, 2, 3 … that all have as
many cells; or, where wide gaps part the cells, a head that says whose the tasks are (任务  牵头单位  配合单位) and the lines
right below it that have as many cells, two at least. A row whose cell itself holds such a gap, or runs over two lines, leaves
the whole table as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count

from ingest.canonical.cell_lines import Cell, cell_rows, joined

_SPACE = "[ \u3000\xa0]"
_HEAD = re.compile(rf"(?m)^{_SPACE}*序{_SPACE}?号(?:{_SPACE}++[^\s。；：|]{{2,12}}+){{2,}}{_SPACE}*(?=[\r\n]|\Z)")
_ROW = re.compile(rf"(?P<gap>\s++)(?P<row>(?P<number>\d{{1,3}}){_SPACE}++[^\t\r\n\f|]+)")
_GAP = re.compile(rf"(?<=\S){_SPACE}++(?=\S)")
_WIDE_GAP = r"(?:[ \xa0]{2,}|[ \xa0]*\u3000[ \u3000\xa0]*)"
_WIDE = re.compile(rf"(?<=\S){_WIDE_GAP}(?=\S)")
_WIDE_HEAD = re.compile(
    rf"(?m)^{_SPACE}*(?P<cells>[^\s。；：|]++(?={_SPACE}[^\r\n]*(?:牵头|责任|配合|主办|承办|落实)(?:单位|部门))"
    rf"(?:{_WIDE_GAP}[^\s。；：|]{{2,14}}){{2,}}){_SPACE}*(?=[\r\n]|\Z)"
)
_LINE = re.compile(r"\s*?\n[^\S\n]*(?P<row>\S[^\r\n\t|]*)")
_GOES_ON = re.compile(
    r"[^\S\n]*\n(?![^\n]*[。：；][^\S\n]*(?:\n|\Z))[^\S\n]*(?!(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|[（(第附备注])\S"
)
_LEAST_ROWS = 2
_NEAR = 200  # characters below the last row in which a next number shows that a row was broken
_FILLER = "\u200b"


def with_tabs(source: str) -> str:
    """The text with its flattened tables parted by tabs, one character for one: what else is in a gap becomes a zero-width
    space, which the canonical text leaves out."""
    text = _parted(source, _HEAD, _table, _GAP) if "序" in source else source
    text = joined(text, [row for row in cell_rows(text) if _whole(source, row)], _FILLER) if "序" in source else text
    return _parted(text, _WIDE_HEAD, _wide_table, _WIDE) if "单位" in text or "部门" in text else text


def _whole(source: str, row: Sequence[Cell]) -> bool:
    """Whether a row of cells on lines of their own stands on one page and holds no cells itself."""
    return not any(sign in source[row[0][0] : row[-1][1]] for sign in "\t|\f")


def _parted(
    source: str, heads: re.Pattern[str], table: Callable[[str, re.Match[str]], list[tuple[int, int]]], gaps: re.Pattern[str]
) -> str:
    """The text with tabs for the gaps in the rows that `table` finds below a head."""
    parts, at = [], 0
    for head in heads.finditer(source):
        for start, end in table(source, head):
            parts += [source[at:start], _tabbed(source[start:end], gaps)]
            at = end
    return "".join([*parts, source[at:]])


def _wide_table(source: str, head: re.Match[str]) -> list[tuple[int, int]]:
    """Places of the head and of the lines right below it that have as many cells; empty where these are less than two, or a
    line stands right below them that may go on with the last."""
    cells = len(_WIDE.findall(head["cells"]))
    found, at = [head.span("cells")], head.end()
    while (row := _LINE.match(source, at)) and len(_WIDE.findall(row["row"].rstrip())) == cells:
        found.append((row.start("row"), row.start("row") + len(row["row"].rstrip())))
        at = row.end()
    return found if len(found) > _LEAST_ROWS and not _GOES_ON.match(source, at) else []


def _table(source: str, head: re.Match[str]) -> list[tuple[int, int]]:
    """Places of the head and the rows of a table, empty where its columns are in doubt."""
    first = re.sub(rf"序{_SPACE}号", "序号", head[0])
    rows = list(_rows(source, head.end()))
    last = rows[-1][1] if rows else 0
    broken = re.compile(rf"\n{_SPACE}*{len(rows) + 1}{_SPACE}+\S").search(source, last, last + _NEAR)
    alike = all(_width(source[start:end]) == _width(first) for start, end in rows)
    return (
        [(head.start() + head[0].index("号"), head.end()), *rows] if len(rows) >= _LEAST_ROWS and alike and not broken else []
    )


def _rows(source: str, at: int) -> Iterator[tuple[int, int]]:
    for number in count(1):
        row = _ROW.match(source, at)
        if not row or "\n" not in row["gap"] or int(row["number"]) != number:
            return
        yield row.span("row")
        at = row.end()


def _width(line: str) -> int:
    return len(_GAP.findall(line)) + 1


def _tabbed(line: str, gaps: re.Pattern[str]) -> str:
    return gaps.sub(lambda gap: "\t" + _FILLER * (len(gap[0]) - 1), line)
