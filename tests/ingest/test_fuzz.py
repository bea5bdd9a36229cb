"""A small seeded run of the fuzz benchmark: every format, every file a Document or one clear error."""

from __future__ import annotations

import pytest

from ingest.load import TYPES
from tests.benchmarks import fuzz


@pytest.mark.parametrize("suffix", sorted(TYPES))
def test_mutated_files(suffix: str) -> None:
    outcomes = [outcome for _, outcome in fuzz.run(7, 30, seconds=20, suffixes=[suffix])]
    assert not [outcome for outcome in outcomes if isinstance(outcome, fuzz.Failure)]
