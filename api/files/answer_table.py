"""谁负责 as a sheet: the answer to one question with its evidence, one row a unit and a clause that says so."""

from __future__ import annotations

from api import words
from api.files.exports import Cell, Sheet, sources
from search.library import Library
from search.model import OwnedQuote, UnitAnswer

COLUMNS = (
    ("序号", 7), ("单位", 22), ("全称", 24), ("分工", 12), ("任务", 60), ("量化指标", 28), ("完成时限", 14), ("出处", 40),
    (words.BY_HAND, 12),
)  # fmt: skip


def answer_sheet(library: Library, question: str) -> Sheet:
    """What the page of the question shows; what the library cannot say stands above the table."""
    answer = library.owners(question)
    owned = [(unit, quote) for unit in answer.units for quote in unit.clauses]
    rows = tuple((i, *_cells(unit, quote)) for i, (unit, quote) in enumerate(owned, 1))
    notes = (f"问题：{question}", *([f"{answer.note}。"] if answer.note else []), words.made(f"共 {len(rows)} 项"))
    return Sheet("责任查询结果", COLUMNS, rows, (), notes, sources(library, [quote.place.document_id for _, quote in owned]))


def _cells(unit: UnitAnswer, quote: OwnedQuote) -> tuple[Cell, ...]:
    figures = "\n".join(words.target_line(row.target) for row in unit.targets if row.place.clause_id == quote.clause_id)
    stated = words.BY_HAND if quote.stated else None
    place = words.place_line(quote.place)
    return unit.unit, unit.canonical, quote.role, quote.text, figures, quote.deadline, place, stated
