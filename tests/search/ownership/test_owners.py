"""Questions about responsibility against three made plans, parsed and stored; a plain search by character bigrams stands in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Document
from ingest.pipeline import parse
from search.database.store import Store
from search.governance import Governance
from search.known import Known
from search.library import Library
from search.model import Filters, Hit, OwnersAnswer, Snippet
from search.ownership.owners import answer
from search.ownership.question import WORDS, read
from search.ownership.units import unit_answer
from search.wording import bare, bigrams

COUNTY = """溪源县节约用水“十四五”规划

为落实《云海省节约用水规划》，制定本规划。
一、管网改造
（一）排查漏点。到2025年，完成老旧管网改造200公里。（责任单位：县住房城乡建设局、县财政局，各乡（镇））
（二）分区计量。智能水表安装量达到5万只。（牵头单位：县水利局；配合单位：县财政局）改造供水泵站。（责任单位：县住房城乡建设局）
（三）农业节水。一是推广滴灌。二是建设灌区计量设施。三是培训管水员。（县农业农村局、县水利局按职责分工负责）
二、组织实施
（一）加强领导。领导小组办公室设在县水利局。县审计局会同有关部门开展资金检查。
（二）宣传引导。组织节水进校园活动。
"""
PROVINCE = """云海省节约用水规划

一、管网改造
（一）排查漏点。到2025年，全省完成老旧管网改造6000公里。（责任单位：省住房城乡建设厅、省财政厅）
（二）再生水。再生水利用率达到25%。（责任单位：省水利厅）
"""
OTHER = """河口县养老服务方案

一、设施建设
（一）建设养老床位。新增养老床位300张。（责任单位：县民政局、县财政局）
（二）培训护理员。每年培训护理员100名。（责任单位：县人力资源社会保障局、县妇联）
（三）结对关爱。组织志愿者上门结对。（县残联负责，6月底前完成）
二、保障措施
县财政每年安排50万元，用于培训护理员和志愿者上门结对。
"""

LIST = """职责清单

