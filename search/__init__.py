"""Many documents -> answers: search, owners, trace, align. The contract is `Library` and the types of `search.model`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> Any:
    """`Library` on first use: importing a type of `search.model` loads no database."""
    if name == "Library":
        from search.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
