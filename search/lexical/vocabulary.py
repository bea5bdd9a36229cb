"""The words of a library (headings, indicators, units) by sound and spelling: pinyin completed, slips of the keyboard guessed.

A query is never changed: what is guessed is offered beside the answer. Whoever types by sound writes 工惠 for 工会, and finds
little; a guess is made only for words of the query that stand nowhere in the library.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from ingest.segment import words
from search.lexical import pinyin
from search.lexical.query import without_question
from search.model import Suggestion

LONGEST_QUERY = 20
"""A longer query is a sentence, whose words need not stand in the library."""

PIECE = (2, 6)
"""Least and most characters of a piece of a query that is guessed at as one word."""

MOST_PIECES = 12

GUESSES = 3

_LATIN = re.compile(r"[a-zü']+(?: [a-zü']+)*", re.I)
_HAN = re.compile(r"[\u3400-\u9fff]+")

Stands = Callable[[str], bool]
"""Whether some clause holds these very characters."""


@dataclass(frozen=True, slots=True)
class _Sounded:
    said: Suggestion
    sound: str
    """` gong hui ` of 工会, with blanks at both ends: a row of syllables is found at whole ones."""
    plain: str
    initials: str


class Vocabulary:
    """What current documents call things, with kind and count; `read` gives them when they are first needed, since most
    questions have no slip, or are made ready for: of 200,000 clauses that takes a second or two."""

    def __init__(self, read: Callable[[], Sequence[Suggestion]]) -> None:
        self._read = read

    @cached_property
    def texts(self) -> Sequence[Suggestion]:
        return self._read()

    @property
    def ready(self) -> bool:
        """Whether a guess need wait for nothing."""
        return {"_by_sound", "_words"} <= self.__dict__.keys()

    def prepare(self) -> None:
        """Makes all that a guess needs; at once where it is made."""
        _ = self._by_sound, self._words

    def complete(self, typed: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Texts that sound as typed: `gonghui`, `gong hui` or the initials `gh`; those that begin so first, then the frequent.

        Empty where what is typed is not Latin letters.
        """
        if not _LATIN.fullmatch(typed):
            return ()
        letters = re.sub(r"[ ']", "", typed.lower().replace("ü", "v"))
        found = [(place, one.said) for one in self._sounded if (place := _place(letters, one)) is not None]
        found.sort(key=lambda hit: (hit[0] > 0, -hit[1].count, len(hit[1].text), hit[1].text))
        return tuple(said for _, said in found[:limit])

    def meant(self, query: str, stands: Stands) -> tuple[str, ...]:
        """Queries that were perhaps meant, the likeliest first; none where all words of the query stand in the library."""
        query = query.strip()
        if len(query) > LONGEST_QUERY:
            return ()
        if _LATIN.fullmatch(query):
            return () if stands(query) else tuple(one.text for one in self.complete(query, limit=GUESSES))
        mended = self._mended(query, stands)
        return tuple(dict.fromkeys(next(iter(self._mended(one, stands)), one) for one in mended))  # a second slip is common

    def _mended(self, query: str, stands: Stands) -> tuple[str, ...]:
        """A query with its first slip mended, in all likely ways; none where there is no slip."""
        for piece in _pieces(without_question(query), stands):
            if not stands(piece) and (others := self._guesses(piece)):
                return tuple(query.replace(piece, other) for other in others)
        return ()

    def _guesses(self, piece: str) -> list[str]:
        """Words of the library that a piece was perhaps meant for: of the same sound, of nearly the same, nearly as spelled."""
        said = pinyin.syllables(piece)
        return self._sounding(said, like=False) or self._sounding(said, like=True) or self._spelled(piece)

    def _sounding(self, said: Sequence[str], *, like: bool) -> list[str]:
        sounds = [*map(pinyin.plain, said)] if like else list(said)
        row = f" {' '.join(sounds)} "
        counts: Counter[str] = Counter()
        for one in min((self._by_sound[like][sound] for sound in sounds), key=len):
            sound = one.plain if like else one.sound
            if (at := sound.find(row)) >= 0:
                first = sound.count(" ", 0, at)
                if {first, first + len(said)} <= _edges(one.said.text):
                    counts[one.said.text[first : first + len(said)]] += one.said.count
        return [text for text, _ in counts.most_common(GUESSES)]

    def _spelled(self, piece: str) -> list[str]:
        """A word of the same length with one character changed or two exchanged; short words have too many neighbours."""
        held = self._words[len(piece)] if len(piece) > 3 else []
        found = extractOne(piece, held, scorer=DamerauLevenshtein.distance, score_cutoff=1)
        return [found[0]] if found else []

    @cached_property
    def _sounded(self) -> tuple[_Sounded, ...]:
        return tuple(map(_sounded, self.texts))

    @cached_property
    def _by_sound(self) -> dict[bool, dict[str, list[_Sounded]]]:
        """Syllable (of plain speech where the key is true) -> texts in which it is said."""
        made: dict[bool, dict[str, list[_Sounded]]] = {False: defaultdict(list), True: defaultdict(list)}
        for one in self._sounded:
            for like, sound in ((False, one.sound), (True, one.plain)):
                for syllable in set(sound.split()):
                    made[like][syllable].append(one)
        return made

    @cached_property
    def _words(self) -> dict[int, list[str]]:
        """Length -> the texts and the words in them that are so long, the most frequent first."""
        counts: Counter[str] = Counter()
        for one in self.texts:
            for text in {one.text, *(word for word, _, _ in words(one.text))}:
                counts[text] += one.count
        made: dict[int, list[str]] = defaultdict(list)
        for text, _ in counts.most_common():
            made[len(text)].append(text)
        return made


