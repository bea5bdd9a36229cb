"""REST under /api/v1: a route asks the Library once and returns the schema of the answer. Handlers run in threads."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, Literal

from fastapi import Query, Request, UploadFile
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from starlette.background import BackgroundTask

from api.intake import EVENTS, ingest_uploads, renewal_events, require_any, upload_events
from api.paging import Page
from api.params import AlignOnly, Asked, ClauseId, DocumentId, FilterSet, Lib, Limit, LinkId, Offset, TargetId, UnitId
from api.rest.router import MEDIA, NOT_FOUND, TOO_LARGE, attachment, rest_router
from api.schemas.answers import (
    ClauseOut,
    DocumentList,
    DocumentOut,
    LinkList,
    LinkOut,
    OwnersOut,
    Problem,
    SearchOut,
    TargetList,
    TraceOut,
    UnitAnswerOut,
    UnitList,
)
from api.schemas.checks import AlignOut, CitedList, ReviewIn
from api.schemas.upkeep import HealthOut, IngestOut
from api.settings import mark_of
from search.alignment.align import narrowed

router = rest_router()


@router.get("/search", tags=["answers"], summary="Search clauses")
def search(
    library: Lib,
    q: Asked,
    filters: FilterSet,
    limit: Limit = 10,
    offset: Offset = 0,
    fold: Annotated[bool, Query(description="The same wording in several documents once; `same` names the others")] = False,
) -> SearchOut:
    """Clauses that match, best first. `q` takes words, "phrases", AND OR NOT, and fields (单位: 层级: 地区: 年份:)."""
    return SearchOut.of(library.search(q, filters=filters, limit=limit, offset=offset, fold=fold))


@router.get("/owners", tags=["answers"], summary="Who owns a matter, or what a unit owns")
def owners(library: Lib, q: Asked) -> OwnersOut:
    """Units with their role, clauses and targets, quoted; a question about a unit returns that unit with all it owns."""
    return OwnersOut.of(library.owners(q))


@router.get("/trace/{clause_id}", tags=["answers"], summary="Origin of a clause", responses=NOT_FOUND)
def trace(
    library: Lib, clause_id: ClauseId, down: Annotated[bool, Query(description="Down to what implements it")] = False
) -> TraceOut:
    """The clauses above (or below) by level, with links and evidence; a document cited and not held is shown as such."""
    return TraceOut.of(library.trace(clause_id, down=down))


@router.get("/align", tags=["answers"], summary="A plan against the plan above it", responses=NOT_FOUND)
def align(
    library: Lib,
    lower: Annotated[str, Query(min_length=1, description="Id of the lower document")],
    upper: Annotated[str, Query(min_length=1, description="Id of the upper document")],
    only: AlignOnly = "",
) -> AlignOut:
    """Clause by clause and target by target, with what is missing below and what is local; `only` narrows rows and counts."""
    return AlignOut.of(narrowed(library.align(lower, upper), only))


@router.get("/targets", tags=["answers"], summary="Targets 指标")
def targets(
    library: Lib,
    filters: FilterSet,
    indicator: Annotated[str | None, Query(max_length=200, description="Words of the indicator")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> TargetList:
    """Figures with their quote, place and responsible units."""
    return TargetList.of(Page(*library.targets(filters, indicator=indicator, limit=limit, offset=offset)))


@router.get("/targets/{target_id}/comparable", tags=["answers"], summary="One indicator everywhere", responses=NOT_FOUND)
def comparable(library: Lib, target_id: TargetId) -> TargetList:
    """What every document sets for the indicator of a target, itself included: the highest level first."""
    return TargetList.of(Page.cut(library.comparable(target_id)))


@router.get("/units", tags=["answers"], summary="Units 责任单位")
def units(
    library: Lib,
    filters: FilterSet,
    q: Annotated[str | None, Query(max_length=200, description="Part of a name, a short or a former one")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> UnitList:
    """Units that documents name, with the number of their duties and targets there; the filters narrow the documents."""
    return UnitList.of(Page(*library.units(q, filters=filters, limit=limit, offset=offset)))


@router.get("/units/{unit_id:path}", tags=["answers"], summary="All that a unit owns", responses=NOT_FOUND)
def unit(library: Lib, unit_id: UnitId) -> UnitAnswerOut:
    """The clauses and targets of one unit, by its canonical name."""
    return UnitAnswerOut.of(library.unit(unit_id))


@router.get("/documents", tags=["documents"], summary="Documents held")
def documents(
    library: Lib,
    filters: FilterSet,
    history: Annotated[bool, Query(description="Also superseded versions")] = False,
    limit: Limit = 200,
    offset: Offset = 0,
) -> DocumentList:
    """Current versions, as cards."""
    return DocumentList.of(Page.cut(library.documents(filters, history=history), limit=limit, offset=offset))


@router.post(
    "/documents",
    tags=["documents"],
    summary="Upload and ingest files",
    status_code=201,
    responses={
        **TOO_LARGE,
        422: {"model": Problem, "description": "None of the files could be kept; `detail` names each reason"},
    },
)
def upload(request: Request, library: Lib, files: list[UploadFile]) -> IngestOut:
    """One result a file. A bad file is `failed` and hinders no other; when none could be kept, the answer is a problem."""
    results = ingest_uploads(library, files, max_file=request.app.state.settings.max_file)
    require_any(results)
    return IngestOut.of(Page.cut(results))


@router.post(
    "/uploads",
    tags=["documents"],
    summary="Upload and be told of each file",
    response_class=StreamingResponse,
    responses=TOO_LARGE,
)
def upload_told(request: Request, library: Lib, files: list[UploadFile]) -> StreamingResponse:
    """Server-sent events: `progress` (file, done, total), `result` (as in the answer to an upload, with title), `end`."""
    return _told(upload_events(library, files, max_file=request.app.state.settings.max_file))


@router.post("/renewals", tags=["documents"], summary="Parse anew what an older parser made")
def renew(library: Lib) -> IngestOut:
    """One result a document, from the bytes that the library holds; what people corrected and reviewed stays."""
    return IngestOut.of(Page.cut(library.renew()))


@router.post(
    "/renewals/told",
    tags=["documents"],
    summary="Parse anew and be told of each document",
    response_class=StreamingResponse,
)
def renew_told(library: Lib) -> StreamingResponse:
    """Server-sent events, those of `/uploads`."""
    return _told(renewal_events(library))


@router.get("/documents/{document_id}", tags=["documents"], summary="A document opened", responses=NOT_FOUND)
def document(library: Lib, document_id: DocumentId) -> DocumentOut:
    """Its elements, text, outline, targets, duties, citations, and what was odd in parsing."""
    return DocumentOut.of(library.document(document_id))


@router.delete(
    "/documents/{document_id}", tags=["documents"], summary="Remove a document", status_code=204, responses=NOT_FOUND
)
def remove(library: Lib, document_id: DocumentId) -> None:
    """Takes a document out of the library with all that was found in it."""
    library.remove(document_id)


@router.get("/documents/{document_id}/uppers", tags=["documents"], summary="Documents above one", responses=NOT_FOUND)
def uppers(library: Lib, document_id: DocumentId) -> DocumentList:
    """What its links lead up to, the one with most clauses linked first: what to align it with."""
    return DocumentList.of(Page.cut(library.uppers(document_id)))


@router.get("/documents/{document_id}/cited", tags=["documents"], summary="Documents that one cites", responses=NOT_FOUND)
def cited(library: Lib, document_id: DocumentId) -> CitedList:
    """Each once, in order of first mention, with the document held under that name and what does not agree with it."""
    return CitedList.of(Page.cut(library.cited(document_id)))


@router.get("/documents/{document_id}/versions", tags=["documents"], summary="Versions of a document", responses=NOT_FOUND)
def versions(library: Lib, document_id: DocumentId) -> DocumentList:
    """All versions held of the same work, the newest first."""
    return DocumentList.of(Page.cut(library.history(document_id)))


@router.get(
    "/documents/{document_id}/source",
    tags=["documents"],
    summary="The original file",
    responses=NOT_FOUND,
    response_class=Response,
)
def source(library: Lib, document_id: DocumentId) -> Response:
    """The very bytes that were ingested, always as a download."""
    held, name = library.document(document_id).source, library.card(document_id).file
    return Response(library.source(document_id), media_type=held.media_type, headers=attachment(Path(name).name))


@router.get("/clauses/{clause_id}", tags=["documents"], summary="A clause opened", responses=NOT_FOUND)
def clause(library: Lib, clause_id: ClauseId) -> ClauseOut:
    """Its own text and place, its children, and all that was found in it."""
    return ClauseOut.of(library.clause(clause_id))


@router.get("/links", tags=["links"], summary="Links between clauses")
def links(
    library: Lib,
    from_id: Annotated[str | None, Query(description="Lower clause")] = None,
    to_id: Annotated[str | None, Query(description="Upper clause or document")] = None,
    status: Annotated[
        Literal["proposed", "confirmed", "rejected", "ambiguous", "missing"] | None,
        Query(description="Only links of this status"),
    ] = None,
    limit: Limit = 200,
    offset: Offset = 0,
) -> LinkList:
    """Links with score, evidence and review."""
    return LinkList.of(Page(*library.link_page(from_id=from_id, to_id=to_id, status=status, limit=limit, offset=offset)))


@router.post("/links/{link_id}/review", tags=["links"], summary="Confirm or reject a link", responses=NOT_FOUND)
def review(library: Lib, link_id: LinkId, verdict: ReviewIn) -> LinkOut:
    """A person's verdict, with name and reason; a re-run does not overwrite it."""
    return LinkOut.of(library.review(link_id, verdict.status, who=verdict.who, why=verdict.why))


