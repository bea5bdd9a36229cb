"""An element of a web page -> the lines a browser shows: one a paragraph, table rows with tabs, headings as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ingest.load.loaded import table_row

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|header|hr|li|main|nav"
    "|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|ucapcontent|h[1-6]"
)
_NEVER = re.compile(
    "script|style|noscript|template|head|title|meta|link|button|select|option|input|textarea|iframe|object|embed|svg|canvas|map"
    "|audio|video|img"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANK = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")  # a line break of the file between Chinese characters
_DEEPEST = 400
_MOST_SPANNED = 60
_LONG_CELL = 1500  # characters: a cell with more holds the page, not a value


def shown(item: Any) -> bool:
    """Whether a browser shows an element (its own attributes only)."""
    return (
        isinstance(item.tag, str)
        and not _NEVER.fullmatch(item.tag)
        and item.get("hidden") is None
        and item.get("aria-hidden") != "true"
        and not _HIDDEN.search(item.get("style") or "")
    )


def hidden(root: Any) -> Iterator[str]:
    """What a browser is told not to show, element by element (scripts and controls are no text)."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if not isinstance(item.tag, str) or _NEVER.fullmatch(item.tag):
            continue
        if shown(item):
            waiting += reversed(item)
        elif text := _BLANK.sub("", "".join(item.itertext())):
            yield text


def lines(root: Any, leave_out: Callable[[Any], bool]) -> Iterator[str]:
    """The lines of an element in order; elements for which `leave_out` holds are skipped with all in them."""
    writer = _Writer(leave_out)
    writer.element(root, 0)
    writer.end_line()
    yield from writer.lines


def table_rows(table: Any) -> list[list[str]]:
    """The cells of a table of values; empty for one that lays out the page."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table and shown(row)]
    if len(rows) < 2 or next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return []
    made: list[list[str]] = []
    over: dict[int, int] = {}
    for row in rows:
        cells = _cells(row, over)
        if any(len(cell) > _LONG_CELL for cell in cells):
            return []
        made.append(cells)
    return [row for row in made if any(row)] if max(map(len, made), default=0) > 1 else []


class _Writer:
    def __init__(self, leave_out: Callable[[Any], bool]) -> None:
        self.lines: list[str] = []
        self._leave_out, self._open, self._mark = leave_out, list[str](), ""
        self._items: dict[Any, int] = {}

    def element(self, item: Any, depth: int) -> None:
        if not shown(item) or self._leave_out(item) or depth > _DEEPEST:
            return
        if item.tag == "br":
            self.end_line()
            return
        if item.tag == "table" and (rows := table_rows(item)):
            self.end_line()
            self.lines += [table_row(row) for row in rows]
            return
        block = bool(_BLOCKS.fullmatch(item.tag))
        if block:
            self.end_line()
            self._mark = self._marked(item) or self._mark
        self._inside(item, depth)
        if block:
            self.end_line()
            self._mark = ""

    def end_line(self) -> None:
        line = _WRAPPED.sub("", "".join(self._open)).replace("\n", " ").strip(" ")
        if line.strip().strip("\u200b\ufeff"):
            self.lines.append(self._mark + line)
            self._mark = ""
        self._open = []

    def _inside(self, item: Any, depth: int) -> None:
        self._text(item.text, item)
        for child in item:
            self.element(child, depth + 1)
            self._text(child.tail, item)

    def _text(self, text: str | None, holder: Any) -> None:
        if not text:
            return
        if holder.tag == "pre":
            *whole, last = text.splitlines() or [""]
            for line in whole:
                self._open.append(line)
                self.end_line()
            self._open.append(last)
            return
        self._open.append(_BLANK.sub(lambda blank: "\n" if "\n" in blank[0] else " ", text))

    def _marked(self, item: Any) -> str:
        """What a browser shows before a block: the number of an item; headings are marked as in Markdown."""
        if item.tag in HEADINGS:
            return "#" * HEADINGS.index(item.tag) + "# "
        parent = item.getparent()
        if item.tag != "li" or parent is None or parent.tag != "ol" or parent.get("type") not in (None, "1"):
            return ""
        begin = parent.get("start") or "1"
        self._items[parent] = self._items.get(parent, int(begin[:4]) - 1 if begin.isdecimal() else 0) + 1
        return f"{self._items[parent]}."


def _cells(row: Any, over: dict[int, int]) -> list[str]:
    """The cells of one row in their columns; `over` counts for each column the rows that a cell above still covers."""
    cells: list[str] = []
    covers: dict[int, int] = {}
    for cell in (item for item in row if item.tag in ("td", "th") and shown(item)):
        while over.get(len(cells), 0):
            cells.append("")
        for i in range(_span(cell, "colspan")):
            covers[len(cells)] = _span(cell, "rowspan")
            cells.append("" if i else _cell_text(cell))
    for column in range(max([*over, *covers], default=-1) + 1):
        over[column] = covers.get(column, over.get(column, 0)) - 1 if column in covers or over.get(column, 0) else 0
    return cells


def _cell_text(cell: Any) -> str:
    text = ""
    for line in lines(cell, lambda item: item is not cell and item.tag == "table"):
        line = line.lstrip("# ") if line.startswith("#") else line
        seam = " " if text[-1:].isascii() and line[:1].isascii() and text[-1:].isalnum() and line[:1].isalnum() else ""
        text += seam + line.replace("\t", " ").strip("\xa0\u3000 ")
    return text


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() else 1
