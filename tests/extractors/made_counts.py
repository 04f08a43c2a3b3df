"""Count tables, legends and paragraphs built by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.claims import read_count_table
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, JoinedCell, JoinedRow, JoinedTable
from schemas.pages import Shape, TextBlock
from schemas.readings import Claim, Issue, LegendEntry

SPOT = Place(1, Box(0, 0, 10, 10))
Where = tuple[int, int]

UP = ((0.0, 10.0), (5.0, 0.0), (10.0, 10.0), (6.0, 10.0), (6.0, 20.0), (4.0, 20.0), (4.0, 10.0))
ACROSS = tuple((y, x) for x, y in UP)
LEVEL = tuple((20.0 - x, y) for x, y in ACROSS)
DOWN = tuple((x, 20.0 - y) for x, y in UP)


def shape(points: Sequence[tuple[float, float]], at: tuple[float, float] = (0.0, 0.0)) -> Shape:
    """A drawn mark somewhere on the page."""
    moved = tuple((x + at[0], y + at[1]) for x, y in points)
    xs, ys = [x for x, _ in moved], [y for _, y in moved]
    return Shape(Box(min(xs), min(ys), max(xs), max(ys)), moved, "#000000", None)


def count_table(
    rows: Sequence[Sequence[str]],
    *,
    header_rows: int = 1,
    title: str | None = None,
    fills: Mapping[Where, str] | None = None,
    marks: Mapping[Where, Shape] | None = None,
    page: int = 1,
) -> JoinedTable:
    """A table of texts; ``header_rows`` of them are recognised as its header, none when it is 0."""
    fills, marks = fills or {}, marks or {}
    made: list[tuple[JoinedCell, ...]] = []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            place = Place(page, Box(50.0 * c, 20.0 * r, 50.0 * c + 50, 20.0 * r + 20))
            drawn = (marks[r, c],) if (r, c) in marks else ()
            cells.append(JoinedCell(text, (Cell(r, c, 1, 1, text, place, fills.get((r, c)), shapes=drawn),)))
        made.append(tuple(cells))
    whole = Place(page, hull(cell.parts[0].place.box for row in made for cell in row))
    levels = tuple(tuple(rows[h][c] for h in range(header_rows) if rows[h][c]) for c in range(len(rows[0])))
    return JoinedTable(
        title=title,
        title_place=None,
        headings=levels,
        header_places=(whole,),
        rows=tuple(JoinedRow(cells, (whole,)) for cells in made[header_rows:]),
        places=(whole,),
        engine="lines",
        header_cells=tuple(made[:header_rows]),
    )


def entry(mark: str | None, label: str, rating: str | None, colour: str | None = None) -> LegendEntry:
    return LegendEntry(colour, mark, label, rating, None, SPOT)


def read(
    table: JoinedTable, legend: Sequence[LegendEntry] = (), section: str | None = None
) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    return read_count_table(table, legend=legend, next_position=1, section=section)


def counts(claims: Sequence[Claim]) -> dict[tuple[str | None, str | None, str], int | None]:
    """Scope, period and bucket of each claim with its count."""
    return {(claim.scope, claim.period_label, claim.bucket): claim.count for claim in claims}


def paragraph(text: str, *, page: int = 1, top: float = 0.0) -> TextBlock:
    return TextBlock(text, page, Box(50, top, 500, top + 40), 11.0, False)
