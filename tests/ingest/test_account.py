"""Every character of a source is accounted for once, by name."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Document, parse
from ingest.account import account
from ingest.model import Discard
from ingest.text import canonical

PLAN = "溪源县节水方案\n一、总体要求\n坚持节水优先。\n二、任务\n更新管网。\n"
PAGED = "".join(f"溪源县水务简讯\n第{n}页的话写在这里，讲第{n}件事。\n又一段话。\n— {n} —\n\f" for n in range(1, 5))


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        pytest.param("一、总体要求\n坚持节水优先。\n\n\n", {"space": 3}, id="line breaks"),
        pytest.param("节\u200b水\ufeff优先。", {"invisible": 2}, id="zero-width characters"),
        pytest.param("## 节水\n**优先**。", {"markup": 6, "space": 1}, id="Markdown marks"),
        pytest.param("加强节水宣传工作\n加强节水宣传工作\n好。", {"doubled": 8, "space": 1}, id="a heading drawn twice"),
        pytest.param("一 、 节 水一 、 节 水", {"doubled": 4, "space": 6}, id="a heading doubled in its line"),
        pytest.param("甲。\n- 12 -\n乙。", {"page-number": 6, "space": 1}, id="page number"),
        pytest.param(PAGED, {"running-head": 21, "page-number": 20, "space": 12}, id="running heads"),
    ],
)
def test_discards_are_named(raw: str, kinds: dict[str, int]) -> None:
    assert {discard.kind: discard.size for discard in canonical(raw).discards} == kinds


def test_a_running_head_stays_where_it_stands_first() -> None:
    text = canonical(PAGED).text
    assert text.count("溪源县水务简讯") == 1 and all(f"讲第{n}件事" in text for n in range(1, 5))


@given(st.text(alphabet="一、（）1.。，；：\n \u3000\t\f\xa0A9国务院⼯⻔《》#>*—-第页\u200b\ufeff", max_size=200))
def test_text_and_discards_partition_the_source(raw: str) -> None:
    shape = canonical(raw)
    ranges = sorted(
        [(source, source + length) for _, source, length in shape.offsets.runs]
        + [pair for discard in shape.discards for pair in discard.ranges]
    )
    at = 0
    for start, end in ranges:
        assert start == at
        at = end
    assert at == len(raw)
    assert "lost" not in {discard.kind for discard in shape.discards}


def test_account_adds_up() -> None:
    parsed = parse(PLAN.encode(), path="方案.txt")
    made = account(parsed)
    assert made.coverage == 1
    assert made.size == len(PLAN) == made.clauses + sum(made.elements.values()) + sum(made.discards.values())
    assert made.elements["title"] == 7


def test_what_is_lost_or_twice_lowers_the_coverage() -> None:
    parsed = parse(PLAN.encode(), path="方案.txt")
    lost = replace(parsed, clauses=parsed.clauses[:-1])
    twice = replace(parsed, elements=(*parsed.elements, parsed.elements[0]))
    unnamed = replace(parsed, discards=(Discard("lost", tuple(p for d in parsed.discards for p in d.ranges)),))
    assert all(account(document).coverage < 1 for document in (lost, twice, unnamed))


def test_discards_survive_json() -> None:
    parsed = parse(PAGED.encode(), path="简讯.txt")
    assert len(parsed.discards) == 3
    assert Document.from_dict(json.loads(json.dumps(parsed.to_dict()))) == parsed
