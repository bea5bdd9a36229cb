"""Pages as a PDF with a text layer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.ingest.printing import EM, PAGE, Sheet

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def written(pages: Sequence[Sheet], **options: Any) -> bytes:
    """A PDF of the pages, as reportlab writes it."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=PAGE, **options)
    for sheet in pages:
        paper.setFont(FONT, EM)
        for x, y, text in sheet.texts:
            paper.drawString(x, PAGE[1] - y, text)
        for x0, y0, x1, y1 in sheet.rules:
            paper.line(x0, PAGE[1] - y0, x1, PAGE[1] - y1)
        paper.showPage()
    paper.save()
    return out.getvalue()
