"""Characters per second of the parser, step by step, and its peak memory.

    python -m tests.benchmarks.parsing [FOLDER] [--characters 2000000]

The documents of the folder (the sample corpus by default) are parsed again and again until so many characters are read.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from itertools import cycle
from pathlib import Path

from ingest import parse
from ingest.layout import layout
from ingest.load import load
from ingest.structure import outline
from ingest.text import canonical

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.parsing")
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--characters", type=int, default=1_000_000)
    options, _ = parser.parse_known_args()
    files = [(path.name, path.read_bytes()) for path in sorted(options.folder.iterdir()) if path.suffix in (".txt", ".md")]
    run = _until(files, options.characters)
    whole = _timed(lambda name, data: parse(data, path=name), run)
    steps = {
        "canonical text": _timed(lambda name, data: canonical(load(data, name)[0].text), run),
        "text, layout and clause tree": _timed(_tree, run),
        "all: with targets, duties, citations": whole,
    }
    size = sum(len(load(data, name)[0].text) for name, data in run)
    for step, seconds in steps.items():
        print(f"{step:<38} {size / seconds:>12,.0f} characters/s   {seconds / whole:>5.0%} of the whole")
    _double(files)
    print(f"{'peak memory of the process':<38} {_peak():>12,.0f} MB   ({size:,} characters, {len(run)} documents)")


def _double(files: list[tuple[str, bytes]]) -> None:
    """One document of all texts, twice as long each time: characters per second stay where time is linear in length."""
    text = "\n".join(load(data, name)[0].text for name, data in files)
    for times in (1, 2, 4, 8):
        data = "\n".join([text] * times).encode()
        seconds = _timed(lambda name, data: parse(data, path=name), [("one.txt", data)])
        print(f"{f'one document of {len(text) * times:,} characters':<38} {len(text) * times / seconds:>12,.0f} characters/s")


def _until(files: list[tuple[str, bytes]], characters: int) -> list[tuple[str, bytes]]:
    run, size = [], 0
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


def _timed(step: object, run: list[tuple[str, bytes]]) -> float:
    assert callable(step)
    step(*run[0])
    start = time.perf_counter()
    for name, data in run:
        step(name, data)
    return time.perf_counter() - start


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    main()
