"""Pages whose rows differ in size and weight, as PDF and as OFD."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen import canvas

from ingest import Document, parse
from tests.ingest.ofd_pages import package, text_object
from tests.ingest.pdf_pages import FONT
from tests.ingest.printing import EM, LEFT, PAGE, STEP, TOP, WIDTH, wrapped

Line = tuple[str, str]
"""What a row is set in (body, bold, large, small, title, right) and its words."""

BODY = "全县要把管网改造列入年度重点工作，逐年更换老旧管道，按季度报送工程进展，年底前完成检查验收。"
TITLE: list[Line] = [("title", "溪源县城镇节水工作方案"), ("body", BODY)]


def laid_out(lines: Sequence[Line]) -> list[tuple[float, float, str, float, bool]]:
    """Place, words, size and weight of each printed row."""
    rows: list[tuple[float, float, str, float, bool]] = []
    for kind, words in lines:
        size = {"large": 1.25 * EM, "title": 1.5 * EM, "small": 0.6 * EM}.get(kind, EM)
        for i, row in enumerate(wrapped("　　" * (kind == "body") + words)):
            indent = {"title": (WIDTH * EM - len(row) * size) / 2, "right": (WIDTH - len(row) - 2) * EM}.get(kind, 0.0)
            indent += 2 * EM * (kind in ("body", "bold", "large") and i == 0)
            rows.append((LEFT + indent, TOP + (len(rows) + 1) * STEP, row.strip("　"), size, kind in ("bold", "title")))
    return rows


def as_pdf(lines: Sequence[Line]) -> Document:
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=PAGE)
    for x, y, words, size, bold in laid_out(lines):
        paper.saveState()
        text = paper.beginText(x, PAGE[1] - y)
        text.setFont(FONT, size)
        text.setTextRenderMode(2 if bold else 0)
        text.textOut(words)
        paper.drawText(text)
        paper.restoreState()
    paper.save()
    return parse(out.getvalue(), path="方案.pdf")


def as_ofd(lines: Sequence[Line]) -> Document:
    drawn = [
        text_object(x, y, words, size=size).replace("Font='3'", "Font='4'" if bold else "Font='3'")
        for x, y, words, size, bold in laid_out(lines)
    ]
    return parse(package(["".join(drawn)]), path="方案.ofd")
