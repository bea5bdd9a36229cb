"""Reads a question about responsibility: who owns a matter or what a unit owns; what document, place or level narrows it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest import units
from ingest.segment import words
from ingest.unit_table import full_name
from search.known import Known, title_key
from search.links.titles import subject
from search.model import DocumentCard
from search.wording import squeeze

WORDS = Path(__file__).with_name("words.toml")
"""How a question is put."""

_LONGEST_NAME = 24
_SHORTEST_NAME = 4
_SHORTEST_SUBJECT = 2  # 实施方案的目标 names no document
_FILLERS = re.compile(
    r"^(?:请问|想问(?:一下)?|问一下|查一下)|[?？。，,]|^(?:在|的)"
    r"|(?:的|呢|吗|啊|在|这(?:[一个项件]?[块事]?|方面)(?:工作|任务|指标)?)$"
)

_REST = re.compile(r"有哪些|有什么|是什么|哪些|负责|承担|牵头|都|的|各项|任务|工作|分别|\s")
_Narrowed = tuple[Sequence[DocumentCard], str]
"""The documents that fulfil a wish, none where it is not made, and the question without its words."""

_ASKING = re.compile(r"怎么|怎样|如何|什么|哪|谁|能否|是否|可以|加入|参加|申请|联系|[找问去]")
"""Words that no name of a place holds: what looks like a county in 工人怎么加入县总工会 is the question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question read. `unit` is set when it asks what that unit owns; `matter` is what to search for.

    `roles` are the roles asked for (empty: any, and 谁牵头谁配合), `documents` the ids of those it names by place, level or
    title (empty: any), `unplaced` those that may be meant too where a place is named: their own place is not known.
    """

    unit: str | None
    matter: str
    roles: tuple[str, ...]
    documents: tuple[str, ...]
    unplaced: tuple[str, ...] = ()


def read(question: str, known: Known) -> Asked:
    """Reads a question against the units and the documents of a library."""
    text = _as_set(squeeze(re.sub(r"\s+", "，", question.strip())))
    asking = {rule["id"] for rule in _rules("who") if rule["found"].search(text)}
    documents, unplaced, rest = _narrowed(text, known)
    unit = None if asking - {"date"} else _unit_named(rest, known)
    if unit and asking and _REST.sub("", _matter(rest).replace(unit, "")):
        unit = None  # 县水利局的管网改造什么时候完成 asks about the one matter
    roles = [tuple(rule["roles"]) for rule in _rules("role") if rule["found"].search(text)]
    return Asked(unit, _matter(rest), roles[0] if len(roles) == 1 else (), documents, unplaced)


@cache
def _rules(table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(WORDS.read_text("utf-8"))[table]
    return [{**row, "found": re.compile(row["pattern"])} for row in rows]


def _as_set(text: str) -> str:
    return f"各{text}" if any(rule["found"].search(text) for rule in _rules("set")) else text


def _matter(text: str) -> str:
    for rule in (*_rules("who"), *_rules("level")):
        text = rule["found"].sub(" ", text)
    return " ".join(filter(None, (_FILLERS.sub("", word) for word in text.split())))


def _unit_named(text: str, known: Known) -> str | None:
    """The longest name of a unit in the question, the first of equals; known to the library or to the gazetteer."""
    ends = _ends_of_bodies(text)
    found = [text[start:end] for start, end in _parts(text) if _names_unit(text[start:end], known, end in ends)]
    return max(found, key=len, default=None)


def _names_unit(part: str, known: Known, ends_as_body: bool) -> bool:
    """各乡镇 names 各乡（镇） too: a set of bodies is asked for by its words."""
    if part in known.names or (ends_as_body and _is_body(part)):
        return True
    if not (part.startswith("各") and units.is_distributive(part)):
        return False
    return part[-1] in known.last_characters and any(units.matches(part, name) for name in known.sets)


def _is_body(part: str) -> bool:
    return units.is_known(part) and units.is_unit(part) and not _ASKING.search(units.parse(part).place or "")


def _ends_of_bodies(text: str) -> frozenset[int]:
    """Where a name that the gazetteer may know ends: with that of a body, or as 团县委, 县委办, 县工会 do, which stand for
    others. Few places of a question; only there is a name taken apart."""
    short = {end for end, character in enumerate(text, 1) if character in "委办会"}
    return frozenset(short | {end for start, end in _parts(text) if full_name(text[start:end])})


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + _LONGEST_NAME) + 1):
            yield start, end


def _narrowed(text: str, known: Known) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Ids of the documents that the question names, of those that a place named keeps out only since their own is not known,
    and the question without the words that do. Each wish narrows only where some document fulfils it."""
    kept, text = _by_title(text, known)
    titled = kept or known.cards
    placed, text = _by_region(known.regions, text, titled)
    unplaced = [card.id for card in titled if not card.region] if placed else []
    held = placed or titled
    kept, text = _by_level(text, held)
    held = kept or held
    kept, text = _by_short_name(text, held, known)
    held = kept or held
    return (tuple(card.id for card in held) if len(held) < len(known.cards) else ()), tuple(unplaced), text


