"""Canonical text: what arrival did to a plan is undone, and every character leads back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.canonical.text import canonical

WRAPPED = """溪源县城镇节水实施计划

一、总体目标

全县坚持节水优先、量水而行，把节水贯穿经济社会
发展全过程，到2027年，全县万元工业增加值用水量
比2023年下降百分之十六，城市公共供水管网漏损率
控制在百分之九以内，节水型居民小区建成率达到三
成以上，再生水利用率明显提高。

— 3 —

二、重点任务

（一）加强管网改造。更换老旧管网，分区计量覆盖
主城区，并向乡镇延伸。
"""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("国 务 院 关 于 节 水 的 意 见", "国务院关于节水的意见", id="letter-spaced"),
        pytest.param("目　　录", "目录", id="two characters drawn apart"),
        pytest.param("一 、 总 体 要 求一 、 总 体 要 求", "一、总体要求", id="doubled heading"),
        pytest.param("专 栏 1 　 节 水 工 程专 栏 1 　 节 水 工 程", "专栏1节水工程", id="box drawn twice"),
        pytest.param("专 栏专 栏 22　 供 水 平 台　 供 水 平 台", "专栏2供水平台", id="box drawn twice piece by piece"),
        pytest.param("一、发展形势和意义\n一、发展形势和意义\n当前，用水偏紧。", "一、发展形势和意义\n当前，用水偏紧。", id="bold twice"),
        pytest.param("(一)要求,到2027年达1,000家", "（一）要求，到2027年达1,000家", id="marks typed in half width"),
        pytest.param("⼯程与⻔店，⺠⽣用水。", "工程与门店，民生用水。", id="CJK radicals of both blocks"),
        pytest.param("到 2027 年，建成 120 个 5G 站点。", "到2027年，建成120个5G站点。", id="spaces around digits"),
        pytest.param("Smart Water 平台", "Smart Water平台", id="spaces between Latin words stay"),
        pytest.param("组长：王 岚　副组长", "组长：王 岚　副组长", id="spaces between names stay"),
        pytest.param("一、措施。　　（一）节水。　　（二）增效。", "一、措施。\n（一）节水。\n（二）增效。", id="two ideographic spaces"),
        pytest.param("# 节水方案\n**答：**可以。", "节水方案\n答：可以。", id="Markdown marks"),
        pytest.param("部门\t职责\n水利局\t供水", "部门\t职责\n水利局\t供水", id="cells of a table"),
        pytest.param("推动节水型社会建设，\n提高效率。", "推动节水型社会建设，提高效率。", id="comma at the end of a line"),
        pytest.param("完善《溪源县节约\n用水办法》。", "完善《溪源县节约用水办法》。", id="title broken over lines"),
        pytest.param("第一段到此为止。\n第二段另起。", "第一段到此为止。\n第二段另起。", id="paragraphs stay"),
        pytest.param("（责任单位：县水利局）\n某县人民政府", "（责任单位：县水利局）\n某县人民政府", id="a bracket of units ends a paragraph"),
    ],
)  # fmt: skip
def test_arrival_is_undone(raw: str, text: str) -> None:
    assert canonical(raw).text == text


def test_wrapped_lines_are_joined_and_page_marks_dropped() -> None:
    lines = canonical(WRAPPED).text.split("\n")
    assert lines[1:4] == [
        "一、总体目标",
        "全县坚持节水优先、量水而行，把节水贯穿经济社会发展全过程，到2027年，全县万元工业增加值用水量"
        "比2023年下降百分之十六，城市公共供水管网漏损率控制在百分之九以内，节水型居民小区建成率达到三"
        "成以上，再生水利用率明显提高。",
        "二、重点任务",
    ]
    assert lines[4] == "（一）加强管网改造。更换老旧管网，分区计量覆盖主城区，并向乡镇延伸。"


def test_page_numbers_go_and_a_column_of_figures_stays() -> None:
    pages = "".join(
        f"第{n}段文字，写到页末还没有写完的一句话\n{n}\n接着写完这一句。\n另起一段写别的事情。\n再写一段。\n"
        for n in range(1, 5)
    )
    assert not any(line.isdigit() for line in canonical(pages).text.split("\n"))
    table = "指标\n2025年\n1075\n1080\n1090\n"
    assert canonical(table).text.split("\n")[2:] == ["1075", "1080", "1090"]


def test_form_feeds_begin_pages() -> None:
    shape = canonical("第一页的话。\f第二页的话。\f第三页的话。")
    assert [shape.text[at:][:3].strip() for at in shape.pages] == ["第一页", "第二页", "第三页"]


@given(st.text(alphabet="一二、（）1.。，；：\n \u3000\t\fA9国务院⼯⻔《》#*—\ufeff", max_size=300))
def test_every_character_has_its_place_in_the_source(raw: str) -> None:
    shape = canonical(raw)
    before = -1
    for at, character in enumerate(shape.text):
        place = shape.offsets.source(at)
        assert before < place < len(raw)
        before = place
        if not character.isspace():
            assert canonical(raw[place]).text.strip() in (character, "")


@given(st.text(max_size=300))
def test_nothing_but_layout_is_dropped(raw: str) -> None:
    kept = canonical(raw).text
    assert len("".join(kept.split())) <= len("".join(raw.split()))
    assert canonical(kept).text.count("\n") <= kept.count("\n")


def test_a_record_drawn_over_and_over_at_the_foot_of_a_page_is_dropped() -> None:
    label = "索  引  号 ：" * 7
    raw = f"（六）加强人才培养。创新培养模式，建立健全多层次、\n{label} 000111/2024-0001\n标 　 　 题 ：标 　 　 题 ：标 　 　 题 ： 节水规划\n多类型的人才培养体系。\n"
    shape = canonical(raw)
    assert shape.text == "（六）加强人才培养。创新培养模式，建立健全多层次、多类型的人才培养体系。"
    assert "running-head" in {discard.kind for discard in shape.discards}
    assert canonical("来源：县水利局。责任单位：县水利局\n").text == "来源：县水利局。责任单位：县水利局"


def test_a_date_and_organs_side_by_side_go_on_with_nothing() -> None:
    wrapped = "\n".join("各乡镇要加强供水设施的巡查维护工作，" for _ in range(9))
    raw = f"{wrapped}\n按时完成。\n青岚市柏川区教育局    青岚市柏川区财政局\n青岚市柏川区人力资源社会保障局\n2031年2月20日"
    assert canonical(raw).text.split("\n")[-3:] == [
        "青岚市柏川区教育局    青岚市柏川区财政局",
        "青岚市柏川区人力资源社会保障局",
        "2031年2月20日",
    ]
