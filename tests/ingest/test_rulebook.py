"""Every row of the pattern tables fires on its example and not on its counter-example."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import rulebook
from ingest.duties import assignments

TABLES = {
    "units": ("and_others", "prose", "tail", "distributive", "function", "standing", "vague", "nobody", "members"),
    "duties": ("label", "verb", "deadline", "first_leads", "implied", "inline", "told"),
    "citations": ("common", "document", "other", "short", "relation", "repealing"),
}
RULES = {
    f"{file} {table}: {rule.id}": rule
    for file, tables in TABLES.items()
    for table in tables
    for rule in rulebook.rows(file, table)
}
CHECKED = {"who", "with", "list"}
"""Groups whose words are checked against the names of units: the counter-example may fit the pattern."""


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_and_its_examples(rule: rulebook.Rule) -> None:
    assert rule.pattern.search(rule.example)
    assert CHECKED & rule.pattern.groupindex.keys() or not rule.pattern.search(rule.counter)


PAST, COMMITMENTS = rulebook.rows("targets", "past"), rulebook.rows("targets", "commitment")
NEEDY = [*(rule for rule in RULES.values() if rule.needs), *PAST, *COMMITMENTS]


@pytest.mark.parametrize("rule", NEEDY, ids=lambda rule: rule.id)
def test_a_rule_needs_a_word_of_its_own(rule: rulebook.Rule) -> None:
    """The words stand in the example, and in the pattern: what the pattern can't match without."""
    assert rule.may_match(rule.example)
    assert all(word in rule.pattern.pattern for word in rule.needs)
    assert not rule.may_match("。")


INLINE = rulebook.rows("duties", "inline")
PIECES = [piece for rule in INLINE for piece in (*rule.needs, *rule.example.split("，"), "县水利局", "，", "：")]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_passing_over_rows_and_phrases_loses_no_match(pieces: list[str]) -> None:
    sentence = "".join(pieces)
    passed = {rule.id: words for rule, words in rulebook.candidates("duties", "inline", sentence)}
    for rule in INLINE:
        found = [match.span() for match in rule.pattern.finditer(sentence)]
        assert [match.span() for match in assignments.matches(sentence, rule, passed.get(rule.id, ()))] == found
        assert rule.id in passed or not found


def test_the_row_does_knows_with_which_characters_a_deed_can_begin() -> None:
    etc, by_day, eager, deed, works = (rulebook.word("duties", name) for name in ("etc", "by_day", "eager", "deed", "works"))
    listed, _ = _first_characters(rulebook.word("duties", "begins"))
    begins, may_be_empty = _first_characters(f"{etc}(?:{by_day}|{eager}(?:{deed}|{works}))")
    assert begins - {"2"} == listed  # a figure, which \d holds
    assert not may_be_empty


def _first_characters(pattern: str) -> tuple[set[str], bool]:
    """The characters (or classes, as `re` names them) with which matches begin, and whether one may be empty."""
    return _first(import_module("re._parser").parse(pattern))


def _first(items: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """The same for a parsed sequence: that of the first item, and of the next as long as nothing need stand before it."""
    found: set[str] = set()
    for kind, held in items:
        characters, empty = _first_of(str(kind), held)
        found |= characters
        if not empty:
            return found, False
    return found, True


def _first_of(kind: str, held: Any) -> tuple[set[str], bool]:
    if kind == "LITERAL":
        return {chr(held)}, False
    if kind == "IN":
        return {chr(one) if str(what) == "LITERAL" else str(one) for what, one in held}, False
    if kind == "MAX_REPEAT":
        least, _, repeated = held
        characters, empty = _first(repeated)
        return characters, empty or not least
    if kind == "SUBPATTERN":
        return _first(held[-1])
    if kind == "BRANCH":
        branches = [_first(branch) for branch in held[1]]
        return set().union(*(characters for characters, _ in branches)), any(empty for _, empty in branches)
    assert kind in ("ASSERT", "ASSERT_NOT")
    return set(), True


TERSE = [
    "牵头单位",
    "责任单位",
    "完成时限",
    "县水利局",
    "：",
    "】",
    "【",
    "，",
    "2027年",
    "6月底",
    "年内",
    "前",
    "完成",
    "持续",
    "推进",
    "长期",
]


@pytest.mark.parametrize("table", ["label", "deadline"])
@given(pieces=st.lists(st.sampled_from(TERSE), min_size=1, max_size=6))
def test_passing_over_rows_of_brackets_loses_no_match(table: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    passed = [rule for rule, _ in rulebook.candidates("duties", table, text)]
    assert all(rule in passed for rule in rulebook.rows("duties", table) if rule.pattern.search(text))


PAST_PIECES = [piece for rule in PAST for piece in (*rule.needs, *rule.example.split("，"), "，", "。", "\n", "：")]


@given(st.lists(st.sampled_from(PAST_PIECES), min_size=1, max_size=6))
def test_passing_over_rows_of_history_loses_no_match(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert rulebook.holds("targets", "past", text, 0, len(text)) == any(rule.pattern.search(text) for rule in PAST)


def test_every_table_is_under_test() -> None:
    for file, tables in TABLES.items():
        assert set(rulebook.tables(file)) == set(tables)


def test_ids_are_unique_in_a_table() -> None:
    for file, tables in TABLES.items():
        for table in tables:
            ids = [rule.id for rule in rulebook.rows(file, table)]
            assert len(ids) == len(set(ids)), f"{file} {table}"