部门\t职责与任务
县图书馆\t办好流动书车，每月进村一次。
"""
ROWS = [row for rows in tomllib.loads(WORDS.read_text("utf-8")).values() for row in rows]

Ask = Callable[[str], OwnersAnswer]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_row_finds_its_example_alone(row: dict[str, Any]) -> None:
    assert re.search(row["pattern"], row["example"])
    assert not re.search(row["pattern"], row["counter"])


@pytest.fixture(scope="module")
def held() -> list[tuple[Document, bytes]]:
    texts = {"county.txt": COUNTY, "province.txt": PROVINCE, "other.txt": OTHER, "list.txt": LIST}
    return [(parse(text.encode(), path=name), text.encode()) for name, text in texts.items()]


@pytest.fixture(scope="module")
def store(held: list[tuple[Document, bytes]], tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(Path(tmp_path_factory.mktemp("owners")) / "library.db")
    for document, data in held:
        made.put(document, data)
    return made


@pytest.fixture(scope="module")
def ask(store: Store) -> Ask:
    held = [bigrams(bare(document.text)) for document in map(store.document, (card.id for card in store.cards()))]
    rare = Counter(gram for grams in held for gram in grams)
    return lambda question: answer(question, reader=store, search=partial(_search, store), frequency=rare.__getitem__)


def _search(store: Store, query: str, filters: Filters, limit: int) -> list[Hit]:
    wanted = bigrams(bare(query))
    hits = []
    for card in store.cards(filters):
        document = store.document(card.id)
        for clause in document.clauses:
            shared = len(wanted & bigrams(bare((clause.heading or "") + document.body(clause))))
            if shared:
                place = store.place(f"{card.id}#{clause.eid}")
                hits.append(Hit(place.clause_id, card.id, float(shared), "", Snippet(""), place, ""))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def units_of(found: OwnersAnswer) -> list[str]:
    return [unit.unit for unit in found.units]


WHO = [
    ("溪源的老旧管网改造由谁负责", ["县住房城乡建设局", "县财政局", "各乡（镇）"]),
    ("智能水表哪个单位负责", ["县水利局", "县财政局"]),
    ("智能水表由谁牵头", ["县水利局"]),
    ("分区计量由谁负责", ["县水利局", "县住房城乡建设局", "县财政局"]),  # the heading of two brackets
    ("分区计量由谁牵头", ["县水利局"]),
    ("负责改造供水泵站的是哪些单位", ["县住房城乡建设局"]),
    ("智能水表哪些部门配合", ["县财政局"]),
    ("智能水表谁牵头谁配合", ["县水利局", "县财政局"]),
    ("智能水表什么时候完成、归谁管", ["县水利局", "县财政局"]),
    ("智能水表的完成时限和责任单位", ["县水利局", "县财政局"]),
    ("供水泵站改造归哪些部门", ["县住房城乡建设局"]),
    ("灌区计量设施谁来建设", ["县农业农村局", "县水利局"]),
    ("领导小组办公室设在哪", ["县水利局"]),
    ("资金检查由哪几家负责", ["县审计局"]),
    ("省里老旧管网改造由谁负责", ["省住房城乡建设厅", "省财政厅"]),
    ("养老床位的责任单位有哪些", ["县民政局", "县财政局"]),
    ("培训护理员和志愿者上门结对由谁负责", ["县残联"]),  # not who pays for them
    ("培训护理员的钱由谁安排", ["县财政"]),
    ("智能水表谁挑头", ["县水利局"]),
    ("溪源老旧管网改造归口哪几家单位", ["县住房城乡建设局", "县财政局", "各乡（镇）"]),
    ("供水泵站改造归哪里管", ["县住房城乡建设局"]),
    ("改造供水泵站任务由谁负责", ["县住房城乡建设局"]),
    ("云海流动书车由谁办", ["县图书馆"]),  # a list whose own place is not known may be of any
]


@pytest.mark.parametrize(("question", "expected"), WHO)
def test_who_is_responsible(ask: Ask, question: str, expected: list[str]) -> None:
    found = ask(question)
    assert found.kind == "who"
    assert units_of(found) == expected


WHAT = [
    ("县水利局负责哪些任务", "县水利局", 3),
    ("各乡镇要做什么", "各乡（镇）", 1),
    ("乡镇要做哪些工作", "各乡（镇）", 1),
    ("人社局管什么", "县人力资源社会保障局", 1),
    ("县妇联有哪些职责", "县妇联", 1),
    ("财政局在养老服务方案里承担什么", "县财政局", 1),
    ("财政局在节水规划里承担什么", "县财政局", 2),
    ("省水利厅", "省水利厅", 1),
    ("县残联的完成时限有哪些", "县残联", 1),
    ("县财政局在养老文件里承担什么", "县财政局", 1),
]


@pytest.mark.parametrize(("question", "unit", "clauses"), WHAT)
def test_what_a_unit_owns(ask: Ask, question: str, unit: str, clauses: int) -> None:
    found = ask(question)
    assert found.kind == "what"
    assert units_of(found) == [unit]
    assert len(found.units[0].clauses) == clauses


def test_what_a_unit_leads_comes_before_what_it_supports(tmp_path: Path) -> None:
    text = "溪源县节水方案\n\n一、收费。清理欠费。（县财政局牵头，县水利局配合）\n二、水表。安装水表。（县水利局牵头）\n"
    with_both = Store(tmp_path / "library.db")
    with_both.put(parse(text.encode(), path="a.txt"), text.encode())
    found = answer("县水利局牵头和配合哪些事", reader=with_both, search=lambda *_: (), frequency=lambda _: 0).units[0]
    assert found.role == "牵头单位"
    assert [quote.text for quote in found.clauses] == ["安装水表。", "清理欠费。"]


def test_each_clause_of_a_unit_tells_its_role_there(tmp_path: Path) -> None:
    text = """溪源县茶业方案

