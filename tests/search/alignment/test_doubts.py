from __future__ import annotations

from ingest.model import Document
from search.alignment.align import align, narrowed, pair_clauses
from search.alignment.doubts import doubts
from tests.builders import make_document
from tests.search.memory import Memory

UPPER = """
一、|重点任务|
  （一）|疏浚内河航道|
    清除碍航沉船，增设航标灯。
  （二）|深化医养结合|
    鼓励医疗机构与养老机构开展协作，方便老年人看病。
  （三）|举办采茶大赛|
    邀请茶师同台竞技，评选金奖。
"""
LOWER = """
一、|重点任务|
  （一）|疏浚内河航道|
    清除碍航沉船，增设航标灯。
  （二）|修缮敬老院|
    翻新食堂和澡堂。各敬老院同附近卫生院签约，医生每周上门为老人诊疗。
"""


def plans() -> tuple[Document, Document]:
    lower = make_document("溪源县民生方案", LOWER, region="溪源县", level="county")
    return lower, make_document("澜岳省民生方案", UPPER, region="澜岳省", level="provincial")


def test_a_clause_that_is_answered_in_other_words_is_doubtful_and_one_of_another_matter_is_missing() -> None:
    lower, upper = plans()
    pairs = {(pair.lower_eid, pair.upper_eid) for pair in pair_clauses(lower, upper)} - {("1.2", "1.2")}
    found = doubts(lower, upper, pairs)
    assert set(found) == {"1.2"}
    assert (found["1.2"].lower_eid, found["1.2"].sentence) == ("1.2", "各敬老院同附近卫生院签约，医生每周上门为老人诊疗。")


def test_nothing_is_doubtful_where_every_clause_has_a_partner() -> None:
    lower, upper = plans()
    assert doubts(lower, upper, {("1", "1"), ("1.1", "1.1"), ("1.2", "1.2"), ("1.2", "1.3")}) == {}


def test_a_plan_without_sentences_answers_nothing() -> None:
    empty = make_document("溪源县民生方案", "一、|重点任务|", region="溪源县", level="county")
    assert doubts(empty, plans()[1], set()) == {}


def test_alignment_shows_the_near_clause_beside_and_keeps_it_among_what_is_missing() -> None:
    lower, upper = plans()
    found = align(Memory(upper, lower), lower.id, upper.id)
    lacking = {row.upper.clause_id: row for row in narrowed(found, "missing").rows if row.upper}
    assert {row.status for row in lacking.values()} <= {"missing", "doubtful"}
    for row in lacking.values():
        assert (row.lower is not None) == (row.status == "doubtful") == ("sentence" in row.evidence)
    assert found.summary["doubtful"] == sum(row.status == "doubtful" for row in found.rows)
