"""REST of the drafter's desk: completion of a query, clauses like one clause, clauses put aside as a Word document."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.files.clips import MOST, NAME, clip_document
from api.params import ClauseId, Lib
from api.rest.router import NOT_FOUND, download, rest_router
from api.schemas.answers import HitOut, Schema

router = rest_router()


class SuggestionOut(Schema):
    text: str
    kind: str = Field(description="heading, indicator or unit")
    count: int = Field(description="How often it stands in current documents")


class SuggestOut(BaseModel):
    suggestions: list[SuggestionOut]


class SimilarOut(BaseModel):
    hits: list[HitOut] = Field(description="Clauses of other documents, the most like first")


class ClipsIn(BaseModel):
    """Clauses put aside, in the order wanted."""

    clauses: list[str] = Field(min_length=1, max_length=MOST, examples=[["3b1f0c9d2a#2.4.3"]])


@router.get("/suggest", tags=["answers"], summary="Completion of a query")
def suggest(
    library: Lib,
    q: Annotated[str, Query(max_length=100, description="What is typed so far")] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="At most so many")] = 8,
) -> SuggestOut:
    """Headings, indicators and units that begin with, or hold, what is typed."""
    return SuggestOut(suggestions=[SuggestionOut.of(one) for one in library.suggest(q, limit=limit)])


@router.get(
    "/clauses/{clause_id}/similar",
    tags=["answers"],
    summary="Clauses like one clause",
    responses=NOT_FOUND,
)
def similar(
    library: Lib, clause_id: ClauseId, limit: Annotated[int, Query(ge=1, le=50, description="At most so many")] = 10
) -> SimilarOut:
    """Clauses of other documents that say much the same, by words and meaning."""
    return SimilarOut(hits=[HitOut.of(hit) for hit in library.similar(clause_id, limit=limit)])


@router.post("/clips", tags=["answers"], summary="Clauses as a Word document with sources", response_class=Response)
def clips(library: Lib, wanted: ClipsIn) -> Response:
    """摘编: each clause quoted with its place; what is no longer held is named at the end."""
    return clips_response(library, wanted.clauses)


def clips_response(library: Lib, clause_ids: list[str]) -> Response:
    """The Word document as a download."""
    return download(clip_document(library, clause_ids), NAME)
