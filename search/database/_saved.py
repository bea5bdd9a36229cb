"""The table of saved searches in a library's database."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from search.database._snapshot import writing
from search.database._tables import saved
from search.model import Filters, NotFound
from search.saved import SavedSearch


class SavedTable:
    """Saved searches over one engine; the latest made comes first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self) -> tuple[SavedSearch, ...]:
        """All of them."""
        with self._engine.connect() as db:
            return tuple(map(_of_row, db.execute(select(saved).order_by(saved.c.made.desc(), saved.c.id))))

    def row(self, saved_id: str) -> SavedSearch:
        """One of them; NotFound for an unknown id."""
        with self._engine.connect() as db:
            row = db.execute(select(saved).where(saved.c.id == saved_id)).first()
        if row is None:
            raise NotFound(f"没有保存的检索 {saved_id}", "可用 saved 列出保存的检索")
        return _of_row(row)

    def put(self, one: SavedSearch) -> None:
        """Writes one; a search kept again gets the new name and stays as old as it is."""
        with writing(self._engine) as db:
            renamed = db.execute(update(saved).where(saved.c.id == one.id).values(name=one.name))
            if not renamed.rowcount:
                filters = json.dumps(asdict(one.filters), ensure_ascii=False)
                db.execute(insert(saved), asdict(one) | {"filters": filters})

    def opened(self, saved_id: str, at: str) -> None:
        """Notes when one was last looked at."""
        with writing(self._engine) as db:
            db.execute(update(saved).where(saved.c.id == saved_id).values(opened=at))

    def remove(self, saved_id: str) -> None:
        """Takes one out; NotFound for an unknown id."""
        self.row(saved_id)
        with writing(self._engine) as db:
            db.execute(delete(saved).where(saved.c.id == saved_id))


def _of_row(row: Any) -> SavedSearch:
    held: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in json.loads(row.filters).items()}
    return SavedSearch(row.id, row.name, row.query, Filters(**held), row.made, row.opened)
