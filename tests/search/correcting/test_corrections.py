"""Corrections of a document's elements: the forms of values, what follows them, and that nothing overwrites them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.correcting.corrections import FIELDS, Value, parse, printable
from search.library import Library
from search.model import Filters, LibraryError, NotFound

SIGNED = {"who": "李核对", "why": "扫描件上看不清，按纸质件改"}
PLAN = """溪源县节水工作方案

根据《云陵省节水工作方案》，结合本县实际，制定本方案。
一、主要任务
（一）改造管网。到2026年，管网漏损率降到9%以内。（责任单位：县水务局）
"""
ABOVE = """云陵省节水工作方案

为节约用水，制定本方案。
一、主要任务
（一）改造管网。到2026年，全省管网漏损率降到9%以内。（责任单位：省水利厅）
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


def add(library: Library, folder: Path, text: str, name: str = "方案.txt") -> str:
    (folder / name).write_text(text, "utf-8")
    [added] = library.ingest([folder / name])
    assert added.document_id
    return added.document_id


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", " 溪源县  节水方案 ", "溪源县 节水方案"),
        ("doc_number", "溪政发[2024] 3号", "溪政发〔2024〕3号"),
        ("doc_number", "第12号", "第12号"),
        ("doc_number", "", None),
        ("date", "2024年5月6日", "2024-05-06"),
        ("date", "2024/5/6", "2024-05-06"),
        ("level", "county", "county"),
        ("region", "云南", "云南省"),
        ("region", "溪源县", "溪源县"),
        ("region", "国家", "中国"),
        ("doc_type", "实施方案", "实施方案"),
        ("issuers", "县水务局、县财政局，县水务局", ("县水务局", "县财政局")),
        ("issuers", "", ()),
        ("period", "2021—2025年", (2021, 2025)),
        ("period", "2021-2025", (2021, 2025)),
        ("expires", "2029年5月31日", "2029-05-31"),
    ],
)
def test_values_as_they_are_typed(field: str, typed: str, value: Value) -> None:
    assert parse(field, typed) == value
    assert parse(field, printable(value)) == value


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "  ", "标题不能为空"),
        ("doc_number", "三号文件", "不是发文字号"),
        ("date", "2024-02-30", "不是日期"),
        ("date", "去年", "不是日期"),
        ("level", "县", "没有层级"),
        ("region", "好地方", "不像行政区划"),
        ("doc_type", "小说", "没有文种"),
        ("period", "2025—2021", "不是规划期"),
    ],
)
def test_values_out_of_form_are_refused_with_the_right_form(field: str, typed: str, said: str) -> None:
    with pytest.raises(LibraryError, match=said) as caught:
        parse(field, typed)
    assert caught.value.hint


