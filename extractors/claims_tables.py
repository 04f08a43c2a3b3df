"""Count tables: a report's own totals, as claims.

Reads status rows by periods, directorates by statuses, one-line strips and their mixtures. What a
table's numbers mean is decided for the whole table; a table that stays unclear yields nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extractors.claims_axes import (
    BucketColumn,
    Frame,
    counts_other_matter,
    decide_population,
    find_buckets,
    is_forecast,
    name_is_change,
    name_is_unit,
    names_other_table,
    read_frames,
    turn,
)
from extractors.claims_counts import CountCell, read_count
from extractors.claims_grid import Grid
from extractors.claims_labels import LegendNames, Meaning
from extractors.claims_periods import is_period
from extractors.claims_strips import FEWEST, read_as_strip
from schemas.vocabulary import Population

MOST_OTHER_CELLS = 0.2
"""Share of cells under buckets that may hold something else than a count (a footnote, 'see below')
before the table is no count table. Tables that list indicators have nearly none that are counts."""

HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of counts, buckets as columns. ``counts[frame.row, column.index]`` is None where a cell is no count."""

    grid: Grid
    columns: tuple[BucketColumn, ...]
    frames: tuple[Frame, ...]
    counts: dict[tuple[int, int], CountCell | None]
    population: Population
    corner: str
    is_forecast: bool = False

    def count(self, frame: Frame, column: BucketColumn) -> CountCell:
        """The cell where a frame meets a bucket; an empty one where there is no count."""
        return self.counts[frame.row, column.index] or CountCell(empty=True)


def recognise(grid: Grid | None, legend: LegendNames, section: str | None) -> CountTable | None:
    """The grid as a count table, its statuses being columns, rows or colours; None when it is something else."""
    if grid is None or len(grid.rows) * grid.width < FEWEST:
        return None
    forms = [grid, turn(grid)]
    tables = (_with_bucket_columns(form, legend, section) for form in (*forms, *chain(*map(read_as_strip, forms))))
    return next((table for table in tables if table is not None), None)


def _with_bucket_columns(grid: Grid, legend: LegendNames, section: str | None) -> CountTable | None:
    found = find_buckets(grid, legend) if len(grid.rows) > 1 and grid.width > 1 else None
    if found is None:
        return None
    header, named = found
    frames = read_frames(grid, header, named)
    # A column of row labels may be headed like a total ('Measures'): it holds words, not counts.
    columns = tuple(column for column in named if _holds_counts(grid, frames, column))
    if any(column.meaning.is_status and column not in columns for column in named):
        return None
    if all(column.is_percent for column in columns):
        columns = tuple(replace(column, is_percent=False) for column in columns)  # shares without their counts
    columns = _with_unknown_buckets(grid, header, frames, columns)
    if len({column.meaning for column in columns if column.meaning.is_status}) < 2:
        return None
    first = columns[0].index
    others = grid.width - first - len({column.index for column in columns})
    if others > len(columns) or names_other_table(grid, header, first):
        return None
    frames = read_frames(grid, header, columns)
    counts = {(f.row, c.index): read_count(grid.rows[f.row][c.index].text) for f in frames for c in columns}
    corner = " ".join(grid.rows[header][i].text for i in range(first)).strip()
    if any(map(counts_other_matter, (corner, grid.title))):
        return None
    texts = (" ".join([corner, *(c.label for c in columns if c.meaning.total)]), grid.title, section or "")
    forecast = any(map(is_forecast, (corner, grid.title)))
    table = CountTable(grid, columns, frames, counts, decide_population(texts, columns), corner, forecast)
    return table if _is_plausible(table) else None


def _with_unknown_buckets(
    grid: Grid, header: int, frames: Sequence[Frame], columns: tuple[BucketColumn, ...]
) -> tuple[BucketColumn, ...]:
    """The columns, with those between or behind them whose heading is no known status but whose cells are counts.

    They belong to the line's sum ('Delayed by three months' beside 'On track'), so leaving them out
    would make a sound total look wrong.
    """
    if not columns:
        return columns
    used = {column.index for column in columns}
    found = list(columns)
    for index in range(columns[0].index, grid.width):
        label = grid.rows[header][index].text
        column = BucketColumn(index, label, Meaning(), False, "")
        if index in used or not label or is_period(label) or name_is_unit(label) or name_is_change(label):
            continue
        filled = any(grid.rows[frame.row][index].text for frame in frames)
        if filled and _holds_counts(grid, frames, column):
            found.append(column)
    return tuple(sorted(found, key=lambda column: column.index))


def _holds_counts(grid: Grid, frames: Sequence[Frame], column: BucketColumn) -> bool:
    cells = [read_count(grid.rows[frame.row][column.index].text) for frame in frames]
    return bool(cells) and sum(cell is None for cell in cells) <= MOST_OTHER_CELLS * len(cells)


def _is_plausible(table: CountTable) -> bool:
    cells = list(table.counts.values())
    others = sum(cell is None for cell in cells)
    if others > MOST_OTHER_CELLS * len(cells):
        return False
    if any(cell is not None and cell.count is not None for cell in cells):
        return True
    return _shares_add_up(table)


def _shares_add_up(table: CountTable) -> bool:
    """A table of percentages only is a count table when every line adds up to a hundred (else they are thresholds)."""
    lines = [
        [
            cell.percent
            for c in table.columns
            if (cell := table.count(frame, c)).percent is not None and c.meaning.is_status
        ]
        for frame in table.frames
    ]
    filled = [line for line in lines if line]
    return bool(filled) and all(abs(sum(p or 0 for p in line) - HUNDRED) <= len(line) / 2 for line in filled)
