"""Word and Excel files as an office prints them, and safe to open: what the writers of this package share.

Text of documents is data: characters that XML forbids are dropped, and what begins like a formula stays text (OWASP, CSV
injection). Fonts are 仿宋 for the body (GB/T 9704-2012) and 宋体 for titles, named as East Asian fonts too: Word looks there.
openpyxl and python-docx are imported where they are used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Word
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

BODY_FONT, TITLE_FONT = "仿宋", "宋体"
HEAD_FILL = "DDE6F0"
"""Colour behind the head of a table, RRGGBB."""
CELL_LIMIT = 32767
"""Characters that a cell of Excel holds."""
LINE_HEIGHT = 15
"""Points of a line of a sheet."""
NARROWEST = 1.1
"""Centimetres of a column of a Word table: four figures of 9 points and the margins of the cell."""
LONG_CELL = 15
"""A row with so many lines in a cell may be divided between pages: kept whole, it would leave half a page empty."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]\s]+")
_CUT = "……（全文见出处）"


def clean(text: str) -> str:
    """Text without the characters that XML 1.0 forbids or that are no text (control characters, lone surrogates)."""
    return _FORBIDDEN.sub("", text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula: a leading = + - @ (full-width too), tab or line break."""
    return _FORMULA.match(text) is not None


# -- Excel -----------------------------------------------------------------------------------------------------------


def sheet_name(title: str) -> str:
    """A title as Excel takes it for the name of a sheet: its last 31 characters, which say what table it is, without
    \\ / * ? : [ ] and without an apostrophe at either end."""
    return _NOT_IN_NAMES.sub(" ", clean(title))[-31:].strip(" '") or "表"


def put(cell: Cell, value: str | int | float | None) -> None:
    """Writes a value into a cell: numbers as numbers, long ones in groups of three figures, text as text whatever it begins
    with; an over-long text is cut."""
    if not isinstance(value, str):
        cell.value = value
        cell.number_format = "#,##0" if isinstance(value, int) and value >= 10_000 else cell.number_format
        return
    text = clean(value)
    cell.value = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(_CUT)] + _CUT
    cell.data_type = "s"
    if is_formula(text):
        cell.quotePrefix = True  # stays text when somebody edits the cell


def as_table(sheet: Worksheet, widths: Sequence[float], *, title: str) -> None:
    """Makes a sheet whose first row is a head one that reads and prints well: frozen head, filters, widths (in characters),
    wrapped text, A4 landscape on the width of a page, the head on every page."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    side = Side("thin", "BFBFBF")
    border, top = Border(side, side, side, side), Alignment(vertical="top", wrap_text=True)
    look = _alike(alignment=top, border=border)
    for number, row in enumerate(sheet.iter_rows(), 1):
        for cell in row:
            look(cell)
        lines = max(_lines(str(cell.value or ""), width) for cell, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = min(LINE_HEIGHT * lines + 3, 409)  # 409: the most that Excel takes
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", HEAD_FILL)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    across(sheet)
    sheet.oddHeader.center.text = clean(title).replace("&", "&&")
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _alike(**style: Any) -> Callable[[Cell], None]:
    """What gives many cells a style beside what they have: openpyxl takes two thirds of the time of a long sheet to set it on
    each, so cells that were alike before share what the first of them got."""
    made: dict[int, Any] = {}

    def look(cell: Cell) -> None:
        before = cell.style_id
        if before in made:
            cell._style = copy(made[before])
            return
        for name, value in style.items():
            setattr(cell, name, value)
        made[before] = cell._style

    return look


def across(sheet: Any) -> None:
    """Prints a sheet on A4 landscape, as many pages as it takes, each as wide as the sheet."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"  # 9: A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many characters; a Chinese character is as wide as two."""
    return sum(max(1, -(-(len(line) + sum(char > "\u2e7f" for char in line)) // int(width - 1))) for line in text.split("\n"))


# -- Word ------------------------------------------------------------------------------------------------------------


def word(*, landscape: bool = False) -> Word:
    """An empty Word document: A4, 仿宋 10.5 pt, page numbers at the foot."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    width, height = (29.7, 21.0) if landscape else (21.0, 29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5 if landscape else 2.5)
    normal = document.styles["Normal"]
    font(normal, BODY_FONT)
    _chinese(normal)
    normal.font.size, normal.paragraph_format.space_after = Pt(10.5), Pt(0)
    _numbered(section.footer.paragraphs[0])
    return document


def font(styled: Any, name: str) -> None:
    """Sets the font of a run or style for Latin and East Asian text alike."""
    from docx.oxml.ns import qn

    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def title(document: Word, text: str) -> None:
    """A centred title in 宋体 bold, 18 pt."""
    line(document, text, size=18, bold=True, name=TITLE_FONT, centred=True)


def line(
    document: Word, text: str, *, size: float = 10.5, bold: bool = False, name: str = BODY_FONT, centred: bool = False
) -> None:
    """One paragraph of one font; `size` in points. What is bold is a heading, and stays on the page of what follows it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size = bold, Pt(size)
    font(run, name)
    paragraph.paragraph_format.space_after = Pt(4 if size > 9 else 1)
    paragraph.paragraph_format.keep_with_next = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def word_table(document: Any, heads: Sequence[str], widths: Sequence[float]) -> Any:
    """A ruled table with its head, which repeats on every page; `widths` are shares of the width between the margins, of which
    no column gets less than `NARROWEST`."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(0, len(heads), "Table Grid")
    table.autofit = False
    section = document.sections[0]
    space = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
    shares = [max(width / sum(widths), Cm(NARROWEST) / space) for width in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(space * share / sum(shares))
    add_row(table, heads)
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        _shade(cell)
        run = cell.paragraphs[0].runs[0]
        run.bold = True
        font(run, TITLE_FONT)
    return table


def add_row(table: Any, cells: Sequence[str]) -> None:
    """One row of text, kept on one page unless it is long; 9 pt."""
    from docx.shared import Pt

    row = table.add_row()
    made = row.cells
    keep_whole(row, made, cells)
    for cell, text in zip(made, cells, strict=True):
        cell.paragraphs[0].add_run(clean(text)).font.size = Pt(9)


def keep_whole(row: Any, cells: Sequence[Any], texts: Sequence[str]) -> None:
    """Lets no page end within a row of these texts, unless one of them is long."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    lines = (len(text) * Pt(9) / cell.width for text, cell in zip(texts, cells, strict=True))
    if max(lines) < LONG_CELL:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _chinese(style: Any) -> None:
    """Says that the text is Chinese: Word checks its spelling and chooses shapes of signs by that."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), HEAD_FILL)
    cell._tc.get_or_add_tcPr().append(shade)


def _numbered(paragraph: Any) -> None:
    """Page number as a field, centred."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
