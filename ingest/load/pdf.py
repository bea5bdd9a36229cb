"""PDF with a text layer, through PDFium: characters with their boxes, and the rules of tables.

PDFium is not thread-safe: one file is read at a time. Its C interface is called directly where a page has thousands of
characters.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ingest.issues import IngestError
from ingest.load import ocr
from ingest.load.isolated import AtPage
from ingest.load.loaded import Loaded
from ingest.load.page import MAX_GLYPHS, Glyph, Limits, Matrix, Page, Rule, loaded, straight, times, unknown
from ingest.load.rows import BLANK

_ASKEW = -1
_MOST_SEGMENTS = 400  # of one path: more is a drawing
_MOST_OBJECTS = 100_000  # of one page
_NOTHING = frozenset("\r\n\ufffe\u200b\ufeff\xad")
_LOCK = threading.Lock()
_WITH_OCR = "也可以请管理员安装扫描识别组件（pip install 'policykb[ocr]'），再重新收录。"
_HELP = "请用 PDF 阅读器打开确认，重新导出为 PDF，或另存为 Word 后再收录。"

_SUBSET = re.compile(r"^[A-Z]{6}\+")  # what a producer writes before the name of a font of which it holds a part
_LONGEST_NAME = 256

_Box = tuple[float, float, float, float]
_Printed = tuple[int, str, _Box, str]


def read(data: bytes, path: str, at_page: AtPage = lambda _: None) -> Loaded:
    """Text in reading order; IngestError for a broken or encrypted file, too many pages, or one without text."""
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(path, str(error)) from error
        try:
            return loaded(_pages(document, path, at_page), path, otherwise="" if ocr.available() else _WITH_OCR)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(path, str(error)) from error
        finally:
            document.close()


def _unreadable(path: str, reason: str) -> IngestError:
    if "assword" in reason or "ecurity" in reason:
        return IngestError(f"{path}：PDF 设有打开密码，无法读取。", "请去掉密码后再收录。")
    return IngestError(f"{path}：PDF 已损坏，无法打开。", _HELP)


def _pages(document: Any, path: str, at_page: AtPage) -> list[Page]:
    limits = Limits(path, "PDF", len(document))
    pages: list[Page] = []
    for number in range(len(document)):
        made = _page(document[number])
        limits.read(len(made.glyphs), number + 1)
        if ocr.is_scan(made) and ocr.available():
            at_page(number)  # a page read so far: recognition has the whole time of one
            since = time.monotonic()
            made = ocr.recognised(document[number], made)
            limits.allow(time.monotonic() - since)
        pages.append(made)
        at_page(number + 1)
    return pages


def _page(page: Any) -> Page:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        turned = list(_characters(pdfium, text.raw))
        upright = Counter(turn for turn, *_ in turned if turn != _ASKEW)
        usual = upright.most_common(1)[0][0] if upright else 0
        left, bottom, right, top = _turned(page.get_mediabox(), usual)
        made = Page(max(right - left, 1.0), max(top - bottom, 1.0))
        made.turned = "".join(char for turn, char, *_ in turned if turn != usual and char != BLANK)
        for chars, box, face in _drawn(turned, usual):
            x0, y0, x1, y1 = _turned(box, usual)
            step = (x1 - x0) / len(chars)
            for i, char in enumerate(chars):
                made.glyphs.append(Glyph(x0 - left + i * step, top - y1, x0 - left + (i + 1) * step, top - y0, char, face))
        made.unread = sum(unknown(glyph.char) for glyph in made.glyphs)
        made.rules = list(_rules(pdfium, page.raw, made, _placing(usual, left, top)))
        return made
    finally:
        text.close()
        page.close()


def _placing(quarters: int, left: float, top: float) -> Matrix:
    """From the coordinates of the file to those of the upright page."""
    turn = [(1.0, 0.0, 0.0, 1.0), (0.0, -1.0, 1.0, 0.0), (-1.0, 0.0, 0.0, -1.0), (0.0, 1.0, -1.0, 0.0)][quarters]
    return times((*turn, 0.0, 0.0), (1.0, 0.0, 0.0, -1.0, -left, top))


def _characters(pdfium: Any, text: Any) -> Iterator[_Printed]:
    """Quarter turns (`_ASKEW` for any other angle), character, box (left, bottom, right, top) and face of what is printed."""
    box = pdfium.FS_RECTF()
    faces: dict[int | None, str] = {}
    for i in range(min(pdfium.FPDFText_CountChars(text), MAX_GLYPHS + 1)):
        code = pdfium.FPDFText_GetUnicode(text, i)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        char = "\ufffd" if char < " " and not char.isspace() else char
        if char in _NOTHING or pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        turns = pdfium.FPDFText_GetCharAngle(text, i) / (math.pi / 2)
        if not pdfium.FPDFText_GetLooseCharBox(text, i, ctypes.byref(box)):
            continue
        quarters = round(-turns) % 4 if abs(turns - round(turns)) <= 0.02 else _ASKEW
        if box.right > box.left and box.top > box.bottom and box.top - box.bottom < 1e4:
            yield (
                quarters,
                BLANK if char.isspace() else char,
                (box.left, box.bottom, box.right, box.top),
                _face(pdfium, text, i, faces),
            )


def _face(pdfium: Any, text: Any, i: int, known: dict[int | None, str]) -> str:
    """The name of a character's font, and whether its outline is drawn too (a way to look bold); `known` by text object."""
    item = pdfium.FPDFText_GetTextObject(text, i)
    place = ctypes.cast(item, ctypes.c_void_p).value
    if place not in known:
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        name = ctypes.create_string_buffer(_LONGEST_NAME)
        if font:
            pdfium.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
        outlined = bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
        shown = _SUBSET.sub("", name.value.decode("utf-8", "replace"))
        known[place] = f"{shown} bold" if outlined else shown
    return known[place]


def _drawn(turned: Iterable[_Printed], usual: int) -> Iterator[tuple[str, _Box, str]]:
    """The upright characters; those that one glyph stands for (fi, a dash of two characters) together with its box."""
    upright = (one for one in turned if one[0] == usual)
    for (box, face), group in groupby(upright, key=lambda one: one[2:]):
        chars = "".join(char for _, char, *_ in group)
        twice = len(set(chars)) == 1 and box[2] - box[0] < 1.5 * (box[3] - box[1])  # printed twice to look bold
        yield chars[0] if twice else chars, box, face


def _turned(box: _Box, quarters: int) -> _Box:
    """A box after turning the page so that its text stands upright (text turned by `quarters` right angles)."""
    x0, y0, x1, y1 = box
    for _ in range(quarters):
        x0, y0, x1, y1 = y0, -x1, y1, -x0
    return x0, y0, x1, y1


def _rules(pdfium: Any, page: Any, made: Page, placing: Matrix) -> Iterator[Rule]:
    """The straight thin lines of a page and of the forms in it; notes whether it shows a picture."""
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    waiting = [(pdfium.FPDFPage_GetObject(page, i), placing, 0) for i in reversed(range(count))]
    while waiting:
        item, outer, depth = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            made.image = True
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn = _outlined(pdfium, item)
            for points in _polylines(pdfium, item, times(_matrix(pdfium, item), outer)):
                yield from straight(points, drawn=drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 5 and len(waiting) < _MOST_OBJECTS:
            inner = times(_matrix(pdfium, item), outer)
            inside = min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            waiting += [(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(inside)]


def _matrix(pdfium: Any, item: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(m))
    return m.a, m.b, m.c, m.d, m.e, m.f


def _outlined(pdfium: Any, item: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _polylines(pdfium: Any, item: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
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
