"""Glyphs -> printed rows: what stands on one line, with spaces and tabs where the page shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.load.page import Glyph

BLANK = " "
"""How readers give white space; only where it stands between others does it count."""

# How far characters are apart, in ems, when white space is meant:
_WORD_GAP = 0.18  # between Latin letters, in ems
_SPACE_GAP = 0.5  # between Chinese characters
_BLANK_GAP = 0.1  # where the file itself has a space
_CELL_GAP = 2.2  # what is further apart are cells of a table without rules
_ONE_FACE = 0.9  # of a row's Chinese characters
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line; `em` is the width of a Chinese character in it. `cells`: a row of a table, cells parted by tabs.
    `face`: the type that nearly all of it is set in, empty where it is mixed or unknown."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    cells: bool = False
    face: str = ""


def rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """Printed lines from top to bottom; a glyph printed twice in its place (a way to look bold) counts once."""
    return [made for line in lines(glyphs) if (made := row(line))]


def lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs whose middles lie within half a glyph's height stand on one line (a raised footnote number too)."""
    found: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        mid, high = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if not found or mid - middle > 0.45 * max(height, high):
            found.append([])
            middle, height = mid, high
        found[-1].append(glyph)
        if high > height:
            middle, height = mid, high
    return [_once(line) for line in found]


def row(line: Sequence[Glyph]) -> Row | None:
    """The row of glyphs on one line from left to right; None where all are blank."""
    shown = [glyph for glyph in line if glyph.char != BLANK]
    if not shown:
        return None
    em = _em(shown)
    runs, gaps = [shown[0].char], [0.0]
    before, blank = shown[0], None
    for glyph in line[line.index(before) + 1 :]:
        if glyph.char == BLANK:
            blank = blank or glyph
            continue
        gap = (glyph.x0 - (min(before.x1, blank.x0) if blank else before.x1)) / em
        if gap <= (_BLANK_GAP if blank else _WORD_GAP if before.char.isascii() and glyph.char.isascii() else _SPACE_GAP):
            runs[-1] += glyph.char
        else:
            runs.append(glyph.char)
            gaps.append(gap)
        before, blank = glyph, None
    top, bottom = min(g.top for g in shown), max(g.bottom for g in shown)
    return Row(_text(runs, gaps), shown[0].x0, before.x1, top, bottom, em, face=_face(shown))


def joined(parts: Sequence[Row]) -> str:
    """Lines of one cell or paragraph as one; between two Latin words a break stands for a space."""
    text = ""
    for part in parts:
        text += (" " if latin_seam(text, part.text) else "") + part.text
    return text


def latin_seam(left: str, right: str) -> bool:
    """Whether a line break between two texts parts Latin words (not the digits of one number)."""
    a, b = left[-1:], right[:1]
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit())


def _once(line: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in sorted(line, key=lambda g: g.x0):
        near = 0.35 * max(glyph.x1 - glyph.x0, 0.3 * (glyph.bottom - glyph.top))
        if not any(glyph.char == old.char and glyph.x0 - old.x0 < near for old in kept[-3:]):
            kept.append(glyph)
    return kept


def _text(runs: Sequence[str], gaps: Sequence[float]) -> str:
    text = runs[0]
    for left, right, gap in zip(runs, runs[1:], gaps[1:], strict=False):
        text += (" " if _one_text(left, right, gap) else "\t") + right
    return text


def _em(line: Sequence[Glyph]) -> float:
    wide = [g.x1 - g.x0 for g in line if ord(g.char[0]) > 0x2E80]
    return max(median(wide) if wide else 0.9 * median(g.bottom - g.top for g in line), 0.5)


def _face(line: Sequence[Glyph]) -> str:
    faces = Counter(glyph.face for glyph in line if ord(glyph.char[0]) > 0x2E80)
    face, count = faces.most_common(1)[0] if faces else ("", 0)
    return face if count >= _ONE_FACE * faces.total() else ""


def _one_text(left: str, right: str, gap: float) -> bool:
    """Letter-spaced words (通　　　知) and what stands behind a number stay together however wide the gap."""
    return gap <= _CELL_GAP or (len(left) == 1 and len(right) == 1) or bool(_NUMBER.fullmatch(left))
