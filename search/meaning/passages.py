"""What an embedding learns from: passages of laws and plans, and lay questions beside the articles that answer them."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.model import Document
from search.model import LibraryError
from search.wording import SENTENCE

_SHORT = 6  # characters; what is shorter says too little to be told from others


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to learn from: its headings from the title down, and its sentences in order."""

    heading: str
    sentences: tuple[str, ...]

    @classmethod
    def of(cls, heading: str, body: str) -> Passage:
        """A body cut into sentences at 。；！？ and line ends."""
        return cls(heading, tuple(s for s in SENTENCE.findall(body) if len(s) >= _SHORT))


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and a passage that answers it."""

    question: str
    passage: Passage


def passages_of(document: Document) -> Iterator[Passage]:
    """The clauses of a parsed document, each with the headings above it."""
    headings: dict[str | None, str] = {None: document.work.title}
    for clause in document.clauses:
        headings[clause.eid] = f"{headings[clause.parent]} {clause.heading or ''}".strip()
        yield Passage.of(headings[clause.eid], document.body(clause))


def read(path: Path) -> Iterator[Passage]:
    """Passages of a document, of a folder of documents, or of a file of laws: JSON lines, plain or .gz, of
    `{title, date, articles: [{no, path: [heading, …], text}]}`.

    KeyError for other rows, IngestError for what is no document.
    """
    if path.is_dir():
        yield from chain.from_iterable(read(file) for file in sorted(path.iterdir()) if file.suffix in (".txt", ".md"))
    elif ".jsonl" in path.suffixes:
        yield from (_passage(law, article) for law in _laws(path) for article in law["articles"])
    else:
        from ingest.pipeline import parse

        yield from passages_of(parse(path.read_bytes(), path=str(path)))


def answered(questions: Path, laws: Path) -> list[Answered]:
    """The questions of a table (tab-separated: `law`, `date`, `article`, `question`), each with its article of a file of laws.

    LibraryError where the file of laws does not hold an article that is asked for.
    """
    with questions.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wanted = {(row["law"], row["date"]) for row in rows}
    found = {
        (law["title"], law["date"], article["no"]): _passage(law, article)
        for law in _laws(laws)
        if (law["title"], law["date"]) in wanted
        for article in law["articles"]
    }
    for row in rows:
        if (row["law"], row["date"], row["article"]) not in found:
            raise LibraryError(f"{laws} 中没有《{row['law']}》（{row['date']}）{row['article']}", "换用含有这部法规的文件")
    return [Answered(row["question"], found[row["law"], row["date"], row["article"]]) for row in rows]


def _laws(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _passage(law: dict[str, Any], article: dict[str, Any]) -> Passage:
    return Passage.of(" ".join((law["title"], *article["path"])), article["text"])