@router.get("/export", tags=["service"], summary="Everything as JSON lines, in one zip", response_class=StreamingResponse)
def export(library: Lib) -> StreamingResponse:
    """documents, clauses, targets, duties, links and target_links as `.jsonl`."""
    archive = _zipped(library)
    blocks = iter(lambda: archive.read(1 << 16), b"")
    headers = attachment("policykb-export.zip")
    return StreamingResponse(blocks, media_type=MEDIA[".zip"], headers=headers, background=BackgroundTask(archive.close))


@router.get("/health", tags=["service"], summary="State of the service")
def health(library: Lib) -> HealthOut:
    """`ok` with the figures of the library; `library` tells its folder from others."""
    return HealthOut.model_validate({"status": "ok", "library": mark_of(library.folder)} | library.health())


@router.get("/metrics", tags=["service"], summary="Counters for Prometheus", response_class=PlainTextResponse)
def metrics(request: Request) -> str:
    """Requests and latency by route."""
    text: str = request.app.state.metrics.text()
    return text


def _told(events: Iterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type=EVENTS, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def _zipped(library: Lib) -> IO[bytes]:
    """The whole export in one unnamed temporary file, complete before the first byte is sent."""
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    with (
        tempfile.TemporaryDirectory(prefix="policykb-export-") as folder,
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        library.export(Path(folder))
        for file in sorted(Path(folder).iterdir()):
            out.write(file, file.name)
    archive.seek(0)
    return archive
