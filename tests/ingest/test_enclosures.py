"""Several texts in one notice: what its title says, where they stand, and notices that issue only one."""

from __future__ import annotations

import pytest

from ingest import parse
from ingest.account import account

SAVING = "青岚市节水行动方案\n为推进节水，制定本方案。\n一、目标\n用水总量控制在3亿立方米以内。\n二、任务\n排查漏点。\n"
PIPES = "青岚市管网改造方案\n一、目标\n改造管网30公里。\n"
RATING = "青岚市节水考核办法\n第一条 考核每年一次。\n"
NOTE = "附件：1.青岚市节水行动方案\n2.青岚市管网改造方案\n3.青岚市节水考核办法\n"
LABELLED = f"附件1\n{SAVING}附件2\n{PIPES}附件3\n{RATING}"
THREE = ["青岚市节水行动方案", "青岚市管网改造方案", "青岚市节水考核办法"]


def notice(issued: str, *, note: str = "", below: str) -> str:
    return (
        f"青岚市人民政府办公室关于印发{issued}的通知\n青政办发〔2031〕7号\n各县人民政府：\n现将{issued}印发给你们，请抓好落实。\n"
        f"{note}青岚市人民政府办公室\n2031年3月12日\n{below}"
    )


def enclosed(text: str) -> list[str]:
    """eid and heading of the roots of texts within the notice, with the top of the plan where it is alone."""
    parsed = parse(text.encode(), path="通知.txt")
    assert account(parsed).coverage == 1
    return [f"{c.eid} {c.heading or ''}".strip() for c in parsed.clauses if not c.parent]


@pytest.mark.parametrize(
    ("issued", "note", "below", "count"),
    [
        ("《青岚市节水行动方案》《青岚市管网改造方案》", "", f"附件1\n{SAVING}附件2\n{PIPES}", 2),
        ("《青岚市节水行动方案》和《青岚市管网改造方案》", "附件：\n" + "\n".join(THREE[:2]) + "\n", SAVING + PIPES, 2),
        ("青岚市节水行动方案、管网改造方案和节水考核办法", "", LABELLED, 3),
        ("《青岚市节水行动方案》等3个文件", NOTE, LABELLED, 3),
        ("《青岚市节水行动方案》等三个文件", NOTE, SAVING + PIPES + RATING, 3),
        ("节水工作三个专项文件", "", LABELLED, 3),
    ],
)
def test_each_text_that_a_notice_issues_has_its_own_outline(issued: str, note: str, below: str, count: int) -> None:
    text = notice(issued, note=note, below=below)
    assert enclosed(text) == ["N", *(f"P{i} {title}" for i, title in enumerate(THREE[:count], 1))]
    work = parse(text.encode(), path="通知.txt").work
    assert (work.title, work.doc_number) == (THREE[0], "青政办发〔2031〕7号")
    assert work.carrier == f"青岚市人民政府办公室关于印发{issued}的通知"


def test_what_the_notice_does_not_issue_stays_an_attachment() -> None:
    issued = "《青岚市节水行动方案》《青岚市管网改造方案》"
    text = notice(issued, below=f"附件1\n{SAVING}附件2\n{PIPES}附件3\n联络员名单\n张某\n")
    assert enclosed(text) == ["N", f"P1 {THREE[0]}", f"P2 {THREE[1]}", "A 联络员名单"]


@pytest.mark.parametrize(
    ("issued", "below", "expected"),
    [
        ("《青岚市节水行动方案》", f"附件1\n{SAVING}附件2\n{PIPES}", ["N", "0", "1 目标", "2 任务", f"A {THREE[1]}"]),
        ("青岚市节水两项措施", f"附件1\n{PIPES}附件2\n{RATING}", None),
        ("青岚市规划和节水行动方案", SAVING.replace("节水", "规划和节水", 1), ["N", "0", "1 目标", "2 任务"]),
    ],
)
def test_one_text_however_its_title_is_worded(issued: str, below: str, expected: list[str] | None) -> None:
    found = enclosed(notice(issued, below=below))
    assert found == expected if expected else not any(eid.startswith("P") for eid in found)
