"""Quantities: numerals, multipliers, units, comparators, and what only looks like a figure."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import rulebook
from ingest.targets.quantity import bound, find, folded, number, scaled

BOUNDS = tomllib.loads((rulebook.FOLDER / "quantities.toml").read_text("utf-8"))["bound"]


@pytest.mark.parametrize(
    ("text", "value", "value2", "unit"),
    [
        ("28.4万人", 284_000, None, "人"),
        ("2.5亿元", 250_000_000, None, "元"),
        ("1万亿元", 1e12, None, "元"),
        ("3000万元", 30_000_000, None, "元"),
        ("3千万元", 30_000_000, None, "元"),
        ("500千伏", 500, None, "千伏"),
        ("1.2亿千瓦", 120_000_000, None, "千瓦"),
        ("5亿", 500_000_000, None, None),
        ("1,200家", 1200, None, "家"),
        ("９５％", 95, None, "%"),
        ("1—2个", 1, 2, "个"),
        ("10%至15%", 10, 15, "%"),
        ("3-5万吨", 30_000, 50_000, "吨"),
        ("4300多个", 4300, None, "个"),
        ("2万余户", 20_000, None, "户"),
        ("三家", 3, None, "家"),
        ("百名", 100, None, "名"),
        ("一百二十名", 120, None, "名"),
        ("一万二千人", 12_000, None, "人"),
        ("九成", 90, None, "%"),
        ("三分之一", 33.3333, None, "%"),
        ("百分之八十", 80, None, "%"),
        ("2/3", 66.6667, None, "%"),
        ("1.5∶1", 1.5, None, "∶1"),
        ("1∶1.6", 0.625, None, "∶1"),
        ("9/10万", 9, None, "/10万"),
        ("一半", 50, None, "%"),
        ("翻两番", 4, None, "倍"),
        ("动态全覆盖", 100, None, "%"),
        ("50个职业（工种）", 50, None, "个职业（工种）"),
        ("10件（项）", 10, None, "件（项）"),
        ("95立方米/公顷", 95, None, "立方米/公顷"),
        ("0.3个百分点", 0.3, None, "个百分点"),
        ("3个工作日", 3, None, "个工作日"),
    ],
)
def test_a_quantity(text: str, value: float, value2: float | None, unit: str | None) -> None:
    (quantity,) = find(folded(text))
    assert quantity.value == pytest.approx(value)
    assert (quantity.value2, quantity.unit) == (value2, unit)
    assert (quantity.start, quantity.end) == (0, len(text))


@pytest.mark.parametrize("table", ["skip", "word"])
def test_a_look_alike_or_word_and_its_examples(table: str) -> None:
    for row in rulebook.rows("quantities", table):
        assert row.pattern.search(row.example), row.id
        assert not row.pattern.fullmatch(row.counter), row.id
        assert table == "word" or not list(find(row.example)), row.id
        assert table == "word" or list(find(row.counter)), row.id


@pytest.mark.parametrize("row", BOUNDS, ids=lambda row: row["id"])
def test_a_comparator_and_its_examples(row: dict[str, Any]) -> None:
    assert _op(row["example"]) == row["op"]
    assert _op(row["counter"]) != row["op"]


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("控制在15%左右", "~"),
        ("达到20蒸吨（含）以上", ">="),
        ("至少召开1次", ">="),
        ("不低于团队总数的25%", ">="),
        ("1000余家", ">"),
        ("30%及以上", ">="),
        ("培训30名", "="),
    ],
)
def test_comparators_together(text: str, op: str) -> None:
    assert _op(text) == op


def test_the_comparator_belongs_to_the_bound() -> None:
    text = "覆盖率不低于80%以上，"
    (quantity,) = find(text)
    around = bound(text, quantity, 0, len(text))
    assert text[around.start : around.end] == "不低于80%以上"
    assert around.before and around.after


def test_numbers_that_are_none() -> None:
    with pytest.raises(ValueError, match="not a number"):
        number("甲")
    assert scaled("1,200.5", "万") == 12_005_000


@given(st.integers(1, 9999), st.sampled_from(["", "万", "亿"]), st.sampled_from(["个", "家", "人次", "公里", "%"]))
def test_any_figure_is_read_back(value: int, multiplier: str, unit: str) -> None:
    (quantity,) = find(f"{value}{multiplier}{unit}，")
    assert quantity.value == value * {"": 1, "万": 10**4, "亿": 10**8}[multiplier]
    assert (quantity.unit, quantity.raw_value, quantity.raw_unit) == (unit, str(value), multiplier + unit)


@given(st.text("0123456789.,%一二三百千万亿第年月日个家至—-（）〔〕号成半分之/:∶余多全覆盖A+", max_size=40))
def test_any_text_is_scanned(text: str) -> None:
    last = 0
    for quantity in find(text):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end


def _op(text: str) -> str:
    (quantity,) = find(text)
    return bound(text, quantity, 0, len(text)).op
