"""Indicators printed in parts: under a row that only names them together, or beside a title merged over their rows.

Lines of one indicator (Target, Actual, RAG) are put together in ``sub_rows``; parts stay indicators of their own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.headings import VALUE
from schemas.columns import Column
from schemas.grids import JoinedRow, JoinedTable
from schemas.vocabulary import Role

# What a part's ref adds to that of the whole: "5" and "5a", "5(b)", "5.c", "5 ii".
LETTERED = re.compile(r"[\s.\-]*\(?([a-z]|i{2,3}|iv|vi{1,3})\)?", re.IGNORECASE)
# How a part's title begins where it has no ref of its own: "(a) Major", "b) Minor", "ii. Other", "- Other".
MARKED = re.compile(r"\(?([a-z]|i{2,3}|iv|vi{1,3})[).]\s|[-–•]\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The column that tells rows of one title apart, and the titles that several rows share."""

    column: Column
    titles: frozenset[str]


def find_parts(table: JoinedTable, columns: Sequence[Column]) -> Parts | None:
    """The first column of unknown meaning behind the title that names the parts of titles standing in several rows.

    It must name every one of their rows, no two of one title alike, and not in figures; None where there is none.
    """
    title = next((c for c in columns if c.role is Role.TITLE and c.rank == 0), None)
    if title is None:
        return None
    counts = Counter(text for row in table.rows if (text := row.text(title.index)))
    shared = frozenset(text for text, count in counts.items() if count > 1)
    for column in columns:
        if column.role is Role.UNKNOWN and column.index > title.index and _tells_apart(table, title, column, shared):
            return Parts(column, shared)
    return None


def _tells_apart(table: JoinedTable, title: Column, column: Column, shared: frozenset[str]) -> bool:
    named: dict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        if row.text(title.index) in shared:
            named[row.text(title.index)].append(row.text(column.index))
    texts = [text for part in named.values() for text in part]
    apart = all(len(set(part)) == len(part) for part in named.values())
    return bool(texts) and all(texts) and apart and not any(VALUE.match(text) for text in texts)


def names_parts(row: JoinedRow, below: JoinedRow | None, title: Column | None, ref: Column | None) -> bool:
    """Whether a row only names, by ref and title, what the rows under it are parts of."""
    if title is None or below is None or not is_part(row, below, title, ref):
        return False
    own = {title.index, ref.index if ref is not None else title.index}
    others = [cell for index, cell in enumerate(row.cells) if index not in own and cell is not None]
    own_cells = [row.cells[index] for index in own]
    return all(
        any(cell is mine for mine in own_cells) or not (cell.text or any(p.shapes or p.pictures for p in cell.parts))
        for cell in others
    )


def is_part(whole: JoinedRow, row: JoinedRow, title: Column, ref: Column | None) -> bool:
    """Whether a row is a part of what a row above it names, by its ref or by how its title begins."""
    ours, own = (whole.text(ref.index), row.text(ref.index)) if ref is not None else ("", "")
    if ours and own:
        return own.startswith(ours.rstrip(".")) and LETTERED.fullmatch(own[len(ours.rstrip(".")) :]) is not None
    return not own and MARKED.match(row.text(title.index)) is not None and MARKED.match(whole.text(title.index)) is None
