"""The time as it is kept."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """ISO 8601, UTC, with microseconds: as texts, times so written are in the order of time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
