"""The sample corpus agrees with its manifest, its gazetteer and the facts noted for the tests that parse it."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.model import CLAUSE_KINDS, LEVELS, ROLES
from search.model import RELATIONS, VERDICTS

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "documents"
RUN = 40
"""Squeezed characters that two texts share by chance or as a set phrase at most."""

ENCODINGS = {"coldchain-2-province-scheme.txt": "gb18030", "eldercare-3-county-scheme.txt": "utf-16"}
OPS = (">=", ">", "<=", "<", "=", "~", "range")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def squeeze(text: str) -> str:
    """Without page marks and white space, as annotations are compared."""
    return re.sub(r"\s+", "", re.sub(r"(?m)^— \d+ —\f?$", "", text))


def sample(name: str) -> str:
    return squeeze((CORPUS / "documents" / name).read_text(ENCODINGS.get(name, "utf-8")))


MANIFEST = {row["file"]: row for row in table(CORPUS / "manifest.csv")}
REGIONS = {row["name"]: row for row in table(CORPUS / "gazetteer" / "regions.csv")}
TRUTH: dict[str, list[dict[str, Any]]] = tomllib.loads((ROOT / "tests/cases/corpus_truth.toml").read_text("utf-8"))
FACTS = {facts["file"]: facts for facts in TRUTH["document"]}


def uppers(file: str) -> list[str]:
    return [upper for upper in MANIFEST[file]["upper"].split("；") if upper]


def test_manifest_lists_every_file_once() -> None:
    files = sorted(path.name for path in (CORPUS / "documents").glob("[!.]*"))
    assert files == sorted(row["file"] for row in table(CORPUS / "manifest.csv"))
    assert len(files) >= 14


@pytest.mark.parametrize("file", MANIFEST)
def test_file_prints_what_the_manifest_says(file: str) -> None:
    row, text = MANIFEST[file], sample(file)
    printed = [row["title"], row["doc_number"], row["issuer"].split("；")[0]]
    assert [value for value in printed if squeeze(value) not in text] == []
    assert (row["level"], row["region"]) == (REGIONS[row["region"]]["level"], REGIONS[row["region"]]["name"])


@pytest.mark.parametrize(("file", "encoding"), ENCODINGS.items())
def test_encoding_samples_are_no_utf8(file: str, encoding: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        (CORPUS / "documents" / file).read_text("utf-8")


@pytest.mark.parametrize("file", MANIFEST)
def test_upper_documents_are_named_in_the_text(file: str) -> None:
    for upper in uppers(file):
        title = upper.removeprefix("not held: ") if upper.startswith("not held: ") else MANIFEST[upper]["title"]
        assert title.strip("《》") in sample(file)
        if upper in MANIFEST:
            assert LEVELS.index(MANIFEST[upper]["level"]) <= LEVELS.index(MANIFEST[file]["level"])


def test_one_chain_shows_a_hole() -> None:
    holes = [upper for file in MANIFEST for upper in uppers(file) if upper not in MANIFEST]
    assert holes == ["not held: 《砚川市乡村养老服务提升实施方案》"]


def test_three_subjects_reach_from_nation_to_county() -> None:
    reached: dict[str, set[str]] = {}
    for row in MANIFEST.values():
        reached.setdefault(row["subject"], set()).add(row["level"])
    assert len(reached) == 3
    assert all({"national", "provincial", "county"} <= levels for levels in reached.values())
    assert {row["level"] for row in MANIFEST.values()} == set(LEVELS)


def test_no_text_of_a_real_document() -> None:
    if not REAL.is_dir():
        pytest.skip("the shared evaluation documents are not here")
    known = {run for path in REAL.glob("*.txt") for run in runs(squeeze(path.read_text("utf-8", "replace")))}
    assert [(file, run) for file in MANIFEST for run in runs(sample(file)) if run in known] == []


def runs(text: str) -> Iterator[str]:
    return (text[i : i + RUN] for i in range(len(text) - RUN + 1))


def test_regions_are_all_down_to_the_counties() -> None:
    real = [row for row in table(CORPUS / "gazetteer" / "regions.csv") if row["fictional"] == "0"]
    assert Counter(row["level"] for row in real) == {"national": 1, "provincial": 35, "city": 334, "county": 2849}
    cities = [row["name"] for row in real if row["level"] == "city"]
    suffixes = Counter(match[0] for name in cities if (match := re.search("(市|地区|自治州|盟|新区)$", name)))
    assert suffixes == {"市": 293, "地区": 7, "自治州": 30, "盟": 3, "新区": 1}


def test_regions_form_one_tree_with_unique_names() -> None:
    rows = table(CORPUS / "gazetteer" / "regions.csv")
    levels = {row["code"]: row["level"] for row in rows}
    above_counties = [row for row in rows if row["level"] != "county"]
    for column, unique in (("code", rows), ("name", above_counties), ("short", [row for row in rows if row["short"]])):
        assert [value for value, times in Counter(row[column] for row in unique).items() if times > 1] == []
    assert max(Counter((row["parent"], row["name"]) for row in rows).values()) == 1
    for row in rows:
        assert re.fullmatch(r"\d{9}" if row["level"] == "town" else r"\d{6}", row["code"])
        assert row["short"].removesuffix("州")[:2] in row["name"]
        assert (row["fictional"] == "1") == row["code"].startswith("99")
        step = LEVELS.index(row["level"]) - LEVELS.index(levels[row["parent"]]) if row["parent"] else 1
        assert step == 1 or (row["level"] == "county" and step == 2), "a county may stand right below a province"


@pytest.mark.parametrize("file", FACTS)
def test_facts_of_a_document_are_well_formed(file: str) -> None:
    facts, row = FACTS[file], MANIFEST[file]
    for name in ("title", "doc_number", "date", "level", "region", "doc_type"):
        assert facts.get(name, "") == row[name]
    assert set(facts["kinds"]) <= set(CLAUSE_KINDS)
    for duty in facts["duties"]:
        assert duty["role"] in ROLES
        assert duty.get("form", "bracket") in ("bracket", "implied")
        assert squeeze(duty["heading"]) in sample(file)
        assert duty["unit"] in sample(file)


@pytest.mark.parametrize("file", FACTS)
def test_target_facts_quote_their_document(file: str) -> None:
    for target in FACTS[file]["targets"]:
        assert target["quote"] in sample(file)
        assert target["op"] in OPS
        assert ("value2" in target) == (target["op"] == "range")
        assert str(target.get("deadline", "")) in sample(file)
        assert re.search(r"[\d五八成全]", unicodedata.normalize("NFKC", target["quote"]))
    assert [quote for quote in FACTS[file]["not_targets"] if quote not in sample(file)] == []


@pytest.mark.parametrize("link", TRUTH["link"], ids=lambda link: link["lower"])
def test_link_facts_name_headings_of_both_documents(link: dict[str, Any]) -> None:
    lower, upper = sample(link["lower"]), sample(link["upper"])
    assert link["upper"] in uppers(link["lower"])
    for pair in link["pairs"]:
        assert pair["lower"] in lower
        assert pair["upper"] in upper
        assert pair.get("relation", "derives") in RELATIONS
    assert [heading for heading in link["local"] if heading not in lower or heading in upper] == []
    assert [heading for heading in link["dropped"] if heading not in upper or heading in lower] == []


@pytest.mark.parametrize("link", TRUTH["target_link"], ids=lambda link: link["lower"])
def test_target_link_facts_quote_both_documents(link: dict[str, Any]) -> None:
    for pair in link["pairs"]:
        assert pair["lower"] in sample(link["lower"])
        assert pair["upper"] in sample(link["upper"])
        assert pair["verdict"] in VERDICTS
