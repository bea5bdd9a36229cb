"""Reads the pattern tables `ingest/rules/*.toml`: rows with `id`, `pattern`, `example`, `counter` and what the table adds.

Patterns are written with named alternations in braces, `{level}`, which the file's table `[words]` spells out once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "rules"


@dataclass(frozen=True)
class Rule:
    """One row. `extra` holds the columns beyond the common four (role, relation …)."""

    id: str
    spelt: str
    example: str
    counter: str
    extra: dict[str, Any]
    needs: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at the first use: most rows of some tables are only asked for as `either`, and compiling takes longest."""
        return re.compile(self.spelt)

    def may_match(self, text: str) -> bool:
        """Whether the text holds one of the words without which the pattern matches nothing (true where `needs` is empty)."""
        return not self.needs or any(word in text for word in self.needs)


@cache
def rows(file: str, table: str) -> tuple[Rule, ...]:
    """The rows of `[[table]]` in `rules/<file>.toml`; KeyError where the file has no such table."""
    book = _book(file)
    return tuple(_rule(row, book.get("words", {})) for row in book[table])


def candidates(file: str, table: str, text: str) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
    """The rows, in order, that may match in the text, each with those of the words it needs that the text holds.

    All words are looked for in one scan.
    """
    return _needing(file, table, frozenset(needed(file, table).findall(text)))


@cache
def needed(file: str, table: str) -> re.Pattern[str]:
    """Finds where words begin that rows need: of several at one place the longest, which holds the others. Words may lie over
    one another, so only the first character is consumed; it stands first in the pattern, since a set is searched for fast."""
    words = sorted({word for rule in rows(file, table) for word in rule.needs}, key=len, reverse=True)
    first = "".join(sorted({word[0] for word in words}))
    return re.compile(rf"[{re.escape(first)}](?<=(?=({'|'.join(map(re.escape, words))})).)", re.DOTALL)


def holds(file: str, table: str, text: str, start: int, end: int) -> bool:
    """Whether a row matches somewhere in `text[start:end]`."""
    return any(rule.pattern.search(text, start, end) for rule, _ in candidates(file, table, text[start:end]))


def tables(file: str) -> tuple[str, ...]:
    """The names of a file's tables of rows."""
    return tuple(name for name, held in _book(file).items() if isinstance(held, list))


@cache
def either(file: str, table: str) -> re.Pattern[str]:
    """All patterns of a table as alternatives of one."""
    return re.compile("|".join(f"(?:{rule.spelt})" for rule in rows(file, table)))


def word(file: str, name: str) -> str:
    """One alternation of the table `[words]`, as a group."""
    words = _book(file)["words"]
    return f"(?:{_spelt(words[name], words)})"


@lru_cache(maxsize=4096)
def _needing(file: str, table: str, held: frozenset[str]) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
    found = ((rule, tuple(word for word in rule.needs if any(word in one for one in held))) for rule in rows(file, table))
    return tuple((rule, words) for rule, words in found if words or not rule.needs)


@cache
def _book(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text("utf-8"))


def _rule(row: dict[str, Any], words: dict[str, str]) -> Rule:
    common = {"id", "pattern", "example", "counter", "needs"}
    extra = {key: value for key, value in row.items() if key not in common}
    needs = tuple(row["needs"].split("|")) if "needs" in row else ()
    return Rule(row["id"], _spelt(row["pattern"], words), row["example"], row["counter"], extra, needs)


def _spelt(pattern: str, words: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda found: f"(?:{_spelt(words[found[1]], words)})", pattern)
