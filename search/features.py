"""What an embedding reads of a text: its words and characters, and how much each counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.segment import HAN, cut

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]

_HAN = re.compile(rf"[{HAN}]")


def read(text: str) -> tuple[list[str], str]:
    """The words of a text of two characters and more in search mode, and its characters, both folded."""
    lines = [cut(line) for line in text.split("\n")]
    return [word for _, words in lines for word in words], "".join([folded for folded, _ in lines])


def features(text: str) -> list[str]:
    """Words in search mode, then single Han characters (both folded by NFKC and case, no punctuation), repeats kept.

    >>> features("节水，节约")
    ['节水', '节约', '节', '水', '节', '约']
    """
    words, written = read(text)
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
