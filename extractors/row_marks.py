"""The marks of one KPI row: its status wherever it stands, earlier and forecast statuses, its direction.

Most rows have a status column. Some councils colour the value itself or print the status behind it; some put the arrow
into the status cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from extractors.colours import name_colour
from extractors.directions import read_direction, read_direction_beside
from extractors.headings import fold_heading, shared_roles
from extractors.key import Key
from extractors.mark_words import plain_text, read_ink, row_inks
from extractors.marks import find_marks, status_marks
from extractors.meanings import Doubt, split_value
from extractors.status import no_status, read_status, status_fill
from extractors.words import direction_word
from schemas.columns import Column
from schemas.grids import JoinedCell, JoinedRow, JoinedTable
from schemas.lookups import read_lookup
from schemas.readings import StatusReading
from schemas.vocabulary import Direction, Rag, Rating, Role

STATUS_ROLES = (Role.STATUS, Role.PREVIOUS_STATUS, Role.FORECAST_STATUS, Role.DIRECTION)
VALUES = (Role.ACTUAL, Role.PREVIOUS)
TRAFFIC_LIGHTS = frozenset({Rag.RED, Rag.AMBER, Rag.GREEN})


@dataclass(slots=True)
class RowMarks:
    """What the marks of a row say. ``actual`` is the value without the status behind it, None for as printed."""

    status: StatusReading = field(default_factory=no_status)
    earlier: StatusReading | None = None
    direction: Direction | None = None
    direction_text: str | None = None
    actual: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarkReader:
    """Reads the marks of one table's rows: its columns, the report's key, whether its values or its whole rows are
    coloured by status.
    """

    columns: tuple[Column, ...]
    key: Key
    colours_values: bool
    colours_rows: bool = False

    def read(self, row: JoinedRow, beside: Callable[..., frozenset[str]]) -> RowMarks:
        """The row's marks; ``beside`` gives the fills of the row outside the roles it is asked with."""
        found = RowMarks()
        fills = beside(row, *STATUS_ROLES)
        inks = row_inks([c for i, c in enumerate(row.cells) if c is not None and i not in self._status_columns()])
        column, cell = self._main(row, Role.STATUS)
        if column is not None and cell is not None:
            asked = asks(column.heading)
            found.status, found.doubts = read_status(cell, self.key, fills, inks=inks, asked=asked)
        if found.status.method is None:
            self._from_value(row, beside, found, has_column=column is not None)
        _column, before = self._main(row, Role.PREVIOUS_STATUS)
        if before is not None:
            reading, doubts = read_status(before, self.key, fills, inks=inks)
            found.doubts += doubts
            found.earlier = reading if reading.method is not None else None
        elif column is None:
            found.earlier, _doubts = self._coloured_value(row, beside, Role.PREVIOUS)
        _column, arrow = self._main(row, Role.DIRECTION)
        if arrow is not None:
            found.direction, found.direction_text, doubts = read_direction(arrow, self.key)
            found.doubts += doubts
        if column is not None and cell is not None and Role.DIRECTION in shared_roles(column.heading):
            _take_direction_word(cell, found)
        if found.direction is None and cell is not None:
            found.direction, text, doubts = read_direction_beside(cell, self.key)
            found.direction_text = text or found.direction_text
            found.doubts += doubts
        found.others = tuple(self._others(row, fills, inks))
        return found

    def _status_columns(self) -> frozenset[int]:
        return frozenset(c.index for c in self.columns if c.role in STATUS_ROLES)

    def _main(self, row: JoinedRow, role: Role) -> tuple[Column | None, JoinedCell | None]:
        column = next((c for c in self.columns if c.role is role and c.rank == 0), None)
        return column, row.cells[column.index] if column is not None else None

    def _from_value(
        self, row: JoinedRow, beside: Callable[..., frozenset[str]], found: RowMarks, *, has_column: bool
    ) -> None:
        """The status behind the value ("95.4% Red"), or the value's colour where the table has no status column."""
        column, cell = self._main(row, Role.ACTUAL)
        if column is None or cell is None:
            return
        split = split_value(cell.text)
        if split is not None:
            found.actual = split[0]
            found.status, found.doubts = read_status(replace(cell, text=split[1]), self.key)
        elif not has_column:
            reading, doubts = self._coloured_value(row, beside, Role.ACTUAL)
            if reading is None and self.colours_rows:
                reading, doubts = read_status(replace(cell, text=""), self.key)
            if reading is not None:
                found.status, found.doubts = reading, doubts

    def _coloured_value(
        self, row: JoinedRow, beside: Callable[..., frozenset[str]], role: Role
    ) -> tuple[StatusReading | None, list[Doubt]]:
        """The status that the colour of a value shows; None where it has none, or one that nothing explains."""
        column, cell = self._main(row, role)
        if column is None or cell is None:
            return None, []
        apart = self._status_columns() | {column.index}
        inks = row_inks([c for i, c in enumerate(row.cells) if c is not None and i not in apart])
        fills = beside(row, *VALUES, *STATUS_ROLES)
        reading, doubts = read_status(replace(cell, text=""), self.key, fills, inks=inks)
        explained = reading.method is not None and reading.rating is not Rating.UNREADABLE and self._explained(cell)
        return (reading, doubts) if explained else (None, [])

    def _explained(self, cell: JoinedCell) -> bool:
        """Whether the colour of a value is a status: the key has it, or the table colours its values so."""
        marks = status_marks(find_marks(cell))
        colours = [status_fill(cell, frozenset()), *(m.colour for m in (*marks, read_ink(cell)) if m is not None)]
        keyed = any(colour is not None and self.key.by_colour(colour) is not None for colour in colours)
        return keyed or (self.colours_values and not self.key.has_colours)

    def _others(self, row: JoinedRow, fills: frozenset[str], inks: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Forecast statuses and those of periods further back, each with its heading."""
        for column in self.columns:
            cell = row.cells[column.index]
            further = column.rank > 0 and column.role in (Role.STATUS, Role.PREVIOUS_STATUS)
            if cell is None or not (further or column.role is Role.FORECAST_STATUS):
                continue
            reading, _doubts = read_status(cell, self.key, fills, inks=inks)
            if reading.method is not None:
                yield column.heading, cell.text or reading.label or reading.rag.value


def _take_direction_word(cell: JoinedCell, found: RowMarks) -> None:
    """The direction a status cell says in words, where its column is headed as showing both."""
    text = plain_text(cell)
    direction = direction_word(text)
    if direction is not None:
        found.direction, found.direction_text = direction, text
        found.doubts = [doubt for doubt in found.doubts if doubt.code != "unknown_status_word"]


def make_mark_reader(table: JoinedTable, columns: tuple[Column, ...], key: Key) -> MarkReader:
    """The reader of a table's rows; its values are coloured by status when two show different traffic lights."""
    value = next((c for c in columns if c.role is Role.ACTUAL and c.rank == 0), None)
    seen: set[Rag] = set()
    if value is not None and not any(c.role is Role.STATUS for c in columns):
        cells = [cell for row in table.rows if (cell := row.cells[value.index]) is not None]
        fills = [fill for cell in cells if (fill := status_fill(cell, frozenset())) is not None]
        marks = [mark.colour for cell in cells for mark in find_marks(cell) if mark.colour is not None]
        seen = {named for colour in (*fills, *marks) if (named := name_colour(colour)) in TRAFFIC_LIGHTS}
    return MarkReader(columns, key, len(seen) >= 2, _colours_rows(table, columns, key))


def _colours_rows(table: JoinedTable, columns: tuple[Column, ...], key: Key) -> bool:
    """Whether whole rows of a table without a status column are painted in two colours of the key or more."""
    if any(c.role is Role.STATUS for c in columns):
        return False
    painted = ({part.fill for cell in row.cells if cell is not None for part in cell.parts} for row in table.rows)
    colours = {fill for fills in painted if len(fills) == 1 for fill in fills if fill is not None}
    return len({entry.label for fill in colours if (entry := key.by_colour(fill)) is not None}) >= 2


def asks(heading: str) -> bool:
    """Whether a status column's heading is a question that yes or no answers: "Target met"."""
    return fold_heading(heading) in read_lookup("status_words")["answer_heading"]["headings"]