def _sounded(said: Suggestion) -> _Sounded:
    syllables = pinyin.syllables(said.text)
    plain = " ".join(map(pinyin.plain, syllables))
    return _Sounded(said, f" {' '.join(syllables)} ", f" {plain} ", "".join(syllable[:1] for syllable in syllables))


def _place(letters: str, one: _Sounded) -> int | None:
    """The syllable at which a text sounds as typed, from 0; None where it does not. The last syllable may be begun only."""
    if len(letters) > 1 and (at := one.initials.find(letters)) >= 0:
        return at
    sound = one.sound
    if letters not in sound.replace(" ", ""):
        return None
    starts = (n for n, character in enumerate(sound) if character == " ")
    rows = (place for place, start in enumerate(starts) if sound[start:].replace(" ", "").startswith(letters))
    return next(rows, None)


def _pieces(query: str, stands: Stands) -> list[str]:
    """Pieces of the Chinese runs of a query around what is odd, from where a word begins to where one ends, the shortest first.

    A slip leaves a word that stands nowhere, or cuts a word up into single characters that stand nowhere together. Of a short
    run every piece is looked at where the whole stands nowhere.
    """
    made = []
    for run in _HAN.finditer(query):
        edges = sorted(_edges(run[0]))
        parts = [*_parts(edges), (0, len(run[0]) if len(run[0]) <= PIECE[1] else 0)]
        odd = [(start, end) for start, end in parts if end - start > 1 and not stands(run[0][start:end])]
        pairs = [(start, end) for start in edges for end in edges if PIECE[0] <= end - start <= PIECE[1]]
        made += [run[0][start:end] for start, end in pairs if any(start < stop and begin < end for begin, stop in odd)]
    return sorted(made, key=len)[:MOST_PIECES]


def _parts(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What lies between edges, single characters in a row taken together."""
    for single, group in groupby(pairwise(edges), key=lambda part: part[1] - part[0] == 1):
        parts = list(group)
        yield from [(parts[0][0], parts[-1][1])] if single else parts


def _edges(text: str) -> set[int]:
    """Where words of a text begin and end."""
    return {edge for _, start, end in words(text) for edge in (start, end)}
