"""Rows of KPI tables: one indicator each, as printed, with its status and the places of its fields.

Cards are read in ``cards``; numbers and dates are made of these texts later, by the normaliser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.key import Key
from extractors.meanings import Doubt
from extractors.row_marks import STATUS_ROLES, MarkReader, make_mark_reader
from extractors.row_reader import RowReader, unknown_headers
from extractors.sub_measures import find_parts, is_part, names_parts
from extractors.unexplained import empty_mark_columns
from schemas.columns import Column
from schemas.geometry import Place
from schemas.grids import JoinedRow, JoinedTable
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


def read_kpi_rows(
    table: JoinedTable, columns: tuple[Column, ...], key: Key, next_position: int
) -> tuple[list[KpiRow], list[Issue]]:
    """The table's indicators in order, positions from ``next_position``, and what is doubtful about them."""
    parts = find_parts(table, columns)
    reader, marks = RowReader(table, columns, key, parts), make_mark_reader(table, columns, key)
    rows: list[KpiRow] = []
    issues: list[Issue] = list(unknown_headers(table, [c for c in columns if parts is None or c is not parts.column]))
    whole: JoinedRow | None = None
    titles, refs = reader.main(Role.TITLE), reader.main(Role.REF)
    for row, below in zip(table.rows, (*table.rows[1:], None), strict=True):
        title = reader.title(row)
        if title is None:
            if any(cell is not None and cell.text for cell in row.cells):
                issues.append(Issue("row_without_title", f"A row without a title: {_printed(row)}.", row.places[0]))
            continue
        if reader.is_total(row, title):
            continue
        if names_parts(row, below, titles, refs):
            whole = row
            continue
        kpi, doubts = _read_row(reader, marks, row, title, next_position + len(rows))
        if whole is not None and titles is not None and is_part(whole, row, titles, refs):
            kpi = replace(kpi, grouping=kpi.grouping or reader.title(whole))
        rows.append(kpi)
        issues += [Issue(d.code, d.message, d.place, f"kpi:{kpi.position}") for d in doubts]
    return rows, [*issues, *empty_mark_columns(table, columns, rows)]


def _read_row(
    reader: RowReader, mark_reader: MarkReader, row: JoinedRow, title: str, position: int
) -> tuple[KpiRow, list[Doubt]]:
    marks = mark_reader.read(row, reader.beside)
    actual, head = reader.main(Role.ACTUAL), reader.head(row)
    kpi = KpiRow(
        position=position,
        title=title,
        places=row.places,
        status=marks.status,
        engine=reader.table.engine,
        theme=head.theme,
        grouping=head.grouping,
        directorate=head.directorate,
        owner=head.owner,
        frequency=reader.text(row, Role.FREQUENCY),
        unit=reader.text(row, Role.UNIT),
        polarity=reader.text(row, Role.POLARITY),
        commentary=head.commentary,
        ref_printed=head.ref,
        ref=head.ref,
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
    for note in row.notes:
        for place in note.places:
            yield Role.COMMENTARY.value, place


def _unmapped(reader: RowReader, row: JoinedRow) -> Iterator[tuple[str, str]]:
    for column in reader.columns:
        cell = row.cells[column.index]
        if reader.parts is not None and column is reader.parts.column:
            continue
        extra = column.role is Role.UNKNOWN or (column.rank > 0 and column.role not in (*VALUE_ROLES, *STATUS_ROLES))
        if extra and cell is not None and cell.text:
            yield column.heading, cell.text


def _printed(row: JoinedRow) -> str:
    return " | ".join(cell.text[:60] for cell in row.cells if cell is not None and cell.text)
