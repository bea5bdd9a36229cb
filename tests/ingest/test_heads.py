"""Heads as other offices and sites print them: what a page says above a document, who issues it, its number and its place."""

from __future__ import annotations

import pytest

from ingest.format.head import is_addressed
from ingest.format.webpage import presented
from ingest.regions import region_in_title, region_of_organ
from tests.ingest.reading import eids, parsed

BODY = "为加强节水工作，制定本方案。\n一、总体要求\n坚持节水优先。\n二、主要目标\n漏损率降至9%以内。\n"


def test_news_that_tells_of_a_document_first() -> None:
    document = parsed(
        "近日，青岚市溪源县人民政府印发节水方案。\n文件指出，全县漏损率降至9%以内，新建再生水厂3座。\n文件详情如下：\n"
        f"溪源县节水方案\n（2031—2035年）\n{BODY}"
    )
    assert document.work.title == "溪源县节水方案（2031—2035年）"
    assert eids(document) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["全文如下：", "溪源县节水方案"], 1),
        (["溪源县印发新的规划。", "规划全文如下：", "溪源县水网建设", "规划"], 2),
        (["溪政发〔2031〕7号", "现将方案全文如下：", "溪源县节水方案"], 0),
        (["现将有关事项通知如下：", "加强管网改造。"], 0),
    ],
)
def test_where_news_ends(lines: list[str], at: int) -> None:
    assert presented(lines, []) == at


@pytest.mark.parametrize(
    ("line", "addressed"),
    [
        ("县政府有关部门，各学校、各督学：", True),
        ("各区水务站，各有关集团、各供水处：", True),
        ("青川盟行政公署：", True),
        ("各单位要做到以下几点：", False),
        ("现将各项任务，各项分工说明如下：", False),
        ("为了各方面协同，各部门要：", False),
    ],
)
def test_addressees_of_any_name(line: str, addressed: bool) -> None:
    assert is_addressed(line) is addressed


def test_the_organ_that_a_page_prints_above_the_title_again() -> None:
    page = "溪源县取水管理规定\n作者：某网 时间：2034-05-06 浏览：12\n下载地址：点击此处\n{organ}\n溪源县取水管理规定\n{dated}第一章 总则\n第一条 为规范取水，制定本规定。\n"
    work = parsed(page.format(organ="溪源县水利局", dated="")).work
    assert (work.title, work.issuers) == ("溪源县取水管理规定", ("溪源县水利局",))
    work = parsed(page.format(organ="澜岳省溪源县政府", dated="2031年7月13日，溪源县水利局\n")).work
    assert (work.date, work.issuers) == ("2031-07-13", ("溪源县水利局",))


def test_an_organ_without_its_place_is_named_by_the_page() -> None:
    work = parsed(
        f"市人民政府关于节水的意见\n作者：某网 时间：2034-05-06\n澜岳省青岚市人民政府\n市人民政府关于节水的意见\n各县区人民政府：\n{BODY}"
    ).work
    assert (work.issuers, work.region) == (("澜岳省青岚市人民政府",), "青岚市")


def test_the_title_of_the_notice_alone_above_the_plan_tells_who_issues_it() -> None:
    work = parsed(
        f"“信息公开” 中共溪源县委办公室 溪源县人民政府办公室印发《溪源县节水方案》的通知\n溪源县节水方案\n{BODY}"
    ).work
    assert (work.title, work.issuers) == ("溪源县节水方案", ("中共溪源县委办公室", "溪源县人民政府办公室"))


def test_a_draft_with_its_organs_in_the_title() -> None:
    document = parsed(
        "《关于建设节水强市的意见》（征求意见稿）公开征求意见的通知\n为推进节水，我局起草了《关于建设节水强市的意见》（征求意见稿），现公开征求意见。\n"
        f"联系电话：0000-0000000\n中共青岚市委\n青岚市人民政府\n关于建设节水强市的意见\n（征求意见稿）\n{BODY}"
    )
    assert document.work.title == "中共青岚市委青岚市人民政府关于建设节水强市的意见（征求意见稿）"
    assert document.work.region == "青岚市"
    assert eids(document) == ["N", "0", "1", "2"]


