"""Evaluation of a library and of passages: anchors found, kinds apart, gains and losses against the last run."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from ingest.model import Document
from search import Library
from search.lexical.engine import IndexRow, open_engine
from search.meaning.dense import Dense, Embedding
from search.model import LibraryError
from search.quality.assess import RUNS, assess_library, assess_passages, ranked
from tests.builders import data_of

PASSAGES = [
    {"id": "a", "title": "灌区办法", "text": "灌区用水实行计量收费。"},
    {"id": "b", "title": "养老办法", "text": "养老机构按床位领取补贴。"},
]


@pytest.fixture
def library(tmp_path: Path, province: Document, county: Document) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        for document in (province, county):
            made.add(document, data_of(document))
        yield made


def written(path: Path, rows: list[dict[str, Any]], *, lines: bool = False) -> Path:
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, "utf-8")
    return path


def questions(folder: Path, file: str) -> Path:
    rows = [
        {"qid": "1", "q": "企业技能津贴", "kind": "precedent", "relevant": [{"file": file, "anchor": "鼓励企业 设立技能津贴"}]},
        {"qid": "2", "q": "5G产线", "kind": "target", "relevant": [{"file": file, "anchor": "建成2条5G示范产线", "grade": 2}]},
        {"qid": "3", "q": "低空经济", "kind": "target", "relevant": [{"file": "no.txt", "anchor": "低空经济"}]},
    ]
    return written(folder / "questions.json", rows)


def test_a_library_is_assessed_by_kind(library: Library, county: Document, tmp_path: Path) -> None:
    found = assess_library(library, questions(tmp_path, county.source.path))
    assert found.counts == {"": 2, "precedent": 1, "target": 1}
    assert found.unanswerable == ("3",)
    assert found.scores["target"]["MRR@10"].mean == 1
    assert 0 < found.scores[""]["nDCG@10"].low <= found.scores[""]["nDCG@10"].mean <= 1
    assert found.changes is None


def test_changes_are_told_against_the_last_run(library: Library, county: Document, tmp_path: Path) -> None:
    path = questions(tmp_path, county.source.path)
    assess_library(library, path)
    assert assess_library(library, path).changes == ()
    run = library.folder / RUNS / "questions.json"
    run.write_text(json.dumps(json.loads(run.read_text("utf-8")) | {"2": 0.25}), "utf-8")
    changes = assess_library(library, path).changes
    assert changes is not None
    assert [(change.question.id, change.before, change.now) for change in changes] == [("2", 0.25, 1.0)]


@pytest.mark.parametrize(
    "text", ["", "[", "{}", '[{"q": "津贴"}]', '[{"qid": 1, "q": "津贴", "relevant": [{"file": "x"}]}]', "[]"]
)
def test_a_file_that_is_none_is_one_clear_error(library: Library, tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, "utf-8")
    with pytest.raises(LibraryError):
        assess_library(library, path)


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_passages_are_assessed(tmp_path: Path, suffix: str) -> None:
    passages = written(tmp_path / f"passages{suffix}", PASSAGES, lines=True)
    asked = written(tmp_path / "q.jsonl", [{"qid": 1, "q": "养老补贴", "relevant": ["b"]}], lines=True)
    found = assess_passages(passages, asked)
    assert found.scores[""]["MRR@10"].mean == 1
    assert (found.changes, found.counts) == (None, {"": 1})


def test_the_command(library: Library, county: Document, tmp_path: Path) -> None:
    path = questions(tmp_path, county.source.path)
    words = ["evaluate", "--questions", str(path), "--library", str(library.folder)]
    told = CliRunner().invoke(app, words).output
    assert "nDCG@10" in told and "precedent" in told and "未计入的问题：3" in told
    assert "与上次评测相同" in CliRunner().invoke(app, words).output
    record = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert record["all"]["questions"] == 2 and record["unanswerable"] == ["3"]


def test_what_meaning_alone_finds_follows_what_is_read_closely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.precedent.rerank.DEPTH", 2)
    rows = {
        "a": "灌区用水实行计量收费。",
        "b": "灌区骨干渠道改造。",
        "c": "灌区管理单位按期公示水价。",
        "d": "农田节水，推广滴灌喷灌。",
    }
    engine, dense = open_engine("tantivy", tmp_path / "index"), Dense(tmp_path, Embedding.builtin())
    engine.add(IndexRow(key, key, {"title": "", "text": text}, {}) for key, text in rows.items())
    engine.commit()
    dense.add(list(rows.items()))
    found = [key for key, _ in ranked("灌区用水怎么收费", engine, dense, rows)]
    assert found[0] == "a"
    assert sorted(found) == sorted(rows)
