from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from ingest import parse
from ingest.model import Citation, Document, Span
from search.links.lineage import SAME_MATTER, missing, reuse, standings
from search.links.link import Found, relink, stamp
from search.links.titles import headline_of_issue, level_named, name_of, same_subject, spoken_of, subject
from tests.builders import make_document
from tests.search import plans
from tests.search.memory import Memory
from tests.search.plans import tea


def links_of(library: Memory, document_id: str) -> Found:
    """What is stored for a document."""
    return next((links, targets) for key, links, targets in relink(library, [document_id]) if key == document_id)


@pytest.fixture
def nation() -> Document:
    return plans.nation()


@pytest.fixture
def province() -> Document:
    return plans.province()


@pytest.fixture
def county() -> Document:
    return plans.county()


@pytest.mark.parametrize(
    ("title", "core", "by"),
    [
        ("澜岳省茶产业振兴方案", "澜岳省茶产业振兴方案", ""),
        ("《澜岳省茶产业振兴方案（试行）》", "澜岳省茶产业振兴方案", ""),
        ("澜岳省茶产业振兴方案（节录）", "澜岳省茶产业振兴方案", ""),
        ("澜岳省茶产业振兴方案（2024—2026年）", "澜岳省茶产业振兴方案", ""),
        ("澜岳省人民政府关于印发《澜岳省茶产业振兴方案》的通知", "澜岳省茶产业振兴方案", "澜岳省人民政府"),
        ("澜岳省人民政府关于印发澜岳省茶产业振兴方案的通知", "澜岳省茶产业振兴方案", "澜岳省人民政府"),
        ("澜岳省委办公厅印发《澜岳省茶产业振兴方案》", "澜岳省茶产业振兴方案", "澜岳省委办公厅"),
        ("澜岳省人民政府 关于支持茶产业的意见", "关于支持茶产业的意见", "澜岳省人民政府"),
    ],
)
def test_a_title_in_each_dress_has_one_name(title: str, core: str, by: str) -> None:
    assert (name_of(title).core, name_of(title).by) == (core, by)


@pytest.mark.parametrize(
    ("cited", "held", "why"),
    [
        (("茶产业方案", "云发[2021]3号"), ("某某茶产业方案", "云发〔2021〕3 号"), "number"),
        (("茶产业振兴方案", "云发〔2021〕3号"), ("茶产业振兴方案", "云发〔2024〕9号"), None),
        (("茶产业振兴方案（2021—2023年）", None), ("茶产业振兴方案（2024—2026年）", None), None),
        (("茶产业振兴方案", None), ("茶产业振兴方案（2024—2026年）", None), "title"),
        (("关于支持茶产业的意见", None), ("澜岳省人民政府关于支持茶产业的意见", None), "title"),
        (("青岚市人民政府关于支持茶产业的意见", None), ("澜岳省人民政府关于支持茶产业的意见", None), None),
        (("规划", None), ("规划", None), None),
    ],
)
def test_a_citation_names_a_document(cited: tuple[str, str | None], held: tuple[str, str | None], why: str | None) -> None:
    assert name_of(*cited).fits(name_of(*held)) == why


@pytest.mark.parametrize(
    ("title", "region", "expected"),
    [
        ("溪源县新时代茶农队伍建设改革“十四五”规划", "溪源县", "茶农队伍改革"),
        ("澜岳省人民政府办公厅关于加快推进茶叶加工的实施意见", "澜岳省", "茶叶加工"),
        ("全国茶叶加工行动计划（2024—2026年）", "中国", "茶叶加工"),
        ("溪源县2024年茶叶加工工作要点", "溪源县", "茶叶加工"),
    ],
)
def test_the_subject_is_what_is_left_of_a_title(title: str, region: str, expected: str) -> None:
    assert subject(title, region) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("养蜂", "促养蜂稳养蜂", True), ("养蜂", "养蚕", False), ("蜂", "养蜂", False), ("蜂", "蜂", True), ("", "", False)],
    ids=["a short one within", "another", "one character within", "one character", "none"],
)
def test_a_short_subject_is_the_same_where_the_longer_one_holds_it(a: str, b: str, expected: bool) -> None:
    assert (same_subject(a, b) >= SAME_MATTER) is expected


