"""How many of the clauses that match lie at each level, in each region …: counts by document, told by what documents are.

An index counts clauses by document, one column; what a document is need not be counted a clause at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.database.indexed import years_of
from search.lexical.engine import Counts, number_of
from search.model import DocumentCard

VALUES = 50
"""Most values of a facet, the most frequent."""

Facet = tuple[tuple[str, int], ...]
Places = npt.NDArray[np.int64]

_VALUES: dict[str, Callable[[DocumentCard], Iterable[str | None]]] = {
    "level": lambda card: (card.level,),
    "region": lambda card: (card.region,),
    "doc_type": lambda card: (card.doc_type,),
    "year": lambda card: years_of(card),
}


@dataclass(frozen=True, eq=False)
class _Column:
    """`names` in order; pairs of a document's place and the place of a name that it has."""

    names: tuple[str, ...]
    documents: Places
    values: Places

    @classmethod
    def of(cls, held: Sequence[Iterable[str | None]]) -> _Column:
        pairs = [(place, name) for place, names in enumerate(held) for name in names if name]
        order = {name: n for n, name in enumerate(sorted({name for _, name in pairs}))}
        numbers = np.array([(place, order[name]) for place, name in pairs], np.int64).reshape(-1, 2)
        return cls(tuple(order), numbers[:, 0], numbers[:, 1])

    def counted(self, clauses: Places) -> Facet:
        """Value and clauses, the most frequent first; `clauses`: how many each document has."""
        totals = np.bincount(self.values, weights=clauses[self.documents], minlength=len(self.names))
        best = np.argsort(-totals, kind="stable")[:VALUES]
        counted = zip(best.tolist(), totals[best].tolist(), strict=True)
        return tuple((self.names[n], int(count)) for n, count in counted if count)


class Facets:
    """What the documents and units of a library are, ready to count by."""

    def __init__(self, cards: Sequence[DocumentCard], units: Iterable[str]) -> None:
        numbers = np.array([number_of(card.id) for card in cards], np.uint64)
        self._order = np.argsort(numbers)
        self._numbers = numbers[self._order]
        self._columns = {name: _Column.of([values(card) for card in cards]) for name, values in _VALUES.items()}
        self._units = {number_of(unit): unit for unit in units}

    def counted(self, counts: Counts) -> dict[str, Facet]:
        """`level`, `region`, `doc_type`, `year` and `unit` -> (value, clauses), the most frequent first."""
        clauses = self._clauses(counts.documents)
        named = [(self._units[unit], count) for unit, count in counts.units.items() if unit in self._units]
        made = {name: column.counted(clauses) for name, column in self._columns.items()}
        return made | {"unit": tuple(sorted(named, key=lambda row: (-row[1], row[0]))[:VALUES])}

    def _clauses(self, counted: Mapping[int, int]) -> Places:
        """How many clauses each document has, in the order of the cards; without those taken out since."""
        clauses = np.zeros(len(self._order), np.int64)
        if len(clauses):
            held = np.fromiter(counted, np.uint64, len(counted))
            at = np.searchsorted(self._numbers, held)
            known = self._numbers.take(at, mode="clip") == held
            clauses[self._order[at[known]]] = np.fromiter(counted.values(), np.int64, len(counted))[known]
        return clauses
