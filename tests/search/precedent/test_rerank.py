"""Re-ranking by how many of a question's words a clause holds."""

from __future__ import annotations

import pytest

from search.precedent.rerank import GAIN, content, reranked

TEXTS = {
    "all": "儿童青少年近视率每年下降0.5个百分点",
    "repeats": "儿童健康。儿童成长。儿童发展。儿童权益。",
    "none": "加强水源地保护。",
}
BEST = {"repeats": 0.9, "all": 0.6, "none": 0.3, "far down": 0.1}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("冷链物流园5G覆盖怎么写", ["冷链", "物流园", "5G", "覆盖"]),
        ("PM2.5下降10%", ["PM2.5", "下降", "10%"]),
        ("产业工人", ["产业工人"]),
        ("怎么办？", []),
    ],
)
def test_what_a_question_is_about(question: str, words: list[str]) -> None:
    assert content(question) == words


def test_a_clause_with_all_words_comes_before_one_that_repeats_some() -> None:
    made = reranked("孩子近视率", BEST, TEXTS)
    assert sorted(made, key=lambda key: -made[key]) == ["all", "repeats", "none", "far down"]
    assert made["all"] == pytest.approx(BEST["all"] + GAIN)
    assert (made["none"], made["far down"]) == (0.3, 0.1)


def test_width_and_breaks_of_lines_do_not_matter() -> None:
    made = reranked("5G基站", {"a": 0.5, "b": 0.5}, {"a": "建成５ｇ\n基站", "b": "建成站房"})
    assert made == {"a": pytest.approx(0.5 + GAIN), "b": 0.5}


def test_words_that_no_clause_holds_change_nothing() -> None:
    assert reranked("孔雀养殖", BEST, TEXTS) == BEST
    assert reranked("", BEST, TEXTS) == BEST
    assert reranked("孩子近视率", BEST, {}) == BEST
