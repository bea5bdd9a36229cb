"""bytes -> Document. Pure: no database, no other document, no network.

The contract: `parse`, the types of `ingest.model`, the errors of `ingest.issues`. Importing this package costs nothing.
"""

from __future__ import annotations

from ingest.issues import IngestError
from ingest.model import Citation, Clause, Document, Duty, Issue, Source, Span, Target, Work

__all__ = ["Citation", "Clause", "Document", "Duty", "IngestError", "Issue", "Source", "Span", "Target", "Work", "parse"]


def parse(data: bytes, *, path: str) -> Document:
    """The Document in the bytes of one file named `path`; IngestError where nothing can be made of them."""
    from ingest import pipeline  # loads the rules of all extractors: not on the path of a search

    return pipeline.parse(data, path=path)
