"""Which documents are looked at for links: all that lineage can accept, found without comparing each with each."""

from __future__ import annotations

from itertools import product
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.links.candidates import Candidates
from search.links.lineage import SAME_MATTER
from search.links.titles import same_subject, subject
from search.model import DocumentCard, Named, Reader

MATTERS = st.lists(st.sampled_from(["养老", "服务", "托育", "节水", "农", "体育", "设施", "水"]), max_size=4).map("".join)


class Cards:
    """What `Candidates` reads, with cards alone."""

    def __init__(self, *cards: DocumentCard) -> None:
        self._cards = cards

    def cards(self) -> tuple[DocumentCard, ...]:
        return self._cards

    def names(self) -> tuple[Named, ...]:
        return ()

    citations = names


def among(*cards: DocumentCard) -> Candidates:
    return Candidates(cast(Reader, Cards(*cards)))


def card(key: str, title: str, level: str, region: str | None) -> DocumentCard:
    return DocumentCard(key, f"{key}.txt", title, None, (), None, level, region, "规划", None, 1, 0, 0, 0)


@settings(deadline=None, max_examples=60)
@given(st.lists(MATTERS, min_size=1, max_size=12), st.lists(MATTERS, min_size=1, max_size=12))
def test_the_same_matter_is_found_as_if_each_were_compared_with_each(above: list[str], below: list[str]) -> None:
    upper = [card(f"u{n}", f"{matter}规划", "provincial", None) for n, matter in enumerate(above)]
    lower = [card(f"l{n}", f"{matter}方案", "city", None) for n, matter in enumerate(below)]
    candidates = among(*upper, *lower)
    found = {(low.id, high) for low in lower for high in candidates.near(low.id)}
    assert found == {
        (low.id, high.id)
        for low, high in product(lower, upper)
        if same_subject(subject(low.title, None), subject(high.title, None)) >= SAME_MATTER
    }


@pytest.mark.parametrize(
    ("level", "region", "near"),
    [
        ("provincial", "浙江省", True),
        ("provincial", "江苏省", False),  # the table knows that the city lies elsewhere
        ("national", "中国", True),
        ("provincial", None, True),
        ("city", "杭州市", False),  # of one level: only a citation makes a link
    ],
)
def test_a_plan_of_the_same_matter_is_near_where_its_region_may_hold_the_other(
    level: str, region: str | None, near: bool
) -> None:
    pair = card("low", "杭州市养老服务规划", "city", "杭州市"), card("up", "养老服务规划", level, region)
    candidates = among(*pair)
    assert candidates.near("low") == ["up"] * near
    assert candidates.near("up") == ["low"] * near


def test_a_place_that_the_table_does_not_have_may_lie_anywhere() -> None:
    pair = card("low", "梧溪县养老服务规划", "county", "梧溪县"), card("up", "江苏省养老服务规划", "provincial", "江苏省")
    assert among(*pair).near("low") == ["up"]
