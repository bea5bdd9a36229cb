"""All benchmarks, one after the other, or those named: `python -m tests.benchmarks [scale --clauses 1000000 | cold | …]`."""

from __future__ import annotations

import sys

from tests.benchmarks import cold, linking, parsing, scale, statutes

NAMED = {module.__name__.rsplit(".", 1)[-1]: module for module in (parsing, cold, linking, statutes, scale)}

chosen = [name for name in sys.argv[1:] if name in NAMED]
sys.argv[1:] = [word for word in sys.argv[1:] if word not in NAMED]
for name in chosen or [name for name in NAMED if name != "scale"]:  # which takes a quarter of an hour
    print(f"\n== {name}: {(NAMED[name].__doc__ or '').splitlines()[0]}")
    if name == "statutes" and not statutes.SHARED.exists():
        print("skipped: the evaluation set is not on this machine")
        continue
    NAMED[name].main()
