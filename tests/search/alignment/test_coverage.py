from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Document
from search.library import Library
from search.model import LibraryError, Link, NotFound
from tests.builders import data_of, make_document

UPPER = """
为振兴茶业，制定本方案。
一、|重点任务|
  （一）|改造低产茶园|
    对树龄偏大、缺株断行的茶园分批改植换种，配套建设水肥一体化设施。
  （二）|培育加工企业|
    支持初制厂更新杀青和烘干设备，统一鲜叶收购标准。
  （三）|举办采茶大赛|
    每年秋天在茶乡轮流举办。
"""
LOWER = """
为落实《澜岳省茶产业振兴方案》，制定本方案。
一、|重点任务|
  （一）|改造低产茶园|
    对树龄偏大、缺株断行的茶园分批改植换种，配套建设水肥一体化设施。
  （二）|培育加工企业|
    支持初制厂更新杀青和烘干设备，统一鲜叶收购标准。
  （三）|打造骑行线路|
    串联古渡口和油菜花田，修建骑行驿站。
"""


def province(text: str = UPPER) -> Document:
    work = {"region": "澜岳省", "level": "provincial", "doc_type": "方案", "doc_number": "岳政发〔2024〕1号"}
    return make_document("澜岳省茶产业振兴方案", text, date="2024-01-01", **work)


def county(text: str = LOWER) -> Document:
    work = {"region": "溪源县", "level": "county", "doc_type": "方案", "doc_number": "溪政发〔2024〕5号"}
    return make_document("溪源县茶产业振兴方案", text, date="2024-06-01", **work)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        for document in (province(), county()):
            made.add(document, data_of(document))
        yield made


def add(library: Library, document: Document) -> Document:
    library.add(document, data_of(document))
    return document


def link_of(library: Library, lower: Document, eid: str) -> Link:
    return next(link for link in library.links(from_id=f"{lower.id}#{eid}") if "#" in link.to_id)


def cells(library: Library, upper: Document) -> dict[str, str]:
    return {row.upper.clause_id.partition("#")[2]: row.cells[0].status for row in library.coverage(upper.id).rows}


def test_what_is_covered_missing_and_added(library: Library) -> None:
    found = library.coverage(province().id)
    assert [card.region for card in found.below] == ["溪源县"]
    assert cells(library, province()) == {"1.1": "covered", "1.2": "covered", "1.3": "missing"}
    assert [(one.quote.clause_id.partition("#")[2], one.status) for one in found.additions] == [("1.3", "added")]
    assert found.summary == {"covered": 2, "outdated": 0, "doubtful": 0, "missing": 1, "added": 1, "accepted": 0}


def test_holes_leave_what_is_to_be_mended_and_the_summary_counts_what_is_shown(library: Library) -> None:
    found = library.coverage(province().id, holes=True)
    assert [row.upper.clause_id.partition("#")[2] for row in found.rows] == ["1.3"]
    assert found.summary == {"covered": 0, "outdated": 0, "doubtful": 0, "missing": 1, "added": 1, "accepted": 0}


def test_an_accepted_addition_is_no_hole(library: Library) -> None:
    library.accept(f"{county().id}#1.3", who="王核对", why="本县特色")
    addition = library.coverage(province().id).additions[0]
    assert (addition.status, addition.who, addition.why) == ("accepted", "王核对", "本县特色")
    assert library.coverage(province().id, holes=True).additions == ()


def test_a_rejected_link_covers_nothing_in_coverage_alignment_and_trace(library: Library) -> None:
    library.review(link_of(library, county(), "1.2").id, "rejected", who="王核对", why="不是一回事")
    assert cells(library, province())["1.2"] == "missing"
    rows = library.align(county().id, province().id).rows
    sides = [(row.status, side) for row in rows if not (row.lower and row.upper) for side in (row.lower, row.upper)]
    alone = {(status, side.clause_id.partition("#")[2]) for status, side in sides if side}
    assert {("local", "1.2"), ("missing", "1.2")} <= alone
    assert all(not step.link or step.link.status != "rejected" for step in library.trace(f"{county().id}#1.2").steps)


