"""A printed page (PDF, OFD) as glyphs and rules with their places, and the way from there to running text.

Lengths are points (1/72 inch), y grows downwards. What a page prints is read row by row; ruled tables become rows of cells in
their place; running heads and page numbers go; rows that geometry shows to be one paragraph are joined.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.issues import IngestError
from ingest.load.loaded import Left, Loaded, Scan

MAX_PAGES = 3000
MAX_GLYPHS = 2_000_000
MAX_SECONDS = 60.0
_THIN = 2.5  # points: what is drawn thinner than this is a rule

Matrix = tuple[float, float, float, float, float, float]
"""`a b c d e f`: x' = a·x + c·y + e, y' = b·x + d·y + f."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character in its box; the box is as wide as the character advances and as high as its font. `face` names the
    type it is set in, empty where the file does not say."""

    x0: float
    top: float
    x1: float
    bottom: float
    char: str
    face: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Page:
    """`unread` counts characters whose font does not say which they are; `image` says that a picture is on the page; `turned`
    is what stands askew to the text (a watermark, a seal). `confidence` (0 to 1) and `doubtful` lines: read from a scan."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unread: int = 0
    image: bool = False
    turned: str = ""
    confidence: float | None = None
    doubtful: list[str] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether most of what is printed here can be read as text."""
        return bool(self.glyphs) and self.unread <= len(self.glyphs) // 4


class Limits:
    """How much of one file is read: IngestError where it has more pages or characters, or takes longer."""

    def __init__(self, path: str, kind: str, pages: int) -> None:
        self._path, self._kind = path, kind
        self._glyphs, self._until = 0, time.monotonic() + MAX_SECONDS
        if not 0 < pages <= MAX_PAGES:
            raise IngestError(f"{path}：{kind} 有 {pages} 页，应为 1 至 {MAX_PAGES} 页。", "请检查文件，或拆分后再收录。")

    def read(self, glyphs: int, number: int) -> None:
        """To be told how many characters were read on page `number`, as often as there are some."""
        self._glyphs += glyphs
        if self._glyphs > MAX_GLYPHS or time.monotonic() > self._until:
            raise IngestError(f"{self._path}：{self._kind} 过于复杂，读到第{number}页时超过限度。", "请拆分后再收录。")

    def allow(self, seconds: float) -> None:
        """Time that does not count."""
        self._until += seconds


def times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that does first `a`, then `b`."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def straight(points: Sequence[tuple[float, float]], *, drawn: bool) -> Iterator[Rule]:
    """The rules in a path with these corners: an area so thin that it is a line, or its sides, where its outline is `drawn`."""
    for corners in (points, *(pairwise(points) if drawn else ())):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= _THIN and max(wide, high) > 2 * _THIN:
            yield Rule(min(xs), min(ys), max(xs), max(ys))
            if corners is points:
                return


def unknown(char: str) -> bool:
    """Whether a font says only how a character looks, not which one it is."""
    return char < " " or char == "\ufffd" or 0xE000 <= ord(char) < 0xF900


def loaded(pages: Sequence[Page], path: str, *, otherwise: str = "") -> Loaded:
    """The text of printed pages, parted by form feeds; IngestError where none holds text. `otherwise`: what else helps then."""
    from ingest.load.paragraphs import running_text

    if not any(page.readable for page in pages):
        help_ = f"请先用扫描软件识别文字（OCR），另存为双层 PDF 或 Word 后再收录。{otherwise}"
        raise IngestError(f"{path}：{_without_text(pages)}", help_)
    empty = tuple(n for n, page in enumerate(pages, 1) if not page.readable and (page.image or page.unread))
    shown = [page if page.readable else Page(page.width, page.height) for page in pages]
    text, left_out = running_text(shown)
    turned = (Left("turned", page.turned) for page in pages if page.turned)
    scans = (Scan(n, page.confidence, tuple(page.doubtful)) for n, page in enumerate(pages, 1) if page.confidence is not None)
    return Loaded(text, empty_pages=empty, left_out=(*left_out, *turned), paged=True, scans=tuple(scans))


def _without_text(pages: Sequence[Page]) -> str:
    which = f"全部 {len(pages)} 页（第1—{len(pages)}页）" if len(pages) > 1 else "第1页"
    if any(page.unread for page in pages):
        return f"{which}的字体没有写明对应的汉字，读不出文字。"
    return f"{which}都是图片，没有可读取的文字（扫描件）。" if any(page.image for page in pages) else f"{which}没有文字。"
