"""What a library raises: one base, two kinds that callers tell apart."""

from __future__ import annotations


class LibraryError(Exception):
    """Base of all errors of `search`. `message` (Chinese) says what and where, `hint` how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class NotFound(LibraryError):
    """No such document, clause, unit or link in this library."""


class BadLibrary(LibraryError):
    """The folder is no library, or one of a version that this program can't read."""
