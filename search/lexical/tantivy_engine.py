"""The default engine: tantivy, fed with our own tokens, ordinal positions and character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur
from tantivy import Query as TantivyQuery

from ingest.segment import BREAK, FILLER, laid
from search.lexical.engine import (
    COUNTED,
    KEYS,
    OF_DOCUMENT,
    TEXT_FIELDS,
    WEIGHTS,
    Counts,
    Found,
    IndexRow,
    narrowed,
    number_of,
    patiently,
)
from search.lexical.query import WORDS, Bool, Everything, Exact, Phrase, Prefix, Query, Term, phrase
from search.model import Filters

HEAP = 64_000_000
UNITS = 50
TERMS = "terms"
"""Name of the tokenizer that takes terms parted by blanks; it leaves `FILLER` out and keeps its position."""


NUMBERED = ("document", "unit")
"""Keys that are counted."""


class TantivyEngine:
    """Implements `Engine`. The folder's write lock is held from the first change to `commit`."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        parted = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        self._index.register_tokenizer(TERMS, parted.filter(tantivy.Filter.custom_stopword([FILLER])).build())
        self._writer: tantivy.IndexWriter | None = None
        self._remember()

    def add(self, rows: Iterable[IndexRow]) -> None:
        writer = self._writing()
        for row in rows:
            writer.add_document(_document(row))

    def delete(self, document_id: str) -> None:
        self._writing().delete_documents_by_term("k_document", document_id)

    def commit(self) -> None:
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
        self._index.reload()
        self._remember()

    def search(self, query: Query, filters: Filters, *, limit: int, offset: int = 0) -> Found:
        searcher: Any = self._index.searcher()
        result = searcher.search(self._filtered(query, filters), limit=max(limit, 1), offset=offset)
        hits = ((searcher.doc(address).get_first("clause"), score) for score, address in result.hits[:limit])
        return Found(result.count, tuple(hits))

    def counts(self, query: Query, filters: Filters) -> Counts:
        sizes = {"document": {"size": COUNTED, "segment_size": COUNTED}, "unit": {"size": UNITS, "segment_size": 2 * UNITS}}
        wanted = {name: {"terms": {"field": f"n_{name}", **size}} for name, size in sizes.items()}
        found = self._index.searcher().aggregate(self._filtered(query, filters), wanted)
        documents, units = ({b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in sizes)
        return Counts(documents, units)

    def frequency(self, term: str) -> int:
        return max(self._held(field, term) for field in WORDS)

    def _remember(self) -> None:
        """Begins to keep what the index as it now stands is asked again: a search under way fills the caches of before."""
        self._once = lru_cache(maxsize=16)(self._built)  # what is searched for is counted next
        self._held = lru_cache(maxsize=4096)(self._looked_up)

    def _looked_up(self, field: str, term: str) -> int:
        """How many clauses have a term in a field."""
        return int(self._index.searcher().doc_freq(field, term))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.rollback()
            self._writer = None

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            opened = partial(self._index.writer, heap_size=HEAP, num_threads=1)
            self._writer = patiently(opened, lambda error: "LockBusy" in str(error))
        return self._writer

    def _filtered(self, query: Query, filters: Filters) -> TantivyQuery:
        wishes = [self._keys(key, values) for key, values in narrowed(filters).items()]
        if filters.unit:
            wishes.append(self._any([self._built(phrase(name, ("unit",))) for name in filters.unit]))
        if not wishes:
            return self._once(query)
        unscored = [TantivyQuery.const_score_query(wish, 0.0) for wish in wishes]
        return TantivyQuery.boolean_query([(Occur.Must, part) for part in (self._once(query), *unscored)])

    def _keys(self, key: str, values: Sequence[str]) -> TantivyQuery:
        if len(values) == 1:  # its list is gone through, a set of terms is made into a table of all clauses first
            return TantivyQuery.term_query(self._schema, f"k_{key}", values[0], "basic")
        return TantivyQuery.term_set_query(self._schema, f"k_{key}", list(values))

    def _any(self, parts: Sequence[TantivyQuery]) -> TantivyQuery:
        return TantivyQuery.boolean_query([(Occur.Should, part) for part in parts])

    def _built(self, query: Query) -> TantivyQuery:
        """Our tree -> tantivy's."""
        match query:
            case Term(fields, text, weight):
                return self._weighted(fields, weight, lambda f: TantivyQuery.term_query(self._schema, f, text, "freq"))
            case Phrase(fields, terms):
                return self._weighted(fields, 1.0, lambda f: TantivyQuery.phrase_query(self._schema, f, list(terms)))
            case Prefix(fields, text):
                pattern = re.escape(text) + ".*"
                return self._weighted(fields, 1.0, lambda f: TantivyQuery.regex_query(self._schema, f, pattern))
            case Exact(key, values):
                return TantivyQuery.const_score_query(self._keys(key, values), 0.0)
            case Everything():
                return TantivyQuery.all_query()
            case Bool():
                return self._bool(query)

    def _weighted(self, fields: Sequence[str], weight: float, made: Any) -> TantivyQuery:
        parts = [TantivyQuery.boost_query(made(field), weight * WEIGHTS.get(field, 1.0)) for field in fields]
        return parts[0] if len(parts) == 1 else self._any(parts)

    def _bool(self, query: Bool) -> TantivyQuery:
        wanted = [(Occur.Must, part) for part in query.must] + [(Occur.Should, part) for part in query.should]
        parts = [(occur, built) for occur, part in wanted for built in self._flat(occur, part)]
        if not parts:
            return TantivyQuery.empty_query()
        return TantivyQuery.boolean_query(parts + [(Occur.MustNot, self._built(part)) for part in query.never])

    def _flat(self, occur: Occur, part: Query) -> list[TantivyQuery]:
        """A part of a query; a word that is one of several wishes as a wish for each field: the same sum, sooner."""
        if occur is Occur.Should and isinstance(part, Term):
            held = (field for field in part.fields if self._held(field, part.text))
            return [self._built(Term((field,), part.text, part.weight)) for field in held]
        return [self._built(part)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("clause", stored=True, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=TERMS, index_option="position")
    for name in KEYS:
        builder.add_text_field(f"k_{name}", tokenizer_name="raw", index_option="basic")
    for name in NUMBERED:
        builder.add_unsigned_field(f"n_{name}", fast=True)
    return builder.build()


def _document(row: IndexRow) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("clause", row.clause_id)
    for name, text in row.texts.items():
        made.add_text(name, _shared(text) if name in OF_DOCUMENT else _terms(text))
    for key, values in row.keys.items():
        for value in values:
            made.add_text(f"k_{key}", value)
    for key in NUMBERED:
        for value in row.keys.get(key, ()):
            made.add_unsigned(f"n_{key}", number_of(value))
    return made


def _terms(text: str) -> str:
    """The terms of a text parted by blanks: first those in a row, then the others, each by itself so that none of them makes a
    phrase with the next. Tokens of our own making would take five times as long to hand over."""
    lines = [laid(line) for line in text.split("\n")]
    return BREAK.join([*(row for row, _ in lines if row), *(rest for _, rest in lines if rest)])


_shared = lru_cache(maxsize=64)(_terms)
"""For texts that all clauses of a document have in common."""
