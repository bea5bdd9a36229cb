"""The second engine: Whoosh (whoosh-reloaded), pure Python, the same contract as the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, scoring
from whoosh.analysis import Analyzer, Token
from whoosh.query.spans import SpanNear

from ingest.segment import analyze
from search.lexical.engine import KEYS, TEXT_FIELDS, WEIGHTS, Counts, Found, IndexRow, narrowed, number_of, patiently
from search.lexical.query import WORDS, Bool, Everything, Exact, Phrase, Prefix, Query, Term, phrase
from search.model import Filters

SEPARATOR = "\x1f"
"""Parts the values of a key in the index."""


class TermAnalyzer(Analyzer):  # type: ignore[misc]
    """The analyzer of the project as Whoosh calls it."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token(positions=True, chars=True)
        for token.text, token.pos, token.startchar, token.endchar in analyze(value):
            token.boost = 1.0
            yield token


class KeyAnalyzer(Analyzer):  # type: ignore[misc]
    """Whole values, parted by `SEPARATOR`."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token()
        for token.text in value.split(SEPARATOR):
            token.boost = 1.0
            yield token


class Near(SpanNear):  # type: ignore[misc]
    """Whoosh's `SpanNear` says no size, without which it can't stand in an `And`."""

    def estimate_size(self, reader: Any) -> int:
        return min(int(part.estimate_size(reader)) for part in (self.a, self.b))

    def estimate_min_size(self, reader: Any) -> int:
        return 0


class WhooshEngine:
    """Implements `Engine`. The folder's write lock is held from the first change to `commit`."""

    def __init__(self, folder: Path) -> None:
        path = str(folder)
        self._index = index.open_dir(path) if index.exists_in(path) else index.create_in(path, _schema())
        self._writer: Any = None

    def add(self, rows: Iterable[IndexRow]) -> None:
        writer = self._writing()
        for row in rows:
            writer.add_document(**_fields(row))

    def delete(self, document_id: str) -> None:
        self._writing().delete_by_term("k_document", document_id)

    def commit(self) -> None:
        if self._writer is not None:
            self._writer.commit()
            self._writer = None

    def search(self, query: Query, filters: Filters, *, limit: int, offset: int = 0) -> Found:
        with self._index.searcher(weighting=scoring.BM25F()) as searcher:
            # optimize=False: skipping by block quality trips over phrases inside a filter (whoosh/matching/binary.py)
            results = searcher.search(_filtered(query, filters), limit=limit + offset or 1, optimize=False)
            hits = [(hit["clause"], float(hit.score)) for hit in results[offset : offset + limit]]
            return Found(len(results), tuple(hits))

    def counts(self, query: Query, filters: Filters) -> Counts:
        documents, units = Counter[int](), Counter[int]()
        with self._index.searcher() as searcher:
            for number in searcher.docs_for_query(_filtered(query, filters)):
                keys = searcher.stored_fields(number)["keys"]
                documents.update(map(number_of, keys.get("document", ())))
                units.update(map(number_of, keys.get("unit", ())))
        return Counts(documents, units)

    def frequency(self, term: str) -> int:
        with self._index.reader() as reader:
            return max(int(reader.doc_frequency(field, term)) for field in WORDS)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        self._index.close()

    def _writing(self) -> Any:
        if self._writer is None:
            self._writer = patiently(lambda: self._index.writer(limitmb=64), lambda error: isinstance(error, index.LockError))
        return self._writer


def _schema() -> fields.Schema:
    texts = {name: fields.TEXT(analyzer=TermAnalyzer(), phrase=True, chars=False) for name in TEXT_FIELDS}
    keys = {f"k_{name}": fields.KEYWORD() for name in KEYS}
    for field in keys.values():
        field.analyzer = KeyAnalyzer()
    return fields.Schema(clause=fields.STORED(), keys=fields.STORED(), **texts, **keys)


def _fields(row: IndexRow) -> dict[str, Any]:
    keys = {f"k_{name}": SEPARATOR.join(values) for name, values in row.keys.items() if values}
    texts = {name: text for name, text in row.texts.items() if text}
    return {"clause": row.clause_id, "keys": row.keys, **texts, **keys}


def _filtered(wanted: Query, filters: Filters) -> query.Query:
    wishes = [_keys(key, values) for key, values in narrowed(filters).items()]
    if filters.unit:
        wishes.append(query.Or([_built(phrase(name, ("unit",))) for name in filters.unit]))
    return query.Require(_built(wanted), query.And(wishes)) if wishes else _built(wanted)


def _keys(key: str, values: Sequence[str]) -> query.Query:
    return query.Or([query.Term(f"k_{key}", value) for value in values])


def _built(wanted: Query) -> query.Query:
    """Our tree -> Whoosh's."""
    match wanted:
        case Term(names, text, weight):
            return _any(names, lambda name, boost: query.Term(name, text, boost=boost * weight))
        case Phrase(names, terms):
            return _any(names, lambda name, boost: _near(name, terms))
        case Prefix(names, text):
            return _any(names, lambda name, boost: query.Prefix(name, text))
        case Exact(key, values):
            return query.ConstantScoreQuery(_keys(key, values))
        case Everything():
            return query.Every()
        case Bool():
            return _bool(wanted)


def _any(names: Sequence[str], made: Callable[[str, float], query.Query]) -> query.Query:
    parts = [made(name, WEIGHTS.get(name, 1.0)) for name in names]
    return parts[0] if len(parts) == 1 else query.Or(parts)


def _near(name: str, terms: Sequence[tuple[int, str]]) -> query.Query:
    """Terms at exactly their distances (Whoosh's own Phrase knows one slop for all)."""
    made = query.Term(name, terms[0][1])
    for (before, _), (position, text) in pairwise(terms):
        made = Near(made, query.Term(name, text), slop=position - before, mindist=position - before)
    return made


def _bool(wanted: Bool) -> query.Query:
    must, should = query.And([*map(_built, wanted.must)]), query.Or([*map(_built, wanted.should)])
    if not wanted.must and not wanted.should:
        return query.NullQuery
    made = query.AndMaybe(must, should) if wanted.must and wanted.should else must if wanted.must else should
    return query.AndNot(made, query.Or([_built(part) for part in wanted.never])) if wanted.never else made
