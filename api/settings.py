"""Where the library lies, where the service listens, how much it accepts. Standard library only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIBRARY_ENV = "POLICYKB_LIBRARY"
ENGINE_ENV = "POLICYKB_ENGINE"
NAMES_ENV = "POLICYKB_NAMES"
ENGINES = ("tantivy", "whoosh")
DEFAULT_LIBRARY = Path("library")
WEB = Path(__file__).parent / "web"
"""Templates and static files of the pages."""


def mark_of(library: Path) -> str:
    """Tells one folder of this machine from another, without telling its path."""
    return hashlib.sha256(os.fsencode(library.resolve())).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Settings:
    """`max_file` and `max_request` are bytes: of one uploaded file, and of a whole upload with all its files.

    `names` are domain names under which the service is reached, beside its addresses and names without a dot.
    """

    library: Path = DEFAULT_LIBRARY
    engine: str = ENGINES[0]
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    max_file: int = 50 * 1024 * 1024
    max_request: int = 200 * 1024 * 1024

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The defaults, with what `POLICYKB_LIBRARY`, `POLICYKB_ENGINE` and `POLICYKB_NAMES` (with commas between) say."""
        folder, engine = environ.get(LIBRARY_ENV), environ.get(ENGINE_ENV)
        names = environ.get(NAMES_ENV, "").replace(",", " ").split()
        return cls(library=Path(folder or DEFAULT_LIBRARY), engine=engine or ENGINES[0], names=tuple(names))
