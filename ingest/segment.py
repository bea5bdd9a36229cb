"""The one door to the Chinese segmenter (rjieba, or jieba where it has no wheel), and the one analyzer of index and query.

`analyze` gives words (search mode) and character bigrams of every run of Han characters, and every number or Latin word
whole: recall@10 rises from .60 (words alone) to .66 on lay questions. Positions are ordinals of what is *laid* in a row (the
first character of a run, its bigrams, its last one; a number, the same with its sign; what lies between two runs counts one),
so that a phrase is a row of bigrams at neighbouring positions and is found however the words around it were cut. Offsets are
characters of the text given.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import NamedTuple

from ingest.traditional import SIMPLIFIED

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
_HAN_RUN = re.compile(rf"([{HAN}]+)")
_HAN_WORD = re.compile(rf"[{HAN}]{{2,}}")

FILLER = "·"
"""Stands in no term."""

BREAK = f" {FILLER} "
"""Parts terms that make no phrase."""

_END = "\n"
_BLANK = array("I", (32,))
_CODES = f"utf-32-{sys.byteorder[0]}e"  # as an array holds them, without a byte order mark


class Token(NamedTuple):
    """A term of the index: folded text, ordinal position, half-open characters `[start, end)`."""

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
        return self._cutters[0]

    @cached_property
    def bare_words(self) -> Callable[[str], list[str]]:
        """The same words without their offsets, in half the time."""
        return self._cutters[1]

    @cached_property
    def _cutters(self) -> tuple[Callable[[str], list[Word]], Callable[[str], list[str]]]:
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


def bare_words(text: str) -> list[str]:
    """The words of `words` alone."""
    return segmenter().bare_words(text)


def analyze(text: str) -> list[Token]:
    """All terms of a text for index and query, in order of position: those of `laid`, and the words among them.

    >>> [(t.text, t.position) for t in analyze("达到98.5%")]
    [('达', 0), ('达到', 1), ('达到', 1), ('到', 2), ('98.5', 3), ('98.5%', 4)]
    """
    folded, origin = _fold(text)
    made: list[_Row] = []
    places: dict[int, int] = {}  # offset of a Han character -> position of the bigram that begins with it
    for run, terms, position in _runs(folded):
        at, end = run.span()
        if run["han"]:
            made += [(position + n, min(at + n + 1, end), max(at + n - 1, at), term) for n, term in enumerate(terms)]
            places.update(zip(range(at, end), range(position + 1, position + len(terms)), strict=False))
        else:
            made += [(position + n, end, at, term) for n, term in enumerate(terms)]
    made += [(places[start], end, start, word) for word, start, end in words(folded) if _HAN_WORD.fullmatch(word)]
    return _tokens(sorted(made), origin)


def grams(text: str) -> list[Token]:
    """The fewest terms that pin down every character of a text: what a phrase is searched by. They stand in `laid` at the same
    distances from one another, whatever stands around the phrase.

    >>> [(t.text, t.position) for t in grams("5G基站，2项")]
    [('5g', 0), ('基站', 2), ('2', 5), ('项', 6)]
    """
    folded, origin = _fold(text)
    made: list[_Row] = []
    for run, terms, position in _runs(folded):
        at, last = run.start(), len(terms) - 1
        if not run["han"]:
            made.append((position + last, run.end(), at, terms[-1]))
        elif not last:
            made.append((position, at + 1, at, run[0]))
        else:
            made += [(position + n, at + n + 1, at + n - 1, terms[n]) for n in range(1, last)]
    return _tokens(made, origin)


Cut = tuple[str, tuple[str, ...]]
"""A line folded, and its words of two characters and more."""


def cut(line: str) -> Cut:
    """The words of a line."""
    return _CUT.get(line) or _cut([line])[0]


def cuts(lines: Sequence[str]) -> list[Cut]:
    """The words of many lines, in half the time of one by one."""
    known = {line: _CUT.get(line) for line in lines}
    new = [line for line, held in known.items() if held is None]
    made = dict(zip(new, _cut(new), strict=True)) if new else {}
    return [known[line] or made[line] for line in lines]


def laid(line: str) -> tuple[str, str]:
    """The terms of `analyze` for an index that counts positions itself: one for every position, `FILLER` where none stands,
    parted by blanks; and the words, which no phrase is searched by, parted by `BREAK`.

    >>> laid("达到98.5%，增2项")
    ('达 达到 到 98.5 98.5% · 增 2 项', '达到')
    """
    return _LAID.get(line) or _lay([cut(line)])[0]


def read_ahead(lines: Iterable[str]) -> None:
    """Cuts and lays out many lines in one go, in half the time of one by one, and keeps them at hand for `cut` and `laid` until
    others come: what indexes a document by words and by vectors asks for each of its lines in turn."""
    new = list(dict.fromkeys(lines))
    cuts = _cut(new)
    _CUT.clear()
    _CUT.update(zip(new, cuts, strict=True))
    _LAID.clear()
    _LAID.update(zip(new, _lay(cuts), strict=True))


_CUT: dict[str, Cut] = {}
_LAID: dict[str, tuple[str, str]] = {}


def _cut(lines: Sequence[str]) -> list[Cut]:
    """What `cut` says of each line. Words do not reach over a line's end, so many are cut as one text."""
    folded = fold("".join(line.replace(_END, " ") + _END for line in lines)).replace("\r", " ")  # with an end it is one token
    return list(zip(folded.split(_END)[:-1], _by_line(bare_words(folded)), strict=True))


