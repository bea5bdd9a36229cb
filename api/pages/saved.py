"""Saved searches: REST, the Atom feed of what is new to one, and the forms of the pages."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from xml.etree import ElementTree

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import words
from api.files.office import clean
from api.pages.rendering import chosen
from api.paging import Page
from api.params import FilterSet, Lib
from api.rest.router import FAULT, NOT_FOUND
from api.schemas.answers import reader_path
from api.schemas.saved import NewsList, SavedList, SavedOut, SaveIn
from search.model import Filters
from search.saved import NAME, News, SavedSearch

ATOM = "http://www.w3.org/2005/Atom"

router = APIRouter(responses=FAULT)

SavedId = Annotated[str, Path(description="Id of a saved search", examples=["3b1f0c9d2a77"])]


@router.get("/api/v1/saved", tags=["saved"], summary="Saved searches")
def saved(library: Lib) -> SavedList:
    """The latest made first, each with the number of clauses that came in since it was opened."""
    return SavedList.of(Page.cut(library.saved.counted()))


@router.post("/api/v1/saved", tags=["saved"], summary="Save a search", status_code=201)
def save(library: Lib, wanted: SaveIn) -> SavedOut:
    """Keeps a query with its filters; the same ones again keep their id (and feed) under the new name."""
    return SavedOut.of(library.saved.keep(wanted.query, Filters(**wanted.filters.model_dump()), name=wanted.name))


@router.get("/api/v1/saved/{saved_id}/news", tags=["saved"], summary="What is new to a saved search", responses=NOT_FOUND)
def news(
    library: Lib,
    saved_id: SavedId,
    since: Annotated[str | None, Query(description="ISO 8601, UTC; when it was saved if not given")] = None,
) -> NewsList:
    """Clauses of documents added since that stand among the best hundred of the search."""
    return NewsList.of(Page.cut(library.saved.news(saved_id, since=since)))


@router.post("/api/v1/saved/{saved_id}/open", tags=["saved"], summary="Mark as looked at", responses=NOT_FOUND)
def mark(library: Lib, saved_id: SavedId) -> SavedOut:
    """Nothing is new to it until more documents come in; returns it as it was before."""
    return SavedOut.of(library.saved.open(saved_id))


@router.delete(
    "/api/v1/saved/{saved_id}", tags=["saved"], summary="Delete a saved search", status_code=204, responses=NOT_FOUND
)
def delete(library: Lib, saved_id: SavedId) -> None:
    """Its feed ends; no document is touched."""
    library.saved.remove(saved_id)


@router.get(
    "/saved/{saved_id}/feed",
    tags=["saved"],
    summary="Atom feed of a saved search",
    response_class=Response,
    responses=NOT_FOUND,
)
def feed(request: Request, library: Lib, saved_id: SavedId) -> Response:
    """What came in since the search was saved, for a feed reader (RFC 4287); an entry's id stays the same for good."""
    made = atom(library.saved.get(saved_id), library.saved.news(saved_id), home=str(request.base_url).rstrip("/"))
    return Response(made, media_type="application/atom+xml")


@router.post("/saved", include_in_schema=False)
def save_form(
    library: Lib, filters: FilterSet, q: Annotated[str, Query()], name: Annotated[str, Form(max_length=NAME)] = ""
) -> Response:
    """Saves the search of the page, and goes back to it."""
    return RedirectResponse(f"/?{_asked(library.saved.keep(q, filters, name=name))}", 303)


@router.post("/saved/{saved_id}/open", include_in_schema=False)
def open_form(library: Lib, saved_id: str) -> Response:
    """The search again, with what is new marked as such."""
    before = library.saved.get(saved_id) if library.read_only else library.saved.open(saved_id)
    return RedirectResponse(f"/?{_asked(before)}&{urlencode({'since': before.opened})}", 303)


@router.post("/saved/{saved_id}/remove", include_in_schema=False)
def remove_form(library: Lib, saved_id: str) -> Response:
    """Takes it out, and goes back to the list."""
    library.saved.remove(saved_id)
    return RedirectResponse("/#saved", 303)


def atom(one: SavedSearch, news: tuple[News, ...], *, home: str) -> bytes:
    """The feed (RFC 4287) of a saved search; `home` is the address of this service."""
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _texts(
        feed,
        id=f"urn:policykb:saved:{one.id}",
        title=f"{one.name} · 政策文件知识库",
        updated=max([one.made, *(new.card.added or "" for new in news)]),
    )
    ElementTree.SubElement(feed, "link", rel="self", href=f"{home}/saved/{one.id}/feed")
    ElementTree.SubElement(feed, "link", rel="alternate", href=f"{home}/?{_asked(one)}")
    for new in news:
        entry = ElementTree.SubElement(feed, "entry")
        title = " › ".join((new.card.title, *map(words.short, new.hit.place.labels[-1:])))
        _texts(entry, id=f"urn:policykb:clause:{new.hit.clause_id}", title=title, updated=new.card.added or one.made)
        _texts(ElementTree.SubElement(entry, "author"), name="、".join(new.card.issuers) or new.card.title)
        ElementTree.SubElement(entry, "link", rel="alternate", href=home + reader_path(new.hit.clause_id))
        _texts(entry, summary=f"{new.hit.snippet.text}（{words.place_line(new.hit.place)}）")
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = clean(text)


def _asked(one: SavedSearch) -> str:
    """The query of the page that asks a saved search again."""
    return urlencode({"q": one.query} | {name: value for name, value in chosen(one.filters).items() if value}, doseq=True)
