"""What a plan is proposed to be checked against."""

from __future__ import annotations

from pathlib import Path

from ingest.model import Document
from search.library import Library
from tests.builders import data_of, make_document

CLAUSES = """
一、|重点任务|
  （一）|管护乡村水塘|
    对淤积渗漏的水塘逐口清淤护岸，落实管护员和巡查日志。
  （二）|推广稻田养鱼|
    支持种粮大户开挖鱼沟鱼凼，统一供应鱼苗。
  （三）|办好开渔节|
    秋收前后在各村轮流开塘捕鱼，设立鱼鲜集市。
"""


def plan(region: str, level: str, text: str) -> Document:
    return make_document(f"{region}水塘利用方案", text, region=region, level=level, doc_type="方案")


def test_what_a_plan_names_as_its_basis_comes_before_what_it_shares_more_clauses_with(tmp_path: Path) -> None:
    nation = plan("全国", "national", CLAUSES)
    province = plan("澜岳省", "provincial", CLAUSES[: CLAUSES.index("  （三）")])
    county = plan("溪源县", "county", "为落实《澜岳省水塘利用方案》，制定本方案。" + CLAUSES)
    with Library.open(tmp_path / "library") as library:
        for document in (nation, province, county):
            library.add(document, data_of(document))
        ends = [link.to_id.partition("#") for link in library.links() if link.from_id.startswith(county.id)]
        joined = [document for document, clause, _ in ends if clause]
        assert joined.count(nation.id) > joined.count(province.id) > 0
        assert [card.id for card in library.uppers(county.id)] == [province.id, nation.id]
