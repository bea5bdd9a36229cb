"""Characters per second of the parser: with one process and two, step by step, as a document grows; and peak memory.

    python -m tests.benchmarks.parsing [FOLDER] [--characters 20000000]

The documents of the folder (the shared real ones where they are, else the sample corpus) are parsed again and again until so
many characters are read. Where processes are compared, seconds are those of the clock, else those of the processor: other
programs on the machine then matter less.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

from ingest import parse
from ingest.canonical.text import canonical
from ingest.clauses.structure import outline
from ingest.format.layout import layout
from ingest.load import load

ROOT = Path(__file__).parents[2]
REAL, CORPUS = ROOT.parent / "shared" / "documents", ROOT / "corpus" / "documents"

Files = list[tuple[str, bytes]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.parsing")
    parser.add_argument("folder", nargs="?", type=Path, default=REAL if REAL.exists() else CORPUS)
    parser.add_argument("--characters", type=int, default=20_000_000)
    options, _ = parser.parse_known_args()
    files = [(path.name, path.read_bytes()) for path in sorted(options.folder.iterdir()) if path.suffix in (".txt", ".md")]
    run = _until(files, options.characters)
    size = sum(len(load(data, name)[0].text) for name, data in run)
    print(f"{size:,} characters in {len(run):,} documents ({len(files)} of {options.folder.name}, again and again)")
    _processes(run, size)
    _steps(_until(files, options.characters // 10))
    _double(files)
    print(f"{'peak memory of the process':<38} {_peak():>12,.0f} MB")


def _processes(run: Files, size: int) -> None:
    """The whole run in this process, then in two of their own, half each."""
    start = time.perf_counter()
    busy = _timed(_parsed, run)
    one = time.perf_counter() - start
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_all, (run[:1], run[:1])))  # started and warm
        start = time.perf_counter()
        memory = list(pool.map(_all, (run[::2], run[1::2])))
        two = time.perf_counter() - start
    print(
        f"{'one process':<38} {size / one:>12,.0f} characters/s   {_peak():,.0f} MB   {size / busy:,.0f} a second of processor"
    )
    print(f"{'two processes':<38} {size / two:>12,.0f} characters/s   {max(memory):,.0f} MB each   {one / two:.2f} times one")


def _steps(run: Files) -> None:
    size = sum(len(load(data, name)[0].text) for name, data in run)
    whole = _timed(_parsed, run)
    steps = {
        "canonical text": _timed(lambda name, data: canonical(load(data, name)[0].text), run),
        "text, layout and clause tree": _timed(_tree, run),
        "all: with targets, duties, citations": whole,
    }
    for step, seconds in steps.items():
        print(f"{step:<38} {size / seconds:>12,.0f} characters/s   {seconds / whole:>5.0%} of the whole")


def _parsed(name: str, data: bytes) -> object:
    return parse(data, path=name)


def _all(run: Files) -> float:
    """Parses all; peak memory of the process in MB."""
    for name, data in run:
        parse(data, path=name)
    return _peak()


def _double(files: Files) -> None:
    """One document of all texts, twice as long each time: characters per second stay where time is linear in length."""
    text = "\n".join(load(data, name)[0].text for name, data in files)
    for times in (1, 2, 4, 8):
        data = "\n".join([text] * times).encode()
        seconds = _timed(_parsed, [("one.txt", data)])
        print(f"{f'one document of {len(text) * times:,} characters':<38} {len(text) * times / seconds:>12,.0f} characters/s")


def _until(files: Files, characters: int) -> Files:
    run: Files = []
    size = 0
    for name, data in cycle(files):
        if size >= characters:
            return run
        run.append((name, data))
        size += len(load(data, name)[0].text)
    return run


def _tree(name: str, data: bytes) -> None:
    shape = canonical(load(data, name)[0].text)
    for zone in layout(shape.text).zones:
        outline(shape.text, zone, shape.headings)


def _timed(step: Callable[[str, bytes], object], run: Files) -> float:
    """Seconds of the processor."""
    step(*run[0])
    start = time.process_time()
    for name, data in run:
        step(name, data)
    return time.process_time() - start


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    main()
