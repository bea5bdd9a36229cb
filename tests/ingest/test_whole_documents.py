"""Forms that only the later parts of a document show: stages and numbered actions, text of the whole at its end, lists of who met."""

from __future__ import annotations

import pytest

from ingest import parse
from ingest.model import Document
from tests.ingest.reading import parsed


def tree(document: Document) -> list[str]:
    return [f"{clause.eid} {clause.marker or ''}|{clause.heading or ''}" for clause in document.clauses]


def test_numbered_actions_and_years_as_stages() -> None:
    document = parsed(
        "青岚市节水行动计划\n为推进节水，制定本行动计划。\n一、工作目标\n到2033年，漏损率降至8%，分年安排如下：\n——2031年，完成诊断300家。\n——2032年，新增样板20家。\n"
        "二、重点行动\n（一）实施“智改”行动\n行动1：开展免费诊断。逐户诊断，出具报告。\n行动2：推进分级改造。分类制定改造方案。\n"
        "（二）强化支撑\n1.夯实底座。建设平台1个。\n2.培训人才。每年培训500人。\n本行动计划自印发之日起施行，有效期至2033年底。\n"
    )
    assert tree(document) == [
        "0 |", "1 一、|工作目标", "1.1 ——|", "1.2 ——|", "2 二、|重点行动", "2.1 （一）|实施“智改”行动", "2.1.1 行动1|开展免费诊断",
        "2.1.2 行动2|推进分级改造", "2.2 （二）|强化支撑", "2.2.1 1.|夯实底座", "2.2.2 2.|培训人才", "3 |",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["行动\n1.加快建设。全面推开。", "1.推进任务2031年完成。重点突破。"])
def test_words_before_a_number_are_no_mark(line: str) -> None:
    document = parsed(f"溪源县节水方案\n一、实施节水{line}\n2.强化监管。全面覆盖。\n")
    assert not any("行动" in (clause.marker or "") or "任务" in (clause.marker or "") for clause in document.clauses)


def test_a_range_of_years_is_no_stage() -> None:
    document = parsed("溪源县节水方案\n一、目标\n分两步走。\n规划期为\n2031年——2033年，展望到2035年。\n二、任务\n抓好落实。\n")
    assert [clause.eid for clause in document.clauses] == ["1", "2"]


def test_a_notice_with_parts_of_its_own_over_the_plan() -> None:
    document = parsed(
        "溪源县人民政府办公室关于印发《2031年重点任务分工方案》的通知\n溪政办发〔2031〕8号\n各乡镇人民政府：\n"
        "现将《2031年重点任务分工方案》印发给你们，并通知如下：\n一、3月底前制定工作方案。\n二、每季度调度一次。\n溪源县人民政府办公室\n2031年3月2日\n"
        "2031年重点任务分工方案\n一、主要目标\n1.漏损率降至9%。\n2.新增管网30公里。\n二、重点工作\n抓好落实。\n"
    )
    assert document.work.title == "2031年重点任务分工方案"
    assert document.work.date == "2031-03-02"
    assert [clause.eid for clause in document.clauses] == ["N", "N.1", "N.2", "1", "1.1", "1.2", "2"]


def test_minutes_with_a_bare_number_and_who_was_there() -> None:
    document = parsed(
        "青岚市人民政府\n常务会议纪要\n〔2031〕9号\n青岚市人民政府办公室          2031年4月12日\n青岚市人民政府第38次常务会议纪要\n"
        "2031年4月10日，市长林某主持召开第38次常务会议。纪要如下：\n一、研究供水方案\n会议原则同意该方案。\n二、其他事项\n同意安排资金120万元。\n"
        "出席：林某  赵某\n列席：市水务局郑某\n请假：王某（出差）\n记录：冯某\n分送：各县（市、区）人民政府。\n"
    )
    assert (document.work.doc_number, document.work.date) == ("〔2031〕9号", "2031-04-12")
    assert document.body(document.clause("2")) == "同意安排资金120万元。"


def test_a_preface_keeps_its_name() -> None:
    document = parsed(
        "溪源县水网规划\n目  录\n前言\n第一章 规划背景\n第二章 保障措施\n前 言\n水是生存之本。\n第一章 规划背景\n供水能力不足。\n第二章 保障措施\n加强领导。\n"
    )
    assert tree(document) == ["0 |前言", "1 第一章|规划背景", "2 第二章|保障措施"]
    assert document.body(document.clause("0")) == "水是生存之本。"


