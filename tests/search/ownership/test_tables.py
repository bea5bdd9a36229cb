"""The rows of the task division table: which words a bracket governs, its units by role, its date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import parse
from search.library import Library
from search.model import Filters, NotFound, Task

COUNTY = """溪源县节水工作方案

一、主要任务
（一）更新管网。到2027年改造老旧管网36公里以上。（责任单位：县水利局；配合单位：县财政局）推行分区计量，每季度通报一次。（县住建局牵头，县水利局配合，6月底完成）
（二）开源节流
1.回收雨水。新建小区配建雨水池。
2.利用中水。洗车用水改用中水。
（县生态环境局负责）
二、保障措施
县审计局负责资金审计。
三、任务清单
序号\t工作事项\t牵头单位\t配合单位\t完成时限
1\t排查漏点\t县水利局\t县财政局、各乡镇\t2026年6月底前
"""
PROVINCE = "澜岳省节水行动方案\n\n一、重点任务\n（一）管网改造。到2027年改造管网3200公里。（责任单位：省水利厅）\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("tables")
    with Library.open(folder / "library") as held:
        for name, text in (("county", COUNTY), ("province", PROVINCE)):
            held.add(parse(text.encode(), path=f"{name}.txt"), text.encode())
        yield held


@pytest.fixture(scope="module")
def of_county(library: Library) -> tuple[Task, ...]:
    return library.tasks(Filters(level=("county",)))[1]


def test_a_bracket_governs_the_text_since_the_bracket_before(of_county: tuple[Task, ...]) -> None:
    first, second = of_county[:2]
    assert (first.text, first.responsible, first.support) == ("到2027年改造老旧管网36公里以上。", ("县水利局",), ("县财政局",))
    assert (second.text, second.lead, second.support) == ("推行分区计量，每季度通报一次。", ("县住建局",), ("县水利局",))


def test_the_date_is_the_bracket_s_own_or_that_of_the_measure_s_targets(of_county: tuple[Task, ...]) -> None:
    assert [task.deadline for task in of_county[:2]] == ["2027年", "6月底完成"]


def test_a_sentence_and_a_row_speak_for_themselves(of_county: tuple[Task, ...]) -> None:
    sentence, row = of_county[-2:]
    assert (sentence.text, sentence.responsible) == ("县审计局负责资金审计。", ("县审计局",))
    assert (row.text, row.lead, row.support) == ("排查漏点 | 2026年6月底前", ("县水利局",), ("县财政局", "各乡镇"))
    assert row.deadline == "2026年6月底前"


def test_tasks_are_paged_and_filtered_by_any_name_of_a_unit(library: Library) -> None:
    total, page = library.tasks(limit=2, offset=1)
    assert (total, len(page)) == (6, 2)
    assert page == library.tasks()[1][1:3]
    assert library.tasks(Filters(unit=("水利局",)))[0] == library.tasks(Filters(unit=("县水利局",)))[0]


STEMS = "梓桐榆槐柏松桦枫榕棠樱梅兰竹菊莲荷蓉葵芷蘅芸苓茗蓝翠碧丹朱绛紫素皓皎晖曦昕晗映暄朗晴霏霖沛润泽沁沐淳澄湛溯滢潇瀚"
FIRST = "溪澜岳霁岚泓渺翎"
"""One of these and one of those are the name of a county, hundreds in all."""


def test_a_unit_that_every_county_has_under_another_name_narrows_tasks_and_searches(tmp_path: Path) -> None:
    parts = [f"{mark}、办好学校{one}" for mark, one in zip("一二三四五六七八", FIRST, strict=True)]
    items = [[f"{n}.办好学校{n}。（责任单位：{one}{other}县教育体育局）" for n, other in enumerate(STEMS, 1)] for one in FIRST]
    rows = [row for part, under in zip(parts, items, strict=True) for row in (part, *under)]
    data = "\n".join(["澜岳省办学行动方案", "", *rows, "九、其他", "修路。（责任单位：省交通运输厅）"]).encode()
    with Library.open(tmp_path) as made:
        made.add(parse(data, path="plan.txt"), data)
        of_unit = Filters(unit=("教育局",))
        assert made.tasks(of_unit, limit=1)[0] == len(FIRST) * len(STEMS)
        assert made.search("办好学校", filters=of_unit).total == len(FIRST) * len(STEMS)


def test_the_highest_level_comes_first(library: Library) -> None:
    assert [task.place.level for task in library.tasks()[1]][:2] == ["provincial", "county"]


def test_a_unit_has_its_tasks_by_document_those_it_leads_first(library: Library) -> None:
    total, (given,) = library.unit_documents("溪源县水利局")
    assert total == 3
    assert [role for role, _ in given.tasks] == ["牵头单位", "责任单位", "配合单位"]
    assert [target.target.indicator for target in given.targets if target.target.value == 36] == ["改造老旧管网"]


def test_an_unknown_unit_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound):
        library.unit_documents("某某局")


def test_units_are_narrowed_by_the_documents_that_name_them(library: Library) -> None:
    assert [card.id for card in library.units(filters=Filters(level=("provincial",)))[1]] == ["澜岳省水利厅"]
    assert library.units("水利厅", filters=Filters(level=("county",)))[0] == 0


def test_a_target_has_the_units_of_its_own_bracket(library: Library) -> None:
    _, rows = library.targets(Filters(level=("county",)))
    units = {row.target.indicator: row.units for row in rows}
    assert units["改造老旧管网"] == ("县水利局", "县财政局")
    _, owned = library.targets(Filters(level=("county",), unit=("县住建局",)))
    assert [row.target.indicator for row in owned] == ["通报"] and owned[0].units == ("县住建局", "县水利局")


def test_targets_of_a_unit_come_in_pages(library: Library) -> None:
    of_unit = Filters(unit=("水利",))
    total, rows = library.targets(of_unit)
    assert total == len(rows) > 1
    assert library.targets(of_unit, limit=1, offset=1)[1] == rows[1:2]
    assert [row.target.value for row in library.targets(of_unit, indicator="管网")[1]] == [36, 3200]


def test_a_task_taken_out_meanwhile_is_left_out(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    total, every = library.tasks()
    _, keys = library.store.task_keys(Filters())
    gone = [(key[0].replace("#", "0#"), *key[1:]) for key in keys[:1]]
    monkeypatch.setattr(library.store, "task_keys", lambda *_, **__: (total, (*gone, *keys[1:])))
    assert library.tasks() == (total, every[1:])
