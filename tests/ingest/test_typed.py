"""Headings without a number in PDF and OFD: known by their type where it leaves no doubt, and rows that only look like them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ingest import Document
from ingest.account import account
from tests.ingest.typed_pages import BODY, TITLE, Line, as_ofd, as_pdf


def told(document: Document) -> list[str]:
    assert account(document).coverage == 1
    return [f"{clause.eid} {clause.heading or ''}".strip() for clause in document.clauses]


@pytest.fixture(params=[as_pdf, as_ofd], ids=["pdf", "ofd"])
def printed(request: pytest.FixtureRequest) -> Callable[[Sequence[Line]], Document]:
    made: Callable[[Sequence[Line]], Document] = request.param
    return made


@pytest.mark.parametrize("kind", ["bold", "large"])
def test_headings_in_another_type(printed: Callable[[Sequence[Line]], Document], kind: str) -> None:
    lines = [*TITLE, (kind, "改造老旧管网"), ("body", BODY), ("body", BODY), (kind, "加强水质监测"), ("body", "每月检测四次。")]
    read = printed(lines)
    assert told(read) == ["0", "1 改造老旧管网", "2 加强水质监测"]
    assert read.work.title == "溪源县城镇节水工作方案"


@pytest.mark.parametrize("kind", ["bold", "large"])
def test_a_heading_right_below_the_title(printed: Callable[[Sequence[Line]], Document], kind: str) -> None:
    read = printed([TITLE[0], (kind, "改造老旧管网"), ("body", BODY), ("body", BODY), (kind, "加强水质监测"), ("body", BODY)])
    assert told(read) == ["1 改造老旧管网", "2 加强水质监测"]
    assert read.work.title == "溪源县城镇节水工作方案"


@pytest.mark.parametrize(
    "lines",
    [
        [("bold", "改造老旧管网，保障城乡供水安全，全面提升城镇供水能力。"), ("body", BODY)] * 2,
        [("bold", "重点工程布局示意图"), ("body", BODY), ("bold", "重点工程投资安排表"), ("body", BODY)],
        [("bold", "改造老旧管网"), ("bold", "提升供水能力"), ("body", BODY)] * 2,
        [("bold", "溪源县水务局"), ("body", BODY)] * 2,
        [("bold", "改造老旧管网"), ("body", BODY), ("body", BODY)],
        [("bold", "改造老旧管网"), ("right", "2031年3月12日")] * 2,
    ],
    ids=["bold sentences", "captions", "over two rows", "names of organs", "once only", "above a date"],
)
def test_what_only_looks_like_a_heading(printed: Callable[[Sequence[Line]], Document], lines: list[Line]) -> None:
    assert all(clause.kind != "section" for clause in printed([*TITLE, *lines]).clauses)


def test_the_type_of_numbered_headings_is_theirs(printed: Callable[[Sequence[Line]], Document]) -> None:
    lines = [
        ("bold", "一、改造老旧管网"),
        ("body", BODY),
        ("bold", "附则说明"),
        ("body", BODY),
        ("bold", "其他事项"),
        ("body", BODY),
    ]
    assert told(printed([*TITLE, *lines])) == ["0", "1 改造老旧管网"]


def test_headings_below_a_numbered_one(printed: Callable[[Sequence[Line]], Document]) -> None:
    lines = [("large", "一、重点任务"), ("bold", "改造老旧管网"), ("body", BODY), ("bold", "加强水质监测"), ("body", BODY)]
    assert told(printed([*TITLE, *lines])) == ["0", "1 重点任务", "1.1 改造老旧管网", "1.2 加强水质监测"]
