"""更正: a person's word on the elements of a document, on its units and its targets. REST, the forms of pages, their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api import words
from api.pages.rendering import render
from api.params import PAGE, ClauseId, DocumentId, Lib
from api.rest.router import NOT_FOUND, Responses, rest_router
from api.schemas.answers import Problem, Schema, reader_path
from search.correcting.corrections import FIELDS, of_clauses, printable
from search.correcting.stated import InClauses
from search.correcting.typed_figures import FORM
from search.ids import document_id_of
from search.library import Library
from search.model import LibraryError

Value = str | list[str] | list[int] | None

router = rest_router()
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Back = Annotated[str, Query(pattern=f"^$|{PAGE}", max_length=2000)]
_REFUSED: Responses = {422: {"model": Problem, "description": "A value is not in the field's form"}}


class CorrectedOut(Schema):
    """A correction in force."""

    field: str
    printed: Value = Field(description="What the document itself states")
    value: Value
    who: str
    why: str
    at: str = Field(description="ISO 8601, UTC")
    quote: str | None = Field(description="Of units and targets, the words that it was made on")
    clause: str | None = Field(
        description="Of these, eid of the clause where the words stand; null where they do no more: then it holds nowhere"
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
    quote: str | None = Field(description="Of units and targets, the words that it was made on")


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


class CorrectableOut(BaseModel):
    """Words of a clause that name units or state targets, or the clause as a whole, and what a correction of it replaces."""

    field: str = Field(description="Name of the field in a correction", examples=["duties@1234", "targets@1234"])
    quote: str
    printed: str | None = Field(description="Units or targets as the parser reads them; null for none")
    value: str | None = Field(
        description="As they hold now, targets one a line",
        examples=["牵头单位：县水务局；配合单位：县财政局、县教育局", FORM],
    )


class CorrectableList(BaseModel):
    clause_id: str
    fields: list[CorrectableOut]

    @classmethod
    def of(cls, library: Library, clause_id: str, *kinds: InClauses) -> CorrectableList:
        """Those of one clause; NotFound for an unknown id."""
        document_id = document_id_of(clause_id)
        _, standing = library.corrections(document_id)
        held = {one.field: printable(one.value) or None for one in standing if one.clause}
        fields = [
            CorrectableOut(field=one.field, quote=one.quote, printed=one.printed, value=held.get(one.field, one.printed))
            for kind in kinds
            for one in library.correctable(clause_id, kind)
        ]
        return cls(clause_id=clause_id, fields=fields)


class CorrectionsIn(BaseModel):
    """What a person states; kept with name and reason."""

    changes: dict[str, str | None] = Field(
        min_length=1,
        description=f"Field ({', '.join(FIELDS)}, or one of `/clauses/{{clause_id}}/units` or `/targets`) -> value as text; '' "
        "for what the document does not state, null takes a correction back. Names of organs are parted by 、, a period is "
        f"2021-2025, units read 牵头单位：甲局；配合单位：乙局、丙局, a target on a line of its own {FORM}.",
        examples=[{"date": "2021-12-12", "issuers": "县水务局、县财政局"}],
    )
    who: str = Field(min_length=1, max_length=100, examples=["李核对"])
    why: str = Field(min_length=1, max_length=2000, examples=["扫描件上看不清，按纸质件改。"])


class CorrectionForm(BaseModel):
    """The form of a page: every field with its text and, as `was:` and its name, the text that it had when the page was opened;
    or `undo` with the name of one field."""

    model_config = ConfigDict(extra="allow")
    who: str = Field(max_length=100)
    why: str = Field(max_length=2000)
    undo: str = ""
    back: str = Field("", pattern=f"^$|{PAGE}", max_length=2000, description="The page to go back to")

    def typed(self) -> dict[str, str | None]:
        """What is to be changed: what nobody touched here stays as another person may have put it right meanwhile."""
        if self.undo:
            return {self.undo: None}
        sent = {name: str(text) for name, text in (self.model_extra or {}).items()}
        typed = {name: text for name, text in sent.items() if name in FIELDS or of_clauses(name)}
        return {k: text for k, text in typed.items() if f"was:{k}" not in sent or text.split() != sent[f"was:{k}"].split()}

    def require_latest(self, now: Mapping[str, str]) -> None:
        """LibraryError where another person has put right what is to be changed since the page was opened."""
        names = [name for name, text in self.typed().items() if name in now and self._overtaken(name, text, now[name])]
        if names:
            said = "、".join(dict.fromkeys(map(words.field_name, names)))
            raise LibraryError(f"您打开本页以后，别人已经更正了{said}。", "您填的内容还在下面；仍要这样改的，请再保存一次。")

    def _overtaken(self, name: str, text: str | None, now: str) -> bool:
        """Whether a field reads neither as it did when the page was opened nor as it is to read."""
        seen = str((self.model_extra or {}).get(f"was:{name}", now))
        return now.split() not in (seen.split(), (text or "").split())


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
def units(library: Lib, clause_id: ClauseId) -> CorrectableList:
    """The words that name units, in order, then the clause as a whole, for units that no words name."""
    return CorrectableList.of(library, clause_id, "duties")


@router.get(
    "/clauses/{clause_id}/targets", tags=["documents"], summary="What can be corrected in a clause's targets",
    responses=NOT_FOUND,
)  # fmt: skip
def targets(library: Lib, clause_id: ClauseId) -> CorrectableList:
    """The words that state targets, in order, then the clause as a whole, for targets that were not found in it. A figure must
    stand in the clause; a target that is put right keeps its id, one that is struck out leaves its id unused."""
    return CorrectableList.of(library, clause_id, "targets")


@pages.get("/documents/{document_id}/correct")
def correct_page(request: Request, library: Lib, document_id: DocumentId) -> Response:
    """更正: the elements as they hold now, to be written over."""
    return _form(request, library, document_id)


@pages.post("/documents/{document_id}/correct")
def correct_from_page(
    request: Request, library: Lib, document_id: DocumentId, stated: Annotated[CorrectionForm, Form()]
) -> Response:
    """Goes back to the document; a value that is not in its form is told on the form, with all that was typed."""
    try:
        stated.require_latest(_elements(library, document_id))
        library.correct(document_id, stated.typed(), who=stated.who, why=stated.why)
    except LibraryError as error:
        told = {"error": error, "who": stated.who, "why": stated.why}
        return _form(request, library, document_id, typed=stated.typed(), status=422, **told)
    return RedirectResponse(f"/documents/{document_id}", 303)


@pages.get("/clauses/{clause_id}/units")
def units_page(request: Request, library: Lib, clause_id: ClauseId, back: Back = "") -> Response:
    """更正责任单位: the units of a clause as they hold now, to be written over."""
    return _clause_form(request, library, clause_id, "duties", back)


@pages.get("/clauses/{clause_id}/targets")
def targets_page(request: Request, library: Lib, clause_id: ClauseId, back: Back = "") -> Response:
    """更正指标: the targets of a clause as they hold now, to be written over."""
    return _clause_form(request, library, clause_id, "targets", back)


@pages.post("/clauses/{clause_id}/units")
def units_from_page(request: Request, library: Lib, clause_id: ClauseId, stated: Annotated[CorrectionForm, Form()]) -> Response:
    """Goes back to the clause in its document, or to the page it came from; what is no unit is told on the form, with all that
    was typed."""
    return _clause_corrected(request, library, clause_id, "duties", stated)


@pages.post("/clauses/{clause_id}/targets")
def targets_from_page(
    request: Request, library: Lib, clause_id: ClauseId, stated: Annotated[CorrectionForm, Form()]
) -> Response:
    """As with units: what can't be read as a target, or stands nowhere in the clause, is told on the form."""
    return _clause_corrected(request, library, clause_id, "targets", stated)


