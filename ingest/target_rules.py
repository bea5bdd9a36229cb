"""The rows of `rules/targets.toml`, compiled. Each says what it is in words, an example it fires on and a counter-example."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.quantity import Bound, Quantity


@dataclass(frozen=True, slots=True)
class Veto:
    """A form in which a quantity is no target; None for a condition the row does not set."""

    id: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unit: re.Pattern[str] | None
    bound: str | None
    verb: bool | None

    def fires(self, text: str, start: int, end: int, quantity: Quantity, bound: Bound, *, verb: bool) -> bool:
        """Whether the row holds for a quantity of the sentence `text[start:end]`; `verb`: a verb of achieving stands right before."""
        if self.unit and not self.unit.fullmatch(quantity.unit or ("word" if quantity.form == "word" else "")):
            return False
        if (self.bound == "none" and (bound.before or bound.after)) or (self.bound == "not-before" and bound.before):
            return False
        if self.verb is False and verb:
            return False
        if self.after and not self.after.match(text, quantity.end, end):
            return False
        return self.before is None or self.before.search(text[start : quantity.start]) is not None


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: `value` names it (empty: as printed); `carry`: it holds for the list that follows too."""

    id: str
    pattern: re.Pattern[str]
    value: str
    carry: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """All rows. `verb` matches at the end of a text that ends in a verb of achieving, `kept` in one that belongs to the name;
    `lead` and `trail` match what stands before and behind a name, `scope` 全省, 全县 … at its beginning."""

    vetoes: tuple[Veto, ...]
    frequencies: tuple[Frequency, ...]
    past: re.Pattern[str]
    past_heading: re.Pattern[str]
    verb: re.Pattern[str]
    any_verb: re.Pattern[str]
    kept: re.Pattern[str]
    dropped: re.Pattern[str]
    lead: re.Pattern[str]
    trail: re.Pattern[str]
    scope: re.Pattern[str]


@cache
def rules() -> Rules:
    """The compiled rows; read once."""
    rows = tomllib.loads(resources.files("ingest").joinpath("rules/targets.toml").read_text("utf-8"))
    kept, dropped = rows["verbs"]["kept"].split(), rows["verbs"]["dropped"].split()
    lead = rows["lead"]
    return Rules(
        vetoes=tuple(_veto(row) for row in rows["veto"]),
        frequencies=tuple(Frequency(r["id"], re.compile(r["pattern"]), r["value"], r["carry"]) for r in rows["frequency"]),
        past=_any([row["pattern"] for row in rows["past"]]),
        past_heading=_any([row["pattern"] for row in rows["past_heading"]]),
        verb=re.compile(f"(?:{_words([*kept, *dropped])}|新[一-鿿]{{1,3}})$"),
        any_verb=re.compile(_words([w for w in [*kept, *dropped] if len(w) > 1])),
        kept=re.compile(f"(?:{_words(kept)}|新[一-鿿]{{1,3}})$"),
        dropped=re.compile(f"(?:{_words(dropped)})(?=[一-鿿“A-Za-z0-9])"),
        lead=re.compile(f"(?:{'|'.join(lead['words'].split())})+"),
        trail=re.compile(f"(?:{'|'.join(lead['trail'].split())})+$"),
        scope=re.compile(f"(?:{_words(lead['scopes'].split())})"),
    )


def _veto(row: dict[str, str | bool]) -> Veto:
    before, after, unit, bound, verb = (row.get(key) for key in ("before", "after", "unit", "bound", "verb"))
    return Veto(
        id=str(row["id"]),
        before=re.compile(str(before)) if before is not None else None,
        after=re.compile(str(after)) if after is not None else None,
        unit=re.compile(str(unit)) if unit is not None else None,
        bound=None if bound is None else str(bound),
        verb=None if verb is None else bool(verb),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _words(words: list[str]) -> str:
    """Alternation, the longest word first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
