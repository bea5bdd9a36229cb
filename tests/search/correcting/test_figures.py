"""Corrections of targets: how they are typed, where their figures stand, what follows them, and that parsing anew keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Target
from search.correcting.figures import Figures
from search.correcting.stated import laid_over, named
from search.correcting.typed_figures import line, listed
from search.library import Library
from search.model import Filters, LibraryError, NotFound
from tests.builders import make_document

SIGNED = {"who": "李核对", "why": "与纸质件核对"}
FIGURES = Figures()
PLAN = """溪源县节水工作方案

根据《云陵省节水工作方案》，结合本县实际，制定本方案。
一、主要任务
（一）改造管网。到2026年，管网漏损率降到9%以内，改造老旧管网40公里。（责任单位：县水务局）
（二）节约用水。建设节水型小区，比上年增加12个。全县节水器具普及率、再生水利用率分别达到95%、30%。
（三）加强宣传。每年开展节水宣传活动2次以上。水质监测点去年已有5处，由乡镇看护。
"""
ABOVE = """云陵省节水工作方案

为节约用水，制定本方案。
一、主要任务
（一）改造管网。到2026年，全省管网漏损率降到9%以内。（责任单位：省水利厅）
（二）节约用水。节水器具普及率达到90%。
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def key(library: Library, tmp_path: Path) -> str:
    return add(library, tmp_path, PLAN, "方案.txt")


def add(library: Library, folder: Path, text: str, name: str) -> str:
    (folder / name).write_text(text, "utf-8")
    [added] = library.ingest([folder / name])
    assert added.document_id
    return added.document_id


def field(library: Library, key: str, eid: str, n: int = 0) -> str:
    """The field of the words of a clause that state targets, -1 for the clause as a whole."""
    printed = library.store.printed(key)
    return named(FIGURES, printed, printed.clause(eid))[n].field


def targets(library: Library, key: str, eid: str) -> list[tuple[str, str]]:
    """Ids and targets of a clause, as the tables have them."""
    _, rows = library.targets(Filters(document=(key,)))
    return [(row.id.partition("#")[2], line(row.target)) for row in rows if row.place.clause_id == f"{key}#{eid}"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("指标：管网漏损率；要求：≤9%；期限：2025年", "指标：管网漏损率；要求：≤9%；期限：2025年"),
        ("指标:漏损率, 要求:不高于９％, 期限:2025", "指标：漏损率；要求：≤9%；期限：2025年"),
        ("指标：漏损率；要求：9%以内；期限：2025年底前", "指标：漏损率；要求：≤9%；期限：2025年"),
        ("期限：“十四五”期末；指标：培训；要求：大于等于2.5万人次", "指标：培训；要求：≥2.5万人次；期限：2025年"),
        ("指标：小区；要求：10-15个；范围：城区", "指标：小区；要求：10-15个；范围：城区"),
        ("指标：小区；要求：300个左右；频次：每年", "指标：小区；要求：约300个；频次：每年"),
        ("指标：达标率；要求：≥ 95 %", "指标：达标率；要求：≥95%"),
        ("指标：覆盖面；要求：全覆盖", "指标：覆盖面；要求：全覆盖"),
        ("指标：师生比；目标值：1.5∶1", "指标：师生比；要求：1.5∶1"),
        ("指标：用气量；要求：>=9标立方", "指标：用气量；要求：≥9标立方"),
        ("指标：新党员；要求：不低于基准；基准：上年", "指标：新党员；要求：≥基准；基准：上年"),
        ("指标：基本建成体系；时限：2027年", "指标：基本建成体系；期限：2027年"),
        ("指标：漏损率；要求：≤9%；性质：约束性；基准：10.4", "指标：漏损率；要求：≤9%；基准：10.4；性质：约束性"),
        ("指标：甲；要求：≥1个；指标：乙；要求：≥2个", "指标：甲；要求：≥1个\n指标：乙；要求：≥2个"),
        (" ； \r\n", None),
    ],
)
def test_targets_as_they_are_typed(typed: str, said: str | None) -> None:
    assert FIGURES.parse(typed) == said
    assert FIGURES.parse(said or "") == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("漏损率不高于9%", "读不出是指标的哪一项"),
        ("名称：漏损率；要求：≤9%", "读不出是指标的哪一项"),
        ("要求：≤9%", "没有写明是什么指标"),
        ("指标：漏损率", "没有写要求，也没有写期限"),
        ("指标：漏损率；要求：尽量低", "不是一个数值要求"),
        ("指标：漏损率；要求：9%、8%", "不是一个数值要求"),
        ("指标：漏损率；要求：≤9%；要求：≤8%", "写了两次"),
        ("指标：漏损率；要求：每年不少于2次", "不是一个数值要求"),
        ("指标：漏损率；要求：≤9%；期限：尽快", "不是期限"),
        ("指标：漏损率；要求：≤9%；期限：2025年、2030年", "不是期限"),
        ("指标：漏损率；要求：≤9%；性质：重要", "没有“重要”这种性质"),
        ("指标：新党员；要求：≥基准", "没有写明基准"),
    ],
)
def test_what_is_no_target_is_refused_with_the_right_form(typed: str, said: str) -> None:
    with pytest.raises(LibraryError, match=said) as caught:
        FIGURES.parse(typed)
    assert caught.value.hint


