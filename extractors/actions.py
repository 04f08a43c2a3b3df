"""Rows of delivery programmes: actions, projects, milestones with a due date and a state; never indicators."""

from __future__ import annotations

from extractors.key import Key
from extractors.meanings import Doubt
from extractors.row_reader import RowReader, unknown_headers
from extractors.status import read_work_status
from schemas.columns import Column
from schemas.geometry import Place
from schemas.grids import JoinedRow, JoinedTable
from schemas.readings import ActionRow, Issue
from schemas.vocabulary import ActionStatus, Rag, Role

PLACED = (Role.STATUS, Role.REF, Role.DUE, Role.COMMENTARY)


def read_action_rows(
    table: JoinedTable, columns: tuple[Column, ...], key: Key, next_position: int
) -> tuple[list[ActionRow], list[Issue]]:
    """The table's actions in order, ``position`` counting from ``next_position``, and what is doubtful about them."""
    reader = RowReader(table, columns, key)
    title_role = Role.ACTION if reader.main(Role.ACTION) is not None else Role.TITLE
    rows: list[ActionRow] = []
    issues: list[Issue] = list(unknown_headers(table, columns))
    for row in table.rows:
        title = reader.text(row, title_role)
        if title is None:
            issues.append(Issue("row_without_title", "A row of a delivery programme has no title.", row.places[0]))
            continue
        position = next_position + len(rows)
        status, label, rag, doubts = _read_status(reader, row)
        issues += [Issue(d.code, d.message, d.place, f"action:{position}") for d in doubts]
        places: list[tuple[str, Place]] = []
        for role in (title_role, *PLACED):
            found = reader.cell(row, role)
            if found is not None and (found.text or role is Role.STATUS):
                name = "title" if role is title_role else role.value
                places += [(name, part.place) for part in found.parts if part.text or len(found.parts) == 1]
        head = reader.head(row)
        rows.append(
            ActionRow(
                position=position,
                title=title,
                places=row.places,
                status=status,
                status_label=label,
                rag=rag,
                theme=head.theme,
                grouping=head.grouping,
                directorate=head.directorate,
                owner=head.owner,
                ref=head.ref,
                due=reader.text(row, Role.DUE),
                commentary=head.commentary,
                field_places=tuple(places),
                unmapped=tuple(
                    (c.heading, row.text(c.index)) for c in columns if c.role is Role.UNKNOWN and row.text(c.index)
                ),
            )
        )
    return rows, issues


def _read_status(reader: RowReader, row: JoinedRow) -> tuple[ActionStatus, str | None, Rag, list[Doubt]]:
    """The row's state by the first of its status columns that can be read; a colour and a word may have one each."""
    cells = [row.cells[c.index] for c in sorted(reader.columns, key=lambda c: c.rank) if c.role is Role.STATUS]
    beside = reader.beside(row, Role.STATUS)
    read = [read_work_status(cell, reader.key, beside) for cell in cells if cell is not None]
    if not read:
        return ActionStatus.UNREADABLE, None, Rag.NONE, []
    status, label, rag, doubts = next((r for r in read if r[0] is not ActionStatus.UNREADABLE), read[0])
    coloured = next((seen for _status, _label, seen, _doubts in read if seen is not Rag.NONE), rag)
    return status, label, coloured, doubts
