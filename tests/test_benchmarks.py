"""The benchmark of large libraries runs and prints its lines; how long anything takes is not asserted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks import asking, synthetic

LINES = (
    "parsed", "indexed by words and vectors", "on disk: library.db", asking.HYBRID, "a question, with a figure",
    "who is responsible", "memory", "two processes at once, 2", "one more document", "asked meanwhile", "policykb search",
    "4 clients at once, 4", "/documents", "Whoosh takes",
)  # fmt: skip


def test_the_benchmark_of_large_libraries_prints_its_lines(tmp_path: Path) -> None:
    sizes = {"--clauses": 800, "--questions": 4, "--whoosh": 200, "--models": 4, "--runs": 1, "--folder": tmp_path}
    command = [sys.executable, "-m", "tests.benchmarks", "scale", *(str(word) for pair in sizes.items() for word in pair)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert [name for name in LINES if not any(line.startswith(name) for line in ran.stdout.splitlines())] == []


def test_invented_plans_are_sound_documents() -> None:
    models = synthetic.parsed(4)
    made = list(synthetic.variants(models, 1000))
    assert len({document.id for document in made}) == len(made)
    assert sum(len(document.clauses) for document in made) >= 1000
    for document, model in zip(made, models, strict=False):
        assert document.text != model.text
        assert "".join(document.quote(clause.own) for clause in document.clauses) in document.text
        assert all(len(document.quote(target.span)) == target.span.end - target.span.start for target in document.targets)