def _clause_corrected(request: Request, library: Library, clause_id: str, kind: InClauses, stated: CorrectionForm) -> Response:
    try:
        stated.require_latest(_in_clause(CorrectableList.of(library, clause_id, kind)))
        library.correct(document_id_of(clause_id), stated.typed(), who=stated.who, why=stated.why)
    except LibraryError as error:
        told = {"error": error, "who": stated.who, "why": stated.why}
        return _clause_form(request, library, clause_id, kind, stated.back, typed=stated.typed(), status=422, **told)
    return RedirectResponse(stated.back or reader_path(clause_id), 303)


def _clause_form(
    request: Request, library: Library, clause_id: str, kind: InClauses, back: str, *,
    typed: Mapping[str, str | None] | None = None, status: int = 200, **more: Any,
) -> Response:  # fmt: skip
    """`typed`: what was put in and refused, shown in place of what holds."""
    view, found = library.clause(clause_id), CorrectableList.of(library, clause_id, kind)
    log, held = library.corrections(view.place.document_id)
    fields = _in_clause(found)
    return render(
        request, "clause_correct.html", status=status, place=view.place, text=view.text, fields=found.fields, kind=kind,
        was=fields, typed=fields | _put_in(typed), back=back,
        held={one.field: one for one in held}, log=[one for one in log if one.field in fields], **more,
    )  # fmt: skip


def _form(
    request: Request, library: Library, document_id: str, *,
    typed: Mapping[str, str | None] | None = None, status: int = 200, **more: Any,
) -> Response:  # fmt: skip
    """`typed`: what was put in and refused, shown in place of what holds."""
    card, cards, was = library.card(document_id), library.documents(), _elements(library, document_id)
    log, held = library.corrections(document_id)
    known = {
        "region": sorted({one.region for one in cards if one.region}),
        "doc_type": sorted({one.doc_type for one in cards if one.doc_type}),
    }
    return render(
        request, "correct.html", status=status, card=card, was=was, known=known,
        typed=was | _put_in(typed), held={one.field: one for one in held},
        log=log, names=words.WORK, printable=printable, **more,
    )  # fmt: skip


def _elements(library: Library, document_id: str) -> dict[str, str]:
    """The elements of a document as they hold now, as text."""
    work = library.document(document_id).work
    return {name: printable(getattr(work, name)) for name in FIELDS}


def _in_clause(found: CorrectableList) -> dict[str, str]:
    """What can be corrected in a clause as it holds now, as text."""
    return {one.field: one.value or "" for one in found.fields}


def _put_in(typed: Mapping[str, str | None] | None) -> dict[str, str]:
    """What was typed; not what was to be taken back."""
    return {name: text for name, text in (typed or {}).items() if text is not None}
