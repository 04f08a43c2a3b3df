"""Tables with a column for each traffic light, of which a row marks one: "Red | Amber | Green", a cross under one.

They come back with one status column that says the colour. Tables of counts have the same headings and figures under
them; they are left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from extractors.columns import KPI_HEADINGS
from extractors.headings import heading_role
from extractors.words import colour_letter, colour_word
from schemas.grids import JoinedCell, JoinedRow, JoinedTable
from schemas.vocabulary import Rag, Role

HEADING = "RAG"
# Two lights at least, and two headings that say "KPI table" beside them.
FEWEST = 2


def gather_lights(table: JoinedTable) -> JoinedTable:
    """The table with the colour each row marks in one column; the same table where it has no such columns."""
    lights = {c: named for c, levels in enumerate(table.headings) if (named := _light(levels)) is not None}
    roles = [heading_role(" ".join(levels)) for c, levels in enumerate(table.headings) if c not in lights]
    if len(set(lights.values())) < FEWEST or len(set(roles) & KPI_HEADINGS) < FEWEST or Role.STATUS in roles:
        return table
    marked = [_marked(row, lights, _painted(table, lights)) for row in table.rows]
    if not any(marked) or any(len(found) > 1 for found in marked) or _counts(table, lights):
        return table
    first, *others = lights
    kept = [c for c in range(len(table.headings)) if c not in others]
    rows = (_with_light(row, first, found, lights) for row, found in zip(table.rows, marked, strict=True))
    return replace(
        table,
        headings=tuple((HEADING,) if c == first else table.headings[c] for c in kept),
        header_cells=tuple(tuple(cells[c] for c in kept) for cells in table.header_cells),
        rows=tuple(replace(row, cells=tuple(row.cells[c] for c in kept)) for row in rows),
    )


def _light(levels: tuple[str, ...]) -> Rag | None:
    """The colour a heading is: the word or letter alone, not "Red measures"."""
    text = levels[-1].strip() if levels else ""
    return (colour_word(text) if text.isalpha() else None) or colour_letter(text)


def _painted(table: JoinedTable, lights: Collection[int]) -> frozenset[int]:
    """The columns painted from top to bottom: there a fill marks nothing."""
    return frozenset(c for c in lights if all((cell := row.cells[c]) and cell.parts[0].fill for row in table.rows))


def _marked(row: JoinedRow, lights: Collection[int], painted: Collection[int]) -> list[int]:
    return [c for c in lights if (cell := row.cells[c]) is not None and _shows(cell, filled=c not in painted)]


def _shows(cell: JoinedCell, *, filled: bool) -> bool:
    drawn = any(part.shapes or part.pictures for part in cell.parts)
    return bool(cell.text.strip()) or drawn or (filled and any(part.fill for part in cell.parts))


def _counts(table: JoinedTable, lights: Collection[int]) -> bool:
    return any(ch.isdigit() for row in table.rows for c in lights for ch in row.text(c))


def _with_light(row: JoinedRow, first: int, found: list[int], lights: Mapping[int, Rag]) -> JoinedRow:
    cell = row.cells[found[0]] if found else None
    if cell is None:
        return replace(row, cells=(*row.cells[:first], None, *row.cells[first + 1 :]))
    word = lights[found[0]].value.capitalize()
    part = replace(cell.parts[0], text=word, words=(), shapes=(), pictures=(), fill=None)
    return replace(row, cells=(*row.cells[:first], JoinedCell(word, (part,)), *row.cells[first + 1 :]))