def test_the_last_item_of_an_article_is_a_rule() -> None:
    document = parsed(
        "青岚市节水办法\n第一章 申报\n第一条 申报企业应当具备下列条件：\n（一）依法登记；\n（二）法律、法规规定的其他条件。\n"
        "有下列情形的，优先受理。\n第二条 本办法由市水务局解释。\n"
    )
    assert [clause.heading for clause in document.clauses] == ["申报", None, None, None, None]


def test_a_number_right_before_the_title() -> None:
    work = parsed(
        "溪政发【2031】7号关于印发溪源县抗旱预案的通知\n各乡镇人民政府：\n现印发给你们。\n溪源县人民政府\n2031年3月9日\n溪源县抗旱预案\n1 总则\n1.1 目的\n保障供水。\n"
    ).work
    assert (work.doc_number, work.title) == ("溪政发【2031】7号", "溪源县抗旱预案")


def test_party_and_government_named_without_a_space() -> None:
    work = parsed("中共青岚市委青岚市人民政府关于做好节水的意见\n青发〔2031〕1号\n一、目标\n保障供水。\n").work
    assert work.issuers == ("中共青岚市委", "青岚市人民政府")


def test_an_untitled_plan_that_begins_at_its_sections() -> None:
    document = parsed(
        "青岚市防汛指挥部关于印发青岚市2031年防汛计划的通知\n经市政府同意，现将《青岚市2031年防汛计划》印发给你们。\n"
        "2031年是关键之年，为做好防汛，编制本计划。\n（一）工作思路。坚持预防为主。\n（二）主要目标。不垮一库一坝。\n"
    )
    assert document.work.title == "青岚市2031年防汛计划"
    assert tree(document) == ["N |", "0 |", "1 （一）|工作思路", "2 （二）|主要目标"]


def test_levels_of_a_response_and_lettered_measures() -> None:
    document = parsed(
        "青岚市供水应急预案\n1 总则\n1.1 目的\n保障供水。\n2 应急响应\n2.1 响应分级\n2.1.1 Ⅰ级响应\n报省政府启动。\n2.1.2 Ⅱ级响应\n采取以下措施：\n"
        "a）指挥部成员赶赴现场；\nb）调集供水车辆。\n2.2 响应终止\n隐患消除后终止。\n"
    )
    assert [clause.eid for clause in document.clauses] == [
        "1", "1.1", "2", "2.1", "2.1.1", "2.1.2", "2.1.2.1", "2.1.2.2", "2.2",
    ]  # fmt: skip


def test_a_notice_that_names_a_day_of_issue_keeps_its_words() -> None:
    document = parsed(
        "关于印发《青岚市供水应急预案》的通知\n各县人民政府：\n《青岚市供水应急预案》已经市政府同意，现印发给你们。2026年6月3日印发的原预案同时废止。\n"
        "青岚市人民政府\n2031年5月20日\n青岚市供水应急预案\n一、总则\n保障供水。\n青岚市人民政府办公室 2031年5月21日印发\n"
    )
    assert document.body(document.clause("N")).endswith("同时废止。")
    assert document.body(document.clause("1")) == "保障供水。"


def test_a_chapter_whose_name_stands_below_its_number() -> None:
    document = parsed(
        "青岚市供水办法\n第一章\n总则\n第一条 为保障供水，制定本办法。\n第二章\n附则\n第二条 本办法由市水务局解释。\n"
    )
    assert tree(document) == ["1 第一章|总则", "1.1 第一条|", "2 第二章|附则", "2.1 第二条|"]


def test_units_and_labels_as_headings() -> None:
    document = parsed(
        "望岭镇防汛方案\n一、工作职责\n（一）镇农业综合服务中心：负责雨情监测，编制抢险方案。\n（二）镇派出所：负责治安秩序。\n"
        "二、要点\n1.目标：全镇不垮一库一坝，群众安全转移。\n2.按照上级要求落实以下措施：一查二治三防。\n"
    )
    assert tree(document)[1:3] == ["1.1 （一）|镇农业综合服务中心", "1.2 （二）|镇派出所"]
    assert tree(document)[4:] == ["2.1 1.|目标", "2.2 2.|"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "方案.md",
            "# 溪源县节水方案\n## 指导思想\n节水优先。\n## 主要任务\n### 改造管网\n改造30公里。\n### 加强监管\n按季调度。\n",
        ),
        (
            "方案.html",
            "<h1>溪源县节水方案</h1><h2>指导思想</h2><p>节水优先。</p><h2>主要任务</h2>"
            "<h3>改造管网</h3><p>改造30公里。</p><h3>加强监管</h3><p>按季调度。</p>",
        ),
    ],
)
def test_headings_without_numbers_by_their_level(path: str, text: str) -> None:
    document = parse(text.encode(), path=path)
    assert document.work.title == "溪源县节水方案"
    assert tree(document) == ["1 |指导思想", "2 |主要任务", "2.1 |改造管网", "2.2 |加强监管"]


