"""All that a library derives from its documents (words index, vectors, links), brought up to date after every change."""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from search.database.store import Restated, Store
from search.index import Derived, Progress, VectorIndex, lexical, sync, vectors
from search.lexical.engine import Engine

if TYPE_CHECKING:
    from search.meaning.dense import Dense

LINKED = "linked"
"""Note of the store: number of the last change whose links were made."""


class _Vectors(NamedTuple):
    """The vectors of a model, with what tells that it is the one chosen."""

    choice: object
    derived: Derived[VectorIndex]


class Derivations:
    """What is derived from one store; the words index is brought up to date when it is made. `changing` is the lock under which
    the library changes; `progress` is told of an index that is made anew."""

    def __init__(self, folder: Path, engine: str, store: Store, *, changing: RLock, progress: Progress | None = None) -> None:
        self._folder, self._store, self._changing = folder, store, changing
        self._words = lexical(folder, engine, store)
        self._made_vectors: _Vectors | None = None
        self._waiting: _Vectors | None = None
        with changing:
            sync(store, self._words, progress=progress)

    @property
    def engine(self) -> Engine:
        """The words index as it is now."""
        return self._words.index.engine

    @property
    def dense(self) -> Dense:
        """The vectors, brought up to date when they are first needed: numpy is not loaded before. No `cached_property`: its own
        lock, taken before that of changes by one who asks and after it by one who adds, stops both for ever."""
        if self._made_vectors is None:
            with self._changing:
                if self._made_vectors is None:
                    made = self._chosen()
                    sync(self._store, made.derived)
                    self._made_vectors = made
        elif self._made_vectors.choice != (choice := _choice(self._folder)):
            self._exchange(choice)
        return self._made_vectors.derived.index.dense

    def _chosen(self) -> _Vectors:
        """The vectors of the model in use; called under `changing`."""
        choice, held = _choice(self._folder), self._made_vectors
        return held if held and held.choice == choice else _Vectors(choice, vectors(self._folder, self._store))

    def _exchange(self, choice: object) -> None:
        """Goes over to the vectors of another model, which another process took into use, as soon as it has made them."""
        waiting = self._waiting
        if waiting is None or waiting.choice != choice:
            waiting = self._waiting = _Vectors(choice, vectors(self._folder, self._store))
        if not waiting.derived.behind():
            self._made_vectors = waiting

    def follow(self, restated: Restated | None = None) -> None:
        """Brings index, vectors and links up to date with the store; called under `changing`. What a correction leaves as it is
        is not made again."""
        made = self._chosen()
        if restated:
            made.derived.pass_over(restated.before, restated.last)
        sync(self._store, self._words, made.derived)
        self._made_vectors = made
        if not restated or restated.links or not self._linked_over(restated):
            self._link()

    def _linked_over(self, restated: Restated) -> bool:
        """Notes changes that no link rests on as linked; nothing, and False, where others before them still wait for it."""
        noted = self._store.note(LINKED)
        return int(noted or 0) >= restated.before and self._store.exchange_note(LINKED, noted, str(restated.last))

    def _link(self) -> None:
        """Links what changed; again where another process did so meanwhile: neither may have seen what the other wrote."""
        noted = self._store.note(LINKED)
        before = int(noted or 0)
        while changed := self._store.changes_since(before):
            self._relink([document_id for _, document_id in changed])
            if self._store.exchange_note(LINKED, noted, str(changed[-1][0])):
                return
            noted = self._store.note(LINKED)

    def _relink(self, changed: list[str]) -> None:
        from search.links.link import relink
        from search.links.review import inherited

        for document_id, links, compared in relink(self._store, sorted(self._store.current(changed))):
            self._store.put_links(document_id, inherited(self._store, document_id, links), compared)

    @property
    def linked(self) -> int:
        """Number of the last change whose links were made."""
        return int(self._store.note(LINKED) or 0)

    def behind(self) -> dict[str, int]:
        """How many changed documents the index and the links have not seen."""
        return {"index": self._words.behind(), "links": len(self._store.changes_since(self.linked))}

    def close(self) -> None:
        """Closes the words index."""
        self._words.close()


def _choice(folder: Path) -> object:
    from search.meaning.chosen_model import choice  # numpy

    return choice(folder)
