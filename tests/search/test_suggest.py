"""Completion of a query, clauses like one clause, and how a hit is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import clause_label
from search._hits import wanted
from search.lexical.query import parse
from search.library import Library
from search.model import NotFound
from tests.api.conftest import fill


def test_what_begins_as_typed_comes_first(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as library:
        found = library.suggest("技能")
        assert [(one.text, one.kind) for one in library.suggest("集体")] == [("集体协商建制率", "indicator")]
        assert ("加强技能培训", "heading", 2) in [(one.text, one.kind, one.count) for one in found]
        assert {one.kind for one in library.suggest("总工会")} == {"unit"}
        assert library.suggest("  ") == () == library.suggest("100%_")


def test_similar_clauses_stand_in_other_documents(tmp_path: Path) -> None:
    ids = fill(tmp_path)
    with Library.open(tmp_path) as library:
        found = library.similar(f"{ids['county']}#1.2", limit=3)
        assert found[0].clause_id == f"{ids['province']}#1.2"
        assert ids["county"] not in {hit.document_id for hit in found}
        with pytest.raises(NotFound):
            library.similar(f"{ids['county']}#9.9")


def test_terms_are_marked_as_whole_words() -> None:
    text = "支持产业工人发明创造，发展产业。"
    marks = wanted(parse("产业工人发展").tree, ["text"]).marks(text)
    assert [text[a:b] for a, b in marks] == ["产业工人", "发展产业"]


@pytest.mark.parametrize(
    ("marker", "heading", "label"),
    [
        ("一、", "总体要求", "一、总体要求"),
        ("第一章", "总则", "第一章 总则"),
        ("问", "怎样申请？", "问：怎样申请？"),
        ("（一）", None, "（一）"),
        (None, None, ""),
    ],
)
def test_labels_as_one_prints_them(marker: str | None, heading: str | None, label: str) -> None:
    assert clause_label(marker, heading) == label
