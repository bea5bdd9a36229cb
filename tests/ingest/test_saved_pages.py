"""Pages saved from a site: what it draws around a document, and texts that lost their line breaks."""

from __future__ import annotations

import pytest

from ingest.format.webpage import is_trail, title_again
from tests.ingest.reading import eids, parsed


def test_a_list_of_labels_is_no_title() -> None:
    document = parsed(
        "法规库\n文件内容仅供参考，以正式文本为准\n发文标题: 青岚市人民政府关于加强节水工作的若干意见\n发文文号: 青政发〔2031〕54号\n"
        "发文部门: 青岚市人民政府\n发文时间: 2031-10-18\n实施时间: 2031-10-18\n法规类型: 水务法规\n所属行业: 所有行业\n"
        "所属区域: 青岚\n阅读人次: 3991\n评论人次: 0\n页面功能:\n  • 加入收藏\n  • 关闭\n发文内容:\n\n各县(市、区)人民政府,市政府各部门:\n"
        "为加强节水工作,提出如下意见:\n一、总体要求\n坚持节水优先。\n二、主要目标\n漏损率降至9%以内。\n"
    )
    work = document.work
    assert (work.title, work.doc_number, work.issuers, work.date) == (
        "青岚市人民政府关于加强节水工作的若干意见", "青政发〔2031〕54号", ("青岚市人民政府",), "2031-10-18",
    )  # fmt: skip
    assert eids(document) == ["0", "1", "2"]


def test_labels_that_lost_their_colons() -> None:
    document = parsed(
        "发文机关中共澜岳省水利厅党组\n发文日期2031年12月21日\n时效性现行有效\n发文字号澜水发〔2031〕63号\n施行日期2031年12月21日\n"
        "厅直各单位，厅机关各处室：\n现将《关于推进节水型机关建设的实施意见》印发给你们，请抓好落实。\n中共澜岳省水利厅党组\n2031年12月21日\n"
        "关于推进节水型机关建设的实施意见\n为推进节水，制定本意见。\n一、指导思想\n坚持节水优先。\n"
    )
    assert document.work.doc_number == "澜水发〔2031〕63号"
    assert document.work.issuers == ("中共澜岳省水利厅党组",)
    assert eids(document) == ["N", "0", "1"]


def test_a_page_with_its_own_title_above() -> None:
    document = parsed(
        "溪源县节约用水条例\n\n我要纠错\n\n仅供网友学习，讨论使用\n\n效力：地方法规\n\n溪源县节约用水条例\n\n（2031年3月1日通过）\n\n"
        "第一章 总则\n第一条 为了节约用水，制定本条例。\n第二条 本条例适用于本县。\n"
    )
    assert (document.work.title, eids(document)) == ("溪源县节约用水条例", ["1", "1.1", "1.2"])


@pytest.mark.parametrize(
    ("texts", "ends", "begins"),
    [
        (["溪源县节水方案", "来源：县府办", "溪源县节水方案"], [], 2),
        (["溪源县节水方案", "各乡镇：", "现印发。", "溪源县节水方案"], [1], 0),
        (["溪源县节水方案", "为落实节水优先方针，全县各级各部门要统一思想、压实责任，制定本方案。", "溪源县节水方案"], [], 0),
        (["溪源县节水方案", "一、总体要求"], [], 0),
    ],
)
def test_where_the_title_comes_again(texts: list[str], ends: list[int], begins: int) -> None:
    assert title_again(texts, ends) == begins


def test_the_way_to_a_page() -> None:
    assert is_trail(["首页 规划 溪源县城镇节水规划", "溪源县城镇节水规划"], 0)
    assert not is_trail(["溪源县城镇节水规划", "溪源县城镇节水规划"], 0)


