"""Quality and latency of each way to search on lay questions against statutes, side by side.

    python -m tests.benchmarks.statutes [FOLDER] [--skip WAY …]

The folder holds `passages.jsonl.gz` (id, title, text) and `queries.jsonl` (qid, q, relevant ids). Weights were chosen on every
second question from the first on (择参); the others (留出) are told apart. The peers are given plain words of jieba; bm25s takes part
where it is installed. Each way is asked for 200 passages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ingest.segment import words as segment
from search.lexical.engine import Engine, IndexRow, open_engine
from search.lexical.query import WORDS, Bool, Term
from search.lexical.synonyms import synonyms
from search.meaning.dense import Dense, Embedding
from search.model import Filters
from search.precedent.question import widened
from search.precedent.rank import DEPTH, fuse
from search.quality.assess import ranked
from search.quality.evaluate import METRICS, Question, interval, read_questions, values

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "statutes"
OURS = "融合+精读"

Ranked = Sequence[tuple[str, float]]
Way = Callable[[str], Ranked]
Passages = Mapping[str, Mapping[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.statutes", description="法规问答检索评测")
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED, help="评测集所在文件夹")
    parser.add_argument("--skip", nargs="*", default=[], choices=list(PEERS), help="不比的方法（Whoosh 最慢）")
    options = parser.parse_args()
    if not options.folder.exists():
        raise SystemExit(f"没有评测集：{options.folder}")
    questions = read_questions(options.folder / "queries.jsonl")
    passages = {row["id"]: row for row in _rows(options.folder / "passages.jsonl.gz")}
    with tempfile.TemporaryDirectory() as work:
        searches = ways(passages, Path(work))
        for name, build in PEERS.items():
            if name not in options.skip and (name != "bm25s" or find_spec("bm25s")):
                searches[name] = _timed(name, build, passages, Path(work))
        compare(searches, questions)


def ways(passages: Passages, folder: Path) -> dict[str, Way]:
    """Our own: words of jieba alone, our terms with other names, meaning, both fused, and the first of them read closely."""
    engine = open_engine("tantivy", folder / "index")
    start = time.perf_counter()
    engine.add(IndexRow(key, key, {"title": row["title"], "text": row["text"]}, {}) for key, row in passages.items())
    engine.commit()
    middle = time.perf_counter()
    dense = Dense(folder, Embedding.builtin())
    dense.add([(key, row["text"]) for key, row in passages.items()])
    dense.save()
    print(f"{len(passages)} 条：全文索引 {middle - start:.1f} 秒，向量 {time.perf_counter() - middle:.1f} 秒", flush=True)

    def fused(text: str) -> Ranked:
        return fuse(_lexical(engine, widened(text)), dense.search(text, DEPTH, also="，".join(synonyms(text))))

    texts = {key: f"{row['title']}\n{row['text']}" for key, row in passages.items()}
    return {
        "tantivy 词": lambda text: _lexical(engine, Bool(should=tuple(Term(WORDS, word) for word in _cut(text)))),
        "词+二字": lambda text: _lexical(engine, widened(text)),
        "向量": lambda text: dense.search(text, DEPTH),
        "融合": fused,
        OURS: lambda text: ranked(text, engine, dense, texts),
    }


def compare(searches: Mapping[str, Way], questions: Sequence[Question]) -> None:
    """Means of all metrics for both halves and all; then what ours gains on each in the half that nothing was chosen on."""
    chosen = np.arange(len(questions)) % 2 == 0
    halves = {"择参": chosen, "留出": ~chosen, "全部": chosen | True}
    scored, times = {}, {}
    for name, way in searches.items():
        scored[name], spent = _asked(way, questions)
        times[name] = np.percentile(spent, (50, 95))
        print(f"{name}：{times[name][0]:.1f} 毫秒", flush=True)
    for half, at in halves.items():
        print(f"\n{half} {at.sum()} 问{'':8}" + "".join(f"{metric:>12}" for metric in METRICS) + "   毫秒 中位/95%")
        for name, each in scored.items():
            means = "".join(f"{each[metric][at].mean():12.3f}" for metric in METRICS)
            print(f"{name:14}{means}   {times[name][0]:8.1f} / {times[name][1]:.1f}")
    print(f"\n{OURS} 比（留出）{'':6}nDCG@10 比值、差及区间{'':14}recall@100 差及区间{'':8}中位时间比")
    for name in (name for name in scored if name != OURS):
        gains = {m: scored[OURS][m][~chosen] - scored[name][m][~chosen] for m in ("nDCG@10", "recall@100")}
        ratio = scored[OURS]["nDCG@10"][~chosen].mean() / scored[name]["nDCG@10"][~chosen].mean()
        told = "   ".join(f"{interval(gain)!s:>26}" for gain in gains.values())
        print(f"{name:14} {ratio:.3f} {told}   {times[name][0] / times[OURS][0]:.2f}")


# -- peers -----------------------------------------------------------------------------------------------------------------


def _bm25s(passages: Passages, folder: Path) -> Way:
    import bm25s

    keys = list(passages)
    index = bm25s.BM25()
    index.index([_cut(f"{row['title']} {row['text']}") for row in passages.values()], show_progress=False)

    def search(text: str) -> Ranked:
        found, scores = index.retrieve([_cut(text)], k=DEPTH, show_progress=False)
        return [(keys[n], float(score)) for n, score in zip(found[0], scores[0], strict=True)]

    return search


def _fts5(passages: Passages, folder: Path) -> Way:
    db = sqlite3.connect(folder / "fts5.db")
    db.execute("CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, text)")
    rows = ((key, " ".join(_cut(f"{row['title']} {row['text']}"))) for key, row in passages.items())
    db.executemany("INSERT INTO found VALUES (?, ?)", rows)

    def search(text: str) -> Ranked:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(_cut(text)))
        return db.execute("SELECT id, -rank FROM found WHERE text MATCH ? ORDER BY rank LIMIT ?", (asked, DEPTH)).fetchall()

    return search


def _whoosh(passages: Passages, folder: Path) -> Way:
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.query import Or
    from whoosh.query import Term as WhooshTerm

    (folder / "whoosh").mkdir()
    index = create_in(folder / "whoosh", Schema(id=ID(stored=True), text=TEXT(SpaceSeparatedTokenizer(), phrase=False)))
    with index.writer(limitmb=512) as writer:
        for key, row in passages.items():
            writer.add_document(id=key, text=" ".join(_cut(f"{row['title']} {row['text']}")))
    searcher = index.searcher()

    def search(text: str) -> Ranked:
        asked = Or([WhooshTerm("text", word) for word in _cut(text)])
        return [(hit["id"], float(hit.score)) for hit in searcher.search(asked, limit=DEPTH)]

    return search


PEERS: dict[str, Callable[[Passages, Path], Way]] = {"bm25s": _bm25s, "FTS5": _fts5, "Whoosh": _whoosh}


def _cut(text: str) -> list[str]:
    """Plain words of jieba in search mode."""
    return [word.lower() for word, _, _ in segment(text) if word.isalnum()]


def _timed(name: str, build: Callable[[Passages, Path], Way], passages: Passages, folder: Path) -> Way:
    start = time.perf_counter()
    way = build(passages, folder)
    print(f"{name}：建索引 {time.perf_counter() - start:.1f} 秒", flush=True)
    return way


def _asked(way: Way, questions: Sequence[Question]) -> tuple[dict[str, np.ndarray], list[float]]:
    """Values of all metrics, and milliseconds a question."""
    spent: list[float] = []

    def search(text: str) -> list[str]:
        start = time.perf_counter()
        found = way(text)
        spent.append((time.perf_counter() - start) * 1000)
        return [key for key, _ in found]

    way(questions[0].text)
    return values(search, questions), spent


def _lexical(engine: Engine, query: Bool) -> Ranked:
    return engine.search(query, Filters(), limit=DEPTH).hits


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
