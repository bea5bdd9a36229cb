"""Asks a library in every way and prints, as JSON, how long the answers took: one process of `scale`.

    python -m tests.benchmarks.asking FOLDER

`FOLDER` holds a library and its questions (`ASKED`). An answer is whole: ranked, with its facets, ten clauses with their places,
marked words, targets and units. All questions are asked in every way, one after the other, in `ROUNDS` rounds; the first fifth
of them is not measured, but for the very first answer: it warms what a service that runs has warm.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from search.library import Library
from search.model import Filters
from search.precedent.question import widened

ASKED = "questions.json"
HYBRID = "a question"
UNIT = "财政局"
WARMING = 5
"""One of so many questions is not measured."""

Asked = TypeVar("Asked")


ROUNDS = 3
"""The other tenants of a shared machine only ever add to a time, so the least of several is what the work itself takes."""

Times = tuple[float, float, float, float, float, float, float]
"""Milliseconds of an answer: median, 95th and 99th percentile; median and 95th percentile of the processor's time, which is what
one core needs however busy the machine is; and of the least that each question took of it in any round."""


class Measured(TypedDict):
    """Times by way of asking, milliseconds of the first answer and of the `yardstick`; megabytes of memory, now and most."""

    times: dict[str, Times]
    first: float
    yardstick: float
    resident: float
    peak: float


def main() -> None:
    folder = Path(sys.argv[1])
    questions: list[str] = json.loads((folder / ASKED).read_text())
    start = time.perf_counter()
    with Library.open(folder, create=False) as library:
        library.search(questions[0])
        first = (time.perf_counter() - start) * 1000
        warming = len(questions) // WARMING
        for question in questions[1:warming]:
            library.search(question)
        times, core = {}, []
        for name, ask in _ways(library).items():
            core.append(yardstick())
            times[name] = milliseconds(ask, questions[max(warming, 1) :], rounds=ROUNDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = Measured(times=times, first=first, yardstick=statistics.median(core), resident=_resident(), peak=peak)
    print(json.dumps(found))


def yardstick() -> float:
    """Milliseconds of the processor for a million additions, one by one: what a core is worth at this hour. A virtual one that
    shares its own with others was seen to take from 37 to 68 within minutes."""
    begun, total = time.process_time(), 0
    for n in range(1_000_000):
        total += n
    return (time.process_time() - begun) * 1000


def milliseconds(ask: Callable[[Asked], Any], asked: Sequence[Asked], *, rounds: int = 1) -> Times:
    """Asks each once in every round."""
    import numpy as np  # not before `search`, which says how many threads it may use

    took = np.array([[_took(ask, one) for one in asked] for _ in range(rounds)]) * 1000
    wall, own = took[..., 0], took[..., 1]
    figures = np.percentile(wall, (50, 95, 99)), np.percentile(own, (50, 95)), np.percentile(own.min(axis=0), (50, 95))
    median, slow, slowest, core_median, core_slow, least_median, least_slow = map(float, np.concatenate(figures))
    return median, slow, slowest, core_median, core_slow, least_median, least_slow


def _took(ask: Callable[[Asked], Any], one: Asked) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    start, begun = time.perf_counter(), time.process_time()
    ask(one)
    return time.perf_counter() - start, time.process_time() - begun


def shown(times: Times, *, core: bool = True) -> str:
    """A line of figures, p50 and p95 (by the clock p99 too); without those of the core where another process answers."""
    line = f"{times[0]:7.1f} {times[1]:7.1f} {times[2]:7.1f} ms"
    return f"{line}   of a core {times[3]:7.1f} {times[4]:7.1f}, at least {times[5]:7.1f} {times[6]:7.1f}" if core else line


def _ways(library: Library) -> dict[str, Callable[[str], Any]]:
    cards = sorted(library.documents(), key=lambda card: card.id)
    card = cards[len(cards) // 2]
    engine = library._derived.engine
    narrowed = {
        "level": Filters(level=(card.level or "",)),
        "region": Filters(region=(card.region or "",)),
        "year": Filters(year=(int((card.date or "2024")[:4]),)),
        "unit": Filters(unit=(UNIT,)),
        "with a figure": Filters(has_target=True),
        "one document": Filters(document=(card.id,)),
    }
    ways: dict[str, Callable[[str], Any]] = {HYBRID: library.search}
    for name, filters in narrowed.items():
        ways[f"a question, {name}"] = partial(library.search, filters=filters)
    ways["a question, its ten best, nothing counted"] = lambda text: library._asking.best(text, Filters(), 10)
    ways["a question, ranked by all, no more"] = lambda text: library._asking.ranked(text, Filters(), 10)
    ways["a question in quotes: words alone"] = lambda text: library.search(f'"{text}"')
    ways["200 best by words, no more"] = lambda text: engine.search(widened(text), Filters(), limit=200)
    ways["200 best by meaning, no more"] = lambda text: library._derived.dense.search(text, 200)
    ways["who is responsible"] = library.owners
    return ways


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()
