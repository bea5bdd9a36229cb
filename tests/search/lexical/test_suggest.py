"""Completion of a query, clauses like one clause, and how a hit is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import clause_label
from search.lexical.pinyin import syllables
from search.lexical.query import parse
from search.lexical.vocabulary import Vocabulary
from search.library import Library
from search.model import NotFound, Suggestion
from search.precedent.hits import wanted
from tests.api.conftest import fill


def test_what_begins_as_typed_comes_first(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as library:
        found = library.suggest("技能")
        assert [(one.text, one.kind) for one in library.suggest("集体")] == [("集体协商建制率", "indicator")]
        assert ("加强技能培训", "heading", 2) in [(one.text, one.kind, one.count) for one in found]
        assert {one.kind for one in library.suggest("总工会")} == {"unit"}
        assert library.suggest("  ") == () == library.suggest("100%_")


VOCABULARY = Vocabulary(
    lambda: [
        Suggestion("数字工会建设", "heading", 2),
        Suggestion("加强职业技能培训", "heading", 4),
        Suggestion("县总工会", "unit", 9),
        Suggestion("重庆市商务委", "unit", 1),
        Suggestion("管网漏损率", "indicator", 3),
        Suggestion("5G基站数量", "indicator", 1),
        Suggestion("新能源汽车推广", "heading", 1),
        Suggestion("旅游驿站", "heading", 1),
    ]
)
HELD = "".join(one.text + "。" for one in VOCABULARY.texts) + "城市更新。建设。培训。"


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("gonghui", ["县总工会", "数字工会建设"]),
        ("shuzigonghui", ["数字工会建设"]),
        ("shu zi gong", ["数字工会建设"]),
        ("szgh", ["数字工会建设"]),
        ("zgh", ["县总工会", "数字工会建设"]),
        ("chongqing", ["重庆市商务委"]),
        ("lousunlv", ["管网漏损率"]),
        ("lvyou", ["旅游驿站"]),
        ("lüyou", ["旅游驿站"]),
        ("onghui", []),
        ("工会", []),
    ],
)
def test_pinyin_completes(typed: str, completed: list[str]) -> None:
    assert [one.text for one in VOCABULARY.complete(typed, limit=8)] == completed


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("工惠", ("工会",)),
        ("数字工惠怎么建设", ("数字工会怎么建设",)),
        ("职业计能培训", ("职业技能培训",)),
        ("新能源骑车", ("新能源汽车",)),
        ("管忘漏损率", ("管网漏损率",)),  # wang for wang
        ("馆网漏损率", ("管网漏损率",)),
        ("数字工惠 管忘漏损率", ("数字工会 管网漏损率",)),
        ("中工会", ("总工会",)),  # zhong for zong
        ("数字工会", ()),
        ("城市更新", ()),
        ("幼儿园", ()),
        ("gonghui", ("县总工会", "数字工会建设")),
        ("", ()),
        ("工惠" * 30, ()),
    ],
)
def test_slips_are_guessed(query: str, meant: tuple[str, ...]) -> None:
    assert VOCABULARY.meant(query, lambda piece: piece in HELD) == meant


@given(st.text(max_size=30))
def test_any_text_has_a_sound_and_any_query_an_answer(text: str) -> None:
    assert len(syllables(text)) == len(text)
    assert len(VOCABULARY.meant(text, lambda piece: piece in HELD)) <= 3
    assert all(one in VOCABULARY.texts for one in VOCABULARY.complete(text, limit=3))


def test_a_guess_is_offered_and_the_query_kept(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as library:
        found = library.search("记能津贴")
        assert (found.query, found.meant) == ("记能津贴", ("技能津贴",))
        assert library.search("技能津贴").meant == ()
        library.prepare()
        library.remove(library.documents()[0].id)
        assert not library.store.vocabulary().ready
        assert library.search("记能津贴").meant == ()  # nobody waits in a library that is kept ready
        library.prepare()
        assert library.search("记能津贴").meant == ("技能津贴",)


def test_letters_are_completed_by_sound(tmp_path: Path) -> None:
    fill(tmp_path)
    with Library.open(tmp_path) as library:
        assert [one.text for one in library.suggest("jinengjin")] == [one.text for one in library.suggest("技能津")]


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


def test_no_single_character_is_marked_beside_words() -> None:
    text = "已经建成的，是田头冷库"
    marks = wanted(parse("要完成的田头冷库").tree, ["text"]).marks(text)
    assert [text[a:b] for a, b in marks] == ["田头冷库"]
