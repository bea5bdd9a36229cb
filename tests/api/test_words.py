"""What a user reads where code and data have names of their own."""

from __future__ import annotations

from datetime import date

import pytest

from api.words import validity


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2021-08-01", "2033-07-31", ""),
        ("2021-08-01", "2023-07-31", "有效期已满（2023-07-31）"),
        ("2032-08-01", "2033-07-31", "2032-08-01 起施行"),
        ("2032-01-01", "2032-01-01", ""),
        (None, "2031-12-31", "有效期已满（2031-12-31）"),
        (None, None, ""),
    ],
)
def test_what_is_no_longer_or_not_yet_in_force_is_told(start: str | None, end: str | None, said: str) -> None:
    assert validity(start, end, date(2032, 1, 1)) == said
