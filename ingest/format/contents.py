"""Tables of contents 目录, which are no clauses: under that word, with dot leaders, or headings that all come again below."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

from ingest.canonical.text import LEADER
from ingest.official import DIVISION

_NAME = re.compile(r"目\s*[录次]")
_LEADER = re.compile(rf"{LEADER}|(?:…{{2,}}|\t)\s*[（(]?\d{{1,3}}[)）]?$")
_ENTRY = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]+"
    rf"{DIVISION}"
    r"|\d{1,2}(?:[.．、\s]|\d|(?=[\u4e00-\u9fff]))|前\s*言$"
)
_NUMBERED = re.compile(r"\d{1,2}(?=[\u4e00-\u9fff])")
_CHAPTERS = re.compile(r"第[一二三四五六七八九十]+[章节]")
_ENTRIES, _LONGEST, _TOP = 4, 600, 200
"""A list without its name has so many entries at least, no list more than so many lines, and it begins near the top."""


class Contents:
    """The lines of a text from the head of a document on, asked for tables of contents."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def length(self, i: int) -> int:
        """Number of lines of the table of contents that begins at line `i`, 0 where none does."""
        named = _NAME.fullmatch(self._texts[i]) is not None
        if not named and not self._may_begin(i):
            return 0
        at = i + named
        while at < min(len(self._texts), i + _LONGEST):
            goes_on = at > i + named and self._again(at, self._texts[at - 1] + self._texts[at])  # an entry over two lines
            if not goes_on and not self._is_entry(at):
                break
            at += 1
        return at - i if named or at - i >= _ENTRIES else 0

    @cached_property
    def _keys(self) -> list[str]:
        return [_key(text[:80]) for text in self._texts]

    @cached_property
    def _last(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self._keys)}

    @cached_property
    def _sorted(self) -> list[str]:
        """In order, so that those with one beginning stand together."""
        return sorted(self._last)

    @cached_property
    def _last_unnumbered(self) -> dict[str, int]:
        """Headings without their numbers: a list that a page drew may have lost those of its upper level (总则)."""
        return {_NUMBERED.sub("", key): i for i, key in enumerate(self._keys) if _NUMBERED.match(key)}

    def _may_begin(self, i: int) -> bool:
        text = self._texts[i]
        return i <= _TOP and (_LEADER.search(text) is not None or (_ENTRY.match(text) is not None and self._again(i, text)))

    def _is_entry(self, i: int) -> bool:
        text = self._texts[i]
        listed = _LEADER.search(text) or (len(_CHAPTERS.findall(text)) >= 3 and "。" not in text)
        return bool(listed) or self._again(i, text)

    def _again(self, i: int, text: str) -> bool:
        """Whether a heading comes again below line `i`, at the head of a line."""
        if len(text) > 60 or text.endswith(("。", "；")):
            return False
        key = _key(text)
        first = bisect_left(self._sorted, key)
        begun = takewhile(lambda other: other.startswith(key), (self._sorted[n] for n in range(first, len(self._sorted))))
        if any(self._last[other] > i for other in begun):
            return True
        return not _ENTRY.match(text) and self._last_unnumbered.get(key, -1) > i


def _key(text: str) -> str:
    return re.sub(r"[\s.．、:：]", "", text)
