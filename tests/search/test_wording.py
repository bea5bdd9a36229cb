from __future__ import annotations

import pytest

from search.wording import bigrams, figures_whole, neutral


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("全县推广溪源县经验", "溪源县", "〇推广〇经验"),
        ("接入“文化澜岳云”，争取澜岳省资金", "溪源县", "接入文化〇云争取〇资金"),
        ("落实全省部署", "溪源县", "落实〇部署"),
        ("学习江苏省做法", "鼓楼区", "学习江苏省做法"),
        ("中国特色小镇", "中国", "中国特色小镇"),
        ("全市场流通", None, "全市场流通"),
    ],
    ids=["its own place", "those above", "a level", "a name that places share", "the nation", "no level"],
)
def test_neutral_text_names_no_place_of_its_own(text: str, region: str | None, expected: str) -> None:
    assert neutral(text, region) == expected


def test_a_figure_is_one_character() -> None:
    """So that figures that only begin alike share nothing, and equal ones still do."""
    one, other = figures_whole("稳定在20万头"), figures_whole("稳定在25万人")
    assert len(one) == len("稳定在万头") + 1
    assert bigrams(one) & bigrams(other) == bigrams("稳定在")
    assert figures_whole("达到20") == figures_whole("达到20")
