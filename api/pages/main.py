"""The web pages: each asks the Library what the REST route of the same name asks, and renders a template of `web/templates`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import words
from api.files.clips import MOST
from api.intake import ingest_uploads, uploaded
from api.pages import reader
from api.pages.examples import examples
from api.pages.lists import options_of
from api.pages.rendering import render
from api.pages.versions import changes as version_changes
from api.params import ClauseId, DocumentId, FilterSet, Lib, Offset
from api.refs import clause_id_of
from api.rest.desk import clips_response
from ingest.load import ACCEPTED
from search.library import Library
from search.model import DocumentCard, Filters, Hit, NotFound, Quote, Trace, TraceStep, UnitAnswer

PAGE = 20
"""Rows of one page of a list."""
LISTED = 100
"""Documents of one page of their list: a library of fewer can be sorted by any column."""
CHUNK = 40
"""Pieces of a text that the browser lays out together, once they come near the window: a long plan opens at once."""
PDF = "application/pdf"

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def search(
    request: Request,
    library: Lib,
    filters: FilterSet,
    q: str = "",
    offset: Offset = 0,
    view: Annotated[str, Query(pattern="^(grouped)?$")] = "",
    same: Annotated[str, Query(pattern="^(all)?$")] = "",
    since: str = "",
) -> Response:
    """检索: the box, facets, clause cards (`view=grouped`: by document); without a query, what the library holds.

    The same wording is shown once, unless `same=all`; clauses of documents added after `since` are marked as new.
    """
    if not q.strip():
        held, kept = _newest(library.documents()), library.saved.counted()
        shown = examples(library, held)
        return render(request, "start.html", q="", held=held, filters=filters, saved=kept, examples=shown)
    result = library.search(q, filters=filters, limit=PAGE, offset=offset, fold=not same)
    groups = _by_document(library, result.hits)
    return render(
        request, "search.html", q=q, result=result, filters=filters, total=result.total, offset=offset, view=view, same=same,
        since=since, size=PAGE, groups=groups, cards={card.id: card for card, _ in groups}, plainer=_plainer(q),
        kept=library.saved.find(q, filters), fresh=_added_since(library, since),
    )  # fmt: skip


@router.get("/clauses/{clause_id}/similar")
def similar(request: Request, library: Lib, clause_id: ClauseId) -> Response:
    """相似条款: what other documents say on the matter of one clause."""
    hits = library.similar(clause_id, limit=PAGE // 2)
    return render(request, "similar.html", opened=library.clause(clause_id), hits=hits, groups=_by_document(library, hits))


@router.get("/clips")
def clips(request: Request) -> Response:
    """摘编: the clauses put aside in this browser."""
    return render(request, "clips.html")


@router.post("/clips")
def export_clips(library: Lib, clause: Annotated[list[str], Form(max_length=MOST)]) -> Response:
    """The clauses put aside, as a Word document."""
    return clips_response(library, clause)


@router.get("/documents")
def documents(request: Request, library: Lib, filters: FilterSet, q: str = "", offset: Offset = 0) -> Response:
    """文件: the list with filters, and the upload form."""
    return _documents(request, library, filters, q, offset=offset)


@router.post("/documents")
def upload(request: Request, library: Lib, files: list[UploadFile]) -> Response:
    """The list again, with what became of each uploaded file."""
    added = ingest_uploads(library, files, max_file=request.app.state.settings.max_file)
    return _documents(request, library, Filters(), "", added=[uploaded(library, one) for one in added])


@router.post("/documents/renew")
def renew(request: Request, library: Lib) -> Response:
    """The list again, with what became of each document that an older parser had made."""
    return _documents(request, library, Filters(), "", added=[uploaded(library, one) for one in library.renew()])


@router.get("/documents/{document_id}")
def document(request: Request, library: Lib, document_id: DocumentId) -> Response:
    """The reader: outline, text with targets and units marked, elements, what was odd, versions."""
    opened = library.document(document_id)
    cited = library.cited(document_id)
    pieces = reader.pieces(opened, cited)
    return render(
        request, "reader.html", card=library.card(document_id), document=opened, pieces=pieces, outline=reader.outline(pieces),
        chunk_size=CHUNK,
        versions=library.history(document_id), held={one.field: one for one in library.corrections(document_id)[1]},
        uppers=library.uppers(document_id), cited=cited,
        untitled=opened.work.title == PurePath(opened.source.path).stem,
    )  # fmt: skip


@router.get("/documents/{document_id}/original")
def original(library: Lib, document_id: DocumentId) -> Response:
    """原件: a PDF in the browser's own viewer (`#page=3` opens a page); NotFound for what a browser would run or save."""
    if library.document(document_id).source.media_type != PDF:
        raise NotFound("这份原件不能在网页里翻页。", "可在文件页下载原件。")
    return Response(library.source(document_id), media_type=PDF, headers={"Content-Disposition": "inline"})


