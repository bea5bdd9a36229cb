"""The streams of a program: in whatever code page they are, no character of a document stops it. Standard library only."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def lenient(encoding: str | None = None) -> None:
    """Lets what the encoding of stdout and stderr lacks stand as `?`; `encoding` takes the place of the one they have.

    Output that is sent into a file on a Chinese Windows is GBK, without 𠮷 and the radicals that a PDF may hold.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")
