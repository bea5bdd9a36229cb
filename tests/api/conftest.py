"""A small library of made plans, one of which holds markup, and the service over it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from search.library import Library
from tests.builders import data_of, make_document

PROVINCE = """
为提高技能，制定本规划。
一、|主要任务|
  （一）|加强技能培训|
    大力开展职业技能培训，{到2025年累计培训120万人次以上|累计培训|>=|1200000|人次|2025}。（责任单位：省人力资源社会保障厅、省总工会）
  （二）|健全津贴制度|
    推动企业设立技能津贴，{集体协商建制率达到95%|集体协商建制率|>=|95|%|2025}。（牵头单位：省总工会；配合单位：省财政厅）
"""
COUNTY = """
为落实《云海省技能人才发展规划》（云海发〔2021〕3号）精神，制定本规划。
一、|主要任务|
  （一）|加强技能培训|
    开展职业技能培训，{到2025年累计培训5000人次以上|累计培训|>=|5000|人次|2025}。（责任单位：县人社局、县总工会）
  （二）|健全津贴制度|
    鼓励企业设立技能津贴，{集体协商建制率达到90%|集体协商建制率|>=|90|%|2025}。（牵头单位：县总工会；配合单位：县财政局）
  （三）|建设示范产线|
    建成两条示范产线。
"""
EVIL = """
一、|<script>alert("h")</script>|
  （一）|标记<b>|
    职业技能<script>alert("t")</script>与"引号'，{达到10%<i>|<img src=x onerror=alert(1)>|>=|10|%|2025}。（责任单位：县<u>局、县总工会）
"""
PLAN = """青河县老年食堂建设方案

一、主要任务
（一）建设食堂。到2026年，建成老年食堂12个。（责任单位：县民政局）
二、保障措施
（一）加强监督。每年检查不少于2次。（责任单位：县市场监管局）
"""
"""A text file as one would upload it."""


def fill(folder: Path) -> dict[str, str]:
    """Lays a library of the three plans into a folder; name -> document id."""
    made, ids = _filled()
    shutil.copytree(made.name, folder, dirs_exist_ok=True)
    return ids


@cache
def _filled() -> tuple[tempfile.TemporaryDirectory[str], dict[str, str]]:
    """Made once: to copy it takes a hundredth of the time."""
    folder = tempfile.TemporaryDirectory(prefix="policykb-tests-")
    made = {
        "province": make_document(
            "云海省技能人才发展规划", PROVINCE, doc_number="云海发〔2021〕3号", level="provincial", region="云海省", date="2021-09-01",
            doc_type="规划",
        ),
        "county": make_document(
            "河口县技能人才发展规划", COUNTY, level="county", region="河口县", date="2022-03-05", period=(2021, 2025), doc_type="规划"
        ),
        "evil": make_document("<script>alert('title')</script>方案", EVIL, level="county", region="河口县"),
    }  # fmt: skip
    with Library.open(Path(folder.name)) as library:
        for document in made.values():
            library.add(document, data_of(document))
    return folder, {name: document.id for name, document in made.items()}


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="session")
def ids(library_folder: Path) -> dict[str, str]:
    return fill(library_folder)


@pytest.fixture(scope="session")
def client(library_folder: Path, ids: dict[str, str]) -> Iterator[TestClient]:
    """The service over the shared library; for tests that change nothing."""
    with TestClient(create_app(library_folder), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[TestClient]:
    """The service over an empty library of its own."""
    with TestClient(create_app(tmp_path / "library"), raise_server_exceptions=False) as client:
        yield client
