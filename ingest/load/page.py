"""A printed page (PDF, OFD) as glyphs and rules with their places, and the way from there to running text.

Lengths are points (1/72 inch), y grows downwards. What a page prints is read row by row; ruled tables become rows of cells in
their place; running heads and page numbers go; rows that geometry shows to be one paragraph are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.issues import IngestError
from ingest.load.loaded import Loaded

MAX_PAGES = 3000
MAX_GLYPHS = 8_000_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character in its box; the box is as wide as the character advances and as high as its font."""

    x0: float
    top: float
    x1: float
    bottom: float
    char: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Page:
    """`unread` counts characters whose font does not say which they are; `image` says that a picture is on the page."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unread: int = 0
    image: bool = False

    @property
    def readable(self) -> bool:
        """Whether most of what is printed here can be read as text."""
        return bool(self.glyphs) and self.unread <= len(self.glyphs) // 4


def loaded(pages: Sequence[Page], path: str) -> Loaded:
    """The text of printed pages, parted by form feeds; IngestError where no page holds text."""
    from ingest.load.paragraphs import running_text

    if not any(page.readable for page in pages):
        raise IngestError(f"{path}：{_without_text(pages)}", "请先用扫描软件识别文字（OCR），另存为双层 PDF 或 Word 后再入库。")
    empty = tuple(n for n, page in enumerate(pages, 1) if not page.readable and (page.image or page.unread))
    shown = [page if page.readable else Page(page.width, page.height) for page in pages]
    text, left_out = running_text(shown)
    return Loaded(text, empty_pages=empty, left_out=left_out)


def _without_text(pages: Sequence[Page]) -> str:
    which = f"全部 {len(pages)} 页（第1—{len(pages)}页）" if len(pages) > 1 else "第1页"
    if any(page.unread for page in pages):
        return f"{which}的字体没有写明对应的汉字，读不出文字。"
    return f"{which}都是图片，没有可读取的文字（扫描件）。" if any(page.image for page in pages) else f"{which}没有文字。"
