"""Rows of KPI tables: one indicator each, as printed, with its status and the places of its fields.

Cards are read in ``cards``; numbers and dates are made of these texts later, by the normaliser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.headings import heading_role
from extractors.key import Key
from extractors.kinds import column_of
from extractors.meanings import Doubt
from extractors.row_marks import STATUS_ROLES, MarkReader, make_mark_reader
from extractors.words import fold_word
from schemas.columns import Column
from schemas.geometry import Place
from schemas.grids import JoinedCell, JoinedRow, JoinedTable
from schemas.lookups import read_lookup
from schemas.readings import Issue, KpiRow, PeriodValue
from schemas.vocabulary import Role, ValueRole

VALUE_ROLES = {
    Role.ACTUAL: ValueRole.ACTUAL,
    Role.PREVIOUS: ValueRole.PREVIOUS,
    Role.TARGET: ValueRole.TARGET,
    Role.FLOOR: ValueRole.FLOOR,
    Role.BENCHMARK: ValueRole.BENCHMARK,
    Role.FORECAST: ValueRole.FORECAST,
}
PLACED = (Role.STATUS, Role.PREVIOUS_STATUS, Role.DIRECTION, *VALUE_ROLES, Role.REF, Role.TITLE, Role.COMMENTARY)


@dataclass(frozen=True, slots=True)
class RowReader:
    """How to read the rows of one table: its columns by role, the document's key, the colours that are not statuses."""

    table: JoinedTable
    columns: tuple[Column, ...]
    key: Key

    def main(self, role: Role) -> Column | None:
        return column_of(self.columns, role)

    def cell(self, row: JoinedRow, role: Role) -> JoinedCell | None:
        column = self.main(role)
        return row.cells[column.index] if column is not None else None

    def text(self, row: JoinedRow, role: Role) -> str | None:
        cell = self.cell(row, role)
        return cell.text or None if cell is not None else None

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

    def is_total(self, row: JoinedRow, title: str) -> bool:
        return fold_word(title) in read_lookup("status_words")["total"]["words"] and not self.text(row, Role.STATUS)


def theme_of(table: JoinedTable, columns: Sequence[Column]) -> str | None:
    """The section a table belongs to: its title band, the heading of its title column, or the heading above it.

    Some councils print the section's name where the title column's heading would be ("Adult Social Care KPIs").
    """
    title = next((c for c in columns if c.role is Role.TITLE and c.rank == 0), None)
    if table.banded:
        return table.title
    if title is not None and title.heading and heading_role(title.heading) is None and len(title.heading) <= 80:
        return title.heading
    return table.title


def read_kpi_rows(
    table: JoinedTable, columns: tuple[Column, ...], key: Key, next_position: int
) -> tuple[list[KpiRow], list[Issue]]:
    """The table's indicators in order, positions from ``next_position``, and what is doubtful about them."""
    reader, marks = RowReader(table, columns, key), make_mark_reader(table, columns, key)
    theme = theme_of(table, columns)
    rows: list[KpiRow] = []
    issues: list[Issue] = list(unknown_headers(table, columns))
    for row in table.rows:
        title = reader.text(row, Role.TITLE)
        if title is None:
            if any(cell is not None and cell.text for cell in row.cells):
                issues.append(Issue("row_without_title", f"A row without a title: {_printed(row)}.", row.places[0]))
            continue
        if reader.is_total(row, title):
            continue
        kpi, doubts = _read_row(reader, marks, row, title, theme, next_position + len(rows))
        rows.append(kpi)
        issues += [Issue(d.code, d.message, d.place, f"kpi:{kpi.position}") for d in doubts]
    return rows, issues


def _read_row(
    reader: RowReader, mark_reader: MarkReader, row: JoinedRow, title: str, theme: str | None, position: int
) -> tuple[KpiRow, list[Doubt]]:
    marks = mark_reader.read(row, reader.beside)
    actual = reader.main(Role.ACTUAL)
    kpi = KpiRow(
        position=position,
        title=title,
        places=row.places,
        status=marks.status,
        engine=reader.table.engine,
        theme=theme if reader.table.banded else reader.text(row, Role.THEME) or theme,
        grouping=reader.text(row, Role.GROUPING),
        directorate=reader.text(row, Role.DIRECTORATE),
        owner=reader.text(row, Role.OWNER),
        frequency=reader.text(row, Role.FREQUENCY),
        unit=reader.text(row, Role.UNIT),
        polarity=reader.text(row, Role.POLARITY),
        commentary=reader.text(row, Role.COMMENTARY),
        ref_printed=reader.text(row, Role.REF),
        ref=reader.text(row, Role.REF),
        target=reader.text(row, Role.TARGET),
        floor=reader.text(row, Role.FLOOR),
        actual=marks.actual or reader.text(row, Role.ACTUAL),
        previous=reader.text(row, Role.PREVIOUS),
        period_label=actual.period_label if actual is not None else None,
        previous_status=marks.earlier,
        direction=marks.direction,
        direction_text=marks.direction_text,
        values=tuple(_values(reader, row, marks.actual)),
        field_places=tuple(_field_places(reader, row)),
        unmapped=(*_unmapped(reader, row), *marks.others),
    )
    return kpi, marks.doubts


def _values(reader: RowReader, row: JoinedRow, bare: str | None) -> Iterator[PeriodValue]:
    """The row's values; ``bare`` is the actual without the status printed behind it."""
    main = reader.main(Role.ACTUAL)
    for column in reader.columns:
        role = VALUE_ROLES.get(column.role)
        cell = row.cells[column.index]
        if role is not None and cell is not None and cell.text:
            text = bare if bare is not None and column is main else cell.text
            yield PeriodValue(role, column.period_label, text, cell.places[0], heading=column.heading or None)


def _field_places(reader: RowReader, row: JoinedRow) -> Iterator[tuple[str, Place]]:
    for role in PLACED:
        cell = reader.cell(row, role)
        if cell is not None and (cell.text or role in (Role.STATUS, Role.PREVIOUS_STATUS, Role.DIRECTION)):
            for part in cell.parts:
                if part.text or len(cell.parts) == 1 or part.fill:
                    yield role.value, part.place


def _unmapped(reader: RowReader, row: JoinedRow) -> Iterator[tuple[str, str]]:
    for column in reader.columns:
        cell = row.cells[column.index]
        extra = column.role is Role.UNKNOWN or (column.rank > 0 and column.role not in (*VALUE_ROLES, *STATUS_ROLES))
        if extra and cell is not None and cell.text:
            yield column.heading, cell.text


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


def _printed(row: JoinedRow) -> str:
    return " | ".join(cell.text[:60] for cell in row.cells if cell is not None and cell.text)