def test_a_link_added_by_a_person_counts_everywhere_and_survives(library: Library) -> None:
    ends = f"{county().id}#1.3", f"{province().id}#1.3"
    made = library.add_link(*ends, who="王核对", why="以线路承接赛事")
    add(library, make_document("棠湾县畜牧方案", "一、|养羊|\n  建羊舍。", region="棠湾县", level="county"))
    assert cells(library, province())["1.3"] == "covered"
    assert library.trace(ends[0]).steps[0].link == made
    row = next(row for row in library.align(county().id, province().id).rows if row.link == made)
    assert (row.lower and row.lower.clause_id, row.upper and row.upper.clause_id) == ends


def test_a_link_by_hand_goes_up_and_to_another_document(library: Library) -> None:
    with pytest.raises(LibraryError, match="层级"):
        library.add_link(f"{province().id}#1.3", f"{county().id}#1.3", who="王", why="")
    with pytest.raises(LibraryError, match="自己"):
        library.add_link(f"{county().id}#1.3", f"{county().id}#1.1", who="王", why="")
    with pytest.raises(NotFound):
        library.add_link(f"{county().id}#9", f"{province().id}#1.1", who="王", why="")


def test_a_changed_upper_clause_makes_its_links_suspect_until_they_are_reviewed(library: Library) -> None:
    newer = add(library, province(UPPER.replace("统一鲜叶收购标准", "统一鲜叶收购标准并按月公开")))
    assert [(link.from_id, link.to_id) for link in library.suspects()] == [(f"{county().id}#1.2", f"{newer.id}#1.2")]
    assert cells(library, newer) == {"1.1": "covered", "1.2": "outdated", "1.3": "missing"}
    library.review(library.suspects()[0].id, "confirmed", who="王核对", why="已比对新文")
    assert library.suspects() == ()
    assert cells(library, newer)["1.2"] == "covered"


def test_a_suspect_link_stays_suspect_when_others_arrive(library: Library) -> None:
    add(library, province(UPPER.replace("统一鲜叶收购标准", "统一鲜叶收购标准并按月公开")))
    add(library, replace(county(LOWER.replace("串联", "连接")), id="c0ffee000000"))
    assert [link.from_id.partition("#")[2] for link in library.suspects()] == ["1.2"]


def test_an_upper_clause_that_is_gone_leaves_its_lower_clauses_to_check(library: Library) -> None:
    kept = UPPER[: UPPER.index("  （二）")] + UPPER[UPPER.index("  （三）") :].replace("（三）", "（二）")
    add(library, province(kept))
    assert [link.from_id.partition("#")[2] for link in library.suspects()] == ["1.2"]
    library.review(library.suspects()[0].id, "rejected", who="王核对", why="上级已取消")
    assert library.suspects() == ()


def test_reviews_go_on_to_the_next_version_of_either_side(library: Library) -> None:
    library.review(link_of(library, county(), "1.2").id, "confirmed", who="王核对", why="一致")
    newer = add(library, province(UPPER.replace("每年秋天", "每年春天")))
    lower = add(library, county(LOWER.replace("骑行驿站", "观景驿站")))
    link = link_of(library, lower, "1.2")
    assert (link.to_id, link.status, link.who) == (f"{newer.id}#1.2", "confirmed", "王核对")
    assert library.suspects() == ()


CARE = ("养老服务", "provincial", "澜岳省"), ("养老服务", "county", "溪源县")
ASKED = """
为做好养老服务，制定本方案。
一、|重点任务|
  （一）|修缮敬老院|
    翻新食堂和澡堂，增设无障碍坡道。
  （二）|深化医养结合|
    鼓励医疗机构与养老机构开展协作，方便老年人看病。
"""
ANSWERED = """
为落实《澜岳省养老服务方案》，制定本方案。
一、|重点任务|
  （一）|修缮敬老院|
    翻新食堂和澡堂，增设无障碍坡道。各敬老院同附近卫生院签约，医生每周上门为老人诊疗。
"""


@pytest.fixture
def care(library: Library) -> tuple[Document, Document]:
    """A clause of the upper plan is answered in other words, in a sentence of another clause."""
    upper, lower = (
        add(library, make_document(f"{region}{title}方案", text, region=region, level=level, doc_type="方案"))
        for (title, level, region), text in zip(CARE, (ASKED, ANSWERED), strict=True)
    )
    return upper, lower


