"""What two texts of different places share once the place, the level and the print are taken away.

A county writes 全县 where its province writes 全省, 溪源县 for 澜岳省, 县级 for 省级: none of these is a difference of matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from ingest.regions import NATION, names_above, places
from ingest.segment import narrowed

PLACE = "〇"
"""Stands for a place or a level in neutral text."""

SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?[”’』」）)]?")
"""A sentence, or what a semicolon ends, with the mark behind it and the quotation or bracket that it closes."""

_NUMBER = re.compile(r"\d+")
_PRIVATE, _CHARACTERS = 0xE000, 6400  # a block of Unicode that no text uses
_MARKS = re.compile(r"[^\w〇]|_")
# 全市场, 各区域 and 本区块 speak of no level.
_WHOLE = re.compile(r"(?:全|我|本|各)(?:国|省|自治区|自治州|市(?!场)|州|盟|县|区(?![域块别])|旗|镇|乡)")
_RANK = re.compile(r"(?:国家|省|自治区|自治州|市|州|盟|县|区|旗|镇|乡)(?=[级委直内]|政府|人民政府)")
_SUFFIX = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|自治[州县旗]|地区|[省市县区旗盟镇乡])$")
_OF_ORGAN = r"(?:省|市(?!场)|州|县|区)(?=[^\W\d_]{1,10}?(?:厅|局|委员会|办公室|总工会|联合会))"
# Phrases that stand in every plan of their years, whatever it is about.
_CREED = re.compile(r"习近平|党中央|党的(?:十|二十).{0,3}大|四个全面|五位一体|新发展理念|新发展格局|四个意识|两个维护")
_PHRASE = re.compile(r"[^，。；、\n]+[，。；、\n]?")
_RUN = 4  # shorter runs of equal characters are chance


def squeeze(text: str) -> str:
    """Text as it is compared: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", narrowed(text)).split())


def bare(text: str) -> str:
    """Squeezed text without punctuation."""
    return _MARKS.sub("", squeeze(text))


@lru_cache(maxsize=1 << 14)
def stem(region: str) -> str:
    """The name of a place without its suffix (澜岳省 -> 澜岳); a stem of one character keeps it (雄县)."""
    short = _SUFFIX.sub("", region)
    return short if len(short) > 1 else region


def neutral(text: str, region: str | None) -> str:
    """Bare text with the document's own place, those above it and its level words as `PLACE`: 全省, 澜岳省 and 全县, 溪源县
    read the same."""
    plain = squeeze(text)
    for name in _names(region or ""):
        plain = plain.replace(name, PLACE)
    return _MARKS.sub("", _RANK.sub(PLACE, _WHOLE.sub(PLACE, plain)))


def figures_whole(text: str) -> str:
    """Text with each figure as one character, so that 20 and 25 have nothing in common."""
    return _NUMBER.sub(lambda figure: chr(_PRIVATE + int(figure[0][-18:]) % _CHARACTERS), text)


@lru_cache(maxsize=1 << 12)
def _names(region: str) -> tuple[str, ...]:
    """The names of a place and, where only one place bears its name, of those above it, each in full and short."""
    found = places(region)
    held = names_above(found[0]) if len(found) == 1 else ()
    return tuple(name for full in (region, *held) if full and full != NATION.name for name in (full, stem(full)))


def without_creed(text: str) -> str:
    """A text without the phrases (between commas) that profess the line of the party: they tell nothing of its matter."""
    return "".join(phrase for phrase in _PHRASE.findall(text) if not _CREED.search(phrase))


def place_form(region: str | None) -> str:
    """Regular expression of what `neutral` takes for a place or a level, and of the level before an organ (省财政厅)."""
    names = [re.escape(name) for name in (region, stem(region)) if name] if region and region != "中国" else []
    return "|".join([*names, _WHOLE.pattern, _RANK.pattern, _OF_ORGAN])


def sentences(text: str) -> list[str]:
    """The sentences of a text (`SENTENCE`), white space around them gone."""
    return [found for match in SENTENCE.finditer(text) if (found := match[0].strip())]


def likeness(a: str, b: str) -> float:
    """How alike two short texts are, in [0, 1]; 0 where one is empty."""
    return fuzz.ratio(a, b) / 100 if a and b else 0.0


def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of a text; a text of one character is its own."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset([text] if text else [])


def borrowed(lower: str, upper: str) -> tuple[float, str]:
    """Share of the lower text that stands in the upper one, in order, in runs of four characters or more; the longest run."""
    runs = [lower[start:end] for start, end in _shared(lower, upper)]
    return (sum(map(len, runs)) / len(lower) if lower else 0.0), max(runs, key=len, default="")


def shared_length(a: str, b: str) -> int:
    """How many characters two texts share, in order, in runs of four or more."""
    return sum(end - start for start, end in _shared(a, b))


def longest_own(lower: str, upper: str) -> int:
    """Length of the longest run of the lower text that it did not borrow."""
    ends = [0, *(at for run in _shared(lower, upper) for at in run), len(lower)]
    return max(end - start for start, end in zip(ends[::2], ends[1::2], strict=True))


def _shared(lower: str, upper: str) -> list[tuple[int, int]]:
    """Where the borrowed runs start and end in the lower text."""
    blocks = LCSseq.opcodes(lower, upper).as_matching_blocks()
    return [(block.a, block.a + block.size) for block in blocks if block.size >= _RUN]
