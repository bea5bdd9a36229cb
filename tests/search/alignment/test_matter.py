from __future__ import annotations

import pytest

from ingest import parse
from search.alignment.matter import matters


@pytest.mark.parametrize(
    ("sentence", "left_out"),
    [
        ("县水务局牵头，县财政局配合。", True),
        ("县水务局负责。", True),
        ("县水务局、县财政局按职责分工负责。", True),
        ("县水务局牵头建设渠首站。", False),
        ("加强部门配合。", False),
    ],
)
def test_who_is_responsible_is_not_the_matter(sentence: str, left_out: bool) -> None:
    text = f"溪源县渠道方案\n一、工作任务\n（一）疏浚干渠。清除淤泥12公里。{sentence}\n（二）修补渡槽。更换止水带。\n"
    document = parse(text.encode(), path="plan.txt")
    said = matters(document, ["1.1"])["1.1"]
    assert "清除淤泥12公里。" in said
    assert (sentence not in said) == left_out
