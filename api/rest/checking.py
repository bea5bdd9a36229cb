"""REST of checking: the alignment report as a file, the coverage matrix, links made by hand, links to check again."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from fastapi.responses import Response

from api.files.coverage_table import coverage_sheet
from api.files.exports import write as write_table
from api.files.findings import findings_sheet
from api.files.report import report
from api.files.report_files import write
from api.paging import Page
from api.params import AlignOnly, ClauseId, DocumentId, Lib
from api.rest.router import NOT_FOUND, download, rest_router
from api.schemas.answers import LinkOut
from api.schemas.checks import CoverageOut, LinkIn, SignedIn, SuspectList

router = rest_router()

Form = Annotated[Literal["docx", "xlsx", "html"], Path(description="Format of the file")]
Paper = Annotated[Literal["docx", "xlsx"], Path(description="Format of the file")]
Wide = Annotated[Literal["xlsx", "csv"], Path(description="Format of the file")]
Below = Annotated[list[str] | None, Query(description="Only these lower documents; may be repeated")]
Holes = Annotated[bool, Query(description="Only what is missing, doubtful, outdated or added without a review")]


@router.get("/align/report.{to}", tags=["tables"], summary="Alignment report", responses=NOT_FOUND, response_class=Response)
def align_report(
    library: Lib,
    to: Form,
    lower: Annotated[str, Query(min_length=1, description="Id of the lower document")],
    upper: Annotated[str, Query(min_length=1, description="Id of the upper document")],
    only: AlignOnly = "",
) -> Response:
    """Summary, targets with verdicts, what is missing, what is new, both texts side by side: Word, Excel or one HTML file."""
    made = report(library.align(lower, upper), library.cited(lower), only=only)
    return download(write(made, to), f"{made.title}.{to}")


@router.get(
    "/align/findings.{to}", tags=["tables"], summary="不一致之处清单 as a file", responses=NOT_FOUND, response_class=Response
)
def align_findings(
    library: Lib,
    to: Paper,
    lower: Annotated[str, Query(min_length=1, description="Id of the lower document")],
    upper: Annotated[str, Query(min_length=1, description="Id of the upper document")],
) -> Response:
    """Only where the lower plan is not in line with the upper one, one row a finding, with room for what is to be done."""
    made = findings_sheet(library.align(lower, upper), library.cited(lower))
    return download(write_table(made, to), f"{made.title}.{to}")


@router.get(
    "/coverage/{document_id}/table.{to}", tags=["tables"], summary="承接表 as a file", responses=NOT_FOUND,
    response_class=Response,
)  # fmt: skip
def coverage_table(library: Lib, document_id: DocumentId, to: Wide, below: Below = None, holes: Holes = False) -> Response:
    """The coverage matrix, one row a cell: Excel, or CSV (UTF-8 with a byte order mark)."""
    made = coverage_sheet(library.coverage(document_id, below=below or (), holes=holes), holes=holes)
    return download(write_table(made, to), f"{made.title}.{to}")


@router.get("/coverage/{document_id}", tags=["answers"], summary="Coverage matrix of a plan", responses=NOT_FOUND)
def coverage(library: Lib, document_id: DocumentId, below: Below = None, holes: Holes = False) -> CoverageOut:
    """Each clause against every plan below that carries it out, and what those plans add."""
    return CoverageOut.of(library.coverage(document_id, below=below or (), holes=holes))


@router.post("/clauses/{clause_id}/accept", tags=["links"], summary="Accept an addition", status_code=204, responses=NOT_FOUND)
def accept(library: Lib, clause_id: ClauseId, said: SignedIn) -> None:
    """Notes that a clause that nothing above asks for is meant to be there: it is no hole of the coverage any more."""
    library.accept(clause_id, who=said.who, why=said.why)


@router.get("/links/suspect", tags=["links"], summary="Links to check again")
def suspect(library: Lib) -> SuspectList:
    """Links whose upper clause was changed, or taken out, by a new version, with both wordings; a review settles them."""
    return SuspectList.of(Page.cut(library.suspects()))


@router.post("/links", tags=["links"], summary="Make a link", status_code=201, responses=NOT_FOUND)
def add_link(library: Lib, made: LinkIn) -> LinkOut:
    """A confirmed link from a clause to one above it, in a person's name; no re-run takes it away."""
    return LinkOut.of(library.add_link(made.from_id, made.to_id, who=made.who, why=made.why))
