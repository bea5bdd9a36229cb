"""Clauses of other documents that say much the same as one clause: by its words and its meaning, as a search would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.database.store import Store
from search.ids import document_id_of
from search.lexical.engine import Engine
from search.lexical.query import words
from search.model import Filters, Hit
from search.precedent.hits import hits
from search.precedent.question import Question
from search.precedent.ranking import by_all

if TYPE_CHECKING:
    from search.meaning.dense import Dense

LOOKED_AT = 400
"""So many characters of a clause are asked for: its subject stands at its beginning."""

DEPTH = 200
"""So many of the best are looked at, since those of the clause's own document are left out."""


def similar(clause_id: str, *, store: Store, engine: Engine, dense: Dense, limit: int) -> tuple[Hit, ...]:
    """The clauses of other documents most like one clause, the best first; NotFound for an unknown id."""
    own = store.place(clause_id).document_id
    said = store.clause_texts([clause_id])[clause_id]
    asked = f"{said.heading or ''}\n{said.text}".strip()[:LOOKED_AT]
    if not asked:
        return ()
    tree = words(asked)
    found = by_all(Question(asked, tree), Filters(), engine, dense, store.pointers(), limit=DEPTH, offset=0)
    best = [hit for hit in found.hits if document_id_of(hit[0]) != own][:limit]
    return hits(store, tree, best, similar=found.similar)
