"""Texts that repeat what nearly fits a pattern: parsing takes time in proportion to their length, not to its square.

    python -m tests.benchmarks.repeats [--characters 24000] [--seed 1] [--between ''] [--at-least 0.12]

For every pattern that `ingest` compiles, texts are made of what it matches, whole and cut off. Printed are those whose parsing
takes more than `WORSE` times as long for four times the length; sequences with one sign wrong are where patterns run away.
"""

from __future__ import annotations

import argparse
import pkgutil
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from re import _parser as grammar  # type: ignore[attr-defined]
from typing import Any

import ingest

HEAD = "溪源县节水方案\n\n一、总体要求\n到2030年"
WORSE = 7.0
"""Four times the length takes four times the time where it is proportional, sixteen times where it is not."""
REPEATS = (1, 4, 12, 40)
"""How often, at most, a text repeats what a pattern allows to be repeated without end."""


def patterns() -> list[str]:
    """Every pattern that the modules of `ingest` compile, those of a first parse too."""
    found: dict[str, None] = {}
    compile_: Callable[..., Any] = re.compile

    def noted(pattern: Any, flags: int = 0) -> Any:
        found.update({pattern: None} if isinstance(pattern, str) else {})
        return compile_(pattern, flags)

    re.compile = noted
    try:
        for module in pkgutil.walk_packages(ingest.__path__, "ingest."):
            import_module(module.name)
        ingest.parse(f"{HEAD}，管网漏损率降到9%。（责任单位：县水利局）\n".encode(), path="a.txt")
    finally:
        re.compile = compile_
    return list(found)


def fitting(tree: Iterable[Any], most: int, chance: random.Random) -> str:
    """A text that a parsed pattern may match; what stands around a match is taken as part of it."""
    made = []
    for name, value in ((str(name), value) for name, value in tree):
        if name == "LITERAL":
            made.append(chr(value))
        elif name == "IN":
            made.append(_sign(value, chance))
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, highest, part = value
            times = chance.randint(least, max(least, min(highest, least + most)))
            made += [fitting(part, most, chance) for _ in range(times)]
        elif name in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT"):
            made.append(fitting(value[-1], most, chance))
        elif name == "BRANCH":
            made.append(fitting(chance.choice(value[1]), most, chance))
        elif name in ("ANY", "NOT_LITERAL"):
            made.append(chance.choice("国市9（"))
    return "".join(made)


def _sign(choices: list[Any], chance: random.Random) -> str:
    name, value = chance.choice(choices)
    if str(name) == "LITERAL" and str(choices[0][0]) != "NEGATE":
        return chr(value)
    if str(name) == "RANGE" and str(choices[0][0]) != "NEGATE":
        return chr(chance.randint(value[0], min(value[1], value[0] + 20)))
    return chance.choice("国市县水9 ")


def seconds(piece: str, characters: int) -> float:
    """Processor time of parsing so many characters of a text that repeats a piece."""
    data = (HEAD + (piece * (characters // len(piece) + 1))[:characters]).encode("utf-8", "ignore")
    begun = time.process_time()
    with suppress(ingest.IngestError):
        ingest.parse(data, path="a.txt")
    return time.process_time() - begun


def worse(characters: int, seed: int, between: str, at_least: float) -> Iterator[tuple[float, float, str]]:
    """`(seconds of a quarter, seconds of the whole, piece)` where the time grows much faster than the text; `at_least` are the
    seconds of a quarter below which nothing is told."""
    chance = random.Random(seed)
    for pattern in patterns():
        for most in REPEATS:
            piece = fitting(grammar.parse(pattern), most, chance)[: -1 if most == REPEATS[-1] else None] + between
            if piece.strip() and (short := seconds(piece, characters // 4)) >= at_least:
                whole = seconds(piece, characters)
                if whole > WORSE * short:
                    yield short, whole, piece


def main() -> None:
    """Prints the texts."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--characters", type=int, default=24_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--between", default="")
    asked.add_argument("--at-least", type=float, default=0.12)
    for short, whole, piece in worse(**vars(asked.parse_args())):
        print(f"{short:6.2f} s {whole:6.2f} s  {piece[:80]!r}", flush=True)


if __name__ == "__main__":
    main()