@given(st.sampled_from(FIELDS), st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_one_clear_error(field: str, typed: str) -> None:
    try:
        value = parse(field, typed)
    except LibraryError as error:
        assert error.message
    else:
        assert parse(field, printable(value)) == value


def test_search_facets_and_lists_follow_at_once(library: Library, tmp_path: Path) -> None:
    key = add(library, tmp_path, PLAN)
    library.correct(key, {"region": "云陵县", "level": "county", "date": "2024-05-06", "doc_type": "行动计划"}, **SIGNED)
    card = library.card(key)
    assert (card.region, card.level, card.date, card.doc_type) == ("云陵县", "county", "2024-05-06", "行动计划")
    wanted = Filters(region=("云陵县",), doc_type=("行动计划",), year=(2024,))
    found = library.search("漏损率", filters=wanted)
    assert [hit.place.region for hit in found.hits] == ["云陵县"] * found.total
    assert list(dict(found.facets["doc_type"])) == ["行动计划"]
    assert not library.search("漏损率", filters=Filters(region=("溪源县",))).total


def test_links_follow_level_and_title(library: Library, tmp_path: Path) -> None:
    lower = add(library, tmp_path, PLAN)
    upper = add(library, tmp_path, ABOVE, "上级.txt")
    assert [link.to_id for link in library.links(from_id=f"{lower}#1.1")] == [f"{upper}#1.1"]
    library.correct(upper, {"title": "云陵省养老服务工作方案"}, **SIGNED)
    assert library.links(from_id=f"{lower}#1.1") == ()
    library.correct(upper, {"title": None}, who="李核对", why="改错了文件")
    assert [link.to_id for link in library.links(from_id=f"{lower}#1.1")] == [f"{upper}#1.1"]


def test_corrections_outlive_the_file_and_the_parser(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = add(library, tmp_path, PLAN)
    library.correct(key, {"date": "2024-05-06"}, **SIGNED)
    add(library, tmp_path, PLAN)
    assert library.card(key).date == "2024-05-06"
    monkeypatch.setattr("ingest.pipeline.PARSER", "another")
    add(library, tmp_path, PLAN)
    assert (library.card(key).date, library.document(key).parser) == ("2024-05-06", "another")
    library.remove(key)
    assert add(library, tmp_path, PLAN) == key
    assert library.card(key).date == library.document(key).work.date == "2024-05-06"


def test_the_log_keeps_every_value_and_undo_brings_back_the_print(library: Library, tmp_path: Path) -> None:
    key = add(library, tmp_path, PLAN)
    assert library.correct(key, {"title": "溪源县节水工作方案", "date": ""}, **SIGNED) == ()
    library.correct(key, {"issuers": "溪源县水务局"}, **SIGNED)
    library.correct(key, {"issuers": "溪源县水务局、溪源县财政局"}, **SIGNED)
    log, [held] = library.corrections(key)
    assert [(one.before, one.value) for one in log] == [
        ((), ("溪源县水务局",)),
        (("溪源县水务局",), ("溪源县水务局", "溪源县财政局")),
    ]
    assert (held.printed, held.value, held.who) == ((), ("溪源县水务局", "溪源县财政局"), "李核对")
    library.correct(key, {"issuers": None}, who="王复核", why="原件确无署名")
    log, standing = library.corrections(key)
    assert (len(log), log[-1].undone, log[-1].who, standing) == (3, True, "王复核", ())
    assert library.card(key).issuers == ()


def test_export_carries_value_and_record(library: Library, tmp_path: Path) -> None:
    key = add(library, tmp_path, PLAN + "本方案自2024年6月1日起施行，有效期两年。\n")
    library.correct(key, {"period": "2024-2026"}, **SIGNED)
    library.correct(key, {"date": "2024-05-06"}, **SIGNED)
    library.export(tmp_path / "out")
    row = json.loads((tmp_path / "out" / "documents.jsonl").read_text("utf-8"))
    assert (row["date"], row["in_force"], row["expires"]) == ("2024-05-06", "2024-06-01", "2026-05-31")
    kept = [(one["field"], one["printed"], one["value"], one["who"]) for one in row["corrections"]]
    assert kept == [("date", None, "2024-05-06", "李核对"), ("period", None, [2024, 2026], "李核对")]


@pytest.mark.parametrize(
    ("typed", "signed", "said"),
    [
        ({"colour": "红"}, SIGNED, "没有可以更正的项目"),
        ({"date": None}, SIGNED, "没有人工更正"),
        ({"date": "2024-05-06"}, SIGNED | {"who": " "}, "姓名和理由"),
        ({"level": "county", "date": "明天"}, SIGNED, "不是日期"),
    ],
)
def test_what_is_refused_changes_nothing(
    library: Library, tmp_path: Path, typed: dict[str, str | None], signed: dict[str, str], said: str
) -> None:
    key = add(library, tmp_path, PLAN)
    before = library.card(key)
    with pytest.raises(LibraryError, match=said):
        library.correct(key, typed, **signed)
    assert (library.card(key), library.corrections(key)) == (before, ((), ()))
    with pytest.raises(NotFound):
        library.correct("none", {"date": "2024-05-06"}, **SIGNED)


def test_the_version_that_a_corrected_date_makes_the_current_one_is_found(library: Library, tmp_path: Path) -> None:
    older = add(library, tmp_path, f"{PLAN}（二）修建水窖。\n\n2023年5月6日\n", "旧.txt")
    newer = add(library, tmp_path, f"{PLAN}（二）修建泵站。\n\n2023年8月9日\n", "新.txt")
    assert [card.id for card in library.documents()] == [newer]
    library.correct(older, {"date": "2023-10-01"}, **SIGNED)
    assert [card.id for card in library.documents()] == [older]
    assert {hit.document_id for query in ("修建水窖", "修建泵站") for hit in library.search(query).hits} == {older}
    library.correct(older, {"date": None}, **SIGNED)
    assert {hit.document_id for hit in library.search("修建泵站").hits} == {newer}
    assert library.health()["behind"] == {"index": 0, "links": 0}
