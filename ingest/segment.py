"""The one door to the Chinese segmenter (rjieba, or jieba where it has no wheel), and the one analyzer of index and query.

`analyze` gives words (search mode) and character bigrams of every run of Han characters, and every number or Latin word
whole: recall@10 rises from .60 (words alone) to .66 on lay questions. Positions are ordinals of *units* (a Han character, a
number, a Latin word; what lies between two runs counts one), so that a phrase is a row of bigrams at neighbouring positions
and is found however the words around it were cut. Offsets are characters of the text given.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

Word = tuple[str, int, int]

UNITS = Path(__file__).parent.parent / "corpus" / "gazetteer" / "units.csv"
"""Table of units (`name, aliases`, aliases parted by `;`); the segmenter keeps these names whole."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LETTER = rf"[^\W\d_{HAN}]"
RUN = re.compile(
    rf"(?P<han>[{HAN}]+)"
    rf"|(?P<number>\d++(?:,\d{{3}})*+(?:\.\d+)?+)(?P<sign>[%‰]?)(?!{LETTER})"  # 2025, 98.5%, 1,075
    rf"|(?:{LETTER}|\d)+(?:\.\d+)?"  # 5g, pm2.5, rcep
)
"""The three kinds of run of a folded text; what lies between them (punctuation, space) is in no token."""


class Token(NamedTuple):
    """A term of the index: folded text, ordinal position of its first unit, half-open characters `[start, end)`."""

    text: str
    position: int
    start: int
    end: int


class Segmenter:
    """Cuts text into words in search mode: the words inside a long word come before it.

    `user_words` are kept whole. `library` is `rjieba` or `jieba`; None takes rjieba where it is installed. The dictionary is
    loaded at the first cut, not before. Every segmenter has a dictionary to itself; one that is `shared` takes the one that
    rjieba loads anyway (0.1 s less) and adds its user words there.
    """

    def __init__(self, user_words: Iterable[str] = (), *, library: str | None = None, shared: bool = False) -> None:
        self._user_words, self._shared = sorted(set(user_words)), shared
        self._library = library or ("rjieba" if find_spec("rjieba") else "jieba")

    @cached_property
    def name(self) -> str:
        """Library, version and a digest of the user words."""
        digest = hashlib.sha256("\n".join(self._user_words).encode()).hexdigest()[:8]
        return f"{self._library} {version(self._library)} {digest}"

    @cached_property
    def words(self) -> Callable[[str], list[Word]]:
        """A text's `(word, start, end)` in the order of the segmenter; offsets are characters of the text."""
        return _rjieba(self._user_words, self._shared) if self._library == "rjieba" else _jieba(self._user_words)


@cache
def segmenter() -> Segmenter:
    """The segmenter of this process, with the names of the gazetteer as user words where it is there."""
    return Segmenter(_gazetteer(), shared=True)


def segmenter_name() -> str:
    """Name of the process's segmenter: an index made under another name must be made again."""
    return segmenter().name


def words(text: str) -> list[Word]:
    """Words of the process's segmenter in search mode, `(word, start, end)`."""
    return segmenter().words(text)


def analyze(text: str) -> list[Token]:
    """All terms of a text for index and query, in order of position.

    >>> [t.text for t in analyze("达到98.5%")]
    ['达', '达到', '达到', '到', '98.5%', '98.5']
    """
    folded, origin = _fold(text)
    rows: list[_Row] = []
    for run, position in _runs(folded):
        rows += _terms_of_han(run[0], position, run.start()) if run["han"] else _terms_of_other(run, position)
    return _tokens(rows, origin)


def grams(text: str) -> list[Token]:
    """The fewest terms that pin down every character of a text, one a position: what a phrase is searched by.

    >>> [(t.text, t.position) for t in grams("5G基站，2项")]
    [('5g', 0), ('基站', 1), ('2', 4), ('项', 5)]
    """
    folded, origin = _fold(text)
    rows: list[_Row] = []
    for run, position in _runs(folded):
        rows += _bigrams(run[0], position, run.start()) if run["han"] else _terms_of_other(run, position)[:1]
    return _tokens(rows, origin)


_Row = tuple[int, int, int, str]
"""A token on its way: position, end, start, text, in the order they sort by (plain tuples, since this is the hot path)."""


def _tokens(rows: list[_Row], origin: list[int] | None) -> list[Token]:
    if origin is None:
        return [Token(text, position, start, end) for position, end, start, text in rows]
    return [Token(text, position, origin[start], origin[end]) for position, end, start, text in rows]


class _Folding(dict[int, str]):
    """Width, case and compatibility folding of one character (NFKC, lower case), for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFKC", chr(code)).lower()
        return self[code]


_FOLDING = _Folding()


def _fold(text: str) -> tuple[str, list[int] | None]:
    """Folded text, and for each of its characters (and its end) the offset in `text`; None where no character grew."""
    folded = text.translate(_FOLDING)
    if len(folded) == len(text):
        return folded, None
    return folded, [i for i, c in enumerate(text) for _ in _FOLDING[ord(c)]] + [len(text)]


def _runs(folded: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each run with the position of its first unit."""
    position = end = 0
    for run in RUN.finditer(folded):
        position += run.start() > end
        yield run, position
        position += len(run[0]) if run["han"] else 1
        end = run.end()


def _terms_of_han(run: str, position: int, at: int) -> list[_Row]:
    """Words of two characters and more, bigrams, and the single characters at both ends (`2项` must find `2项任务`)."""
    last = len(run) - 1
    made = _bigrams(run, position, at)
    if last:
        made += [(position + i, at + i + 1, at + i, run[i]) for i in (0, last)]
        made += [(position + i, at + j, at + i, word) for word, i, j in words(run) if j - i > 1]
        made.sort()
    return made


def _bigrams(run: str, position: int, at: int) -> list[_Row]:
    if len(run) == 1:
        return [(position, at + 1, at, run)]
    return [(position + i, at + i + 2, at + i, run[i : i + 2]) for i in range(len(run) - 1)]


def _terms_of_other(run: re.Match[str], position: int) -> list[_Row]:
    """A Latin word or a number, first as printed with its sign, then without: `98.5` must find `98.5%`."""
    number = (run["number"] or "").replace(",", "")
    forms = dict.fromkeys((number + run["sign"], number)) if number else (run[0],)
    return [(position, run.end(), run.start(), form) for form in forms]


def _gazetteer() -> list[str]:
    """Names and aliases of `UNITS` of two characters and more."""
    if not UNITS.exists():
        return []
    with UNITS.open(encoding="utf-8", newline="") as file:
        names = (name for row in csv.DictReader(file) for name in (row["name"], *row["aliases"].split(";")))
        return [name for name in names if len(name) > 1]


def _rjieba(user_words: list[str], shared: bool) -> Callable[[str], list[Word]]:
    import rjieba

    cutter = rjieba if shared else rjieba.Jieba()
    for word in user_words:
        cutter.add_word(word, None, None)
    return lambda text: cutter.tokenize(text, "search")


def _jieba(user_words: list[str]) -> Callable[[str], list[Word]]:
    import jieba

    jieba.setLogLevel("WARNING")
    cutter = jieba.Tokenizer()
    for word in user_words:
        cutter.add_word(word)
    return lambda text: list(cutter.tokenize(text, mode="search"))
