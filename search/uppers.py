"""Which documents stand above one: what a plan is proposed to be checked against."""

from __future__ import annotations

from collections import Counter

from search.ids import document_id_of
from search.model import DocumentCard
from search.store import Store

TURNED_DOWN = ("rejected", "missing")


def uppers(store: Store, document_id: str) -> tuple[DocumentCard, ...]:
    """The current documents that links lead up to, the one with most clauses linked first; NotFound for an unknown id."""
    store.card(document_id)
    links = (link for link in store.between(lower=document_id) if link.status not in TURNED_DOWN)
    counted = Counter(document_id_of(link.to_id) for link in links if link.relation != "interprets")
    held = {card.id: card for card in store.cards()}
    return tuple(held[key] for key, _ in counted.most_common() if key in held)