一、重点任务
（一）改造茶园。改造低产茶园。（牵头单位：县农业农村局；配合单位：县水利局）
（二）建设水渠。建设灌溉水渠。（牵头单位：县水利局；责任单位：县农业农村局、县水利局）
（三）培训茶农。由县水利局负责培训管水员。
"""
    store = Store(tmp_path / "library.db")
    document = parse(text.encode(), path="a.txt")
    store.put(document, text.encode())
    [unit] = answer("县水利局负责哪些任务", reader=store, search=lambda *_: (), frequency=lambda _: 0).units
    assert [(one.clause_id.partition("#")[2], one.role) for one in unit.clauses] == [
        ("1.2", "牵头单位"), ("1.3", "负责"), ("1.1", "配合单位"),
    ]  # fmt: skip
    shown = unit_answer(store, "溪源县水利局").clauses
    assert [one.role for one in shown] == ["配合单位", "牵头单位", "负责"], "in order of text"


def test_of_two_equal_roles_in_a_clause_both_answers_take_the_first_printed(tmp_path: Path) -> None:
    text = "溪源县茶业方案\n\n一、重点任务\n（一）建设水渠。由县水利局负责选线，建设灌溉水渠。（责任单位：县水利局）\n"
    store = Store(tmp_path / "library.db")
    store.put(parse(text.encode(), path="a.txt"), text.encode())
    [unit] = answer("县水利局负责哪些任务", reader=store, search=lambda *_: (), frequency=lambda _: 0).units
    assert [one.role for one in unit.clauses] == [one.role for one in unit_answer(store, "溪源县水利局").clauses] == ["负责"]


def test_a_heading_that_answers_comes_with_the_text_under_it(ask: Ask) -> None:
    found = ask("溪源县排查漏点由谁负责").units[0].clauses[0]
    assert found.place.labels[-1] == "（一）排查漏点"
    assert found.text == "到2025年，完成老旧管网改造200公里。"


def test_of_very_many_clauses_the_first_are_listed(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.ownership.owned.MOST", 1)
    found = ask("县财政局在节水规划里承担什么")
    assert [quote.place.labels[-1] for quote in found.units[0].clauses] == ["（一）排查漏点"]
    assert {one.target.value for one in found.units[0].targets} == {200.0}
    assert found.note == "共2条，这里列出前1条，全部见单位名录"


def test_an_answer_quotes_its_place_and_targets(ask: Ask) -> None:
    found = ask("省里再生水利用率由谁负责").units[0]
    assert found.canonical == "云海省水利厅"
    assert [quote.place.title for quote in found.clauses] == ["云海省节约用水规划"]
    assert "再生水利用率达到25%" in found.clauses[0].text
    assert [(one.target.indicator, one.units) for one in found.targets] == [("再生水利用率", ("省水利厅",))]


def test_a_unit_comes_with_the_targets_its_brackets_govern(ask: Ask) -> None:
    found = ask("县财政局在节水规划里承担什么").units[0]
    assert {one.target.value for one in found.targets} == {200.0, 50000.0}


def test_a_date_of_completion_is_told(ask: Ask) -> None:
    found = ask("志愿者上门结对谁负责、何时完成")
    assert (units_of(found), found.note) == (["县残联"], "完成时限：6月底前完成")


def test_a_role_that_is_not_printed_is_told(ask: Ask) -> None:
    found = ask("养老床位由谁牵头")
    assert (units_of(found), found.note) == (["县民政局", "县财政局"], "原文没有写明牵头单位，列出的是写明的全部单位")
    assert ask("智能水表由谁牵头").note is None


def test_the_dates_of_a_unit_s_tasks_are_told(ask: Ask) -> None:
    assert [(one.role, one.deadline) for one in ask("县残联管什么").units[0].clauses] == [("负责", "6月底前完成")]


def test_a_unit_of_another_place_does_not_answer(ask: Ask) -> None:
    assert units_of(ask("云海省水利厅管什么")) == ["省水利厅"]
    assert ask("澜岳省水利厅管什么").units == ()


def test_a_figure_asked_for_is_the_figure_answered(ask: Ask) -> None:
    assert units_of(ask("老旧管网改造6000公里由谁负责")) == ["省住房城乡建设厅", "省财政厅"]
    assert units_of(ask("老旧管网改造200公里由谁负责")) == ["县住房城乡建设局", "县财政局", "各乡（镇）"]


def test_nothing_is_invented(ask: Ask) -> None:
    for question in ("节水进校园活动由谁负责", "太空旅行由谁负责", "量子计算设施由谁负责"):
        found = ask(question)
        assert found.units == ()
        assert found.note
    assert "没有写明" in (ask("省档案馆管什么").note or "")
    nearest = ask("节水进校园活动由谁负责").nearest
    assert nearest and (nearest.place.labels[-1], nearest.text) == ("（二）宣传引导", "组织节水进校园活动。")
    assert ask("太空旅行由谁负责").nearest is None


CHAPTER = """云海省生态保护规划

