"""The account of a document: where every character of its source went.

Each is in the own text of one clause, in one element (title, number, furniture …) or in one named discard (page number,
running head, navigation of a web page, white space). What is in none of them, or in two, is lost or counted twice, and
lowers the coverage below 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.load.loaded import Loaded
from ingest.model import Discard, Document

LOST = "lost"
"""Kind of discard that no rule named."""


@dataclass(frozen=True, slots=True)
class Account:
    """Characters of the source, `size` in all: in clauses, in elements and discards of each kind.

    `coverage` is the share that is in exactly one of them (1.0: nothing lost, nothing twice).
    """

    size: int
    clauses: int
    elements: dict[str, int]
    discards: dict[str, int]
    coverage: float


def account(document: Document) -> Account:
    """The account of one document."""
    own = [(clause.own.start, clause.own.end) for clause in document.clauses]
    elements = [(element.span.start, element.span.end) for element in document.elements]
    kept = [(source, source + length) for _, source, length in document.offsets.runs]
    left = [pair for discard in document.discards if discard.kind != LOST for pair in discard.ranges]
    size = max((end for _, end in kept + [pair for discard in document.discards for pair in discard.ranges]), default=0)
    once = len(document.text) - _once([*own, *elements]), size - _once([*kept, *left])
    return Account(
        size=size,
        clauses=sum(end - start for start, end in own),
        elements=_sizes((element.kind, len(element.span)) for element in document.elements),
        discards=_sizes((discard.kind, discard.size) for discard in document.discards),
        coverage=1 - sum(once) / size if size else 1.0,
    )


def with_left_out(discards: Sequence[Discard], loaded: Loaded) -> tuple[Discard, ...]:
    """The discards of a text with what the reader of its format left out, which the account puts behind the text."""
    ranges = {discard.kind: list(discard.ranges) for discard in discards}
    at = len(loaded.text)
    for kind, text in loaded.left_out:
        ranges.setdefault(kind, []).append((at, at + len(text)))
        at += len(text)
    return tuple(Discard(kind, tuple(ranges[kind])) for kind in sorted(ranges))


def _once(ranges: Iterable[tuple[int, int]]) -> int:
    """Number of offsets that are in exactly one of the ranges."""
    edges = sorted(edge for start, end in ranges if end > start for edge in ((start, 1), (end, -1)))
    depth = at = count = 0
    for offset, step in edges:
        count += (offset - at) * (depth == 1)
        depth, at = depth + step, offset
    return count


def _sizes(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for kind, size in parts:
        sizes[kind] += size
    return dict(sorted(sizes.items()))
