"""更正: a person's word on the elements of a document. REST, the form of the page, and the shapes of both."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api import words
from api.pages import render
from api.params import DocumentId, Lib
from api.schemas import Problem, Schema
from search.corrections import FIELDS, printable
from search.library import Library
from search.model import LibraryError

Value = str | list[str] | list[int] | None

router = APIRouter(prefix="/api/v1", responses={500: {"model": Problem, "description": "Internal error"}})
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No such document"}}
_REFUSED: dict[int | str, dict[str, Any]] = {422: {"model": Problem, "description": "A value is not in the field's form"}}


class CorrectedOut(Schema):
    """A correction in force."""

    field: str
    printed: Value = Field(description="What the document itself states")
    value: Value
    who: str
    why: str
    at: str = Field(description="ISO 8601, UTC")


class CorrectionOut(Schema):
    """An entry of the log."""

    field: str
    before: Value
    value: Value
    who: str
    why: str
    at: str
    undone: bool = Field(description="The printed value was put back")


class CorrectionsOut(BaseModel):
    document_id: str
    corrections: list[CorrectedOut] = Field(description="Those in force")
    log: list[CorrectionOut] = Field(description="Every entry, the oldest first")

    @classmethod
    def of(cls, library: Library, document_id: str) -> CorrectionsOut:
        """Those of one document; NotFound for an unknown id."""
        library.card(document_id)
        log, held = library.corrections(document_id)
        return cls(document_id=document_id, corrections=list(map(CorrectedOut.of, held)), log=list(map(CorrectionOut.of, log)))


class CorrectionsIn(BaseModel):
    """What a person states; kept with name and reason."""

    changes: dict[str, str | None] = Field(
        min_length=1,
        description=f"Field ({', '.join(FIELDS)}) -> value as text; '' for what the document does not state, null takes a "
        "correction back. Names of organs are parted by 、, a period is 2021-2025.",
        examples=[{"date": "2021-12-12", "issuers": "县水务局、县财政局"}],
    )
    who: str = Field(min_length=1, max_length=100, examples=["李核对"])
    why: str = Field(min_length=1, max_length=2000, examples=["扫描件上看不清，按纸质件改。"])


class CorrectionForm(BaseModel):
    """The form of the page: every field with its text, or `undo` with the name of one field."""

    model_config = ConfigDict(extra="allow")
    who: str = Field(max_length=100)
    why: str = Field(max_length=2000)
    undo: str = ""

    def typed(self) -> dict[str, str | None]:
        """What is to be changed."""
        texts = {name: str(text) for name, text in (self.model_extra or {}).items() if name in FIELDS}
        return {self.undo: None} if self.undo else dict(texts)


@router.patch(
    "/documents/{document_id}", tags=["documents"], summary="Correct a document's elements",
    responses={**_NOT_FOUND, **_REFUSED},
)  # fmt: skip
def correct(library: Lib, document_id: DocumentId, stated: CorrectionsIn) -> CorrectionsOut:
    """Search, facets, lineage and links follow at once; ingesting the same bytes again keeps what a person stated."""
    library.correct(document_id, stated.changes, who=stated.who, why=stated.why)
    return CorrectionsOut.of(library, document_id)


@router.get(
    "/documents/{document_id}/corrections", tags=["documents"], summary="Corrections of a document", responses=_NOT_FOUND
)
def corrections(library: Lib, document_id: DocumentId) -> CorrectionsOut:
    """Those in force with the printed values, and the whole log: who, when, why, from what to what."""
    return CorrectionsOut.of(library, document_id)


@pages.get("/documents/{document_id}/correct")
def correct_page(request: Request, library: Lib, document_id: DocumentId) -> Response:
    """更正: the elements as they hold now, to be written over."""
    work = library.document(document_id).work
    return _form(request, library, document_id, {name: printable(getattr(work, name)) for name in FIELDS})


@pages.post("/documents/{document_id}/correct")
def correct_from_page(
    request: Request, library: Lib, document_id: DocumentId, stated: Annotated[CorrectionForm, Form()]
) -> Response:
    """Goes back to the document; a value that is not in its form is told on the form, with all that was typed."""
    try:
        library.correct(document_id, stated.typed(), who=stated.who, why=stated.why)
    except LibraryError as error:
        typed = {name: text or "" for name, text in stated.typed().items()}
        return _form(request, library, document_id, typed, status=422, error=error, who=stated.who, why=stated.why)
    return RedirectResponse(f"/documents/{document_id}", 303)


def _form(
    request: Request, library: Library, document_id: str, typed: dict[str, str], *, status: int = 200, **more: Any
) -> Response:
    card, cards = library.card(document_id), library.documents()
    log, held = library.corrections(document_id)
    known = {
        "region": sorted({one.region for one in cards if one.region}),
        "doc_type": sorted({one.doc_type for one in cards if one.doc_type}),
    }
    return render(
        request, "correct.html", status=status, card=card, typed=typed, known=known, held={one.field: one for one in held},
        log=log, names=words.WORK, printable=printable, **more,
    )  # fmt: skip
