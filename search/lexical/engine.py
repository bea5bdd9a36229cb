"""What an index engine promises. One contract test-suite holds every implementation to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol, TypeVar

from search.lexical.query import Query
from search.model import Filters, LibraryError

Writer = TypeVar("Writer")

WAIT = 60.0
"""Seconds to wait for another process that writes to the same index."""

WEIGHTS = {"text": 1.0, "unit": 0.4, "title": 0.15}
"""Weight of each field that plain words are searched in.

`text` holds a clause under its headings, as a reader has it. Headings as a weighted field of their own are short and put
clauses without a body first: nDCG@10 .48 against .49 on 30 questions about one subject, .78 against .81 on 40 about all.
"""

OF_DOCUMENT = ("title", "number", "region", "doc_type")
"""Fields that all clauses of a document share."""

TEXT_FIELDS = ("text", "heading", "unit", *OF_DOCUMENT)
"""Fields of analyzed text."""

KEYS = ("level", "region", "doc_type", "year", "unit", "has_target", "document")
"""Fields of exact values, to filter by and to count."""

LAYOUT = "rows counts lines simplified"
"""Changes with the form of an index, so that it is made anew."""

COUNTED = 60_000
"""At most so many documents are counted: tantivy counts 65,000 values."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A clause as an index takes it: texts by `TEXT_FIELDS`, exact values by `KEYS` (`has_target` is `1` or `0`)."""

    clause_id: str
    document_id: str
    texts: dict[str, str]
    keys: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """How many clauses match, and one page of `(clause id, score)`, the best first."""

    total: int
    hits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clauses match by document and by unit, both by `number_of` their names: a column of numbers is counted in half
    the time of one of names. Of the units some of the most frequent."""

    documents: dict[int, int]
    units: dict[int, int]


@lru_cache(maxsize=4096)
def number_of(name: str) -> int:
    """A number of 64 bits for a name, always the same."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


class Engine(Protocol):
    """A full-text index in a folder. Nothing is seen by a search before `commit`, and what another process
    commits by an engine that is opened after it. Searches may run in several threads."""

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Adds clauses; a clause that is there already must have been deleted before."""

    def delete(self, document_id: str) -> None:
        """Takes out all clauses of a document; unknown ids are no error."""

    def commit(self) -> None:
        """Makes all additions and deletions durable and visible."""

    def search(self, query: Query, filters: Filters, *, limit: int, offset: int = 0) -> Found:
        """Clauses that match, by BM25 over weighted fields."""

    def counts(self, query: Query, filters: Filters) -> Counts:
        """How many clauses match, by document and by unit."""

    def frequency(self, term: str) -> int:
        """How many clauses hold a term of the analyzer in that field of plain words that has it most often: at once, but what
        was taken out may still count."""

    def close(self) -> None:
        """Frees files and locks; what was not committed is lost."""


def open_engine(name: str, folder: Path) -> Engine:
    """Opens or makes the index `tantivy` or `whoosh` in a folder; ValueError for another name."""
    folder.mkdir(parents=True, exist_ok=True)
    if name == "tantivy":
        from search.lexical.tantivy_engine import TantivyEngine

        return TantivyEngine(folder)
    if name == "whoosh":
        from search.lexical.whoosh_engine import WhooshEngine

        return WhooshEngine(folder)
    raise ValueError(f"no engine {name!r}: tantivy or whoosh")


def patiently(opened: Callable[[], Writer], busy: Callable[[Exception], bool]) -> Writer:
    """A writer as soon as no other process has one; LibraryError after `WAIT` seconds."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return opened()
        except Exception as error:
            if not busy(error):
                raise
            if time.monotonic() > deadline:
                raise LibraryError("另一个进程正在写入这个文件库", "请等它结束后再试") from error
        time.sleep(0.05)


def narrowed(filters: Filters) -> dict[str, tuple[str, ...]]:
    """The filters of exact values that are set, by key; `unit` is a part of a name and searched as a phrase instead."""
    wanted = {
        "level": filters.level,
        "region": filters.region,
        "doc_type": filters.doc_type,
        "year": tuple(map(str, filters.year)),
        "document": filters.document,
        "has_target": () if filters.has_target is None else (str(int(filters.has_target)),),
    }
    return {key: values for key, values in wanted.items() if values}