一、制度建设
健全生态补偿机制。省财政厅负责建立流域补偿标准。{}完善监测网络。{}严格耕地征收管理。{}
"""
FILLED = "突出重点抓好各项措施，及时总结经验，稳步推开。" * 5


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("流域补偿标准由谁负责", ["省财政厅"]),
        ("耕地征收监测由谁负责", []),  # its words stand far apart in a chapter of one clause
        ("乡村托管服务由谁负责", []),
        ("敬老院食堂改造由谁负责", []),  # another name of one word of it is not the matter
    ],
)
def test_whose_words_only_stand_somewhere_about_is_nobody_s(tmp_path: Path, question: str, expected: list[str]) -> None:
    texts = {"chapter.txt": CHAPTER.format(FILLED, FILLED, FILLED), "other.txt": OTHER + "三、养老机构由县民政局管理。\n"}
    with Library.open(tmp_path / "library") as library:
        for name, text in texts.items():
            library.add(parse(text.encode(), path=name), text.encode())
        assert units_of(library.owners(question)) == expected


def test_implied_units_do_not_answer() -> None:
    text = "云海省清河方案\n\n一、甲。疏浚河道。（省水利厅负责。以下责任单位均包括各设区市人民政府，不再列出）\n二、乙。清理垃圾。（省住房城乡建设厅负责）\n"
    document = parse(text.encode(), path="a.txt")
    clause = next(clause for clause in document.clauses if clause.marker == "二、")
    assert [duty.unit for duty in Governance(document).of(clause.eid, clause.own)] == ["省住房城乡建设厅"]


@pytest.mark.parametrize(
    ("question", "unit", "matter"),
    [
        ("滴灌推广由谁牵头", None, "滴灌推广"),
        ("县水利局负责什么", "县水利局", "县水利局负责什么"),
        ("哪个单位负责智能水表？", None, "智能水表"),
        ("智能水表的牵头单位是谁", None, "智能水表"),
        ("养服工作由谁负责", None, "养老服务工作"),
        ("工人怎么加入县总工会", "县总工会", "工人怎么加入县总工会"),
        ("找县水利局办什么", "县水利局", "找县水利局办什么"),
        ("保税区里的维修业务由谁把关", None, "保税区里的维修业务"),
        ("粮食安全省长责任制归哪个部门考核", None, "粮食安全省长责任制 考核"),
        ("管网改造是谁的职责", None, "管网改造"),
        ("管网改造这一块由谁抓总", None, "管网改造"),
        ("管网改造这项工作归哪里管", None, "管网改造"),
        ("养老床位由谁建", None, "养老床位"),
        ("护理补贴哪个部门发", None, "护理补贴"),
        ("管网规划由谁修订", None, "管网规划 修订"),
        ("节水由哪个领导小组牵头", None, "节水"),
        ("乡镇这一级要干哪些事", "各乡镇", "各乡镇这一级要干哪些事"),
    ],
)
def test_a_question_is_read(store: Store, question: str, unit: str | None, matter: str) -> None:
    asked = read(question, Known({"县水利局", "各乡（镇）"}, store.cards()))
    assert (asked.unit, asked.matter) == (unit, matter)
