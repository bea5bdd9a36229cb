"""公文 elements, one small invented file a form."""

from __future__ import annotations

import pytest

from ingest import Document, parse
from ingest.format.metadata import doc_type, period
from ingest.regions import region_in_title, region_of_organ


def document(text: str, path: str = "文件.txt") -> Document:
    return parse(text.encode(), path=path)


NOTICE = """溪政办发〔2024〕9号

溪源县人民政府办公室
关于印发《溪源县城镇节水实施计划
（2024—2027年）》的通知

各乡（镇）人民政府，县直各部门：

《溪源县城镇节水实施计划（2024—2027年）》已经县政府同意，现印发给你们，请认真贯彻落实。

溪源县人民政府办公室
2024年2月26日
（此件公开发布）

溪源县城镇节水实施计划
（2024—2027年）

为贯彻落实《澜岳省城镇节水行动规划》，制定本计划。
一、总体目标
到2027年，漏损率控制在9%以内。

溪源县人民政府办公室 2024年2月27日印发
"""


def test_a_notice_carries_a_plan() -> None:
    parsed = document(NOTICE)
    work = parsed.work
    assert work.title == "溪源县城镇节水实施计划（2024—2027年）"
    assert work.carrier == "溪源县人民政府办公室关于印发《溪源县城镇节水实施计划（2024—2027年）》的通知"
    assert (work.doc_number, work.date, work.level, work.region) == ("溪政办发〔2024〕9号", "2024-02-26", "county", "溪源县")
    assert (work.doc_type, work.period, work.issuers) == ("实施计划", (2024, 2027), ("溪源县人民政府办公室",))
    assert work.addressees == ("各乡（镇）人民政府", "县直各部门")
    assert [clause.eid for clause in parsed.clauses] == ["N", "0", "1"]
    assert parsed.quote(work.evidence["date"]) == "2024年2月26日"


def test_a_saved_page_names_its_title_twice() -> None:
    text = "关于加快全县供水管网改造的实施意见，溪源县人民政府\n溪源县人民政府关于加快全县供水管网改造的实施意见溪政发〔2024〕3号\n各乡镇人民政府：为改造管网，提出以下意见。\n一、任务\n更换旧管。\n"
    parsed = document(text)
    assert parsed.work.title == "溪源县人民政府关于加快全县供水管网改造的实施意见"
    assert (parsed.work.doc_number, parsed.work.region) == ("溪政发〔2024〕3号", "溪源县")
    assert [e.kind for e in parsed.elements if parsed.quote(e.span).startswith("关于")] == ["furniture"]


def test_a_notice_that_issues_two_texts() -> None:
    text = "青岚市财政局\n关于印发《甲管理办法》《乙实施细则》的通知\n青财发〔2024〕3号\n各县财政局：\n现将《甲管理办法》《乙实施细则》印发给你们。\n青岚市财政局\n2024年5月6日\n甲管理办法\n一、范围\n适用于全市。\n乙实施细则\n一、程序\n先报后审。\n"
    parsed = document(text)
    assert [c.eid for c in parsed.clauses] == ["N", "P1", "P1.1", "P2", "P2.1"]
    assert [c.heading for c in parsed.clauses if c.kind == "attachment"] == ["甲管理办法", "乙实施细则"]


def test_an_enclosure_that_is_not_in_the_file_is_said() -> None:
    text = "溪源县人民政府关于印发《溪源县节水规划》的通知\n溪政发〔2024〕2号\n各乡镇：\n现将《溪源县节水规划》印发给你们，请贯彻执行。\n溪源县人民政府\n2024年1月5日\n"
    assert "enclosure-missing" in [issue.code for issue in document(text).issues]


