"""Claims about which tables hold indicators: statuses or target and outturn; never money, risks or volumes."""

from __future__ import annotations

from extractors.columns import read_columns
from extractors.key import Key
from extractors.kinds import find_unheaded_marks, table_kind
from extractors.kpis import read_kpi_rows
from schemas.grids import JoinedTable
from schemas.vocabulary import Rag, Role, TableKind
from tests.extractors.made_tables import Rows, joined, joined_table

KEY = Key(())
LONG = "Share of potholes mended within a week of being reported"
OTHER = "Children who feel safe on their way to school in the morning"


def kind(table: JoinedTable) -> TableKind:
    return table_kind(table, find_unheaded_marks(table, read_columns(table), KEY), KEY)


def test_statuses_or_target_and_outturn_make_a_kpi_table() -> None:
    assert kind(joined_table(["Indicator", "RAG"], [[LONG, joined("", "#ff0000")]])) is TableKind.KPIS
    assert kind(joined_table(["Indicator", "Target", "Actual"], [[LONG, "9", "8"]])) is TableKind.KPIS


def test_actions_with_due_dates_and_states_are_work_not_indicators() -> None:
    table = joined_table(["Ref", "Action", "Target Date", "RAG"], [["1.1", LONG, "Mar-24", "On track"]])
    assert kind(table) is TableKind.ACTIONS


def test_volumes_by_period_without_target_or_status_are_furniture() -> None:
    table = joined_table(["Service area", "Jan 24", "Feb 24"], [["Highways and lighting", "642", "422"]])
    assert kind(table) is TableKind.FURNITURE


def test_a_status_column_that_holds_no_statuses_is_no_status_column() -> None:
    table = joined_table(
        ["Status", "Dec-23", "Mar-24"], [["Unaccompanied", "80", "475"], ["All others here", "1", "2"]]
    )
    assert kind(table) is TableKind.FURNITURE


def test_money_with_a_status_column_is_furniture() -> None:
    table = joined_table(["Description", "Budget", "Forecast", "Variance", "RAG"], [[LONG, "1", "2", "1", "Red"]])
    assert kind(table) is TableKind.FURNITURE


def test_an_unheaded_column_of_two_colours_is_the_status() -> None:
    rows: Rows = [[LONG, "90%", joined("", "#ff0000")], [OTHER, "80%", joined("", "#00b050")]]
    table = joined_table(["Indicator", "Target", ""], rows)
    assert kind(table) is TableKind.KPIS


def test_an_unheaded_column_of_one_colour_is_decoration() -> None:
    rows: Rows = [[LONG, "90%", joined("", "#ff0000")], [OTHER, "80%", joined("", "#ff0000")]]
    assert kind(joined_table(["Indicator", "Frequency", ""], rows)) is TableKind.FURNITURE


def test_rows_keep_what_has_no_column_of_its_own() -> None:
    table = joined_table(["Indicator", "Target", "Actual", "Moonphase"], [[LONG, "9", "8", "waxing"]])
    rows, issues = read_kpi_rows(table, read_columns(table), KEY, 1)
    assert rows[0].unmapped == (("Moonphase", "waxing"),)
    assert [issue.code for issue in issues] == ["unknown_header"]


def test_a_total_row_is_no_indicator_and_a_row_without_title_is_reported() -> None:
    table = joined_table(["Indicator", "Target", "Actual"], [[LONG, "9", "8"], ["Total", "9", "8"], ["", "4", "3"]])
    rows, issues = read_kpi_rows(table, read_columns(table), KEY, 1)
    assert [row.title for row in rows] == [LONG]
    assert [issue.code for issue in issues] == ["row_without_title"]


def test_a_row_striped_in_the_status_cell_too_has_no_status() -> None:
    stripe = "#bfbfbf"
    row = [joined(LONG, stripe), joined("9", stripe), joined("8", stripe), joined("", stripe)]
    table = joined_table(["Indicator", "Target", "Actual", "RAG"], [row, [OTHER, "1", "2", joined("", "#00b050")]])
    rows, _ = read_kpi_rows(table, read_columns(table), KEY, 1)
    assert [r.status.rag for r in rows] == [Rag.NONE, Rag.GREEN]


def test_the_section_named_in_the_title_heading_is_the_theme() -> None:
    table = joined_table(["Coast and Harbour KPIs", "RAG"], [[LONG, "Red"]], title="Key figures")
    rows, _ = read_kpi_rows(table, read_columns(table), KEY, 1)
    assert rows[0].theme == "Coast and Harbour KPIs"
    assert read_columns(table)[0].role is Role.TITLE
