"""A small family of made plans over three levels, shared by the tests of `search`."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.model import Document
from tests.builders import make_document

PROVINCE = """
为提高技能，制定本规划。
一、|总体要求|
  （一）|指导思想|
    坚持服务大局，推动技能人才队伍壮大。
二、|主要任务|
  （一）|加强技能培训|
    大力开展职业技能培训，{到2025年累计培训120万人次以上|累计培训|>=|1200000|人次|2025}。（责任单位：省人力资源社会保障厅、省总工会）
  （二）|提高待遇|
    1.|健全津贴制度|
      推动企业设立技能津贴，{集体协商建制率达到95%|集体协商建制率|>=|95|%|2025}。（牵头单位：省总工会；配合单位：省财政厅）
    2.|完善表彰|
      每年评选表彰高技能人才。
"""

COUNTY = """
为落实《云海省技能人才发展规划》（云海发〔2021〕3号）精神，制定本规划。
一、|总体要求|
  （一）|指导思想|
    坚持服务大局，推动全县技能人才队伍壮大。
二、|主要任务|
  （一）|加强技能培训|
    开展职业技能培训，{到2025年累计培训5000人次以上|累计培训|>=|5000|人次|2025}。（责任单位：县人社局、县总工会）
  （二）|提高待遇|
    1.|健全津贴制度|
      鼓励企业设立技能津贴，{集体协商建制率达到96%|集体协商建制率|>=|96|%|2025}。（牵头单位：县总工会；配合单位：县财政局）
  （三）|建设5G产线|
    建成2条5G示范产线。
"""

NATION = """
一、|基本要求|
  （一）|技能培训|
    面向全体劳动者开展职业技能培训。（人力资源社会保障部负责）
"""


@pytest.fixture(scope="session")
def province() -> Document:
    work: dict[str, Any] = {"level": "provincial", "region": "云海省", "doc_type": "规划", "date": "2021-09-01"}
    return make_document("云海省技能人才发展规划", PROVINCE, doc_number="云海发〔2021〕3号", **work)


@pytest.fixture(scope="session")
def county() -> Document:
    work: dict[str, Any] = {"level": "county", "region": "河口县", "doc_type": "规划", "date": "2022-03-05"}
    return make_document("河口县技能人才发展规划", COUNTY, doc_number="河办发〔2022〕8号", period=(2021, 2025), **work)


@pytest.fixture(scope="session")
def nation() -> Document:
    work = {"level": "national", "region": "中国", "doc_type": "意见", "date": "2020-01-20"}
    return make_document("关于加强技能培训的意见", NATION, doc_number="国发〔2020〕1号", **work)
