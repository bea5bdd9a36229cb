"""What a user reads where code and data have names of their own."""

from __future__ import annotations

import time
from datetime import date

import pytest

from api.words import called, local, validity
from search.model import Place, Quote


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


@pytest.mark.parametrize(
    ("labels", "text", "name"),
    [
        (("二、任务", "3."), "3.修缮沟渠，清理淤泥。每年一次。", "二、任务 › 3.修缮沟渠，清理淤泥"),
        (("（一）修缮沟渠",), "（一）修缮沟渠。清理淤泥。", "（一）修缮沟渠"),
        (("一是",), "一是修缮沟渠。", "一是修缮沟渠"),
        (("第五条",), "第五条 沟渠由村集体看护。", "第五条沟渠由村集体看护"),
        (("沟渠由村集体看护",), "沟渠由村集体看护", "沟渠由村集体看护"),
        ((), "沟渠由村集体看护", "溪源县沟渠方案"),
    ],
)
def test_a_clause_without_a_heading_is_called_by_how_it_begins(labels: tuple[str, ...], text: str, name: str) -> None:
    place = Place("a#1", "a", "溪源县沟渠方案", None, None, None, labels)
    assert called(Quote("a#1", place, text)) == name


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock of this system is not set by a variable")
@pytest.mark.parametrize(("zone", "shown"), [("Asia/Shanghai", "2031-03-02 04:30"), ("UTC", "2031-03-01 20:30")])
def test_a_time_is_shown_by_the_clock_of_the_machine(zone: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        assert local("2031-03-01T20:30:15.000001+00:00") == shown
    time.tzset()
