"""The rows of `rules/targets.toml` that say what is no target, and its word lists, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ingest.rulebook import FOLDER, either
from ingest.targets.quantity import Bound, Quantity

_REACH = 200
"""Characters before a quantity in which the words of a row can stand: all of a sentence, unless it runs on without end."""

NEAR = 24
"""Characters before a quantity in which the words of a row `near` stand."""

_TRAIL = 24
"""Characters that can trail a name: 累计应当力争达."""


@dataclass(frozen=True, slots=True)
class Veto:
    """A form in which a quantity is no target; None for a condition the row does not set."""

    id: str
    before: re.Pattern[str] | None
    near: bool
    after: re.Pattern[str] | None
    unit: re.Pattern[str] | None
    form: str | None
    bound: str | None
    verb: bool | None

    def may_fire(self, unit: str, form: str, before: bool, after: bool, verb: bool) -> bool:
        """Whether the row speaks of such a quantity; `before` and `after`: a comparator stands on that side of it."""
        if (self.unit and not self.unit.fullmatch(unit)) or self.form not in (None, form):
            return False
        if self.bound and (before or (after and self.bound == "none")):
            return False
        return not (verb and self.verb is False)


def vetoes(text: str, start: int, end: int, quantity: Quantity, bound: Bound, *, verb: bool) -> Iterator[Veto]:
    """The rows by which a quantity of the sentence `text[start:end]` is no target; none where it may be one.

    `verb`: a verb of achieving stands right before the quantity.
    """
    unit = quantity.unit or ("word" if quantity.form == "word" else "")
    near = quantity.start - _REACH
    left = text[start : quantity.start] if near <= start else "\u3000" + text[near : quantity.start]  # no sentence begins there
    close = max(0, len(left) - NEAR)
    for veto in _vetoes(unit, quantity.form, bound.before, bound.after, verb):
        if veto.after and not veto.after.match(text, quantity.end, end):
            continue
        if veto.before is None or veto.before.search(left, close if veto.near else 0):
            yield veto


@dataclass(frozen=True, slots=True)
class Rules:
    """All rows.

    `verb` matches a verb of achieving at the end of a text, `longest` characters before it at most; `kept` one that belongs to
    the name, `dropped` one at its start that does not; `any_verb` one anywhere. `lead` and `trail` match what stands before and
    behind a name, `scope` a place.
    """

    vetoes: tuple[Veto, ...]
    past_heading: re.Pattern[str]
    aim_heading: re.Pattern[str]
    task_heading: re.Pattern[str]
    verb: re.Pattern[str]
    longest: int
    any_verb: re.Pattern[str]
    kept: re.Pattern[str]
    dropped: re.Pattern[str]
    lead: re.Pattern[str]
    trail: re.Pattern[str]
    scope: re.Pattern[str]

    def without_trail(self, name: str) -> str:
        """A name without what stands behind it. Only its end is searched: the pattern is tried at every character."""
        found = self.trail.search(name, max(0, len(name) - _TRAIL))
        return name[: found.start()] if found else name

    def kept_last(self, text: str) -> str:
        """The verbs that end a text and belong to the name: 新建、改扩建 of `三年新建、改扩建`; '' where there is none."""
        found = self.kept.search(text)
        start = found.start() if found else len(text)
        while text[start - 1 : start] in ("、", "和", "及") and (before := self.kept.search(text[: start - 1])):
            start = before.start()
        return text[start:]


@cache
def rules() -> Rules:
    """The compiled rows; read once."""
    book = tomllib.loads((FOLDER / "targets.toml").read_text("utf-8"))
    kept, dropped = (book["verbs"][key].split() for key in ("kept", "dropped"))
    kept += [f"新{verb}" for verb in book["verbs"]["new"].split()]
    short = book["verbs"]["short"].split()
    names = {key: "|".join(words.split()) for key, words in book["names"].items()}
    return Rules(
        vetoes=tuple(_veto(row) for row in book["veto"]),
        past_heading=either("targets", "past_heading"),
        aim_heading=either("targets", "aim_heading"),
        task_heading=either("targets", "task_heading"),
        verb=re.compile(f"(?:{_words([*kept, *dropped, *short])})$"),
        longest=max(map(len, (*kept, *dropped))),
        any_verb=re.compile(_words([word for word in [*kept, *dropped] if len(word) > 1])),
        kept=re.compile(f"(?:{_words(kept)})$"),
        dropped=re.compile(f"(?:{_words(dropped)})(?=[一-鿿“A-Za-z0-9])(?![率度量数面])"),
        lead=re.compile(f"(?:{names['lead']})+"),
        trail=re.compile(f"(?:{names['trail']})+$"),
        scope=re.compile(names["scope"]),
    )


@lru_cache(maxsize=4096)
def _vetoes(unit: str, form: str, before: bool, after: bool, verb: bool) -> tuple[Veto, ...]:
    return tuple(veto for veto in rules().vetoes if veto.may_fire(unit, form, before, after, verb))


def _veto(row: dict[str, Any]) -> Veto:
    before, after, unit = (re.compile(row[key]) if key in row else None for key in ("before", "after", "unit"))
    return Veto(row["id"], before, "near" in row, after, unit, row.get("form"), row.get("bound"), row.get("verb"))


def _words(words: list[str]) -> str:
    """Alternation, the longest word first among those that begin alike; these are tried only behind their first character.

    Each word begins with a character, not with a condition: such a pattern is searched for quickly.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())