@given(st.text(alphabet="指标要求期限：:；，\n≥约9.%万—年2025基准 ab", max_size=50))
def test_whatever_is_typed_is_one_form_or_one_clear_error(typed: str) -> None:
    try:
        said = FIGURES.parse(typed)
    except LibraryError as error:
        assert error.message
    else:
        assert FIGURES.parse(said or "") == said


@pytest.mark.parametrize(
    "more",
    [
        {"op": "<=", "value": 9.0, "unit": "%", "raw_value": "9", "raw_unit": "%", "deadline": 2025},
        {"op": "range", "value": 100000.0, "value2": 150000.0, "unit": "人", "raw_value": "10—15", "raw_unit": "万人"},
        {"op": ">", "value": 2e7, "unit": "人次", "raw_value": "2000", "raw_unit": "万"},
        {"op": ">", "value": 1000.0, "unit": "家", "raw_value": "1000", "raw_unit": "余家"},
        {"op": "=", "value": 90.0, "unit": "%", "raw_value": "九", "raw_unit": "成"},
        {"op": "=", "value": 1.5, "unit": "∶1", "raw_value": "1.5∶1"},
        {"op": "=", "value": 100.0, "unit": "%"},
        {"op": "=", "value": 3.0, "unit": "家", "raw_value": "三", "raw_unit": "家"},
        {"op": "=", "value": None, "unit": None, "deadline": 2027},
        {"op": ">=", "value": None, "unit": None, "baseline": "上年"},
    ],
)
def test_a_target_is_printed_as_it_is_read(more: dict[str, object]) -> None:
    target = replace(Target("1", make_document("甲", "一、|乙|\n  丙\n").clauses[0].own, "指标甲", "=", None, None), **more)  # type: ignore[arg-type]
    [typed] = listed(line(target))
    assert str(typed) == line(target)
    assert typed.op == target.op


def test_a_figure_that_was_misread_is_put_right_everywhere(library: Library, key: str, tmp_path: Path) -> None:
    upper = add(library, tmp_path, ABOVE, "上级.txt")
    before = {row.verdict for row in library.align(key, upper).targets if row.lower and "漏损" in row.lower.target.indicator}
    made = field(library, key, "1.1")
    library.correct(key, {made: "指标：管网漏损率；要求：≥9%；期限：2027年"}, **SIGNED)
    assert targets(library, key, "1.1")[0] == ("T1", "指标：管网漏损率；要求：≥9%；期限：2027年")
    [target] = [one for one in library.clause(f"{key}#1.1").targets if one.indicator == "管网漏损率"]
    assert (target.op, target.value, target.raw_value, target.deadline) == (">=", 9.0, "9", 2027)
    after = {row.verdict for row in library.align(key, upper).targets if row.lower and "漏损" in row.lower.target.indicator}
    assert (before, after) == ({"equal"}, {"looser"})
    stored = {(link.from_id, link.to_id): link.verdict for link in library.store.target_links()}
    assert stored[f"{key}#T1", f"{upper}#T1"] == "looser"
    library.export(tmp_path / "out")
    rows = [json.loads(text) for text in (tmp_path / "out/targets.jsonl").read_text("utf-8").splitlines()]
    [row] = [row for row in rows if row["id"] == f"{key}#T1"]
    assert (row["op"], row["value"], row["deadline"], row["units"]) == (">=", 9.0, 2027, ["县水务局"])
    [answer] = library.owners("溪源县管网漏损率由谁负责").units
    assert [line(one.target) for one in answer.targets][:1] == ["指标：管网漏损率；要求：≥9%；期限：2027年"]
    assert library.comparable(f"{key}#T1")[-1].target.deadline == 2027


