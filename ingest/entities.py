"""The one door to spaCy: names of units in running prose.

A blank Chinese pipeline that makes one token of each character, with a phrase matcher for every name and short name of the
gazetteer: words of a segmenter would cut 县/人力资源/社会/保障局. spaCy is imported on first use.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ingest import units
from ingest.unit_table import spoken_names

LONGEST = 80
"""Characters looked at for one list of units."""


def leading_units(text: str) -> int:
    """Length of the list of units with which `text` begins, 0 where it begins with none.

    `县财政局、县审计局制定细则` -> 9. Each name must end in one that the gazetteer knows or stand for a set (相关部门).
    """
    head = text[:LONGEST]
    ends = sorted({*_known_ends(head), *_collective_ends(head)}, reverse=True)
    return next((end for end in ends if all(map(units.is_sure, units.split(head[:end])))), 0)


def _known_ends(text: str) -> set[int]:
    nlp, matcher = _pipeline()
    return {end for _, _, end in matcher(nlp.make_doc(text))}


def _collective_ends(text: str) -> set[int]:
    return {i + 2 for i in range(len(text) - 1) if text[i : i + 2] in ("部门", "单位", "政府", "党委", "地区", "各地")}


@cache
def _pipeline() -> tuple[Any, Any]:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("zh")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("unit", [nlp.make_doc(name) for name in sorted(spoken_names())])
    return nlp, matcher
