"""Headings without a number and numbers in Roman figures, one table row a form. A tree is written `eid marker|heading`."""

from __future__ import annotations

import pytest

from ingest import parse
from ingest.account import account
from ingest.numerals import roman

LONG = "今年以来，全县把节水放在突出位置，完善制度、压实责任、改造管网，漏损率持续下降，用水效率稳步提高，取得了阶段性成效。"

FORMS = {
    "items that run on below headings without a number": (
        "为支持企业，制定以下措施。\n全力保障用水\n1.扩大供给。新建水厂。\n2.稳定价格。加强监测。\n全力减轻负担\n3.减免水费。免收三个月。\n",
        ["0 |", "1 |全力保障用水", "1.1 1.|扩大供给", "1.2 2.|稳定价格", "2 |全力减轻负担", "2.1 3.|减免水费"],
    ),
    "no heading where one line alone stands above a number": (
        "为支持企业，制定以下措施。\n1.扩大供给。新建水厂。\n2.稳定价格。加强监测。\n全力减轻负担\n3.减免水费。免收三个月。\n",
        ["0 |", "1 1.|扩大供给", "2 2.|稳定价格", "3 3.|减免水费"],
    ),
    "parts that begin again below headings without a number": (
        f"各位代表：\n现在向大会报告工作。\n2030年工作回顾\n{LONG}\n一、坚持节水，成效明显\n建成水厂。\n二、坚持改革，活力增强\n推进水价改革。\n"
        "2031年主要任务\n新的一年，要保持经济平稳较快发展。\n一、着力调整结构\n加快发展。\n",
        ["0 |", "1 |2030年工作回顾", "1.1 一、|坚持节水，成效明显", "1.2 二、|坚持改革，活力增强", "2 |2031年主要任务", "2.1 一、|着力调整结构"],
    ),
    "a briefing whose headings have two halves": (
        f"我县节水工作取得进展。\n　　强化组织领导，压实工作责任\n　　{LONG}\n　　突出工作重点，狠抓任务落实\n　　{LONG}\n",
        ["0 |", "1 |强化组织领导，压实工作责任", "2 |突出工作重点，狠抓任务落实"],
    ),
    "a briefing whose headings have two halves, lines without an indent": (
        f"我县节水工作取得进展。\n强化组织领导，压实工作责任\n{LONG}\n突出工作重点，狠抓任务落实\n{LONG}\n",
        ["0 |", "1 |强化组织领导，压实工作责任", "2 |突出工作重点，狠抓任务落实"],
    ),
    "a briefing whose paragraphs open with two halves": (
        f"我县节水工作有力有序推进。\n强化组织领导，压实工作责任。{LONG}\n全面排查摸底，精准施策解困。{LONG}\n加强水源保护，保障水质安全。{LONG}\n",
        ["0 |", "1 |强化组织领导，压实工作责任", "2 |全面排查摸底，精准施策解困", "3 |加强水源保护，保障水质安全"],
    ),
    "what somebody said is no heading": (
        f"县政府召开会议。\n会议指出要点，部署管网改造。{LONG}\n会议强调落实，压实工作责任。{LONG}\n会议要求各地，保障水质安全。{LONG}\n",
        ["0 |"],
    ),
    "a heading and its text on one line, a space between": (
        "一、工作目标 到2035年，漏损率降至9%以内，用水效率显著提高，节水型社会基本建成。\n二、主要任务\n（一）改造管网 全面排查漏点，更换老旧管道，推进分区计量，加强日常巡查。\n",
        ["1 一、|工作目标", "2 二、|主要任务", "2.1 （一）|改造管网"],
    ),
    "spaces anywhere, as read from a picture, part nothing": (
        "一、抓好农村供水保 障工作，漏损 率降 至9%以内，用水 效率显 著提高，节水 型社会基本建 成。\n二、主要任务\n改造管网。\n",
        ["1 一、|", "2 二、|主要任务"],
    ),
    "Roman figures above 一、": (
        "为推进节水，制定本方案。\nI. 总体要求\n一、指导思想\n坚持节水优先。\n二、目标\n漏损率下降。\nII. 主要任务\n一、管网\n改造管网。\nⅢ、保障\n加强领导。\n",
        ["0 |", "1 I.|总体要求", "1.1 一、|指导思想", "1.2 二、|目标", "2 II.|主要任务", "2.1 一、|管网", "3 Ⅲ、|保障"],
    ),
    "letters below Roman figures": (
        "Ⅰ. 目标\n节水优先。\nⅡ. 办法\nA.考核断面。设置断面3个。\nB.补偿标准。每升高一级补偿100万元。\nⅢ. 保障\nA类企业从严，由A、B两组负责。\n",
        ["1 Ⅰ.|目标", "2 Ⅱ.|办法", "2.1 A.|考核断面", "2.2 B.|补偿标准", "3 Ⅲ.|保障"],
    ),
    "a letter in a sentence is no Roman figure": (
        "一、目标\n建成Ⅲ类水体。\nV类水体消除。\n二、任务\n治水。\n",
        ["1 一、|目标", "2 二、|任务"],
    ),
    "who does what is a statement, what is to be done a heading": (
        "一、成员单位\n（一）联席会议由县水利局牵头，县水利局局长担任召集人。会议不定期召开。\n（二）联席会议下设办公室，办公室设在县水利局。办公室设联络员。\n"
        "二、任务\n（一）加强管网改造。改造管网30公里。\n1.加快推进项目尽快落地。[牵头单位：县发改局；责任单位：各街办(新区)]\n2.压实责任。层层落实。[牵头单位：县水利局]\n",
        ["1 一、|成员单位", "1.1 （一）|", "1.2 （二）|", "2 二、|任务", "2.1 （一）|加强管网改造", "2.1.1 1.|", "2.1.2 2.|压实责任"],
    ),
    "bullets before whole sentences": (
        "近期有大风，现将有关工作提示如下。\n●水利、住建等部门加强管网和设施的防风加固，做好应急准备。\n●各镇要及时转移低洼地带群众，落实专人值守。\n",
        ["0 |", "1 ●|", "2 ●|"],
    ),
    "one bullet, and bullets before words, part nothing": (
        "一、任务\n●水利、住建等部门加强管网和设施的防风加固，做好应急准备。\n二、物资\n◆沙袋\n◆水泵\n",
        ["1 一、|任务", "2 二、|物资"],
    ),
    "units over their tasks, from the first line on": (
        "民政局\n\n负责困难群众的临时救助。\n\n公安局\n\n指导派出所维护秩序，依法处置警情。\n\n卫生和健康局\n\n构建三级救治网络。\n",
        ["1 |民政局", "2 |公安局", "3 |卫生和健康局"],
    ),
    "units over their tasks, as a table leaves them whose cells were lost": (
        "一、职责\n序号 部门 职责\n1\n县教育局\n负责学校供水的日常管理和巡查。\n2\n县水利局\n负责水源地监测，及时发布预警。\n二、保障\n加强领导。\n",
        ["1 一、|职责", "1.1 1|县教育局", "1.2 2|县水利局", "2 二、|保障"],
    ),
    "one unit over a sentence is no clause": (
        "一、职责\n县水利局\n负责水源地监测，及时发布预警。\n二、保障\n加强领导。\n",
        ["1 一、|职责", "2 二、|保障"],
    ),
    "who must act is no heading": (
        "一、各镇要统一调度，24小时值守。遇有险情立即上报。\n二、会议听取了节水工作汇报。会议认为成效明显。\n三、列第一位的为牵头单位。牵头单位要汇总进度。\n",
        ["1 一、|", "2 二、|", "3 三、|"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_tree(name: str) -> None:
    text, expected = FORMS[name]
    document = parse(f"溪源县节水工作方案\n{text}".encode(), path="文件.txt")
    assert account(document).coverage == 1
    assert [f"{clause.eid} {clause.marker or ''}|{clause.heading or ''}" for clause in document.clauses] == expected


@pytest.mark.parametrize(("figures", "number"), [("I", 1), ("IV", 4), ("Ⅸ", 9), ("XIV", 14), ("县", None), ("", None)])
def test_roman(figures: str, number: int | None) -> None:
    assert roman(figures) == number