def test_ids_stay_when_a_target_before_is_struck_out_or_added(library: Library, key: str) -> None:
    ids = [row.id for row in library.targets(Filters(document=(key,)))[1]]
    library.correct(key, {field(library, key, "1.1"): ""}, **SIGNED)
    assert [row.id for row in library.targets(Filters(document=(key,)))[1]] == ids[1:]
    assert library.card(key).targets == len(ids) - 1
    with pytest.raises(NotFound):
        library.comparable(ids[0])
    library.correct(key, {field(library, key, "1.2", -1): "指标：节水型小区；要求：12个"}, **SIGNED)
    now = [row.id for row in library.targets(Filters(document=(key,)))[1]]
    [added] = set(now) - set(ids)
    assert added.startswith(f"{key}#T@")
    assert sorted({*now} - {added}) == sorted(ids[1:])
    assert {link.from_id for link in library.store.target_links() if link.from_id} <= {*now}


def test_a_target_that_was_missed_is_added_with_the_words_of_the_text(library: Library, key: str) -> None:
    assert not any("监测点" in text for _, text in targets(library, key, "1.3"))
    library.correct(key, {field(library, key, "1.3", -1): "指标：水质监测点；要求：≥5处"}, **SIGNED)
    _, rows = library.targets(Filters(document=(key,)), indicator="监测点")
    assert [(row.text, row.target.value, row.target.unit) for row in rows] == [("水质监测点去年已有5处", 5.0, "处")]


def test_the_figure_must_stand_in_the_clause(library: Library, key: str) -> None:
    with pytest.raises(LibraryError, match="条款原文中没有“≤8%”这个数") as caught:
        library.correct(key, {field(library, key, "1.1"): "指标：管网漏损率；要求：≤8%"}, **SIGNED)
    assert "照原文写" in caught.value.hint
    with pytest.raises(LibraryError, match="没有提到“修建机场”"):
        library.correct(key, {field(library, key, "1.1", -1): "指标：修建机场；期限：2026年"}, **SIGNED)
    with pytest.raises(LibraryError, match="已经在这一条里列出"):
        library.correct(key, {field(library, key, "1.1", -1): line(library.document(key).targets[0])}, **SIGNED)
    assert library.corrections(key) == ((), ())


@pytest.mark.parametrize(
    ("text", "typed", "read"),
    [
        ("培训2.5万人次以上。", "≥25000人次", (25000, None, "人次", "2.5", "万人次")),
        ("培训2.5万人次以上。", "≥2.5", (25000, None, "人次", "2.5", "万人次")),
        ("游客突破2000万。", "＞2000万人次", (2e7, None, "人次", "2000", "万")),
        ("建设1—2个示范点。", "1-2个", (1, 2, "个", "1—2", "个")),
        ("建设1—2个示范点。", "≥1个", (1, None, "个", "1", "个")),
        ("粮食产量 万吨 1075 1080", "≥1080万吨", (10800000, None, "吨", "1080", "万吨")),
        ("九成以上农户用上清洁水。", "≥90%", (90, None, "%", "九", "成")),
        ("垃圾收运实现全覆盖。", "100%", (100, None, "%", None, "%")),
        ("每班配备两名教师。", "2名", (2, None, "名", "两", "名")),
        ("每亩用气9标立方以内。", "≤9标立方", (9, None, "标立方", "9", "标立方")),
    ],
)
def test_a_figure_is_read_as_the_document_prints_it(
    text: str, typed: str, read: tuple[float, float | None, str, str | None, str]
) -> None:
    document = make_document("溪源县方案", f"一、|任务|\n  {text}\n")
    place = named(FIGURES, document, document.clause("1"))[-1]
    value = FIGURES.parse(f"指标：甲；要求：{typed}") or ""
    FIGURES.check(document, place, value)
    [made] = FIGURES.made(document, place, value)
    assert (made.value, made.value2, made.unit, made.raw_value, made.raw_unit) == read
    assert document.quote(made.span) in text


