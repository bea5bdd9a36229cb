"""Below the clause: which sentences of a lower clause come from which of the upper one, many to many."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from search.alignment.difference import differ, modal_words, plain
from search.alignment.model import Piece, SentenceRow
from search.wording import borrowed, likeness, longest_own, sentences, shared_length

_FIGURE = re.compile(r"\d+")
_LIKE = 0.55  # sentences this alike are one matter, even without a long run in common
_HELD = 6  # so many characters in common, in runs of four, join two sentences,
_PART = 0.3  # … where they are this share of the shorter one;
_RUN = 7  # a run as long as this joins them in any case
_SAME = 0.85  # share of the lower words that are borrowed where a sentence is restated
_OWN = 7  # and the longest run of its own that either side may have there


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences (by number) that belong together; one side may be empty."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]


def compare_sentences(
    upper: str,
    lower: str,
    *,
    upper_region: str | None = None,
    lower_region: str | None = None,
    retold: Collection[tuple[int, int]] = (),
) -> tuple[SentenceRow, ...]:
    """Rows in the lower text's order, then what only the upper one says. The status of a row is restated (the same words,
    figures and modal words), adapted, local or missing; `share` is what part of the lower words is borrowed. `retold` are
    (lower, upper) numbers of sentences that belong together without many words in common."""
    above, below = sentences(upper), sentences(lower)
    read = [plain(s, upper_region) for s in above], [plain(s, lower_region) for s in below]
    return tuple(_row(group, above, below, read, (upper_region, lower_region)) for group in _groups(*read, retold))


def _groups(above: Sequence[str], below: Sequence[str], retold: Collection[tuple[int, int]]) -> Iterator[_Group]:
    """Connected sentences, those with a lower sentence first. What is retold joins a sentence that nothing else does."""
    joined = [{j for j, one in enumerate(above) if _akin(one, other)} for other in below]
    alone = {i for i, row in enumerate(joined) if not row}, set(range(len(above))).difference(*joined)
    for i, j in retold:
        if i in alone[0] or j in alone[1]:
            joined[i].add(j)
    taken: set[int] = set()
    while len(taken) < len(below):
        lower, upper = _connected(min(set(range(len(below))) - taken), joined)
        taken |= lower
        yield _Group(tuple(sorted(upper)), tuple(sorted(lower)))
    for j in range(len(above)):
        if not any(j in row for row in joined):
            yield _Group((j,), ())


def _connected(i: int, joined: Sequence[set[int]]) -> tuple[set[int], set[int]]:
    lower, upper = {i}, set(joined[i])
    while more := {k for k, row in enumerate(joined) if k not in lower and row & upper}:
        lower |= more
        upper |= set().union(*(joined[k] for k in more))
    return lower, upper


def _akin(a: str, b: str) -> bool:
    short = min(len(a), len(b))
    if not short or likeness(a, b) >= _LIKE:
        return bool(short)
    return shared_length(a, b) >= max(_HELD, _PART * short) or len(borrowed(a, b)[1]) >= _RUN


def _row(
    group: _Group,
    above: Sequence[str],
    below: Sequence[str],
    read: tuple[Sequence[str], Sequence[str]],
    regions: tuple[str | None, str | None],
) -> SentenceRow:
    upper, lower = "".join(above[j] for j in group.upper), "".join(below[i] for i in group.lower)
    if not upper or not lower:
        left, right = (tuple(Piece(text, "") for text in side if text) for side in ((upper,), (lower,)))
        return SentenceRow("local" if lower else "missing", 0.0, left, right, group.upper, group.lower)
    found = differ(upper, lower, *regions)
    a, b = "".join(read[0][j] for j in group.upper), "".join(read[1][i] for i in group.lower)
    share = borrowed(b, a)[0]
    same = share >= _SAME and max(longest_own(b, a), longest_own(a, b)) <= _OWN and _bind_alike(upper, lower)
    status = "restated" if same else "adapted"
    return SentenceRow(
        status, round(share, 2), found.upper, found.lower, group.upper, group.lower, found.weaker, found.stronger
    )


def _bind_alike(upper: str, lower: str) -> bool:
    """The same figures, and modal words of the same strengths."""
    figures = [_FIGURE.findall(text) for text in (upper, lower)]
    modals = [[strength for strength, _ in modal_words(text)] for text in (upper, lower)]
    return figures[0] == figures[1] and modals[0] == modals[1]
