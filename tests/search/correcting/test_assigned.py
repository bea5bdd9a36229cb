"""Corrections of units: how they are typed, where they lie, what follows them, and that parsing anew keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import OffsetMap, Span
from search.correcting.assigned import Units
from search.correcting.stated import governing, laid_over, named, placed
from search.library import Library
from search.model import Filters, LibraryError, NotFound
from tests.builders import make_document

SIGNED = {"who": "李核对", "why": "分工会上调整"}
UNITS = Units()
PLAN = """溪源县茶园提升方案

一、主要任务
（一）改造茶园。改造低产茶园2万亩。（牵头单位：县农业农村局；配合单位：县水利局）
（二）举办茶市。每年秋天在茶乡举办一次茶市。
（三）修建步道。修建茶山步道。（责任单位：县林业局）建设观景台。（责任单位：县林业局）
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def key(library: Library, tmp_path: Path) -> str:
    (tmp_path / "方案.txt").write_text(PLAN, "utf-8")
    [added] = library.ingest([tmp_path / "方案.txt"])
    assert added.document_id
    return added.document_id


def field(library: Library, key: str, eid: str, n: int = 0) -> str:
    """The field of the words of a clause that name units, -1 for the clause as a whole."""
    printed = library.store.printed(key)
    return named(UNITS, printed, printed.clause(eid))[n].field


def roles(library: Library, key: str, eid: str) -> list[tuple[str, str]]:
    return [(duty.role, duty.unit) for duty in library.clause(f"{key}#{eid}").duties]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("牵头单位：甲局；配合单位：乙局、丙局", "牵头单位：甲局；配合单位：乙局、丙局"),
        ("牵头: 甲 局, 乙局\n参与：丙局", "牵头单位：甲局、乙局；参与单位：丙局"),
        ("甲局、乙局", "责任单位：甲局、乙局"),
        ("责任单位：各县（市、区）人民政府、甲局、甲局", "责任单位：各县（市、区）人民政府、甲局"),
        ("责任单位：甲局；牵头单位：乙局；责任单位：丙局", "责任单位：甲局、丙局；牵头单位：乙局"),
        (" ； ", None),
    ],
)
def test_units_as_they_are_typed(typed: str, said: str | None) -> None:
    assert UNITS.parse(typed) == said
    assert UNITS.parse(said or "") == said


@pytest.mark.parametrize("typed", ["主持单位：甲局", "责任单位：123", f"责任单位：{'长' * 61}"])
def test_what_is_no_role_or_no_name_is_refused_with_the_right_form(typed: str) -> None:
    with pytest.raises(LibraryError) as caught:
        UNITS.parse(typed)
    assert caught.value.hint


@given(st.text(alphabet="甲乙局、，；：:牵头配合单位（）\n x1", max_size=40))
def test_whatever_is_typed_is_one_form_or_one_clear_error(typed: str) -> None:
    try:
        said = UNITS.parse(typed)
    except LibraryError as error:
        assert error.message
    else:
        assert UNITS.parse(said or "") == said


