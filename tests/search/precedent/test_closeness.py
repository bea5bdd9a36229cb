"""The best clauses read closely: word by word, and sentence by sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.meaning.dense import Embedding
from search.precedent.closeness import DEPTH, GAIN, closeness, nearest_first

WORDS = ["租客", "承租人", "灌溉", "食堂"]
TINY = Embedding.quantised(WORDS, np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0], [0, 0, 1]], np.float32))


def test_a_word_meets_one_that_means_the_same() -> None:
    found = closeness("租客", {"far": "食堂。灌溉。", "near": "承租人。灌溉。"}, TINY)
    assert found == {"far": 0.0, "near": pytest.approx(GAIN, abs=0.02)}


def test_the_nearest_sentence_counts_however_much_stands_beside_it() -> None:
    texts = {"split": "灌溉。食堂灌溉。食堂。", "held": "租客。食堂灌溉。食堂。"}
    assert closeness("租客灌溉", texts, TINY)["held"] == max(closeness("租客灌溉", texts, TINY).values())


@pytest.mark.parametrize(("question", "texts"), [("？", {"a": "租客"}), ("租客", {}), ("租客", {"a": "——"}), ("", {"a": ""})])
def test_what_is_unknown_gains_nothing(question: str, texts: dict[str, str]) -> None:
    assert closeness(question, texts, TINY) == {}


@settings(deadline=None, max_examples=60)
@given(
    st.text("租客承租人灌溉食堂。；x\n", max_size=30), st.lists(st.text("租客承租人灌溉食堂。；x\n", max_size=30), max_size=5)
)
def test_gains_lie_between_nothing_and_all(question: str, texts: list[str]) -> None:
    found = closeness(question, dict(zip("abcde", texts, strict=False)), TINY)
    assert all(0 <= gain <= GAIN + 1e-6 for gain in found.values())
    assert not found or min(found.values()) == pytest.approx(0, abs=1e-6)


def test_only_the_first_few_are_read_and_no_score_falls() -> None:
    best = {f"c{n:02}": 1 - n / 100 for n in range(DEPTH + 5)}
    found = nearest_first("租客", best, {key: "承租人" if key == "c24" else "食堂。租客" for key in best}, TINY)
    assert found.keys() == best.keys()
    assert all(found[key] >= best[key] for key in best)
    assert found["c24"] == best["c24"]
