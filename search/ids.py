"""Ids that name a clause or a target: `<document>#<eid>`, `<document>#T<n>`. A document as a whole has no `#` in its id.

`n` is the place of a target among those in print, from 1; a target that a person added is `T@<its place in the source>`.
"""

from __future__ import annotations

import re

from ingest.model import Document

_STEP = re.compile(r"([A-Z]?)(\d*)")
_KINDS = ("N", "", "B", "P", "A")  # the notice before the plan, boxes after the clauses, attachments at the end


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


def order_of(eid: str) -> tuple[tuple[int, int], ...]:
    """A key that sorts the clauses of one document as they stand in it, boxes behind the clauses beside them.

    >>> sorted(["A", "2.10", "2.9", "N", "0", "2"], key=order_of)
    ['N', '0', '2', '2.9', '2.10', 'A']
    """
    steps = (_STEP.match(step) for step in eid.split("."))
    return tuple((_KINDS.index(found[1]), int(found[2] or 0)) for found in steps if found)


def target_id(document: Document, n: int) -> str:
    """The id of the target at a place, from 0, in its document."""
    return f"{document.id}#T{document.targets[n].key or n + 1}"
