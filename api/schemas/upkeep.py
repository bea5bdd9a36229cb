"""Shapes of what keeping a library answers: files taken in, accounts of documents, rows exported, the state of the service."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.answers import CardOut, IssueOut, Schema, at


class AddedOut(Schema):
    file: str
    status: str = Field(description="added, unchanged, renewed, replaced, skipped or failed")
    document_id: str | None
    previous: str | None = Field(description="Id of the version it replaces")
    message: str | None
    issues: int


class IngestOut(Schema):
    results: list[AddedOut] = at("rows")


class CheckedOut(Schema):
    card: CardOut
    coverage: float = at("account", "coverage", description="Share of the source that is in one clause, element or discard")
    size: int = at("account", "size", description="Characters of the source")
    clauses: int = at("account", "clauses")
    elements: dict[str, int] = at("account", "elements")
    discards: dict[str, int] = at("account", "discards")
    issues: list[IssueOut]


class CheckOut(Schema):
    total: int
    documents: list[CheckedOut] = at("rows")


class ExportOut(Schema):
    """Rows written to each file."""

    documents: int
    clauses: int
    targets: int
    duties: int
    links: int
    target_links: int


class HealthOut(BaseModel):
    """State of the library; further figures follow `status`."""

    model_config = ConfigDict(extra="allow")
    status: str = "ok"
    library: str = Field(description="The same for the same folder of the same machine")
