"""What a document cites, held against the library: what of it is held, what does not agree, and what another document repealed.

A drafter checks what a draft cites (引用核对): whether there is a document of that title and number, whether it is in force.
Only what is printed counts: a cited name is that of a document held where numbers agree, or titles do and no number speaks
against it (`titles.Name.fits`). A name that agrees in one and differs in the other is told as a doubt beside the
document held.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.model import Citation, Document
from search.ids import document_id_of
from search.links.lineage import rank
from search.links.titles import Name, name_of
from search.model import CitedDocument, DocumentCard, Named

_SIGN_ENDS = re.compile(r"[\d\[〔【(]")
"""What follows an office's own sign (国办发 of 国办发〔2021〕12号): numbers under two signs are of two documents."""


class Names:
    """The names of documents (title, carrier notice, enclosed plans), to look up those that are cited."""

    def __init__(self, names: Iterable[Named], cards: Iterable[DocumentCard]) -> None:
        held = {card.id: card for card in cards}
        self._by: dict[str, list[tuple[Name, DocumentCard]]] = defaultdict(list)
        for row in names:
            if card := held.get(row.document_id):
                name = name_of(row.title, row.doc_number)
                for key in name.keys:
                    self._by[key].append((name, card))

    def held(self, cited: Name, *, beside: str = "") -> tuple[DocumentCard, str] | None:
        """The document of a name, not that of the id `beside`, and what does not agree: '' nothing, `title` or `number`; None
        where none is held."""
        near = [(name, card) for key in cited.keys for name, card in self._by.get(key, ()) if card.id != beside]
        fitting = [(name, card) for name, card in near if cited.fits(name, card.issuers)]
        for name, card in fitting:
            if name.core == cited.core:
                return card, ""
        if fitting:
            return fitting[0][1], "title"
        return next(((card, "number") for name, card in near if _misnumbered(cited, name, card)), None)


def _misnumbered(cited: Name, name: Name, card: DocumentCard) -> bool:
    """One title, two numbers of one office: 国办发〔2021〕12号 for 国办发〔2021〕21号. Another office's is another document."""
    if not (cited.number and name.number) or cited.number == name.number:
        return False
    one, other = (_SIGN_ENDS.split(number, maxsplit=1)[0] for number in (cited.number, name.number))
    return one == other and bool(Name(cited.core, cited.by, cited.period, None).fits(name, card.issuers))


def cited_in(document: Document, names: Names) -> tuple[CitedDocument, ...]:
    """The documents that a document cites, in order of their first mention, each once; its own names are left out."""
    made: dict[str, CitedDocument] = {}
    for found in _together(document.citations):
        numbered = next((one for one in found if one.doc_number), found[0])
        held = names.held(name_of(numbered.title, numbered.doc_number))
        card, doubt = held or (None, "")
        if card and card.id == document.id:
            continue
        key = card.id if card and not doubt else f"{numbered.title}{numbered.doc_number}"
        before = made.get(key) or CitedDocument(numbered.title, numbered.doc_number, (), (), card, doubt)
        clauses = dict.fromkeys((*before.clause_ids, *(f"{document.id}#{one.clause}" for one in found)))
        made[key] = replace(before, clause_ids=tuple(clauses), spans=(*before.spans, *(one.span for one in found)))
    return tuple(made.values())


def _together(citations: Iterable[Citation]) -> Iterable[list[Citation]]:
    """Mentions of one document: the same name, whose number is often printed with the first of them alone."""
    named = [(one, name_of(one.title, one.doc_number)) for one in sorted(citations, key=lambda citation: citation.span)]
    numbers: dict[tuple[str, str], str] = {}
    for _, name in named:
        if name.number:
            numbers.setdefault((name.core, name.period), name.number)
    groups: dict[tuple[str, str, str | None], list[Citation]] = defaultdict(list)
    for one, name in named:
        groups[name.core, name.period, name.number or numbers.get((name.core, name.period))].append(one)
    return groups.values()


def repealed(said: Iterable[tuple[str, str, str | None]], names: Names, cards: Mapping[str, DocumentCard]) -> dict[str, str]:
    """Document id -> the clause that repeals it, of what documents say they repeal: (clause id, title, number).

    Only a document of the same or a higher level, and not an earlier one, can: a report of what was repealed elsewhere is none.
    """
    made: dict[str, str] = {}
    for clause_id, title, number in said:
        by = cards[document_id_of(clause_id)]
        match names.held(name_of(title, number), beside=by.id):
            case (card, "") if rank(by.level) <= rank(card.level) and (by.date or "9") >= (card.date or ""):
                made.setdefault(card.id, clause_id)
    return made
