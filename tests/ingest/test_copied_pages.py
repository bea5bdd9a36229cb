"""Whole documents as copied from a page: cells, dates and numbers on lines of their own, notes and labels of attachments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Document, parse
from ingest.account import account
from ingest.canonical.flat_tables import with_tabs
from tests.ingest.reading import eids, parsed

NOTICE = (
    "溪源县人民政府办公室关于印发《溪源县节水方案》的通知\n\n各镇人民政府：\n\n现将《溪源县节水方案》印发给你们。\n\n"
    "溪源县人民政府办公室\n\n2031年3月4日\n\n溪源县节水方案\n\n一、任务\n\n改造管网。\n\n"
)
CELLS = (
    ["序号", "工作\n任务", "责任单位", "完成时限"],
    ["1", "改造管网30公里", "县水务局、\n县财政局", "2030年底"],
    ["2", "安装水表", "县发改局", "2029年底"],
)


def _tree(document: Document) -> list[str]:
    return [f"{clause.eid} {clause.marker or ''}|{clause.heading or ''}" for clause in document.clauses]


def _lines(rows: tuple[list[str], ...], between: str, inside: str = "\n") -> str:
    return between.join(cell.replace("\n", inside) for row in rows for cell in row)


@pytest.mark.parametrize(("between", "inside"), [("\n\n", "\n"), ("\n\n", ""), ("\n", "")], ids=["wrapped", "blank", "lines"])
def test_cells_on_lines_of_their_own_are_rows(between: str, inside: str) -> None:
    document = parsed(f"溪源县节水方案\n一、任务\n分工见下表。\n\n{_lines(CELLS, between, inside)}\n\n二、保障\n加强领导。\n")
    assert _tree(document) == ["1 一、|任务", "1.1 1|", "1.2 2|", "2 二、|保障"]
    assert [(duty.clause, duty.unit, duty.deadline) for duty in document.duties] == [
        ("1.1", "县水务局", "2030年底"),
        ("1.1", "县财政局", "2030年底"),
        ("1.2", "县发改局", "2029年底"),
    ]


def test_a_head_printed_again_on_the_next_page() -> None:
    rows = (*CELLS, CELLS[0], ["3", "巡查水库", "县水利局", "每月"])
    document = parsed(f"溪源县节水方案\n一、任务\n分工见下表。\n\n{_lines(rows, chr(10) * 2)}\n")
    assert [duty.unit for duty in document.duties] == ["县水务局", "县财政局", "县发改局", "县水利局"]


@pytest.mark.parametrize(
    "rows",
    [
        (CELLS[0], CELLS[1]),
        (CELLS[0], CELLS[1], ["2", "安装水表", "巡查水库"]),
        (CELLS[0], ["1", "2030年底"], CELLS[2]),
        (["序号", "第一段是一句很长的话，不是表头。", "任务"], CELLS[1], CELLS[2]),
    ],
    ids=["one row", "no unit", "no task", "no head"],
)
def test_a_table_in_doubt_stays(rows: tuple[list[str], ...]) -> None:
    text = _lines(rows, "\n\n") + "\n\n二、保障措施\n\n加强领导。\n"
    assert with_tabs(text) == text


@given(st.lists(st.sampled_from(["序号", "1", "2", "3", "任务", "县水务局", "二、保障", "\t", "", " ", "　"]), max_size=40))
def test_no_character_is_lost_or_moved(lines: list[str]) -> None:
    text = "\n".join(["表", *lines])
    made = with_tabs(text)
    assert len(made) == len(text)
    assert all(new == old or (new in "\t\u200b" and old.isspace()) for new, old in zip(made, text, strict=True))
    assert account(parse(text.encode(), path="表.txt")).coverage == 1


def test_numbers_of_rows_are_no_page_numbers() -> None:
    rows = [line for i in range(1, 6) for line in (str(i), "工程名称", "建设内容", "建设规模", "开工时间")]
    text = "\n".join(["溪源县节水规划", "一、项目", "项目如下。", "序号", "名称", "内容", "规模", *rows])
    assert [line for line in parsed(text).text.split("\n") if line.isdigit()] == ["1", "2", "3", "4", "5"]


def test_a_date_and_figures_cut_by_a_page() -> None:
    document = parsed(
        NOTICE.replace("2031年3月4日", "2031\n年3\n月4\n日").replace(
            "改造管网。", "2029\n年“春汛”期间，水位达25\n米，超过警戒。"
        )
    )
    assert document.work.date == "2031-03-04"
    assert "2029年“春汛”期间" in document.text


@pytest.mark.parametrize("gap", ["　　", " ", "", "　"], ids=["two wide", "one", "none", "wide"])
def test_decimal_numbers_and_wide_spaces(gap: str) -> None:
    text = f"溪源县防汛预案\n1{gap}总则\n1.1{gap}目的\n减少损失。\n1.2{gap}依据\n《防洪法》。\n2{gap}组织\n2.1{gap}指挥部\n2.1.1{gap}职责\n（1）统一指挥；\n（2）发布命令。\n"
    assert _tree(parsed(text)) == [
        "1 1|总则",
        "1.1 1.1|目的",
        "1.2 1.2|依据",
        "2 2|组织",
        "2.1 2.1|指挥部",
        "2.1.1 2.1.1|职责",
        "2.1.1.1 （1）|",
        "2.1.1.2 （2）|",
    ]


@pytest.mark.parametrize(
    ("below", "tree"),
    [
        (
            "附表：1.任务表\n2.指标表\n\n附表1\n\n任务表\n\n改造管网\n\n附表2\n\n指标表\n\n漏损率",
            ["A1 附表1|任务表", "A2 附表2|指标表"],
        ),
        ("附件：重点任务分解表\n\n序号\n\n任务\n\n改造管网", ["A 附件|重点任务分解表"]),
        ("附件：重点项目名录\n\n重点项目清单", []),
        ("附件：重点项目清单\n\n重点项目清单\n\n水厂\n\n管网", ["A 附件|重点项目清单"]),
    ],
    ids=["tables", "over a table", "named only", "title again"],
)
def test_labels_of_attachments(below: str, tree: list[str]) -> None:
    assert [line for line in _tree(parsed(NOTICE + below + "\n")) if line.startswith("A")] == tree


@pytest.mark.parametrize("note", ["附件：\n\n进展情况表\n\n", "附件：进展情况表\n\n"], ids=["two lines", "one line"])
def test_a_note_over_the_signature_is_no_attachment(note: str) -> None:
    text = f"溪源县水务局关于报送节水进展的通知\n\n各镇：\n\n请按要求报送。\n\n一、时间\n\n每月5日。\n\n{note}溪源县水务局\n\n2031年3月4日\n"
    document = parsed(text)
    assert eids(document) == ["0", "1"]
    assert (document.work.issuers, document.work.date) == (("溪源县水务局",), "2031-03-04")


def test_a_file_to_fetch_below_the_date() -> None:
    text = "溪源县水务局关于印发《节水方案》的通知\n\n各镇：\n\n现印发给你们。\n\n溪源县水务局\n\n2031年3月4日\n\n附件下载：溪水2031-5关于印发《节水方案》的通知.pdf\n"
    assert parsed(text).work.date == "2031-03-04"


def test_a_notice_that_hands_on_another() -> None:
    text = (
        "溪源县人民政府关于批转《关于加强道路排水管理的通知》的通知\n\n各镇人民政府：\n\n县水务局《关于报请批转<关于加强道路排水管理的通知>的请示》收悉，"
        "现批转给你们。\n\n溪源县人民政府\n\n2031年3月4日\n\n关于加强道路排水管理的通知\n\n各镇人民政府：\n\n现将要求通知如下：\n\n一、明确主体\n\n县水务局负责指导。\n\n"
        "二、加强报送\n\n每月报送。\n\n各单位要认真落实本通知要求，做好自查。下一步县水务局将开展检查。\n\n汛后进行评估。\n"
    )
    document = parsed(text)
    assert _tree(document) == ["N |", "0 |", "1 一、|明确主体", "2 二、|加强报送", "3 |"]
    assert document.work.title == "关于加强道路排水管理的通知"


def test_a_unit_behind_a_number_is_one_heading() -> None:
    text = "溪源县节水方案\n一、职责分工\n(一)县水务局\n牵头推进节水工作。\n(二)县财政局\n负责安排资金。\n"
    document = parsed(text)
    assert _tree(document) == ["1 一、|职责分工", "1.1 （一）|县水务局", "1.2 （二）|县财政局"]
    assert [(duty.clause, duty.unit) for duty in document.duties] == [("1.1", "县水务局"), ("1.2", "县财政局")]


def test_what_a_cell_counts_divides_no_row() -> None:
    row = "改造管网包括：（1）老城区；（2）开发区。（3）其他"
    text = f"溪源县节水方案\n一、任务\n见下表。\n序号\t任务\t责任单位\n1\t{row}\t县水务局\n2\t安装水表\t县发改局\n"
    assert _tree(parsed(text)) == ["1 一、|任务", "1.1 1|", "1.2 2|"]


def test_headings_over_an_introduction_to_sections() -> None:
    long = "全面排查养老机构用水设施，建立问题台账，明确整改时限，按月调度进展，确保年底前全部整改到位，不留死角和盲区。"
    text = (
        f"溪源县用水安全方案\n为保障用水安全，制定本方案。\n总体要求\n{long}\n整治内容\n1.{long}\n2.{long}\n"
        "工作安排\n用水安全整治分两个阶段进行。\n（一）集中攻坚。全面排查。\n（二）巩固提升。查漏补缺。\n工作要求\n（一）提高站位。压实责任。\n（二）强化保障。落实资金。\n"
    )
    assert [line for line in _tree(parsed(text)) if "." not in line.split()[0]] == [
        "0 |",
        "1 |总体要求",
        "2 |整治内容",
        "3 |工作安排",
        "4 |工作要求",
    ]


def test_one_sentence_over_a_bracket_in_a_list_without_headings() -> None:
    text = (
        "溪源县节水方案\n一、落实属地责任\n(1)主要负责管网养护资金落实、计划执行、应急处置和政策宣传。\n(2)充分发挥管水站作用，每村配备一名管水员，做到全覆盖。\n"
        "(3)指导村民将护水纳入村规民约。\n\n(责任单位：县水务局、各镇)\n"
    )
    assert _tree(parsed(text)) == ["1 一、|落实属地责任", "1.1 （1）|", "1.2 （2）|", "1.3 （3）|"]


def test_a_paragraph_below_a_line_of_units() -> None:
    text = (
        "溪源县节水方案\n一、任务\n（一）改造管网\n责任单位：县水务局、县财政局，各镇\n全面排查漏点，更换老旧管道。\n"
        "（二）安装水表\n牵头单位：县水务局\n配合单位：县财政局，县发改局\n全面安装水表。\n"
    )
    document = parsed(text)
    assert [document.quote(span) for span in document.brackets] == [
        "责任单位：县水务局、县财政局，各镇",
        "牵头单位：县水务局\n配合单位：县财政局，县发改局",
    ]
    assert document.body(document.clause("1.1")) == "全面排查漏点，更换老旧管道。"


def test_a_list_of_units_that_a_comma_leads_on() -> None:
    document = parsed("溪源县节水方案\n一、任务\n改造管网。\n责任单位：县水务局，\n县财政局\n二、保障\n加强领导。\n")
    assert [duty.unit for duty in document.duties] == ["县水务局", "县财政局"]


@pytest.mark.parametrize("told", ["予以公示", "进行公示", "向社会公开征求意见"])
def test_a_draft_shown_to_the_public_holds_notice_and_plan(told: str) -> None:
    text = (
        f"关于《溪源县节水方案》的公告\n现将《溪源县节水方案》{told}，为期七日。\n联系人：李某，电话：0000-1234567\n溪源县水务局\n2031年3月4日\n"
        "溪源县节水方案\n一、任务\n改造管网。\n二、保障\n加强领导。\n"
    )
    document = parsed(text)
    assert _tree(document) == ["N |", "1 一、|任务", "2 二、|保障"]
    assert (document.work.title, document.work.issuers) == ("溪源县节水方案", ("溪源县水务局",))


def test_a_print_line_whose_cells_stand_one_below_the_other() -> None:
    document = parsed(NOTICE + "抄送：县委各部门，县人大办。\n\n溪源县人民政府办公室\n\n2031年3月6日\n\n印发\n")
    assert document.work.date == "2031-03-04"
    assert document.text[document.clauses[-1].own.end :].startswith("抄送")


def test_items_that_begin_at_a_later_number() -> None:
    items = "".join(f"{number}.完成任务{number}。抓紧落实。\n" for number in range(26, 30))
    assert [line.partition("|")[0] for line in _tree(parsed(f"溪源县节水要点\n三、任务\n（二）改造\n{items}"))] == [
        "1 三、",
        "1.1 （二）",
        *(f"1.1.{i} {number}." for i, number in enumerate(range(26, 30), 1)),
    ]


def test_a_number_alone_counts_nothing() -> None:
    tree = _tree(parsed("溪源县节水要点\n一、任务\n改造管网。\n26.5万人受益，成效明显。\n26. 是本年度的门牌。\n"))
    assert tree == ["1 一、|任务"]


def test_a_page_that_tells_of_the_document_below_it() -> None:
    text = (
        "刚刚！溪源县入学政策公布\n5月3日，溪源县教育局发布《关于做好入学工作的通知》，具体内容如下↓↓↓\n各镇中心学校，县直各学校：\n现就入学工作通知如下。\n"
        "一、总体要求\n就近入学。\n二、有关要求\n加强领导。\n"
    )
    document = parsed(text)
    assert (document.work.title, document.work.issuers) == ("关于做好入学工作的通知", ("溪源县教育局",))


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("3月3日，大名县召开节水工作推进会。大名县委书记李某讲话。", "大名县"),
        ("3月3日，全国节水工作推进会在大名县召开。会议总结全国经验。", "中国"),
    ],
)
def test_where_a_report_comes_from(text: str, region: str) -> None:
    assert parsed(f"节水工作推进会召开\n发布时间：2031-03-04\n{text}会议强调，要强化责任，抓好落实。\n").work.region == region


def test_a_case_in_a_list_hands_nobody_a_task() -> None:
    text = "溪源县预案\n一、预警\n有下列情况之一的，发布红色预警：\n（1）县气象局发布暴雨预警，可能造成严重内涝的；\n（2）由县水利局批准的《方案》要求停水的。\n"
    assert not parsed(text).duties


def test_a_text_handed_on_is_dated_by_who_hands_it_on() -> None:
    document = parsed(
        "青岚市人民政府办公室转发市水务局关于加强节水工作意见的通知\n\n各区人民政府，市政府各委、办、局：\n\n市水务局《关于加强节水工作的意见》已经市政府同意，"
        "现转发给你们。\n\n青岚市人民政府办公室\n\n二○○九年十一月十六日\n\n关于加强节水工作的意见\n\n为加强节水，提出以下意见：\n\n一、任务\n\n"
        "改造管网。\n\n二、保障\n\n加强领导。\n\n青岚市水务局\n\n二○○九年十一月八日\n"
    )
    assert (document.work.issuers, document.work.date) == (("青岚市人民政府办公室",), "2009-11-16")
    assert _tree(document) == ["N |", "0 |", "1 一、|任务", "2 二、|保障"]
    assert document.text[document.clauses[-1].own.end :].strip().startswith("青岚市水务局")


def test_a_plan_among_several_attachments_listed_in_a_note() -> None:
    document = parsed(
        "青岚市绿化和市容管理局关于下发《青岚市街道绿化三年行动计划》的通知\n\n各区绿化和市容管理局：\n\n我局制定了《青岚市街道绿化三年行动计划》，现印发给你们。\n\n附件：\n\n"
        "1.青岚市街道绿化三年行动计划\n\n2.栽植技术要求\n\n青岚市绿化和市容管理局\n\n2031年7月4日\n\n附件1\n\n青岚市街道绿化三年行动计划\n\n为加强绿化，制定本计划。\n\n"
        "一、安排\n\n1.2031年8月底前，各区开展调研。\n\n2.2032年6月底前，新增特色道路10条。\n\n附件2\n\n栽植技术要求\n\n一、苗木\n\n严格控制质量。\n"
    )
    assert (document.work.title, document.work.doc_type) == ("青岚市街道绿化三年行动计划", "行动计划")
    assert (document.work.region, document.work.level) == ("青岚市", "city")
    assert eids(document) == ["N", "0", "1", "1.1", "1.2", "A", "A.1"]


def test_a_number_before_a_year_or_a_count_is_an_item() -> None:
    document = parsed(
        "青岚市人才计划\n一、项目\n1.拔尖人才。引进人才。\n2.121人才梯队项目。培养人才。\n3.2031年底前，建成基地。\n4.125亿元的资金由市财政局安排。\n"
    )
    assert [clause.marker for clause in document.clauses] == ["一、", "1.", "2.", "3."]


def test_towns_by_name_among_the_addressees() -> None:
    document = parsed(
        "溪源区人民政府办公室关于印发《溪源区节水方案》的通知\n\n区政府有关委、办、局，各街道、望山镇：\n\n《溪源区节水方案》已经区政府同意，现印发给你们。\n\n"
        "2031年7月14日\n\n溪源区节水方案\n\n一、任务\n\n改造管网。\n"
    )
    assert document.work.addressees == ("区政府有关委、办、局", "各街道、望山镇")


def test_what_all_units_must_do_below_the_tasks_of_one() -> None:
    document = parsed(
        "溪源县排水方案\n一、任务\n改造管网。\n二、分工\n（一）县水务局。负责统筹协调。\n（二）县财政局。负责落实资金。\n各有关单位要高度重视，加强督促指导。\n"
    )
    assert _tree(document)[-3:] == ["2.1 （一）|县水务局", "2.2 （二）|县财政局", "3 |"]


def test_numbers_apart_from_their_headings_in_indented_lines() -> None:
    lines = [
        "溪源县供水应急预案",
        "1　　总则",
        "1.1　　目的",
        "为保障供水，制定本预案。",
        "2　　组织",
        "2.1　　机构",
        "县水务局负责协调。",
    ]
    document = parsed("".join(f"　　{line}\n" for line in lines))
    assert _tree(document) == ["1 1|总则", "1.1 1.1|目的", "2 2|组织", "2.1 2.1|机构"]


def test_a_bound_that_a_margin_parts_from_its_figure() -> None:
    document = parsed(
        "关于支持招商引资的意见\n一、政策\n1.对实际投资2亿元或年纳税总额5000万元\n以上的招商项目，同一企业最多10名。\n2.对外地企业，给予补助。\n"
    )
    assert "5000万元以上的招商项目" in document.text
    assert [clause.heading for clause in document.clauses][1:] == [None, None]


SHORT = (
    ["序号", "任务名称", "任务内容", "牵头部门", "配合部门", "时间节点"],
    ["1", "节水", "改造管网30公里", "县水务局", "各镇", "2030年3月"],
    ["2", "安装水表", "县发改局", "县财政局、各镇", "2029年"],
    ["3", "供水", "新建水厂", "县水务局", "2031年"],
)


def test_rows_short_of_a_cell_on_lines_of_their_own() -> None:
    document = parsed(f"溪源县节水方案\n\n一、任务\n\n见下表。\n\n{_lines(SHORT, chr(10) * 2)}\n\n附件1\n\n说明\n")
    assert "2\t\t安装水表\t县发改局\t县财政局、各镇\t2029年" in document.text
    assert "3\t供水\t新建水厂\t县水务局\t\t2031年" in document.text
    assert [(duty.clause, duty.unit, duty.role, duty.deadline) for duty in document.duties] == [
        ("1.1", "县水务局", "牵头单位", "2030年3月"),
        ("1.1", "各镇", "配合单位", "2030年3月"),
        ("1.2", "县发改局", "牵头单位", "2029年"),
        ("1.2", "县财政局", "配合单位", "2029年"),
        ("1.2", "各镇", "配合单位", "2029年"),
        ("1.3", "县水务局", "牵头单位", "2031年"),
    ]


def test_a_sum_below_rows_without_notes() -> None:
    rows = (
        ["序号", "名称", "面积（公顷）", "备注"],
        ["1", "东岸公园", "3.75"],
        ["2", "西岸公园", "3.16", "一期"],
        ["3", "望山绿地", "8"],
    )
    document = parsed(f"溪源县绿化方案\n\n一、任务\n\n见下表。\n\n{_lines(rows, chr(10) * 2)}\n\n合计\n\n14.91\n")
    assert "1\t东岸公园\t3.75\n2\t西岸公园\t3.16\t一期\n3\t望山绿地\t8\n合计\n14.91" in document.text


@pytest.mark.parametrize(
    "rows",
    [
        (["序号", "任务", "责任单位"], ["1", "改造管网", "县水务局"], ["2", "2", "县财政局"], ["3", "安装水表"]),
        (["序号", "任务", "责任单位"], ["1", "改造管网", "更换管道"], ["2", "县水务局"], ["3", "安装水表", "县财政局"]),
    ],
    ids=["a number among the cells", "no units below units"],
)
def test_cells_that_fit_no_way_stay_lines(rows: tuple[list[str], ...]) -> None:
    document = parsed(f"溪源县节水方案\n\n一、任务\n\n见下表。\n\n{_lines(rows, chr(10) * 2)}\n\n二、保障\n\n加强领导。\n")
    assert "\t" not in document.text


def test_the_last_line_of_a_title_alone_above_the_plan() -> None:
    document = parsed(
        "青岚市水务局关于印发《关于加强农村供水管网漏损和水质监测管理的实施意见》的通知\n\n各区水务局：\n\n我局制定了《关于加强农村供水管网漏损和水质监测管理的实施意见》，现印发给你们。\n\n"
        "2031年3月4日\n\n水质监测管理的实施意见\n\n为加强供水管理，提出以下意见。\n\n一、任务\n\n改造管网。\n"
    )
    assert document.work.title == "关于加强农村供水管网漏损和水质监测管理的实施意见"


def test_organs_that_sign_with_a_customs_house() -> None:
    document = parsed(
        "关于印发《青岚市首店经济若干措施》的通知\n\n各区人民政府：\n\n现将《青岚市首店经济若干措施》印发给你们。\n\n青岚市商务局\n\n中华人民共和国青岚海关\n\n2031年3月4日\n\n"
        "青岚市首店经济若干措施\n\n一、任务\n\n支持首店。\n"
    )
    assert document.work.issuers == ("青岚市商务局", "中华人民共和国青岚海关")


def test_sets_of_bodies_that_a_colon_parts_from_their_tasks() -> None:
    document = parsed(
        "溪源县绿化方案\n一、分工\n（一）县水务局：负责水源管理。\n（二）各镇、街道、开发区：按照规划要求，加快推进建设。\n二、保障\n加强领导。\n"
    )
    assert [clause.heading for clause in document.clauses][1:3] == ["县水务局", "各镇、街道、开发区"]
    assert [(duty.clause, duty.unit) for duty in document.duties] == [
        ("1.1", "县水务局"),
        ("1.2", "各镇、街道"),
        ("1.2", "开发区"),
    ]
