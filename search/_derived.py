"""All that a library derives from its documents (words index, vectors, links), brought up to date after every change."""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from search._index import Derived, VectorIndex, lexical, sync, vectors
from search.lexical.engine import Engine
from search.store import Store

if TYPE_CHECKING:
    from search.dense import Dense

LINKED = "linked"
"""Note of the store: number of the last change whose links were made."""


class Derivations:
    """What is derived from one store; the words index is brought up to date when it is made. `changing` is the lock under which
    the library changes."""

    def __init__(self, folder: Path, engine: str, store: Store, *, changing: RLock) -> None:
        self._folder, self._store, self._changing = folder, store, changing
        self._words = lexical(folder, engine, store)
        self._made_vectors: Derived[VectorIndex] | None = None
        with changing:
            sync(store, self._words)

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
                    made = vectors(self._folder, self._store)
                    sync(self._store, made)
                    self._made_vectors = made
        return self._made_vectors.index.dense

    def follow(self) -> None:
        """Brings index, vectors and links up to date with the store; called under `changing`."""
        made = self._made_vectors or vectors(self._folder, self._store)
        sync(self._store, self._words, made)
        self._made_vectors = made
        if changed := self._store.changes_since(self.linked):
            self._relink([document_id for _, document_id in changed])
            self._store.set_note(LINKED, str(changed[-1][0]))

    def _relink(self, changed: list[str]) -> None:
        from search.link import relink
        from search.review import inherited

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
