"""Pages as an OFD package (GB/T 33190), written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.ingest.printing import EM, PAGE, Sheet

MM = 25.4 / 72
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def package(pages: Sequence[str], template: str | None = None) -> bytes:
    """A minimal package whose pages hold these graphic objects."""
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE} Version='1.0' DocType='OFD'><ofd:DocBody><ofd:DocInfo/>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {PAGE[0] * MM} {PAGE[1] * MM}"
        "</ofd:PhysicalBox></ofd:PageArea>"
        + ("<ofd:TemplatePage ID='9' BaseLoc='Tpls/Tpl_0/Content.xml'/>" if template else "")
        + "</ofd:CommonData><ofd:Pages>"
        + "".join(f"<ofd:Page ID='{100 + i}' BaseLoc='Pages/Page_{i}/Content.xml'/>" for i in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    used = "<ofd:Template TemplateID='9'/>" if template else ""
    for i, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = content(objects, used)
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = content(template)
    return zipped(parts)


def content(objects: str, used: str = "") -> str:
    return f"<ofd:Page {NAMESPACE}>{used}<ofd:Content><ofd:Layer ID='2'>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def text_object(x: float, y: float, text: str, *, size: float = EM, ctm: str = "") -> str:
    """A text object whose base line begins at (x, y) points."""
    steps = " ".join(f"{size * MM * (0.5 if char.isascii() else 1):.3f}" for char in text[:-1])
    place = f"Boundary='{x * MM:.3f} {(y - size) * MM:.3f} {len(text) * size * MM:.3f} {size * 1.2 * MM:.3f}'"
    code = f"<ofd:TextCode X='0' Y='{size * MM:.3f}' DeltaX='{steps}'>{escape(text)}</ofd:TextCode>"
    return f"<ofd:TextObject {place} Font='3' Size='{size * MM:.3f}' {ctm}>{code}</ofd:TextObject>"


def line_object(x0: float, y0: float, x1: float, y1: float) -> str:
    place = f"Boundary='{x0 * MM} {y0 * MM} {(x1 - x0) * MM} {(y1 - y0) * MM}'"
    data = f"M 0 0 L {(x1 - x0) * MM} {(y1 - y0) * MM}"
    return f"<ofd:PathObject {place} LineWidth='0.3'><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def written(pages: Sequence[Sheet], template: str | None = None) -> bytes:
    drawn = ["".join([*(text_object(*t) for t in sheet.texts), *(line_object(*r) for r in sheet.rules)]) for sheet in pages]
    return package(drawn, template)