def test_no_line_breaks_at_all() -> None:
    text = "青岚市人民政府办公厅关于加强节水的实施意见青政办发〔2023〕8号各县人民政府，市政府有关部门：节水事关长远。经市政府同意，提出以下意见。一、总体要求坚持节水优先。二、重点任务（一）查漏。排查漏点。青岚市人民政府办公厅2023年8月2日（此件公开发布）"
    parsed = document(text)
    work = parsed.work
    assert (work.title, work.doc_number) == ("青岚市人民政府办公厅关于加强节水的实施意见", "青政办发〔2023〕8号")
    assert (work.issuers, work.date, work.level) == (("青岚市人民政府办公厅",), "2023-08-02", "city")
    assert [c.eid for c in parsed.clauses] == ["0", "1", "2", "2.1"]


def test_an_attachment_of_its_own_states_no_number() -> None:
    work = document("附件2\n\n澜岳省节水宣传行动\n\n节水人人有责。\n一、目标\n全面推进。\n").work
    assert (work.title, work.doc_type, work.doc_number, work.date) == ("澜岳省节水宣传行动", "行动计划", None, None)


def test_attachments_after_the_signature() -> None:
    text = "溪源县节水工作方案\n一、任务\n查漏。\n附件：1.任务分工表\n2.指标表\n溪源县人民政府\n2024年3月1日\n附件1\n任务分工表\n一、查漏\n县水利局负责。\n附件2\n指标表\n漏损率9%。\n"
    parsed = document(text)
    assert [c.eid for c in parsed.clauses] == ["1", "A1", "A1.1", "A2"]
    assert [e.kind for e in parsed.elements if e.kind == "attachment-note"] == ["attachment-note", "attachment-note"]
    assert parsed.work.date == "2024-03-01"


def test_furniture_of_a_saved_page_and_its_date() -> None:
    text = "首页 > 政策\n溪源县节水工作方案\n来源：溪源县人民政府网\n发布时间：2024-05-06 09:00\n【字体：大 中 小】\n一、任务\n查漏。\n"
    parsed = document(text)
    assert (parsed.work.title, parsed.work.date) == ("溪源县节水工作方案", "2024-05-06")
    assert parsed.clauses[0].heading == "任务"


def test_a_table_of_contents_is_not_parsed_twice() -> None:
    text = "溪源县节水规划\n目　录\n一、基础.........1\n二、任务.........3\n一、基础\n用水偏紧。\n二、任务\n查漏补缺。\n"
    parsed = document(text)
    assert [c.heading for c in parsed.clauses] == ["基础", "任务"]
    assert "contents" in [issue.code for issue in parsed.issues]


@pytest.mark.parametrize(
    ("title", "kind", "years"),
    [
        ("溪源县城镇节水“十四五”规划", "规划", (2021, 2025)),
        ("澜岳省节水行动规划（2023—2027年）", "规划", (2023, 2027)),
        ("关于加快节水的若干措施", "若干措施", None),
        ("青岚市人民政府关于节水工作的实施意见", "实施意见", None),
        ("《澜岳省节水行动规划》政策解读", "解读", None),
        ("全国节水工作十三五规划", "规划", (2016, 2020)),
        ("节水工作会", None, None),
        ("关于进一步规范", None, None),
        ("溪源县供水服务规范（试行）", "规范", None),
        ("中华人民共和国节约用水法", "法", None),
    ],
)
def test_type_and_period(title: str, kind: str | None, years: tuple[int, int] | None) -> None:
    assert (doc_type(title), period(title)) == (kind, years)


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("国务院办公厅", "中国", "national"),
        ("生态环境部", "中国", "national"),
        ("浙江省人民政府", "浙江省", "provincial"),
        ("中共溪源县委办公室", "溪源县", "county"),
        ("广西壮族自治区发展改革委", "广西壮族自治区", "provincial"),
        ("澜岳省青岚市溪源县人民政府", "溪源县", "county"),
        ("望岭镇人民政府", "望岭镇", "town"),
        ("各县人民政府", None, None),
        ("城市管理局", None, None),
        ("云溪市人民政府", "云溪市", "county"),
        ("青岚高新技术产业开发区管理委员会", "青岚高新技术产业开发区", "county"),
        ("青岚市柏川示范区（试验区）安全生产委员会", "柏川示范区", "county"),
        ("国家税务总局青岚市税务局", "青岚市", "city"),
        ("中国（澜岳）自由贸易试验区管理委员会", "澜岳省", "provincial"),
        ("中共青岚市委社会工作部", "青岚市", "city"),
        ("中华全国总工会", "中国", "national"),
        ("新疆生产建设兵团办公厅", "新疆生产建设兵团", "provincial"),
        ("重庆市万州区望川镇人民政府", "望川镇", "town"),
        ("澜岳省贯彻落实省级督察整改领导小组", "澜岳省", "provincial"),
        ("大理州人民政府办公室", "大理白族自治州", "city"),
    ],
)
def test_region_of_an_organ(name: str, region: str | None, level: str | None) -> None:
    found = region_of_organ(name)
    assert (found.name if found else None, found.level if found else None) == (region, level)


