"""Shapes of what alignment, coverage, review and the checking of citations take and answer."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.answers import CardOut, LinkOut, QuoteOut, Schema, TargetQuoteOut, at


class PieceOut(Schema):
    text: str
    kind: str = Field(description="How it differs from the other side: figure, modal, words; empty where it does not")


class SentenceOut(Schema):
    status: str = Field(description="restated, adapted, local or missing")
    share: float = Field(description="Share of the lower words that are borrowed")
    upper: list[PieceOut]
    lower: list[PieceOut]
    weaker: str | None = Field(description="A modal word that binds less than above, such as 应当→鼓励")
    stronger: str | None


class RowOut(Schema):
    status: str = Field(description="missing: only above; doubtful: near it below; local: only below; else what joins the two")
    upper: QuoteOut | None
    lower: QuoteOut | None
    score: float
    evidence: dict[str, str]
    sentences: list[SentenceOut] = Field(description="Sentences of the two clauses, many to many")
    link: LinkOut | None = Field(description="The stored link with its review; None where none is stored")


class TargetRowOut(Schema):
    verdict: str
    upper: TargetQuoteOut | None
    lower: TargetQuoteOut | None
    evidence: dict[str, str]


class AlignOut(Schema):
    upper: CardOut
    lower: CardOut
    rows: list[RowOut]
    targets: list[TargetRowOut]
    summary: dict[str, int] = Field(description="Rows counted by status and verdict")
    sentences: dict[str, int] = Field(description="Sentences counted by status, and those that bind less or more")


class CellOut(Schema):
    document_id: str
    status: str = Field(
        description="covered, outdated (the upper wording changed since), doubtful (no link, but near it) or missing"
    )
    lower: list[QuoteOut] = Field(description="Clauses that come from it; of a doubtful cell the one that comes near")
    links: list[LinkOut]
    sentence: str | None = Field(description="Of a doubtful cell, the sentence that comes near")


class CoverageRowOut(Schema):
    upper: QuoteOut
    cells: list[CellOut] = Field(description="One for each of `below`, in that order")


class AdditionOut(Schema):
    quote: QuoteOut
    status: str = Field(description="added, or accepted by a person")
    who: str | None
    why: str | None
    at: str | None = Field(description="Time of the acceptance (ISO 8601, UTC)")


class CoverageOut(Schema):
    document: CardOut
    below: list[CardOut]
    rows: list[CoverageRowOut]
    additions: list[AdditionOut]
    summary: dict[str, int] = Field(description="Cells and additions counted by status, of what is listed")


class SuspectOut(LinkOut):
    was: str | None = Field(description="Upper wording when the link was made or last reviewed; null where it is not held")
    now: str | None = Field(description="Upper wording now; null where the clause is gone")


class SuspectList(Schema):
    total: int
    links: list[SuspectOut] = at("rows")


class SignedIn(BaseModel):
    """Who says so, and why."""

    who: str = Field(min_length=1, max_length=100, examples=["王核对"])
    why: str = Field("", max_length=2000, examples=["两处说的是同一件事。"])


class ReviewIn(SignedIn):
    """A person's verdict on a link; kept with name and reason."""

    status: Literal["confirmed", "rejected"]


class LinkIn(SignedIn):
    """A link that a person makes."""

    from_id: str = Field(min_length=1, description="Lower clause")
    to_id: str = Field(min_length=1, description="Upper clause")


class CitedOut(Schema):
    title: str = Field(description="As it is cited")
    doc_number: str | None
    clause_ids: list[str] = Field(description="Clauses that cite it, in order")
    held: CardOut | None = Field(validation_alias="card", description="The document of that name in the library")
    doubt: Literal["", "title", "number"] = Field(description="What of the name does not agree with the document held")


class CitedList(Schema):
    total: int
    cited: list[CitedOut] = at("rows")
