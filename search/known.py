"""What every question is read against: what the documents of a library are called, and the units that they name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest import units
from search.model import DocumentCard
from search.wording import squeeze, stem

title_key = lru_cache(maxsize=16_384)(squeeze)
"""A title as titles are compared; kept, since every question that names one is held against all of them."""


@dataclass(frozen=True, eq=False)
class Known:
    """What a question is read against, for many questions: names of units (as printed), the documents of a library."""

    names: Collection[str]
    cards: Sequence[DocumentCard]

    def prepare(self) -> None:
        """Reads at once what is otherwise read when a question first needs it."""
        _ = self.regions, self.last_characters, self._with

    @cached_property
    def sets(self) -> tuple[str, ...]:
        """Those of the names that stand for several bodies: few of the many that a library holds."""
        return tuple(name for name in self.names if units.is_collective(name))

    @cached_property
    def last_characters(self) -> frozenset[str]:
        """With which a question may name a set: 各县 and 各县人民政府 are one, brackets say nothing. Few parts end so, and
        holding a part against all sets takes long."""
        bare = {re.sub(r"[（）()、]|(?:人民)?政府$", "", name) for name in self.sets}
        return frozenset(name[-1] for name in (*self.sets, *bare) if name) | set("府)）")

    @cached_property
    def titles(self) -> dict[str, str]:
        """Id of each document -> its title."""
        return {card.id: card.title for card in self.cards}

    @cached_property
    def dates(self) -> dict[str, str]:
        """Id of each document -> its date, '' where none is known."""
        return {card.id: card.date or "" for card in self.cards}

    @cached_property
    def clauses(self) -> int:
        """Of all documents."""
        return sum(card.clauses for card in self.cards)

    @cached_property
    def regions(self) -> frozenset[str]:
        """What a question may call the regions: by the name, by its stem, 自治区; the nation (中国) is asked for as a level."""
        named = {card.region for card in self.cards if card.region and card.region != "中国"}
        kinds = {"自治区"} if any(region.endswith("自治区") for region in named) else set()
        return frozenset(word for word in kinds.union(*({region, stem(region)} for region in named)) if len(word) > 1)

    def having(self, characters: str, cards: Sequence[DocumentCard]) -> Sequence[DocumentCard]:
        """Those of some documents whose titles have all of some characters; most of thousands lack one."""
        ids = frozenset.intersection(*(self._with.get(character, frozenset()) for character in characters))
        return [card for card in cards if card.id in ids] if ids else []

    @cached_property
    def _with(self) -> dict[str, frozenset[str]]:
        """Character -> ids of the documents whose titles have it."""
        held: dict[str, set[str]] = defaultdict(set)
        for card in self.cards:
            for character in title_key(card.title):
                held[character].add(card.id)
        return {character: frozenset(ids) for character, ids in held.items()}
