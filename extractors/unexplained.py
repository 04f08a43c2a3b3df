"""What is doubtful about the marks of a whole table or document: no key to read them by, or a column that shows none.

What is doubtful about one cell is said where it is read, in ``status`` and ``directions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.key import DIRECTIONS
from schemas.columns import Column
from schemas.geometry import Place
from schemas.grids import JoinedTable
from schemas.readings import Issue, KpiRow, LegendEntry
from schemas.vocabulary import Direction, Rating, Role, StatusMethod

BY_COLOUR = frozenset(
    {StatusMethod.FILL, StatusMethod.TEXT_COLOUR, StatusMethod.GLYPH, StatusMethod.SHAPE, StatusMethod.IMAGE}
)
# Fewer rows than this may all have nothing to show.
ENOUGH_ROWS = 3


def colours_without_key(
    printed: Sequence[LegendEntry], used: Sequence[LegendEntry], kpis: Sequence[KpiRow]
) -> list[Issue]:
    """An issue where statuses were read from colours and the document explains no status.

    ``printed`` are the lines of its own key, ``used`` those the rows were read by: the lookup's where they are more.
    """
    if any(entry.rating not in DIRECTIONS for entry in printed):
        return []
    read = [row for row in kpis if row.status.method in BY_COLOUR and row.status.rating is not Rating.UNREADABLE]
    if not read:
        return []
    known = len(used) > len(printed)
    how = "by what the council's colours meant in that year" if known else "as plain red, amber, green and grey"
    message = f"The document explains no colours; those of {len(read)} rows were read {how}."
    return [Issue("colours_without_key", message, read[0].status.place)]


def empty_mark_columns(table: JoinedTable, columns: Sequence[Column], rows: Sequence[KpiRow]) -> Iterator[Issue]:
    """An issue for a status or direction column of a table in none of whose rows anything could be read."""
    if len(rows) < ENOUGH_ROWS:
        return
    place = table.header_places[0] if table.header_places else table.places[0]
    main = {column.role: column for column in columns if column.rank == 0 and column.heading}
    unread = (None, Direction.UNKNOWN)
    if Role.STATUS in main and all(row.status.method is None for row in rows):
        yield _empty(main[Role.STATUS], "status", len(rows), place)
    if Role.DIRECTION in main and all(row.direction in unread for row in rows):
        yield _empty(main[Role.DIRECTION], "direction", len(rows), place)


def _empty(column: Column, shows: str, count: int, place: Place) -> Issue:
    message = f"The column {column.heading!r} shows no {shows} that could be read in any of its {count} rows."
    return Issue("mark_column_empty", message, place)