def test_a_list_of_tasks_comes_from_the_plan_whose_words_it_takes(county: Document, province: Document) -> None:
    tasks = replace(county, work=replace(county.work, doc_type="任务清单"))
    assert [found.relation for found in standings(tasks, province)] == ["derives"]


def test_titles_about_documents() -> None:
    assert spoken_of("《澜岳省茶产业振兴方案》政策解读") == "澜岳省茶产业振兴方案"
    assert spoken_of("关于认真贯彻《澜岳省茶产业振兴方案》的通知") == "澜岳省茶产业振兴方案"
    assert spoken_of("澜岳省人民政府关于印发《澜岳省茶产业振兴方案》的通知") is None
    assert spoken_of("溪源县贯彻落实《澜岳省茶产业振兴方案》重点任务分工方案") is None
    assert headline_of_issue("澜岳省委印发《澜岳省茶产业振兴方案》")
    assert not headline_of_issue("澜岳省茶产业振兴方案")


@pytest.mark.parametrize(
    ("title", "number", "level"),
    [
        ("国务院关于加强茶园管理的意见", None, "national"),
        ("茶园管理意见", "国办发〔2020〕5号", "national"),
        ("澜岳省茶产业振兴方案", None, "provincial"),
        ("青岚市茶产业振兴方案", "青政发〔2022〕7号", "city"),
        ("茶园管理意见", None, None),
    ],
)
def test_the_level_a_title_shows(title: str, number: str | None, level: str | None) -> None:
    assert level_named(title, number) == level


def test_what_is_cited_and_not_held_is_missing_and_the_province_is_proposed(county: Document, province: Document) -> None:
    links, _ = links_of(Memory(province, county), county.id)
    gone = [link for link in links if link.status == "missing"]
    assert [(link.to_id, link.evidence["level"], link.relation) for link in gone] == [
        ("cited:青岚市茶产业振兴方案", "city", "implements")
    ]
    assert [(link.relation, link.status) for link in links if link.to_id == province.id] == [("derives", "proposed")]
    assert (f"{county.id}#2.1", f"{province.id}#2.1") in {(link.from_id, link.to_id) for link in links}


def test_what_is_cited_and_held_is_no_longer_missing(county: Document) -> None:
    city = tea("青岚市茶产业振兴方案", "青岚市", "city", 40, doc_number="青政发〔2022〕7号", date="2022-01-01")
    assert [found.title for found in missing(county, [])] == ["青岚市茶产业振兴方案"]
    assert missing(county, [city]) == []
    assert [(found.relation, found.clause, found.aligned) for found in standings(county, city)] == [("implements", "0", True)]


def test_any_order_of_arrival_gives_the_same_links(county: Document, province: Document, nation: Document) -> None:
    libraries = [Memory(*order) for order in permutations((county, province, nation))]
    assert all(library.stored == libraries[0].stored for library in libraries)
    assert all(library.compared == libraries[0].compared for library in libraries)
    assert len(libraries[0].stored) > 10


def test_links_go_up(county: Document, province: Document, nation: Document) -> None:
    assert standings(province, nation)
    assert not standings(nation, province)
    assert not standings(province, county)
    assert not standings(county, county)


def test_a_shared_subject_alone_is_no_lineage(county: Document) -> None:
    outline = "一、|总体要求|\n  做大茶文化旅游，开辟采茶步道。\n二、|重点任务|\n  举办斗茶会，评选茶艺师。"
    other = make_document("澜岳省茶产业发展意见", outline, region="澜岳省", level="provincial", doc_type="意见")
    assert reuse(county, other)[0] == 0
    assert standings(county, other) == []


