"""Scans are read where the extra `ocr` is installed; what was read so says it, with its pages and doubtful lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from rapidfuzz import fuzz
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ingest import IngestError, parse
from ingest.load import ocr, pdf
from ingest.load.loaded import Loaded, Scan
from ingest.load.page import Glyph, Page
from ingest.pipeline import _scanned
from tests.ingest.pdf_pages import FONT, written
from tests.ingest.printing import PAGE, Sheet, sample, sheets

FONTS = ("/usr/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
CHINESE = any(found for place in FONTS for name in ("NotoS*CJK*", "simsun*", "PingFang*") for found in Path(place).rglob(name))
needs_ocr = pytest.mark.skipif(not ocr.available(), reason="the extra `ocr` is not installed")
needs_font = pytest.mark.skipif(not CHINESE, reason="no Chinese font to print pages with")


def photographed(pages: Sequence[Sheet], *, kept: Sequence[int] = ()) -> bytes:
    """The pages as pictures, but for those that are `kept` (from 1)."""
    printed, out = pypdfium2.PdfDocument(written(pages)), io.BytesIO()
    paper = canvas.Canvas(out, pagesize=PAGE)
    for number, sheet in enumerate(pages, 1):
        paper.setFont(FONT, 16)
        if number in kept:
            for x, y, text in sheet.texts:
                paper.drawString(x, PAGE[1] - y, text)
        else:
            paper.drawImage(ImageReader(printed[number - 1].render(scale=150 / 72).to_pil()), 0, 0, *PAGE)
        paper.showPage()
    paper.save()
    return out.getvalue()


@needs_ocr
@needs_font
def test_a_scan_reads_like_its_text() -> None:
    original = sample("eldercare-6-town-notice.txt")
    read = parse(photographed(sheets(original)), path="扫描.pdf")
    assert [(c.eid, c.kind) for c in read.clauses] == [(c.eid, c.kind) for c in original.clauses]
    assert fuzz.ratio(read.text, original.text) > 98  # a character may be taken for one that looks like it
    assert any("第1页" in issue.message and "置信度" in issue.message for issue in read.issues if issue.code == "scanned")
    assert not [issue for issue in read.issues if issue.code == "no-text"]
    assert read.page(read.clauses[0].span.start) == 1


@needs_ocr
@needs_font
def test_only_the_scanned_pages_of_a_file_are_recognised() -> None:
    pages = [Sheet([(100, 100, "溪源县城镇节水方案")]), Sheet([(100, 100, "一、总体要求"), (100, 130, "坚持节水优先。")])]
    loaded = pdf.read(photographed(pages, kept=[1]), "方案.pdf")
    assert "".join(loaded.text.split()) == "溪源县城镇节水方案一、总体要求坚持节水优先。"
    assert [scan.page for scan in loaded.scans] == [2] and loaded.scans[0].confidence > 0.9
    assert loaded.empty_pages == ()


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(IngestError, match="扫描件") as error:
        pdf.read(photographed([Sheet([(100, 100, "节水")])]), "扫描.pdf")
    assert "policykb[ocr]" in error.value.hint


@pytest.mark.parametrize(
    ("page", "scan"),
    [
        (Page(595, 842, image=True), True),
        (Page(595, 842), False),
        (Page(595, 842, [Glyph(0, 0, 16, 16, "节")] * 5, image=True), True),
        (Page(595, 842, [Glyph(0, 0, 16, 16, "节")] * 500, image=True), False),
        (Page(595, 842, [Glyph(0, 0, 16, 16, "\ue000")] * 500, unread=500), True),
    ],
    ids=["a picture alone", "a blank page", "a stamp on a picture", "a picture in the text", "a font that says no characters"],
)
def test_which_pages_are_scans(page: Page, scan: bool) -> None:
    assert ocr.is_scan(page) == scan


def test_doubtful_lines_are_named_with_their_pages() -> None:
    scans = Loaded("", scans=(Scan(2, 0.98, ()), Scan(3, 0.9, ("漏损率9%",)))).scans
    scanned, doubtful = _scanned(scans)
    assert "第2页、第3页" in scanned.message and "94%" in scanned.message
    assert "第3页“漏损率9%”" in doubtful.message
