"""Canonical text with an offset map back to the source.

What a plan looks like when it arrives (typed, saved from a page, taken out of a PDF) is undone here: lines wrapped at the
margin are joined, page marks and layout spaces dropped, letter-spaced and doubled headings mended, CJK radicals replaced by the
characters they stand for. Nothing is added: every character of the canonical text has its place in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.model import OffsetMap

# NFKC mends block 2F00 (Kangxi radicals); block 2E80 (supplement) has no decomposition: its simplified forms are listed.
_SUPPLEMENT = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_TABLE = str.maketrans(
    {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
    | _SUPPLEMENT
    | dict.fromkeys("\xa0\u2002\u2003\u2009\u202f\u205f", " ")
)

_LINE = re.compile(r"[^\n\r\f\v\x1c\x85\u2028\u2029]+")
_COLUMN_GAP = re.compile(r"[ \u3000\xa0]*[\u3000\xa0][ \u3000\xa0]+|[ ]+[\u3000\xa0][ \u3000\xa0]*")
_SPACE = re.compile(r"[ \u3000]+|\*\*|[\u200b-\u200f\u2060\ufeff\xad]+")
_SPACED = re.compile(r"(?:[^\s\x00-\x7f][ \u3000]+){3,}[^\s\x00-\x7f]")
_PAGE_MARK = re.compile(
    r"[-—–－―]+\s*\d{1,4}\s*[-—–－―]+|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_HASH = re.compile(r"(#{1,6})\s+|>\s?")
_END = re.compile(r"[。！？；：…!?;:〕】][”’」』）)\]】》]*$")
_LEADER = re.compile(r"[.．…·]{4,}\s*\d{0,4}$")
_UNITS_END = re.compile(r"[（(][^（）()]*(?:单位|负责|牵头|配合|部门|参与|公开)(?:[^（）()]|[（(][^（）()]*[)）])*[)）]$")
_MARKER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[编章节条]|[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十百\d]{1,3}[)）]"
    r"|\d{1,2}\s*[.．、﹒](?!\d)|[一二三四五六七八九十]{1,2}是|——|--|专栏|附件|附表|附录|[问答][:：]|【|[①-⑳]|[报送抄][:：送]"
)
_OPEN, _CLOSE = "（(〔[【《〈", "）)〕]】》〉"


@dataclass(frozen=True, slots=True)
class Canonical:
    """`text` has one paragraph a line. `pages` are the offsets at which a page begins (empty where the source shows none),
    `headings` leads from the offset of a Markdown heading to its level."""

    text: str
    offsets: OffsetMap
    pages: tuple[int, ...]
    headings: dict[int, int]


@dataclass(slots=True)
class _Line:
    """One printed line, `[start, end)` of the source without white space around; `own` where it surely begins a paragraph."""

    start: int
    end: int
    text: str
    own: bool
    page: int
    heading: int = 0
    keep: list[tuple[int, int]] = field(default_factory=list)

    @property
    def width(self) -> float:
        return _width(self.text)


def canonical(raw: str, *, whole: bool = False) -> Canonical:
    """Canonical text of the characters of a file, with the way back to them. `whole`: no line is joined."""
    source = raw.translate(_TABLE)
    lines = _without_page_marks(list(_lines(raw, source)))
    return _joined(lines, source, _margin(lines), whole=whole)


def _lines(raw: str, source: str) -> Iterator[_Line]:
    page, at = 1, 0
    for found in _LINE.finditer(source):
        page += raw.count("\f", at, found.start())
        at = found.start()
        yield from _pieces(raw, source, found.start(), found.end(), page)


def _pieces(raw: str, source: str, start: int, end: int, page: int) -> Iterator[_Line]:
    """A line, cut where a paragraph is shown by two ideographic spaces alone; letter-spaced words stay in one piece."""
    edges, at = [], start
    for gap in _COLUMN_GAP.finditer(raw, start, end):
        edges.append((at, gap.start()))
        at = gap.end()
    edges.append((at, end))
    own = False
    for left, right in _whole_words(source, edges):
        text = source[left:right]
        stripped = text.strip(" \u3000\t")
        indent = len(text) - len(text.lstrip(" \u3000\t"))
        if stripped:
            begin = left + indent
            shown = own or (left == start and indent >= 2 and "\u3000" in text[:indent]) or left > start
            line = _mended(_Line(begin, begin + len(stripped), stripped, shown, page))
            if line.text:
                yield line
        own = True


def _whole_words(source: str, edges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces of one character each, side by side, are one spaced-out word (目　　录, 国　 务　 院)."""
    waiting: tuple[int, int] | None = None
    for left, right in edges:
        single = len(source[left:right].strip(" \u3000")) == 1
        if single and waiting:
            waiting = (waiting[0], right)
            continue
        if waiting:
            yield waiting
        waiting = (left, right) if single else None
        if not single:
            yield (left, right)
    if waiting:
        yield waiting


