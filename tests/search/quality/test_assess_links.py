from __future__ import annotations

import pytest

from search.quality.assess_links import LinkScore, assess_links
from tests.builders import make_document
from tests.search.memory import Memory

UPPER = """
一、|疏浚支渠|
  清除支渠淤泥，修补渗漏渠段。
二、|更换水表|
  逐户更换机械水表，按月公布用水量。
"""

MOVED = """
一、|更换水表|
  由村民小组商定。
二、|疏浚支渠|
  清除支渠淤泥，修补渗漏渠段。
"""


def test_the_links_are_scored_with_headings_and_without() -> None:
    upper = make_document("上级方案", UPPER, region="澜岳省", level="provincial")
    lower = make_document("下级方案", MOVED, region="溪源县", level="county")
    noted = [(f"{lower.id}#2", f"{upper.id}#1"), (f"{lower.id}#1", f"{upper.id}#2")]
    found = assess_links(Memory(lower, upper).document, noted)
    assert (found.plain.precision, found.plain.recall, found.plain.f1) == (1.0, 1.0, 1.0)
    assert found.blanked.recall < 1.0
    assert found.missed == found.extra == ()


def test_doubtful_links_count_neither_way() -> None:
    upper = make_document("上级方案", UPPER, region="澜岳省", level="provincial")
    lower = make_document("下级方案", UPPER, region="溪源县", level="county")
    noted = [(f"{lower.id}#{n}", f"{upper.id}#{n}") for n in "12"]
    found = assess_links(Memory(lower, upper).document, noted, noted[1:])
    assert (found.plain.right, found.plain.found, found.plain.noted) == (1, 1, 1)


def test_nothing_noted_is_no_division_by_zero() -> None:
    assert (LinkScore(0, 0, 0).f1, LinkScore(0, 0, 0).precision, LinkScore(0, 0, 0).recall) == pytest.approx((0, 0, 0))