@pytest.mark.parametrize(
    ("text", "typed"),
    [("培训2亿人次。", "≥2万人次"), ("覆盖9个村。", "≤9%"), ("2025年底完成。", "2025个"), ("第3届茶市。", "3届")],
)
def test_another_figure_is_none(text: str, typed: str) -> None:
    document = make_document("溪源县方案", f"一、|任务|\n  {text}\n")
    place = named(FIGURES, document, document.clause("1"))[-1]
    with pytest.raises(LibraryError, match="条款原文中没有"):
        FIGURES.check(document, place, FIGURES.parse(f"指标：甲；要求：{typed}") or "")


def test_a_figure_whose_words_a_new_parser_ends_elsewhere_is_still_the_one_put_right(library: Library, key: str) -> None:
    printed = library.store.printed(key)
    place = named(FIGURES, printed, printed.clause("1.1"))[0]
    [target] = place.found
    other = replace(target, span=replace(target.span, start=target.span.start + 7), op="=", key=None)
    anew = replace(printed, targets=(other, *printed.targets[1:]))
    found = laid_over(FIGURES, anew, [(place.field, place.quote, "指标：管网漏损率；要求：＜9%")])
    assert (found[0].key, line(found[0])) == ("1", "指标：管网漏损率；要求：＜9%")
    assert len(found) == len(printed.targets)


def test_what_the_parser_finds_by_itself_later_is_not_there_twice() -> None:
    text = "一、|茶园|\n  {改造茶园5万亩|改造茶园|>=|50000|亩|}，{新建茶园2万亩|新建茶园|>=|20000|亩|}。\n"
    document = make_document("溪源县方案", text)
    whole = named(FIGURES, document, document.clause("1"))[-1]
    stated = line(document.targets[0])
    for targets in ((), document.targets):
        before = replace(document, targets=targets)
        found = laid_over(FIGURES, before, [(whole.field, whole.quote, stated)])
        assert [one.value for one in found].count(50000) == 1


def test_the_quote_of_an_added_target_does_not_run_on() -> None:
    said = "在各村" * 60
    document = make_document("溪源县方案", f"一、|任务|\n  {said}，建设{said}茶园，改造茶园{said[:30]}5万亩，验收合格。\n")
    place = named(FIGURES, document, document.clause("1"))[-1]
    [made] = FIGURES.made(document, place, "指标：茶园；要求：5万亩")
    assert document.quote(made.span) == f"改造茶园{said[:30]}5万亩"


def test_of_several_targets_in_the_same_words_one_is_put_right(library: Library, key: str) -> None:
    before = targets(library, key, "1.2")
    pair = [text for _, text in before if "95%" in text or "30%" in text]
    assert len(pair) == 2
    printed = library.store.printed(key)
    place = next(one for one in named(FIGURES, printed, printed.clause("1.2")) if len(one.found) == 2)
    put_right = pair[0].replace("；范围", "；期限：2027年；范围")
    library.correct(key, {place.field: f"{put_right}\n{pair[1]}"}, **SIGNED)
    after = targets(library, key, "1.2")
    assert [one for one, _ in after] == [one for one, _ in before]
    assert [text for _, text in after if "95%" in text or "30%" in text] == [put_right, pair[1]] != pair


