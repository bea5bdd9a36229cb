"""Other names of what a question speaks of: lay words and official terms, short names and full ones, as rows of a table.

A question says 养老院 where plans say 养老机构; `corpus/gazetteer/synonyms.csv` joins them. Anybody can add a row in a
spreadsheet (`corpus/gazetteer/README.md`); nothing is indexed anew, since only questions are widened.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parents[2] / "corpus" / "gazetteer" / "synonyms.csv"
"""Columns `asked`, `also` (`;` between several), `both` (1: read the row backwards too), `field`."""


def synonyms(text: str) -> tuple[str, ...]:
    """Other names of the words of a text, each once, in order. The longest row counts at each place; what the text says
    already is left out.

    >>> synonyms("养老院补贴怎么发")[:2]
    ('养老机构', '养老服务机构')
    """
    folded = _folded(text)
    found = dict.fromkeys(name for _, names in rows_in(text) for name in names if _folded(name) not in folded)
    return tuple(found)


def rows_in(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rows of the table that a text holds, in order, as `(asked, other names)`, folded; the longest one at each place."""
    folded, table = _folded(text), _table()
    found = []
    at = 0
    while at < len(folded):
        asked = next((folded[at : at + n] for n in _lengths() if folded[at : at + n] in table), "")
        if asked:
            found.append((asked, table[asked]))
        at += len(asked) or 1
    return tuple(found)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Folded words of questions -> their other names; empty where the package has no table."""
    made: dict[str, list[str]] = defaultdict(list)
    for row in _rows():
        names = row["also"].split(";")
        made[_folded(row["asked"])] += names
        for name in names if row["both"] == "1" else ():
            made[_folded(name)].append(row["asked"])
    return {asked: tuple(names) for asked, names in made.items()}


@cache
def _lengths() -> tuple[int, ...]:
    """Lengths of the words of the table, the longest first."""
    return tuple(sorted({len(asked) for asked in _table()}, reverse=True))


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
