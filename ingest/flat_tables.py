"""Tables flattened to spaces, as a text saved from a word processor or copied from a page shows them.

    序号 工作任务 责任单位 完成时限
    1 改造管网30公里 县水务局 2030年底

Counted as a table only where the columns leave no doubt: a head 序号 …, and below it rows numbered 1, 2, 3 … that all have as
many cells. A row whose cell itself holds a space, or runs over two lines, leaves the whole table as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

_SPACE = "[ \u3000\xa0]"
_HEAD = re.compile(rf"(?m)^{_SPACE}*序{_SPACE}?号(?:{_SPACE}++[^\s。；：|]{{2,12}}+){{2,}}{_SPACE}*(?=[\r\n]|\Z)")
_ROW = re.compile(rf"(?P<gap>\s++)(?P<row>(?P<number>\d{{1,3}}){_SPACE}++[^\t\r\n\f|]+)")
_GAP = re.compile(rf"(?<=\S){_SPACE}++(?=\S)")
_LEAST_ROWS = 2
_NEAR = 200  # characters below the last row in which a next number shows that a row was broken
_FILLER = "\u200b"


def with_tabs(source: str) -> str:
    """The text with its flattened tables parted by tabs, one character for one: what else is in a gap becomes a zero-width
    space, which the canonical text leaves out."""
    parts, at = [], 0
    for head in _HEAD.finditer(source) if "序" in source else ():
        for start, end in _table(source, head):
            parts += [source[at:start], _tabbed(source[start:end])]
            at = end
    return "".join([*parts, source[at:]])


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


def _tabbed(line: str) -> str:
    return _GAP.sub(lambda gap: "\t" + _FILLER * (len(gap[0]) - 1), line)
