"""Headings without a number, by the type they are set in: rows of their own in another face, or larger, than the body.

Counts only what cannot be anything else: a short row between paragraphs, its type used for two such rows at least and for no
number (一、). No heading: the bold first sentence of a paragraph, a caption, a signature, a title over two rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.load.rows import Row

_LONGEST, _LEAST_BODY = 30, 12  # characters of a heading, and of a row that can only be body
_LARGER, _NOT_SMALLER = 1.08, 0.97  # of the body's size
_ROOM = 2.0  # ems between the end of a heading and the margin: a row that fills its line may go on
ENDED = re.compile(r"[。！？；：:;】〕）][”’」』）)\]】》]*$")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[编篇章节条]|[一二三四五六七八九十]{1,3}(?:、|[是要])|[（(]\s?[一二三四五六七八九十\d]{1,3}[)）]|\d|[①-⑳]"
)
_NO_HEADING = re.compile(
    r"[（(《〈“【〔—\-*·•●◆■●]|附\s*[件表录：:]|专\s*栏|[图表]\s*\d|[注资来]\s*[：:料源]|.*(?:[。；：:？！，、\t|…]|\.{3})"
    r"|.*(?:[图表日]|目\s*录|政府|办公[室厅]|委员会|[局厅委部院])$"
)
_FIRST = re.compile(r"一、|第一[编篇章]")

_Type = tuple[str, int]
"""Face and size, in whole points."""


def headings(rows: Sequence[tuple[Row, float]]) -> set[Row]:
    """Those of the rows, given in reading order each with the right margin, that are headings without a number.

    None where numbers begin anew (一、 twice): which of the two stands above the other is then not to be seen.
    """
    body = _body([row for row, _ in rows])
    numbered = [row for row, _ in rows if not row.cells and _NUMBERED.match(row.text)]
    if body is None or sum(_FIRST.match(row.text) is not None for row in numbered) > 1:
        return set()
    taken = {_type(body), *map(_type, numbered)}
    may = {row for row, right in rows if _type(row) not in taken and _may_head(row, right, body)}
    order = [row for row, _ in rows]
    found = [
        row for above, row, below in zip(order, order[1:], order[2:], strict=False) if _stands(above, row, below, may, body)
    ]
    uses = Counter(map(_type, found))
    return {row for row in found if uses[_type(row)] > 1}


def _body(rows: Sequence[Row]) -> Row | None:
    """A row in the type that most of the text is set in; None where the file does not say in which."""
    sizes: Counter[_Type] = Counter()
    for row in rows:
        sizes[_type(row)] += 0 if row.cells else len(row.text)
    usual = max(sizes, key=lambda kind: sizes[kind], default=("", 0))
    return next((row for row in rows if _type(row) == usual), None) if usual[0] else None


def _type(row: Row) -> _Type:
    return row.face, round(row.em)


def _may_head(row: Row, right: float, body: Row) -> bool:
    larger = row.em >= _LARGER * body.em or (row.face != body.face and row.em >= _NOT_SMALLER * body.em)
    alone = 1 < len(row.text) <= _LONGEST and row.x1 + _ROOM * row.em <= right
    return (
        bool(row.face) and larger and alone and not row.cells and not (_NUMBERED.match(row.text) or _NO_HEADING.match(row.text))
    )


def _stands(above: Row, row: Row, below: Row, may: set[Row], body: Row) -> bool:
    """Whether a row that may be a heading stands alone between paragraphs, or with a heading of another type."""
    parted = _type(row) not in (_type(above), _type(below))
    follows = ENDED.search(above.text) or _NUMBERED.match(above.text) or above in may
    return row in may and parted and bool(follows) and (_is_body(below, body) or below in may)


def _is_body(row: Row, body: Row) -> bool:
    """Whether a row begins a paragraph of body (a date or a name below is too short for one)."""
    plain = not row.cells and round(row.em) == round(body.em) and (len(row.text) >= _LEAST_BODY or ENDED.search(row.text))
    return bool(plain) and _type(row) == _type(body)