def test_what_comes_near_is_told_as_the_alignment_tells_it(library: Library, care: tuple[Document, Document]) -> None:
    upper, lower = care
    (row,) = (row for row in library.align(lower.id, upper.id).rows if row.status == "doubtful")
    found = library.coverage(upper.id)
    cell = next(line.cells[0] for line in found.rows if row.upper and line.upper.clause_id == row.upper.clause_id)
    assert (cell.status, cell.lower, cell.sentence) == ("doubtful", (row.lower,), row.evidence["sentence"])
    assert found.summary["doubtful"] == 1
    assert [line.upper for line in library.coverage(upper.id, holes=True).rows] == [row.upper]


def test_what_comes_near_is_no_answer_to_a_clause_for_which_a_person_rejected_one(
    library: Library, care: tuple[Document, Document]
) -> None:
    upper, lower = care
    made = library.add_link(f"{lower.id}#1.1", f"{upper.id}#1.2", who="王核对", why="签约服务")
    assert cells(library, upper)["1.2"] == "covered"
    library.review(made.id, "rejected", who="王核对", why="不是一回事")
    assert cells(library, upper)["1.2"] == "missing"
    assert "doubtful" not in {row.status for row in library.align(lower.id, upper.id).rows}


def test_one_lower_plan_alone_is_counted_alone(library: Library) -> None:
    work = {"region": "棠湾县", "level": "county", "doc_type": "方案"}
    other = add(library, make_document("棠湾县茶产业振兴方案", LOWER.replace("骑行线路", "茶旅小镇"), **work))
    assert library.coverage(province().id).summary["covered"] == 4
    found = library.coverage(province().id, below=[other.id])
    assert [card.id for card in found.below] == [other.id]
    assert [len(row.cells) for row in found.rows] == [1, 1, 1]
    assert found.summary == {"covered": 2, "outdated": 0, "doubtful": 0, "missing": 1, "added": 1, "accepted": 0}


def test_coverage_of_an_unknown_document_says_so(library: Library) -> None:
    with pytest.raises(NotFound):
        library.coverage("none")


def test_a_new_version_of_the_upper_plan_from_review_to_review(library: Library, tmp_path: Path) -> None:
    old = link_of(library, county(), "1.2")
    library.review(old.id, "confirmed", who="王核对", why="逐句比对过")
    newer = add(library, province(UPPER.replace("统一鲜叶收购标准", "统一鲜叶收购标准并按月公开")))

    (suspect,) = library.suspects()
    assert (suspect.to_id, suspect.who, suspect.why) == (f"{newer.id}#1.2", "王核对", "逐句比对过")
    assert suspect.at is not None
    assert (suspect.was, suspect.now) == tuple(
        f"（二）培育加工企业\n支持初制厂更新杀青和烘干设备，统一鲜叶收购标准{more}。" for more in ("", "并按月公开")
    )
    step = library.trace(suspect.from_id).steps[0]
    assert step.suspect
    assert "待复核" in (library.trace(suspect.from_id).note or "")

    done = library.review(suspect.id, "confirmed", who="李复核", why="县里照此公开")
    assert library.suspects() == ()
    assert not library.trace(suspect.from_id).steps[0].suspect
    library.export(tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out/links.jsonl").read_text("utf-8").splitlines()]
    row = next(row for row in rows if row["from"] == suspect.from_id and row["to"] == suspect.to_id)
    assert (row["status"], row["who"], row["why"], row["at"]) == ("confirmed", "李复核", "县里照此公开", done.at)


def test_a_clause_that_is_gone_still_tells_what_it_said(library: Library) -> None:
    kept = UPPER[: UPPER.index("  （二）")] + UPPER[UPPER.index("  （三）") :].replace("（三）", "（二）")
    add(library, province(kept))
    (told,) = library.suspects()
    assert told.was is not None
    assert told.was.endswith("统一鲜叶收购标准。")
    assert told.now is None


def test_an_accepted_addition_is_exported_with_who_and_why(library: Library, tmp_path: Path) -> None:
    clause_id = f"{county().id}#1.3"
    library.accept(clause_id, who="王核对", why="本县特色")
    library.export(tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out/links.jsonl").read_text("utf-8").splitlines()]
    (row,) = (row for row in rows if row["to"] is None)
    assert (row["from"], row["relation"], row["status"], row["who"], row["why"]) == (
        clause_id, "local", "confirmed", "王核对", "本县特色",
    )  # fmt: skip
    assert row["at"].startswith("20")
