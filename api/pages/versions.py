"""Two versions of a document: which clauses changed, and inside each the words that were put in and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from ingest.model import Clause, Document
from ingest.segment import words

SAME_CLAUSE = 50.0
"""Percent of likeness from which on two clauses in the same stretch are one that was reworded."""
CHANCE = 2
"""A shorter run of equal characters between two changes is chance, and belongs to them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of text. `kind`: '' in both versions, `ins` only in the newer, `del` only in the older."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that was changed, put in (`older` None) or taken out (`newer` None), as one text with both wordings."""

    older: Clause | None
    newer: Clause | None
    edits: tuple[Edit, ...]


def changes(older: Document, newer: Document) -> tuple[Change, ...]:
    """Where two versions differ, in order. A clause is compared by its marker, heading and own text."""
    before, after = ([document.quote(clause.own).strip() for clause in document.clauses] for document in (older, newer))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    made = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            for i, j in _paired(before[a:b], after[c:d]):
                old, new = (None if i is None else a + i), (None if j is None else c + j)
                texts = ("" if old is None else before[old], "" if new is None else after[new])
                clauses = (None if old is None else older.clauses[old], None if new is None else newer.clauses[new])
                made.append(Change(*clauses, edits(*texts)))
    return tuple(made)


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """One text with both wordings: what is not `ins` is the older text, what is not `del` the newer one."""
    old, new = _tokens(before), _tokens(after)
    made: list[Edit] = []
    a = c = 0
    for block in [*_blocks(old, new), (len(old), len(new), 0)]:
        i, j, size = block
        made += [Edit("".join(old[a:i]), "del"), Edit("".join(new[c:j]), "ins"), Edit("".join(old[i : i + size]), "")]
        a, c = i + size, j + size
    return tuple(edit for edit in made if edit.text)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal tokens `(in old, in new, length)`; inside the text those that are long enough to be no chance."""
    for block in Indel.opcodes(old, new).as_matching_blocks():
        end = (block.a + block.size, block.b + block.size)
        at_edge = (block.a, block.b) == (0, 0) or end == (len(old), len(new))
        if block.size and (at_edge or len("".join(old[block.a : end[0]])) >= CHANCE):
            yield block.a, block.b, block.size


def _tokens(text: str) -> list[str]:
    """Words, and what stands between them character by character; together they are the text. No word within a word."""
    made: list[str] = []
    at = 0
    for _, start, end in sorted(words(text), key=lambda word: (word[1], -word[2])):
        if start >= at:
            made += [*text[at:start], text[start:end]]
            at = end
    return [*made, *text[at:]]


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Clauses of a changed stretch side by side, in order: each newer one with the most like of the older ones still free."""
    free = 0
    for j, text in enumerate(after):
        like, i = max(((fuzz.ratio(before[i], text), -i) for i in range(free, len(before))), default=(0.0, 0))
        if like < SAME_CLAUSE:
            yield None, j
            continue
        yield from ((gone, None) for gone in range(free, -i))
        yield -i, j
        free = 1 - i
    yield from ((gone, None) for gone in range(free, len(before)))
