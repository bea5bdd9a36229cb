"""One indicator over all documents: what every level and region sets for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.database.store import Store
from search.links.lineage import rank
from search.model import NotFound, TargetQuote
from search.wording import PLACE, neutral


def comparable(store: Store, key: str) -> tuple[TargetQuote, ...]:
    """The targets of the indicator of one target, itself included: the highest level first, then by region and deadline.

    An indicator is the same where its name is once places and level words are gone (全省技能人才总量, 全县技能人才总量), or
    where comparisons of plans lead from one to the other. What one document repeats is given once. NotFound for an unknown id.
    """
    start = next(iter(store.target_rows(ids=[key])[1]), None)
    if start is None:
        raise NotFound(f"没有指标 {key}", "指标编号形如 文件编号#T3，可从指标列表中打开")
    found = {row.id: row for row in _named(store, _name(start))} | {start.id: start}
    _, linked = store.target_rows(ids=[target for target in _linked(store, found) if target not in found])
    found |= {row.id: row for row in linked}
    rows = sorted(found.values(), key=lambda row: (row.id != start.id, row.id))
    once = {(row.place.document_id, row.target.value, row.target.unit, row.target.deadline): row for row in reversed(rows)}
    return tuple(sorted(once.values(), key=_order))


def _linked(store: Store, target_ids: Iterable[str]) -> set[str]:
    """All that target links lead to, up and down, these targets included."""
    pairs = [(link.from_id, link.to_id) for link in store.target_links() if link.from_id and link.to_id]
    found: set[str] = set()
    reached = set(target_ids)
    while reached - found:
        found |= reached
        reached = {end for pair in pairs if not found.isdisjoint(pair) for end in pair}
    return found


def _named(store: Store, name: str) -> Iterator[TargetQuote]:
    """Targets of the same name; the longest part of it that names no place narrows what is looked at."""
    _, rows = store.target_rows(indicator=max(name.split(PLACE), key=len))
    return (row for row in rows if _core(row) == name.replace(PLACE, ""))


def _name(row: TargetQuote) -> str:
    return neutral(row.target.indicator, row.place.region)


def _core(row: TargetQuote) -> str:
    return _name(row).replace(PLACE, "")


def _order(row: TargetQuote) -> tuple[int, str, int, str]:
    return rank(row.place.level), row.place.region or "", row.target.deadline or 0, row.id
