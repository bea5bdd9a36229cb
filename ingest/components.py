"""The extractors as spaCy components, for those who work with spaCy: units, targets and duties of a `Doc`.

`spacy.blank("zh")` and `nlp.add_pipe("policykb_targets")` do wherever this package is installed (its entry points name this
module); `ingest.entities.pipeline` adds them all. A `Doc` is read as one clause; offsets of its spans are those of its text,
character for character. What a component found stands in `doc._` under its name, beside `doc.spans`, in the same order: several
findings may share one quote. Importing this module imports spaCy: nothing on the path of parsing or of a search does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ingest import units
from ingest.duties import extract as duties
from ingest.entities import factory, known_names
from ingest.model import Clause, Duty, Span, Target, Work
from ingest.targets import extract as targets
from ingest.unit_canonical import canonical

_REACH = 12
"""Characters of level and place looked at before a name of the gazetteer: 溪源县人民政府 before 办公室."""


@factory("policykb_units", region=None)
def units_component(nlp: Any, name: str, region: str | None) -> Callable[[Any], Any]:
    """Names of units as `doc.ents` and `doc.spans["policykb_units"]`, label UNIT; `kb_id_` is the full name as for a document
    of `region`, empty where the words do not tell, and so is `doc._.policykb_units`, None there."""

    def run(doc: Any) -> Any:
        found = [(at, canonical(doc.text[at.start : at.end], region)) for at in _unit_names(doc.text)]
        spans = [_char_span(doc, at, "UNIT", full or "") for at, full in found]
        doc.spans[name] = spans
        doc._.set(name, tuple(full for _, full in found))
        doc.set_ents([span for span in spans if not any(token.ent_type for token in span)], default="unmodified")
        return doc

    return run


@factory("policykb_targets", period=None)
def targets_component(nlp: Any, name: str, period: tuple[int, int] | None) -> Callable[[Any], Any]:
    """Quotes of targets as `doc.spans["policykb_targets"]`, label TARGET, and the `Target`s as `doc._.policykb_targets`.
    `period`: first and last year of the plan."""

    def run(doc: Any) -> Any:
        return _annotated(doc, name, "TARGET", targets.extract(doc.text, [_whole(doc.text)], period=period))

    return run


@factory("policykb_duties", region=None)
def duties_component(nlp: Any, name: str, region: str | None) -> Callable[[Any], Any]:
    """Quotes of duties as `doc.spans["policykb_duties"]`, label DUTY, one for each unit, and the `Duty`s as
    `doc._.policykb_duties`."""

    def run(doc: Any) -> Any:
        found, _ = duties.extract(doc.text, [_whole(doc.text)], Work(title="", region=region))
        return _annotated(doc, name, "DUTY", found)

    return run


def _unit_names(text: str) -> Iterator[Span]:
    """The longest names of units, from left to right; each ends in a name of the gazetteer."""
    at = 0
    for start, end in known_names(text):
        begins = next((i for i in range(max(at, start - _REACH), start + 1) if _is_name(text[i:end])), None)
        if begins is not None and start >= at:
            yield Span(begins, end)
            at = end


def _is_name(words: str) -> bool:
    return len(units.split(words)) == 1 and units.is_sure(words) and not units.names_nobody(words)


def _annotated(doc: Any, name: str, label: str, found: tuple[Target, ...] | tuple[Duty, ...]) -> Any:
    doc.spans[name] = [_char_span(doc, one.span, label) for one in found]
    doc._.set(name, found)
    return doc


def _char_span(doc: Any, at: Span, label: str, kb_id: str = "") -> Any:
    return doc.char_span(at.start, at.end, label=label, kb_id=kb_id, alignment_mode="expand")


def _whole(text: str) -> Clause:
    span = Span(0, len(text))
    return Clause("1", "paragraph", None, None, None, span, span, Span(0, 0))
