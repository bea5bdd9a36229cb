"""OFD (GB/T 33190-2016), the national format for fixed layout: a zip of XML parts with text objects in their places.

Read are the pages in the order of the document with their templates, text objects (TextCode with X, Y, DeltaX, DeltaY, under
Boundary and CTM) and the lines of path objects, which make tables. Lengths in the file are millimetres.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ingest.issues import IngestError
from ingest.load.loaded import Loaded
from ingest.load.package import Package
from ingest.load.page import Glyph, Limits, Matrix, Page, Rule, loaded, straight, times, unknown
from ingest.load.rows import BLANK

_POINT = 72 / 25.4  # points in a millimetre
_DEEPEST = 20  # levels of page blocks
_A4 = (0.0, 0.0, 210.0, 297.0)
_NOTHING = frozenset("\u200b\ufeff\xad\r\n")


def read(data: bytes, path: str) -> Loaded:
    """Text in reading order; IngestError for a broken or encrypted file, too many pages, or one without text."""
    return loaded(_Reader(Package(data, path), path).pages(), path)


class _Reader:
    """One OFD file; its first document is read (GB/T 33190-2016, 7.4: others are versions of it)."""

    def __init__(self, package: Package, path: str) -> None:
        self._package, self._path = package, path
        self._names = {name.lstrip("/").lower(): name for name in package.names}
        self._document = self._named("OFD.xml", _first(self._part("OFD.xml"), "DocRoot"))
        root = self._part(self._document)
        self._area = _box(_first(root, "PhysicalBox")) or _A4
        self._templates = {e.get("ID"): e.get("BaseLoc") for e in _all(root, "TemplatePage")}
        self._parts = [e.get("BaseLoc") for e in _all(_first(root, "Pages"), "Page")]
        self._limits = Limits(path, "OFD", len(self._parts))

    def pages(self) -> list[Page]:
        return [self._page(part, number) for number, part in enumerate(self._parts, 1)]

    def _page(self, part: str | None, number: int) -> Page:
        root = self._part(self._named(self._document, part))
        x0, y0, width, height = _box(_first(root, "PhysicalBox")) or self._area
        page = Page(max(width, 1.0) * _POINT, max(height, 1.0) * _POINT)
        templates = (self._templates.get(used.get("TemplateID")) for used in _all(root, "Template"))
        for content in (*(self._part(self._named(self._document, one)) for one in templates if one), root):
            for item in _objects(_first(content, "Content"), 0):
                before = len(page.glyphs)
                self._draw(page, item, (-x0, -y0))
                self._limits.read(len(page.glyphs) - before, number)
        page.unread = sum(unknown(glyph.char) for glyph in page.glyphs)
        return page

    def _draw(self, page: Page, item: Any, shift: tuple[float, float]) -> None:
        x, y, _, _ = _box(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        shifted = (1.0, 0.0, 0.0, 1.0, x + shift[0], y + shift[1])
        place = times(times(_matrix(item.get("CTM")), shifted), (_POINT, 0.0, 0.0, _POINT, 0.0, 0.0))
        match _tag(item):
            case "TextObject":
                if _upright(item, place):
                    page.glyphs += _glyphs(item, place)
                else:
                    page.turned += "".join("".join(code.itertext()) for code in _all(item, "TextCode"))
            case "PathObject":
                page.rules += _rules(item, place)
            case "ImageObject":
                page.image = True

    def _named(self, base: str, part: Any) -> str:
        """The name in the package of a part named in another: from the folder of that one, or from the root."""
        name = (part if isinstance(part, str) else part.text if part is not None else None) or ""
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), name.strip().replace("\\", "/"))).lstrip("/")

    def _part(self, name: str) -> Any:
        if name.lower() not in self._names:
            raise IngestError(f"{self._path}：OFD 已损坏或经过加密，缺少 {name}。", "请用 OFD 阅读器打开确认后重新导出。")
        return self._package.xml(self._names[name.lower()])


def _tag(item: Any) -> str:
    return item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""


def _all(root: Any | None, tag: str) -> list[Any]:
    """Elements of a name in any namespace (producers write `ofd:` with different addresses)."""
    return [] if root is None else list(root.iter(f"{{*}}{tag}"))


def _first(root: Any | None, tag: str) -> Any | None:
    return None if root is None else next(root.iter(f"{{*}}{tag}"), None)


def _objects(root: Any | None, depth: int) -> Iterator[Any]:
    """Graphic objects in order, those of page blocks too."""
    for item in () if root is None else root:
        if _tag(item) in ("Layer", "PageBlock") and depth < _DEEPEST:
            yield from _objects(item, depth + 1)
        elif _tag(item) in ("TextObject", "PathObject", "ImageObject"):
            yield item


def _numbers(text: str | None) -> list[float]:
    return [_number(word) for word in (text or "").split()]


def _number(word: str | None) -> float:
    """A length; 0 for what is none, within what a page can hold."""
    try:
        value = float(word or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e5 else 0.0


def _box(source: Any | None) -> tuple[float, float, float, float] | None:
    values = _numbers(source if isinstance(source, str) else None if source is None else source.text)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def _matrix(text: str | None) -> Matrix:
    values = _numbers(text)
    if len(values) != 6:
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return values[0], values[1], values[2], values[3], values[4], values[5]


def _on_page(place: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = place
    return a * x + c * y + e, b * x + d * y + f


def _upright(item: Any, place: Matrix) -> bool:
    """Whether a text object is shown, and not turned: turned text is a watermark or a seal."""
    return abs(place[1]) <= 0.02 * abs(place[0]) and place[0] > 0 and item.get("Visible") != "false"


def _glyphs(item: Any, place: Matrix) -> Iterator[Glyph]:
    """The characters of an upright text object; a box reaches from the font's ascent to its descent."""
    size = _number(item.get("Size")) or 3.7
    stretch = _number(item.get("HScale")) or 1.0
    face = f"{item.get('Font')} {item.get('Weight') or 400}"  # GB/T 33190-2016, 11.2
    x = y = 0.0
    for code in (one for one in item if _tag(one) == "TextCode"):
        x, y = (_number(code.get("X")) if code.get("X") else x), (_number(code.get("Y")) if code.get("Y") else y)
        text = code.text or ""
        steps, falls = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        for i, char in enumerate(text):
            wide = size * stretch * (1.0 if ord(char) > 0x2E7F or char in "—…“”‘’" else 0.5)
            step = steps[i] if i < len(steps) else 0.0 if falls else wide
            if char not in _NOTHING and char >= " ":
                left, top = _on_page(place, x, y - 0.86 * size)
                right, bottom = _on_page(place, x + (min(wide, step) if step > 0 else wide), y + 0.14 * size)
                yield Glyph(left, top, right, bottom, BLANK if char.isspace() else char, face)
            x, y = x + step, y + (falls[i] if i < len(falls) else 0.0)


