"""Many documents -> answers: search, owners, trace, align. The contract is `Library` with the types it returns."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Before numpy is loaded: the products of a search are so small that threads of its library only wait for one another, and for
# those of other searches (200,000 clauses: 11 ms alone, 24 ms with two threads on a busy machine).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from search.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> Any:
    """`Library` on first use: importing a type of `search.model` loads no database."""
    if name == "Library":
        from search.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
