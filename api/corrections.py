"""更正: a person's word on the elements of a document and on its units. REST, the forms of pages, and the shapes of both."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api import words
from api.params import ClauseId, DocumentId, Lib
from api.rendering import render
from api.rest import NOT_FOUND, Responses, rest_router
from api.schemas import Problem, Schema, reader_path
from search.assigned import is_field
from search.corrections import FIELDS, printable
from search.ids import document_id_of
from search.library import Library
from search.model import LibraryError

Value = str | list[str] | list[int] | None

router = rest_router()
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_REFUSED: Responses = {422: {"model": Problem, "description": "A value is not in the field's form"}}


class CorrectedOut(Schema):
    """A correction in force."""

    field: str
    printed: Value = Field(description="What the document itself states")
    value: Value
    who: str
    why: str
    at: str = Field(description="ISO 8601, UTC")
    quote: str | None = Field(description="Of units, the words that it was made on")
    clause: str | None = Field(
        description="Of units, eid of the clause where these words stand; null where they do no more: then it holds nowhere"
    )


class CorrectionOut(Schema):
    """An entry of the log."""

    field: str
    before: Value
    value: Value
    who: str
    why: str
    at: str
    undone: bool = Field(description="The printed value was put back")
    quote: str | None = Field(description="Of units, the words that it was made on")


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


class AssignedOut(BaseModel):
    """Words of a clause that name units, or the clause as a whole, and what a correction of it replaces."""

    field: str = Field(description="Name of the field in a correction", examples=["duties@1234"])
    quote: str
    printed: str | None = Field(description="Units as the parser reads them; null for none")
    value: str | None = Field(
        description="Units as they hold now", examples=["牵头单位：县水务局；配合单位：县财政局、县教育局"]
    )


class AssignedList(BaseModel):
    clause_id: str
    fields: list[AssignedOut]

    @classmethod
    def of(cls, library: Library, clause_id: str) -> AssignedList:
        """Those of one clause; NotFound for an unknown id."""
        document_id = document_id_of(clause_id)
        _, standing = library.corrections(document_id)
        held = {one.field: printable(one.value) or None for one in standing if one.clause}
        fields = [
            AssignedOut(field=one.field, quote=one.quote, printed=one.text, value=held.get(one.field, one.text))
            for one in library.assigned(clause_id)
        ]
        return cls(clause_id=clause_id, fields=fields)


class CorrectionsIn(BaseModel):
    """What a person states; kept with name and reason."""

    changes: dict[str, str | None] = Field(
        min_length=1,
        description=f"Field ({', '.join(FIELDS)}, or one of `/clauses/{{clause_id}}/units`) -> value as text; '' for what the "
        "document does not state, null takes a correction back. Names of organs are parted by 、, a period is 2021-2025, units "
        "read 牵头单位：甲局；配合单位：乙局、丙局.",
        examples=[{"date": "2021-12-12", "issuers": "县水务局、县财政局"}],
    )
    who: str = Field(min_length=1, max_length=100, examples=["李核对"])
    why: str = Field(min_length=1, max_length=2000, examples=["扫描件上看不清，按纸质件改。"])


class CorrectionForm(BaseModel):
    """The form of a page: every field with its text, or `undo` with the name of one field."""

    model_config = ConfigDict(extra="allow")
    who: str = Field(max_length=100)
    why: str = Field(max_length=2000)
    undo: str = ""

    def typed(self) -> dict[str, str | None]:
        """What is to be changed."""
        texts = {name: str(text) for name, text in (self.model_extra or {}).items() if name in FIELDS or is_field(name)}
        return {self.undo: None} if self.undo else dict(texts)


@router.patch(
    "/documents/{document_id}", tags=["documents"], summary="Correct a document's elements",
    responses={**NOT_FOUND, **_REFUSED},
)  # fmt: skip
def correct(library: Lib, document_id: DocumentId, stated: CorrectionsIn) -> CorrectionsOut:
    """Search, facets, lineage and links follow at once; ingesting the same bytes again keeps what a person stated."""
    library.correct(document_id, stated.changes, who=stated.who, why=stated.why)
    return CorrectionsOut.of(library, document_id)


@router.get(
    "/documents/{document_id}/corrections", tags=["documents"], summary="Corrections of a document", responses=NOT_FOUND
)
def corrections(library: Lib, document_id: DocumentId) -> CorrectionsOut:
    """Those in force with the printed values, and the whole log: who, when, why, from what to what."""
    return CorrectionsOut.of(library, document_id)


@router.get(
    "/clauses/{clause_id}/units", tags=["documents"], summary="What can be corrected in a clause's units", responses=NOT_FOUND
)
def assigned(library: Lib, clause_id: ClauseId) -> AssignedList:
    """The words that name units, in order, then the clause as a whole, for units that no words name."""
    return AssignedList.of(library, clause_id)


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


@pages.get("/clauses/{clause_id}/units")
def units_page(request: Request, library: Lib, clause_id: ClauseId) -> Response:
    """更正责任单位: the units of a clause as they hold now, to be written over."""
    typed = {one.field: one.value or "" for one in AssignedList.of(library, clause_id).fields}
    return _units_form(request, library, clause_id, typed)


@pages.post("/clauses/{clause_id}/units")
def units_from_page(request: Request, library: Lib, clause_id: ClauseId, stated: Annotated[CorrectionForm, Form()]) -> Response:
    """Goes back to the clause in its document; what is no unit is told on the form, with all that was typed."""
    try:
        library.correct(document_id_of(clause_id), stated.typed(), who=stated.who, why=stated.why)
    except LibraryError as error:
        typed = {name: text or "" for name, text in stated.typed().items()}
        return _units_form(request, library, clause_id, typed, status=422, error=error, who=stated.who, why=stated.why)
    return RedirectResponse(reader_path(clause_id), 303)


def _units_form(
    request: Request, library: Library, clause_id: str, typed: dict[str, str], *, status: int = 200, **more: Any
) -> Response:
    view, found = library.clause(clause_id), AssignedList.of(library, clause_id)
    log, held = library.corrections(view.place.document_id)
    fields = {one.field for one in found.fields}
    return render(
        request, "units_correct.html", status=status, place=view.place, text=view.text, fields=found.fields, typed=typed,
        held={one.field: one for one in held}, log=[one for one in log if one.field in fields], **more,
    )  # fmt: skip


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