@pytest.mark.parametrize(
    ("title", "preamble", "period", "stands"),
    [
        ("溪源县古桥梁保护工作方案", "根据省、市关于古桥梁保护的工作部署，制定本方案。", None, True),
        ("溪源县古桥梁保护工作方案", "为保护历史遗存，制定本方案。", None, False),
        ("溪源县古桥梁保护工作方案", "根据省里的工作部署，制定本方案。", (2031, 2035), False),
        ("溪源县古桥梁巡查工作方案", "根据省里的工作部署，制定本方案。", None, False),
        ("溪源县廊屋古桥梁保护工作方案", "根据省里的工作部署，制定本方案。", None, True),
        ("溪源县渡口码头和古桥梁保护工作方案", "根据省里的工作部署，制定本方案。", None, False),
        ("溪源县2024年工作要点", "根据省里的工作部署，制定本要点。", None, False),
    ],
    ids=["follows", "says nothing of it", "after its time", "another subject", "a longer name", "one of several", "no subject"],
)
def test_a_plan_of_the_very_subject_follows_the_level_above_in_its_own_words(
    title: str, preamble: str, period: tuple[int, int] | None, stands: bool
) -> None:
    mine = f"{preamble}\n一、|任务|\n  逐座拍照，请石匠补缝。"
    lower = make_document(title, mine, region="溪源县", level="county", doc_type="方案", period=period)
    theirs = "为传承文脉，制定本意见。\n一、|要求|\n  开展普查登记，划定保护范围。"
    upper = make_document(
        "澜岳省古桥梁保护意见", theirs, region="澜岳省", level="provincial", doc_type="意见", period=(2021, 2025)
    )
    assert [found.relation for found in standings(lower, upper)] == ["derives"] * stands


@pytest.mark.parametrize(("region", "stands"), [("江苏省", True), ("福建省", True), ("云南省", False)])
def test_a_name_that_places_share_is_held_by_each_of_their_provinces(region: str, stands: bool) -> None:
    lower = tea("鼓楼区茶产业振兴方案", "鼓楼区", "county", 6)
    assert bool(standings(lower, tea(f"{region}茶产业振兴方案", region, "provincial", 300))) is stands


def test_another_province_is_no_lineage(county: Document) -> None:
    assert standings(county, tea("云陵省茶产业振兴方案", "云陵省", "provincial", 300, date="2021-01-01")) == []


def test_a_younger_plan_is_no_origin(county: Document) -> None:
    assert standings(county, tea("澜岳省茶产业振兴方案", "澜岳省", "provincial", 400, date="2023-01-01")) == []


def test_an_interpretation_explains_the_plan_clause_by_clause(province: Document) -> None:
    outline = (
        "近日印发了《澜岳省茶产业振兴方案》。\n一、|如何改造低产茶园？|对缺株断行的茶园分批改植换种，配套建设水肥一体化设施。"
    )
    told = make_document("《澜岳省茶产业振兴方案》政策解读", outline, region="澜岳省", level="provincial", doc_type="解读")
    links, _ = links_of(Memory(province, told), told.id)
    assert {link.relation for link in links} == {"interprets"}
    assert (f"{told.id}#1", f"{province.id}#2.1") in {(link.from_id, link.to_id) for link in links}
    assert standings(province, told) == []


def test_news_of_an_issue_explain_the_plan(province: Document) -> None:
    outline = (
        "近日，省政府印发《澜岳省茶产业振兴方案》。\n一、|茶园怎么改|对缺株断行的茶园分批改植换种，配套建设水肥一体化设施。"
    )
    news = make_document("老茶园盼来新苗", outline, region="澜岳省", level="provincial", doc_type="新闻稿")
    cited = tuple(replace(citation, relation="issues", cue="印发") for citation in news.citations)
    found = standings(replace(news, citations=cited), province)
    assert [(standing.relation, standing.aligned) for standing in found] == [("interprets", True)]


def test_two_documents_of_one_name_are_both_kept_as_ambiguous() -> None:
    one, two = (tea("青岚市茶产业振兴方案", "青岚市", "city", count, date="2022-01-01") for count in (40, 41))
    lower = tea(
        "溪源县茶产业振兴方案", "溪源县", "county", 6, "为落实《青岚市茶产业振兴方案》，制定本方案。", date="2022-05-01"
    )
    links, _ = links_of(Memory(one, two, lower), lower.id)
    assert {(link.to_id, link.status) for link in links if "#" not in link.to_id} == {
        (one.id, "ambiguous"),
        (two.id, "ambiguous"),
    }