def test_what_a_site_prints_behind_a_title() -> None:
    work = parsed(
        "市政府组成部门\n市直属机构\n发布机构 青岚市水务局 文 号 青水建字〔2031〕19号\n• 索 引 号000/2031-05\n• 成文日期2031-06-05\n"
        "对青岚市八届人大二次会议第96号建议的答复 部门文件 青岚市水务局\n【字体： 打印\n某某代表：\n您提出的建议收悉，现答复如下：\n"
        "一、加强规划\n编制水网规划。\n二、加快建设\n改造管网。\n"
    ).work
    assert (work.title, work.doc_type, work.addressees) == ("对青岚市八届人大二次会议第96号建议的答复", "答复", ("某某代表",))


def test_words_of_a_menu_above_a_title_that_names_its_place() -> None:
    work = parsed(f"法定公开\n重点领域\n公开年报\n溪源县“十三五”水网建设规划（2016—2020年）\n发布时间：2016-10-17\n{BODY}").work
    assert work.title == "溪源县“十三五”水网建设规划（2016—2020年）"


@pytest.mark.parametrize(
    "head",
    [
        "【政务速递】【节水】溪源县召开节水工作会议",
        "溪源县召开节水工作会议 溪源县召开节水工作会议 |",
        "关闭\n溪源县人民政府 望岭县人民政府 青岚市人民政府\n溪源县召开节水工作会议\nadmin  90",
        "溪源县召开节水工作会议\n发布时间：2031-05-14 15:59 来源：县政府办 【字体：【字体： 【打印本页】",
    ],
)
def test_what_a_page_prints_before_a_title_and_behind_it(head: str) -> None:
    document = parsed(f"{head}\n5月14日，溪源县召开节水工作会议，部署管网改造。\n{BODY}")
    assert document.work.title == "溪源县召开节水工作会议"
    assert document.text[document.clauses[0].own.start :].startswith("5月14日")


@pytest.mark.parametrize(
    "foot",
    [
        "（记者 某某）",
        "\n（作者 某某 审核 某某）\n扫一扫在手机打开当前页",
        "\n编审：某某\n特别声明",
        "\n附件下载：\n用微信扫描二维码分享",
    ],
)
def test_what_a_page_prints_below_a_report(foot: str) -> None:
    document = parsed(f"溪源县召开节水工作会议\n5月14日，溪源县召开节水工作会议。\n会议要求各镇改造管网。{foot}\n")
    last = document.clauses[-1].own
    assert document.text[last.start : last.end].rstrip().endswith("改造管网。")


def test_whom_to_ask_below_the_date_of_a_notice() -> None:
    document = parsed(
        f"溪源县水利局关于节水的通知\n各镇人民政府：\n{BODY}附件：进度表\n2031年5月6日\n"
        "（联系人：某某，联系电话：0000000）\n（此件公开发布）\n用微信扫描二维码分享至朋友圈\n"
    )
    assert document.work.date == "2031-05-06"


def test_a_title_that_the_page_shows_in_one_line_and_the_text_in_two() -> None:
    work = parsed(f"望岭镇人民政府2031年节水工作报告\n望岭镇人民政府\n2031年节水工作报告\n{BODY}").work
    assert work.title == "望岭镇人民政府2031年节水工作报告"
    work = parsed(f"溪源县望岭镇人民政府2031年度政府\n信息公开工作报告\n{BODY}").work
    assert work.title == "溪源县望岭镇人民政府2031年度政府信息公开工作报告"


def test_a_title_that_runs_on_into_its_text() -> None:
    body = "水是生命之源，必须把节水作为战略任务，立足省情水情，在更多领域率先实现突破，推动用水方式根本转变。" * 6
    document = parsed(f"关于做好二〇三一年节水重点工作的实施意见{body}（一）压实责任。严格考核。（二）健全机制。完善制度。")
    assert document.work.title == "关于做好二〇三一年节水重点工作的实施意见"
    assert eids(document) == ["0", "1", "2"]


def test_years_left_of_a_lost_title() -> None:
    text = "（2031—2035年）\n近年来，我市节水取得成效。结合实际，特制订《青岚市节水行动计划（2031—2035年）》。\n一、目标\n节水。\n二、任务\n管水。\n"
    assert parsed(text).work.title == "青岚市节水行动计划（2031—2035年）"


@pytest.mark.parametrize(
    ("number", "day", "date"),
    [
        ("溪政发〔2014〕20号", "2016-01-17", None),
        ("溪政发〔2031〕20号", "2031-12-17", "2031-12-17"),
    ],
)
def test_the_day_of_a_copy_is_not_the_day_of_its_document(number: str, day: str, date: str | None) -> None:
    text = f"浏览量：12 时间：{day} 10:45:19\n溪源县人民政府关于节水工作的意见\n{number}\n各乡镇人民政府：\n{BODY}"
    assert parsed(text).work.date == date


