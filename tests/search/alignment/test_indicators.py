"""One indicator over levels and regions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.library import Library
from search.model import NotFound, TargetQuote

PLANS = {
    "省.txt": "云陵省节水规划\n\n一、目标\n到2026年，全省管网漏损率不高于9%。到2026年，全省管网漏损率不高于9%。新建水厂40座。\n",
    "县.txt": "溪源县节水方案\n\n根据《云陵省节水规划》，制定本方案。\n一、目标\n到2026年，全县管网漏损率不高于8%。新建公厕12座。\n",
    "别县.txt": "青柳县供水方案\n\n一、目标\n到2027年，管网漏损率不高于10%。\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("plans")
    for name, text in PLANS.items():
        (folder / name).write_text(text, "utf-8")
    with Library.open(folder / "library") as library:
        library.ingest([folder / name for name in PLANS])
        yield library


def target(library: Library, words: str, region: str) -> TargetQuote:
    return next(row for row in library.targets(indicator=words)[1] if row.place.region == region)


@pytest.mark.parametrize("region", ["云陵省", "溪源县", "青柳县"])
def test_one_name_at_every_level_from_wherever_one_begins(library: Library, region: str) -> None:
    rows = library.comparable(target(library, "漏损率", region).id)
    assert [(row.place.region, row.target.value, row.target.deadline) for row in rows] == [
        ("云陵省", 9.0, 2026),
        ("溪源县", 8.0, 2026),
        ("青柳县", 10.0, 2027),
    ]


def test_another_indicator_stays_apart(library: Library) -> None:
    [alone] = library.comparable(target(library, "水厂", "云陵省").id)
    assert alone.target.value == 40


@pytest.mark.parametrize("target_id", ["none#T1", "#T1", "x"])
def test_unknown_targets(library: Library, target_id: str) -> None:
    with pytest.raises(NotFound):
        library.comparable(target_id)


def test_a_number_that_the_document_lacks(library: Library) -> None:
    with pytest.raises(NotFound):
        library.comparable(target(library, "漏损率", "溪源县").place.document_id + "#T99")