def _lay(lines: Sequence[Cut]) -> list[tuple[str, str]]:
    """What `laid` says of each line."""
    rows = _rows("".join(folded + _END for folded, _ in lines))
    words = (BREAK.join(filter(_HAN_WORD.fullmatch, words)) for _, words in lines)
    return list(zip(rows, words, strict=True))


def _by_line(tokens: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The words of two characters and more of each line."""
    line = list[str]()
    for token in tokens:
        if len(token) > 1:
            line.append(token)
        elif token == _END:
            yield tuple(line)
            line.clear()


def _rows(folded: str) -> list[str]:
    """The row of each line."""
    pairs, parts = _pairs(folded), _HAN_RUN.split(folded)
    row, at = [], 0
    for between, han in zip(parts[::2], [*parts[1::2], ""], strict=True):
        start = at + len(between)
        at = start + len(han)
        if between:
            row.append(_between(between))
        if len(han) > 1:
            row.append(f"{han[0]} {pairs[3 * start : 3 * at - 3]}{han[-1]}")
        elif han:
            row.append(han)
    return [line.strip(BREAK) for line in " ".join(row).split(_END)[:-1]]


@lru_cache(maxsize=4096)
def _between(text: str) -> str:
    """What stands in a row between two runs of Han characters: the ends of lines, and what is on each. Much the same stands
    between most of them."""
    return f" {_END} ".join(map(_others, text.split(_END)))


def _others(text: str) -> str:
    """Numbers and Latin words, and `FILLER` for what is in no token."""
    made, end = list[str](), 0
    for run in RUN.finditer(text):
        made += [FILLER] * (run.start() > end) + _forms(run)
        end = run.end()
    return " ".join(made + [FILLER] * (end < len(text)))


def _pairs(text: str) -> str:
    """Each character with the next one and a blank, three characters each: laid out in one go, since to add them up pair by
    pair would take much of the time of indexing."""
    codes = array("I", text.encode(_CODES, "surrogatepass"))
    made = 3 * len(codes) * _BLANK
    made[0::3], made[1::3] = codes, codes[1:] + _BLANK[: len(codes)]
    return made.tobytes().decode(_CODES, "surrogatepass")


_Row = tuple[int, int, int, str]
"""A token on its way: position, end, start, text, in the order they sort by (plain tuples, since this is the hot path)."""


def _tokens(rows: list[_Row], origin: list[int] | None) -> list[Token]:
    if origin is None:
        return [Token(text, position, start, end) for position, end, start, text in rows]
    return [Token(text, position, origin[start], origin[end]) for position, end, start, text in rows]


class _Folding(dict[int, str]):
    """Width, case and compatibility folding of one character (NFKC, lower case), for `str.translate`, beside what it holds."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFKC", chr(code)).lower()
        return self[code]


