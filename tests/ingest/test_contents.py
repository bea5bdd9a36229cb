"""Tables of contents: how many lines of a text are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.format.contents import Contents

LISTS = {
    "under the word": ("目　录\n一、基础\n二、任务\n一、基础\n用水偏紧。\n二、任务\n查漏。", 3),
    "with leaders": ("目录\n一、基础.........1\n二、任务……3\n一、基础\n二、任务", 3),
    "with page numbers in brackets": ("目录\n一、基础………（1）\n二、任务…… (3)\n一、基础\n二、任务", 3),
    "with tabs": ("目次\n前言\t1\n第一章 基础\t2\n前言\n用水偏紧。", 3),
    "an entry over two lines": (
        "目录\n1.指挥部组成及其主\n要职责\n2.附则\n1.指挥部组成及其主要职责\n县长。\n2.附则\n解释。",
        4,
    ),
    "without the word": ("1 总则\n1.1 目的\n2 组织\n2.1 机构\n1 总则\n1.1 目的\n保障。\n2 组织\n2.1 机构\n县政府。", 4),
    "headings with their text behind": ("目录\n一、基础\n二、任务\n一、基础。用水偏紧。\n二、任务。查漏补缺。", 3),
    "three headings that come again are too few": ("1 总则\n2 组织\n3 附则\n1 总则\n2 组织\n3 附则", 0),
    "a text without one": ("一、基础\n用水偏紧。\n二、任务\n查漏。", 0),
}


@pytest.mark.parametrize("form", LISTS)
def test_lists(form: str) -> None:
    text, length = LISTS[form]
    assert Contents(text.split("\n")).length(0) == length


@given(st.lists(st.text(alphabet="一二、目录第章1.… 总则。", max_size=12), min_size=1, max_size=30), st.integers(0, 29))
def test_any_lines_give_a_length_within_the_text(texts: list[str], at: int) -> None:
    i = at % len(texts)
    assert 0 <= Contents(texts).length(i) <= len(texts) - i