def _deltas(text: str | None, most: int) -> list[float]:
    """`3.2 g 4 6.35` -> 3.2 and four times 6.35 (GB/T 33190-2016, 11.3)."""
    made: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word.lower() == "g":
            times = int(_number(next(words, "0")))
            made += [_number(next(words, "0"))] * max(0, min(times, most - len(made)))
        else:
            made.append(_number(word))
        if len(made) >= most:
            break
    return made


def _rules(item: Any, place: Matrix) -> Iterator[Rule]:
    """The straight thin lines of a path (its outline is drawn unless the file says otherwise)."""
    for points in _polylines(_first(item, "AbbreviatedData"), place):
        yield from straight(points, drawn=item.get("Stroke") != "false")


def _polylines(data: Any | None, place: Matrix) -> list[list[tuple[float, float]]]:
    """Corners of `S x y M x y L x y … C` (GB/T 33190-2016, 9.1); a path with curves is a drawing."""
    text = (data.text or "") if data is not None else ""
    if len(text) > 20_000 or re.search("[QBA]", text):
        return []
    lines: list[list[tuple[float, float]]] = []
    for mark, rest in re.findall(r"([SMLC])([^SMLC]*)", text):
        values = _numbers(rest)
        if mark == "C" and lines:
            lines[-1].append(lines[-1][0])
        elif len(values) >= 2:
            if mark in "SM" or not lines:
                lines.append([])
            lines[-1].append(_on_page(place, values[0], values[1]))
    return lines
