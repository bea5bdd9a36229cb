"""Pages -> running text: reading order, and which printed rows are one paragraph.

Two ideographic spaces before a line say that it begins a paragraph; a line without them may go on with the one before (over a
page break, or where paragraphs are not indented), which the canonical text decides by its words. Rows that their places prove
to be one paragraph are joined here, over a page break with a word joiner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.canonical.text import GOES_ON
from ingest.load.grid import rejoined, tables
from ingest.load.gutter import Block, blocks
from ingest.load.loaded import Left
from ingest.load.margins import furniture, kind_of
from ingest.load.page import Page
from ingest.load.rows import Row, latin_seam
from ingest.load.typed import ENDED, headings
from ingest.official import DIVISION

START, UNSURE, JOIN = "start", "unsure", "join"
_INDENT = "\u3000\u3000"

_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}"
    rf"{DIVISION}"
    r"|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
    r"|附\s*[件表录]|专栏|——"
)
_FOOTNOTE = re.compile(r"[①-⑳*＊]|\[\d{1,2}\]|\d{1,2}(?![\d.．、年月日%])")
_SMALL = 0.85  # of the usual size: what a footnote is at most (小五 9 points below 三号 16)
_WORD = re.compile(r"[“‘「『〈《【〔（(]*(?:[!-~]+|.)[”’」』〉》】〕）)、，。；：！？]*", re.S)
"""What may not be parted at the end of a row: a Latin word, or a character, with the signs around it."""
_SET_RIGHT = 7.0  # ems: a row that begins so far in is set on the right, as who signs and the date are
_NARROWEST = 8.0  # ems: of a column of text
_FAR = 4.0  # ems from row to row: no spacing of lines is so wide
_ROOM = 1.3  # ems a full line may fall short of the margin, for a mark that may not begin a line


@dataclass(frozen=True, slots=True)
class _Frame:
    """The margins of a stretch of text; `indented`: paragraphs begin two characters in (GB/T 9704-2012, 7.3.3)."""

    left: float
    right: float
    indented: bool
    em: float = 1.0


def running_text(pages: Sequence[Page]) -> tuple[str, tuple[Left, ...]]:
    """The text of printed pages in reading order, parted by form feeds, and what their margins repeat, which is left out."""
    laid = [_reading(page) for page in pages]
    odd = furniture([[row for block in page for row in block.rows] for page in laid], [page.height for page in pages])
    kept = [
        [Block([row for row in block.rows if row not in out], block.column) for block in page]
        for page, out in zip(laid, odd, strict=True)
    ]
    left_out = [Left(kind_of(row.text), row.text) for out in odd for row in sorted(out, key=lambda row: row.top)]
    left_out += _take_repeated_heads(kept)
    left_out += _take_footnotes(kept)
    return _text(_with_whole_rows(kept)), tuple(left_out)


def _take_repeated_heads(pages: Sequence[list[Block]]) -> list[Left]:
    """Takes out the head of a table that is printed again where the table goes on over a page."""
    taken: list[Left] = []
    head: str | None = None
    for page in pages:
        rows = page[0].rows if page else []
        if head and len(rows) > 1 and rows[0].text == head and rows[1].cells:
            taken.append(Left("running-head", rows.pop(0).text))
        head = _head_at_end(page[-1].rows if page else [], head)
    return taken


def _take_footnotes(pages: Sequence[list[Block]]) -> list[Left]:
    """Takes out the small rows at the foot of a page that begin with the sign of a footnote; text may go on over them."""
    sizes = [row.em for page in pages for block in page for row in block.rows if not row.cells]
    small = _SMALL * median(sizes) if sizes else 0.0
    taken: list[Left] = []
    for page in pages:
        rows = page[-1].rows if page else []
        at = len(rows)
        while at and rows[at - 1].em <= small and not rows[at - 1].cells:
            at -= 1
        if 0 < at < len(rows) and _FOOTNOTE.match(rows[at].text):
            taken += [Left("footnote", row.text) for row in rows[at:]]
            del rows[at:]
    return taken


def _head_at_end(rows: Sequence[Row], before: str | None) -> str | None:
    """The first row of the table a page ends with; `before` is that of a table which may fill the page from the page above."""
    if not rows or not rows[-1].cells:
        return None
    first = next((i + 1 for i in range(len(rows) - 1, -1, -1) if not rows[i].cells), 0)
    return before if before and first == 0 else rows[first].text


def _with_whole_rows(pages: Sequence[list[Block]]) -> Sequence[list[Block]]:
    """A row of a table that a page break cut in two is one again, on the page where it begins."""
    for upper, lower in pairwise(pages):
        if upper and lower and upper[-1].rows and lower[0].rows and (row := rejoined(upper[-1].rows[-1], lower[0].rows[0])):
            upper[-1].rows[-1] = row
            del lower[0].rows[0]
    return pages


def _reading(page: Page) -> list[Block]:
    ruled, rest = tables(page)
    return blocks(rest, ruled)


def _text(pages: Sequence[Sequence[Block]]) -> str:
    frames, step = _frames(pages), _usual_step(pages)
    placed = [
        [
            (row, frame)
            for block in page
            for frame in [_frame(block.rows) if block.column else frames[n % 2]]
            for row in block.rows
        ]
        for n, page in enumerate(pages)
    ]
    titled = headings([(row, frame.right) for page in placed for row, frame in page])
    text: list[str] = []
    before: tuple[Row, _Frame] | None = None
    for n, page in enumerate(placed):
        feeds = "\f" if n else ""
        for row, frame in page:
            text += [_seam(before, row, frame, step, feeds), "## " if row in titled else "", row.text]
            before, feeds = (row, frame), ""
        text.append(feeds)
    return "".join(text)


def _seam(before: tuple[Row, _Frame] | None, row: Row, frame: _Frame, step: float, feed: str) -> str:
    """What parts a row from the one before; a form feed stands at the end of a line."""
    if before is None:
        return feed + _INDENT
    verdict = _verdict(*before, row, frame, step, bool(feed))
    if verdict == JOIN:
        return f"{feed}{GOES_ON}" if feed else " " if latin_seam(before[0].text, row.text) else ""
    return "\n" + feed + (_INDENT if verdict == START else "")


def _verdict(before: Row, held: _Frame, row: Row, frame: _Frame, step: float, new_page: bool) -> str:
    """Whether a row begins a paragraph, goes on with the one before, or may do either."""
    if row.cells or before.cells or not 0.85 < row.em / before.em < 1.18:
        return START
    if not new_page and row.top - before.top > min(1.7 * max(step, row.em), _FAR * row.em):
        return START
    indent, had = (row.x0 - frame.left) / row.em, (before.x0 - held.left) / before.em
    if not _full(before, held, row):
        return START
    if before.em > 1.15 * held.em and row.em > 1.15 * frame.em:
        return JOIN  # a title too long for one row
    if indent > had + 0.8 or had > indent + _SET_RIGHT:
        return START
    numbered, ended = _NUMBERED.match(row.text), ENDED.search(before.text)
    if frame.indented:
        return UNSURE if indent > 0.8 or (ended and (numbered or new_page)) else JOIN
    narrow = frame.right - frame.left < _NARROWEST * frame.em  # a few short rows show no margin
    return UNSURE if numbered or ended or narrow else JOIN  # where paragraphs are not indented, a full row goes on all the same


def _full(before: Row, frame: _Frame, row: Row) -> bool:
    """Whether the first word of a row had no room on the row before."""
    word = _WORD.match(row.text)
    width = sum(0.5 if c.isascii() else 1.0 for c in word[0]) if word else 1.0
    return before.x1 + (min(width, 12.0) + _ROOM) * before.em > frame.right


def _frames(pages: Sequence[Sequence[Block]]) -> tuple[_Frame, _Frame]:
    """Margins of odd and even pages, which may mirror each other."""
    sides = [[row for page in pages[side::2] for block in page if not block.column for row in block.rows] for side in (0, 1)]
    first = _frame(sides[0])
    return first, _frame(sides[1]) if len(sides[1]) >= 12 else first


def _frame(page: Sequence[Row]) -> _Frame:
    plain = [row for row in page if not row.cells] or list(page)
    if not plain:
        return _Frame(0.0, 0.0, False)
    em = median(row.em for row in plain)
    left = _edge([row.x0 for row in plain], em)
    right = -_edge([-row.x1 for row in plain], em)
    indented = sum(1.4 <= (row.x0 - left) / row.em <= 2.7 for row in plain)
    return _Frame(left, right, indented >= max(2, len(plain) // 25), em)


def _edge(values: Sequence[float], em: float) -> float:
    """The outermost place at which several rows begin."""
    values = sorted(values)
    enough = max(2, len(values) // 33)
    for i in range(len(values) - enough + 1):
        if values[i + enough - 1] - values[i] <= 0.6 * em:
            return values[i]
    return values[0]


def _usual_step(pages: Sequence[Sequence[Block]]) -> float:
    """Distance from row to row that is most usual."""
    steps = [
        b.top - a.top
        for page in pages
        for block in page
        for a, b in pairwise(block.rows)
        if b.top > a.top and not (a.cells or b.cells)
    ]
    return median(steps) if steps else 0.0
