"""Writes the golden trees anew."""

from __future__ import annotations

from tests.golden import DOCUMENTS, golden_path, rendered

for name in DOCUMENTS:
    golden_path(name).write_text(rendered(name), "utf-8")
    print(golden_path(name).name)
