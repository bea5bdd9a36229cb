"""The extractors as spaCy components: labels, offsets, what they carry."""

from __future__ import annotations

from typing import Any

import pytest

from ingest import entities
from ingest.model import Duty, Target

TEXT = "到2025年，管网漏损率控制在9%以内，新建雨水池  12座。由县水利局牵头，会同县财政局落实。（责任单位：县水利局、各乡镇）"


@pytest.fixture(scope="module")
def doc() -> Any:
    return entities.pipeline(region="溪源县", period=(2021, 2025))(TEXT)


def quoted(doc: Any, key: str) -> list[tuple[str, str]]:
    assert doc.text == TEXT
    assert all(TEXT[span.start_char : span.end_char] == span.text for span in doc.spans[key])
    return [(span.text, span.label_) for span in doc.spans[key]]


def test_targets_are_spans_with_the_whole_tuple(doc: Any) -> None:
    assert quoted(doc, "policykb_targets") == [
        ("到2025年，管网漏损率控制在9%以内", "TARGET"),
        ("新建雨水池  12座", "TARGET"),
    ]
    first: Target = doc._.policykb_targets[0]
    assert (first.indicator, first.op, first.value, first.unit, first.deadline) == ("管网漏损率", "<=", 9, "%", 2025)


def test_duties_are_spans_with_unit_and_role(doc: Any) -> None:
    found: list[Duty] = list(doc._.policykb_duties)
    assert [(duty.unit, duty.role, duty.form) for duty in found] == [
        ("县水利局", "牵头单位", "inline"),
        ("县财政局", "配合单位", "inline"),
        ("县水利局", "责任单位", "bracket"),
        ("各乡镇", "责任单位", "bracket"),
    ]
    assert quoted(doc, "policykb_duties")[-1] == ("（责任单位：县水利局、各乡镇）", "DUTY")


def test_units_are_entities_with_their_full_names(doc: Any) -> None:
    assert [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents][:2] == [
        ("县水利局", "UNIT", "溪源县水利局"),
        ("县财政局", "UNIT", "溪源县财政局"),
    ]


def test_a_component_joins_a_pipeline_of_others() -> None:
    import spacy

    import ingest.components  # noqa: F401 - what the entry points do where the package is installed

    nlp = spacy.blank("zh")
    nlp.add_pipe("policykb_units", config={"region": "溪源县"})
    doc = nlp("县民政局、县残联和溪源县人民医院派员参加。")
    assert [ent.text for ent in doc.ents][:2] == ["县民政局", "县残联"]
    assert nlp("").ents == ()


def test_entry_points_name_every_component() -> None:
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["entry-points"]["spacy_factories"]) == set(entities.COMPONENTS)
