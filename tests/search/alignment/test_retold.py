from __future__ import annotations

import pytest

from ingest.model import Document
from search.alignment.align import align, narrowed, pair_clauses
from search.alignment.retold import retold
from tests.builders import make_document
from tests.search.memory import Memory

UPPER = """
一、|重点任务|
  （一）|提升渡口安全水平|
    推进老旧渡船更新改造，淘汰木质船舶。建立渡工健康档案，定期组织体检。
  （二）|深化医养结合|
    鼓励医疗机构与养老机构开展协作，方便老年人看病。探索建立长期照护保险制度。
  （三）|举办采茶大赛|
    邀请茶师同台竞技，评选金奖。
"""
LOWER = """
一、|重点任务|
  （一）|提升渡口安全水平|
    12条木船全部换成钢质船。
  （二）|深化医养结合|
    各敬老院同附近卫生院签约，医生每周上门为老人诊疗。翻修厨房和澡堂。
  （三）|举办采茶大赛|
    三月在溪源古镇开锣。
"""


@pytest.fixture(scope="module")
def plans() -> tuple[Document, Document]:
    lower = make_document("溪源县民生方案", LOWER, region="溪源县", level="county")
    return lower, make_document("澜岳省民生方案", UPPER, region="澜岳省", level="provincial")


def test_a_sentence_goes_with_the_one_that_says_it_in_other_words(plans: tuple[Document, Document]) -> None:
    found = retold(*plans, [(eid, eid) for eid in ("1.1", "1.2", "1.3")])
    assert found["1.1", "1.1"] == {(0, 0)}
    assert found["1.2", "1.2"] == {(0, 0)}


def test_the_only_sentence_of_a_clause_is_what_its_pair_rests_on(plans: tuple[Document, Document]) -> None:
    assert retold(*plans, [("1.3", "1.3")])["1.3", "1.3"] == {(0, 0)}
    assert retold(*plans, [("1.2", "1.3"), ("1.3", "1.3")])["1.3", "1.3"] == {(0, 0)}


def test_pairs_of_titles_have_no_sentences(plans: tuple[Document, Document]) -> None:
    assert retold(*plans, [("1", "1")]) == {("1", "1"): frozenset()}
    assert retold(*plans, []) == {}


def test_what_is_left_out_below_is_told_and_what_is_said_in_other_words_is_not(plans: tuple[Document, Document]) -> None:
    lower, upper = plans
    found = align(Memory(lower, upper), lower.id, upper.id)
    rows = [sentence for row in found.rows for sentence in row.sentences]
    left_out = ["".join(piece.text for piece in row.upper) for row in rows if row.status == "missing"]
    added = ["".join(piece.text for piece in row.lower) for row in rows if row.status == "local"]
    assert left_out == ["建立渡工健康档案，定期组织体检。", "探索建立长期照护保险制度。"]
    assert added == ["翻修厨房和澡堂。"]
    assert [row.lower.place.labels[-1] for row in narrowed(found, "partial").rows if row.lower] == [
        "（一）提升渡口安全水平",
        "（二）深化医养结合",
    ]
    assert len(pair_clauses(lower, upper)) == 4
