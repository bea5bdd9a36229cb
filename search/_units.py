"""Units over all documents: the names one stands under, and all it owns."""

from __future__ import annotations

from collections import Counter

from ingest.units import matches
from search.model import NotFound, Quote, UnitAnswer
from search.store import Store


def names_of(store: Store, asked: str) -> tuple[str, ...]:
    """A unit's name as it is asked for, and the names in the library that can mean it: 人社局, 县人力资源和社会保障局 …"""
    return tuple(dict.fromkeys((asked, *(name for name in store.unit_names() if matches(asked, name)))))


def unit_answer(store: Store, unit_id: str) -> UnitAnswer:
    """Clauses and targets of a unit (the id of a `UnitCard`) in order of document and text; its most frequent role and name."""
    rows = store.duty_rows(unit_id=unit_id)
    if not rows:
        raise NotFound(f"没有单位“{unit_id}”", "可用 units 按名称查找单位")
    clause_ids = list(dict.fromkeys(row.clause_id for row in rows))
    places, texts = store.places(clause_ids), store.clause_texts(clause_ids)
    quotes = tuple(Quote(key, places[key], texts[key].text or texts[key].heading or "") for key in clause_ids)
    _, targets = store.target_rows(clause_ids=clause_ids)
    role = Counter(row.duty.role for row in rows).most_common(1)[0][0]
    return UnitAnswer(unit_id, rows[0].duty.canonical, role, quotes, targets)
