"""What documents say of their own parts, one table row a form: invented plans."""

from __future__ import annotations

import pytest

from ingest import parse

FORMS = {
    "a heading that counts": ("一、抓好两项重点工作\n（一）管网。更换旧管。\n（二）水厂。扩建水厂。\n二、要求\n抓好落实。", ["count-agrees 两项重点工作"]),
    "a heading that counts wrong": (
        "一、抓好三项重点工作\n（一）管网。更换旧管。\n（二）水厂。扩建水厂。\n二、要求\n抓好落实。",
        ["count-differs 三项重点工作"],
    ),
    "a sentence before a list": ("一、任务\n全县实施2项举措：一是更换旧管，降低漏损。二是扩建水厂，保障供水。", ["count-agrees 2项举措"]),
    "the plan of itself": (
        "为节约用水，制定方案。本方案共2个部分3条措施。\n一、任务\n（一）管网。更换旧管。\n（二）水厂。扩建。\n二、保障\n（三）投入。安排资金。",
        ["count-agrees 2个部分", "count-agrees 3条措施"],
    ),
    "the plan of itself, wrong": (
        "为节约用水，制定方案。本方案共5个部分。\n一、任务\n（一）管网。更换旧管。\n（二）水厂。扩建。\n二、保障\n（三）投入。安排资金。",
        ["count-differs 5个部分"],
    ),
    "another document is no plan of its own": ("根据《节水规划》提出的5项任务，制定方案。\n一、任务\n更换旧管。\n二、保障\n安排资金。", []),
    "names and quantities count nothing of the document": (
        "一、建设三大体系\n（一）管网。新建5个水厂。\n（二）水厂。推进“八大工程”建设。\n二、要求\n抓好3项指标。",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_counts(form: str) -> None:
    body, expected = FORMS[form]
    parsed = parse(f"溪源县节水方案\n{body}\n".encode(), path="方案.txt")
    found = [issue for issue in parsed.issues if issue.code.startswith("count")]
    assert [f"{issue.code} {parsed.quote(issue.span)}" for issue in found if issue.span] == expected
    assert all(issue.severity == ("info" if issue.code == "count-agrees" else "warning") for issue in found)