def test_what_stands_below_a_title_in_a_type_of_its_own() -> None:
    document = parse(
        "# 溪源县节水方案\n## （征求意见稿）\n## 溪源县水利局\n为节水，制定本方案。\n## 任务\n抓好落实。\n".encode(),
        path="方案.md",
    )
    assert tree(document) == ["0 |", "1 |任务"]


@pytest.mark.parametrize("second", ["（2031—2045年）的批复", "的批复"])
def test_a_title_that_goes_on_behind_another_ones_end(second: str) -> None:
    work = parsed(
        f"澜岳省人民政府关于溪源县供水规划\n{second}\n澜政函〔2031〕7号\n青岚市人民政府：\n现批复如下：\n一、原则同意。\n二、抓好落实。\n澜岳省人民政府\n2031年8月18日\n"
    ).work
    assert (work.title, work.doc_type) == (f"澜岳省人民政府关于溪源县供水规划{second}", "批复")


def test_an_order_whose_signer_is_a_picture_and_a_note_above_the_signature() -> None:
    document = parsed(
        "《青岚市供水办法》已经市人民政府第9次常务会议通过，现予发布。\n市 长\n二〇三一年三月六日\n青岚市供水办法\n第一条 为保障供水，制定本办法。\n第二条 本办法自公布之日起施行。\n"
    )
    assert document.body(document.clause("N")).endswith("现予发布。")
    noted = parsed(
        "澜岳省人民政府关于设立青岚湖公园的批复\n青岚市人民政府：\n现批复如下：\n一、原则同意。\n二、抓好落实。\n（此件公开发布）\n澜岳省人民政府\n2031年5月12日\n"
    )
    assert (noted.work.issuers, noted.work.region) == (("澜岳省人民政府",), "澜岳省")


def test_closing_words_without_a_stop_sign_nothing() -> None:
    document = parsed(
        "溪源县人民政府关于印发《溪源县人民政府工作规则》的通知\n各乡镇人民政府：\n现将《溪源县人民政府工作规则》印发给你们。\n特此通知\n溪源县人民政府\n2031年1月3日\n"
        "溪源县人民政府工作规则\n第一章 总则\n第一条 为规范工作，制定本规则。\n"
    )
    assert document.work.issuers == ("溪源县人民政府",)
    assert document.body(document.clause("N")).endswith("特此通知")


@pytest.mark.parametrize(
    ("title", "issuer"),
    [("溪源县人民政府工作规则", ("溪源县人民政府",)), ("溪源县城市管理工作规则", ())],
)
def test_whose_own_rules_they_are(title: str, issuer: tuple[str, ...]) -> None:
    assert parsed(f"{title}\n第一章 总则\n一、为规范工作，制定本规则。\n二、依法履行职责。\n").work.issuers == issuer


@pytest.mark.parametrize("last", ["信息公开工作还不够及时，今后将持续改进。", "相关文件由县水利局负责解释。"])
def test_a_last_paragraph_that_only_begins_like_a_print_line(last: str) -> None:
    document = parsed(f"溪源县节水工作报告\n一、主要做法\n实行计划用水。\n二、存在问题\n{last}\n2031年3月2日\n")
    assert document.body(document.clause("2")) == last


def test_an_answer_to_a_proposal() -> None:
    document = parsed(
        "林某某、赵某某委员：\n你们提出的关于改造老旧管网的提案收悉。现答复如下：\n今年已改造管网12公里。\n感谢你们对供水工作的支持。\n2031年9月2日\n"
        "联系单位：溪源县住房和城乡建设局\n联 系 人：周某 联系电话：0000000\n抄 报：县督查局 县政协提案委\n"
    )
    work = document.work
    assert (work.date, work.issuers, work.region) == ("2031-09-02", ("溪源县住房和城乡建设局",), "溪源县")
    assert work.addressees == ("林某某、赵某某委员",)
    assert document.body(document.clause("0")).endswith("支持。")


def test_an_explanation_without_a_title_is_of_the_place_it_explains() -> None:
    work = parsed(
        "近日，市人民政府印发了《青岚市节水奖励办法》，现解读如下：\n一、背景\n水资源不足。\n二、内容\n奖励节水企业。\n"
    ).work
    assert (work.region, work.level) == ("青岚市", "city")


