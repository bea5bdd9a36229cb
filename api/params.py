"""Parameters that several routes share: the Library itself, paging, filters, ids."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator, Field

from api.paging import MOST_SKIPPED
from search.alignment.model import ALIGN_FILTERS
from search.library import Library
from search.model import Filters


def _without_blanks(value: Any) -> Any:
    """A form sends its untouched fields as empty strings; they mean 'not given'."""
    if isinstance(value, list):
        return [one for one in value if one != ""]
    return None if value == "" else value


_BLANKLESS = BeforeValidator(_without_blanks)


def library_of(request: Request) -> Library:
    """The Library this service was started with."""
    library: Library = request.app.state.library
    return library


def filters_of(
    level: Annotated[
        list[str] | None, _BLANKLESS, Query(description="national, provincial, city, county or town; may be repeated")
    ] = None,
    region: Annotated[
        list[str] | None, _BLANKLESS, Query(description="Region as usual, 中国 for national; may be repeated")
    ] = None,
    doc_type: Annotated[list[str] | None, _BLANKLESS, Query(description="文种, such as 规划 or 通知; may be repeated")] = None,
    year: Annotated[
        list[Annotated[int, Field(ge=1, le=9999)]] | None,
        _BLANKLESS,
        Query(description="Year of the date or inside the plan period; may be repeated"),
    ] = None,
    unit: Annotated[
        list[str] | None, _BLANKLESS, Query(description="Responsible unit, full or short name; may be repeated")
    ] = None,
    has_target: Annotated[bool | None, _BLANKLESS, Query(description="Only clauses with (or without) a target")] = None,
    document: Annotated[list[str] | None, _BLANKLESS, Query(description="Document id; may be repeated")] = None,
) -> Filters:
    """What a search or a list is narrowed to; several values of one field mean 'or'."""
    return Filters(
        tuple(level or ()), tuple(region or ()), tuple(doc_type or ()), tuple(year or ()), tuple(unit or ()), has_target,
        tuple(document or ()),
    )  # fmt: skip


PAGE = r"^/([^/\\].*)?$"
"""A page of this service, to go back to."""

Lib = Annotated[Library, Depends(library_of)]
FilterSet = Annotated[Filters, Depends(filters_of)]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many rows")]
Offset = Annotated[int, Query(ge=0, le=MOST_SKIPPED, description="Rows to skip")]
Asked = Annotated[
    str, Query(min_length=1, max_length=1000, description="Question or words, as typed", examples=["职业技能培训 人次"])
]
AlignOnly = Annotated[str, Query(pattern=f"^({'|'.join(ALIGN_FILTERS)})?$", description="Only these rows; empty: all")]
DocumentId = Annotated[str, Path(description="Document id", examples=["3b1f0c9d2a"])]
UnitId = Annotated[str, Path(description="Canonical name of the unit, or the printed one where it has none")]
TargetId = Annotated[str, Path(description="Target id, `#` sent as `%23`", examples=["3b1f0c9d2a#T7"])]
LinkId = Annotated[str, Path(description="Link id")]
ClauseId = Annotated[str, Path(description="Clause id, `#` sent as `%23`", examples=["3b1f0c9d2a#2.4.3"])]
