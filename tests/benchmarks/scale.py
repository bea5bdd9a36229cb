"""A library of very many clauses: how long it takes to make, what it holds of disk and memory, how soon it answers.

    python -m tests.benchmarks.scale [--clauses 200000] [--questions 250] [--whoosh 20000] [--folder DIR]

The plans are invented (`synthetic`). A few are parsed as files are and the others made from them, since parsing alone would take
most of the time; what is written, indexed and asked is the same. `--clauses 1000000` takes about five times as long. Each way to
ask runs in processes of its own, so that memory is that of asking; a part of the library is put into Whoosh beside tantivy.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from ingest.model import Document
from search.database.indexed import Indexed, rows_of
from search.database.store import Store
from search.derived import LINKED
from search.index import lexical, sync, vectors
from search.lexical.engine import Engine, open_engine
from search.library import DATABASE, Library
from search.model import Filters
from search.precedent.question import widened
from tests.benchmarks import asking, serving, synthetic
from tests.benchmarks.cold import COMMAND, environment, seconds

Made = TypeVar("Made")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale")
    parser.add_argument("--clauses", type=int, default=200_000)
    parser.add_argument("--questions", type=int, default=250)
    parser.add_argument("--whoosh", type=int, default=20_000, help="clauses that Whoosh is given, 0 for none")
    parser.add_argument("--models", type=int, default=60, help="plans that are parsed")
    parser.add_argument("--runs", type=int, default=3, help="how often the command is started from nothing")
    parser.add_argument("--folder", type=Path, help="where the library is made and stays")
    options, _ = parser.parse_known_args()
    with _folder(options.folder) as folder:
        if not (folder / DATABASE).exists():
            build(folder, options.clauses, options.models)
        sample = _sample(folder)
        (folder / asking.ASKED).write_text(json.dumps(synthetic.questions(sample, options.questions), ensure_ascii=False))
        _disk(folder)
        _asked(folder)
        _while_adding(folder)
        cold = min(seconds([*COMMAND, "search", "漏损率"], environment(folder)) for _ in range(options.runs))
        print(f"{'policykb search, from start to end':44} {cold * 1000:8.0f} ms")
        serving.measure(folder)
        if options.whoosh:
            beside_whoosh(folder, options.whoosh, options.questions)


def build(folder: Path, clauses: int, parsed: int) -> None:
    """Makes the library step by step, as an ingest of many files does, and prints how many clauses a second each step takes."""
    models, took = _timed(lambda: synthetic.parsed(parsed))
    _rate("parsed", sum(len(document.clauses) for document in models), took)
    store = Store(folder / DATABASE)
    made, took = _timed(lambda: _fill(store, synthetic.variants(models, clauses), parsed))
    held = store.counts()["clauses"]
    _rate(f"written to the database, {made:,} documents", held, took)
    words, meaning = lexical(folder, "tantivy", store), vectors(folder, store)
    _rate("indexed by words and vectors", held, _timed(lambda: sync(store, words, meaning))[1])
    words.close()
    store.close()


def beside_whoosh(folder: Path, clauses: int, questions: int) -> None:
    """The same clauses in both engines, the same questions to both."""
    store = Store(folder / DATABASE)
    held = [*store.indexed([*_first(store, clauses)]).values()]
    asked = [widened(question) for question in synthetic.questions([store.document(d.card.id) for d in held], questions)]
    store.close()
    medians = {}
    for name in ("tantivy", "whoosh"):
        with tempfile.TemporaryDirectory() as at:
            engine = open_engine(name, Path(at))
            took = _timed(partial(_add, engine, held))[1]
            times = asking.milliseconds(partial(engine.search, filters=Filters(), limit=200), asked)
            medians[name] = times[0]
            _rate(f"{name} built", sum(document.card.clauses for document in held), took)
            print(f"{name + ', 200 best by words':44} {asking.shown(times)}")
            engine.close()
    print(f"{'Whoosh takes':44} {medians['whoosh'] / medians['tantivy']:8.0f} × the time of tantivy at the median")


def _add(engine: Engine, held: Iterable[Indexed]) -> None:
    engine.add(row for document in held for row in rows_of(document))
    engine.commit()


def _fill(store: Store, documents: Iterable[Document], models: int) -> int:
    """Writes documents, each linked with the one before it of the same model (the making of links is what `linking` measures);
    how many there are."""
    held: list[Document] = []
    for document in documents:
        store.put(document, document.text.encode())
        if len(held) >= models:
            store.put_links(document.id, synthetic.link_rows(document, held[-models]), ())
        held.append(document)
    store.exchange_note(LINKED, store.note(LINKED), str(store.changes_since(0)[-1][0]))
    return len(held)


def _asked(folder: Path) -> None:
    """One process that asks in every way, then two at once."""
    [alone] = _processes(folder, 1)
    for name, times in alone["times"].items():
        print(f"{name:44} {asking.shown(times)}")
    print(f"{'yardstick: a million additions in Python':44} {alone['yardstick']:8.0f} ms")
    print(f"{'first answer of a process':44} {alone['first']:8.0f} ms")
    print(f"{'memory after all of these, peak':44} {alone['resident']:8.0f} MB {alone['peak']:8.0f} MB")
    for n, one in enumerate(_processes(folder, 2), 1):
        print(f"{f'two processes at once, {n}':44} {asking.shown(one['times'][asking.HYBRID])}")


def _while_adding(folder: Path) -> None:
    """Adds one document while another process asks."""
    [model] = synthetic.parsed(1, seed=1)
    [document] = synthetic.variants([model], 1, seed=time.time_ns())
    with Library.open(folder) as library:
        asker = _started(folder)
        took = _timed(lambda: library.add(document, document.text.encode()))[1]
        print(f"{'one more document, indexed and linked':44} {took * 1000:8.0f} ms")
    print(f"{'asked meanwhile':44} {asking.shown(_answer(asker)['times'][asking.HYBRID])}")


def _processes(folder: Path, number: int) -> list[asking.Measured]:
    return [_answer(process) for process in [_started(folder) for _ in range(number)]]


def _started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.benchmarks.asking", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def _answer(process: subprocess.Popen[str]) -> asking.Measured:
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args!r} failed")
    made: asking.Measured = json.loads(out)
    return made


def _sample(folder: Path) -> list[Document]:
    """Documents from all over the library: every n-th."""
    store = Store(folder / DATABASE)
    cards = sorted(store.cards(), key=lambda card: card.id)
    made = [store.document(card.id) for card in cards[:: max(1, len(cards) // 40)]]
    store.close()
    return made


def _first(store: Store, clauses: int) -> Iterator[str]:
    """Ids of documents until they have so many clauses."""
    held = 0
    for card in store.cards():
        if held >= clauses:
            break
        held += card.clauses
        yield card.id


def _disk(folder: Path) -> None:
    for at in sorted(folder.iterdir()):
        files = at.rglob("*") if at.is_dir() else [at]
        size = sum(file.stat().st_size for file in files if file.is_file())
        if size > 1e5:
            print(f"{f'on disk: {at.name}':44} {size / 1e6:8.1f} MB")


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


def _rate(name: str, clauses: int, took: float) -> None:
    print(f"{name:44} {took:8.1f} s  {clauses:10,} clauses  {clauses / took:8,.0f} a second", flush=True)


def _timed(work: Callable[[], Made]) -> tuple[Made, float]:
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


if __name__ == "__main__":
    main()
