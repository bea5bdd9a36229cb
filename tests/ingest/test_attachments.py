"""Labels of attachments apart from the titles behind them, and notes that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.format.attachments import parted
from ingest.format.head import lines_of

SIGNED = "二、加强宣传\n青岚市水务局\n2031年3月12日\n"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"{SIGNED}附件1：节水行动方案\n一、工作目标\n", ["附件1："]),
        ("二、加强宣传\n附：重点工程一览表\n序号\t工程\n1\t水厂\n", ["附："]),
        ("二、加强宣传\n附件：节水行动方案\n青岚市水务局\n2031年3月12日\n", []),
        (f"{SIGNED}附件：节水任务分工表\n扫一扫在手机打开当前页\n", []),
        (f"{SIGNED}附件1：节水任务分工表\n附件2：节水考核办法\n", []),
        (f"{SIGNED}附件：节水任务分工表\n附件\n节水任务分工表\n序号\t任务\n", []),
    ],
)
def test_a_title_behind_a_label(text: str, labels: list[str]) -> None:
    lines = lines_of("一、加强管理\n" + text)
    before = {line.text for line in lines}
    assert [line.text for line in parted(lines, 0) if line.text.startswith("附") and line.text not in before] == labels


@given(st.text(alphabet="附件表：1一、方案。\t\n年月日2031", max_size=120))
def test_the_same_characters_in_the_same_order(text: str) -> None:
    lines = lines_of(text)
    spans = [(line.start, line.end) for line in parted(lines, 0)]
    assert spans == sorted(spans)
    assert "".join(text[start:end] for start, end in spans) == "".join(text[line.start : line.end] for line in lines)


@given(st.text(alphabet="一、方案 \t\u3000\n", max_size=40))
def test_a_line_begins_and_ends_where_its_text_does(text: str) -> None:
    """Places within a line are counted from its start, also of one that a tab leads in."""
    lines = lines_of(text)
    assert [text[line.start :][: len(line.text)] for line in lines] == [line.text for line in lines]
    assert [line.text for line in lines] == [row.strip() for row in text.split("\n") if row.strip()]
