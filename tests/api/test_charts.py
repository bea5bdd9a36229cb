"""Bars of one indicator: lengths, notes, and what cannot be drawn."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.charts import FIGURES, LABELS, WIDTH, chart
from ingest.model import Span, Target
from search.model import Place, TargetQuote

ROOM = WIDTH - LABELS - FIGURES


def quote(n: int, value: float | None, unit: str | None = "%", **more: Any) -> TargetQuote:
    made = Target("1", Span(0, 1), "漏损率", "<=", value, unit, **more)
    place = Place(f"d{n}#1", f"d{n}", "某规划", None, "county", f"第{n}县", ("一、目标",))
    return TargetQuote(f"d{n}#T1", made, place, "漏损率")


@pytest.mark.parametrize(
    ("rows", "lengths"),
    [
        ([quote(1, 10), quote(2, 5)], [ROOM, ROOM / 2]),
        ([quote(1, 10), quote(2, 5, "元"), quote(3, 2.5)], [ROOM, ROOM / 4]),
        ([quote(1, 4, value2=8), quote(2, 2)], [ROOM / 2, ROOM / 4]),
    ],
)
def test_bars_are_as_long_as_their_figures(rows: list[TargetQuote], lengths: list[float]) -> None:
    drawn = chart(rows, rows[0])
    assert drawn
    assert [bar.width for bar in drawn.bars] == pytest.approx(lengths, abs=0.1)
    assert drawn.note is None
    assert all(bar.figure in drawn.description for bar in drawn.bars)


@pytest.mark.parametrize("rows", [[quote(1, 10)], [quote(1, None), quote(2, None)], [quote(1, 10), quote(2, 1, "元")], [quote(1, 0), quote(2, 0)]])  # fmt: skip
def test_what_cannot_be_compared_is_not_drawn(rows: list[TargetQuote]) -> None:
    assert chart(rows, rows[0]) is None


def test_a_bar_too_short_to_read_is_told() -> None:
    drawn = chart([quote(1, 5e6, "人"), quote(2, 1e4, "人", deadline=2025)], quote(1, 5e6, "人"))
    assert drawn and drawn.note and drawn.bars[1].width >= 1
    assert drawn.bars[1].figure.endswith("（2025年）")
