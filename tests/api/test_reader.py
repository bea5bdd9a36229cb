"""Laying out a document: nothing lost, nothing shown twice, highlights from offsets."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.pages.reader import pieces, segments
from api.words import figure, target_line
from ingest.model import Span, Target
from tests.api.conftest import COUNTY
from tests.builders import make_document

DOCUMENT = make_document("河口县技能人才发展规划", COUNTY, region="河口县")


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))))
def test_segments_are_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    made = list(segments(text, marks))
    assert "".join(segment.text for segment in made) == text
    marked = {i for start, end in marks for i in range(start, min(end, len(text)))}
    assert sum(len(segment.text) for segment in made if segment.kinds) == len(marked)


def test_pieces_are_the_document() -> None:
    shown = "".join(segment.text for piece in pieces(DOCUMENT) for line in piece.lines for segment in line)
    assert shown == DOCUMENT.text.replace("\n", "")


def test_pieces_mark_targets_duties_and_citations() -> None:
    found = [segment for piece in pieces(DOCUMENT) for line in piece.lines for segment in line if segment.kinds]
    by_kind = {kind: segment for segment in found for kind in segment.kinds}
    assert by_kind["target"].text == "集体协商建制率达到90%"
    assert "牵头单位：县总工会" in by_kind["duty"].title
    assert by_kind["citation"].text.startswith("《云海省技能人才发展规划》")


def test_figures_as_one_reads_them() -> None:
    def target(op: str, value: float | None, unit: str | None, **more: Any) -> Target:
        return Target("1", Span(0, 1), "指标甲", op, value, unit, **more)

    assert figure(target(">=", 20, "名")) == "≥20名"
    assert figure(target("range", 1, "个", value2=2)) == "1～2个"
    assert figure(target("=", 2.5e8, "元", raw_value="2.5", raw_unit="亿元")) == "2.5亿元"
    assert figure(target("=", None, None)) == ""
    assert target_line(target("<=", 9, "%", deadline=2025)) == "指标甲 ≤9%（2025年）"
