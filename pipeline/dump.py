"""The dataset as lines of text, to compare two of them."""

from __future__ import annotations

import json

from sqlite_utils import Database

from schemas.dataset import TABLES
from schemas.views import SEARCHES

# What was done when, not what the reports say.
_LOGS = frozenset(["runs", "fetch_log"])


def dump_dataset(db: Database) -> list[str]:
    """One line a row of every table and search table, sorted; equal for datasets that say the same.

    Left out: ``runs``, ``fetch_log``, and columns that may differ between two runs on the same bytes.
    """
    lines: list[str] = []
    for table in TABLES:
        if table.name not in _LOGS:
            lines += _dump(db, table.name, [c.name for c in table.columns if not c.about.volatile])
    for search in SEARCHES:
        lines += _dump(db, search.name, [*search.keys, *search.words])
    return sorted(lines)


def _dump(db: Database, name: str, columns: list[str]) -> list[str]:
    selected = ", ".join(f'"{column}"' for column in columns)
    found = db.conn.execute(f'SELECT {selected} FROM "{name}"')
    return [f"{name} {json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)}" for row in found]
