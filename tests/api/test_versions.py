"""Versions: the clauses that changed, and the words inside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.versions import changes, edits
from tests.api.conftest import COUNTY
from tests.builders import make_document

TEXT = st.text(alphabet="建成老年食堂123个，。\n", max_size=40)


@settings(deadline=None)  # the first text loads the segmenter
@given(TEXT, TEXT)
def test_edits_hold_both_texts(before: str, after: str) -> None:
    made = edits(before, after)
    assert "".join(edit.text for edit in made if edit.kind != "ins") == before
    assert "".join(edit.text for edit in made if edit.kind != "del") == after
    assert all(edit.text for edit in made)


@pytest.mark.parametrize(
    ("before", "after", "put_in", "taken_out"),
    [
        ("建成食堂12个。", "建成食堂15个。", ["15"], ["12"]),
        ("鼓励社区办食堂。", "支持社区办食堂。", ["支持"], ["鼓励"]),
        ("建成食堂。", "建成食堂，免费开放。", ["，免费开放"], []),
        ("建成食堂，免费开放。", "建成食堂。", [], ["，免费开放"]),
        ("甲", "", [], ["甲"]),
    ],
)
def test_words_are_marked_whole(before: str, after: str, put_in: list[str], taken_out: list[str]) -> None:
    made = edits(before, after)
    assert [edit.text for edit in made if edit.kind == "ins"] == put_in
    assert [edit.text for edit in made if edit.kind == "del"] == taken_out


def test_changed_added_and_removed_clauses() -> None:
    older = make_document("河口县技能人才发展规划", COUNTY, region="河口县")
    newer = make_document("河口县技能人才发展规划", COUNTY.replace("90%", "92%"), region="河口县")
    [change] = changes(older, newer)
    assert change.older and change.newer and change.older.eid == change.newer.eid
    assert [(edit.kind, edit.text) for edit in change.edits if edit.kind] == [("del", "90%"), ("ins", "92%")]
    assert changes(older, older) == ()
