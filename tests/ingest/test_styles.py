"""Targets and brackets of units in the styles of many places and fields."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.duties import brackets
from tests.ingest.test_targets import found, told

STYLES: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent.parent / "cases/styles.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", STYLES["target"], ids=lambda case: case["text"])
def test_the_targets_of_a_sentence(case: dict[str, Any]) -> None:
    assert [told(target) for target in found(case["text"], period=(2026, 2030))] == case["targets"]


@pytest.mark.parametrize("case", STYLES["bracket"], ids=lambda case: case["text"])
def test_the_units_of_a_bracket(case: dict[str, Any]) -> None:
    reading = brackets.read(case["text"])
    assert [f"{unit} {role}" for unit, role in reading.units] == case["units"] if reading else case["units"] == []
    assert (reading.deadline if reading else None) == case.get("deadline")
