"""The web pages: each asks the Library what the REST route of the same name asks, and renders a template of `web/templates`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from api import reader, words
from api.charts import chart
from api.clips import MOST
from api.desk import clips_response
from api.examples import examples
from api.intake import ingest_uploads, uploaded
from api.matrix import PARTS, matrix
from api.params import ClauseId, DocumentId, FilterSet, Lib, Offset, library_of
from api.refs import clause_id_of, document_of
from api.schemas import Problem, reader_path
from api.settings import WEB
from api.versions import changes as version_changes
from ingest.load import ACCEPTED
from search.library import Library
from search.model import DocumentCard, Filters, Hit, NotFound, Quote, Trace, TraceStep, UnitAnswer

PAGE = 20
"""Rows of one page of a list."""
LISTED = 100
"""Documents of one page of their list: a library of fewer can be sorted by any column."""
MEASURES = 100
"""Measures of one page of a matrix."""
CHUNK = 40
"""Pieces of a text that the browser lays out together, once they come near the window: a long plan opens at once."""
PDF = "application/pdf"
_PAGE_HINTS = {
    404: "它可能已被移除，或者地址不完整。",
    421: "请改用管理员给出的网址；要用这个名称，请管理员在启动本服务时写明。",
    422: "请返回上一页，重新选择或填写。",
}


_SAY_SO = ("start.html", "documents.html", "error.html")
"""Pages that speak of an empty library themselves, or of none."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_templates = Jinja2Templates(WEB / "templates")


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
        kept=library.saved.find(q, filters),
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


@router.get("/duties")
def duties(request: Request, library: Lib, filters: FilterSet, offset: Offset = 0) -> Response:
    """任务分工: measures with their units by role, filtered."""
    filters, cards = _of_documents(library, filters), library.documents()
    total, rows = library.tasks(filters, limit=PAGE * 2, offset=offset)
    return render(
        request, "duties.html", filters=filters, rows=rows, total=total, offset=offset, size=PAGE * 2,
        options=_options(cards), with_duties=[card for card in cards if card.duties or card.id in filters.document],
        chosen_documents=_chosen_documents(library, filters),
    )  # fmt: skip


@router.get("/duties/matrix")
def duty_matrix(request: Request, library: Lib, filters: FilterSet, offset: Offset = 0) -> Response:
    """责任矩阵: the measures of a document (an id, or what names one) against the units named for them."""
    filters = _of_documents(library, filters)
    found = matrix(library.tasks(filters)[1]) if filters.document else None
    with_duties = [card for card in library.documents() if card.duties or card.id in filters.document]
    return render(
        request, "matrix.html", filters=filters, found=found, with_duties=with_duties, matrix_parts=PARTS,
        chosen_documents=_chosen_documents(library, filters), offset=offset, size=MEASURES,
    )  # fmt: skip


@router.get("/units")
def units(request: Request, library: Lib, filters: FilterSet, q: str = "", offset: Offset = 0) -> Response:
    """单位: all units with the number of their duties and targets, filtered by name and by the documents that name them."""
    total, rows = library.units(q or None, filters=filters, limit=PAGE * 3, offset=offset)
    options = _options(library.documents())
    return render(
        request, "units.html", q=q, filters=filters, rows=rows, total=total, offset=offset, size=PAGE * 3,
        options={name: options[name] for name in ("level", "region")},
    )  # fmt: skip


@router.get("/units/{unit_id:path}")
def unit(request: Request, library: Lib, unit_id: str, offset: Offset = 0) -> Response:
    """One unit with all it owns, by level and document."""
    total, found = library.unit_documents(unit_id, limit=PAGE * 3, offset=offset)
    return render(request, "unit.html", unit_id=unit_id, found=found, total=total, offset=offset, size=PAGE * 3)


@router.get("/targets")
def targets(request: Request, library: Lib, filters: FilterSet, indicator: str = "", offset: Offset = 0) -> Response:
    """指标: the table of figures, filtered."""
    filters, cards = _of_documents(library, filters), library.documents()
    total, rows = library.targets(filters, indicator=indicator or None, limit=PAGE * 2, offset=offset)
    return render(
        request, "targets.html", indicator=indicator, filters=filters, rows=rows, total=total, offset=offset, size=PAGE * 2,
        options=_options(cards), with_targets=[card for card in cards if card.targets or card.id in filters.document],
        chosen_documents=_chosen_documents(library, filters),
    )  # fmt: skip


