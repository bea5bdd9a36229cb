"""A question read: its words under all their names, the levels, numbers and documents it names, and what that does to an order."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Document
from search import Library
from search.known import Known
from search.lexical.query import QUESTION_WORDS, Bool, Term, words
from search.lexical.synonyms import TABLE, synonyms
from search.model import Filters
from search.ownership.question import read
from search.precedent.question import COMMON, ENOUGH, asks, levels_in, question, widened, without_common
from tests.builders import data_of

TABLES = tomllib.loads(QUESTION_WORDS.read_text("utf-8"))
ROWS = [row for table in ("level", "ask", "number") for row in TABLES[table]]
with TABLE.open(encoding="utf-8", newline="") as file:
    SYNONYMS = list(csv.DictReader(file))


@pytest.fixture
def library(tmp_path: Path, nation: Document, province: Document, county: Document) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        for document in (nation, province, county):
            made.add(document, data_of(document))
        yield made


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_row_finds_its_example_alone(row: dict[str, Any]) -> None:
    assert re.search(row["pattern"], row["example"])
    assert not re.search(row["pattern"], row["counter"])


@pytest.mark.parametrize(
    ("question", "levels"),
    [
        ("再生水省县对比", {"provincial", "county"}),
        ("国家层面和县里", {"national", "county"}),
        ("从国家层面到县里", {"national", "provincial", "city", "county"}),
        ("省市县三级目标", {"provincial", "city", "county"}),
        ("县医院和市场监管局", set()),
        ("园区里的工人", set()),
    ],
)
def test_levels(question: str, levels: set[str]) -> None:
    assert levels_in(question) == levels


def test_a_question_is_read_with_the_plan_it_names(library: Library, province: Document) -> None:
    cards = library.documents()
    for text in (
        "技能人才规划的提高待遇",
        "技能人才规划 提高待遇",
        "技能人才规划里提高待遇",
        "技能人才规划对提高待遇怎么要求",
        "技能人才规划保障措施",
    ):
        asked = read(text, Known((), cards))
        assert province.id in asked.documents and "规划" not in asked.matter, text
    for text in ("技能人才规划由谁负责", "技能人才规划怎么写", "实施方案的目标"):
        assert read(text, Known((), cards)).documents == (), text


def test_what_is_asked() -> None:
    assert asks("compare", "我县指标和省里一致吗")
    assert asks("basis", "县方案依据什么文件")
    assert asks("figures", "要建多少座冷库")
    assert not any(asks(what, "冷库怎么建") for what in ("compare", "basis", "figures"))


def test_items_of_a_section_are_those_of_the_level_named_last(library: Library, county: Document, province: Document) -> None:
    found = [hit.clause_id for hit in library.search("省里提高待遇那一节在县里是哪几条").hits]
    assert found.index(f"{county.id}#2.2.1") < found.index(f"{province.id}#2.2.2")
    found = [hit.clause_id for hit in library.search("提高待遇那一节在省规划里有哪几条").hits]
    assert {f"{province.id}#2.2.1", f"{province.id}#2.2.2"} <= set(found[:4])


def test_a_unit_counts_where_its_duties_are_asked_for(library: Library) -> None:
    assert len(question("县总工会负责什么", library.store).favours) == 1
    assert len(question("县总工会", library.store).favours) == 1
    assert question("工人怎么加入县总工会", library.store).favours == ()


def test_the_table_of_synonyms_is_clean() -> None:
    asked = Counter(row["asked"] for row in SYNONYMS)
    assert len(asked) >= 150 and max(asked.values()) == 1
    for row in SYNONYMS:
        names = row["also"].split(";")
        assert all(names) and row["asked"] not in names and len(set(names)) == len(names), row
        assert row["both"] in ("0", "1") and row["field"], row


def test_synonyms_of_a_question() -> None:
    assert synonyms("养老院")[:1] == ("养老机构",)
    assert "养老院" in synonyms("养老机构")
    assert "养老机构" not in synonyms("养老院和养老机构")
    assert synonyms("ＡＩ") == ("人工智能",)
    assert synonyms("") == ()


def test_the_longest_row_counts() -> None:
    assert "三级医院" in synonyms("大医院")
    assert "医疗废物" in synonyms("医院垃圾")
    assert "生活垃圾" not in synonyms("医院垃圾")


def test_a_widened_question_keeps_its_own_words_above_the_others() -> None:
    tree, own = widened("养老院"), words("养老院")
    assert isinstance(tree, Bool)
    weights = {term.text: term.weight for term in tree.should if isinstance(term, Term)}
    mine = {term.text for term in own.should if isinstance(term, Term)}
    assert weights["养老院"] == 1
    assert "机构" in weights
    assert max(weight for text, weight in weights.items() if text not in mine) < min(weights[text] for text in mine)


def test_common_words_only_order_what_the_rarer_ones_find() -> None:
    tree = words("水价改革")
    often = dict.fromkeys((term.text for term in tree.should if isinstance(term, Term)), COMMON + 1)
    rare = without_common(tree, (often | {"水价": ENOUGH}).__getitem__)
    assert [term.text for part in rare.must if isinstance(part, Bool) for term in part.should if isinstance(term, Term)] == [
        "水价"
    ]
    assert {term.text for term in rare.should if isinstance(term, Term)} == often.keys() - {"水价"}
    assert without_common(tree, (often | {"水价": ENOUGH - 1}).__getitem__) == tree
    assert without_common(tree, often.__getitem__) == tree
    assert without_common(tree, dict.fromkeys(often, COMMON).__getitem__) == tree


def test_lay_words_find_the_official_ones(library: Library, county: Document) -> None:
    assert library.search("谈工资").hits[0].clause_id.endswith("#2.2.1")
    assert "集体协商" in library.search("谈工资").hits[0].reason


def test_a_clause_is_found_by_its_number(library: Library, county: Document, province: Document) -> None:
    found = [hit.clause_id for hit in library.search("河口县第1条的上位依据").hits]
    assert found[0] == f"{county.id}#2.2.1"
    assert f"{province.id}#2.2.1" in found[:4]


def test_the_basis_of_a_plan(library: Library, county: Document) -> None:
    assert library.search("县方案依据哪个文件").hits[0].clause_id == f"{county.id}#0"


def test_levels_side_by_side(library: Library, county: Document, province: Document) -> None:
    first = {hit.clause_id for hit in library.search("集体协商建制率省县对比").hits[:2]}
    assert first == {f"{county.id}#2.2.1", f"{province.id}#2.2.1"}


def test_a_link_does_not_pass_a_filter(library: Library, county: Document) -> None:
    found = library.search("津贴制度", filters=Filters(level=("county",)), limit=20).hits
    assert {hit.document_id for hit in found} == {county.id}


def test_what_a_question_names_is_found_again_on_every_page(library: Library) -> None:
    question = "河口县第二条和省里的培训目标对比"
    whole = [hit.clause_id for hit in library.search(question, limit=20).hits]
    paged = [hit.clause_id for n in range(0, 20, 3) for hit in library.search(question, limit=3, offset=n).hits]
    assert paged == whole
    assert len(set(whole)) == len(whole)