def test_the_last_of_a_list_and_what_goes_on_below_it() -> None:
    document = parsed(
        "溪源县供水公告\n广大用户：\n现将停水事项公告如下：\n一、停水时间\n6月15日夜间。\n二、注意事项\n1.请提前储水；\n2.如遇雨天，停水顺延。\n不便之处敬请谅解。\n"
    )
    assert document.work.addressees == ("广大用户",)
    assert [clause.heading for clause in document.clauses] == [None, "停水时间", "注意事项", None, None]


def test_a_stop_inside_quotation_marks_ends_no_heading() -> None:
    document = parsed(
        "溪源县水利局整改通报\n一、整改情况\n1.关于“学得不深。用得不够”问题。已制定学习制度，每月集中学习两次。\n2.关于“巡查不多”问题。已补齐人员。\n"
    )
    assert document.clause("1.1").heading == "关于“学得不深。用得不够”问题"


def test_a_bracket_that_never_closes_takes_nothing_with_it() -> None:
    document = parsed(
        "溪源县节水措施\n意见请发送至邮箱（，并注明联系人。\n1.改造管网。更换旧管。（县水利局负责）\n2.推广器具。换装水嘴。（县财政局负责）\n"
    )
    assert [duty.unit for duty in document.duties] == ["县水利局", "县财政局"]


def test_articles_that_run_on_through_parts_stand_below_them() -> None:
    document = parsed(
        "青岚市节水产业若干政策\n一、支持企业\n第一条【首台套奖励】对首台套装备给予奖励，按售价的一成计算。\n第二条【成长奖励】对成长快的企业给予奖励。\n"
        "二、附则\n第三条 本政策由市水利局解释。\n第四条 本政策自印发之日起施行。\n"
    )
    assert tree(document) == [
        "1 一、|支持企业", "1.1 第一条|首台套奖励", "1.2 第二条|成长奖励", "2 二、|附则", "2.1 第三条|", "2.2 第四条|",
    ]  # fmt: skip


def test_parts_that_begin_anew_under_each_article_stand_below_it() -> None:
    document = parsed(
        "溪源县节水规程\n第一条 节水应当做到：\n一、查漏。\n二、改造。\n第二条 检查应当做到：\n一、登记。\n二、回访。\n"
    )
    assert [clause.eid for clause in document.clauses] == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


@pytest.mark.parametrize(("article", "heading"), [("（目的依据）为", "目的依据"), ("（一）为", None), (" 为", None)])
def test_the_name_of_an_article_in_brackets(article: str, heading: str | None) -> None:
    document = parsed(
        f"溪源县供水办法\n第一条{article}保障供水，制定本办法。\n第二条 县水利局负责供水监管。\n第三条 本办法自印发之日起施行。\n"
    )
    assert document.clause("1").heading == heading


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ("溪源县人民代表大会常务委员会", "预算监督办法", "溪源县人民代表大会常务委员会预算监督办法"),
        ("溪源县人民政府", "工作规则", "溪源县人民政府工作规则"),
        ("溪源县水利局", "节水管理办法", "节水管理办法"),
        ("溪源县人民代表大会常务委员会", "溪源县节水条例", "溪源县节水条例"),
    ],
)
def test_an_organ_on_a_line_of_its_own_above_the_title(first: str, second: str, title: str) -> None:
    document = parsed(f"{first}\n{second}\n第一章 总则\n第一条 为规范工作，制定本文。\n第二条 依法办理。\n")
    assert document.work.title == title


def test_a_speech_is_of_the_place_of_its_speaker() -> None:
    document = parsed(
        "在全市防汛工作会议上的讲话\n青岚市人民政府副市长  何某某\n（2031年4月12日）\n同志们：\n贯彻全省会议精神，部署全市防汛工作。我讲两点意见。\n"
        "一、认清形势\n全市雨水偏多。\n二、抓好落实\n全市上下要尽责。\n"
    )
    work = document.work
    assert (work.region, work.level, work.doc_type, work.date) == ("青岚市", "city", "讲话", "2031-04-12")
    assert work.addressees == ("同志们",)


def test_the_office_of_a_commission_is_written_to() -> None:
    work = parsed(
        "关于河湖巡查情况的通报\n各市（州）河长制办公室：\n现将有关情况通报如下。\n一、总体情况\n巡查到位。\n澜岳省河长制办公室\n2031年7月9日\n"
    ).work
    assert work.addressees == ("各市（州）河长制办公室",)


