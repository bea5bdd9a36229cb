from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import Document
from search.alignment.trace import trace
from search.model import NotFound
from tests.search import plans
from tests.search.memory import Memory


@pytest.fixture
def nation() -> Document:
    return plans.nation()


@pytest.fixture
def province() -> Document:
    return plans.province()


@pytest.fixture
def county() -> Document:
    return plans.county()


@pytest.fixture
def library(county: Document, province: Document, nation: Document) -> Memory:
    return Memory(county, province, nation)


def test_a_chain_shows_its_hole_in_the_place_of_its_level(library: Memory, county: Document) -> None:
    found = trace(library, f"{county.id}#2.1")
    assert [(step.depth, step.level, step.held) for step in found.steps] == [
        (1, "city", False),
        (2, "provincial", True),
        (3, "national", True),
    ]
    assert found.steps[0].title == "青岚市茶产业振兴方案"
    assert found.steps[0].doc_number == "青政发〔2022〕7号"
    assert found.steps[0].place is None
    assert not found.complete
    assert found.note == "已引用、未收录：《青岚市茶产业振兴方案》"


def test_a_step_quotes_the_upper_clause_with_its_evidence(library: Memory, county: Document) -> None:
    step = trace(library, f"{county.id}#2.1").steps[1]
    assert step.text is not None
    assert "分批改植换种" in step.text
    assert step.place is not None
    assert step.place.labels == ("二、重点任务", "（一）改造低产茶园")
    assert step.link is not None
    assert step.link.evidence["heading"] == "改造低产茶园"


def test_a_chain_that_reaches_the_nation_is_complete(library: Memory, province: Document) -> None:
    found = trace(library, f"{province.id}#2.2")
    assert [step.level for step in found.steps] == ["national"]
    assert found.complete
    assert found.note is None


def test_down_leads_to_all_that_carry_a_clause_out(library: Memory, nation: Document) -> None:
    found = trace(library, f"{nation.id}#2.1", down=True)
    assert [(step.depth, step.level) for step in found.steps] == [(1, "provincial"), (2, "county")]


def test_a_rejected_link_is_not_followed(library: Memory, province: Document) -> None:
    library.stored = {key: replace(link, status="rejected") for key, link in library.stored.items()}
    found = trace(library, f"{province.id}#2.2")
    assert found.steps == ()
    assert not found.complete
    assert (found.note or "").startswith("库中没有找到本条的上级来源")


def test_of_the_nation_nobody_asks_for_an_origin(library: Memory, nation: Document) -> None:
    found = trace(library, f"{nation.id}#2.1")
    assert (found.steps, found.note) == ((), None)


def test_a_ring_of_links_ends(library: Memory, province: Document, nation: Document) -> None:
    there = next(link for link in library.stored.values() if link.to_id == f"{nation.id}#2.1")
    library.stored["back"] = replace(there, id="back", from_id=there.to_id, to_id=there.from_id)
    places = [step.place.clause_id for step in trace(library, f"{province.id}#2.1").steps if step.place]
    assert len(places) == len(set(places))
    assert f"{province.id}#2.1" not in places


def test_a_local_clause_is_traced_by_what_holds_it(province: Document) -> None:
    lower = plans.tea("溪源县茶产业振兴方案", "溪源县", "county", 6, date="2022-05-01")
    own = replace(lower, clauses=tuple(replace(c, parent="2") if c.eid == "2.2" else c for c in lower.clauses))
    library = Memory(own, province)
    library.stored = {key: link for key, link in library.stored.items() if link.from_id != f"{own.id}#2.2"}
    found = trace(library, f"{own.id}#2.2")
    assert [step.place and step.place.labels for step in found.steps] == [("二、重点任务",)]
    assert found.note == "本条没有直接来源，以下是其所在的“二、重点任务”的来源"


def test_past_the_last_clause_the_section_leads_on(
    library: Memory, county: Document, province: Document, nation: Document
) -> None:
    library.stored = {
        k: link for k, link in library.stored.items() if (link.from_id, link.to_id) not in _ends(province, county, nation)
    }
    found = trace(library, f"{county.id}#2.1")
    above = [step for step in found.steps if step.level == "national"]
    assert [(step.via, step.place and step.place.clause_id) for step in above] == [("二、重点任务", f"{nation.id}#2")]
    assert "以其所在的“二、重点任务”的来源代替" in (found.note or "")


def test_past_the_last_section_the_document_leads_on(
    library: Memory, county: Document, province: Document, nation: Document
) -> None:
    clauses = {k for k, link in library.stored.items() if link.to_id.startswith(f"{nation.id}#")}
    library.stored = {k: link for k, link in library.stored.items() if k not in clauses}
    above = [step for step in trace(library, f"{county.id}#2.1").steps if step.level == "national"]
    assert [(step.title, step.text, step.held) for step in above] == [(nation.work.title, None, True)]


def _ends(province: Document, county: Document, nation: Document) -> set[tuple[str, str]]:
    """The links of one clause up to the nation."""
    return {(f"{lower.id}#2.1", f"{nation.id}#2.1") for lower in (county, province)}


def test_an_unknown_clause_says_so(library: Memory, county: Document) -> None:
    with pytest.raises(NotFound):
        trace(library, f"{county.id}#9.9")