@pytest.mark.parametrize("eid", ["1.1", "1.2", "1.3"])
def test_what_is_said_already_is_no_correction(library: Library, key: str, eid: str) -> None:
    printed = library.store.printed(key)
    every = named(FIGURES, printed, printed.clause(eid))
    typed = {one.field: (FIGURES.printable(one.found) or "").replace("\n", "\r\n") for one in every}
    assert library.correct(key, typed, **SIGNED) == ()


def test_the_filter_of_clauses_with_targets_follows(library: Library, key: str) -> None:
    printed = library.store.printed(key)
    every = {one.field: "" for one in named(FIGURES, printed, printed.clause("1.3"))[:-1]}

    def measured() -> set[str]:
        return {hit.clause_id for hit in library.search("节水宣传", filters=Filters(has_target=True)).hits}

    assert f"{key}#1.3" in measured()
    library.correct(key, every, **SIGNED)
    assert f"{key}#1.3" not in measured()
    library.correct(key, dict.fromkeys(every), **SIGNED)
    assert f"{key}#1.3" in measured()


def test_a_correction_outlives_file_and_parser(
    library: Library, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = {field(library, key, "1.1"): "指标：管网漏损率；要求：≤9%；期限：2027年"}
    library.correct(key, stated | {field(library, key, "1.3", -1): "指标：水质监测点；要求：≥5处"}, **SIGNED)
    held = [targets(library, key, eid) for eid in ("1.1", "1.3")]
    monkeypatch.setattr("ingest.pipeline.PARSER", "another")
    assert [added.status for added in library.renew()] == ["renewed"]
    assert [targets(library, key, eid) for eid in ("1.1", "1.3")] == held
    library.remove(key)
    add(library, tmp_path, PLAN, "方案.txt")
    assert [targets(library, key, eid) for eid in ("1.1", "1.3")] == held


def test_a_correction_whose_words_are_gone_is_told_and_can_be_undone(library: Library, key: str) -> None:
    made = field(library, key, "1.1")
    library.correct(key, {made: "指标：管网漏损率；要求：≤9%；期限：2027年"}, **SIGNED)
    printed = library.store.printed(key)
    gone = replace(printed, text=printed.text.replace("9%以内", "8%以内"), parser="another")
    library.store.put(gone, library.source(key))
    [standing] = library.corrections(key)[1]
    assert (standing.clause, standing.field) == (None, made)
    assert targets(library, key, "1.1")[0] == ("T1", line(printed.targets[0]))
    library.correct(key, {made: None}, **SIGNED)
    assert library.corrections(key)[1] == ()


def test_targets_and_units_of_one_document_are_corrected_side_by_side(library: Library, key: str) -> None:
    units = library.correctable(f"{key}#1.1", "duties")[0].field
    figure = library.correctable(f"{key}#1.1", "targets")[0].field
    library.correct(key, {units: "牵头单位：县水利局", figure: "指标：管网漏损率；要求：＜9%"}, **SIGNED)
    document = library.document(key)
    assert [duty.unit for duty in document.duties if duty.clause == "1.1"] == ["县水利局"]
    assert line(document.targets[0]) == "指标：管网漏损率；要求：＜9%"


def test_two_targets_stated_of_one_figure_have_an_id_each() -> None:
    document = make_document("溪源县方案", "一、|招生|\n  男生、女生各30人，共两班。\n")
    whole = named(FIGURES, document, document.clause("1"))[-1]
    made = "指标：男生；要求：30人\n指标：女生；要求：30人"
    from search.correcting.figures import distinct

    found = distinct(laid_over(FIGURES, document, [(whole.field, whole.quote, made)]))
    assert len({one.key for one in found}) == len(found) == 2


@pytest.mark.parametrize("typed", ["targets@7", "targets@7+", "targets@x", "targets", "targets@1+1"])
def test_a_field_of_no_words_is_refused(library: Library, key: str, typed: str) -> None:
    with pytest.raises((NotFound, LibraryError), match="没有可以更正的"):
        library.correct(key, {typed: "指标：甲；要求：1个"}, **SIGNED)