@pytest.mark.parametrize(
    ("organ", "code"), [("南京市鼓楼区人民政府", "320106"), ("福州市鼓楼区人民政府", "350102"), ("鼓楼区人民政府", None)]
)
def test_of_districts_of_one_name_the_city_before_decides(organ: str, code: str | None) -> None:
    found = region_of_organ(organ)
    assert found and (found.name, found.level, found.code) == ("鼓楼区", "county", code)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("关于支持溪源县节水的若干措施", "溪源县"),
        ("河北区域医疗中心建设方案", "河北省"),
        ("江南水网区域协同发展规划", None),
        ("青岚市溪源县望岭镇防汛应急预案", "望岭镇"),
        ("溪源县城镇供水管网治理方案", "溪源县"),
        ("溪源县城乡环境整治方案", "溪源县"),
        ("溪源县城关镇环境整治方案", "城关镇"),
        ("溪源县小城镇建设方案", "溪源县"),
        ("溪源县特色小镇培育方案", "溪源县"),
        ("澜岳省中心镇培育方案", "澜岳省"),
        ("溪源县虎城镇整治方案", "虎城镇"),
    ],
)
def test_region_of_a_title(title: str, region: str | None) -> None:
    found = region_in_title(title)
    assert (found.name if found else None) == region


def test_a_place_that_the_text_calls_its_own() -> None:
    text = "节水工作要点政策解读\n一、起草背景\n青岚市水务局起草了要点，总结了我市去年的工作。青岚市缺水。\n二、主要内容\n我市要节水。\n"
    assert document(text).work.region == "青岚市"


def test_the_meeting_names_the_place_of_a_report() -> None:
    text = "政府工作报告\n——在溪源县第十七届人民代表大会第一次会议上\n溪源县人民政府县长 张某\n（2022年1月5日）\n各位代表：\n现在，我报告工作。\n一、回顾\n平稳。\n二、安排\n努力。\n"
    work = document(text).work
    assert (work.title, work.region, work.date) == ("政府工作报告", "溪源县", "2022-01-05")


def test_minutes_name_their_office_and_day_below_the_title() -> None:
    text = "溪源县人民政府常务会议纪要\n〔2024〕第8次\n溪源县人民政府办公室          2024年6月12日\n县长主持召开县政府常务会议。现纪要如下：\n一、防汛工作\n会议要求，抓好防汛。\n二、其他\n会议研究了其他事项。\n"
    work = document(text).work
    assert (work.title, work.date, work.issuers, work.doc_type) == (
        "溪源县人民政府常务会议纪要", "2024-06-12", ("溪源县人民政府办公室",), "会议纪要",
    )  # fmt: skip


def test_an_announcement_counts_by_the_year() -> None:
    text = "澜岳省水利厅公告\n2024年第5号\n关于发布节水设备补贴目录的公告\n现将节水设备补贴目录予以公布，自发布之日起施行。\n特此公告。\n澜岳省水利厅\n2024年7月15日\n"
    work = document(text).work
    assert (work.title, work.doc_number, work.date) == ("关于发布节水设备补贴目录的公告", "2024年第5号", "2024-07-15")


