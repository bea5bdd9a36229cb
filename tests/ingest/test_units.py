"""Names of units: lists, what is one, full names, and whether two names mean one body."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import unit_table, units
from ingest.unit_canonical import canonical

LISTS = [
    ("县教育局、县总工会，各乡（镇）", ["县教育局", "县总工会", "各乡（镇）"]),
    ("省水利厅、省财政厅，各市、州、县人民政府", ["省水利厅", "省财政厅", "各市、州、县人民政府"]),
    ("各州（市）党委、政府", ["各州（市）党委、政府"]),
    ("各市、县（区）人民政府、云海开发区管委会", ["各市、县（区）人民政府", "云海开发区管委会"]),
    ("各省（自治区、直辖市）人民政府、财政部", ["各省（自治区、直辖市）人民政府", "财政部"]),
    ("云海示范区、西河新区管委会", ["云海示范区", "西河新区管委会"]),
    ("水利部、文化和旅游部等和各有关省级人民政府", ["水利部", "文化和旅游部", "各有关省级人民政府"]),
    ("市场监管总局等相关部门及各地区", ["市场监管总局", "各地区"]),
    ("水利部等有关部门和单位", ["水利部"]),
    ("国务院有关部门和单位及各地区", ["国务院有关部门和单位", "各地区"]),
    ("各有关部门和单位，各省级人民政府", ["各有关部门和单位", "各省级人民政府"]),
    ("省住房和城乡建设厅和省工业与信息化厅", ["省住房和城乡建设厅", "省工业与信息化厅"]),
    ("中央和国家机关工委、自然资源部", ["中央和国家机关工委", "自然资源部"]),
    ("12个帮扶集团牵头单位和有关区县政府", ["12个帮扶集团牵头单位", "有关区县政府"]),
    ("各区县（自治县，以下简称区县）政府、市水务局", ["各区县（自治县，以下简称区县）政府", "市水务局"]),
    ("各级节水工作领导机构及成员单位", ["各级节水工作领导机构及成员单位"]),
    ("县级以上政府与同级总工会", ["县级以上政府", "同级总工会"]),
    ("教育部、高等学校", ["教育部", "高等学校"]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_divides_between_units(text: str, expected: list[str]) -> None:
    assert list(units.split(text)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "县水利局",
        "省委组织部",
        "团县委",
        "县委网信办",
        "各乡（镇）",
        "水利部门",
        "县级以上政府",
        "人行河口分行",
        "县融媒体中心",
        "县教学指导委员会",
        "各市",
    ],
)
def test_is_a_unit(name: str) -> None:
    assert units.is_unit(name)


@pytest.mark.parametrize(
    "name", ["工作格局", "中西部", "统一部署", "主办", "座谈会", "推动县水利局", "服务大厅", "社会", "县", "", "水利工程"]
)
def test_is_no_unit(name: str) -> None:
    assert not units.is_unit(name)


FULL_NAMES = [
    ("县人社局", "溪源县", "溪源县人力资源和社会保障局"),
    ("溪源县教体局", "溪源县", "溪源县教育体育局"),
    ("省发展改革委", "云海省", "云海省发展和改革委员会"),
    ("财政厅", "云海省", "云海省财政厅"),
    ("自治区财政厅", "云山壮族自治区", "云山壮族自治区财政厅"),
    ("市商务委", "重庆市", "重庆市商务委员会"),
    ("县委组织部", "溪源县", "中共溪源县委组织部"),
    ("县委网信办", "溪源县", "中共溪源县委网络安全和信息化委员会办公室"),
    ("县委办", "溪源县", "中共溪源县委办公室"),
    ("县纪委监委", "溪源县", "溪源县纪律检查委员会监察委员会"),
    ("省政府国资委", "云海省", "云海省国有资产监督管理委员会"),
    ("省地方金融监管局", "云海省", "云海省地方金融监督管理局"),
    ("县委", "溪源县", "中共溪源县委员会"),
    ("团县委", "溪源县", "共青团溪源县委员会"),
    ("县妇联", "溪源县", "溪源县妇女联合会"),
    ("省市场监督管理局", "云海省", "云海省市场监督管理局"),
    ("发展改革委", "中国", "国家发展和改革委员会"),
    ("统计局", "中国", "国家统计局"),
    ("国家卫生健康委", "中国", "国家卫生健康委员会"),
    ("市场监管总局", "云海省", "国家市场监督管理总局"),
    ("财政部", "云海省", "财政部"),
    ("环境保护部", "中国", "环境保护部"),
    ("云海省财政厅", "溪源县", "云海省财政厅"),
    ("全国总工会", "中国", "中华全国总工会"),
    ("各乡（镇）", "溪源县", None),
    ("有关部门", "溪源县", None),
    ("水利部门", "溪源县", None),
    ("市商务委", "溪源县", None),
    ("人行河口分行", "云海省", None),
    ("县财政局", None, None),
    ("工会", "溪源县", None),
]


@pytest.mark.parametrize(("printed", "region", "expected"), FULL_NAMES)
def test_canonical_name(printed: str, region: str | None, expected: str | None) -> None:
    assert canonical(printed, region) == expected


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("县财政局", "county"),
        ("省民政厅", "provincial"),
        ("民政厅", "provincial"),
        ("市水务局", "city"),
        ("镇司法所", "town"),
        ("税务总局", "national"),
        ("财政部", "national"),
        ("国家统计局", "national"),
        ("云海省财政厅", "provincial"),
        ("财政局", None),
        ("国资委", None),
    ],
)
def test_level_by_the_name_alone(name: str, level: str | None) -> None:
    assert units.level_of(name) == level


SAME = [
    ("县工会", "县总工会"),
    ("人社局", "县人力资源社会保障局"),
    ("县人社局", "溪源县人力资源和社会保障局"),
    ("教体局", "县教育体育局"),
    ("教育局", "县教育体育局"),
    ("工信局", "县工业和科技信息化局"),
    ("县工科局", "县工业和科技信息化局"),
    ("发改局", "县发展改革局"),
    ("发改委", "县发展改革局"),
    ("发改委", "国家发展改革委"),
    ("财政厅", "自治区财政厅"),
    ("总工会", "县总工会"),
    ("县法院", "县人民法院"),
    ("市监局", "县市场监管局"),
    ("网信办", "县委网信办"),
    ("环保局", "县生态环境局"),
    ("文旅局", "市文旅广电局"),
    ("乡镇", "各乡（镇）"),
    ("水利部门", "各级水利部门"),
    ("节水办", "省推进节约用水工作协调领导小组办公室"),
    ("节水领导小组成员单位", "县节约用水工作领导小组成员单位"),
    ("各设区市人民政府", "每个设区市"),
]
DIFFERENT = [
    ("财政局", "省财政厅"),
    ("公安局", "公安部"),
    ("县妇联", "省妇联"),
    ("全国总工会", "县总工会"),
    ("县税务局", "国家税务总局"),
    ("工会", "县总工会"),
    ("民政局", "县民族宗教事务局"),
    ("水利局", "县水务局"),
    ("宣传部", "县委组织部"),
    ("体育局", "县教育体育局"),
    ("溪源县财政局", "河口县财政局"),
]


@pytest.mark.parametrize(("asked", "printed"), SAME)
def test_a_name_asked_for_finds_the_one_printed(asked: str, printed: str) -> None:
    assert units.matches(asked, printed)


@pytest.mark.parametrize(("asked", "printed"), DIFFERENT)
def test_a_name_does_not_find_another_body(asked: str, printed: str) -> None:
    assert not units.matches(asked, printed)


@pytest.mark.parametrize("asked", ["县发展改革局", "发改局", "县粮食局", "县发展改革局（县粮食局）"])
def test_a_body_with_its_other_name_behind_it_is_found_by_either(asked: str) -> None:
    printed = "县发展改革局（县粮食局）"
    assert units.matches(asked, printed)
    assert not units.matches("县财政局", printed)
    assert canonical(printed, "溪源县") == canonical("县发展改革局", "溪源县")


def test_an_alias_leads_to_one_full_name() -> None:
    for national in (False, True):
        names = [name for body in unit_table.bodies() if body.national == national for name in set(body.names)]
        assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


@pytest.mark.parametrize("body", [body for body in unit_table.bodies() if body.now], ids=lambda body: body.name)
def test_a_successor_is_in_the_table(body: unit_table.Body) -> None:
    assert unit_table.full_name(body.now or "") or unit_table.full_name((body.now or "").removeprefix("国家"))


NAMES = st.sampled_from(
    ["县水利局", "省财政厅", "各乡（镇）", "文化和旅游部", "团县委", "各市、州、县人民政府", "市住房和城乡建设委"]
)


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), st.sampled_from("、，"))
def test_a_joined_list_divides_into_what_was_joined(names: list[str], mark: str) -> None:
    assert list(units.split(mark.join(names))) == names


@given(st.text(alphabet="各市县、，和及（）局部等有关政府水", max_size=40))
def test_a_list_of_anything_gives_pieces_of_it(text: str) -> None:
    for piece in units.split(text):
        rest = iter(text)
        assert piece
        assert all(char in rest for char in piece if char not in "、，")


def test_no_body_of_the_table_reads_as_prose() -> None:
    """`is_unit` turns prose away before it looks at the table."""
    assert all(units.is_unit(name) for body in unit_table.bodies() for name in body.names)


def test_every_body_of_the_table_has_a_full_name_in_a_county() -> None:
    for body in unit_table.bodies():
        if not body.national and not units.is_collective(body.name):
            for name in body.names:
                assert units.is_unit("县" + name), name
                assert canonical("县" + name, "溪源县") is not None, name


PIECES = [*sorted(unit_table.spoken_names()), *["县", "、", "和", "制定细则", "部门"] * 100]


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_names_end_where_a_name_of_the_table_does(text: str) -> None:
    known = unit_table.spoken_names()
    ends = [end for end in range(len(text) + 1) if any(text[start:end] in known for start in range(end))]
    assert unit_table.name_ends(text) == ends


def test_levels_one_after_another_take_no_time() -> None:
    begun = time.process_time()
    units.is_unit("县市" * 30 + "水务局")
    assert time.process_time() - begun < 1
