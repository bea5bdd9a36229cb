from __future__ import annotations

import pytest

from search.align import pair_clauses
from search.demands import demands
from tests.builders import make_document


@pytest.mark.parametrize(
    "heading",
    [
        "发展基础",
        "“十三五”发展成就",
        "面临的机遇与挑战",
        "规划背景",
        "发展环境和主要问题",
        "形势和基础",
        "重大意义",
        "存在问题",
        "取得的成效",
    ],
)
def test_how_things_stand_is_no_demand(heading: str) -> None:
    plan = make_document("澜岳省渔港规划", f"一、|{heading}|\n  （一）|渔港|\n    渔港老旧。\n二、|任务|\n  疏浚航道。")
    assert demands(plan) == {"2"}


@pytest.mark.parametrize(
    "heading",
    [
        "夯实发展基础",
        "法治环境",
        "优化发展环境",
        "解决突出问题",
        "加强形势教育",
        "工作任务",
        "情况报送",
        "基础设施",
        "问题整改",
    ],
)
def test_what_names_it_in_passing_is_one(heading: str) -> None:
    assert demands(make_document("澜岳省渔港规划", f"一、|{heading}|\n  疏浚航道。")) == {"1"}


def test_no_aim_comes_from_what_was_achieved() -> None:
    upper = make_document("澜岳省渔港规划", "一、|发展基础|\n  疏浚航道，加固防波堤。", region="澜岳省", level="provincial")
    lower = make_document("溪源县渔港规划", "一、|主要任务|\n  疏浚航道，加固防波堤。", region="溪源县", level="county")
    assert pair_clauses(lower, upper) == []
