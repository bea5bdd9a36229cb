"""Documents of the sample corpus as another program would write them: laid out on pages, or as a web page.

`blocks` gives the paragraphs of a parsed sample with what they are; writers of PDF, OFD and HTML lay them out each in its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.model import Document
from ingest.pipeline import parse

CORPUS = Path(__file__).parents[2] / "corpus/documents"
SAMPLES = sorted(path.name for path in CORPUS.glob("[!.]*"))

EM, STEP, LEFT, TOP, WIDTH, ROWS = 16.0, 28.0, 79.0, 105.0, 28, 22  # GB/T 9704-2012: 28 characters, 22 rows a page
PAGE = (595.0, 842.0)


@dataclass(frozen=True)
class Block:
    """A paragraph (`kind` text, title, right) or the rows of a table (`kind` table)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class Sheet:
    """One page: pieces of text with the place of their base line (x, y from above), and lines (x0, y0, x1, y1)."""

    texts: list[tuple[float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


def sample(name: str) -> Document:
    return parse((CORPUS / name).read_bytes(), path=name)


def facts(document: Document) -> dict[str, Any]:
    """What must be the same whatever the format: the tree, the targets, the duties and the citations, in words."""
    return {
        "clauses": [(c.eid, c.kind, c.parent, c.marker, c.heading) for c in document.clauses],
        "targets": [(t.clause, t.indicator, t.op, t.value, t.value2, t.unit, t.deadline) for t in document.targets],
        "duties": [(d.clause, d.unit, d.canonical, d.role, d.form, d.deadline) for d in document.duties],
        "citations": [(c.clause, c.title, c.doc_number, c.relation) for c in document.citations],
        "work": (document.work.title, document.work.doc_number, document.work.date, document.work.region),
    }


def blocks(document: Document) -> list[Block]:
    """The paragraphs and tables of a document, in order."""
    kinds = {document.text[e.span.start : e.span.end].strip(): e.kind for e in document.elements}
    made: list[Block] = []
    for line in document.text.split("\n"):
        cells = _cells(line)
        if len(cells) > 1 and made and made[-1].kind == "table":
            made[-1] = Block("table", rows=(*made[-1].rows, cells))
        elif len(cells) > 1:
            made.append(Block("table", rows=(cells,)))
        elif line.strip():
            kind = kinds.get(line.strip(), "")
            made.append(Block({"title": "title", "issuer": "right", "date": "right"}.get(kind, "text"), line.strip()))
    return made


def _cells(line: str) -> tuple[str, ...]:
    parts = line.strip().strip("|").split("|") if "|" in line else line.split("\t")
    return tuple(part.strip() for part in parts)


def sheets(document: Document, *, head: str = "") -> list[Sheet]:
    """The document on pages of 28 by 22 characters, wrapped, with a running head and page numbers."""
    made = [Sheet()]
    at = 0
    for block in blocks(document):
        for need, draw in _pieces(block):
            if at + need > ROWS:
                made.append(Sheet())
                at = 0
            draw(made[-1], TOP + (at + 1) * STEP)
            at += need
    for number, sheet in enumerate(made, 1):
        if head:
            sheet.texts.append((PAGE[0] / 2 - len(head) * EM / 2, 60.0, head))
        sheet.texts.append((LEFT if number % 2 == 0 else LEFT + 24 * EM, 790.0, f"— {number} —"))
    return made


def _pieces(block: Block) -> Iterator[tuple[int, Any]]:
    if block.kind == "table":
        yield from _table(block)
        return
    for i, line in enumerate(wrapped("　　" * (block.kind == "text") + block.text)):
        shift = {"title": (WIDTH - _wide(line)) / 2, "right": WIDTH - _wide(line) - 2}.get(block.kind, 0.0)
        indent = 2.0 if block.kind == "text" and i == 0 else 0.0
        shown = line.strip("　") if indent else line
        yield 1, lambda sheet, y, x=LEFT + (shift + indent) * EM, shown=shown: sheet.texts.append((x, y, shown))


def wrapped(text: str, width: float = WIDTH) -> list[str]:
    """Lines of at most `width` characters; a closing mark hangs over rather than begin a line."""
    lines, line = [], ""
    for char in text:
        if _wide(line + char) > width and char not in "，。；：、）〕》！？”":
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def _table(block: Block) -> Iterator[tuple[int, Any]]:
    columns = max(len(row) for row in block.rows)
    wide = WIDTH / columns
    for row in block.rows:
        cells = [wrapped(cell, wide - 1) for cell in row]
        need = max(len(cell) for cell in cells)
        yield need, lambda sheet, y, cells=cells, need=need: _ruled(sheet, y, cells, need, columns)


def _ruled(sheet: Sheet, y: float, cells: list[list[str]], need: int, columns: int) -> None:
    step = WIDTH * EM / columns
    top, bottom = y - STEP + 6, y + (need - 1) * STEP + 6
    for edge in (top, bottom):
        sheet.rules.append((LEFT, edge, LEFT + WIDTH * EM, edge))
    for j in range(columns + 1):
        sheet.rules.append((LEFT + j * step, top, LEFT + j * step, bottom))
    for j, cell in enumerate(cells):
        for i, line in enumerate(cell):
            sheet.texts.append((LEFT + j * step + 4, y + i * STEP, line))


def _wide(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)
