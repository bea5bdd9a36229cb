from __future__ import annotations

import pytest

from search.links.commonplace import asked, common, safeguards_part, said


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("强化组织保障", "保障措施"),
        ("工作要求", "保障措施"),
        ("规划实施", "保障措施"),
        ("做好宣传引导", "宣传引导"),
        ("强化考核激励", "监督考核"),
        ("严格督查问责", "监督考核"),
        ("严肃考核", "监督考核"),
        ("多元投入", "资金保障"),
        ("完善财政投入机制", "资金保障"),
        ("强化组织协调", "组织领导"),
        ("压实工作责任", "压实工作责任"),
        ("落实投资项目", "落实投资项目"),
        ("总体要求", "总体要求"),
        ("医疗保障", "医疗保障"),
        ("疏浚航道", "疏浚航道"),
    ],
)
def test_a_part_has_one_name_whatever_its_heading(heading: str, name: str) -> None:
    assert common(heading) == name


def test_only_safeguards_stand_in_their_part() -> None:
    assert safeguards_part("保障措施") and safeguards_part("组织领导")
    assert not safeguards_part("主要任务") and not safeguards_part("")


@pytest.mark.parametrize(
    ("heading", "text", "matter"),
    [
        ("组织领导", "层层传导压力。", {"组织领导"}),
        ("", "电视台开设专栏，报纸刊登问答。", {"宣传引导"}),
        ("建立协调机制", "各方召开联席会议，列入年度考核。", {"组织领导", "监督考核"}),
        ("", "对进展缓慢的乡镇予以约谈。", {"监督考核"}),
        ("", "将供水工作列入重要议事日程，落实属地责任。", {"组织领导"}),
        ("改革水价", "落实资金，加强宣传。", set()),
    ],
)
def test_a_safeguard_asks_by_its_heading_or_by_its_words(heading: str, text: str, matter: set[str]) -> None:
    assert asked(heading, text) == matter


def test_a_sentence_may_speak_of_no_safeguard() -> None:
    assert said("疏浚航道，加固防波堤。") == frozenset()
