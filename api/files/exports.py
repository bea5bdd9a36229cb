"""Tables as files: the indicator table 指标表, the task division table 任务分工表 and the list of units, filtered as on screen.

`targets_sheet`, `tasks_sheet`, `unit_sheet`, `units_sheet`, `search_sheet` ask the Library; `write` makes the bytes of a file
in one of `FORMATS`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from api import words
from api.files.office import across, add_row, as_table, clean, is_formula, line, put, sheet_name, title, word, word_table
from api.schemas.answers import HitOut, Schema, TargetQuoteOut, TaskOut, UnitCardOut
from search.correcting.typed_figures import SIGNS
from search.library import Library
from search.model import DocumentCard, Filters, Hit, LibraryError, TargetQuote, Task, UnitCard

FORMATS = ("xlsx", "docx", "csv", "jsonl")
STEP = 1000
"""Rows asked for at a time."""

Plain = str | int | float | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A cell that is `held` in a spreadsheet otherwise than it is `printed`: a figure in base units (20000 人) is printed as
    its document does (2 万人), a place without the document that is the table's only source."""

    held: Plain
    printed: str


Cell = Plain | OnPaper


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be written. `columns` are heads with their width in characters, `records` the same rows for programs;
    `notes` say what it was filtered by and when, `sources` name the documents it quotes; `beside` are further tables of the
    same file, in Excel and Word (the other formats hold one table), `closing` stands under the table in Word."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Cell, ...], ...]
    records: tuple[Schema, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...] = ()
    beside: tuple[Sheet, ...] = ()
    closing: tuple[str, ...] = ()


TARGET_COLUMNS = (
    ("序号", 7), ("指标", 22), ("比较", 7), ("值", 18), ("单位", 10), ("期限", 12), ("基准", 10), ("频次", 9),
    ("范围", 13), ("性质", 9), ("责任单位", 24), ("原文", 40), ("出处", 36), (words.BY_HAND, 18),
)  # fmt: skip
TASK_COLUMNS = (
    ("序号", 7), ("任务", 30), ("具体措施", 60), ("量化指标", 28), ("牵头单位", 18), ("责任单位", 24), ("配合单位", 24),
    ("完成时限", 14), ("文件", 28), (words.BY_HAND, 18),
)  # fmt: skip
UNIT_COLUMNS = (("序号", 7), ("单位", 34), ("文中写法", 40), ("文件层级", 10), ("地区", 14), ("任务", 8), ("指标", 8))

HIT_COLUMNS = (
    ("序号", 7), ("条款", 30), ("原文", 70), ("指标", 24), ("责任单位", 24), ("出处", 36), ("相同表述", 30), ("匹配", 24),
    (words.BY_HAND, 18),
)  # fmt: skip
MOST_HITS = 200
"""Clauses of an exported search: what follows holds ever fewer of its words."""


def targets_sheet(library: Library, filters: Filters, *, indicator: str | None = None) -> Sheet:
    """指标表: every target that passes, figures in base units (2.5亿元 is 250000000 元) beside the words, in Word as they are
    printed; 基准 is what a figure is measured against, as printed (2020年, 7.8%)."""
    rows = tuple(_all(lambda limit, offset: library.targets(filters, indicator=indicator, limit=limit, offset=offset)))
    return _targets(library, rows, notes(library, filters, len(rows), ("指标名称", indicator)))


def tasks_sheet(library: Library, filters: Filters, *, unit_id: str | None = None) -> Sheet:
    """任务分工表: every measure that passes, with all its units by role."""
    rows = tuple(_all(lambda limit, offset: library.tasks(filters, unit_id=unit_id, limit=limit, offset=offset)))
    return tasks_told(library, filters, rows, unit_id=unit_id)


def tasks_told(library: Library, filters: Filters, rows: Sequence[Task], *, unit_id: str | None = None) -> Sheet:
    """The 任务分工表 of all measures that pass."""
    alone = _of_one(rows)
    return Sheet(
        "任务分工表",
        TASK_COLUMNS,
        tuple((i, *_task_cells(row, alone=alone)) for i, row in enumerate(rows, 1)),
        tuple(map(TaskOut.of, rows)),
        notes(library, filters, len(rows), ("单位", unit_id)),
        sources(library, [row.place.document_id for row in rows]),
    )


def unit_sheet(library: Library, filters: Filters, *, unit_id: str) -> Sheet:
    """What one unit is sent: its 任务分工表 over all documents that pass, beside it the 指标表 of these tasks."""
    made = tasks_sheet(library, filters, unit_id=unit_id)
    of = {row.place.document_id for row in made.records if isinstance(row, TaskOut)}
    _, given = library.unit_documents(unit_id, limit=max(len(made.rows), 1))
    rows = [row for one in given for row in one.targets if row.place.document_id in of]
    beside = _targets(library, rows, notes(library, filters, len(rows), ("单位", unit_id)))
    return named(replace(made, beside=(beside,) if rows else ()), unit_id)


