"""A service makes its library ready by itself, and its thread ends with it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api import readying
from api.readying import Readying
from search.library import Library
from tests.builders import data_of, make_document


def soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def readyings() -> int:
    """The threads of that name; other tests may have a service at work."""
    return sum(thread.name == "readying" for thread in threading.enumerate())


def test_a_library_is_made_ready_after_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readying, "EVERY", 0.01)
    before = readyings()
    with Library.open(tmp_path) as library, Readying(library):
        assert readyings() == before + 1
        assert soon(lambda: library.store.vocabulary().ready)
        library.add(document := make_document("青河县技能计划", "一、|技能津贴|设立技能津贴。"), data_of(document))
        assert soon(lambda: library.search("记能津贴").meant == ("技能津贴",))
    assert readyings() == before


def test_what_a_crash_left_undone_is_done_at_the_start(tmp_path: Path) -> None:
    upper = make_document(
        "云岭省技能规划", "一、|技能津贴|设立技能津贴。", level="provincial", region="云岭省", doc_type="规划"
    )
    lower = make_document(
        "青河县技能规划",
        "一、|技能津贴|落实《云岭省技能规划》，设立技能津贴。",
        level="county",
        region="青河县",
        doc_type="规划",
    )
    with Library.open(tmp_path) as library:
        for document in (upper, lower):
            library.store.put(document, data_of(document))  # and then the process ends
    with Library.open(tmp_path) as library:
        assert library.health()["behind"] == {"index": 0, "links": 2}
        with Readying(library):
            assert soon(lambda: library.health()["behind"]["links"] == 0)
        assert library.trace(f"{lower.id}#1").steps


def test_what_fails_is_told_once_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def fail() -> None:
        tried.append(1)
        raise OSError("disk")

    monkeypatch.setattr(readying, "EVERY", 0.01)
    with Library.open(tmp_path) as library, caplog.at_level(logging.ERROR):
        monkeypatch.setattr(library, "prepare", fail)
        with Readying(library):
            assert soon(lambda: len(tried) > 2)
    assert caplog.text.count("could not be made ready") == 1
