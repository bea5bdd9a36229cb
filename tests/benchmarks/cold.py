"""Seconds of a whole command, from its start to its last line: median, fastest and slowest of several runs.

    python -m tests.benchmarks.cold [--runs 7]

Over a library of the sample corpus, with the interpreter alone (`python -c pass`) beside it as the floor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "policykb --help": [*COMMAND, "--help"],
    "policykb search 漏损率": [*COMMAND, "search", "漏损率"],
    "policykb owners 管网改造由谁负责": [*COMMAND, "owners", "管网改造由谁负责"],
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cold")
    parser.add_argument("--runs", type=int, default=7)
    options, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        where = environment(Path(folder, "library"))
        seconds([*COMMAND, "ingest", str(CORPUS)], where)
        floor = 0.0
        for name, command in COMMANDS.items():
            runs = sorted(seconds(command, where) for _ in range(options.runs))
            median = statistics.median(runs)
            floor = floor or median
            print(f"{median:6.3f} s  ({runs[0]:.3f}–{runs[-1]:.3f})  {median / floor:5.1f} × the interpreter   {name}")


def environment(library: Path) -> dict[str, str]:
    """Variables under which a command works on a library."""
    return {**os.environ, "POLICYKB_LIBRARY": str(library)}


def seconds(command: list[str], where: dict[str, str]) -> float:
    """Seconds of a whole command; CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=where)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
