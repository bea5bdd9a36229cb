"""One page of a list, as the faces hand it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_SKIPPED = 10**9
"""More rows than any library has; SQLite and the engines take no number beyond 64 bits."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`rows` of `total` that there are."""

    total: int
    rows: Sequence[T]

    @classmethod
    def cut(cls, rows: Sequence[T], *, limit: int | None = None, offset: int = 0) -> Page[T]:
        """The page of a whole list that begins at `offset` and holds at most `limit` rows."""
        return cls(len(rows), rows[offset : None if limit is None else offset + limit])
