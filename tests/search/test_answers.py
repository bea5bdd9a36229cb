"""Answers of a library that stands: what is found, where it stands, who owns it, in whatever characters it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.model import Document
from search.library import Library
from search.model import Filters, NotFound
from tests.builders import data_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")


@pytest.fixture(scope="module", params=("tantivy", "whoosh"))
def unchanged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, province: Document, county: Document
) -> Iterator[Library]:
    """For tests that change nothing."""
    with Library.open(tmp_path_factory.mktemp("library"), engine=request.param) as made:
        for document in (province, county):
            made.add(document, data_of(document))
        yield made


def test_a_hit_says_where_and_why(unchanged: Library, county: Document) -> None:
    result = unchanged.search("企业技能津贴怎么写", filters=Filters(level=("county",)))
    hit = result.hits[0]
    assert hit.clause_id == f"{county.id}#2.2.1"
    assert hit.place.labels == ("二、主要任务", "（二）提高待遇", "1.健全津贴制度")
    assert hit.citation == "《河口县技能人才发展规划》（河办发〔2022〕8号）二、（二）1."
    assert "正文含“企业、技能津贴”" in hit.reason
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["企业", "技能津贴"]
    assert hit.snippet.text in county.text
    assert hit.units == ("县总工会", "县财政局")
    assert [target.indicator for target in hit.targets] == ["集体协商建制率"]
    assert dict(result.facets["level"]) == {"county": result.total}


def test_the_query_language_reaches_the_engine(unchanged: Library, county: Document) -> None:
    assert [hit.clause_id for hit in unchanged.search("单位:财政局 层级:县").hits] == [f"{county.id}#2.2.1"]
    assert [hit.clause_id for hit in unchanged.search('"5G示范产线"').hits] == [f"{county.id}#2.3"]
    assert unchanged.search("层级:宇宙").notice is not None
    assert unchanged.search("").total == 16


def test_what_the_question_names_comes_first(unchanged: Library, county: Document, province: Document) -> None:
    assert unchanged.search("县总工会的技能津贴").hits[0].clause_id == f"{county.id}#2.2.1"
    owned = {hit.clause_id for hit in unchanged.search("省总工会负责什么", limit=2).hits}
    assert owned == {f"{province.id}#2.1", f"{province.id}#2.2.1"}
    assert unchanged.search("河口县怎么培训技能人才").hits[0].document_id == county.id
    assert unchanged.search("云海省怎么培训技能人才").hits[0].document_id == province.id


def test_a_unit_is_found_by_its_short_name(unchanged: Library, province: Document) -> None:
    short = Filters(unit=("省人社厅",))
    assert [hit.clause_id for hit in unchanged.search("单位:省人社厅").hits] == [f"{province.id}#2.1"]
    assert [hit.clause_id for hit in unchanged.search("技能培训", filters=short).hits] == [f"{province.id}#2.1"]
    assert [card.id for card in unchanged.documents(short)] == [province.id]
    assert unchanged.targets(short)[0] == 1


def test_what_is_typed_in_traditional_characters_finds_the_same(unchanged: Library, county: Document) -> None:
    assert [hit.clause_id for hit in unchanged.search("單位:財政局 層級:縣").hits] == [f"{county.id}#2.2.1"]
    assert unchanged.search("企業技能津貼怎麼寫").hits == unchanged.search("企业技能津贴怎么写").hits != ()
    asked, simple = (unchanged.owners(text).units for text in ("集體協商建制率由誰負責", "集体协商建制率由谁负责"))
    assert asked == simple != ()
    assert unchanged.suggest("津貼") == unchanged.suggest("津贴") != ()


def test_pages_are_one_order(unchanged: Library) -> None:
    whole = [hit.clause_id for hit in unchanged.search("技能人才培训", limit=20).hits]
    paged = [hit.clause_id for n in range(0, 20, 3) for hit in unchanged.search("技能人才培训", limit=3, offset=n).hits]
    assert paged == whole
    assert len(set(whole)) == len(whole)


def test_a_clause_opens_with_all_that_was_found(unchanged: Library, county: Document) -> None:
    view = unchanged.clause(f"{county.id}#2.2")
    assert view.children == (f"{county.id}#2.2.1",)
    leaf = unchanged.clause(view.children[0])
    assert leaf.text == "鼓励企业设立技能津贴，集体协商建制率达到96%。"
    assert [duty.unit for duty in leaf.duties] == ["县总工会", "县财政局"]
    assert [cited.doc_number for cited in unchanged.clause(f"{county.id}#0").citations] == ["云海发〔2021〕3号"]
    with pytest.raises(NotFound):
        unchanged.clause(f"{county.id}#7")


def test_a_unit_with_all_it_owns(unchanged: Library) -> None:
    answer = unchanged.unit("河口县总工会")
    assert [quote.place.labels[-1] for quote in answer.clauses] == ["（一）加强技能培训", "1.健全津贴制度"]
    assert [target.target.indicator for target in answer.targets] == ["累计培训", "集体协商建制率"]
    with pytest.raises(NotFound):
        unchanged.unit("没有这个单位")
