"""Shapes of saved searches, and of what is new to one."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas.answers import CardOut, HitOut, Schema
from search.saved import NAME


class FiltersOut(Schema):
    level: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    doc_type: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    has_target: bool | None = None
    document: tuple[str, ...] = ()


class SavedOut(Schema):
    id: str
    name: str
    query: str
    filters: FiltersOut
    made: str = Field(description="ISO 8601, UTC")
    opened: str = Field(description="When it was last looked at")


class CountedOut(Schema):
    search: SavedOut
    new: int = Field(description="Clauses that came in since it was opened")


class SavedList(Schema):
    total: int
    saved: list[CountedOut] = Field(validation_alias="rows")


class NewsRow(Schema):
    document: CardOut = Field(validation_alias="card")
    hit: HitOut


class NewsList(Schema):
    total: int
    news: list[NewsRow] = Field(validation_alias="rows", description="The latest added document first, then the best")


class SaveIn(BaseModel):
    """A search to keep."""

    query: str = Field(min_length=1, max_length=1000, examples=["老旧小区改造 加装电梯"])
    name: str = Field("", max_length=NAME, description="The query itself where none is given")
    filters: FiltersOut = FiltersOut()