def units_sheet(library: Library, filters: Filters, *, query: str | None = None) -> Sheet:
    """责任单位名录: every unit that passes, with the number of its tasks and targets."""
    rows = tuple(_all(lambda limit, offset: library.units(query, filters=filters, limit=limit, offset=offset)))
    return Sheet(
        "责任单位名录",
        UNIT_COLUMNS,
        tuple((i, *_unit_cells(row)) for i, row in enumerate(rows, 1)),
        tuple(map(UnitCardOut.of, rows)),
        notes(library, filters, len(rows), ("名称", query)),
    )


def search_sheet(library: Library, filters: Filters, *, query: str) -> Sheet:
    """检索结果: the best `MOST_HITS` clauses of a search, each wording once, with the whole text of the clause."""
    hits = library.search(query, filters=filters, limit=MOST_HITS, fold=True).hits
    return Sheet(
        "检索结果",
        HIT_COLUMNS,
        tuple((i, *_hit_cells(library, hit)) for i, hit in enumerate(hits, 1)),
        tuple(map(HitOut.of, hits)),
        notes(library, filters, len(hits), ("检索词", query)),
        sources(library, [hit.document_id for hit in hits]),
    )


def write(sheet: Sheet, to: str) -> bytes:
    """The file's bytes; LibraryError for a format that is none of `FORMATS`."""
    writers = {"xlsx": _xlsx, "docx": _docx, "csv": _csv, "jsonl": _jsonl}
    if to not in writers:
        raise LibraryError(f"不能导出为“{to or '无扩展名'}”。", f"可用：{'、'.join(FORMATS)}，以文件扩展名表示。")
    return writers[to](sheet)


def named(sheet: Sheet, of: str) -> Sheet:
    """The sheet of one document or unit: its name goes before the title (and so into the name of the file)."""
    return replace(sheet, title=f"{of}{sheet.title}")


def _targets(library: Library, rows: Sequence[TargetQuote], notes: tuple[str, ...]) -> Sheet:
    alone = _of_one(rows)
    return Sheet(
        "指标表",
        TARGET_COLUMNS,
        tuple((i, *_target_cells(row, alone=alone)) for i, row in enumerate(rows, 1)),
        tuple(map(TargetQuoteOut.of, rows)),
        notes,
        sources(library, [row.place.document_id for row in rows]),
    )


# -- rows ------------------------------------------------------------------------------------------------------------


def _all(page: Callable[[int, int], tuple[int, Sequence[Row]]]) -> Iterator[Row]:
    offset, total = 0, 1
    while offset < total:
        total, rows = page(STEP, offset)
        yield from rows
        offset += STEP


def _of_one(rows: Sequence[Task] | Sequence[TargetQuote]) -> bool:
    """Whether all rows are of one document, which the file names as its source."""
    return len({row.place.document_id for row in rows}) == 1


def _target_cells(row: TargetQuote, *, alone: bool) -> tuple[Cell, ...]:
    target = row.target
    operator = "＝" if target.op == "=" else SIGNS[target.op]
    deadline = f"{target.deadline}年" if target.deadline else None
    place = words.place_line(row.place)
    number, unit = words.measure(target)
    figure = (operator if target.value is not None else None, OnPaper(_value(row), number), OnPaper(target.unit, unit))
    return (
        target.indicator, *figure, deadline, target.baseline, target.frequency, target.scope, target.nature,
        "、".join(row.units), row.text, OnPaper(place, place.removeprefix(f"{row.place.title} › ") if alone else place),
        words.stated_line([target], row.stated_units),
    )  # fmt: skip


def _value(row: TargetQuote) -> Plain:
    value, value2 = row.target.value, row.target.value2
    if value is None or value2 is None:
        return int(value) if value is not None and value.is_integer() else value
    return f"{value:.15g}～{value2:.15g}"


def _task_cells(row: Task, *, alone: bool) -> tuple[Cell, ...]:
    place = row.place
    number = f"（{place.doc_number}）" if place.doc_number else ""
    page = f"第{place.page}页" if place.page else ""
    units = ("、".join(_spelt_out(name, row) for name in names) for names in (row.lead, row.responsible, row.support))
    stands = f"{titled(place.title)}{number}{page}"
    figures, stated = "\n".join(map(words.target_line, row.targets)), words.stated_line(row.targets, row.stated_units)
    shown = (" › ".join(place.labels), row.text, figures, *units, row.deadline)
    return (*shown, OnPaper(stands, page if alone else stands), stated)


