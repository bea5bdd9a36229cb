"""摘编: clauses that a person has put aside, as a Word document with the place of each quote and the list of sources."""

from __future__ import annotations

import io
from collections.abc import Sequence

from api.files import office
from api.words import reference, standing
from search.citing import citation
from search.library import Library
from search.model import ClauseView, NotFound, Place

NAME = "摘编.docx"
MOST = 500
"""Clauses of one document."""


def clip_document(library: Library, clause_ids: Sequence[str]) -> bytes:
    """A .docx of the clauses in the order given; those no longer held are named at its end instead of being dropped."""
    views, lost = _opened(library, clause_ids)
    made = office.word()
    office.title(made, "摘编")
    for n, view in enumerate(views, 1):
        office.line(made, f"〔{n}〕{view.place.labels[-1] if view.place.labels else view.place.title}", bold=True, size=12)
        for paragraph in view.text.split("\n"):
            if paragraph.strip():
                office.line(made, paragraph.strip(), size=12)
        office.line(made, _cited(view.place))
    if sources := _sources(library, views):
        office.line(made, "出处", bold=True, size=12)
        for source in sources:
            office.line(made, source)
    if lost:
        office.line(made, "以下条款已不在库中，请核对后删去：" + "、".join(lost), bold=True)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _opened(library: Library, clause_ids: Sequence[str]) -> tuple[list[ClauseView], list[str]]:
    """The clauses held, each once, and the ids of the others."""
    views, lost = [], []
    for clause_id in dict.fromkeys(clause_ids):
        try:
            views.append(library.clause(clause_id))
        except NotFound:
            lost.append(clause_id)
    return views, lost


def _cited(place: Place) -> str:
    page = f"，第{place.page}页" if place.page else ""
    return f"——{citation(place.title, place.doc_number, place.labels)}{page}"


def _sources(library: Library, views: Sequence[ClauseView]) -> list[str]:
    """Each document once, as GB/T 7714-2015 cites it, and whether it is in force still."""
    cards = [library.card(key) for key in dict.fromkeys(view.place.document_id for view in views)]
    told = (f"{reference(card)}{f'【{said}】' if (said := standing(card)) else ''}" for card in cards)
    return [f"[{n}] {source}" for n, source in enumerate(told, 1)]
