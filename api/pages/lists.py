"""The pages of lists: 任务分工, 责任矩阵, 单位, 指标. Each asks the Library what the REST route of the same name asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api import words
from api.files.matrix import PARTS, matrix
from api.pages.charts import chart
from api.pages.rendering import facet_word, render
from api.params import FilterSet, Lib, Offset
from api.refs import document_of
from search.library import Library
from search.model import DocumentCard, Filters

ROWS = 40
"""Measures, or figures, of one page of a list."""
UNITS = 60
"""Units of one page of their list, or tasks of one page of a unit."""
MEASURES = 100
"""Measures of one page of a matrix."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/duties")
def duties(request: Request, library: Lib, filters: FilterSet, offset: Offset = 0) -> Response:
    """任务分工: measures with their units by role, filtered."""
    filters, cards = _of_documents(library, filters), library.documents()
    total, rows = library.tasks(filters, limit=ROWS, offset=offset)
    return render(
        request, "duties.html", filters=filters, rows=rows, total=total, offset=offset, size=ROWS,
        options=options_of(cards), with_duties=[card for card in cards if card.duties or card.id in filters.document],
        chosen_documents=_chosen_documents(library, filters),
    )  # fmt: skip


@router.get("/duties/matrix")
def duty_matrix(request: Request, library: Lib, filters: FilterSet, offset: Offset = 0) -> Response:
    """责任矩阵: the measures of a document (an id, or what names one) against the units named for them."""
    filters = _of_documents(library, filters)
    found = matrix(library.tasks(filters)[1]) if filters.document else None
    with_duties = [card for card in library.documents() if card.duties or card.id in filters.document]
    return render(
        request, "matrix.html", filters=filters, found=found, with_duties=with_duties, matrix_parts=PARTS,
        chosen_documents=_chosen_documents(library, filters), offset=offset, size=MEASURES,
    )  # fmt: skip


@router.get("/units")
def units(request: Request, library: Lib, filters: FilterSet, q: str = "", offset: Offset = 0) -> Response:
    """单位: all units with the number of their duties and targets, filtered by name and by the documents that name them."""
    total, rows = library.units(q or None, filters=filters, limit=UNITS, offset=offset)
    options = options_of(library.documents())
    return render(
        request, "units.html", q=q, filters=filters, rows=rows, total=total, offset=offset, size=UNITS,
        options={name: options[name] for name in ("level", "region")},
    )  # fmt: skip


@router.get("/units/{unit_id:path}")
def unit(request: Request, library: Lib, unit_id: str, offset: Offset = 0) -> Response:
    """One unit with all it owns, by level and document."""
    total, found = library.unit_documents(unit_id, limit=UNITS, offset=offset)
    return render(request, "unit.html", unit_id=unit_id, found=found, total=total, offset=offset, size=UNITS)


@router.get("/targets")
def targets(request: Request, library: Lib, filters: FilterSet, indicator: str = "", offset: Offset = 0) -> Response:
    """指标: the table of figures, filtered."""
    filters, cards = _of_documents(library, filters), library.documents()
    total, rows = library.targets(filters, indicator=indicator or None, limit=ROWS, offset=offset)
    return render(
        request, "targets.html", indicator=indicator, filters=filters, rows=rows, total=total, offset=offset, size=ROWS,
        options=options_of(cards), with_targets=[card for card in cards if card.targets or card.id in filters.document],
        chosen_documents=_chosen_documents(library, filters),
    )  # fmt: skip


@router.get("/targets/{target_id}")
def indicator(request: Request, library: Lib, target_id: str) -> Response:
    """同一指标: what every level and region sets for the indicator of one target, as bars and as a table."""
    rows = library.comparable(target_id)
    first = next(row for row in rows if row.id == target_id)
    return render(request, "indicator.html", rows=rows, first=first, drawn=chart(rows, first))


def _of_documents(library: Library, filters: Filters) -> Filters:
    """The filters with documents by their ids, whatever was typed for them; NotFound and Ambiguous as `document_of`."""
    return replace(filters, document=tuple(document_of(library, typed).id for typed in filters.document))


def _chosen_documents(library: Library, filters: Filters) -> list[DocumentCard]:
    """The documents that a list is narrowed to; NotFound for one that is not held."""
    return [library.card(key) for key in filters.document]


def options_of(cards: Sequence[DocumentCard]) -> dict[str, list[tuple[str | int, str]]]:
    """What the documents held can be filtered by: field -> (value, word), in the order of a select."""
    levels = {card.level for card in cards}
    years = {int(card.date[:4]) for card in cards if card.date}
    return {
        "level": [(code, word) for code, word in words.LEVELS.items() if code in levels],
        "region": [(region, facet_word("region", region)) for region in sorted({card.region for card in cards if card.region})],
        "doc_type": [(kind, kind) for kind in sorted({card.doc_type for card in cards if card.doc_type})],
        "year": [(year, f"{year}年") for year in sorted(years, reverse=True)],
    }