def test_a_wrong_unit_and_a_wrong_role_are_put_right_everywhere(library: Library, key: str, tmp_path: Path) -> None:
    library.correct(key, {field(library, key, "1.1"): "牵头单位：县茶业局；责任单位：县水利局"}, **SIGNED)
    assert roles(library, key, "1.1") == [("牵头单位", "县茶业局"), ("责任单位", "县水利局")]
    assert [(one.clause, one.printed) for one in library.corrections(key)[1]] == [
        ("1.1", "牵头单位：县农业农村局；配合单位：县水利局")
    ]
    [answer] = library.owners("县茶业局负责哪些任务").units
    assert [quote.clause_id for quote in answer.clauses] == [f"{key}#1.1"]
    assert [(unit.unit, unit.role) for unit in library.owners("改造低产茶园由谁牵头").units] == [("县茶业局", "牵头单位")]
    assert [hit.clause_id for hit in library.search("改造", filters=Filters(unit=("县茶业局",))).hits] == [f"{key}#1.1"]
    assert not library.search("改造", filters=Filters(unit=("县农业农村局",))).total
    assert {card.id for card in library.units()[1]} == {"溪源县茶业局", "溪源县水利局", "溪源县林业和草原局"}
    assert library.tasks(Filters())[1][0].lead == ("县茶业局",)
    library.export(tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out/duties.jsonl").read_text("utf-8").splitlines()]
    assert [(row["unit"], row["canonical"], row["form"]) for row in rows[:2]] == [
        ("县茶业局", "溪源县茶业局", "stated"), ("县水利局", "溪源县水利局", "stated"),
    ]  # fmt: skip


def test_a_unit_that_stays_is_as_it_was_printed(library: Library, key: str) -> None:
    library.correct(key, {field(library, key, "1.1"): "牵头单位：县农业农村局；配合单位：县气象局"}, **SIGNED)
    kept, new = library.clause(f"{key}#1.1").duties
    assert (kept.form, new.form, new.span) == ("bracket", "stated", kept.span)


def test_units_are_added_to_a_clause_that_names_none_and_govern_it(library: Library, key: str) -> None:
    assert library.owners("茶市由谁举办").units == ()
    library.correct(key, {field(library, key, "1.2", -1): "县商务局"}, **SIGNED)
    assert roles(library, key, "1.2") == [("责任单位", "县商务局")]
    assert [unit.unit for unit in library.owners("茶市由谁举办").units] == ["县商务局"]
    task = next(task for task in library.tasks(Filters())[1] if "县商务局" in task.responsible)
    assert task.text == "每年秋天在茶乡举办一次茶市。"


def test_units_that_are_struck_out_are_gone_and_come_back_when_that_is_undone(library: Library, key: str) -> None:
    before = roles(library, key, "1.1")
    made = field(library, key, "1.1")
    library.correct(key, {made: ""}, **SIGNED)
    assert roles(library, key, "1.1") == []
    assert library.card(key).duties == 2
    library.correct(key, {made: None}, who="王复核", why="会议纪要有误")
    assert roles(library, key, "1.1") == before
    assert library.card(key).duties == 4
    log, standing = library.corrections(key)
    assert [(one.value, one.undone, one.who) for one in log] == [(None, False, "李核对"), (None, True, "王复核")]
    assert log[0].before == "牵头单位：县农业农村局；配合单位：县水利局"
    assert standing == ()


def test_what_is_said_already_is_no_correction(library: Library, key: str) -> None:
    assert library.correct(key, {field(library, key, "1.1"): "牵头：县农业农村局；配合：县水利局"}, **SIGNED) == ()
    assert library.correct(key, {field(library, key, "1.2", -1): " "}, **SIGNED) == ()


def test_of_two_equal_brackets_the_right_one_is_put_right(library: Library, key: str) -> None:
    library.correct(key, {field(library, key, "1.3", 1): "责任单位：县文旅局"}, **SIGNED)
    assert [unit.unit for unit in library.owners("茶山步道由谁修建").units] == ["县林业局"]
    assert [unit.unit for unit in library.owners("观景台由谁建设").units] == ["县文旅局"]


def test_a_correction_outlives_file_and_parser(
    library: Library, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.correct(key, {field(library, key, "1.2", -1): "县商务局"}, **SIGNED)
    monkeypatch.setattr("ingest.pipeline.PARSER", "another")
    assert [added.status for added in library.renew()] == ["renewed"]
    assert roles(library, key, "1.2") == [("责任单位", "县商务局")]
    library.remove(key)
    library.ingest([tmp_path / "方案.txt"])
    assert roles(library, key, "1.2") == [("责任单位", "县商务局")]
    assert library.card(key).duties == 5


def test_a_correction_stays_with_its_words_when_clauses_are_numbered_anew(library: Library, key: str) -> None:
    printed = library.store.printed(key)
    words = named(UNITS, printed, printed.clause("1.3"))[1]
    quote = printed.quote(words.span)
    clauses = tuple(replace(clause, eid=f"9.{clause.eid}") for clause in printed.clauses)
    anew = replace(printed, clauses=clauses, duties=())
    found = placed(UNITS, anew, words.field, quote)
    assert found and (found.clause, found.span) == ("9.1.3", words.span)
    [made] = laid_over(UNITS, anew, [(words.field, quote, "责任单位：县文旅局")])
    assert (made.clause, made.span, made.unit) == ("9.1.3", words.span, "县文旅局")


def test_words_that_moved_are_found_where_they_stand_once_and_else_the_correction_lies_nowhere() -> None:
    text = "一、|修路|\n  修建步道。（责任单位：甲局）\n二、|植树|\n  种茶树。（责任单位：乙局）\n"
    document = make_document("溪源县方案", text, region="溪源县", level="county")
    words = named(UNITS, document, document.clause("1"))[0]
    quote = document.quote(words.span)
    moved = replace(document, offsets=OffsetMap(((0, 7, len(document.text)),)))
    assert placed(UNITS, moved, words.field, quote) == words
    assert placed(UNITS, moved, words.field, "（责任单位：丙局）") is None
    twice = replace(moved, text=moved.text.replace("乙局", "甲局"))
    assert placed(UNITS, twice, words.field, quote) is None


def test_a_correction_that_lies_nowhere_is_told_and_can_be_undone(library: Library, key: str) -> None:
    made = field(library, key, "1.1")
    library.correct(key, {made: "县茶业局"}, **SIGNED)
    printed = library.store.printed(key)
    gone = replace(printed, text=printed.text.replace("县水利局", "县水务局"), parser="another")
    library.store.put(gone, library.source(key))
    [standing] = library.corrections(key)[1]
    assert (standing.clause, standing.quote) == (None, "（牵头单位：县农业农村局；配合单位：县水利局）")
    assert ("责任单位", "县茶业局") not in roles(library, key, "1.1")
    library.correct(key, {made: None}, **SIGNED)
    assert library.corrections(key)[1] == ()


@pytest.mark.parametrize("typed", ["duties@7", "duties@7+", "duties@x", "duties"])
def test_a_field_of_no_words_is_refused(library: Library, key: str, typed: str) -> None:
    with pytest.raises((NotFound, LibraryError), match="没有可以更正的"):
        library.correct(key, {typed: "县茶业局"}, **SIGNED)


def test_a_part_of_a_document_has_the_corrections_of_its_clauses_alone(library: Library, key: str) -> None:
    library.correct(key, {field(library, key, "1.1"): "县茶业局", field(library, key, "1.2", -1): "县商务局"}, **SIGNED)
    part = library.store.excerpts([f"{key}#1.2"])[key]
    assert [(duty.clause, duty.unit) for duty in part.duties] == [("1.2", "县商务局")]


def test_a_clause_without_words_of_its_own_shows_those_of_the_clause_above_it() -> None:
    text = "一、|重点任务|\n  修路、植树。（责任单位：甲局）\n  （一）|修路|\n    修建步道。\n  （二）|植树|\n    种茶树。（责任单位：乙局）\n"
    document = make_document("溪源县方案", text, region="溪源县", level="county")
    found = [[document.quote(one.span) for one in governing(UNITS, document, document.clause(eid))] for eid in ("1.1", "1.2")]
    assert found == [["（责任单位：甲局）", "修建步道。"], ["（责任单位：乙局）", "种茶树。"]]


def test_units_for_a_clause_without_text_govern_what_is_below(library: Library, key: str) -> None:
    library.correct(key, {field(library, key, "1", -1): "牵头单位：县政府办公室"}, **SIGNED)
    printed = library.document(key)
    [duty] = [duty for duty in printed.duties if duty.clause == "1"]
    assert duty.span == printed.clause("1").head != Span(0, 0)
    assert [unit.unit for unit in library.owners("茶市由谁举办").units] == ["县政府办公室"]
