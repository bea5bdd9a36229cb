"""What a library is asked: its documents, the questions about them, what leaves it. Nothing here changes anything.

The part of `search.library.Library` that reads; every answer is quoted text with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.model import Document
from ingest.traditional import simplified
from search.alignment import indicators
from search.alignment.model import Alignment
from search.alignment.uppers import uppers
from search.checked import Checked, checked
from search.correcting.corrections import Correctable, Corrected, Correction, correctable
from search.correcting.stated import InClauses
from search.database.kept import Latest
from search.database.store import Store
from search.derived import Derivations
from search.ids import eid_of
from search.model import (
    CitedDocument,
    ClauseView,
    DocumentCard,
    Filters,
    Hit,
    Link,
    OwnersAnswer,
    SearchResult,
    Suggestion,
    TargetQuote,
    Task,
    Trace,
    UnitAnswer,
    UnitCard,
    UnitDocument,
)
from search.ownership import tables
from search.ownership.units import names_of, unit_answer, unit_documents
from search.places import view
from search.precedent.asking import Asking

if TYPE_CHECKING:
    from search.alignment.coverage import Coverage
    from search.links.review import Suspect


class Answers:
    """Answers over one store and what is derived from it. Safe to share between threads."""

    def __init__(self, store: Store, derived: Derivations) -> None:
        self.store, self._derived = store, derived
        self._latest = Latest()
        self._prepared = False

    # -- documents -------------------------------------------------------------------------------------------------

    def documents(self, filters: Filters | None = None, *, history: bool = False) -> tuple[DocumentCard, ...]:
        """Current documents in order of title; `history` adds the versions they replaced."""
        return self._told(self.store.cards(self._widened(filters), history=history))

    def card(self, document_id: str) -> DocumentCard:
        """A document as a list shows it."""
        return self._told([self.store.card(document_id)])[0]

    def document(self, document_id: str) -> Document:
        """A document with all that was found in it."""
        return self.store.document(document_id)

    def history(self, document_id: str) -> tuple[DocumentCard, ...]:
        """All versions of a document, the current one first."""
        return self.store.history(document_id)

    def cited(self, document_id: str) -> tuple[CitedDocument, ...]:
        """The documents that a document cites, in order of first mention, each held against the library; NotFound for an
        unknown id."""
        from search.links.cited import cited_in

        found = cited_in(self.store.document(document_id), self.store.called())
        held = {card.id: card for card in self._told(one.card for one in found if one.card)}
        return tuple(replace(one, card=held[one.card.id]) if one.card else one for one in found)

    def corrections(self, document_id: str) -> tuple[tuple[Correction, ...], tuple[Corrected, ...]]:
        """The log of corrections of a document, the oldest first, and those in force beside what is printed."""
        return self.store.corrections(document_id), self.store.corrected(document_id)

    def corrected(self, filters: Filters | None = None) -> tuple[tuple[DocumentCard, tuple[Correction, ...]], ...]:
        """The current documents that pass and have corrections, in order of title, each with its log."""
        cards = self.documents(filters)
        logs = self.store.correction_logs([card.id for card in cards])
        return tuple((card, logs[card.id]) for card in cards if card.id in logs)

    def correctable(self, clause_id: str, kind: InClauses) -> tuple[Correctable, ...]:
        """What can be corrected in the units or the targets of a clause, as it is printed; NotFound for an unknown id."""
        printed = self.store.printed(self.store.place(clause_id).document_id)
        return correctable(printed, printed.clause(eid_of(clause_id)), kind)

    def source(self, document_id: str) -> bytes:
        """The bytes of the file a document was parsed from."""
        return self.store.source(document_id)

    def clause(self, clause_id: str) -> ClauseView:
        """A clause opened; NotFound for an unknown id."""
        with self.store.reading():
            return view(self.store, clause_id)

    # -- questions -------------------------------------------------------------------------------------------------

    def search(
        self, query: str, *, filters: Filters | None = None, limit: int = 10, offset: int = 0, fold: bool = False
    ) -> SearchResult:
        """Clauses that answer a query (its language: `search.lexical.query`), the best first. Never raises for a query.

        An empty query lists all that passes the filters. `fold`: the same wording counts once, and `Hit.same` names its places.
        """
        return self._asking.answer(query, self._widened(filters), limit=limit, offset=offset, fold=fold)

    def similar(self, clause_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Clauses of other documents that say much the same, the best first; NotFound for an unknown id."""
        from search.precedent.similar import similar

        return similar(clause_id, store=self.store, engine=self._derived.engine, dense=self._derived.dense, limit=limit)

    def suggest(self, typed: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """What completes a query: headings, indicators and units; nothing for nothing typed."""
        return self.store.suggest(simplified(typed.strip()), limit=limit) if typed.strip() else ()

    def owners(self, question: str) -> OwnersAnswer:
        """Who owns what is asked for, or what a unit owns."""
        from search.ownership.owners import answer

        asking = self._asking
        with self.store.reading():
            return answer(simplified(question), reader=self.store, search=asking.best, frequency=asking.frequency)

    def trace(self, clause_id: str, *, down: bool = False) -> Trace:
        """A clause's line up to its origin, or down to what implements it."""
        from search.alignment.trace import trace

        return trace(self.store, clause_id, down=down)

    def align(self, lower_id: str, upper_id: str) -> Alignment:
        """A plan against the plan above it, clause by clause and target by target."""
        from search.alignment.align import align

        return self._latest.get((lower_id, upper_id, self._stands()), lambda: align(self.store, lower_id, upper_id))

    def coverage(self, document_id: str, *, below: Sequence[str] = (), holes: bool = False) -> Coverage:
        """A plan's clauses against every plan below it; `below` narrows to some of those, `holes` to what is to be mended."""
        from search.alignment.coverage import coverage, narrowed

        whole = self._latest.get(("coverage", document_id, self._stands()), lambda: coverage(self.store, document_id))
        return narrowed(whole, below=below, holes=holes)

    def uppers(self, document_id: str) -> tuple[DocumentCard, ...]:
        """The documents above one, as the links have it: what to align it with. NotFound for an unknown id."""
        return uppers(self.store, document_id)

    def targets(
        self, filters: Filters | None = None, *, indicator: str | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[TargetQuote, ...]]:
        """How many targets pass, and one page of them, each with the units that govern it; `filters.unit`: those that such a
        unit governs. `indicator` is a part of the indicator's name or of the quote."""
        return self.store.target_rows(self._widened(filters), indicator=indicator, limit=limit, offset=offset)

    def comparable(self, target_id: str) -> tuple[TargetQuote, ...]:
        """What every document sets for the indicator of one target, the highest level first; NotFound for an unknown id."""
        return indicators.comparable(self.store, target_id)

    def tasks(
        self, filters: Filters | None = None, *, unit_id: str | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[Task, ...]]:
        """How many tasks pass, and one page of them; a task is a measure with the units named for it. `unit_id`: one unit's."""
        return tables.tasks(self.store, self._widened(filters), unit_id=unit_id, limit=limit, offset=offset)

    def units(
        self, query: str | None = None, *, filters: Filters | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[UnitCard, ...]]:
        """How many units `query` can mean (a short name, a part of one), and one page of them, those with most duties first.

        `filters` narrow the documents that name them.
        """
        names = names_of(self.store, query) if query else ()
        return self.store.unit_rows(names=names, filters=self._widened(filters), limit=limit, offset=offset)

    def unit(self, unit_id: str) -> UnitAnswer:
        """A unit with all it owns over all documents; NotFound for an unknown id."""
        return unit_answer(self.store, unit_id)

    def unit_documents(
        self, unit_id: str, *, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[UnitDocument, ...]]:
        """How many tasks a unit has, and one page of them by document, the highest level first; NotFound for an unknown id."""
        return unit_documents(self.store, unit_id, limit=limit, offset=offset)

    def links(self, *, from_id: str | None = None, to_id: str | None = None, status: str | None = None) -> tuple[Link, ...]:
        """Links between current documents, the best of each lower clause first."""
        return self.store.links(from_id=from_id, to_id=to_id, status=status)

    def link_page(
        self, *, from_id: str | None = None, to_id: str | None = None, status: str | None = None, limit: int | None, offset: int
    ) -> tuple[int, tuple[Link, ...]]:
        """How many of the `links` there are, and one page of them."""
        return self.store.link_page(from_id=from_id, to_id=to_id, status=status, limit=limit, offset=offset)

    def link_queue(
        self, name: str, document_id: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[Link, ...]]:
        """How many links between clauses are in a queue, and one page of them: `proposed`, the least sure first, or `reviewed`,
        the last one first; with `document_id` those that have an end in it."""
        return self.store.link_queue(name, document_id, limit=limit, offset=offset)

    def queued_in(self, name: str) -> frozenset[str]:
        """Ids of the documents in which links of a queue end."""
        return self.store.queued_in(name)

    def suspects(self) -> tuple[Suspect, ...]:
        """Links to check again, since the upper clause was changed or taken out after they were made or reviewed."""
        from search.links.review import suspects

        return suspects(self.store)

    # -- what leaves it --------------------------------------------------------------------------------------------

    def check(self, document_id: str | None = None) -> tuple[Checked, ...]:
        """The account of one document, or of all, and what was odd."""
        return checked(self.store, document_id)

    def export(self, out: Path) -> dict[str, int]:
        """Writes the library as JSON lines into a folder; returns how many rows each file has."""
        from search.export import export

        return export(self.store, out)

    def _told(self, cards: Iterable[DocumentCard]) -> tuple[DocumentCard, ...]:
        """Cards with what other documents say of them."""
        repealed = self.store.repealed()
        if not repealed:
            return tuple(cards)  # as in most libraries: every page asks for all of them
        return tuple(replace(card, repealed_by=repealed[card.id]) if card.id in repealed else card for card in cards)

    def _stands(self) -> object:
        """Names the state of all that an alignment rests on."""
        return self.store.state(), self._derived.linked

    def _widened(self, filters: Filters | None) -> Filters:
        """Filters in which a unit stands under all its names."""
        if not filters or not filters.unit:
            return filters or Filters()
        return replace(filters, unit=tuple(name for unit in filters.unit for name in names_of(self.store, unit)))

    @property
    def _asking(self) -> Asking:
        return Asking(self.store, self._derived.engine, lambda: self._derived.dense, waits=not self._prepared)