def test_a_title_whole_in_one_line_below_words_of_the_page() -> None:
    document = parsed(
        "精确检索\n开始检索\n青岚市人民政府关于加快节水工作的实施意见\n青政综〔2031〕76号\n某网提示：本文根据清理结果继续有效，请留意\n"
        "各县（区）人民政府，市直各单位：\n为加快节水，提出如下意见。\n一、主要目标\n漏损率降至9%以内。\n"
    )
    assert (document.work.title, document.work.issuers, document.work.date) == (
        "青岚市人民政府关于加快节水工作的实施意见", ("青岚市人民政府",), None,
    )  # fmt: skip
    assert document.body(document.clause("0")) == "为加快节水，提出如下意见。"


def test_organs_above_a_title_stay_its_organs() -> None:
    document = parsed(
        "青岚市水利局\n青岚市财政局关于做好节水工作的通知\n各县水利局：\n现通知如下：\n一、抓好落实。\n二、按月报送。\n"
    )
    assert document.work.issuers == ("青岚市水利局", "青岚市财政局")


def test_a_notice_and_its_plan_in_one_line() -> None:
    document = parsed(
        "各县、区人民政府，市政府各工作部门、各直属事业单位：现将《青岚市供水管理办法》印发给你们，请认真抓好贯彻落实，执行中的问题及时报送市水务局，各地要加强组织领导，确保落实到位，不得走过场。"
        "青岚市人民政府2031年9月5日（此件公开发布）青岚市供水管理办法第一章  总    则第一条  为加强供水管理，制定本办法。第二条  本办法适用于本市。"
    )
    assert (document.work.title, document.work.issuers, document.work.date) == (
        "青岚市供水管理办法", ("青岚市人民政府",), "2031-09-05",
    )  # fmt: skip
    assert eids(document) == ["N", "1", "1.1", "1.2"]


def test_a_form_below_the_signature_is_the_pages() -> None:
    document = parsed(
        "关于征求《溪源县节水方案》意见的通告\n为加强节水，现公开征求意见：\n一、通过电子邮件反馈；\n二、通过信函反馈。\n"
        "附件：1.《溪源县节水方案》.docx\n2.起草说明.doc\n溪源县公安局交通警察大队\n2031年10月8日\n"
        "征集部门：溪源县 发布日期：2031-10-08\n*为必填项\n提出建议：\n提交成功，谢谢参与！\n"
    )
    assert eids(document) == ["0", "1", "2"]
    assert document.body(document.clause("2")) == "通过信函反馈。"
    assert (document.work.issuers, document.work.date) == (("溪源县公安局交通警察大队",), "2031-10-08")


def test_who_signs_an_order_is_no_text() -> None:
    document = parsed(
        "青岚市公园管理办法\n青岚市人民政府令第129号\n《青岚市公园管理办法》已经市政府常务会议通过，现予公布。\n市长 李某\n2031年8月10日\n"
        "第一章 总则\n第一条 为了加强管理，制定本办法。\n第二条 本办法适用于本市。\n"
    )
    assert document.body(document.clause("N")) == "《青岚市公园管理办法》已经市政府常务会议通过，现予公布。"


def test_numbers_with_half_a_bracket() -> None:
    document = parsed(
        "溪源县抗旱预案\n1 总则\n1.1 工作原则\n1）以人为本。保障安全。\n2）预防为主。加强监测。\n1.2 适用范围\n本县范围内（见表1）适用。\n"
    )
    assert eids(document) == ["1", "1.1", "1.1.1", "1.1.2", "1.2"]


def test_a_line_that_cannot_end_a_heading_goes_on() -> None:
    document = parsed(
        "溪源县节水方案\n一、目标\n——社会资本投资节水占比稳定在\n\n三成以上，规模不断扩大。\n——参与\n\n群众广泛参与节水。\n"
    )
    assert document.body(document.clause("1.1")).endswith("规模不断扩大。")
    assert document.clause("1.2").heading == "参与"


