"""The report of an alignment as a file: Word (docx), Excel (xlsx) or one self-contained page (html)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from api import words
from api.files.office import add_row, as_table, clean, keep_whole, line, put, title, word, word_table
from api.files.report import Report, Row, Side, Table
from api.settings import WEB
from search.model import LibraryError

COLOURS = {"figure": "C00000", "modal": "7030A0", "words": "1F5FA8"}
"""Colour of marked text, RRGGBB; it is bold or underlined too, so that a black and white print shows it."""
PLACE_COLOUR = "55606E"
_SHEETS = ("指标对照", "缺项", "新增", "逐条对照", "引用核对")
_WIDTHS = (7, 11, 28, 52, 28, 52, 24)
_LEVELS = {"clause": "条款", "sentence": "句", "target": "指标", "citation": "引用"}


def write(report: Report, to: str) -> bytes:
    """The bytes of a file; LibraryError for a format that is none of `FORMATS`."""
    if to not in FORMATS:
        raise LibraryError(f"没有“{to}”这种报告格式。", f"可用：{'、'.join(FORMATS)}（按文件名的后缀选择）。")
    return FORMATS[to](report)


def as_html(report: Report) -> bytes:
    """One page that needs nothing else: styles inside, no script, no other host."""
    from jinja2 import Environment, FileSystemLoader

    env = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    text = env.get_template("report.html").render(report=report, words=words)
    return clean(text).encode()


def as_xlsx(report: Report) -> bytes:
    """A sheet with the summary, then one a table."""
    from openpyxl import Workbook

    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = "概况"
    _fill(summary, ("项目", "类别", "数量", "统计口径"), [(c.group, c.word, c.number, c.rule) for c in report.counts])
    as_table(summary, (12, 16, 10, 80), title=report.title)
    summary.page_setup.fitToHeight = 1
    _below(
        summary, [*(f"{role}：{name}（{known}）" for role, name, known in report.documents), *_points(report), *report.notes]
    )
    for name, table in zip(_SHEETS, report.tables, strict=True):
        _table_sheet(book.create_sheet(name), table, report.title)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_docx(report: Report) -> bytes:
    """A4 across: title, the two documents, the summary, the tables."""
    document = word(landscape=True)
    title(document, report.title)
    for role, name, known in report.documents:
        line(document, f"{role}：{name}（{known}）")
    line(document, "".join(report.notes), size=9)
    line(document, "要点", size=14, bold=True)
    for text in _points(report):
        line(document, text, size=9)
    line(document, "概况", size=14, bold=True)
    counts = word_table(document, ("项目", "类别", "数量", "统计口径"), (1, 2, 1, 8))
    for count in report.counts:
        add_row(counts, (count.group, count.word, str(count.number), count.rule))
    for table in report.tables:
        _word_section(document, table)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


FORMATS: dict[str, Callable[[Report], bytes]] = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html}


def _fill(sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    for n, row in enumerate([heads, *rows], 1):
        for k, value in enumerate(row, 1):
            put(sheet.cell(n, k), value)


def _points(report: Report) -> Iterator[str]:
    for point in report.points:
        yield f"{point.word}：{point.number} 项"
        yield from (f"　　{text}" for text in (*point.lines, point.more) if text)


def _below(sheet: Any, lines: Sequence[str]) -> None:
    """Lines under a table, outside its filter."""
    start = sheet.max_row + 2
    for n, text in enumerate(lines, start):
        put(sheet.cell(n, 1), text)


def _table_sheet(sheet: Any, table: Table, name: str) -> None:
    heads = [f"{side.removesuffix('文件')}{what}" for side in table.sides for what in ("出处", "原文")]
    _fill(sheet, ("层次", "结论", *heads, "说明"), [])
    labels = ["", ""]
    for n, row in enumerate(table.rows, 2):
        for k, value in ((1, _LEVELS[row.level]), (2, row.word), (7, row.note)):
            put(sheet.cell(n, k), value)
        labels = [one.label if one else "" for one in (row.upper, row.lower)] if row.level != "sentence" else labels
        for k, one, label in ((3, row.upper, labels[0]), (5, row.lower, labels[1])):
            if one:
                put(sheet.cell(n, k), label)
                _put_side(sheet.cell(n, k + 1), one)
    as_table(sheet, _WIDTHS, title=f"{name} {table.title}")


def _put_side(cell: Any, one: Side) -> None:
    """The figure and the quote; rich text where something is marked and the cell can hold it."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    put(cell, "\n".join(filter(None, (one.head, "".join(piece.text for piece in one.text)))))
    if any(piece.kind for piece in one.text) and cell.value == clean(cell.value) and not one.head:
        fonts = {kind: InlineFont(b=True, color=f"FF{colour}") for kind, colour in COLOURS.items()}
        runs = [TextBlock(fonts[p.kind], clean(p.text)) if p.kind else clean(p.text) for p in one.text]
        cell.value = CellRichText(*runs)


def _word_section(document: Any, table: Table) -> None:
    line(document, table.title, size=14, bold=True)
    line(document, table.about, size=9)
    if not table.rows:
        line(document, table.empty)
        return
    made = word_table(document, ("结论", *table.sides, "说明"), (2.4, 9, 9, 3.6))
    for row in table.rows:
        _word_row(made, row)


def _word_row(table: Any, row: Row) -> None:
    from docx.shared import Pt

    made = table.add_row()
    texts = ["".join(piece.text for piece in one.text) if one else "" for one in (row.upper, row.lower)]
    cells = made.cells
    keep_whole(made, cells, [row.word, *texts, row.note])
    run = cells[0].paragraphs[0].add_run(row.word)
    run.bold = row.level != "sentence"
    for cell, one in ((cells[1], row.upper), (cells[2], row.lower)):
        _word_side(cell, one)
    cells[3].paragraphs[0].add_run(clean(row.note)).font.size = Pt(9)


def _word_side(cell: Any, one: Side | None) -> None:
    """The place, small and grey, then the figure in bold, then the quote with its marks."""
    from docx.shared import Pt, RGBColor

    paragraph = cell.paragraphs[0]
    if one is None:
        paragraph.add_run("—")
        return
    heads = [text for text in (one.label, one.head) if text]
    for n, text in enumerate(heads):
        run = paragraph.add_run(clean(text))
        if text == one.label:
            run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(PLACE_COLOUR)
        else:
            run.bold = True
        if one.text or n + 1 < len(heads):
            paragraph = cell.add_paragraph()
    for piece in one.text:
        run = paragraph.add_run(clean(piece.text))
        if piece.kind:
            run.font.color.rgb, run.underline, run.bold = RGBColor.from_string(COLOURS[piece.kind]), True, piece.kind != "words"
