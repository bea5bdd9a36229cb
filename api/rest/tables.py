"""REST of the tables that offices keep: the tasks by clause, and 指标表, 任务分工表 and 责任单位名录 as files."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from fastapi.responses import Response

from api.files.answer_table import answer_sheet
from api.files.corrections_table import corrections_sheet
from api.files.exports import Sheet, named, search_sheet, targets_sheet, tasks_sheet, unit_sheet, units_sheet, write
from api.files.matrix import matrix_sheet
from api.paging import Page
from api.params import Asked, FilterSet, Lib, Limit, Offset
from api.rest.router import download, rest_router
from api.schemas.answers import TaskList
from search.model import Filters

router = rest_router()

Format = Annotated[Literal["xlsx", "docx", "csv", "jsonl"], Path(description="Format of the file")]
PaperFormat = Annotated[Literal["xlsx", "docx", "csv"], Path(description="Format of the file")]
WideFormat = Annotated[Literal["xlsx", "csv"], Path(description="Format of a file with many columns")]
OfUnit = Annotated[str | None, Query(max_length=200, description="Id of one unit: only its tasks")]


@router.get("/duties", tags=["answers"], summary="Tasks 任务 with their units")
def duties(library: Lib, filters: FilterSet, unit_id: OfUnit = None, limit: Limit = 50, offset: Offset = 0) -> TaskList:
    """Measures with the units that a bracket, a row of a table or a sentence names for them, by role."""
    return TaskList.of(Page(*library.tasks(filters, unit_id=unit_id or None, limit=limit, offset=offset)))


@router.get("/tables/targets.{to}", tags=["tables"], summary="指标表 as a file", response_class=Response)
def targets_table(
    library: Lib,
    filters: FilterSet,
    to: Format,
    indicator: Annotated[str | None, Query(max_length=200, description="Words of the indicator")] = None,
) -> Response:
    """All targets that pass: Excel, Word, CSV (UTF-8 with a byte order mark) or JSON lines."""
    return _file(library, targets_sheet(library, filters, indicator=indicator or None), filters, to)


@router.get("/tables/duties.{to}", tags=["tables"], summary="任务分工表 as a file", response_class=Response)
def duties_table(library: Lib, filters: FilterSet, to: Format, unit_id: OfUnit = None) -> Response:
    """All tasks that pass, one row a measure; for one unit, Excel and Word hold the targets of its tasks too."""
    made = unit_sheet(library, filters, unit_id=unit_id) if unit_id else tasks_sheet(library, filters)
    return _file(library, made, filters, to)


@router.get("/tables/owners.{to}", tags=["tables"], summary="The answer who is responsible as a file", response_class=Response)
def owners_table(library: Lib, q: Asked, to: PaperFormat) -> Response:
    """The units that answer a question, each with the clauses that say so; as JSON: `/owners`."""
    made = answer_sheet(library, q)
    return download(write(made, to), f"{made.title}.{to}")


@router.get("/tables/matrix.{to}", tags=["tables"], summary="责任矩阵 as a file", response_class=Response)
def matrix_table(library: Lib, filters: FilterSet, to: WideFormat) -> Response:
    """All tasks that pass, one row a measure, one column a unit."""
    return _file(library, matrix_sheet(library, filters), filters, to)


@router.get("/tables/units.{to}", tags=["tables"], summary="责任单位名录 as a file", response_class=Response)
def units_table(
    library: Lib,
    filters: FilterSet,
    to: Format,
    q: Annotated[str | None, Query(max_length=200, description="Part of a name")] = None,
) -> Response:
    """All units that pass, with the number of their tasks and targets."""
    return _file(library, units_sheet(library, filters, query=q or None), filters, to)


@router.get("/tables/corrections.{to}", tags=["tables"], summary="更正记录 as a file", response_class=Response)
def corrections_table(library: Lib, filters: FilterSet, to: WideFormat) -> Response:
    """Every correction of the documents that pass: when, of what, from what to what, by whom and why."""
    return _file(library, corrections_sheet(library, filters), filters, to)


@router.get("/tables/search.{to}", tags=["tables"], summary="The result of a search as a file", response_class=Response)
def search_table(library: Lib, filters: FilterSet, q: Asked, to: Format) -> Response:
    """The best clauses of a search with their whole text, each wording once."""
    return _file(library, search_sheet(library, filters, query=q), filters, to)


def _file(library: Lib, sheet: Sheet, filters: Filters, to: Format) -> Response:
    """A table as a download; that of one document bears its title."""
    made = named(sheet, library.card(filters.document[0]).title) if len(filters.document) == 1 else sheet
    return download(write(made, to), f"{made.title}.{to}")
