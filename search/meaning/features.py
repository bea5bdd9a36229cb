"""What an embedding reads of a text: its words and characters, and how much each counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

import numpy as np
import numpy.typing as npt

from ingest.segment import HAN, cuts

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]

_HAN = re.compile(rf"[{HAN}]")


def read(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """Of each text its words of two characters and more in search mode, and its characters, both folded."""
    lines = [text.split("\n") for text in texts]
    held = iter(cuts([*chain.from_iterable(lines)]))
    for own in lines:
        written, words = zip(*islice(held, len(own)), strict=True)
        yield [*chain.from_iterable(words)], "".join(written)


def features(text: str) -> list[str]:
    """Words in search mode, then single Han characters (both folded by NFKC and case, no punctuation), repeats kept.

    >>> features("节水，节约")
    ['节水', '节约', '节', '水', '节', '约']
    """
    [(words, written)] = read([text])
    return [word for word in words if word.isalnum()] + _HAN.findall(written)


def weighed(texts: Sequence[Ids], used: Ids) -> Floats:
    """float32 (texts, used): square root of how often each used feature occurs in a text. `used` is in order and has all."""
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    return roots(owners, np.searchsorted(used, np.concatenate(texts)), (len(texts), len(used)))


def roots(owners: Places, columns: Places, shape: tuple[int, int]) -> Floats:
    """float32 of a shape: square root of how often each pair of a text and a column occurs.

    A full table: multiplying it out is three times as fast as gathering rows one by one, since texts share most features.
    """
    counts = np.bincount(owners * shape[1] + columns, minlength=shape[0] * shape[1]).astype(np.float32)
    return np.sqrt(counts, out=counts).reshape(shape)


def numbered(rows: Ids, number: int) -> tuple[Places, Places]:
    """The different ones among `rows`, in order, and for each row its place among them, as `np.unique` tells in four times the
    time: rows are numbers below `number`."""
    places = np.zeros(number, np.int64)
    places[rows] = 1
    used: Places = np.flatnonzero(places)
    places[used] = np.arange(len(used))
    return used, places[rows]
