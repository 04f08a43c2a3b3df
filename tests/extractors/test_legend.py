"""Claims about keys: which tables are one, what their lines mean, which KPI tables only look like one."""

from __future__ import annotations

from extractors.legend import is_label, read_legend
from schemas.grids import JoinedCell
from tests.extractors.made_tables import Rows, joined, joined_table


def test_swatches_with_labels_are_a_key() -> None:
    table = joined_table(
        ["", ""],
        [
            [joined("", "#ff0000"), "= Off target"],
            [joined("", "#ffc000"), "= Just short of the target, by no more than 5%"],
            [joined("", "#00b050"), "= On Target"],
            [joined("", "#bfbfbf"), "= No data yet"],
        ],
    )
    entries = read_legend(table)
    assert [(e.colour, e.label, e.rating) for e in entries] == [
        ("#ff0000", "Off target", "missed"),
        ("#ffc000", "Just short of the target, by no more than 5%", "close"),
        ("#00b050", "On Target", "met"),
        ("#bfbfbf", "No data yet", "not_rated"),
    ]
    assert entries[1].rule_text == "Just short of the target, by no more than 5%"


def test_a_key_laid_out_in_one_line_is_a_key() -> None:
    cells: list[str | JoinedCell] = [
        joined("", "#ff0000"),
        "Missed",
        joined("", "#ffc000"),
        "Within tolerance",
        joined("", "#00b050"),
        "Met",
    ]
    entries = read_legend(joined_table(["", "", "", "", "", ""], [cells]))
    assert [e.rating for e in entries] == ["missed", "close", "met"]


def test_letters_and_words_as_marks_are_kept() -> None:
    table = joined_table(["", ""], [["R", "Outside tolerance"], ["A", "Within tolerance"], ["G", "On target"]])
    assert [(e.mark, e.rating) for e in read_legend(table)] == [("R", "missed"), ("A", "close"), ("G", "met")]


def test_a_line_with_an_unknown_meaning_stays_without_rating() -> None:
    table = joined_table(
        ["", ""],
        [
            [joined("", "#ff0000"), "Off target"],
            [joined("", "#00b050"), "On target"],
            [joined("", "#7030a0"), "Carried to the harbour board"],
        ],
    )
    assert [e.rating for e in read_legend(table)] == ["missed", "met", None]


def test_latest_and_previous_statuses_side_by_side_are_no_key() -> None:
    green, amber = "#00b050", "#ffc000"
    rows: Rows = [["Bins emptied on the day", joined("GREEN", green), joined("AMBER", amber)] for _ in range(4)]
    assert read_legend(joined_table(["", "", ""], rows)) == ()


def test_statuses_with_commentary_beside_them_are_no_key() -> None:
    colours = ["#00b050", "#00b050", "#ff0000", "#00b050", "#ffc000"]
    rows: Rows = [["Bins", joined("", colour), "We are on target and pleased with it"] for colour in colours]
    assert read_legend(joined_table(["", "", ""], rows)) == ()


def test_the_lights_of_performance_software_mean_their_colours_and_its_trends_directions() -> None:
    rows: Rows = [
        [joined("PI Status", "#223344"), joined("Short Term Trends", "#223344"), "", ""],
        [joined("", "#cc1111"), "Alert", "", "Improving"],
        [joined("", "#ffbb22"), "Warning", "", "No Change"],
        [joined("", "#33aa33"), "OK", "", "Getting Worse"],
        [joined("", "#999999"), "Unknown", "", ""],
        [joined("", "#4466bb"), "Data Only", "", ""],
    ]
    entries = read_legend(joined_table(["", "", "", ""], rows))
    assert [(e.label, e.rating) for e in entries if e.colour] == [
        ("Alert", "missed"),
        ("Warning", "close"),
        ("OK", "met"),
        ("Unknown", "not_rated"),
        ("Data Only", "not_rated"),
    ]


def test_a_key_may_explain_its_arrows_once_for_each_of_two_trends() -> None:
    arrows = [("↑", "Improving"), ("→", "No Change"), ("↓", "Getting Worse")]
    rows: Rows = [[arrow, label, arrow, label] for arrow, label in arrows]
    entries = read_legend(joined_table(["Long Term Trends", "", "Short Term Trends", ""], rows))
    assert [(e.mark, e.rating) for e in entries] == [("↑", "improved"), ("→", "same"), ("↓", "declined")]


def test_an_alert_beside_amber_is_amber() -> None:
    rows: Rows = [[joined("", "#ffc000"), "Alert"], [joined("", "#00b050"), "On target"]]
    assert [e.rating for e in read_legend(joined_table(["", ""], rows))] == ["close", "met"]


def test_a_commentary_under_a_mark_does_not_say_what_the_mark_means() -> None:
    """In lists of paragraphs the line below a row's mark is that row's commentary."""
    assert not is_label("Commentary: Just short of the level agreed; unchanged since spring")
    assert is_label("Just short of the level agreed")
    assert is_label("Status: on track")
