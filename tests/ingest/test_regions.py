"""What autonomous counties and banners are called without their peoples, and short names inside longer ones."""

from __future__ import annotations

import pytest

from ingest.regions import region_in_title, region_of_organ, regions


@pytest.mark.parametrize(
    ("spoken", "full"),
    [
        ("镇宁县", "镇宁布依族苗族自治县"),
        ("巍山县", "巍山彝族回族自治县"),
        ("双江县", "双江拉祜族佤族布朗族傣族自治县"),
        ("积石山县", "积石山保安族东乡族撒拉族自治县"),
        ("东乡县", "东乡族自治县"),
        ("互助县", "互助土族自治县"),
        ("沿河县", "沿河土家族自治县"),
        ("龙胜县", "龙胜各族自治县"),
        ("阿克塞县", "阿克塞哈萨克族自治县"),
        ("木垒县", "木垒哈萨克自治县"),
        ("察布查尔县", "察布查尔锡伯自治县"),
        ("和布克赛尔县", "和布克赛尔蒙古自治县"),
        ("前郭县", "前郭尔罗斯蒙古族自治县"),
        ("莫力达瓦旗", "莫力达瓦达斡尔族自治旗"),
        ("鄂温克旗", "鄂温克族自治旗"),
        ("大理州", "大理白族自治州"),
    ],
)
def test_autonomous_places_without_their_peoples(spoken: str, full: str) -> None:
    assert regions()[spoken].name == full
    organ = region_of_organ(f"{spoken}人民政府办公室")
    assert organ is not None and organ.name == full


def test_every_autonomous_county_has_a_name_without_its_peoples() -> None:
    named = {region.name for name, region in regions().items() if name != region.name and name.endswith(("县", "旗"))}
    assert {name for name in regions() if name.endswith(("自治县", "自治旗"))} <= named


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("镇宁县节水工作方案", "镇宁布依族苗族自治县"),
        ("庆阳市宁县节水工作方案", "宁县"),
        ("关于宁县节水工作的通知", "宁县"),
        ("关于青宁县节水工作的通知", "青宁县"),
        ("某青宁县节水工作方案", "某青宁县"),
    ],
)
def test_a_short_name_inside_a_longer_one(title: str, name: str) -> None:
    region = region_in_title(title)
    assert region is not None and region.name == name
