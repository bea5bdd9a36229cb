"""What every reader gives: the characters of a file in reading order, and what the format says about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

NO_WORDS = "\u200b"
"""A first cell without words: a tab alone at the head of a line would be an indent."""


class Left(NamedTuple):
    """Words of a file that a reader leaves out of the text. `kind`: running-head, page-number, navigation (what a web page
    shows around its article), footnote (at the foot of a printed page), hidden, deleted (tracked changes), turned (a
    watermark, a seal)."""

    kind: str
    text: str


class Scan(NamedTuple):
    """A page (from 1) that was read from its picture: mean confidence of its lines (0 to 1), and those that are doubtful."""

    page: int
    confidence: float
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Characters of a file, one paragraph or printed line a line, pages parted by form feeds (`paged`: it has
    pages, if only one).

    `encoding` is that of a text file, None elsewhere. `whole` says that each line is a whole paragraph, as in a word
    processor's file: then nothing is joined. Cells of a table row are parted by tabs. Headings of a format that marks them
    (Word styles, HTML h1 …) may be written as Markdown (`## `). A source offset is an offset into `text`. `empty_pages` are the
    pages (from 1) that show something but hold no text: scans; `scans` those that were read all the same. `left_out` is what a
    reader dropped: text and left out hold all characters that the file shows.
    """

    text: str
    encoding: str | None = None
    whole: bool = False
    empty_pages: tuple[int, ...] = ()
    left_out: tuple[Left, ...] = ()
    paged: bool = False
    scans: tuple[Scan, ...] = ()


def table_row(cells: Sequence[str]) -> str:
    """The line of a table row; what a merged cell covers is empty, so that every cell stays in its column."""
    line = "\t".join(cells).rstrip()
    return NO_WORDS + line if line.startswith("\t") else line