def _spelt_out(name: str, row: Task) -> str:
    """各成员单位（A、B）, where the document lists the members."""
    return f"{name}（{'、'.join(row.members[name])}）" if name in row.members else name


def _unit_cells(row: UnitCard) -> tuple[Cell, ...]:
    names = "、".join(name for name in row.names if name != row.id)
    return row.id, names, words.say(words.LEVELS, row.level), row.region, row.duties, row.targets


def _hit_cells(library: Library, hit: Hit) -> tuple[Cell, ...]:
    measured = "；".join(map(words.target_line, hit.targets))
    same = "\n".join(map(words.place_line, hit.same))
    text = library.clause(hit.clause_id).text or hit.snippet.text
    place, stated = words.place_line(hit.place), words.stated_line(hit.targets, hit.stated_units)
    return hit.place.labels[-1], text, measured, "、".join(hit.units), place, same, hit.reason, stated


def notes(library: Library, filters: Filters, count: int, *more: tuple[str, str | None]) -> tuple[str, ...]:
    """The lines above a table: what it was filtered by, how many rows it has, when it was made."""
    chosen = [f"{name}：{value}" for name, value in (*_chosen(library, filters), *more) if value]
    return (f"筛选条件：{'；'.join(chosen) or '无'}", words.made(f"共 {count} 项"))


def _chosen(library: Library, filters: Filters) -> Iterator[tuple[str, str]]:
    yield words.FIELDS["level"], "、".join(words.say(words.LEVELS, code) for code in filters.level)
    yield words.FIELDS["region"], "、".join(filters.region)
    yield words.FIELDS["doc_type"], "、".join(filters.doc_type)
    yield words.FIELDS["year"], "、".join(map(str, filters.year))
    yield words.FIELDS["unit"], "、".join(filters.unit)
    yield words.FIELDS["document"], "、".join(titled(library.card(key).title) for key in filters.document)


def sources(library: Library, document_ids: Sequence[str]) -> tuple[str, ...]:
    """The documents that a table quotes, each once."""
    return tuple(source(library.card(key)) for key in dict.fromkeys(document_ids))


def source(card: DocumentCard) -> str:
    """A document as a table names it for its source."""
    known = (titled(card.title), card.doc_number, card.date, words.standing(card), card.file)
    return "，".join(filter(None, known))


def titled(title: str) -> str:
    """A title in 《》, unless it quotes another."""
    return title if "《" in title else f"《{title}》"


# -- files -----------------------------------------------------------------------------------------------------------


def _xlsx(sheet: Sheet) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in (sheet, *sheet.beside):
        page = book.create_sheet(sheet_name(table.title))
        for r, row in enumerate((tuple(name for name, _ in table.columns), *table.rows), 1):
            for c, value in enumerate(row, 1):
                put(page.cell(r, c), _held(value))
        as_table(page, [width for _, width in table.columns], title=table.title)
    about = book.create_sheet("说明")
    about.column_dimensions["A"].width = 120
    for r, text in enumerate((sheet.title, *sheet.notes, *(["来源文件："] if sheet.sources else []), *sheet.sources), 1):
        put(about.cell(r, 1), text)
        about.cell(r, 1).alignment = Alignment(vertical="top", wrap_text=True)
    across(about)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx(sheet: Sheet) -> bytes:
    document = word(landscape=True)
    for made in (sheet, *sheet.beside):
        title(document, made.title)
        for note in made.notes:
            line(document, note, size=9)
        held = [n for n in range(len(made.columns)) if not made.rows or any(_printed(row[n]) for row in made.rows)]
        table = word_table(document, *zip(*(made.columns[n] for n in held), strict=True))  # paper has no room for empty columns
        for row in made.rows:
            add_row(table, [_printed(row[n]) for n in held])
    for i, named_source in enumerate(sheet.sources):
        line(document, ("来源文件：" if i == 0 else "") + named_source, size=9)
    for text in sheet.closing:
        line(document, text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads Chinese; what looks like a formula gets a leading apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(name for name, _ in sheet.columns)
    for row in sheet.rows:
        writer.writerow(_inert(value) if isinstance(value, str) else value for value in map(_held, row))
    return out.getvalue().encode("utf-8-sig")


def _jsonl(sheet: Sheet) -> bytes:
    rows = (json.dumps(record.model_dump(mode="json"), ensure_ascii=False) for record in sheet.records)
    return "".join(clean(row) + "\n" for row in rows).encode()


def _inert(text: str) -> str:
    said = clean(text)
    return f"'{said}" if is_formula(said) else said


def _held(value: Cell) -> Plain:
    return value.held if isinstance(value, OnPaper) else value


def _printed(value: Cell) -> str:
    match value:
        case None:
            return ""
        case OnPaper():
            return value.printed
        case str():
            return value
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.10g}"