def _by_title(text: str, known: Known) -> _Narrowed:
    for rule in _rules("document"):
        for found in rule["found"].finditer(text):
            start, kept = _titled(text, found.start("title"), found.end("title"), known)
            if kept:
                return kept, text[:start].removesuffix("在") + text[found.end() :]
    return [], text


def _titled(text: str, first: int, end: int, known: Known) -> tuple[int, Sequence[DocumentCard]]:
    """The documents whose titles have all characters of the longest possible name that ends at `end`, and where it begins.

    From the shortest name on: each longer one is looked for among the titles that have the shorter one.
    """
    best: tuple[int, Sequence[DocumentCard]] = first, ()
    cards = known.cards
    for start in range(end - _SHORTEST_NAME, first - 1, -1):
        named = text[start:end].removesuffix("文件")
        often = Counter(named)
        if not (cards := [card for card in known.having(named, cards) if not often - Counter(title_key(card.title))]):
            break
        if len(subject(named, None)) >= _SHORTEST_SUBJECT:
            best = start, cards
    return best


def _by_region(regions: frozenset[str], text: str, cards: Sequence[DocumentCard]) -> _Narrowed:
    named = sorted((part for start, end in _parts(text) if (part := text[start:end]) in regions), key=len, reverse=True)
    found = ((word, kept) for word in named if (kept := [card for card in cards if card.region and word in card.region]))
    word, kept = next(found, ("", []))
    if not kept:
        return [], text
    after = text.split(word, 1)[1]
    return kept, text if units.is_unit(word + after[:3]) else text.replace(word, "", 1)


def _by_level(text: str, cards: Sequence[DocumentCard]) -> _Narrowed:
    for rule in _rules("level"):
        if rule["found"].search(text):
            return [card for card in cards if card.level == rule["level"]], rule["found"].sub("", text, count=1)
    return [], text


def _by_short_name(text: str, cards: Sequence[DocumentCard], known: Known) -> _Narrowed:
    for rule in _rules("short"):
        if found := rule["found"].search(text):
            short = found["short"]
            full = {card.id: _spelt_out(short, title_key(card.title)) for card in known.having(short, cards)}
            kept = [card for card in cards if full.get(card.id)]
            return kept, text.replace(short, full[kept[0].id] or "", 1) if kept else text
    return [], text


def _spelt_out(short: str, title: str) -> str | None:
    """The words of a title that a short name is made of: its characters begin them, in order, and do not stand together."""
    cut = sorted({start: end for _, start, end in words(title)}.items())
    taken: list[tuple[int, int]] = []
    for start, end in cut:
        if len(taken) < len(short) and title[start] == short[len(taken)]:
            taken.append((start, end))
    return title[taken[0][0] : taken[-1][1]] if len(taken) == len(short) and short not in title else None
