"""How a lower wording differs from the upper one, character by character: places aside, figures and modal words named.

A county writes 全县 for 全省 and 溪源县 for 澜岳省: that is no change. 1200 for 5000 is, and so is 鼓励 for 应当.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from search.alignment.model import Piece
from search.wording import PLACE, place_form

_FIGURE = r"\d+(?:[.．]\d+)*[%％]?"
_CHANCE = 3  # a shorter run of equal tokens between two changes is chance
_NEAR = 4  # a modal word is compared where this many tokens beside it are equal
_LOCAL = 12  # … and the change itself is not longer than this

MODALS = (
    (3, re.compile(r"应当|应该|必须|务必|不得|不准|严禁|禁止|杜绝|一律")),
    (2, re.compile(r"(?<![主重需必纪摘概只首将])要(?![求素点件闻害领塞道义职地])|需要?(?![求])")),
    (1, re.compile(r"可以|不?鼓励|探索|倡导|不?提倡|有条件的|原则上|力争|争取|尽量|尽可能|酌情|视情|适当")),
)
"""Modal words by how strongly they bind (应当, 必须 before 要 before 可以, 鼓励); a plain demand (推进…) binds like 要."""

_PLAIN = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """Both texts in pieces, and what became weaker (应当→鼓励) or stronger, None where no modal word changed."""

    upper: tuple[Piece, ...]
    lower: tuple[Piece, ...]
    weaker: str | None
    stronger: str | None


class _Token(NamedTuple):
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Change:
    """Tokens `[a, b)` of the upper text that stand against `[c, d)` of the lower; `held` tokens are equal on its better
    side."""

    a: int
    b: int
    c: int
    d: int
    held: int


def differ(upper: str, lower: str, upper_region: str | None, lower_region: str | None) -> Difference:
    """What the lower text changed. The pieces of each side put together are that very text."""
    above, below = _tokens(upper, upper_region), _tokens(lower, lower_region)
    changes = list(_changes([t.key for t in above], [t.key for t in below]))
    shifts = [shift for change in changes if (shift := _shift(upper, lower, above, below, change))]
    weaker, stronger = ("、".join(text for down, text in shifts if down is way) or None for way in (True, False))
    left = _pieces(upper, [above[change.a : change.b] for change in changes])
    right = _pieces(lower, [below[change.c : change.d] for change in changes])
    return Difference(left, right, weaker, stronger)


def plain(text: str, region: str | None) -> str:
    """A text as it is compared: places and levels as one sign, no punctuation."""
    return "".join(map(_said, _form(region).finditer(text)))


def modal_words(text: str) -> list[tuple[int, re.Match[str]]]:
    """The modal words of a text with their strength (3 binds most), in order."""
    found = [(strength, match) for strength, form in MODALS for match in form.finditer(text)]
    return sorted(found, key=lambda one: one[1].start())


def _tokens(text: str, region: str | None) -> list[_Token]:
    """Places and levels as one token of one name, figures as one token each, every other letter as its own; no punctuation."""
    return [_Token(_said(found), *found.span()) for found in _form(region).finditer(text)]


def _said(found: re.Match[str]) -> str:
    """What a place, a figure or a letter is compared by."""
    return PLACE if found["place"] else _key(found[0])


@lru_cache(maxsize=64)
def _form(region: str | None) -> re.Pattern[str]:
    return re.compile(f"(?P<place>{place_form(region)})|(?P<figure>{_FIGURE})|[^\\W_]")


@lru_cache(maxsize=8192)
def _key(letters: str) -> str:
    """What two letters are compared by; an organ is a 厅 in a province and a 局 below it."""
    return unicodedata.normalize("NFKC", letters).replace("厅", "局")


def _changes(above: Sequence[str], below: Sequence[str]) -> Iterator[_Change]:
    """Runs of tokens that differ; what is equal by chance between two changes belongs to them."""
    blocks = [b for b in Indel.opcodes(above, below).as_matching_blocks() if b.size >= _CHANCE or _edge(b, above, below)]
    a = c = held = 0
    for block in [*blocks, None]:
        b, d, size = (block.a, block.b, block.size) if block else (len(above), len(below), 0)
        if a < b or c < d:
            yield _Change(a, b, c, d, max(held, size))
        a, c, held = b + size, d + size, size


def _edge(block: object, above: Sequence[str], below: Sequence[str]) -> bool:
    """An equal token at the beginning or the end of both texts."""
    a, b, size = (getattr(block, name) for name in ("a", "b", "size"))
    return bool(size) and ((a, b) == (0, 0) or (a + size, b + size) == (len(above), len(below)))


def _pieces(text: str, changed: Sequence[Sequence[_Token]]) -> tuple[Piece, ...]:
    made, at = [], 0
    for run in changed:
        if kind := _kind(text, run):
            start, end = run[0].start, run[-1].end
            made += [Piece(text[at:start], ""), Piece(text[start:end], kind)]
            at = end
    made.append(Piece(text[at:], ""))
    return tuple(piece for piece in made if piece.text)


def _kind(text: str, run: Sequence[_Token]) -> str:
    """What changed: a figure, a modal word, other words; '' for nothing but places."""
    if all(token.key == PLACE for token in run):
        return ""
    if any(token.key[0].isdigit() for token in run):
        return "figure"
    return "modal" if len(run) <= _LOCAL and _modals(text, run) else "words"


def _modals(text: str, run: Sequence[_Token]) -> list[tuple[int, str]]:
    if not run:
        return []
    start, end = run[0].start, run[-1].end
    return [(strength, m[0]) for strength, m in modal_words(text) if m.start() < end and start < m.end()]


def _shift(
    upper: str, lower: str, above: Sequence[_Token], below: Sequence[_Token], change: _Change
) -> tuple[bool, str] | None:
    """Whether (True) the lower wording binds less or (False) more, with the words; None where it binds as much."""
    if change.held < _NEAR or max(change.b - change.a, change.d - change.c) > _LOCAL:
        return None
    was, now = _modals(upper, above[change.a : change.b]), _modals(lower, below[change.c : change.d])
    before, after = (max((s for s, _ in found), default=_PLAIN) for found in (was, now))
    if before == after:
        return None
    words = ("、".join(word for _, word in found) or "（直接要求）" for found in (was, now))
    return after < before, "→".join(words)
