"""What no unit is named for: an honest note, and the units that a linked document names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest import parse
from search.library import Library

PROVINCE = """青澜省茶产业振兴规划

为促进茶产业发展，制定本规划。
一、重点任务
（一）改造低产茶园。对树龄偏大、缺株断行的茶园分批改植换种，配套建设水肥一体化设施，改造茶园面积达到20万亩。
（二）培育加工企业。支持初制厂更新杀青和烘干设备，统一鲜叶收购标准，茶厂清洁化率达到60%。
（三）严防茶山失火。开设森林防火阻隔带，清理茶山可燃物，配备风力灭火机具。
二、发展目标
茶叶优质率达到80%，鲜叶损耗率控制在5%以内。
三、降低鲜叶损耗
茶区全部建设摊青车间。（责任单位：省供销社）
"""
COUNTY = """禾溪县茶产业振兴实施方案

为落实《青澜省茶产业振兴规划》，结合我县实际，制定本方案。
一、重点任务
（一）改造低产茶园。对树龄偏大、缺株断行的茶园分批改植换种，配套建设水肥一体化设施，改造茶园面积达到8000亩。（牵头单位：县农业农村局；配合单位：县财政局）
（二）培育加工企业。支持初制厂更新杀青和烘干设备，统一鲜叶收购标准。（责任单位：县市场监管局）
（三）严防茶山失火。环山阻隔带全线开通，清理茶山可燃物，配备风力灭火机具。（责任单位：县林业局）
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("linked") / "library") as held:
        for name, text in (("province", PROVINCE), ("county", COUNTY)):
            held.add(parse(text.encode(), path=f"{name}.txt"), text.encode())
        yield held


@pytest.mark.parametrize("question", ["省规划中低产茶园改造由谁负责", "青澜省规划里改造茶园面积谁负责"])
def test_the_county_names_the_units_of_the_province_s_measure(library: Library, question: str) -> None:
    found = library.owners(question)
    assert [(unit.unit, unit.role) for unit in found.units] == [("县农业农村局", "牵头单位"), ("县财政局", "配合单位")]
    assert found.note is not None
    assert "没有写明责任单位" in found.note and "《禾溪县茶产业振兴实施方案》" in found.note


def test_where_the_text_names_units_nothing_is_noted(library: Library) -> None:
    found = library.owners("低产茶园改造由谁牵头")
    assert ([unit.unit for unit in found.units], found.note) == (["县农业农村局"], None)


def test_a_linked_clause_that_says_nothing_of_the_matter_does_not_answer(library: Library) -> None:
    found = library.owners("省规划中茶厂清洁化改造由谁负责")
    assert found.units == ()
    assert found.nearest is not None and "茶厂清洁化率" in found.nearest.text


def test_a_figure_is_answered_by_who_is_named_for_it_alone(library: Library) -> None:
    found = library.owners("茶叶优质率由谁负责")
    assert found.units == ()
    assert found.nearest is not None and found.nearest.text.startswith("茶叶优质率达到80%")


def test_a_figure_nobody_is_named_for_is_answered_by_the_task_it_depends_on_and_the_note_says_so(library: Library) -> None:
    found = library.owners("鲜叶损耗率由谁负责")
    assert [unit.unit for unit in found.units] == ["省供销社"]
    assert found.note is not None and "没有写明“鲜叶损耗率”的责任单位" in found.note and "发展目标" in found.note


def test_documents_that_say_nothing_of_a_matter_are_told_from_those_that_do(library: Library) -> None:
    found = library.owners("禾溪县茶叶优质率由谁负责")
    assert (found.units, found.nearest is not None) == ((), True)
    assert found.note is not None and found.note.startswith("所问的文件没有写到这件事，其他文件中最接近的条款：青澜省")


def test_what_a_county_calls_otherwise_is_found_through_the_plan_above_it(library: Library) -> None:
    found = library.owners("禾溪县森林防火阻隔带由谁负责")
    assert [unit.unit for unit in found.units] == ["县林业局"]
    assert found.note is not None and "没有用这些词" in found.note and "青澜省茶产业振兴规划" in found.note


def test_a_matter_that_nothing_speaks_of_has_no_units(library: Library) -> None:
    found = library.owners("月球基地由谁负责")
    assert (found.units, found.note) == ((), "库中没有找到写到这件事的条款")
