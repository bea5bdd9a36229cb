"""Invented plans of one matter over three levels: the county cites a city plan that is held nowhere."""

from __future__ import annotations

from typing import Any

from ingest.model import Document
from tests.builders import make_document

TASKS = """
{preamble}
一、|总体要求|
  坚持因地制宜，{place}茶园绿色防控全面推开，茶农收入稳步增长，茶园基础设施明显改善。
二、|重点任务|
  （一）|改造低产茶园|
    对树龄偏大、缺株断行的茶园分批改植换种，配套建设水肥一体化设施。
  （二）|培育加工企业|
    支持初制厂更新杀青和烘干设备，统一鲜叶收购标准，{{加工企业达到{count}家|茶叶加工企业|>=|{count}|家|2025}}。
"""


def tea(title: str, region: str, level: str, count: int, preamble: str = "制定本方案。", **work: Any) -> Document:
    place = "全" + region[-1]
    outline = TASKS.format(preamble=preamble, place=place, count=count)
    return make_document(title, outline, region=region, level=level, doc_type="方案", **work)


def nation() -> Document:
    return tea("全国茶产业振兴方案", "中国", "national", 9000, doc_number="茶协发〔2021〕1号", date="2021-03-01")


def province() -> Document:
    return tea("澜岳省茶产业振兴方案", "澜岳省", "provincial", 400, "根据国家部署，制定本方案。", date="2021-09-01")


def county() -> Document:
    preamble = "为落实《青岚市茶产业振兴方案》（青政发〔2022〕7号），结合我县实际，制定本方案。"
    return tea("溪源县茶产业振兴方案", "溪源县", "county", 6, preamble, date="2022-05-01")
