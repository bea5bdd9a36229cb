"""Pages of a portal copied whole: its own title and columns above a document, the foot of the site below it."""

from __future__ import annotations

import pytest

from ingest.format.webpage import foot, numbered
from tests.ingest.reading import eids, parsed

ABOVE = (
    "【关于建立节水价格机制的通知(溪水价〔2031〕6号)】-溪源县水利局\n首页\n > \n政务公开\n > \n通知\n"
    "关于建立节水价格机制的通知(溪水价〔2031〕6号)\n2031/01/20 价格科\n"
)
NOTICE = (
    "溪源县水利局 溪源县财政局关于建立\n节水价格机制的通知\n溪水价〔2031〕6号\n各镇人民政府：\n为节约用水，现就有关事项通知如下。\n"
    "一、规范程序。\n各镇要开展成本调查。\n二、加强指导。\n各镇要定期评估。\n溪源县水利局\n溪源县财政局\n2031年1月16日\n"
)
BELOW = (
    "来  源：县水利局\n编 辑：张某某\n责 编：李某某\n",
    "附件：\n相关政策与解读\n县水利局负责人就节水价格答记者问\n",
    "按 地 方 查\n东岸\n西岸\n网站地图\n主编信箱\n联系我们\n主办单位：溪源县人民政府办公室\n网站标识码3300000062\n溪ICP备 13001288号\n微信公众号\n头条号\n",
)


@pytest.mark.parametrize("below", BELOW)
def test_what_a_portal_draws_around_a_document(below: str) -> None:
    document = parsed(ABOVE + NOTICE + below)
    work = document.work
    assert work.title == "溪源县水利局溪源县财政局关于建立节水价格机制的通知"
    assert (work.doc_number, work.date) == ("溪水价〔2031〕6号", "2031-01-16")
    assert work.issuers == ("溪源县水利局", "溪源县财政局")
    assert eids(document) == ["0", "1", "2"]
    assert [duty.unit for duty in document.duties] == ["各镇", "各镇"]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["各镇要节水。", "网站地图", "联系我们"], 2),
        (["各镇要节水。", "东岸", "版权所有：溪源县"], 2),
        (["各镇要节水。", "溪源县水利局", "2031年1月16日", "网站声明"], 1),
        (["各镇要节水。", "溪源县水利局"], 0),
        (["节水指标\t2030年", "网站地图"], 1),
        ([], 0),
    ],
)
def test_foot(lines: list[str], count: int) -> None:
    assert foot(lines) == count


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (["首页", "溪源县水利局关于节水的通知", "溪水〔2031〕6号", "各镇："], 1),
        (["首页", "溪源县水利局", "关于节水的通知", "溪水〔2031〕6号", "各镇："], 1),
        (["首页。", "说明", "溪水〔2031〕6号", "各镇："], 0),
        (["关于节水的通知", "各镇："], 0),
        (["第一篇：溪源县水利局文件", "溪源县水利局文件", "溪水〔2031〕6号", "关于节水的通知", "各镇："], 1),
        (["溪源县", "人民政府文件", "溪政〔2031〕6号", "关于节水的通知", "各镇："], 0),
    ],
)
def test_the_title_above_number_and_addressees(lines: list[str], first: int) -> None:
    assert numbered(lines, [len(lines) - 1]) == first


def test_a_page_s_own_title_and_words_above_organ_and_title() -> None:
    work = parsed(
        "溪源县水利局关于加强节水工作的通知\n综合政务\n溪水〔2031〕7号\n溪源水利\n溪源水务局\n2031-04-01\n有效\n溪源县水利局关于加强节水工作的通知\n"
        "打印整页 打印内容 分享\n溪源县水利局\n关于加强节水工作的通知\n溪水〔2031〕7号\n各镇人民政府：\n现通知如下。\n一、加强领导。各镇要压实责任。\n"
    ).work
    assert (work.title, work.issuers) == ("溪源县水利局关于加强节水工作的通知", ("溪源县水利局",))


def test_a_title_with_a_type_inside_and_its_number_behind() -> None:
    title = "溪源县支持节水若干政策措施（修订版）"
    work = parsed(
        f"当前位置：首页 > 政务公开\n溪源县人民政府关于印发{title}的通知（溪府〔2031〕31号）\n各镇人民政府：\n现将《{title}》印发给你们。\n"
        f"溪源县人民政府\n2031年8月16日\n{title}\n一、降低成本。县财政局负责补助。\n二、加强服务。县水利局负责解释。\n"
    ).work
    assert (work.title, work.doc_number) == (title, "溪府〔2031〕31号")


def test_a_column_called_like_a_type_is_no_title() -> None:
    work = parsed("溪源县节水实施方案\n政策\n发布时间：2031年11月30日\n一、工作目标。用水更省。\n二、措施。强化监督。\n").work
    assert (work.title, work.doc_type) == ("溪源县节水实施方案", "实施方案")


def test_a_notice_whose_record_has_its_title_is_not_called_like_its_enclosure() -> None:
    work = parsed(
        "索引号：X/2031-28\n发布机构：溪源县政府办公室\n发文字号：无\n标 题：溪源县人民政府办公室关于印发节水任务分解表的通知\n有 效 性：有效\n"
        "各镇人民政府：\n现将《溪源县2031年度节水任务分解表》印发给你们，请抓好落实。\n一、夯实责任。各镇要压实责任。\n二、强化协作。各镇要主动对接。\n"
        "溪源县人民政府办公室\n2031年4月9日\n"
    ).work
    assert (work.title, work.doc_type) == ("溪源县人民政府办公室关于印发节水任务分解表的通知", "通知")


def test_a_draft_that_a_page_shows_under_what_it_is_for() -> None:
    text = "返回上一级\n编制《溪源县节水示范工作方案》\n《溪源县节水示范工作方案》（草案）\n为节约用水，制定本方案。\n一、思想\n节水优先。\n二、目标\n更省。\n"
    assert parsed(text).work.title == "溪源县节水示范工作方案"


def test_a_record_without_colons_and_what_can_be_downloaded() -> None:
    document = parsed(
        "溪源县节水应急预案\n索引号 X/2031-00104 发文日期 2031-07-02 公开日期 2031-07-30\n文件编号 公开时限 长期公开\n"
        "公开方式 网站 公开范围 面向全社会\n公开程序 部门编制，经办公室审核后公开\n内容摘要\n下 载\n文件下载：\n图一.png\n一、总则\n保障用水。\n二、组织\n县政府统一领导。\n"
    )
    assert eids(document) == ["1", "2"]
    assert [duty.unit for duty in document.duties] == ["县政府"]


def test_a_note_in_front_of_the_date_of_a_signature() -> None:
    document = parsed(
        "溪源县水利局\n关于印发《溪源县节水方案》的通知\n各镇人民政府：\n《溪源县节水方案》已经同意，现印发给你们。\n溪源县水利局\n（此件发至乡）                  2031年6月13日\n"
        "溪源县节水方案\n一、思想\n节水优先。\n二、目标\n更省。\n"
    )
    assert (document.work.date, document.work.issuers, eids(document)) == ("2031-06-13", ("溪源县水利局",), ["N", "1", "2"])
