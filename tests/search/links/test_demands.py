from __future__ import annotations

import pytest

from search.alignment.align import pair_clauses
from search.links.demands import demands, expected
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
        "背景意义",
        "前言",
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


@pytest.mark.parametrize("heading", ["指导思想", "基本原则", "总体思路和工作原则", "适用范围", "编制依据", "附则"])
def test_what_guides_or_frames_a_plan_is_no_hole_below(heading: str) -> None:
    plan = make_document("澜岳省渔港规划", f"一、|{heading}|\n  （一）|渔港|\n    疏浚航道。\n二、|任务|\n  疏浚航道。")
    assert expected(plan) == {"2"}
    assert demands(plan) == {"1", "1.1", "2"}


@pytest.mark.parametrize("text", ["本办法自印发之日起施行。", "本方案由省渔港局负责解释。", "本规划自2031年1月1日起实施。"])
def test_from_when_a_plan_holds_is_no_hole_below(text: str) -> None:
    assert expected(make_document("澜岳省渔港规划", f"一、|任务|\n  疏浚航道。\n二、||\n  {text}")) == {"1"}


@pytest.mark.parametrize("heading", ["总体要求", "创新发展理念教育", "重点区域治理", "扩大适用范围"])
def test_what_names_guidance_in_passing_is_expected(heading: str) -> None:
    assert expected(make_document("澜岳省渔港规划", f"一、|{heading}|\n  疏浚航道。")) == {"1"}
