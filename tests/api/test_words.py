"""What a user reads where code and data have names of their own."""

from __future__ import annotations

import time
from datetime import date

import pytest

from api.words import local, validity


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


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock of this system is not set by a variable")
@pytest.mark.parametrize(("zone", "shown"), [("Asia/Shanghai", "2031-03-02 04:30"), ("UTC", "2031-03-01 20:30")])
def test_a_time_is_shown_by_the_clock_of_the_machine(zone: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        assert local("2031-03-01T20:30:15.000001+00:00") == shown
    time.tzset()
