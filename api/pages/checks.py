"""The pages of checking: 对照, 承接, 核对. Each asks the Library what the REST route of the same name asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.files.report import by_urgency, review_note, sentence_note
from api.pages.examples import pairs
from api.pages.rendering import render
from api.params import PAGE, AlignOnly, Lib, Offset
from api.refs import Ambiguous, document_of
from api.schemas.checks import LinkIn, ReviewIn, SignedIn
from api.words import cited_state
from ingest.load import ACCEPTED
from search.alignment.align import narrowed
from search.alignment.model import AlignRow
from search.ids import document_id_of
from search.library import Library
from search.links.review import Suspect
from search.model import DocumentCard, NotFound, Place

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SIDES = {"lower": "本级文件", "upper": "上级文件"}
SAME = "两边是同一份文件，请另选一份上级文件。"
MOST_CHOICES = 12
"""Documents offered where a name fits several."""
STEP = 50
"""Links on one page."""
ROWS, FIGURES = 200, 100
"""Rows of clauses and of figures on one page of an alignment or a coverage matrix."""

Kind = Annotated[str, Query(pattern="^(suspect|proposed|reviewed)?$")]
Only = Annotated[str, Query(pattern="^(holes)?$")]


class _Back(BaseModel):
    """Forms name the page of this service to go back to."""

    back: str = Field(pattern=PAGE, max_length=2000)


class ReviewForm(ReviewIn, _Back):
    """Confirms or rejects a link."""


class LinkForm(LinkIn, _Back):
    """Makes a link."""


class AcceptForm(SignedIn, _Back):
    """Accepts a local clause."""


@router.get("/align")
def align(
    request: Request,
    library: Lib,
    lower: str = "",
    upper: str = "",
    only: AlignOnly = "",
    offset: Offset = 0,
    figure: Offset = 0,
) -> Response:
    """对照: two plans side by side, with targets and summary; `only` is one of `search.alignment.model.ALIGN_FILTERS`. The page
    shows the rows of clauses from `offset` on and those of figures from `figure` on."""
    typed = {"lower": lower.strip(), "upper": upper.strip()}
    ids, choices, wrong = _chosen(library, typed)
    if not wrong and ids["lower"] and ids["lower"] == ids["upper"]:
        wrong, ids["upper"] = [SAME], ""
    return align_page(
        request, library, **ids, only=only, at=(offset, figure), status=404 if wrong else 200, wrong=wrong, choices=choices,
        typed=typed,
    )  # fmt: skip


def align_page(
    request: Request, library: Library, *, lower: str, upper: str, only: str = "", at: tuple[int, int] = (0, 0),
    status: int = 200, **asked: Any,
) -> Response:  # fmt: skip
    """The page of a pair of ids, figures that call for something first; with one of them or none, ways to choose the others.
    `at` are the first rows of clauses and of figures; `asked` is what was typed or sent, and why it is not enough (`wrong`)."""
    if not (lower and upper):
        cards = library.documents()
        above = library.uppers(lower)[:3] if lower else []
        return render(
            request, "align.html", status=status, cards=cards, lower=lower, upper=upper, found=None, above=above,
            pairs=() if lower or upper else pairs(library, cards), accept=",".join(ACCEPTED), **asked,
        )  # fmt: skip
    (offset, figure), found = at, narrowed(library.align(lower, upper), only)
    cited = Counter[str]() if only else Counter(map(cited_state, library.cited(lower)))  # no row of theirs passes a filter
    figures = by_urgency(found.targets)[figure : figure + FIGURES]
    return render(
        request, "align.html", cards=library.documents(), lower=lower, upper=upper, only=only, found=found,
        rows=found.rows[offset : offset + ROWS], offset=offset, size=ROWS, outline=_outline(found.rows),
        figures=figures, figure=figure, figure_size=FIGURES,
        sentence_note=sentence_note, review_note=review_note, cited=cited,
    )  # fmt: skip


def _outline(rows: Sequence[AlignRow]) -> list[tuple[int, int, AlignRow]]:
    """Number of a row, its depth and the row, where a heading of the upper two levels begins."""
    sides = [row.lower or row.upper for row in rows]
    begun = [(n, side) for n, side in enumerate(sides) if side and (not n or sides[n - 1] != side)]
    return [(n, depth, rows[n]) for n, side in begun if (depth := len(side.place.labels) - 1) < 2]


def _chosen(library: Library, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[DocumentCard]], list[str]]:
    """Side -> the id of the document that is named ('' for none); side -> the documents that a name fits, where there are
    several; the names that fit none."""
    ids, choices, wrong = dict.fromkeys(typed, ""), {}, []
    for side, name in typed.items():
        try:
            ids[side] = document_of(library, name).id if name else ""
        except Ambiguous as error:
            choices[side] = error.cards[:MOST_CHOICES]
        except NotFound as error:
            wrong.append(f"没有找到{SIDES[side]}：{error.message}可能已被移除；请重新选择，或在下面上传。")
    return ids, choices, wrong


@router.get("/coverage")
def coverage(
    request: Request, library: Lib, document: str = "", below: str = "", only: Only = "", offset: Offset = 0, added: Offset = 0
) -> Response:
    """承接: the clauses of a plan against every plan below it; `below` is one of those, `only=holes` what is to be mended. The
    page shows the clauses from `offset` on and what those plans add from `added` on."""
    document = document_of(library, document).id if document.strip() else ""
    wanted = [below] if below else []
    cards = library.documents()
    every = library.coverage(document) if document else None
    found = library.coverage(document, below=wanted, holes=bool(only)) if document and (wanted or only) else every
    return render(
        request, "coverage.html", cards=cards, document=document, below=below, only=only, found=found, every=every,
        pairs=() if document else pairs(library, cards), suspects=len(library.suspects()), offset=offset, size=ROWS,
        added=added, step=STEP,
    )  # fmt: skip


@router.get("/review")
def reviews(request: Request, library: Lib, kind: Kind = "", document: str = "", offset: Offset = 0) -> Response:
    """核对: links to settle, both sides quoted. `kind`: suspect (the upper wording changed), proposed (nobody looked yet; the
    least sure first) or reviewed, '' the first of these that has any; `document` narrows to those with an end in it."""
    suspects = library.suspects()
    counts = {"suspect": len(suspects), **{name: library.link_queue(name, limit=0)[0] for name in ("proposed", "reviewed")}}
    kind = kind or next((name for name, links in counts.items() if links), "suspect")
    total, rows = (
        _suspects_in(suspects, document, offset)
        if kind == "suspect"
        else library.link_queue(kind, document or None, limit=STEP, offset=offset)
    )
    shown = [(link, *(_opened(library, end) for end in (link.from_id, link.to_id))) for link in rows]
    linked = {end for link in suspects for end in _ends(link)} if kind == "suspect" else library.queued_in(kind)
    return render(
        request, "review.html", rows=shown, total=total, offset=offset, step=STEP, kind=kind, document=document,
        counts=counts, cards=[card for card in library.documents() if card.id in linked],
    )  # fmt: skip


def _suspects_in(suspects: Sequence[Suspect], document: str, offset: int) -> tuple[int, Sequence[Suspect]]:
    """How many of the links to check again have an end in a document (in any, if none is named), and a page of them."""
    rows = [link for link in suspects if not document or document in _ends(link)]
    return len(rows), rows[offset : offset + STEP]


def _ends(link: Suspect) -> tuple[str, str]:
    return document_id_of(link.from_id), document_id_of(link.to_id)


@router.post("/links")
def add_link(library: Lib, made: Annotated[LinkForm, Form()]) -> Response:
    """Makes a link and goes back to the page it was asked on."""
    library.add_link(made.from_id, made.to_id, who=made.who, why=made.why)
    return RedirectResponse(made.back, 303)


@router.post("/links/{link_id}/review")
def review(library: Lib, link_id: str, verdict: Annotated[ReviewForm, Form()]) -> Response:
    """Confirms or rejects a link and goes back to the page it was shown on."""
    library.review(link_id, verdict.status, who=verdict.who, why=verdict.why)
    return RedirectResponse(verdict.back, 303)


@router.post("/clauses/{clause_id}/accept")
def accept(library: Lib, clause_id: str, said: Annotated[AcceptForm, Form()]) -> Response:
    """Accepts a local clause and goes back to the matrix."""
    library.accept(clause_id, who=said.who, why=said.why)
    return RedirectResponse(said.back, 303)


def _opened(library: Library, clause_id: str) -> tuple[Place, str]:
    """Place and own text of a clause, of whatever version."""
    view = library.clause(clause_id)
    return view.place, view.text
