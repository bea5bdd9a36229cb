"""The query language: what is read, what is refused, and that nothing raises."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexical.query import (
    QUESTION_WORDS,
    WORDS,
    Bool,
    Everything,
    Exact,
    Phrase,
    Prefix,
    Query,
    Term,
    parse,
    phrase,
    unit,
    words,
)

RULES: list[dict[str, Any]] = tomllib.loads(QUESTION_WORDS.read_text("utf-8"))["rule"]


def terms(query: Query) -> dict[str, float]:
    assert isinstance(query, Bool)
    return {part.text: part.weight for part in query.should if isinstance(part, Term)}


def test_plain_words_are_any_of_the_terms_repeats_counted() -> None:
    parsed = parse("技能津贴技能")
    assert parsed.plain
    assert terms(parsed.tree)["技能"] > terms(parsed.tree)["能津"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_question_words(rule: dict[str, Any]) -> None:
    assert re.sub(rule["pattern"], " ", rule["example"]) == rule["left"]
    assert re.sub(rule["pattern"], " ", rule["counter"]) == rule["counter"]


@pytest.mark.parametrize(
    ("question", "kept", "dropped"),
    [
        ("技能津贴怎么写", {"技能", "津贴"}, {"怎么"}),
        ("数字车间由哪个单位负责", {"数字", "车间"}, {"单位", "负责"}),
        ("人才公寓有哪些规定？", {"人才", "公寓"}, {"哪些", "规定"}),
        ("2项任务", {"2", "任务"}, set()),
        ("怎么写", {"怎么"}, set()),
    ],
)
def test_words_that_only_ask_are_left_out(question: str, kept: set[str], dropped: set[str]) -> None:
    found = set(terms(words(question)))
    assert kept <= found
    assert not dropped & found


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", Everything()),
        ("  ", Everything()),
        ('"技能人才"', Bool(must=(phrase("技能人才"),))),
        ("“技能人才”", Bool(must=(phrase("技能人才"),))),
        ("培训 AND 津贴", Bool(must=(phrase("培训"), phrase("津贴")))),
        ("培训 且 津贴", Bool(must=(phrase("培训"), phrase("津贴")))),
        ("培训 OR 津贴", Bool(should=(phrase("培训"), phrase("津贴")))),
        ("培训 或 津贴", Bool(should=(phrase("培训"), phrase("津贴")))),
        ("NOT 培训", Bool(must=(Everything(),), never=(phrase("培训"),))),
        ("培训 NOT 津贴", Bool(must=(phrase("培训"),), never=(phrase("津贴"),))),
        ("培训 非 津贴", Bool(must=(phrase("培训"),), never=(phrase("津贴"),))),
        ("层级:县", Bool(must=(Exact("level", ("county",)),))),
        ("层级：省", Bool(must=(Exact("level", ("provincial",)),))),
        ("level:national", Bool(must=(Exact("level", ("national",)),))),
        ("年份:2025年", Bool(must=(Exact("year", ("2025",)),))),
        ("单位:总工会", unit("总工会", lambda name: (name,))),
        ("unit:总工会", unit("总工会", lambda name: (name,))),
        ("标题:技能培训", Bool(must=(phrase("技能培训", ("title", "heading")),))),
        ('标题:"技能 培训"', Bool(must=(phrase("技能 培训", ("title", "heading")),))),
        ("发文字号:云海发〔2021〕3号", Bool(must=(phrase("云海发〔2021〕3号", ("number",)),))),
        ("地区:河口", Bool(must=(phrase("河口", ("region",)),))),
        ("文种:规划", Bool(must=(phrase("规划", ("doc_type",)),))),
        ("rce*", Bool(must=(Prefix(WORDS, "rce"),))),
        ("层级:县 技能培训", Bool(must=(Exact("level", ("county",)), words("技能培训")))),
    ],
)
def test_structure(query: str, tree: Query) -> None:
    parsed = parse(query)
    assert parsed.notice is None
    assert _flat(parsed.tree) == _flat(tree)


def _flat(tree: Query) -> Query:
    """A group of one is that one."""
    if not isinstance(tree, Bool):
        return tree
    made = Bool(tuple(map(_flat, tree.must)), tuple(map(_flat, tree.should)), tuple(map(_flat, tree.never)))
    return made.must[0] if len(made.must) == 1 and not made.should and not made.never else made


def test_brackets_group() -> None:
    tree = _flat(parse("(培训 OR 津贴) AND 企业").tree)
    assert tree == Bool(must=(Bool(should=(phrase("培训"), phrase("津贴"))), phrase("企业")))


def test_a_unit_is_found_under_its_names() -> None:
    tree = parse("单位:人社局 培训", units=lambda name: (name, "县人力资源和社会保障局")).tree
    assert isinstance(tree, Bool)
    assert _flat(tree.must[0]) == Bool(should=(phrase("人社局", ("unit",)), phrase("县人力资源和社会保障局", ("unit",))))


def test_a_phrase_keeps_its_distances() -> None:
    assert phrase("培训、就业") == Phrase(WORDS, ((0, "培训"), (4, "就业")))
    assert phrase("县") == Prefix(WORDS, "县")
    assert phrase("2") == Term(WORDS, "2")
    assert phrase("。") == Bool()


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ('"培训', "引号不成对"),
        ("(培训 AND 津贴", "括号不成对"),
        (")培训( AND 津贴", "括号不成对"),
        ("(" * 30 + "培训 AND 津贴" + ")" * 30, "括号层数太多"),
        ("单位: 培训", "字段名后没有内容"),
        ("层级:宇宙", "没有“宇宙”这一层级"),
        ("年份:近年", "不是年份"),
        ("培训 AND", "运算符前后缺少词语"),
        ("OR 培训", "运算符前后缺少词语"),
        ("培训 AND OR 津贴", "运算符前后缺少词语"),
    ],
)
def test_what_cannot_be_read_is_searched_as_words_and_says_so(query: str, why: str) -> None:
    parsed = parse(query)
    assert parsed.plain
    assert parsed.notice is not None
    assert why in parsed.notice
    assert "已按普通词语检索" in parsed.notice


@pytest.mark.parametrize(
    "query", ["责任单位：县教育局负责培训", "到2025年：达到95%", "（一）总体要求", "“十四五”规划", "A+B", "甲AND乙"]
)
def test_ordinary_text_is_no_query_language(query: str) -> None:
    parsed = parse(query)
    assert parsed.plain
    assert parsed.notice is None


@given(st.text(max_size=60) | st.text(alphabet="县培训\"“”():：*ANDORT 且或非单位层级年份标题2~^[]{}\\'", max_size=40))
def test_no_query_raises(query: str) -> None:
    parse(query)