def test_a_plan_that_is_cited_as_the_basis_and_borrowed_from_is_paired_whatever_its_name() -> None:
    told = "一、|修路|\n  各村道按路长分段养护，及时清理边沟。\n二、|{}|\n"
    routes = "".join(f"  第{n}号线路全长{n * 7}米，经过石桥{n * 3}座。\n" for n in range(99))
    songs = "".join(f"  第{n}首山歌采自{n * 5}号院落，由{n * 2}人合唱。\n" for n in range(99))
    upper = make_document(
        "澜岳省农村公路方案", told.format("线路") + routes, region="澜岳省", level="provincial", doc_type="方案"
    )
    basis = "为落实《澜岳省农村公路方案》，制定本方案。\n"
    lower = make_document(
        "溪源县山歌巡演方案", basis + told.format("曲目") + songs, region="溪源县", level="county", doc_type="方案"
    )
    assert 0.005 < reuse(lower, upper)[0] < 0.02
    assert [found.aligned for found in standings(lower, upper)] == [True]


@pytest.mark.parametrize(
    ("basis", "aligned"),
    [
        ("《澜岳省茶叶产业振兴方案》", True),
        ("《中华人民共和国农业法》《澜岳省茶叶产业振兴方案》", True),
        ("《全国茶叶产业振兴规划》和《澜岳省茶叶产业振兴方案》", True),
        ("《澜岳省茶叶产业振兴方案》《澜岳省乡村旅游发展规划》", False),
    ],
)
def test_the_one_matter_that_a_plan_rests_on_is_paired_in_whatever_words(basis: str, aligned: bool) -> None:
    text = f"溪源县茶叶富民行动计划\n\n根据{basis}，结合实际，制定本计划。\n一、修整茶园\n环山补种新苗。\n二、兴办茶市\n逢五开集。\n"
    lower = parse(text.encode(), path="county.txt")
    upper = parse(
        "澜岳省茶叶产业振兴方案\n\n一、改造低产茶园\n分批换种。\n二、培育市场\n建设交易中心。\n".encode(), path="province.txt"
    )
    assert [found.aligned for found in standings(lower, upper)] == [aligned]


def test_a_plan_that_says_in_its_title_what_it_carries_out_stands_below_that() -> None:
    upper = parse(
        "澜岳省茶叶产业振兴方案\n\n一、改造低产茶园\n分批换种。\n二、培育市场\n建设交易中心。\n".encode(), path="province.txt"
    )
    text = "溪源县落实《澜岳省茶叶产业振兴方案》重点任务分工方案\n\n一、修整茶园\n环山补种新苗。\n二、兴办茶市\n逢五开集。\n"
    lower = parse(text.encode(), path="county.txt")
    assert [(found.relation, found.clause) for found in standings(lower, upper) if found.aligned] == [("implements", None)]
    links, _ = links_of(Memory(upper, lower), lower.id)
    assert (lower.id, upper.id) in {(link.from_id, link.to_id) for link in links}


def test_a_law_in_passing_is_a_basis_and_no_parent(county: Document) -> None:
    law = make_document("澜岳省茶园保护条例", "一、|总则|保护古茶树。", region="澜岳省", level="provincial", doc_type="条例")
    clause = county.clause("2.1")
    cited = Citation("2.1", Span(clause.own.start, clause.own.end), "澜岳省茶园保护条例", None, "cites")
    lower = replace(county, citations=(cited,))
    assert [(found.clause, found.aligned) for found in standings(lower, law)] == [("2.1", False)]


def test_targets_have_verdicts_and_local_ones_are_named(county: Document, province: Document) -> None:
    _, targets = links_of(Memory(province, county), county.id)
    assert [(link.from_id, link.to_id, link.verdict) for link in targets] == [
        (f"{county.id}#T1", f"{province.id}#T1", "scaled")
    ]


def test_the_stamp_changes_with_the_upper_wording(province: Document, nation: Document) -> None:
    assert stamp(province, "2.1") != stamp(province, "2.2")
    assert stamp(province, "2.1") == stamp(nation, "2.1")