def _mended(line: _Line) -> _Line:
    """Markdown marks taken off, inner spaces that only lay out the line dropped, doubled headings halved."""
    if mark := _HASH.match(line.text):
        line.heading, line.own = len(mark[1] or ""), True
        line.start += mark.end()
        line.text = line.text[mark.end() :]
    spaced = _spaced_out(line.text)
    at = 0
    for gap in _SPACE.finditer(line.text):
        if spaced or not _holds_apart(line.text, gap):
            line.keep.append((line.start + at, line.start + gap.start()))
            at = gap.end()
    line.keep.append((line.start + at, line.end))
    shown = "".join(line.text[a - line.start : b - line.start] for a, b in line.keep)
    if spaced and len(shown) % 2 == 0 and shown[: len(shown) // 2] == shown[len(shown) // 2 :]:
        line.keep, shown = _first(line.keep, len(shown) // 2), shown[: len(shown) // 2]
    line.text = shown
    return line


def _spaced_out(text: str) -> bool:
    """`国 务 院`, `目　　录`, `一 、 战 略 态 势`: words drawn apart to fill the line."""
    parts = text.split()
    if len(parts) <= 4:
        return len(parts) > 1 and all(len(part) == 1 and not part.isascii() for part in parts)
    return bool(_SPACED.match(text)) and sum(len(part) <= 2 for part in parts) >= 0.7 * len(parts)


def _holds_apart(text: str, gap: re.Match[str]) -> bool:
    """Whether white space parts words: between Latin words, and between the names and cells of a short line."""
    if gap[0][0] not in " \u3000":
        return False
    left, right = text[gap.start() - 1], text[gap.end()] if gap.end() < len(text) else ""
    if left.isascii() or right.isascii():
        return left.isascii() and right.isascii() and left not in "|" and right not in "|"
    return len(text) <= 60 and not re.search(r"[，。；]", text)


def _first(keep: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    kept = []
    for start, end in keep:
        if length <= 0:
            break
        kept.append((start, min(end, start + length)))
        length -= end - start
    return kept


def _without_page_marks(lines: list[_Line]) -> list[_Line]:
    """Page numbers go, and so does the second of two equal lines: a heading drawn twice to look bold."""
    bare = [i for i, line in enumerate(lines) if line.text.isascii() and line.text.isdigit() and len(line.text) <= 4]
    marks = _ascending(lines, bare)
    kept = [line for i, line in enumerate(lines) if i not in marks and not _PAGE_MARK.fullmatch(line.text)]
    return [line for i, line in enumerate(kept) if not i or len(line.text) < 6 or line.text != kept[i - 1].text]


def _ascending(lines: list[_Line], bare: list[int]) -> set[int]:
    """Bare numbers are page numbers where each is one more than the last and lines lie between (not so in a table)."""
    best: set[int] = set()
    chains: dict[int, tuple[int, ...]] = {}
    for i in bare:
        value = int(lines[i].text)
        before = chains.get(value - 1, ())
        chain = (*before, i) if before and i - before[-1] >= 4 else (i,)
        chains[value] = chain
        if len(chain) > max(1, len(best)):
            best = set(chain)
    return best


def _margin(lines: Sequence[_Line]) -> float | None:
    """Width at which the lines were wrapped, in full-width characters: the most frequent; None where a line is a paragraph."""
    counts = Counter(round(line.width) for line in lines if line.width >= 12)
    if counts.total() < 8:
        return None
    margin = max(counts, key=lambda width: (counts[width] + counts[width - 1] + counts[width + 1], width))
    full = sum(counts[width] for width in range(margin - 3, margin + 2))
    return float(margin) if margin <= 60 and full >= 0.4 * counts.total() else None


def _joined(lines: Sequence[_Line], source: str, margin: float | None, *, whole: bool) -> Canonical:
    runs: list[tuple[int, int, int]] = []
    parts: list[str] = []
    headings: dict[int, int] = {}
    pages: list[int] = []
    at = 0
    open_since, parts_end = -1, "\n"
    for i, line in enumerate(lines):
        if i:
            indent = 2.0 if parts_end == "\n" else 0.0
            joins = not whole and _continues(
                lines[i - 1], line, margin and margin - indent, open_since >= 0 and at - open_since < 300
            )
            glue = "" if joins and not _latin_seam(parts, line) else (" " if joins else "\n")
            parts_end = glue
            if glue:
                runs.append((at, lines[i - 1].end if lines[i - 1].end < len(source) else line.start, 1))
                parts.append(glue)
                at += 1
                open_since = -1 if glue == "\n" else open_since
        while len(pages) < line.page:
            pages.append(at)
        if line.heading:
            headings[at] = line.heading
        for start, end in line.keep:
            if end > start:
                runs.append((at, start, end - start))
                parts.append(source[start:end])
                at += end - start
        open_since = _still_open(line, at, open_since)
    return Canonical("".join(parts), OffsetMap(_merged(runs)), tuple(pages) if len(pages) > 1 else (), headings)


def _still_open(line: _Line, at: int, since: int) -> int:
    """Offset near the last bracket that is open at the end of a line, -1 where all are closed."""
    depth = 1 if since >= 0 else 0
    for c in line.text:
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
    return -1 if depth == 0 else since if since >= 0 else at - len(line.text)


def _latin_seam(parts: Sequence[str], line: _Line) -> bool:
    """A break between two Latin words stands for a space; one inside a number (20|27年) stands for nothing."""
    left, right = parts[-1][-1:] if parts else "", line.text[:1]
    return (
        left.isascii() and right.isascii() and left.isalnum() and right.isalnum() and not (left.isdigit() and right.isdigit())
    )


def _continues(before: _Line, line: _Line, margin: float | None, bracket_open: bool) -> bool:
    """Whether a line goes on with the sentence of the one before (a margin, a page or a saved page cut it)."""
    if before.heading or line.heading or "\t" in line.text or "|" in line.text or _LEADER.search(before.text):
        return False
    marked = bool(_MARKER.match(line.text))
    if bracket_open and not marked and before.text[-1] not in "。！？":
        return True
    if marked or line.own or _END.search(before.text) or _UNITS_END.search(before.text):
        return False
    if before.text[-1] in "，、,":
        return True
    if margin is not None and before.width + min(_first_word(line.text), 6.0) > margin - 2.5:
        return True
    return _mid_sentence(before.text)


def _mid_sentence(text: str) -> bool:
    """A paragraph that stops without a stop: `（二）多措并举，营造环境` is a heading; body text is long."""
    if _MARKER.match(text):
        return "。" in text or len(text) > 80
    return "，" in text or "。" in text or len(text) > 80


def _first_word(text: str) -> float:
    word = re.match(r"[!-~]+|.", text)
    return _width(word[0]) if word else 0.0


def _width(text: str) -> float:
    return len(text) - 0.5 * sum(c.isascii() for c in text)


def _merged(runs: Sequence[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    merged: list[tuple[int, int, int]] = []
    for start, source, length in runs:
        if merged and merged[-1][1] + merged[-1][2] == source:
            merged[-1] = (merged[-1][0], merged[-1][1], merged[-1][2] + length)
        else:
            merged.append((start, source, length))
    return tuple(merged)
