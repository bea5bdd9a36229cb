"""承接表: the coverage matrix as a sheet, one row a cell (upper clause and lower plan), then one an addition: a filter of Excel
finds the holes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from api import words
from api.files.exports import Cell, Sheet
from search.alignment.coverage import Addition, Coverage, CoverageRow
from search.alignment.coverage import Cell as Covering
from search.model import DocumentCard, Link, Quote

COLUMNS = (
    ("结论", 14.0), ("上级条款", 32.0), ("上级原文", 50.0), ("下级文件", 28.0), ("下级条款", 32.0), ("下级原文", 50.0),
    ("核对人", 10.0), ("核对时间", 12.0), ("理由", 24.0), ("相近的语句", 36.0),
)  # fmt: skip


def coverage_sheet(found: Coverage, *, holes: bool = False) -> Sheet:
    """The matrix as it was asked for; `holes` names the filter in the notes."""
    titles = {card.id: card.title for card in found.below}
    rows = [row for line in found.rows for row in _line(line, found.below)]
    rows += [_addition(one, titles[one.quote.place.document_id]) for one in found.additions]
    counted = "、".join(f"{word} {found.summary[name]}" for name, word in words.CELLS.items() if found.summary[name])
    kept = "只列未承接、疑似对应、已过时、未认可的新增" if holes else "无"
    chosen = f"筛选条件：{kept}；下级文件：{'、'.join(titles.values()) or '无'}"
    title = found.document.title
    return Sheet(f"{title}承接表", COLUMNS, tuple(rows), (), (chosen, words.made(counted)), (title, *titles.values()))


def _line(line: CoverageRow, below: tuple[DocumentCard, ...]) -> Iterator[tuple[Cell, ...]]:
    """A row for each lower clause, one without where there is none."""
    for card, cell in zip(below, line.cells, strict=True):
        for quote, link in _covering(cell):
            said = (link.who, _day(link.at), link.why) if link and link.who else (None, None, None)
            yield (words.CELLS[cell.status], *_quoted(line.upper), card.title, *_quoted(quote), *said, cell.sentence)


def _covering(cell: Covering) -> list[tuple[Quote | None, Link | None]]:
    """Lower clauses with their links; the one that only comes near has none."""
    return list(zip_longest(cell.lower, cell.links)) or [(None, None)]


def _addition(one: Addition, title: str) -> tuple[Cell, ...]:
    return (words.CELLS[one.status], None, None, title, *_quoted(one.quote), one.who, _day(one.at), one.why, None)


def _quoted(quote: Quote | None) -> tuple[Cell, Cell]:
    return (" › ".join(quote.place.labels) or quote.place.title, quote.text) if quote else (None, None)


def _day(at: str | None) -> str | None:
    return words.local(at)[:10] if at else None
