"""Which documents stand above one: what a plan is proposed to be checked against."""

from __future__ import annotations

from collections import Counter

from search.database.store import Store
from search.ids import document_id_of
from search.links.lineage import rank
from search.model import DocumentCard

TURNED_DOWN = ("rejected", "missing")


def uppers(store: Store, document_id: str) -> tuple[DocumentCard, ...]:
    """The current documents that links lead up to: first those that it names as its basis, the nearest level first, then the
    others, the one with most clauses linked first. NotFound for an unknown id."""
    store.card(document_id)
    links = [link for link in store.between(lower=document_id) if link.status not in TURNED_DOWN]
    carried = [link for link in links if link.relation != "interprets"]
    counted = Counter(document_id_of(link.to_id) for link in carried)
    named = {link.to_id for link in carried if link.relation == "implements"}
    basis = named & {document_id_of(link.to_id) for link in carried if "#" in link.to_id}
    held = {card.id: card for card in store.cards()}
    found = [held[key] for key, _ in counted.most_common() if key in held]
    return tuple(sorted(found, key=lambda card: (card.id not in basis, -rank(card.level) if card.id in basis else 0)))
