"""The Library: a folder that holds documents and answers questions about them with quoted text and its place.

`library.db` is the truth; the indexes and the links are derived from it and brought up to date after every change. What a crash
left undone is done when the library is opened (the full-text index) or caught up (the rest). A document is added whole or not
at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ingest.model import Document
from ingest.segment import segmenter_name
from search import backups, index, intake
from search.answers import Answers
from search.correcting.corrections import Correction, entries
from search.database.store import Store
from search.derived import Derivations
from search.model import (
    Added,
    BadLibrary,
    DocumentCard,
    Filters,
    Link,
)
from search.unwritable import copied, writable

if TYPE_CHECKING:
    from search.saved import SavedSearches

DATABASE = "library.db"
Progress = Callable[[int, int, str], None]


class Library(Answers):
    """Made by `Library.open`; a context manager. Safe to share between threads; changes are made one at a time.

    `read_only` where nothing can be written in its folder: it answers as ever, and every change is a BadLibrary.
    """

    def __init__(self, folder: Path, engine: str, progress: index.Progress | None = None) -> None:
        self.folder, self._engine_name = folder, engine
        self._copy = None if writable(folder, DATABASE) else copied(folder)
        self.read_only = self._copy is not None
        place = Path(self._copy.name) if self._copy else folder
        self._changing = RLock()
        store = Store(place / DATABASE, read_only=self.read_only)
        super().__init__(store, Derivations(place, engine, store, changing=self._changing, progress=progress))

    @classmethod
    def open(
        cls, folder: Path, *, engine: str = "tantivy", create: bool = True, progress: index.Progress | None = None
    ) -> Library:
        """Opens the library in a folder, or makes one there; BadLibrary where there is none and `create` is False.

        `engine` is `tantivy` or `whoosh`; each keeps an index of its own beside the other's. Where nothing can be written, a
        library is opened for reading. Where the index is made anew, as after an upgrade of the program, `progress` is told how
        many documents are done, of how many: 200,000 clauses take a minute.
        """
        if not (folder / DATABASE).exists() and not create:
            raise BadLibrary(f"{folder} 里没有文件库", "先用 ingest 收录文件，或检查 --library 的路径")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, engine, progress)

    def close(self) -> None:
        """Closes database and index, when the change that is being made is done."""
        with self._changing:
            self._derived.close()
            self.store.close()
            if self._copy:
                self._copy.cleanup()

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

    # -- what people state -----------------------------------------------------------------------------------------

    def correct(self, document_id: str, typed: Mapping[str, str | None], *, who: str, why: str) -> tuple[Correction, ...]:
        """Writes what a person says of a document's elements, units and targets (field -> value as typed; None takes a
        correction back), for good: ingesting or parsing again keeps it. Returns the new entries of the log; LibraryError says
        what is not in its form."""
        with self._changing:
            printed, log = self.store.printed(document_id), self.store.corrections(document_id)
            if made := entries(printed, log, typed, who=who, why=why):
                self._derived.follow(self.store.correct(document_id, made))
        return made

    @property
    def saved(self) -> SavedSearches:
        """Searches kept under a name, and what is new to them."""
        from search.saved import SavedSearches

        def ranked(query: str, filters: Filters, limit: int) -> tuple[str, ...]:
            return self._asking.ranked(query, self._widened(filters), limit)

        return SavedSearches(self.store.saved(), search=self.search, ranked=ranked, cards=self.documents)

    def review(self, link_id: str, status: str, *, who: str, why: str) -> Link:
        """Confirms or rejects a link in a person's name; kept whatever is linked later."""
        from search.links.review import current_stamp

        with self._changing:
            seen = current_stamp(self.store, self.store.link(link_id))
            return self.store.review(link_id, status, who=who, why=why, stamp=seen)

    def add_link(self, from_id: str, to_id: str, *, who: str, why: str) -> Link:
        """A link from a clause to one above it that a person makes; it is confirmed, and kept whatever is linked later."""
        from search.links.review import added_link

        with self._changing:
            made = added_link(self.store, from_id, to_id, who=who, why=why)
            self.store.add_link(made)
            return self.store.link(made.id)

    def accept(self, clause_id: str, *, who: str, why: str) -> None:
        """Notes that a clause that nothing above asks for is meant to be there; NotFound for an unknown clause."""
        self.store.place(clause_id)
        with self._changing:
            self.store.review_local(clause_id, "confirmed", who=who, why=why)

    # -- upkeep ----------------------------------------------------------------------------------------------------

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
            if not self.read_only:
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
        told = {"documents": counts.pop("current"), "rows": counts, "read_only": self.read_only}
        return {**told, **made_with, "behind": self._derived.behind()}
