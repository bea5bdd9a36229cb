"""Ids that name a clause or a target: `<document>#<eid>`, `<document>#T<n>`. A document as a whole has no `#` in its id.

`n` is the place of a target among those in print, from 1; a target that a person added is `T@<its place in the source>`.
"""

from __future__ import annotations

from ingest.model import Document


def parted(item_id: str) -> tuple[str, str]:
    """The id of the document and what stands behind it, '' for a document as a whole.

    >>> parted("ba96bdddf0ed#2.1"), parted("ba96bdddf0ed")
    (('ba96bdddf0ed', '2.1'), ('ba96bdddf0ed', ''))
    """
    document_id, _, rest = item_id.partition("#")
    return document_id, rest


def document_id_of(item_id: str) -> str:
    """The id of the document that a clause or a target is of."""
    return item_id.partition("#")[0]


def eid_of(clause_id: str) -> str:
    """What names a clause within its document; '' for a document as a whole."""
    return clause_id.partition("#")[2]


def target_id(document: Document, n: int) -> str:
    """The id of the target at a place, from 0, in its document."""
    return f"{document.id}#T{document.targets[n].key or n + 1}"