def test_running_heads_beside_page_numbers() -> None:
    head = "溪源县“十六五”节水规划"
    document = parsed(
        f"{head}\n— 1 —\n{head}\n一、基础\n建成节水型企业12家\n第 2 页 共 4 页\n{head}\n，节水型小区18个。\n3 / 4\n{head}\n二、目标\n到2035年，用水总量得到控制。\n"
    )
    assert document.work.title == head
    assert document.body(document.clause("1")) == "建成节水型企业12家，节水型小区18个。"
    assert not any(head in document.quote(clause.own) for clause in document.clauses)


def test_the_second_of_two_plans_below_an_attachment_of_the_first() -> None:
    document = parsed(
        "溪源县人民政府关于印发《溪源县节水方案》《溪源县节水考核办法》的通知\n溪政〔2031〕6号\n各乡镇人民政府：\n现将《溪源县节水方案》《溪源县节水考核办法》印发给你们。\n"
        "溪源县人民政府\n2031年4月1日\n溪源县节水方案\n一、目标\n节水一成。\n附表1\n节水任务表\n序号\t任务\n1\t查漏\n溪源县节水考核办法\n第一条 为考核节水，制定本办法。\n第二条 每年考核一次。\n"
    )
    assert [clause.eid for clause in document.clauses] == ["N", "P1", "P1.1", "P2", "P2.1", "P2.2"]


def test_questions_by_a_letter_and_columns_of_a_briefing() -> None:
    asked = parsed("青岚市水价问答\nQ1：为什么实行阶梯水价？\nA：为了节约用水。\nQ2：何时实行？\nA：下月起。\n")
    assert tree(asked) == ["1 Q1|为什么实行阶梯水价？", "2 Q2|何时实行？"]
    columns = parsed("溪源县节水简讯\n【工作动态】\n县水利局部署管网改造。\n【基层经验】\n石桥镇推行积分制。\n")
    assert [clause.heading for clause in columns.clauses] == ["【工作动态】", "【基层经验】"]


def test_a_report_whose_occasion_is_told_on_two_lines() -> None:
    document = parsed(
        "关于青岚市2031年上半年计划执行情况的报告\n——2031年7月25日在青岚市第十届人民代表大会\n常务委员会第二十二次会议上\n市人大常委会：\n受委托，现将有关情况报告如下。\n"
        "一、执行情况\n总体平稳。\n二、重点工作\n扩大内需。\n"
    )
    assert (document.work.title, document.work.date) == ("关于青岚市2031年上半年计划执行情况的报告", "2031-07-25")
    assert document.body(document.clause("0")) == "受委托，现将有关情况报告如下。"


def test_two_organs_that_sign_without_a_space() -> None:
    work = parsed(
        "关于做好节水的意见\n各乡镇：\n现提出以下意见。\n一、节水\n查漏。\n中共溪源县委溪源县人民政府\n2031年3月2日\n"
    ).work
    assert work.issuers == ("中共溪源县委", "溪源县人民政府")


def test_what_a_paper_says_above_the_text_it_prints() -> None:
    document = parsed(
        "近日，澜岳省人民政府印发了《澜岳省节水纲要》，要求各地落实。\n《澜岳省节水纲要》全文如下。\n水是生存之本，制定本纲要。\n一、要求\n节水优先。\n二、任务\n查漏。\n"
    )
    assert tree(document) == ["N |", "0 |", "1 一、|要求", "2 二、|任务"]
    assert document.body(document.clause("0")) == "水是生存之本，制定本纲要。"


def test_a_notice_in_one_line_whose_date_alone_parts_it_from_the_plan() -> None:
    document = parsed(
        "溪政发〔2031〕19 号 溪源县人民政府 关于印发溪源县节水规划（2031—2035 年）的通知 各镇人民政府，县政府各部门： 现将《溪源县节水规划（2031—2035 年）》"
        "印发给你们，请认真贯彻执行。 2031 年 12 月 30 日 溪源县节水规划 （2031—2035 年） 一、指导思想 （一）总体思路 坚持节水优先，落实最严格制度，促进水资源集约利用。 "
        "（二）基本原则 1.坚持以水定城。把握水资源承载能力。 2.坚持改革创新。完善水价形成机制。\n"
    )
    assert (document.work.title, document.work.date) == ("溪源县节水规划（2031—2035年）", "2031-12-30")
    assert [clause.eid for clause in document.clauses] == ["N", "1", "1.1", "1.2", "1.2.1", "1.2.2"]
