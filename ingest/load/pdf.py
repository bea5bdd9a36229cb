"""PDF with a text layer, through PDFium: characters with their boxes, and the rules of tables.

PDFium is not thread-safe: one file is read at a time. Its C interface is called directly where a page has thousands of
characters.
"""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ingest.issues import IngestError
from ingest.load.loaded import Loaded
from ingest.load.page import MAX_GLYPHS, MAX_PAGES, Glyph, Page, Rule, loaded
from ingest.load.rows import BLANK

MAX_SECONDS = 120.0
_THIN = 2.5  # points: a filled path thinner than this is drawn as a rule
_MOST_SEGMENTS = 400  # of one path: more is a drawing
_MOST_OBJECTS = 100_000  # of one page
_NOTHING = frozenset("\r\n\ufffe\u200b\ufeff\xad")
_LOCK = threading.Lock()
_HELP = "请用 PDF 阅读器打开确认，重新导出为 PDF，或另存为 Word 后再入库。"

_Matrix = tuple[float, float, float, float, float, float]
_Box = tuple[float, float, float, float]


def read(data: bytes, path: str) -> Loaded:
    """Text in reading order; IngestError for a broken or encrypted file, too many pages, or one without text."""
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(path, str(error)) from error
        try:
            return loaded(_pages(document, path), path)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(path, str(error)) from error
        finally:
            document.close()


def _unreadable(path: str, reason: str) -> IngestError:
    if "assword" in reason or "ecurity" in reason:
        return IngestError(f"{path}：PDF 设有打开密码，无法读取。", "请去掉密码后再入库。")
    return IngestError(f"{path}：PDF 已损坏，无法打开。", _HELP)


def _pages(document: Any, path: str) -> list[Page]:
    count, until = len(document), time.monotonic() + MAX_SECONDS
    if not 0 < count <= MAX_PAGES:
        raise IngestError(f"{path}：PDF 有 {count} 页，应为 1 至 {MAX_PAGES} 页。", "请检查文件，或拆分后再入库。")
    pages: list[Page] = []
    glyphs = 0
    for number in range(count):
        pages.append(_page(document[number]))
        glyphs += len(pages[-1].glyphs)
        if time.monotonic() > until or glyphs > MAX_GLYPHS:
            raise IngestError(f"{path}：PDF 过于复杂，读到第{number + 1}页时超过限度。", "请拆分后再入库。")
    return pages


def _page(page: Any) -> Page:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        turned = list(_characters(pdfium, text.raw))
        usual = Counter(turn for turn, _, _ in turned).most_common(1)[0][0] if turned else 0
        left, bottom, right, top = _turned(page.get_mediabox(), usual)
        made = Page(right - left, top - bottom)
        for turn, char, box in turned:
            if turn == usual:
                x0, y0, x1, y1 = _turned(box, usual)
                made.glyphs.append(Glyph(x0 - left, top - y1, x1 - left, top - y0, char))
        made.unread = sum(_unread(glyph.char) for glyph in made.glyphs)
        for x0, y0, x1, y1 in _strokes(pdfium, page.raw, made):
            x0, y0, x1, y1 = _turned((x0, y0, x1, y1), usual)
            made.rules.append(Rule(x0 - left, top - y1, x1 - left, top - y0))
        return made
    finally:
        text.close()
        page.close()


def _characters(pdfium: Any, text: Any) -> Iterator[tuple[int, str, _Box]]:
    """Quarter turns, character and box (left, bottom, right, top) of what is printed upright or turned by right angles."""
    box = pdfium.FS_RECTF()
    for i in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, i)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in _NOTHING or pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        turns = pdfium.FPDFText_GetCharAngle(text, i) / (math.pi / 2)
        if abs(turns - round(turns)) > 0.02 or not pdfium.FPDFText_GetLooseCharBox(text, i, ctypes.byref(box)):
            continue
        if box.right > box.left and box.top > box.bottom and box.top - box.bottom < 1e4:
            yield round(-turns) % 4, BLANK if char.isspace() else char, (box.left, box.bottom, box.right, box.top)


def _unread(char: str) -> bool:
    return char < " " or char == "\ufffd" or 0xE000 <= ord(char) < 0xF900


def _turned(box: _Box, quarters: int) -> _Box:
    """A box after turning the page so that its text stands upright (text turned by `quarters` right angles)."""
    x0, y0, x1, y1 = box
    for _ in range(quarters):
        x0, y0, x1, y1 = y0, -x1, y1, -x0
    return x0, y0, x1, y1


def _strokes(pdfium: Any, page: Any, made: Page) -> Iterator[_Box]:
    """Straight thin lines of a page, of its frames and of boxes filled so thin that they are lines; notes pictures."""
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    waiting = [(pdfium.FPDFPage_GetObject(page, i), identity, 0) for i in reversed(range(count))]
    while waiting:
        item, outer, depth = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            made.image = True
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _edges(pdfium, item, _times(_matrix(pdfium, item), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 5 and len(waiting) < _MOST_OBJECTS:
            inner = _times(_matrix(pdfium, item), outer)
            inside = min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            waiting += [(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(inside)]


def _matrix(pdfium: Any, item: Any) -> _Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(m))
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(a: _Matrix, b: _Matrix) -> _Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _edges(pdfium: Any, item: Any, matrix: _Matrix) -> Iterator[_Box]:
    lines = _polylines(pdfium, item, matrix)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    for points in lines:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if _thin(box):
            yield box
        elif stroke.value:
            for (xa, ya), (xb, yb) in pairwise(points):
                edge = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
                if _thin(edge):
                    yield edge


def _thin(box: _Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) <= _THIN and max(wide, high) > 2 * _THIN


def _polylines(pdfium: Any, item: Any, matrix: _Matrix) -> list[list[tuple[float, float]]]:
    """The corners of each stretch of a path, closed where the path closes."""
    lines: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    count = pdfium.FPDFPath_CountSegments(item)
    for i in range(count if count <= _MOST_SEGMENTS else 0):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if not lines or pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            lines.append([])
        lines[-1].append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            lines[-1].append(lines[-1][0])
    return lines
