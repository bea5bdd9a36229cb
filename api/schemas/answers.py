"""What REST returns and `--json` prints: one pydantic model a shape, made from the types of `search.model` by attribute.

`Schema.of(value)` is the only way in. Names and nesting follow the promises of the design (identifiers, REST).
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, computed_field

from search.citing import citation
from search.ids import parted


class Schema(BaseModel):
    """Base of all shapes: filled from the attributes of a dataclass."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)

    @classmethod
    def of(cls, value: object) -> Self:
        """This shape of a value of `search.model` or `ingest.model`."""
        return cls.model_validate(value)


def at(first: str, *path: str | int, description: str | None = None) -> Any:
    """A field read from further inside the value."""
    return Field(validation_alias=AliasPath(first, *path), description=description)


STATED_UNITS = "Those of the units that a person stated"


class Problem(BaseModel):
    """The one shape of every error (RFC 9457, `application/problem+json`)."""

    type: str = Field(examples=["urn:policykb:problem:not-found"])
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["库中没有编号为 9f2c 的文件。"])
    instance: str = Field(examples=["/api/v1/documents/9f2c"])
    hint: str = Field("", examples=["用 GET /api/v1/documents 查看库中的文件。"])


class SpanOut(Schema):
    start: int = Field(description="Offset of the first character in the document's text")
    end: int = Field(description="Offset after the last character")


class PlaceOut(Schema):
    clause_id: str = Field(examples=["3b1f0c9d2a#2.4.3"])
    document_id: str
    title: str
    doc_number: str | None
    level: str | None
    region: str | None
    labels: list[str] = Field(description="Marker and heading of each clause from the root down, ready to print")
    page: int | None = Field(description="Page of the source from 1, null where it has none")

    @computed_field(description="Page of this service that opens the clause")  # type: ignore[prop-decorator]
    @property
    def href(self) -> str:
        return reader_path(self.clause_id)

    @computed_field(description="Ready to copy: title, number and markers")  # type: ignore[prop-decorator]
    @property
    def citation(self) -> str:
        return citation(self.title, self.doc_number, self.labels)


class TargetOut(Schema):
    indicator: str
    op: str = Field(description=">= > <= < = ~ range")
    value: float | None = Field(description="In base units; null for a dated commitment without a figure")
    value2: float | None
    unit: str | None
    raw_value: str | None
    raw_unit: str | None
    deadline: int | None
    frequency: str | None
    scope: str | None
    baseline: str | None
    nature: str | None
    stated: bool = Field(description="A person stated it so (`/documents/{document_id}/corrections`)")
    clause: str = Field(description="eid of the clause")
    span: SpanOut


class DutyOut(Schema):
    unit: str = Field(description="As printed")
    canonical: str | None
    role: str
    form: str = Field(description="bracket, inline, implied; stated: a person said so")
    deadline: str | None
    clause: str
    span: SpanOut


class CitationOut(Schema):
    title: str
    doc_number: str | None
    relation: str
    cue: str | None
    antecedent: str | None
    clause: str
    span: SpanOut


class IssueOut(Schema):
    code: str
    severity: str
    message: str
    hint: str
    span: SpanOut | None


class QuoteOut(Schema):
    clause_id: str
    place: PlaceOut
    text: str


class OwnedQuoteOut(QuoteOut):
    role: str = Field(description="Of the unit in this clause; the leading one of several")
    deadline: str | None = Field(description="Date of completion as printed with the unit")
    stated: bool = Field(description="A person stated that the unit owns the clause")


class TargetQuoteOut(Schema):
    id: str
    text: str = Field(description="The words of the document")
    target: TargetOut
    place: PlaceOut
    units: list[str]
    stated_units: list[str] = Field(description=STATED_UNITS)


class CardOut(Schema):
    id: str
    file: str
    title: str
    doc_number: str | None
    issuers: list[str]
    date: str | None
    level: str | None
    region: str | None
    doc_type: str | None
    period: tuple[int, int] | None
    clauses: int
    targets: int
    duties: int
    issues: int
    superseded_by: str | None
    added: str | None
    in_force: str | None = Field(description="First day of force by its own words or a person's, ISO 8601")
    expires: str | None = Field(description="Last day of force")
    repealed_by: str | None = Field(description="Clause of another document held that says this one is no longer in force")


class DocumentList(Schema):
    total: int
    documents: list[CardOut] = at("rows")


class OutlineOut(Schema):
    eid: str
    kind: str
    parent: str | None
    marker: str | None
    heading: str | None
    span: SpanOut
    own: SpanOut


class DocumentOut(Schema):
    """A document opened: its elements, text, outline and all that was found in it."""

    id: str
    file: str = at("source", "path")
    sha256: str = at("source", "sha256")
    media_type: str = at("source", "media_type")
    encoding: str | None = at("source", "encoding")
    title: str = at("work", "title")
    doc_number: str | None = at("work", "doc_number")
    issuers: list[str] = at("work", "issuers")
    addressees: list[str] = at("work", "addressees")
    date: str | None = at("work", "date")
    level: str | None = at("work", "level")
    region: str | None = at("work", "region")
    division: str | None = at("work", "division")
    doc_type: str | None = at("work", "doc_type")
    period: tuple[int, int] | None = at("work", "period")
    carrier: str | None = at("work", "carrier")
    in_force: str | None = at("work", "in_force")
    expires: str | None = at("work", "expires")
    text: str
    pages: list[int] = Field(description="Offsets at which a page begins")
    clauses: list[OutlineOut]
    targets: list[TargetOut]
    duties: list[DutyOut]
    citations: list[CitationOut]
    issues: list[IssueOut]
    parser: str


