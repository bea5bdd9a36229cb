"""Running heads, running feet and page numbers: what the margins of several pages repeat in the same place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.load.rows import Row

_ZONE = 0.13  # of the page's height, above and below (GB/T 9704-2012: 37 mm of 297 above the text)
_DEEP = 3  # rows from the edge that may be furniture
_NUMBER = re.compile(r"[-—–－―·.~\s]*(\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6}|[Ⅰ-Ⅻⅰ-ⅻ])[-—–－―·.~\s]*")
_SURE = re.compile(r"[-—–－―·~]\s*\d{1,4}\s*[-—–－―·~]|第\s*\d{1,4}\s*页(?:[\s，,/]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}")
_COUNTED = re.compile(r"第\s*\d+\s*页|共\s*\d+\s*页|(?:^|[\s\t])[-—]?\s*\d{1,4}\s*[-—]?(?=[\s\t]|$)")
_NEVER = re.compile(r"附\s*[件表录]")


def furniture(pages: Sequence[Sequence[Row]], height: Sequence[float]) -> list[set[Row]]:
    """For each page the rows that repeat at the same height of several pages, and its page number."""
    places = [_edge_rows(page, high) for page, high in zip(pages, height, strict=True)]
    seen = Counter(key for place in places for key in set(place.values()))
    repeated = {key for key, count in seen.items() if count >= max(2, min(3, len(pages) // 2 + 1))}
    numbered = _numbered(places)
    return [
        {row for row, key in place.items() if key in repeated or row in numbered[n] or _SURE.fullmatch(row.text)}
        for n, place in enumerate(places)
    ]


def kind_of(text: str) -> str:
    """What a row in the margins is: page-number or running-head."""
    return "page-number" if _SURE.fullmatch(text) or _NUMBER.fullmatch(text) else "running-head"


def _edge_rows(page: Sequence[Row], height: float) -> dict[Row, tuple[str, int]]:
    """Rows in the margins of a page, each with its text (page number left out) and its place."""
    order = sorted((row for row in page if not row.cells), key=lambda row: row.top)
    top = [row for row in order[:_DEEP] if row.bottom < _ZONE * height]
    foot = [row for row in order[-_DEEP:] if row.top > (1 - _ZONE) * height]
    return {
        row: (_COUNTED.sub("#", row.text), round(50 * row.top / height)) for row in (*top, *foot) if not _NEVER.match(row.text)
    }


def _numbered(places: Sequence[dict[Row, tuple[str, int]]]) -> list[set[Row]]:
    """Bare numbers in the margins that go up with the pages, for each page."""
    bare = [
        (n, row, int(found[1]) - n if found[1].isdecimal() else None)
        for n, place in enumerate(places)
        for row in place
        if (found := _NUMBER.fullmatch(row.text))
    ]
    shifts = Counter(shift for _, _, shift in bare)
    return [{row for at, row, shift in bare if at == n and shifts[shift] > 1} for n in range(len(places))]
