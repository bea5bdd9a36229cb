from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.alignment.difference import differ
from search.alignment.model import SentenceRow
from search.alignment.sentences import compare_sentences
from search.wording import sentences


def rows(upper: str, lower: str) -> tuple[SentenceRow, ...]:
    return compare_sentences(upper, lower, upper_region="澜岳省", lower_region="溪源县")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("围绕全省粮食安全，建设澜岳省种业基地。", "围绕全县粮食安全，建设溪源县种业基地。"),
        ("建设省级资源库，登记地方老品种。", "建设县级资源库，登记地方老品种。"),
        ("省财政厅会同有关单位落实资金。", "县财政局会同有关单位落实资金。"),
    ],
)
def test_place_level_and_rank_of_an_organ_are_no_change(upper: str, lower: str) -> None:
    [row] = rows(upper, lower)
    assert (row.status, row.share) == ("restated", 1.0)
    assert not any(piece.kind for piece in (*row.upper, *row.lower))


@pytest.mark.parametrize(
    ("upper", "lower", "weaker", "stronger"),
    [
        ("企业应当建立茶园台账。", "企业可以建立茶园台账。", "应当→可以", None),
        ("企业必须建立茶园台账。", "企业要建立茶园台账。", "必须→要", None),
        ("各地要建立茶园台账制度。", "各地鼓励建立茶园台账制度。", "要→鼓励", None),
        ("各地推动建立茶园台账制度。", "各地鼓励建立茶园台账制度。", "（直接要求）→鼓励", None),
        ("各地鼓励建立茶园台账制度。", "各地必须建立茶园台账制度。", None, "鼓励→必须"),
        ("各地要建立茶园台账制度。", "各地建立茶园台账制度。", None, None),
        ("各地建立茶园重要台账。", "各地建立茶园主要台账。", None, None),
    ],
)
def test_a_modal_word_that_binds_less_or_more(upper: str, lower: str, weaker: str | None, stronger: str | None) -> None:
    [row] = rows(upper, lower)
    assert (row.weaker, row.stronger) == (weaker, stronger)


WORDINGS = tomllib.loads((Path(__file__).parents[2] / "cases" / "align.toml").read_text("utf-8"))["wording"]


@pytest.mark.parametrize("case", WORDINGS, ids=lambda case: case["lower"])
def test_what_binds_less_or_more(case: dict[str, str]) -> None:
    found = rows(case["upper"], case["lower"])
    weaker, stronger = ("、".join(filter(None, (getattr(row, name) for row in found))) for name in ("weaker", "stronger"))
    assert (weaker, stronger) == (case.get("weaker", ""), case.get("stronger", ""))


def test_a_figure_is_a_change_and_marked_whole() -> None:
    [row] = rows("到2025年建成茶园1200亩以上。", "到2025年建成茶园86亩以上。")
    assert row.status == "adapted"
    assert [piece.text for piece in row.upper if piece.kind == "figure"] == ["1200"]
    assert [piece.text for piece in row.lower if piece.kind == "figure"] == ["86"]


def test_one_sentence_from_two_and_two_from_one() -> None:
    split = ("分批改植换种树龄偏大的茶园。", "配套建设水肥一体化设施。")
    joined = "分批改植换种树龄偏大的茶园，配套建设水肥一体化设施。"
    for upper, lower, sizes in ((joined, "".join(split), (1, 2)), ("".join(split), joined, (2, 1))):
        [row] = rows(upper, lower)
        assert (len(row.upper_at), len(row.lower_at)) == sizes
        assert (row.status, row.share) == ("restated", 1.0)


def test_what_only_one_side_says() -> None:
    found = rows("统一鲜叶收购标准。举办采茶大赛。", "统一鲜叶收购标准。修建骑行驿站。")
    assert [row.status for row in found] == ["restated", "local", "missing"]


def test_sentences_keep_their_ends() -> None:
    assert sentences(" 甲做乙；\n丙做丁。 戊 ") == ["甲做乙；", "丙做丁。", "戊"]


texts = st.text(alphabet="全省县应当要可以鼓励建设茶园12３.%，。；厅局市场", max_size=40)


@given(texts, texts)
def test_pieces_are_the_text_and_each_sentence_stands_in_one_row(upper: str, lower: str) -> None:
    found = differ(upper, lower, "澜岳省", "溪源县")
    assert "".join(piece.text for piece in found.upper) == upper
    assert "".join(piece.text for piece in found.lower) == lower
    made = rows(upper, lower)
    assert sorted(i for row in made for i in row.lower_at) == list(range(len(sentences(lower))))
    assert sorted(j for row in made for j in row.upper_at) == list(range(len(sentences(upper))))
    assert all(0 <= row.share <= 1 for row in made)


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    found = differ(text, text, None, None)
    assert not any(piece.kind for piece in (*found.upper, *found.lower))
    assert found.weaker is found.stronger is None
