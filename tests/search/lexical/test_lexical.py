"""The contract of the index engines, run against each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.lexical.engine import Counts, Engine, IndexRow, number_of, open_engine
from search.lexical.query import WORDS, Bool, Term, parse
from search.model import Filters, LibraryError
from search.precedent.hits import snippet, wanted

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")

ENGINES = ("tantivy", "whoosh")


def row(clause_id: str, text: str, *, heading: str = "", unit: str = "", **keys: str) -> IndexRow:
    document_id = clause_id.partition("#")[0]
    given = {
        "heading": heading,
        "text": f"{heading}\n{text}",
        "unit": unit,
        "title": f"{document_id}县培育规划",
        "region": "河口县",
    }
    exact: dict[str, tuple[str, ...]] = {key: (value,) for key, value in keys.items()}
    exact |= {"document": (document_id,), "unit": (unit,) if unit else ()}
    return IndexRow(clause_id, document_id, given, exact)


ROWS = [
    row(
        "a#1",
        "建设高技能人才、高水平队伍，完成2项任务，达到98.5%。",
        heading="加强培训",
        unit="县总工会",
        level="county",
        year="2022",
    ),
    row("a#2", "企业给工人发放津贴，建成5G基站2项。", heading="提高待遇", level="county", year="2022", has_target="1"),
    row("b#1", "人才高技能化，参与RCEP合作。", heading="开放", unit="省财政厅，省总工会", level="provincial", year="2021"),
    row("b#2", "保障经费。", heading="保障", level="provincial", year="2021", has_target="0"),
]


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filled(name: str, folder: Path) -> Engine:
    made = open_engine(name, folder)
    made.add(ROWS)
    made.commit()
    return made


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """For tests that change nothing."""
    with closing(filled(request.param, tmp_path_factory.mktemp("index"))) as made:
        yield made


@pytest.fixture
def fresh(name: str, tmp_path: Path) -> Iterator[Engine]:
    with closing(filled(name, tmp_path / "index")) as made:
        yield made


def found(engine: Engine, query: str, **filters: Any) -> list[str]:
    return [clause for clause, _ in engine.search(parse(query).tree, Filters(**filters), limit=10).hits]


CASES = [
    ('"高技能人才"', {"a#1"}),
    ('"技能人"', {"a#1"}),
    ('"人才高"', {"b#1"}),
    ('"人才高水平"', set()),
    ('"高技能人才、高水平"', {"a#1"}),
    ('"2项"', {"a#1", "a#2"}),
    ('"2项任务"', {"a#1"}),
    ('"基站2项"', {"a#2"}),
    ('"98.5%"', {"a#1"}),
    ('"98.5"', {"a#1"}),
    ('"项"', {"a#1", "a#2"}),
    ("津贴", {"a#2"}),
    ("5g", {"a#2"}),
    ("rce*", {"b#1"}),
    ("经费*", {"b#2"}),
    ("人才 AND 合作", {"b#1"}),
    ("津贴 OR 经费", {"a#2", "b#2"}),
    ("人才 NOT 合作", {"a#1"}),
    ("NOT 人才", {"a#2", "b#2"}),
    ("(津贴 OR 合作) AND 人才", {"b#1"}),
    ("标题:待遇", {"a#2"}),
    ("小标题:开放", {"b#1"}),
    ("单位:总工会", {"a#1", "b#1"}),
    ("单位:县总工会", {"a#1"}),
    ("层级:县", {"a#1", "a#2"}),
    ("层级:国家", set()),
    ("年份:2021 经费", {"b#2"}),
    ("地区:河口 津贴", {"a#2"}),
    ("", {"a#1", "a#2", "b#1", "b#2"}),
    ("不存在词", set()),
    ("？！", set()),
]


@pytest.mark.parametrize(("query", "clauses"), CASES, ids=[case[0] for case in CASES])
def test_finds(engine: Engine, query: str, clauses: set[str]) -> None:
    assert set(found(engine, query)) == clauses


@pytest.mark.parametrize(
    ("filters", "clauses"),
    [
        ({"level": ("county",)}, {"a#1", "a#2"}),
        ({"level": ("county", "provincial")}, {"a#1", "a#2", "b#1", "b#2"}),
        ({"year": (2021,)}, {"b#1", "b#2"}),
        ({"unit": ("总工会",)}, {"a#1", "b#1"}),
        ({"unit": ("县总工会", "财政厅")}, {"a#1", "b#1"}),
        ({"has_target": True}, {"a#2"}),
        ({"document": ("b",), "has_target": False}, {"b#2"}),
        ({"level": ("town",)}, set()),
    ],
)
def test_filters(engine: Engine, filters: dict[str, object], clauses: set[str]) -> None:
    assert set(found(engine, "", **filters)) == clauses


def test_best_first_with_total_and_pages(engine: Engine) -> None:
    tree = parse("企业给工人发津贴").tree
    assert found(engine, "企业给工人发津贴")[0] == "a#2"
    everything = [engine.search(parse("").tree, Filters(), limit=1, offset=n) for n in range(4)]
    assert {page.total for page in everything} == {4}
    assert len({page.hits[0][0] for page in everything}) == 4
    assert engine.search(tree, Filters(), limit=0).hits == ()
    assert engine.search(tree, Filters(), limit=5, offset=50).hits == ()


def test_filters_do_not_change_the_order_or_score(engine: Engine) -> None:
    tree = parse("人才技能").tree
    free = dict(engine.search(tree, Filters(), limit=10).hits)
    narrowed = dict(engine.search(tree, Filters(level=("county",)), limit=10).hits)
    assert narrowed == pytest.approx({"a#1": free["a#1"]})


def test_a_phrase_inside_a_filter(fresh: Engine) -> None:
    many = [
        IndexRow(f"x#{n}", "x", {"text": f"第{n}批技能津贴与岗位津贴，津贴技能并重"}, {"level": ("county",)})
        for n in range(300)
    ]
    fresh.add(many)
    fresh.commit()
    assert fresh.search(parse('"技能津贴"').tree, Filters(level=("county",)), limit=5).total >= 300


def test_counts_are_of_all_that_match(engine: Engine) -> None:
    counts = engine.counts(parse("").tree, Filters())
    assert counts.documents == {number_of("a"): 2, number_of("b"): 2}
    assert counts.units == {number_of("县总工会"): 1, number_of("省财政厅，省总工会"): 1}
    assert engine.counts(parse("津贴").tree, Filters(year=(2022,))).documents == {number_of("a"): 1}


def test_deleted_is_gone_and_updated_is_new(fresh: Engine) -> None:
    fresh.delete("a")
    fresh.delete("unknown")
    assert "a#2" in found(fresh, "津贴"), "nothing is seen before commit"
    fresh.add([row("a#1", "改为开展技能竞赛。")])
    fresh.commit()
    assert found(fresh, "津贴") == []
    assert found(fresh, '"技能竞赛"') == ["a#1"]


def test_survives_reopening(name: str, tmp_path: Path) -> None:
    first = open_engine(name, tmp_path / "index")
    first.add(ROWS)
    first.commit()
    first.add([row("c#1", "没有提交的津贴。")])
    first.close()
    again = open_engine(name, tmp_path / "index")
    assert found(again, "津贴") == ["a#2"]
    again.close()


def test_a_second_writer_waits_and_then_says_why(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (open_engine(name, tmp_path / "index") for _ in range(2))
    first.add(ROWS)
    monkeypatch.setattr("search.lexical.engine.WAIT", 0.1)
    with pytest.raises(LibraryError, match="另一个进程正在写入"):
        second.add(ROWS)
    first.commit()
    second.add([row("c#1", "第二个进程的津贴。")])
    second.commit()
    opened_after = open_engine(name, tmp_path / "index")
    assert set(found(opened_after, "津贴")) == {"a#2", "c#1"}
    for engine in (first, second, opened_after):
        engine.close()


def test_terms_that_stand_somewhere_are_known(engine: Engine) -> None:
    held = [row.clause_id for row in ROWS if "津贴" in "".join(row.texts.values())]
    assert [engine.frequency(term) for term in ("津贴", "津贴贴", "")] == [len(held), 0, 0]


def test_what_may_stand_beside_what_must_only_adds_to_the_score(engine: Engine) -> None:
    must, may = Bool(should=(Term(WORDS, "工人"), Term(WORDS, "经费"))), (Term(WORDS, "保障"), Term(WORDS, "人才"))
    alone = dict(engine.search(must, Filters(), limit=10).hits)
    beside = dict(engine.search(Bool(must=(must,), should=may), Filters(), limit=10).hits)
    assert alone.keys() == beside.keys() == {"a#2", "b#2"}
    assert beside["b#2"] > alone["b#2"] and beside["a#2"] == pytest.approx(alone["a#2"])


def test_an_empty_index_finds_nothing(name: str, tmp_path: Path) -> None:
    empty = open_engine(name, tmp_path / "index")
    assert empty.search(parse("津贴").tree, Filters(), limit=10).total == 0
    assert empty.counts(parse("").tree, Filters()) == Counts({}, {})
    empty.close()


def test_both_engines_find_the_same(tmp_path: Path) -> None:
    made = [filled(name, tmp_path / name) for name in ENGINES]
    for query in ("技能人才培训", "财政厅经费", "高水平5G"):
        first, second = (found(engine, query) for engine in made)
        assert set(first) == set(second)
        assert first[0] == second[0]
    for engine in made:
        engine.close()


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=40) | st.text(alphabet='县培训人才"():*ANDORT 且或非单位:层级年份2[]{}.+?\\|^$', max_size=30))
def test_no_query_raises(engine: Engine, query: str) -> None:
    tree = parse(query).tree
    assert engine.search(tree, Filters(), limit=5).total >= 0
    engine.counts(tree, Filters(unit=(query,)))


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no engine"):
        open_engine("fts5", tmp_path)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("技能津贴", "企业设立技能津贴。", ["技能津贴"]),
        ('"2项"', "完成12项，其中2项。", ["2项"]),
        ('"人才、高"', "高技能人才、高水平", ["人才、高"]),
        ("培训 NOT 津贴", "培训津贴", ["培训"]),
        ("98.5", "达到98.5%。", ["98.5%"]),
        ("标题:技能", "技能", []),
        ("ＡＩ", "发展ai产业", ["ai"]),
    ],
)
def test_marks_are_offsets_of_the_text(query: str, text: str, marked: list[str]) -> None:
    assert [text[a:b] for a, b in wanted(parse(query).tree, ["text"]).marks(text)] == marked


@given(st.text(alphabet="技能津贴。，\n县", max_size=400))
def test_a_snippet_is_a_piece_of_the_text(text: str) -> None:
    marks = wanted(parse("技能津贴").tree, ["text"]).marks(text)
    shown = snippet(text, marks)
    assert shown.text in text
    assert all(0 <= a < b <= len(shown.text) for a, b in shown.marks)
    assert bool(shown.marks) == bool(marks)


def test_what_was_typed_is_marked_whole_however_the_text_is_cut() -> None:
    text = "到2027年，公共供水管网漏损率控制在8%以内"
    marked = wanted(parse("漏损率").tree, ("text",)).marks(text)
    assert [text[start:end] for start, end in marked] == ["漏损率"]
