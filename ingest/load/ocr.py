"""Scanned pages, read by RapidOCR (the extra `ocr`): its models come inside its package, nothing is fetched.

It finds lines of print with their places, so that a scanned page goes the way of any printed one: the characters of a line
share its box by their usual widths.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

from ingest.load.page import Glyph, Page
from ingest.load.rows import BLANK

_DOTS = 200  # an inch: with less, small print suffers, with more, time
_LARGEST = 3000  # dots a side
_SURE = 0.9
"""Confidence (0 to 1) of a line below which a person should compare it with the page."""
_FEW = 20  # characters: a page with a picture and hardly any text may be a scan with a stamp or a number put on it


@cache
def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def is_scan(page: Page) -> bool:
    """Whether a page may show more text than it holds."""
    if not page.readable:
        return page.image or page.unread > 0
    return page.image and len(page.glyphs) < _FEW


def recognised(printed: Any, page: Page) -> Page:
    """A page of PDFium as it looks, read; `page` is what it holds as text, which stays where that is not much less."""
    width, height = printed.get_size()
    scale = min(_DOTS / 72, _LARGEST / max(width, height, 1.0))
    found = _engine()(printed.render(scale=scale).to_numpy())
    if found.boxes is None or sum(map(len, found.txts)) <= 2 * len(page.glyphs) * page.readable:
        return page
    made = Page(width, height, image=True)
    for box, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        made.glyphs += _glyphs(box / scale, text)
        made.doubtful += [text] if sure < _SURE else []
    made.confidence = float(sum(found.scores) / len(found.scores))
    return made


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _glyphs(box: Any, text: str) -> list[Glyph]:
    """`box`: four corners (x, y) in points."""
    (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
    widths = [0.5 if char.isascii() else 1.0 for char in text]
    em = float(right - left) / max(sum(widths), 1.0)
    made, at = [], float(left)
    for char, wide in zip(text, widths, strict=True):
        made.append(Glyph(at, float(top), at + wide * em, float(bottom), BLANK if char.isspace() else char))
        at += wide * em
    return made
