from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.alignment.kindred import closeness


def test_kindred_words_bring_texts_nearer() -> None:
    made = closeness(["医生上门诊疗", "评选采茶金奖"], ["医疗机构为老人看病"])
    assert made[0, 0] > made[1, 0]


def test_equal_texts_are_wholly_close_and_one_without_words_is_not() -> None:
    assert closeness(["疏浚内河航道", "12"], ["疏浚内河航道"])[:, 0] == pytest.approx([1, 0], abs=1e-5)


texts = st.lists(st.text(alphabet="治水修渠植树造林12", max_size=12), min_size=1, max_size=4)


@given(texts, texts)
def test_closeness_is_a_share(lower: list[str], upper: list[str]) -> None:
    made = closeness(lower, upper)
    assert made.shape == (len(lower), len(upper))
    assert np.isfinite(made).all() and made.min() >= 0
