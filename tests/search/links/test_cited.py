"""Documents cited: held or not, what does not agree, what is no longer in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import parse
from search.library import Library
from search.links.cited import Names, cited_in, repealed
from search.links.lineage import standings
from tests.builders import make_document
from tests.search.memory import Memory

HELD = Memory(
    make_document("云海省节约用水条例", "一、|节水|\n  全省节约用水。", level="provincial", region="云海省"),
    make_document(
        "城镇供水三年行动方案", "一、|管网|\n  更新管网。",
        doc_number="云政办发〔2022〕15号", level="provincial", region="云海省", date="2022-03-01",
        carrier="云海省人民政府办公厅关于印发《城镇供水三年行动方案》的通知",
    ),
    make_document("加强地下水管理的意见", "一、|限采|\n  限制开采。", doc_number="云政发〔2020〕7号", level="provincial", region="云海省"),
)  # fmt: skip
NAMES = Names(HELD.names(), HELD.cards())


@pytest.mark.parametrize(
    ("cited", "held", "doubt"),
    [
        ("《云海省节约用水条例》", "云海省节约用水条例", ""),
        ("《云海省人民政府办公厅关于印发城镇供水三年行动方案的通知》（云政办发〔2022〕15号）", "城镇供水三年行动方案", ""),
        ("《城镇供水三年行动方案》（云政办发〔2022〕51号）", "城镇供水三年行动方案", "number"),
        ("《城镇供水三年行动方案》（河政办发〔2022〕51号）", None, ""),  # another office's plan of the same title
        ("《城镇供水五年行动方案》（云政办发〔2022〕15号）", "城镇供水三年行动方案", "title"),
        ("《云海省供水条例》", None, ""),
    ],
)
def test_what_is_cited_is_held_against_the_library(cited: str, held: str | None, doubt: str) -> None:
    draft = make_document("河口县节水方案", f"为落实{cited}，制定本方案。", level="county", region="河口县")
    (found,) = cited_in(draft, NAMES)
    assert (found.card.title if found.card else None, found.doubt) == (held, doubt)
    assert found.clause_ids == (f"{draft.id}#0",)


DRAFT = """
根据《云海省人民政府办公厅关于印发城镇供水三年行动方案的通知》（云政办发〔2022〕15号），制定本方案。
一、|管网|
  按《城镇供水三年行动方案》更新管网，执行《供水价格办法》（河发改〔2021〕2号）。
二、|价格|
  修订《供水价格办法》。
"""


def test_a_document_counts_once_under_all_its_names() -> None:
    draft = make_document("河口县供水方案", DRAFT, level="county", region="河口县")
    found = [(one.title, one.doc_number, [key.partition("#")[2] for key in one.clause_ids]) for one in cited_in(draft, NAMES)]
    first = "云海省人民政府办公厅关于印发城镇供水三年行动方案的通知"
    assert found == [(first, "云政办发〔2022〕15号", ["0", "1"]), ("供水价格办法", "河发改〔2021〕2号", ["1", "2"])]


def test_a_document_does_not_cite_itself() -> None:
    own = next(iter(HELD.documents.values()))
    again = make_document(own.work.title, "本条例即《云海省节约用水条例》。", level="provincial", region="云海省")
    held = Memory(again)
    assert cited_in(again, Names(held.names(), held.cards())) == ()


@pytest.mark.parametrize(
    ("level", "date", "title", "number", "counts"),
    [
        ("provincial", "2024-01-01", "加强地下水管理的意见", "云政发〔2020〕7号", True),
        ("national", "2024-01-01", "加强地下水管理的意见", None, True),
        ("county", "2024-01-01", "加强地下水管理的意见", "云政发〔2020〕7号", False),  # a county cannot
        ("provincial", "2024-01-01", "加强地下水管理的意见", "云政发〔2020〕9号", False),  # perhaps another
    ],
)
def test_who_can_repeal(level: str, date: str, title: str, number: str | None, counts: bool) -> None:
    new = make_document("云海省地下水管理办法", "一、|总则|\n  管理地下水。", level=level, region="云海省", date=date)
    held = Memory(*HELD.documents.values(), new)
    cards = {card.id: card for card in held.cards()}
    old = next(card.id for card in cards.values() if card.title == title)
    found = repealed([(f"{new.id}#1", title, number)], Names(held.names(), held.cards()), cards)
    assert found == ({old: f"{new.id}#1"} if counts else {})


@pytest.mark.parametrize("number", ["（溪政发〔2017〕3号）", ""])
def test_the_older_document_of_the_same_title_is_meant(tmp_path: Path, number: str) -> None:
    rule = "溪源县节水办法\n溪政发〔{}〕3号\n第一条 节约用水。\n第二条 {}\n溪源县人民政府\n{}年3月1日\n"
    older = rule.format(2017, "本办法自印发之日起施行。", 2017)
    newer = rule.format(2024, f"本办法自印发之日起施行，原《溪源县节水办法》{number}同时废止。", 2024)
    with Library.open(tmp_path / "library") as library:
        first, second = (library.add(parse(t.encode(), path=f"{n}.txt"), t.encode()) for n, t in enumerate((older, newer)))
        assert first.document_id and library.card(first.document_id).repealed_by == f"{second.document_id}#2"
        assert second.document_id and library.card(second.document_id).repealed_by is None


def test_a_library_tells_what_was_repealed_until_the_newer_one_goes(tmp_path: Path) -> None:
    old = "云海省人民政府关于加强节水的意见\n云政发〔2018〕4号\n各市人民政府：\n一、总体要求\n节约用水。\n云海省人民政府\n2018年3月1日\n"
    new = (
        "云海省人民政府关于深入推进节水的意见\n云政发〔2024〕6号\n各市人民政府：\n一、总体要求\n深入节水。\n"
        "本意见自印发之日起施行，《云海省人民政府关于加强节水的意见》（云政发〔2018〕4号）同时废止。\n云海省人民政府\n2024年3月1日\n"
    )
    with Library.open(tmp_path / "library") as library:
        first = library.add(parse(old.encode(), path="old.txt"), old.encode()).document_id
        assert first and library.card(first).repealed_by is None
        second = library.add(parse(new.encode(), path="new.txt"), new.encode()).document_id
        assert second and library.card(first).repealed_by == f"{second}#2"
        assert {card.id: card.repealed_by for card in library.documents()} == {first: f"{second}#2", second: None}
        (cited,) = library.cited(second)
        assert cited.card and cited.card.repealed_by == f"{second}#2"
        library.remove(second)
        assert library.card(first).repealed_by is None


def test_what_is_repealed_is_no_origin() -> None:
    old = make_document(
        "云海省节水意见", "一、|节水|\n  节约用水。", doc_number="云政发〔2018〕4号", level="provincial", region="云海省"
    )
    new = make_document(
        "云海省节水办法", "一、|施行|\n  《云海省节水意见》（云政发〔2018〕4号）同时废止。", level="provincial", region="云海省"
    )
    told = replace(new, citations=tuple(replace(one, relation="repeals") for one in new.citations))
    assert [one.relation for one in standings(new, old)] == ["implements"]
    assert standings(told, old) == []
