"""The one door to spaCy: names of units in running prose, and the extractors as a pipeline for others.

A blank Chinese pipeline that makes one token of each character, with a phrase matcher for every name and short name of the
gazetteer: words of a segmenter would cut 县/人力资源/社会/保障局. spaCy is imported on first use; parsing does without.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ingest.unit_table import spoken_names

COMPONENTS = ("policykb_units", "policykb_targets", "policykb_duties")


def pipeline(*, region: str | None = None, period: tuple[int, int] | None = None) -> Any:
    """A blank Chinese spaCy pipeline (`Language`) with the components of `ingest.components`: `pipeline()("到2025年…").spans`.

    `region` gives short names of units their full ones, `period` is the first and last year of the plan.
    """
    import spacy

    import ingest.components  # noqa: F401 - registers them, with or without the entry points of an installed package

    nlp = spacy.blank("zh")
    options = {"policykb_targets": {"period": period}}
    for name in COMPONENTS:
        nlp.add_pipe(name, config=options.get(name, {"region": region}))
    return nlp


def factory(name: str, **defaults: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a function of `nlp`, `name` and the options `defaults` that gives a component `Doc -> Doc`."""
    from spacy.language import Language
    from spacy.tokens import Doc

    Doc.set_extension(name, default=(), force=True)
    made: Callable[[Callable[..., Any]], Callable[..., Any]] = Language.factory(name, default_config=defaults)
    return made


def known_names(text: str) -> list[tuple[int, int]]:
    """Where names of the gazetteer stand, half-open, without what is part of a longer one; by their begin."""
    from spacy.util import filter_spans

    nlp, matcher = _pipeline()
    doc = nlp.make_doc(text)
    return [(span.start_char, span.end_char) for span in filter_spans(matcher(doc, as_spans=True))]


@cache
def _pipeline() -> tuple[Any, Any]:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("zh")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("unit", [nlp.make_doc(name) for name in sorted(spoken_names())])
    return nlp, matcher
