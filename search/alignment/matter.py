"""What clauses say of their matter: their text without sentences that only name who is responsible (市水务局牵头。).

They are compared as little as the brackets of units are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from ingest.model import Document
from search.wording import sentences

_ROLES = re.compile("牵头|负责|配合|参与|落实|实施|共同|分别|按照?(?:各自)?职责(?:分工)?|会同|由|[等和与及、，。；：]")


def matters(document: Document, eids: Iterable[str]) -> dict[str, str]:
    """Eid -> the text of that clause."""
    units: defaultdict[str, set[str]] = defaultdict(set)
    for duty in document.duties:
        if duty.form == "inline":
            units[duty.clause].add(duty.unit)
    return {eid: _matter(document.body(document.clause(eid)), units[eid]) for eid in dict.fromkeys(eids)}


def _matter(body: str, units: Collection[str]) -> str:
    return "\n".join(one for one in sentences(body) if not _assigns(one, units)) if units else body


def _assigns(sentence: str, units: Collection[str]) -> bool:
    """Whether nothing is left of a sentence without its units and the words for what they are in it."""
    left = sentence
    for unit in sorted(units, key=len, reverse=True):
        left = left.replace(unit, "")
    return left != sentence and not _ROLES.sub("", left)