class ClauseOut(Schema):
    id: str = at("place", "clause_id")
    document_id: str = at("place", "document_id")
    eid: str = at("clause", "eid")
    parent: str | None = at("clause", "parent")
    kind: str = at("clause", "kind")
    marker: str | None = at("clause", "marker", description="As printed")
    heading: str | None = at("clause", "heading")
    text: str
    place: PlaceOut
    children: list[str]
    targets: list[TargetOut]
    duties: list[DutyOut]
    citations: list[CitationOut]


class HitOut(Schema):
    clause_id: str
    document_id: str
    score: float
    reason: str = Field(description="In Chinese, why this clause matched")
    snippet: str = at("snippet", "text", description="Quoted text")
    marks: list[tuple[int, int]] = at("snippet", "marks", description="Half-open ranges of `snippet` to highlight")
    place: PlaceOut
    citation: str = Field(description="Ready to copy")
    targets: list[TargetOut]
    units: list[str]
    stated_units: list[str] = Field(description=STATED_UNITS)
    same: list[PlaceOut] = Field(description="Places of the same wording folded under this one (`fold`)")


class FacetOut(Schema):
    value: str
    count: int


def _facets(value: Any) -> Any:
    return {name: [{"value": str(v), "count": n} for v, n in counts] for name, counts in value.items()}


class SearchOut(Schema):
    query: str
    total: int
    hits: list[HitOut]
    facets: Annotated[dict[str, list[FacetOut]], BeforeValidator(_facets)] = Field(description="Counted over all that match")
    notice: str | None = Field(description="In Chinese, what the user should know")
    meant: list[str] = Field(description="Queries that were perhaps meant, where a word of this one stands nowhere")
    model: str = Field(description="In Chinese, what clauses were found by their meaning with")


class UnitAnswerOut(Schema):
    unit: str = Field(description="As the answering document prints it")
    canonical: str | None
    role: str
    clauses: list[OwnedQuoteOut]
    targets: list[TargetQuoteOut]
    members: list[str] = Field(description="Of a set of bodies (各成员单位), where the document lists them")
    listed: QuoteOut | None = Field(description="The words that list the members")


class OwnersOut(Schema):
    question: str
    kind: str = Field(description="`who`: the units that own what was asked; `what`: all that a unit owns")
    units: list[UnitAnswerOut] = Field(description="Best answer first")
    note: str | None
    nearest: QuoteOut | None = Field(description="Where no unit is named, the words that come nearest to what was asked")


class LinkOut(Schema):
    id: str
    from_id: str
    to_id: str
    relation: str
    status: str
    score: float
    evidence: dict[str, str]
    stamp: str | None
    who: str | None
    why: str | None
    at: str | None = Field(default=None, description="Time of the last review (ISO 8601, UTC)")


class LinkList(Schema):
    total: int
    links: list[LinkOut] = at("rows")


class StepOut(Schema):
    depth: int
    level: str | None
    title: str
    doc_number: str | None
    held: bool = Field(description="False: cited, but not in this library")
    place: PlaceOut | None
    text: str | None
    link: LinkOut | None
    via: str | None = Field(default=None, description="Section whose origin this is, where the clause before has none itself")
    suspect: bool = Field(default=False, description="The upper wording changed since the link was made or reviewed")


class TraceOut(Schema):
    start: QuoteOut
    direction: str
    steps: list[StepOut]
    complete: bool
    note: str | None


class TargetList(Schema):
    total: int
    targets: list[TargetQuoteOut] = at("rows")


class TaskOut(Schema):
    """A row of a task division table."""

    text: str = Field(description="The measure, in the words of the document")
    lead: list[str]
    responsible: list[str]
    support: list[str]
    deadline: str | None = Field(description="As printed beside the units, else the years of the measure's targets")
    source: str = Field(description="The words that name the units")
    members: dict[str, list[str]] = Field(description="Of sets among the units (各成员单位), where the document lists them")
    stated_units: list[str] = Field(description=STATED_UNITS)
    targets: list[TargetOut] = Field(description="Figures of the measure")
    place: PlaceOut


class TaskList(Schema):
    total: int
    tasks: list[TaskOut] = at("rows")


class UnitCardOut(Schema):
    id: str
    names: list[str]
    level: str | None
    region: str | None
    duties: int
    targets: int


class UnitList(Schema):
    total: int
    units: list[UnitCardOut] = at("rows")


def reader_path(clause_id: str) -> str:
    """Path of the page that opens a clause: `/documents/<document_id>#c<eid>`."""
    document, eid = parted(clause_id)
    return f"/documents/{document}#c{eid}" if eid else f"/documents/{document}"
