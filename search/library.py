"""The Library: a folder that holds documents and answers questions about them with quoted text and its place.

`library.db` is the truth; the indexes and the links are derived from it and brought up to date after every change. What a crash
left undone is done when the library is opened (the full-text index) or caught up (the rest). A document is added whole or not
at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ingest.model import Document
from ingest.segment import segmenter_name
from search import backups, indicators, intake, tables
from search._derived import Derivations
from search._kept import Latest
from search._units import names_of, unit_answer, unit_documents
from search.alignment import Alignment
from search.asking import Asking
from search.checked import Checked, checked
from search.corrections import Correctable, Corrected, Correction, correctable, entries
from search.ids import eid_of
from search.model import (
    Added,
    BadLibrary,
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
from search.places import view
from search.stated import InClauses
from search.store import Store
from search.uppers import uppers

if TYPE_CHECKING:
    from search.coverage import Coverage
    from search.review import Suspect
    from search.saved import SavedSearches

DATABASE = "library.db"
Progress = Callable[[int, int, str], None]


class Library:
    """Made by `Library.open`; a context manager. Safe to share between threads; changes are made one at a time."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder, self._engine_name = folder, engine
        self.store = Store(folder / DATABASE)
        self._changing = RLock()
        self._derived = Derivations(folder, engine, self.store, changing=self._changing)
        self._latest = Latest()
        self._prepared = False

    @classmethod
    def open(cls, folder: Path, *, engine: str = "tantivy", create: bool = True) -> Library:
        """Opens the library in a folder, or makes one there; BadLibrary where there is none and `create` is False.

        `engine` is `tantivy` or `whoosh`; each keeps an index of its own beside the other's.
        """
        if not (folder / DATABASE).exists() and not create:
            raise BadLibrary(f"{folder} 里没有文件库", "先用 ingest 导入文件，或检查 --library 的路径")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, engine)

    def close(self) -> None:
        """Closes database and index, when the change that is being made is done."""
        with self._changing:
            self._derived.close()
            self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- documents in and out --------------------------------------------------------------------------------------

    def add(self, document: Document, data: bytes) -> Added:
        """Adds a parsed document with the bytes of its file; the same bytes again are no work."""
        with self._changing:
            added = self.store.put(document, data)
            self._derived.follow()
        return added

    def ingest(self, paths: Iterable[Path], *, progress: Progress | None = None) -> list[Added]:
        """Parses and adds files and folders. A file that can't be taken in is `failed` with its reason and hinders no other.

        `progress` is told how many files are done, of how many, and the name of the next one; after the last, no name: then
        indexes and links are made.
        """
        return self._taken(intake.candidates(paths), progress)

    def outdated(self) -> tuple[DocumentCard, ...]:
        """Documents, older versions too, that another version of the parser made."""
        from ingest.pipeline import PARSER

        return self.store.outdated(PARSER)

    def renew(self, *, progress: Progress | None = None) -> list[Added]:
        """Parses the outdated documents anew, from the bytes that are held; what people corrected and reviewed stays. One that
        can't be parsed any more is `failed` and stays as it is."""
        return self._taken(intake.held(self.store, self.outdated()), progress)

    def _taken(self, files: Sequence[intake.Candidate], progress: Progress | None) -> list[Added]:
        made = []
        with self._changing:
            for n, file in enumerate(files):
                if progress:
                    progress(n, len(files), file.name)
                made.append(intake.take(self.store, file))
            if progress:
                progress(len(files), len(files), "")
            self._derived.follow()
        return made

    def remove(self, document_id: str) -> None:
        """Takes a document out; the version it had replaced takes its place again. NotFound for an unknown id."""
        with self._changing:
            self.store.remove(document_id)
            self._derived.follow()

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
        from search.cited import cited_in

        found = cited_in(self.store.document(document_id), self.store.called())
        held = {card.id: card for card in self._told(one.card for one in found if one.card)}
        return tuple(replace(one, card=held[one.card.id]) if one.card else one for one in found)

    def _told(self, cards: Iterable[DocumentCard]) -> tuple[DocumentCard, ...]:
        """Cards with what other documents say of them."""
        repealed = self.store.repealed()
        if not repealed:
            return tuple(cards)  # as in most libraries: every page asks for all of them
        return tuple(replace(card, repealed_by=repealed[card.id]) if card.id in repealed else card for card in cards)

    def correct(self, document_id: str, typed: Mapping[str, str | None], *, who: str, why: str) -> tuple[Correction, ...]:
        """Writes what a person says of a document's elements, units and targets (field -> value as typed; None takes a
        correction back), for good: ingesting or parsing again keeps it. Returns the new entries of the log; LibraryError says
        what is not in its form."""
        with self._changing:
            printed, log = self.store.printed(document_id), self.store.corrections(document_id)
            if made := entries(printed, log, typed, who=who, why=why):
                self._derived.follow(self.store.correct(document_id, made))
        return made

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
        found = self._asking.answer(query, self._widened(filters), limit=limit, offset=offset, fold=fold)
        return replace(found, hits=self._with_stated(found.hits))

    @property
    def saved(self) -> SavedSearches:
        """Searches kept under a name, and what is new to them."""
        from search.saved import SavedSearches

        def ranked(query: str, filters: Filters, limit: int) -> tuple[str, ...]:
            return self._asking.ranked(query, self._widened(filters), limit)

        return SavedSearches(self.store.saved(), search=self.search, ranked=ranked, cards=self.documents)

    def similar(self, clause_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Clauses of other documents that say much the same, the best first; NotFound for an unknown id."""
        from search.similar import similar

        found = similar(clause_id, store=self.store, engine=self._derived.engine, dense=self._derived.dense, limit=limit)
        return self._with_stated(found)

    def _with_stated(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Hits with the units that people stated."""
        stated = self.store.stated_units([hit.clause_id for hit in hits])
        return tuple(replace(hit, stated_units=stated.get(hit.clause_id, ())) for hit in hits) if stated else hits

    def suggest(self, typed: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """What completes a query: headings, indicators and units; nothing for nothing typed."""
        return self.store.suggest(typed.strip(), limit=limit) if typed.strip() else ()

    def owners(self, question: str) -> OwnersAnswer:
        """Who owns what is asked for, or what a unit owns."""
        from search.owners import answer

        asking = self._asking
        with self.store.reading():
            return answer(question, reader=self.store, search=asking.best, frequency=asking.frequency)

    def trace(self, clause_id: str, *, down: bool = False) -> Trace:
        """A clause's line up to its origin, or down to what implements it."""
        from search.trace import trace

        return trace(self.store, clause_id, down=down)

    def align(self, lower_id: str, upper_id: str) -> Alignment:
        """A plan against the plan above it, clause by clause and target by target."""
        from search.align import align

        return self._latest.get((lower_id, upper_id, self._stands()), lambda: align(self.store, lower_id, upper_id))

    def uppers(self, document_id: str) -> tuple[DocumentCard, ...]:
        """The documents above one, as the links have it: what to align it with. NotFound for an unknown id."""
        return uppers(self.store, document_id)

    def targets(
        self, filters: Filters | None = None, *, indicator: str | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[int, tuple[TargetQuote, ...]]:
        """How many targets pass, and one page of them. `indicator` is a part of the indicator's name or of the quote."""
        return tables.targets(self.store, self._widened(filters), indicator=indicator, limit=limit, offset=offset)

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

    # -- links -----------------------------------------------------------------------------------------------------

    def links(self, *, from_id: str | None = None, to_id: str | None = None, status: str | None = None) -> tuple[Link, ...]:
        """Links between current documents, the best of each lower clause first."""
        return self.store.links(from_id=from_id, to_id=to_id, status=status)

    def review(self, link_id: str, status: str, *, who: str, why: str) -> Link:
        """Confirms or rejects a link in a person's name; kept whatever is linked later."""
        from search.review import current_stamp

        with self._changing:
            seen = current_stamp(self.store, self.store.link(link_id))
            return self.store.review(link_id, status, who=who, why=why, stamp=seen)

    def add_link(self, from_id: str, to_id: str, *, who: str, why: str) -> Link:
        """A link from a clause to one above it that a person makes; it is confirmed, and kept whatever is linked later."""
        from search.review import added_link

        with self._changing:
            made = added_link(self.store, from_id, to_id, who=who, why=why)
            self.store.add_link(made)
            return self.store.link(made.id)

    def suspects(self) -> tuple[Suspect, ...]:
        """Links to check again, since the upper clause was changed or taken out after they were made or reviewed."""
        from search.review import suspects

        return suspects(self.store)

    def accept(self, clause_id: str, *, who: str, why: str) -> None:
        """Notes that a clause that nothing above asks for is meant to be there; NotFound for an unknown clause."""
        self.store.place(clause_id)
        with self._changing:
            self.store.review_local(clause_id, "confirmed", who=who, why=why)

    def coverage(self, document_id: str, *, below: Sequence[str] = (), holes: bool = False) -> Coverage:
        """A plan's clauses against every plan below it; `below` narrows to some of those, `holes` to what is to be mended."""
        from search.coverage import coverage, narrowed

        whole = self._latest.get(("coverage", document_id, self._stands()), lambda: coverage(self.store, document_id))
        return narrowed(whole, below=below, holes=holes)

    # -- upkeep ----------------------------------------------------------------------------------------------------

    def export(self, out: Path) -> dict[str, int]:
        """Writes the library as JSON lines into a folder; returns how many rows each file has."""
        from search.export import export

        return export(self.store, out)

    def check(self, document_id: str | None = None) -> tuple[Checked, ...]:
        """The account of one document, or of all, and what was odd."""
        return checked(self.store, document_id)

    def backup(self, archive: Path) -> None:
        """Writes everything that can't be made again into one zip file, consistent while others read and write."""
        backups.write(self.store, archive, name=DATABASE)

    @classmethod
    def restore(cls, archive: Path, folder: Path, *, engine: str = "tantivy") -> Library:
        """Makes a library out of a backup in a folder that holds none yet, and opens it; BadLibrary otherwise."""
        backups.unpack(archive, folder, name=DATABASE)
        return cls.open(folder, engine=engine, create=False)

    def catch_up(self) -> None:
        """Does what a crash left undone in indexes and links; at once where nothing was."""
        with self._changing:
            self._derived.follow()

    def prepare(self) -> None:
        """Reads what questions after a change need, at once where nothing changed; from then on no question waits for slips."""
        self._prepared = True
        self.store.facets()
        self.store.known().prepare()
        self.store.vocabulary().prepare()

    def health(self) -> dict[str, Any]:
        """Counts of the library, and what the index is made with; `behind` counts changes that index or links have not seen."""
        counts = self.store.counts()
        made_with = {"engine": self._engine_name, "segmenter": segmenter_name()}
        return {"documents": counts.pop("current"), "rows": counts, **made_with, "behind": self._derived.behind()}

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
