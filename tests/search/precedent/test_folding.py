"""The same wording in several documents: shown once in its newest form, with the other places under it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search import Library
from search.precedent.folding import alike
from search.wording import squeeze
from tests.builders import data_of, make_document

SHARED = "建立政府主导、部门协同、社会参与的长者食堂运营机制，场地免租，水电按居民价格执行。"
PLANS = [
    ("青河县", "2022-03-01", f"{SHARED}每个乡镇建成2个。"),
    ("石桥县", "2024-05-01", f"{SHARED}每个乡镇建成2个。"),
    ("松坪县", "2023-05-01", f"{SHARED}每个乡镇建成3个。"),
    ("云岭县", "2025-05-01", "鼓励餐饮企业送餐上门，对送餐员给予补贴，具体办法由乡镇自行制定。"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("library")) as made:
        for region, date, text in PLANS:
            outline = f"为办好食堂，制定本方案。\n一、|长者食堂|\n  {text}"
            plan = make_document(f"{region}长者食堂方案", outline, region=region, level="county", doc_type="方案", date=date)
            made.add(plan, data_of(plan))
        yield made


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SHARED, SHARED, True),
        (SHARED, SHARED.replace("政府主导", "县政府主导"), True),
        (SHARED + "建成2个。", SHARED + "建成3个。", False),
        (SHARED + "达到九成以上", SHARED + "达到八成以上", False),
        (SHARED, "鼓励餐饮企业送餐上门，对送餐员给予补贴。", False),
    ],
)
def test_same_wording(one: str, other: str, same: bool) -> None:
    assert (len(alike({"one": squeeze(one), "other": squeeze(other)})) == 1) is same


def test_the_newest_is_shown_and_names_the_other_places(library: Library) -> None:
    plain = library.search("长者食堂运营机制", limit=20)
    found = library.search("长者食堂运营机制", limit=20, fold=True)
    [shown] = [hit for hit in found.hits if hit.same]
    assert shown.place.region == "石桥县"
    assert [place.region for place in shown.same] == ["青河县"]
    assert found.total == plain.total - 1
    listed = [hit.clause_id for hit in found.hits] + [place.clause_id for place in shown.same]
    assert sorted(listed) == sorted(hit.clause_id for hit in plain.hits)
    assert all(not hit.same for hit in plain.hits)


def test_a_document_that_is_named_is_shown_itself(library: Library) -> None:
    best = library.search("青河县长者食堂运营机制", fold=True).hits[0]
    assert best.place.region == "青河县"


def test_pages_follow_one_another(library: Library) -> None:
    whole = [hit.clause_id for hit in library.search("长者食堂运营机制", limit=20, fold=True).hits]
    pages = (library.search("长者食堂运营机制", limit=2, offset=at, fold=True).hits for at in range(0, 20, 2))
    assert [hit.clause_id for page in pages for hit in page] == whole


def test_a_query_with_operators_is_folded_too(library: Library) -> None:
    assert sum(len(hit.same) for hit in library.search('"运营机制" 文种:方案', fold=True).hits) == 1