@router.get("/documents/{document_id}/changes")
def changes(request: Request, library: Lib, document_id: DocumentId) -> Response:
    """历次版本: where a version differs from the one before it, clause by clause; NotFound for the first version."""
    versions = library.history(document_id)
    at = next(n for n, card in enumerate(versions) if card.id == document_id)
    if at + 1 == len(versions):
        raise NotFound("这份文件没有更早的版本。", "上传同一文件的新版本后，这里会列出差别。")
    older, newer = versions[at + 1], versions[at]
    found = version_changes(library.document(older.id), library.document(newer.id))
    return render(request, "changes.html", older=older, newer=newer, found=found)


@router.post("/documents/{document_id}/remove")
def remove(library: Lib, document_id: DocumentId) -> Response:
    """Takes the document out and goes back to the list."""
    library.remove(document_id)
    return RedirectResponse("/documents", 303)


@router.get("/owners")
def owners(request: Request, library: Lib, q: str = "") -> Response:
    """责任: a question, and the units that answer it, quoted."""
    answer = library.owners(q) if q.strip() else None
    groups = _sharing(answer.units) if answer else []
    return render(request, "owners.html", q=q, answer=answer, groups=groups, most=PAGE * 2)


@router.get("/trace")
def trace_start(request: Request, library: Lib, clause: str = "") -> Response:
    """溯源 without a clause: where to begin; of words typed in, the clauses to choose from; of an id, its page."""
    typed = clause.strip()
    if "#" in typed:
        return RedirectResponse(f"/trace/{quote(clause_id_of(library, typed), safe='')}", 303)
    hits = library.search(typed, limit=PAGE // 2).hits if typed else ()
    return render(request, "trace.html", up=None, typed=typed, hits=hits)


@router.get("/trace/{clause_id}")
def trace(request: Request, library: Lib, clause_id: ClauseId) -> Response:
    """溯源: up to the national origin and down to what implements the clause, level by level."""
    up, down = library.trace(clause_id), library.trace(clause_id, down=True)
    return render(request, "trace.html", clause_id=clause_id, up=up, down=down, columns=_columns(up, down))


@router.get("/help")
def help_page(request: Request) -> Response:
    """使用说明: the three jobs step by step, and what every mark means."""
    return render(request, "help.html")


@router.get("/api")
def interface(request: Request) -> Response:
    """接口: the REST routes, from the service's own description."""
    return render(request, "api.html", paths=request.app.openapi()["paths"])


def _documents(request: Request, library: Lib, filters: Filters, q: str, *, offset: int = 0, **more: Any) -> Response:
    every = library.documents()
    cards = [card for card in _newest(library.documents(filters)) if q in card.title or q in (card.doc_number or "")]
    return render(
        request,
        "documents.html",
        cards=cards[offset : offset + LISTED],
        total=len(cards),
        offset=offset,
        size=LISTED,
        held=len(every),
        outdated=len(library.outdated()),
        options=options_of(every),
        filters=filters,
        q=q,
        accept=",".join(ACCEPTED),
        **more,
    )


def _added_since(library: Library, since: str) -> list[str]:
    """The documents that came in since a saved search was looked at; none where the search is no saved one."""
    return [card.id for card in library.documents() if since and card.added and card.added > since]


def _plainer(q: str) -> str:
    """A query without its quotation marks, '' where it has none."""
    bare = re.sub('["“”]', " ", q).strip()
    return bare if bare != q.strip() else ""


def _newest(cards: Sequence[DocumentCard]) -> list[DocumentCard]:
    """The newest first, those without a date last."""
    return sorted(cards, key=lambda card: card.date or "", reverse=True)


def _by_document(library: Library, hits: Sequence[Hit]) -> list[tuple[DocumentCard, list[Hit]]]:
    """Hits by document, in the order of the best hit of each."""
    ids = dict.fromkeys(hit.document_id for hit in hits)
    return [(library.card(key), [hit for hit in hits if hit.document_id == key]) for key in ids]


def _columns(up: Trace, down: Trace) -> list[tuple[str | None, list[TraceStep | Quote]]]:
    """The chain by level, the highest first: the steps of a level, and the clause itself (a `Quote`) at its own."""
    at: dict[str | None, list[TraceStep | Quote]] = {level: [] for level in (*words.LEVELS, None)}
    at[up.start.place.level].append(up.start)
    for step in (*up.steps, *down.steps):
        at[step.level].append(step)
    return [(level, steps) for level, steps in at.items() if steps]


def _sharing(units: Sequence[UnitAnswer]) -> list[list[UnitAnswer]]:
    """Neighbouring units that answer from the same clauses, together: their quotes are shown once."""
    return [list(group) for _, group in groupby(units, key=lambda unit: [quote.clause_id for quote in unit.clauses])]
