"""Completion of a query, and clauses like one clause."""

from __future__ import annotations

from pathlib import Path

import pytest

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
