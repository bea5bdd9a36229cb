"""All benchmarks, one after the other."""

from __future__ import annotations

from tests.benchmarks import cold, linking, parsing, statutes

for benchmark in (parsing, cold, linking, statutes):
    print(f"\n== {benchmark.__name__.rsplit('.', 1)[-1]}: {(benchmark.__doc__ or '').splitlines()[0]}")
    if benchmark is statutes and not statutes.SHARED.exists():
        print("skipped: the evaluation set is not on this machine")
        continue
    benchmark.main()
