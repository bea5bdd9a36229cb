"""更正记录: what people corrected, one row an entry, as it is filed or handed on."""

from __future__ import annotations

from api import words
from api.files.exports import Cell, Sheet, notes, sources
from search.correcting.corrections import Correction
from search.library import Library
from search.model import DocumentCard, Filters

COLUMNS = (
    ("时间", 17), ("文件", 36), ("项目", 10), ("原文", 44), ("原值", 32), ("新值", 32), ("姓名", 10), ("理由", 30),
)  # fmt: skip


def corrections_sheet(library: Library, filters: Filters) -> Sheet:
    """The log of all documents that pass: document by document, the oldest entry first; what was taken back is an entry too."""
    logged = library.corrected(filters)
    rows = tuple(_cells(card, entry) for card, log in logged for entry in log)
    cards = [card.id for card, _ in logged]
    return Sheet("更正记录", COLUMNS, rows, (), notes(library, filters, len(rows)), sources(library, cards))


def _cells(card: DocumentCard, entry: Correction) -> tuple[Cell, ...]:
    now = "恢复原文的值" if entry.undone else words.held(entry.field, entry.value)
    told = (words.field_name(entry.field), entry.quote, words.held(entry.field, entry.before), now)
    return (words.local(entry.at), card.title, *told, entry.who, entry.why)
