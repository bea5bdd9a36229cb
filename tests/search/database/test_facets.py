"""Counts by document, told by what the documents are."""

from __future__ import annotations

from dataclasses import replace

from search.database._facets import VALUES, Facets
from search.lexical.engine import Counts, number_of
from search.model import DocumentCard

CARD = DocumentCard("a", "a.txt", "河口县规划", None, (), "2022-05-01", "county", "河口县", "规划", (2022, 2023), 9, 0, 0, 0)
CARDS = [CARD, replace(CARD, id="b", date=None, period=None, region=None), replace(CARD, id="c", level="city", period=None)]


def counted(documents: dict[str, int], units: dict[str, int]) -> dict[str, tuple[tuple[str, int], ...]]:
    counts = Counts(*({number_of(name): n for name, n in held.items()} for held in (documents, units)))
    return Facets(CARDS, ["县财政局", "县教育局", "县民政局"]).counted(counts)


def test_clauses_are_counted_by_what_their_document_is() -> None:
    facets = counted({"a": 3, "b": 2, "c": 4}, {"县教育局": 2, "县民政局": 2, "县财政局": 1})
    assert facets["level"] == (("county", 5), ("city", 4))
    assert facets["region"] == (("河口县", 7),)
    assert facets["year"] == (("2022", 7), ("2023", 3))
    assert facets["unit"] == (("县教育局", 2), ("县民政局", 2), ("县财政局", 1))


def test_what_is_no_longer_there_is_left_out() -> None:
    facets = counted({"a": 1, "gone": 5}, {"旧局": 5})
    assert facets["level"] == (("county", 1),)
    assert facets["unit"] == ()


def test_nothing_found_is_nothing_counted() -> None:
    assert not any(counted({}, {}).values())
    assert not any(Facets([], []).counted(Counts({}, {})).values())


def test_a_facet_shows_the_most_frequent() -> None:
    cards = [replace(CARD, id=f"d{n}", region=f"第{n:03}县") for n in range(VALUES + 20)]
    shown = Facets(cards, []).counted(Counts({number_of(card.id): n for n, card in enumerate(cards, 1)}, {}))["region"]
    assert [count for _, count in shown] == list(range(VALUES + 20, 20, -1))
