from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.links.votes import cosines, likeness, standing_out, vote

texts = st.lists(st.text(alphabet="治水修渠植树造林", max_size=12), min_size=1, max_size=5)


def test_equal_texts_are_alike_and_texts_without_a_common_run_are_not() -> None:
    made = cosines(["疏浚河道", "栽植果树"], ["疏浚河道", "清运垃圾"])
    assert made == pytest.approx(np.array([[1, 0], [0, 0]]), abs=1e-6)


def test_a_rare_run_counts_more_than_one_that_every_text_holds() -> None:
    rare, common = cosines(["加强河道巡查"], ["河道疏浚工程", "加强果园管理", "加强道路养护", "加强校车管理"])[0, :2]
    assert rare > common


@given(texts, texts)
def test_cosines_lie_between_nothing_and_one(below: list[str], above: list[str]) -> None:
    made = cosines(below, above, sizes=(2, 3))
    assert made.shape == (len(below), len(above))
    assert made.min() >= 0 and made.max() <= 1 + 1e-5
    assert pytest.approx(made, abs=1e-5) == cosines(above, below, sizes=(2, 3)).T


def test_what_is_like_everything_is_like_nothing() -> None:
    made = standing_out(np.array([[9, 8, 8], [1, 7, 0], [1, 0, 6]], np.float32))
    assert made[0, 0] < made[1, 1]
    assert (vote(made)[0] < vote(made)[1, 1]).all()


def test_a_single_pair_has_no_neighbours_to_stand_out_from() -> None:
    assert standing_out(np.array([[5]], np.float32)) == pytest.approx(5)
    assert vote(np.array([-3, 0, 3], np.float32)) == pytest.approx([0, 0, 0.5])


def test_meaning_is_heard_where_no_phrase_is_shared() -> None:
    near, far = likeness(["培训养老护理员"], ["提升照护人员技能", "修建农村公路桥梁"])[0]
    assert near > far
