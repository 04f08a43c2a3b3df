"""One row of a table by the roles of its columns: what indicators and pieces of work are both read with.

What a row's marks mean is for ``row_marks`` and ``status``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.headings import heading_role
from extractors.key import Key
from extractors.kinds import column_of, names_its_row
from extractors.row_notes import note_text
from extractors.sub_measures import Parts
from extractors.words import fold_word
from schemas.columns import Column
from schemas.grids import JoinedCell, JoinedRow, JoinedTable
from schemas.lookups import read_lookup
from schemas.readings import Issue
from schemas.vocabulary import Role


@dataclass(frozen=True, slots=True)
class RowHead:
    """Where a row belongs, who answers for it, its ref and what is said about it, as printed."""

    theme: str | None
    grouping: str | None
    directorate: str | None
    owner: str | None
    ref: str | None
    commentary: str | None


@dataclass(frozen=True, slots=True)
class RowReader:
    """How to read the rows of one table: its columns by role, the document's key, what names the parts of titles."""

    table: JoinedTable
    columns: tuple[Column, ...]
    key: Key
    parts: Parts | None = None

    def main(self, role: Role) -> Column | None:
        return column_of(self.columns, role)

    def cell(self, row: JoinedRow, role: Role) -> JoinedCell | None:
        column = self.main(role)
        return row.cells[column.index] if column is not None else None

    def text(self, row: JoinedRow, role: Role) -> str | None:
        cell = self.cell(row, role)
        return cell.text or None if cell is not None else None

    def commentary(self, row: JoinedRow) -> str | None:
        """The comment column's text and the comments printed under the row."""
        return " ".join(filter(None, (self.text(row, Role.COMMENTARY), note_text(row.notes)))) or None

    def head(self, row: JoinedRow) -> RowHead:
        """What rows of indicators and of work have in common."""
        theme = theme_of(self.table, self.columns)
        return RowHead(
            theme=theme if self.table.banded else self.text(row, Role.THEME) or theme,
            grouping=self.text(row, Role.GROUPING),
            directorate=self.text(row, Role.DIRECTORATE),
            owner=self.text(row, Role.OWNER),
            ref=self.text(row, Role.REF),
            commentary=self.commentary(row),
        )

    def beside(self, row: JoinedRow, *roles: Role) -> frozenset[str]:
        """Fills of the row's cells outside the given columns, when they have one colour: the row's band or stripe."""
        apart = {c.index for c in self.columns if c.role in roles}
        fills = {
            part.fill
            for index, cell in enumerate(row.cells)
            if index not in apart and cell is not None
            for part in cell.parts
        }
        return frozenset(fill for fill in fills if fill) if len(fills) == 1 else frozenset()

    def title(self, row: JoinedRow) -> str | None:
        """The row's title: from its column, or the band over it where a table is one row without such a column.

        One that several rows share is told apart by its part: "Planning applications in time: (a) Major".
        """
        if self.main(Role.TITLE) is None and names_its_row(self.table):
            return self.table.title
        title = self.text(row, Role.TITLE)
        if title is not None and self.parts is not None and title in self.parts.titles:
            return f"{title.rstrip(':')}: {row.text(self.parts.column.index)}"
        return title

    def is_total(self, row: JoinedRow, title: str) -> bool:
        return fold_word(title) in read_lookup("status_words")["total"]["words"] and not self.text(row, Role.STATUS)


def theme_of(table: JoinedTable, columns: Sequence[Column]) -> str | None:
    """The section a table belongs to: its title band, the heading of its title column, or the heading above it.

    None where the band is the name of the table's one row.

    Some councils print the section's name where the title column's heading would be ("Adult Social Care KPIs").
    """
    title = next((c for c in columns if c.role is Role.TITLE and c.rank == 0), None)
    if table.banded:
        return None if title is None and names_its_row(table) else table.title
    if title is not None and title.heading and heading_role(title.heading) is None and len(title.heading) <= 80:
        return title.heading
    return table.title


def unknown_headers(table: JoinedTable, columns: Sequence[Column]) -> Iterator[Issue]:
    """An issue for each column whose heading has no role and whose cells hold something."""
    for column in columns:
        if column.role is not Role.UNKNOWN:
            continue
        cells = [row.text(column.index) for row in table.rows]
        kept = [text for text in cells if text]
        if kept or column.heading:
            place = table.header_places[0] if table.header_places else table.places[0]
            sample = json.dumps(kept[:5], ensure_ascii=False)
            name = f"{column.heading!r}" if column.heading else "without a heading"
            yield Issue(
                "unknown_header", f"Column {column.index + 1} {name} has no known role; its cells: {sample}.", place
            )
