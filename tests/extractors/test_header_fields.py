"""The header block: who reports, key decision, forward plan reference, wards, exempt; no officer by name."""

from __future__ import annotations

import pytest

from extractors.header_fields import read_header_fields
from schemas.geometry import Box, Place
from schemas.grids import Cell, Table
from schemas.readings import HeaderFields
from tests.extractors.made_prose import Line, layouts_of, paragraph, text_page


def fields(*lines: Line, tables: list[Table] | None = None) -> HeaderFields:
    return read_header_fields(layouts_of(text_page([*lines, *paragraph("Text of the report.")]), tables=tables or []))


def form(rows: list[list[str]], top: float = 300.0) -> Table:
    width = max(map(len, rows))
    edges = tuple(70.0 + 110 * c for c in range(width + 1))
    cells = tuple(
        tuple(
            Cell(r, c, 1, 1, text, Place(1, Box(edges[c], top + 20 * r, edges[c + 1], top + 20 * r + 20)), None)
            for c, text in enumerate(row)
        )
        for r, row in enumerate(rows)
    )
    return Table(Place(1, Box(edges[0], top, edges[-1], top + 20 * len(rows))), cells, edges, "lines")


def test_fields_stand_in_a_table_two_to_a_row_or_in_a_cell() -> None:
    table = form(
        [
            ["Strategic Aim:", "All", "", ""],
            ["Key Decision: Yes", "Forward Plan Reference: FP/12", "", ""],
            ["Exempt Information", "No", "", ""],
            ["Cabinet Member(s) Responsible:", "Cllr P Brook,\nDeputy Leader", "", ""],
            ["Contact Officer(s):", "Robin Marsh, Head of Insight", "01632 960123", ""],
            ["Ward Councillors", "All", "", ""],
        ]
    )
    found = fields(Line("Report of the Portfolio Holder for Resources"), tables=[table])
    assert found == HeaderFields(
        report_of="Portfolio Holder for Resources",
        portfolio_holder="Cllr P Brook, Deputy Leader",
        key_decision="Yes",
        forward_plan_ref="FP/12",
        wards="All",
        exempt="No",
    )


def test_fields_stand_in_lines_with_colons_or_dashes() -> None:
    found = fields(
        Line("Forward Plan Ref - FP/31/07"),
        Line("Key Decision – yes"),
        Line("Executive Member(s): Cllr Ash Reed"),
        Line("Local Member(s) and Division: All"),
        Line("Classification: Unrestricted"),
    )
    assert (found.forward_plan_ref, found.key_decision) == ("FP/31/07", "yes")
    assert (found.portfolio_holder, found.wards, found.exempt) == ("Cllr Ash Reed", "All", "Unrestricted")


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("Lee Wood – Leader of the Council", "Lee Wood – Leader of the Council"),
        ("Robin Marsh – Chief Executive Officer", "Chief Executive Officer"),
        ("Robin Marsh, Corporate Director of Housing", "Corporate Director of Housing"),
        ("Interim Corporate Director Finance, Robin Marsh", "Interim Corporate Director Finance"),
        ("Director of Public Health, Dr Robin Marsh", "Director of Public Health"),
        ("Director of Corporate Services", "Director of Corporate Services"),
        ("Robin Marsh", None),
    ],
)
def test_officers_are_stored_by_post_and_members_by_name(printed: str, stored: str | None) -> None:
    assert fields(Line(f"From: {printed}")).report_of == stored


def test_a_table_of_results_is_no_header_block() -> None:
    table = form([["Status", "Quarter 1"], ["Green", "12"]])
    assert fields(tables=[table]) == HeaderFields()


def test_a_report_without_a_block_has_no_fields() -> None:
    assert fields(Line("A year in figures")) == HeaderFields()
