"""Where the library lies, where the service listens, how much it accepts. Standard library only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIBRARY_ENV = "POLICYKB_LIBRARY"
ENGINE_ENV = "POLICYKB_ENGINE"
ENGINES = ("tantivy", "whoosh")
DEFAULT_LIBRARY = Path("library")
WEB = Path(__file__).parent / "web"
"""Templates and static files of the pages."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`max_file` and `max_request` are bytes: of one uploaded file, and of a whole upload with all its files."""

    library: Path = DEFAULT_LIBRARY
    engine: str = ENGINES[0]
    host: str = "127.0.0.1"
    port: int = 8000
    max_file: int = 50 * 1024 * 1024
    max_request: int = 200 * 1024 * 1024

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The defaults, with library folder and engine of `POLICYKB_LIBRARY` and `POLICYKB_ENGINE` where they are set."""
        folder, engine = environ.get(LIBRARY_ENV), environ.get(ENGINE_ENV)
        return cls(library=Path(folder or DEFAULT_LIBRARY), engine=engine or ENGINES[0])