@router.get("/targets/{target_id}")
def indicator(request: Request, library: Lib, target_id: str) -> Response:
    """同一指标: what every level and region sets for the indicator of one target, as bars and as a table."""
    rows = library.comparable(target_id)
    first = next(row for row in rows if row.id == target_id)
    return render(request, "indicator.html", rows=rows, first=first, drawn=chart(rows, first))


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


def prepare() -> None:
    """Reads every template, so that nobody waits for it on the first page."""
    for name in _templates.env.list_templates(extensions=["html"]):
        _templates.env.get_template(name)


def error_page(request: Request, found: Problem) -> Response:
    """A problem as a page; a hint that names a command or an address of the interface gives way to what one can do here."""
    here = _PAGE_HINTS.get(found.status, "") if re.search("[A-Za-z]", found.hint) else found.hint
    told = found.model_copy(update={"hint": here})
    return render(request, "error.html", status=found.status, problem=told)


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
        options=_options(every),
        filters=filters,
        q=q,
        accept=",".join(ACCEPTED),
        **more,
    )


def _plainer(q: str) -> str:
    """A query without its quotation marks, '' where it has none."""
    bare = re.sub('["“”]', " ", q).strip()
    return bare if bare != q.strip() else ""


def _of_documents(library: Library, filters: Filters) -> Filters:
    """The filters with documents by their ids, whatever was typed for them; NotFound and Ambiguous as `document_of`."""
    return replace(filters, document=tuple(document_of(library, typed).id for typed in filters.document))


def _chosen_documents(library: Library, filters: Filters) -> list[DocumentCard]:
    """The documents that a list is narrowed to; NotFound for one that is not held."""
    return [library.card(key) for key in filters.document]


def _newest(cards: Sequence[DocumentCard]) -> list[DocumentCard]:
    """The newest first, those without a date last."""
    return sorted(cards, key=lambda card: card.date or "", reverse=True)


def _by_document(library: Library, hits: Sequence[Hit]) -> list[tuple[DocumentCard, list[Hit]]]:
    """Hits by document, in the order of the best hit of each."""
    ids = dict.fromkeys(hit.document_id for hit in hits)
    return [(library.card(key), [hit for hit in hits if hit.document_id == key]) for key in ids]


def _options(cards: Sequence[DocumentCard]) -> dict[str, list[tuple[str | int, str]]]:
    """What the documents held can be filtered by: field -> (value, word), in the order of a select."""
    levels = {card.level for card in cards}
    years = {int(card.date[:4]) for card in cards if card.date}
    return {
        "level": [(code, word) for code, word in words.LEVELS.items() if code in levels],
        "region": [
            (region, _facet_word("region", region)) for region in sorted({card.region for card in cards if card.region})
        ],
        "doc_type": [(kind, kind) for kind in sorted({card.doc_type for card in cards if card.doc_type})],
        "year": [(year, f"{year}年") for year in sorted(years, reverse=True)],
    }


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


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A template of `web/templates` filled in; `bare`: the library holds nothing yet, and the page does not say so itself."""
    context["bare"] = template not in _SAY_SO and not library_of(request).documents()
    return _templates.TemplateResponse(request, template, context, status_code=status)


def link(path: str, **params: Any) -> str:
    """A path with its query; empty values are left out, lists repeat their name."""
    kept = {name: value for name, value in params.items() if value not in (None, "", (), [], 0)}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def chosen(filters: Filters) -> dict[str, Any]:
    """The filters as parameters of a link."""
    held = {name: getattr(filters, name) for name in words.FIELDS}
    return held | {"has_target": {True: "true", False: "false", None: ""}[filters.has_target]}


def _toggled(filters: Filters, name: str, value: str) -> dict[str, Any]:
    """The parameters with one value of one filter put in, or taken out where it is in."""
    held = chosen(filters)
    if name == "has_target":
        return held | {name: "" if held[name] == value else value}
    now = [str(one) for one in held[name]]
    return held | {name: [one for one in now if one != value] if value in now else [*now, value]}


def _facet_word(name: str, value: str) -> str:
    words_of = {
        "level": words.LEVELS,
        "region": {"中国": "全国"},
        "has_target": {"true": "含指标", "false": "不含指标", "True": "含指标", "False": "不含指标"},
    }
    return words.say(words_of.get(name, {}), value)


_templates.env.globals.update(
    link=link, chosen=chosen, toggled=_toggled, facet_word=_facet_word, words=words, say=words.say, reader_path=reader_path,
    segments=reader.segments, clause_at=reader.clause_at, quote=lambda text: quote(text, safe=""),
)  # fmt: skip
