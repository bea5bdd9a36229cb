"""The one door to pypinyin: how Chinese text sounds, without tones, one syllable a character. Only suggestions use it.

Its tables are read directly: its own segmentation takes a hundred times as long, and the words are known here already.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from ingest.segment import words

_LIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
"""Sounds that many speakers do not part: full form, plain form."""


def syllables(text: str) -> tuple[str, ...]:
    """The syllable of each character, by the words it stands in; a character without one stays as it is, in lower case.

    >>> syllables("重庆市5G")
    ('chong', 'qing', 'shi', '5', 'g')
    """
    made = [_of_character(character) for character in text]
    for word, start, end in sorted(words(text), key=lambda found: found[2] - found[1]):
        if known := _of_word(word):
            made[start:end] = known
    return tuple(made)


@cache
def plain(syllable: str) -> str:
    """A syllable as those say it who do not part zh and z, ang and an.

    >>> plain("zhang")
    'zan'
    """
    for full, short in _LIKE:
        syllable = short + syllable[2:] if syllable.startswith(full) else syllable
        syllable = syllable[: -len(full)] + short if syllable.endswith(full) and len(full) > 2 else syllable
    return syllable


@cache
def _of_character(character: str) -> str:
    from pypinyin.constants import PINYIN_DICT

    return _toneless(PINYIN_DICT.get(ord(character), character).partition(",")[0])


@cache
def _of_word(word: str) -> tuple[str, ...]:
    """Syllables of a word that the tables know as a whole; empty for others."""
    from pypinyin.constants import PHRASES_DICT

    known = PHRASES_DICT.get(word, ())
    return tuple(_toneless(readings[0]) for readings in known) if len(known) == len(word) else ()


def _toneless(syllable: str) -> str:
    """Without tone marks, ü as v, as it is typed."""
    parts = unicodedata.normalize("NFD", syllable.lower().replace("ü", "v").replace("ǖ", "v"))
    return "".join(part for part in parts.replace("u\u0308", "v") if not unicodedata.combining(part))