@pytest.mark.parametrize(
    ("head", "number", "date"),
    [
        ("溪源县人民政府令第 12 号\n《溪源县节水办法》已经通过，现予公布。\n县长\n二○○一年十二月三十日\n", "溪源县人民政府令第12号", "2001-12-30"),
        ("溪源县人民政府办公室关于印发溪源县节水办法的通知\n（ 溪府发［2003］37号 ）\n各乡镇人民政府：\n现将《溪源县节水办法》印发给你们。\n二OO三年十二月四日\n", "溪府发［2003］37号", "2003-12-04"),
        ("溪源县人民政府文件\n溪政发【2009】2号\n关于印发《溪源县节水办法》的通知\n各乡镇：\n现将《溪源县节水办法》印发给你们。\n溪源县人民政府\n２００９年３月２日\n", "溪政发【2009】2号", "2009-03-02"),
    ],
)  # fmt: skip
def test_odd_numbers_and_dates(head: str, number: str, date: str) -> None:
    work = document(head + "溪源县节水办法\n第一条 为节约用水，制定本办法。\n第二条 自公布之日起施行。\n").work
    assert (work.title, work.doc_number, work.date) == ("溪源县节水办法", number, date)


def test_of_two_regions_in_a_title_the_text_decides() -> None:
    found = region_in_title("浙江节水经验对云南的几点启示", "云南用水偏紧。云南要学。浙江先行。")
    assert found and found.name == "云南省"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        pytest.param("青政发﹝2031﹞6号", "青政发〔2031〕6号", id="small brackets"),
        pytest.param("青政发 〔２０３１〕 ６号", "青政发〔2031〕6号", id="figures in full width, space before the bracket"),
        pytest.param("青政〔2031〕6号　签发人：王某", "青政〔2031〕6号", id="signer beside it"),
        pytest.param("青水发〔2031〕12号 青财农〔2031〕3号", "青水发〔2031〕12号", id="of two organs, the first one's"),
        pytest.param("青岚市水利局文件 青水发[2031]15号", "青水发[2031]15号", id="red head in the same line"),
        pytest.param(
            "青岚市水利局 青岚市财政局公告2031年第3号", "青岚市水利局青岚市财政局公告2031年第3号", id="joint announcement"
        ),
        pytest.param("公告2031年第3号", "公告2031年第3号", id="announcement alone"),
    ],
)
def test_numbers_as_printed(line: str, number: str) -> None:
    text = f"{line}\n青岚市水利局关于做好山塘管护的通知\n各县（市、区）水利局：\n现通知如下。\n一、加强巡查\n每周一次。\n"
    work = parse(text.encode(), path="文件.txt").work
    assert (work.doc_number, work.title) == (number, "青岚市水利局关于做好山塘管护的通知")


@pytest.mark.parametrize(
    ("body", "level", "region"),
    [
        ("结合我县实际，制定本方案。全县要抓好落实。", "county", None),
        ("全镇各村要行动起来。", "town", None),
        ("我市各部门要抓好落实。", None, None),
        ("我国供水形势总体平稳。", "national", "中国"),
    ],
)
def test_the_level_of_a_plan_that_names_no_place(body: str, level: str | None, region: str | None) -> None:
    work = parse(f"节水工作方案\n一、总体要求\n{body}\n".encode(), path="方案.txt").work
    assert (work.level, work.region) == (level, region)


PRAISE = "关于表彰节水工作的通报\n各州、市、县人民政府，自治区人民政府各部门：\n各地要学习先进。\n二〇三一年一月十日\n"


def test_a_red_head_in_two_lines_names_one_organ() -> None:
    work = document("青岚壮族自治区\n人 民 政 府 文 件\n青政发〔2031〕2号\n" + PRAISE).work
    assert work.issuers == ("青岚壮族自治区人民政府",)
    assert (work.title, work.level) == ("关于表彰节水工作的通报", "provincial")


def test_a_region_writes_to_its_government_s_departments() -> None:
    work = document("关于表彰节水工作的通报\n桂政发〔2031〕2号\n伊河自治州，自治区人民政府各部门：\n各地要学习先进。\n").work
    assert (work.region, work.level) == ("广西壮族自治区", "provincial")
