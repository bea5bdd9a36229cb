"""How well a library, or any file of passages, answers a file of questions; and what changed since the last time.

Questions over a library are a JSON list of `{qid, q, kind, relevant: [{file, anchor, grade}]}`: a clause is found by its file
and a run of its characters. Questions over passages are JSON lines `{qid, q, relevant: [id, …]}`, the passages
`{id, title, text}`, these also as `.gz`.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from search.lexical.engine import Engine, IndexRow, open_engine
from search.lexical.synonyms import synonyms
from search.library import Library
from search.meaning.dense import Dense, Embedding
from search.model import Filters, LibraryError
from search.precedent import rerank
from search.precedent.closeness import nearest_first
from search.precedent.question import widened
from search.precedent.rank import BEYOND, CANDIDATES, fuse, in_order
from search.quality.evaluate import METRICS, Question, Ranking, Score, interval, read_questions, values
from search.wording import bare

Read = TypeVar("Read")

RUNS = "evaluations"
"""Folder of a library with the last run of each file of questions."""

DEEP = 100
JUDGED = "nDCG@10"
"""What gains and losses are told in."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose `JUDGED` value changed since the last stored run."""

    question: Question
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Assessed:
    """Kind of question -> metric -> score, all together under `""`; how many questions each kind has; `changes` against the
    last run, the largest loss first (None where there was none); ids of questions no answer to which is held."""

    scores: dict[str, dict[str, Score]]
    counts: dict[str, int]
    changes: tuple[Change, ...] | None
    unanswerable: tuple[str, ...] = ()


def assess_library(library: Library, path: Path) -> Assessed:
    """Asks a library; the values are stored as its last run of this file. LibraryError for a file that can't be read."""
    find = _finder(library)
    questions = _read(path, lambda: [_graded(row, find) for row in json.loads(path.read_text("utf-8"))])
    kept = [question for question in questions if question.grades]
    gone = tuple(question.id for question in questions if not question.grades)
    return _assessed(lambda text: _ids(library, text), kept, library.folder / RUNS / f"{path.stem}.json", gone)


def assess_passages(passages: Path, questions: Path) -> Assessed:
    """Asks for passages by words and meaning, as a library does without knowing what a document is. Nothing is stored."""
    asked = _read(questions, lambda: read_questions(questions))
    with tempfile.TemporaryDirectory() as work:
        engine = open_engine("tantivy", Path(work) / "index")
        dense = Dense(Path(work), Embedding.builtin())
        rows = _read(passages, lambda: list(_lines(passages)))
        engine.add(IndexRow(row["id"], row["id"], {"title": row["title"], "text": row["text"]}, {}) for row in rows)
        engine.commit()
        dense.add([(row["id"], row["text"]) for row in rows])
        texts = {row["id"]: f"{row['title']}\n{row['text']}" for row in rows}
        return _assessed(lambda text: [key for key, _ in ranked(text, engine, dense, texts)], asked, None)


def ranked(text: str, engine: Engine, dense: Dense, texts: Mapping[str, str]) -> list[tuple[str, float]]:
    """What a library makes of a plain question without knowing of documents: words and meaning, the first ones read closely.

    Each with a score, those read closely before the others. It looks deeper than a library does, which
    fuses `rank.DEPTH` of each and orders all of them by `rank.WEIGHTS`.
    """
    words = engine.search(widened(text), Filters(), limit=CANDIDATES).hits
    meaning = dense.search(text, CANDIDATES, also="，".join(synonyms(text)))
    best = dict(fuse(words, meaning)[: rerank.DEPTH])
    top = {key: texts[key] for key in best}
    first = nearest_first(text, rerank.reranked(text, best, top), top, dense.embedding)
    rest = [hit for hit in fuse(words, meaning, weights=BEYOND) if hit[0] not in first]
    return [(key, first[key]) for key in in_order(first)] + rest


def _assessed(
    search: Callable[[str], Ranking], questions: Sequence[Question], run: Path | None, gone: tuple[str, ...] = ()
) -> Assessed:
    if not questions:
        raise LibraryError("没有可评测的问题", "检查问题文件，以及库中是否收录了其中的文件")
    each = values(search, questions)
    kinds = ["", *sorted({question.kind for question in questions} - {""})]
    places = {kind: [i for i, question in enumerate(questions) if kind in ("", question.kind)] for kind in kinds}
    scores = {kind: {metric: interval(each[metric][at]) for metric in METRICS} for kind, at in places.items()}
    changes = _compared(questions, each[JUDGED], run) if run else None
    return Assessed(scores, {kind: len(at) for kind, at in places.items()}, changes, gone)


def _compared(questions: Sequence[Question], now: np.ndarray, run: Path) -> tuple[Change, ...] | None:
    """What changed since the run stored at `run`, which this one replaces."""
    last = json.loads(run.read_text("utf-8")) if run.exists() else None
    run.parent.mkdir(exist_ok=True)
    run.write_text(json.dumps({q.id: round(float(value), 6) for q, value in zip(questions, now, strict=True)}), "utf-8")
    if last is None:
        return None
    pairs = ((q, last.get(q.id), float(value)) for q, value in zip(questions, now, strict=True))
    changed = [Change(q, before, value) for q, before, value in pairs if before is not None and abs(value - before) > 1e-5]
    return tuple(sorted(changed, key=lambda change: change.now - change.before))


def _ids(library: Library, text: str) -> list[str]:
    return [hit.clause_id for hit in library.search(text, limit=DEEP).hits]


def _finder(library: Library) -> Callable[[str, str], str | None]:
    """File and anchor -> id of the first clause of that file that has the anchor, whatever its spaces and punctuation."""
    held: dict[str, list[tuple[str, str]]] = {}
    for card in library.documents():
        document = library.document(card.id)
        texts = [(c.eid, bare(f"{c.marker or ''}{c.heading or ''}{document.body(c)}")) for c in document.clauses]
        held[Path(card.file).name] = [(f"{card.id}#{eid}", text) for eid, text in texts]
    return lambda file, anchor: next((key for key, text in held.get(file, ()) if bare(anchor) in text), None)


def _graded(row: dict[str, Any], find: Callable[[str, str], str | None]) -> Question:
    found = {find(one["file"], one["anchor"]): int(one.get("grade", 1)) for one in row.get("relevant") or ()}
    grades = {key: grade for key, grade in found.items() if key is not None}
    return Question(str(row["qid"]), row["q"], grades, row.get("kind") or "")


def _read(path: Path, read: Callable[[], Read]) -> Read:
    """What `read` gives; LibraryError where the file is missing or holds something else."""
    try:
        return read()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(f"无法读取 {path}：{error}", "问题文件的格式见 policykb evaluate --help") from error


def _lines(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