_FOLDING = _Folding(SIMPLIFIED)

_HELD = [0x4DFF, *sorted(SIMPLIFIED), 0xA000]
_SIMPLE = "".join(f"{chr(before + 1)}-{chr(after - 1)}" for before, after in pairwise(_HELD) if after - before > 1)
"""The characters between those that are folded, as ranges of a pattern."""
_WIDE = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，：；（）")
_FOLDED = re.compile(f"[\n !-@a-z、。《》“”〇\u3400-\u4dbf{_SIMPLE}]*")
"""What `fold` leaves as it is: of most texts, all but the wide marks."""


def narrowed(text: str) -> str:
    """A text with the wide marks that nearly every line has made narrow, as NFKC makes them: to look at each character takes
    five times as long."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return text


def fold(text: str) -> str:
    """A text as its terms are written, with width, case, compatibility forms and traditional characters folded; numbers still
    have their commas."""
    text = narrowed(text)
    return text if _FOLDED.fullmatch(text) else text.translate(_FOLDING)


def _fold(text: str) -> tuple[str, list[int] | None]:
    """Folded text, and for each of its characters (and its end) the offset in `text`; None where no character grew."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, None
    return folded, [i for i, c in enumerate(text) for _ in _FOLDING[ord(c)]] + [len(text)]


def _runs(folded: str) -> Iterator[tuple[re.Match[str], list[str], int]]:
    """Each run with its terms, one a position, and the position of the first."""
    position = end = 0
    for run in RUN.finditer(folded):
        position += position > 0 and run.start() > end
        terms = _in_row(run[0]) if run["han"] else _forms(run)
        yield run, terms, position
        position += len(terms)
        end = run.end()


def _in_row(han: str) -> list[str]:
    """The first character, the bigrams, the last character (`2项` must find `2项任务`)."""
    return [han[0], *map(add, han, han[1:]), han[-1]] if len(han) > 1 else [han]


def _forms(run: re.Match[str]) -> list[str]:
    """A Latin word, or a number without its sign and with it: `98.5` must find `98.5%`."""
    if not run["number"]:
        return [run[0]]
    number = run["number"].replace(",", "")
    return [number, number + run["sign"]] if run["sign"] else [number]


def _gazetteer() -> list[str]:
    """Names and aliases of `UNITS` of two characters and more."""
    if not UNITS.exists():
        return []
    with UNITS.open(encoding="utf-8", newline="") as file:
        names = (name for row in csv.DictReader(file) for name in (row["name"], *row["aliases"].split(";")))
        return [name for name in names if len(name) > 1]


def _rjieba(user_words: list[str], shared: bool) -> tuple[Callable[[str], list[Word]], Callable[[str], list[str]]]:
    import rjieba

    cutter = rjieba if shared else rjieba.Jieba()
    for word in user_words:
        cutter.add_word(word, None, None)
    return lambda text: cutter.tokenize(text, "search"), cutter.cut_for_search


def _jieba(user_words: list[str]) -> tuple[Callable[[str], list[Word]], Callable[[str], list[str]]]:
    import jieba

    jieba.setLogLevel("WARNING")
    cutter = jieba.Tokenizer()
    for word in user_words:
        cutter.add_word(word)
    return lambda text: list(cutter.tokenize(text, mode="search")), cutter.lcut_for_search
