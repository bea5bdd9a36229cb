"""The account of documents: where every character of their sources went, and what was odd in reading them."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.account import Account, account
from ingest.model import Issue
from search.database.store import Store
from search.model import DocumentCard


@dataclass(frozen=True, slots=True)
class Checked:
    """Where the characters of a document's source went, and what was odd about it."""

    card: DocumentCard
    account: Account
    issues: tuple[Issue, ...]


def checked(store: Store, document_id: str | None = None) -> tuple[Checked, ...]:
    """The account of one document, or of all current ones; NotFound for an unknown id."""
    cards = [store.card(document_id)] if document_id else store.cards()
    opened = ((card, store.document(card.id)) for card in cards)
    return tuple(Checked(card, account(document), document.issues) for card, document in opened)
