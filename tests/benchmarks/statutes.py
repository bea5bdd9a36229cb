"""Quality and latency of each way to search on lay questions against statutes, side by side.

    python -m tests.benchmarks.statutes [FOLDER]

The folder holds `passages.jsonl.gz` (id, title, text) and `queries.jsonl` (qid, q, relevant ids). Each way is given 200
passages deep; the last column is the gain in nDCG@10 over words and bigrams, question by question, with its interval.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from ingest.segment import words as segment
from search.dense import Dense, Embedding
from search.evaluate import METRICS, Question, interval, read_questions, values
from search.lexical.engine import Engine, IndexRow, open_engine
from search.lexical.query import WORDS, Bool, Term, words
from search.model import Filters
from search.rank import DEPTH, fuse

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "statutes"

Ranked = list[tuple[str, float]]
Way = Callable[[str], Ranked]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.statutes", description="法规问答检索评测")
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED, help="评测集所在文件夹")
    parser.add_argument("--embedding", type=Path, help="另一个词向量文件（缺省为内置）")
    options = parser.parse_args()
    if not options.folder.exists():
        raise SystemExit(f"没有评测集：{options.folder}")
    questions = read_questions(options.folder / "queries.jsonl")
    with tempfile.TemporaryDirectory() as work:
        passages = list(_passages(options.folder / "passages.jsonl.gz"))
        embedding = Embedding.load(options.embedding) if options.embedding else Embedding.builtin()
        compare(ways(passages, embedding, Path(work)), questions)


def ways(passages: list[dict[str, str]], embedding: Embedding, folder: Path) -> dict[str, Way]:
    """Name -> search, over one index of words and one of vectors, both built here (and the time of it printed)."""
    start = time.perf_counter()
    engine = open_engine("tantivy", folder / "index")
    engine.add(IndexRow(p["id"], p["id"], {"title": p["title"], "text": p["text"]}, {}) for p in passages)
    engine.commit()
    middle = time.perf_counter()
    dense = Dense(folder, embedding)
    dense.add([(p["id"], f"{p['title']} {p['text']}") for p in passages])
    dense.save()
    print(f"{len(passages)} 条：全文索引 {middle - start:.1f} 秒，向量 {time.perf_counter() - middle:.1f} 秒")
    return {
        "词": lambda text: _lexical(engine, _words_alone(text)),
        "词+二字": lambda text: _lexical(engine, words(text)),
        "向量": lambda text: dense.search(text, DEPTH),
        "融合": lambda text: fuse(_lexical(engine, words(text)), dense.search(text, DEPTH)),
    }


def compare(searches: dict[str, Way], questions: list[Question], *, base: str = "词+二字") -> None:
    """One line a way: means of all metrics, ratio and gain of nDCG@10 to `base`, median and 95th percentile of time."""
    scored = {name: values(_ids(way), questions) for name, way in searches.items()}
    print(f"{'':8}" + "".join(f"{metric:>12}" for metric in METRICS) + "    毫秒 中位/95%   nDCG 比值与差")
    for name, way in searches.items():
        means = "".join(f"{scored[name][metric].mean():12.3f}" for metric in METRICS)
        gain = interval(scored[name]["nDCG@10"] - scored[base]["nDCG@10"])
        ratio = scored[name]["nDCG@10"].mean() / scored[base]["nDCG@10"].mean()
        middle, slow = np.percentile(list(_times(way, questions)), (50, 95))
        print(f"{name:8}{means}    {middle:5.1f} / {slow:5.1f}   {ratio:.3f}  {gain}")


def _times(way: Way, questions: list[Question]) -> Iterator[float]:
    """Milliseconds a question."""
    for question in questions:
        start = time.perf_counter()
        way(question.text)
        yield (time.perf_counter() - start) * 1000


def _ids(way: Way) -> Callable[[str], list[str]]:
    return lambda text: [key for key, _ in way(text)]


def _lexical(engine: Engine, query: Bool) -> Ranked:
    return list(engine.search(query, Filters(), limit=DEPTH).hits)


def _words_alone(text: str) -> Bool:
    return Bool(should=tuple(Term(WORDS, word) for word, _, _ in segment(text)))


def _passages(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