def test_a_title_with_a_colon_above_a_record() -> None:
    document = parsed(
        "望岭镇：三招守住安全防线\n索 引 号 : 0084/2031-070 | 发布机构: 望岭镇 | 成文日期: 2031-09-15 |\n发布时间: 2031-09-15 | 发文字号: |\n有 效 性 : 有效 |\n"
        "一是压实责任。成立小组，落实到人，建立台账。\n二是排查隐患。限期整改，逐一销号，不留死角。\n"
    )
    assert document.work.title == "望岭镇：三招守住安全防线"
    assert eids(document) == ["1", "2"]


def test_the_value_of_a_record_is_no_part_of_the_title() -> None:
    work = parsed(
        "区镇文件\n2031-04-28\n溪镇发〔2031〕9号\n有效\n关于下达2031年粮食生产目标的通知\n溪镇发〔2031〕9号\n各行政村：\n现就有关事项通知如下：\n一、抓实生产。\n二、强化考核。\n"
    ).work
    assert work.title == "关于下达2031年粮食生产目标的通知"


def test_decimals_of_a_text_saved_as_one_line() -> None:
    body = "保障城市供水安全，最大程度减少突发事件造成的影响，维护人民群众的生命健康。" * 3
    document = parsed(
        f"青岚市供水应急预案 1. 总则 1.1 编制目的 {body} 1.2 适用范围 本市范围内日供水能力 7.5 万吨以上的水厂。 2. 响应 2.1 响应分级 分为四级。 2.2 响应终止 隐患消除后终止。"
    )
    assert eids(document) == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


def test_articles_of_a_text_saved_as_one_line() -> None:
    body = "县水务局应当加强供水水质监测，定期公布检测结果，接受社会监督。" * 5
    document = parsed(
        f"溪源县供水办法 第一章 总则 第一条 为加强供水管理，制定本办法。 第二条 {body} 第二章 附则 第三条 本办法自2031年8月1日起施行。"
    )
    assert eids(document) == ["1", "1.1", "1.2", "2", "2.1"]


def test_articles_and_items_that_the_margin_cuts() -> None:
    document = parsed(
        "溪源县供水办法\n第一条 供水水质评价采用百分制，得分九十分以上\n的为优秀。\n第二条 具备下列条件的予以奖励：\n（一）改造管网150\n公里以上的；\n（二）其他。\n"
    )
    assert [document.body(clause).replace("\n", "") for clause in document.clauses][:1] == [
        "供水水质评价采用百分制，得分九十分以上的为优秀。"
    ]
    assert document.body(document.clause("2.1")) == "改造管网150公里以上的；"


def test_a_text_file_that_holds_the_tags_of_its_page() -> None:
    text = (
        "<p>各市、县人民政府：</p><p> 现将《澜岳省节水方案》印发给你们。</p><p align='right'>澜岳省人民政府</p><p>2031年3月27日</p>"
        "<p><strong>澜岳省节水方案</strong></p><p>为节水，制定本方案。</p><p><strong>一、思想</strong></p><p>节水优先。</p>"
    )
    document = parsed(text)
    assert (document.work.title, document.work.date, eids(document)) == ("澜岳省节水方案", "2031-03-27", ["N", "0", "1"])
    assert document.source.media_type == "text/html"


def test_a_text_that_speaks_of_tags_is_text() -> None:
    document = parsed("网站改版方案\n一、要求\n段落用<p>和</p>标出，换行用<br>。\n")
    assert document.source.media_type == "text/plain"
    assert "<p>" in document.text


def test_a_note_of_attachments_and_signature_at_the_end_of_one_line() -> None:
    body = "各县（市、区）要明确一名负责同志，逐项目建立台账，每月按时报送进展情况，确保按期完成。" * 5
    document = parsed(
        f"关于重点项目进展情况的通报一、总体情况{body}二、下步要求{body}附件：重点项目进展情况表青岚市供水办公室2031年4月8日"
    )
    assert document.work.date == "2031-04-08"
    assert document.body(document.clause("2")).endswith("确保按期完成。")