def test_numbers_of_old_papers_and_of_announcements_on_two_lines() -> None:
    text = "水利部\n关于颁发《节水设计办法》的通知\n （（78）水建字412号）\n各省水利局：\n现将办法颁发，希执行。\n一九七八年三月二十三日\n"
    assert parsed(text).work.doc_number == "（78）水建字412号"
    text = "青岚市节水条例\n青岚市人民代表大会常务委员会公告\n第三十七号\n《青岚市节水条例》已经会议通过，现予公布。\n青岚市人民代表大会常务委员会\n2031年12月26日\n（2031年10月17日青岚市第三届人民代表大会常务委员会第十一次会议通过）\n第一章 总则\n第一条 为节水，制定本条例。\n"
    work = parsed(text).work
    assert (work.title, work.doc_number) == ("青岚市节水条例", "青岚市人民代表大会常务委员会公告第三十七号")


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("青岚县人民政府", "青岚县"),
        ("青岚镇人民政府", "青岚镇"),
        ("青岚市人民政府", "青岚市"),
        ("青岚水利局", "青岚市"),
        ("青岚市场监管局", "青岚市"),
        ("广西区人民政府", "广西壮族自治区"),
        ("自治区水利厅", None),
    ],
)
def test_the_ending_that_is_printed_decides(name: str, region: str | None) -> None:
    found = region_of_organ(name)
    assert (found.name if found else None) == region


def test_the_printed_ending_of_a_title_decides_against_the_text() -> None:
    found = region_in_title("青岚县节水方案", "青岚县位于青岚北部，青岚自古缺水。")
    assert found and (found.name, found.level) == ("青岚县", "county")


def test_a_province_that_goes_by_its_short_name() -> None:
    text = "全省节水工作要点\n江苏水网密布，江苏要走在前列。\n一、目标\n我省漏损率降至9%，建设节水江苏。\n二、保障\n全省推进，我省各地落实。\n"
    assert parsed(text).work.region == "江苏省"


def test_a_column_of_a_site_is_no_body_and_a_chapter_told_in_a_sentence_no_heading() -> None:
    document = parsed(
        "溪源：抓好春灌\n2031-03-21 来源：某网\n【水利网 通知公告】\n溪源县水利局关于抓好春灌工作的通知\n各乡镇水利站：\n现就有关事项通知如下。\n"
        "一、落实任务。层层压实责任，把春灌工作抓实抓细。\n二、加强调度。第一时间掌握水情，及时上报。\n以上通知希遵照执行。\n"
    )
    assert document.work.title == "溪源县水利局关于抓好春灌工作的通知"
    assert eids(document) == ["0", "1", "2", "3"]
    told = parsed(
        "二、《规划》主要内容\n规划由三章组成。\n第一章为形势分析，回顾成效。\n第二章为总体思路，阐述目标。\n第三章到第五章主要阐述任务。\n"
    )
    assert eids(told) == ["1"]


def test_rows_of_figures_are_no_parts() -> None:
    document = parsed(
        "溪源县信息公开年度报告\n一、总体情况\n主动公开信息63条。\n二、申请情况\n申请人 | 个人 | 企业 |\n一、新收申请 | 1 | 0 |\n二、结转申请 | 0 | 0 |\n"
    )
    assert eids(document) == ["1", "2"]


def test_a_report_of_what_somebody_issued_is_no_notice() -> None:
    document = parsed(
        "溪源县水务局有序推进供水工作。\n县里印发了《溪源县2031年供水方案》，明确职责分工。\n目前水质合格率为100%。\n"
    )
    assert eids(document) == ["0"]
    assert "enclosure-missing" not in [issue.code for issue in document.issues]


def test_a_statute_is_dated_by_the_day_it_passed_not_from_which_it_is_in_force() -> None:
    text = "青岚州实施《节水条例》办法\n（2029年12月14日第十届州人民政府第23次常务会议通过，自2030年4月1日起施行）\n第一条 为节水，制定本办法。\n"
    assert parsed(text).work.date == "2029-12-14"


def test_organs_below_a_list_of_attachments_sign() -> None:
    text = (
        "溪水〔2031〕5号\n各镇水利站：\n现就节水工作通知如下：\n一、各地要按月巡查，并做好记录。\n附件：\n1.节水工作方案\n2.2031年节水情况表\n"
        "溪源县水利局 溪源县证监会\n2031年8月20日\n"
    )
    assert parsed(text).work.issuers == ("溪源县水利局", "溪源县证监会")
