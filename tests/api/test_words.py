"""What a user reads where code and data have names of their own."""

from __future__ import annotations

from datetime import date

import pytest

from api.words import in_force


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2031-08-01", "2033-07-31", "2031-08-01 起施行，有效期至 2033-07-31"),
        ("2021-08-01", "2023-07-31", "2021-08-01 起施行，有效期至 2023-07-31（已届满）"),
        ("2031-08-01", None, "2031-08-01 起施行"),
        (None, "2032-01-01", "有效期至 2032-01-01"),
        (None, None, ""),
    ],
)
def test_from_when_to_when_a_document_holds(start: str | None, end: str | None, said: str) -> None:
    assert in_force(start, end, date(2032, 1, 1)) == said
