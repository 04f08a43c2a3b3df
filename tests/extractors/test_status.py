"""Claims about status cells: the key first, the word before the fill, and no guesses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.columns import read_columns
from extractors.key import Key, make_key
from extractors.kpis import read_kpi_rows
from extractors.shapes import outline
from extractors.status import read_direction, read_status, read_work_status
from extractors.words import rating_word
from schemas.geometry import Box, Place
from schemas.grids import Cell, JoinedCell
from schemas.pages import Shape
from schemas.readings import LegendEntry
from schemas.vocabulary import ActionStatus, Direction, NotRatedReason, Rag, Rating, StatusMethod
from tests.extractors.made_tables import joined, joined_table

PLACE = Place(1, Box(0, 0, 10, 10))
NO_KEY = Key(())
UP = ((5.0, 0.0), (9.0, 5.0), (6.0, 5.0), (6.0, 10.0), (4.0, 10.0), (4.0, 5.0), (1.0, 5.0))
DOWN = tuple((x, 10 - y) for x, y in UP)


def entry(colour: str | None, label: str, rating: str | None, mark: str | None = None) -> LegendEntry:
    return LegendEntry(colour, mark, label, rating, None, PLACE)


FOUR_COLOURS = make_key(
    [
        entry("#ff0000", "Off target", "missed"),
        entry("#ffc000", "Within 5% of target", "close"),
        entry("#00b050", "On target", "met"),
        entry("#bfbfbf", "Data is not available", "not_rated"),
    ]
)


@pytest.mark.parametrize(
    ("fill", "rag", "rating"),
    [
        ("#ff0000", Rag.RED, Rating.MISSED),
        ("#ffc002", Rag.AMBER, Rating.CLOSE),
        ("#00b151", Rag.GREEN, Rating.MET),
        ("#bfbfbf", Rag.GREY, Rating.NOT_RATED),
    ],
)
def test_an_empty_coloured_cell_means_what_the_key_says(fill: str, rag: Rag, rating: Rating) -> None:
    reading, doubts = read_status(joined("", fill), FOUR_COLOURS)
    assert (reading.rag, reading.rating, reading.method, reading.colour) == (rag, rating, StatusMethod.FILL, fill)
    assert not doubts


def test_grey_for_missing_data_says_why_the_row_is_not_rated() -> None:
    reading, _ = read_status(joined("", "#bfbfbf"), FOUR_COLOURS)
    assert reading.reason is NotRatedReason.NO_DATA_YET


def test_blue_means_what_each_report_says_it_means() -> None:
    complete = make_key([entry("#0070c0", "Exceeded target", "exceeded"), entry("#00b050", "On target", "met")])
    tolerance = make_key([entry("#0070c0", "On target within tolerance", "close"), entry("#00b050", "Met", "met")])
    assert read_status(joined("", "#0070c0"), complete)[0].rating is Rating.EXCEEDED
    assert read_status(joined("", "#0070c0"), tolerance)[0].rating is Rating.CLOSE


def test_a_colour_far_from_every_swatch_is_unreadable_and_said() -> None:
    reading, doubts = read_status(joined("", "#7030a0"), FOUR_COLOURS)
    assert reading.rating is Rating.UNREADABLE
    assert reading.rag is Rag.PURPLE
    assert [d.code for d in doubts] == ["colour_not_in_legend"]


def test_without_a_key_only_traffic_lights_have_a_meaning() -> None:
    assert read_status(joined("", "#ff0000"), NO_KEY)[0].rating is Rating.MISSED
    reading, doubts = read_status(joined("", "#0070c0"), NO_KEY)
    assert reading.rating is Rating.UNREADABLE
    assert [d.code for d in doubts] == ["unknown_colour"]


def test_white_black_and_the_colour_of_the_row_are_no_statuses() -> None:
    for fill in (None, "#ffffff", "#000000"):
        assert read_status(joined("", fill), FOUR_COLOURS)[0].method is None
    assert read_status(joined("", "#d9e2f3"), NO_KEY, frozenset({"#d9e2f3"}))[0].method is None


@pytest.mark.parametrize(
    ("text", "rag", "rating", "method"),
    [
        ("GREEN", Rag.GREEN, Rating.MET, StatusMethod.WORD),
        ("R", Rag.RED, Rating.MISSED, StatusMethod.LETTER),
        ("On target", Rag.NONE, Rating.MET, StatusMethod.WORD),
        ("Amber (improving)", Rag.AMBER, Rating.CLOSE, StatusMethod.WORD),
        ("N/A", Rag.NONE, Rating.NOT_RATED, StatusMethod.WORD),
        ("On track", Rag.NONE, Rating.MET, StatusMethod.WORD),
    ],
)
def test_a_status_word_is_read_without_a_key(text: str, rag: Rag, rating: Rating, method: StatusMethod) -> None:
    reading, doubts = read_status(joined(text), NO_KEY)
    assert (reading.rag, reading.rating, reading.method) == (rag, rating, method)
    assert not doubts


def test_a_word_nobody_explains_is_unreadable_and_said() -> None:
    reading, doubts = read_status(joined("Marmalade"), FOUR_COLOURS)
    assert reading.rating is Rating.UNREADABLE
    assert reading.label == "Marmalade"
    assert [d.code for d in doubts] == ["unknown_status_word"]


def test_fill_and_word_that_agree_are_one_status_with_both_witnesses() -> None:
    reading, doubts = read_status(joined("GREEN", "#00b050"), FOUR_COLOURS)
    assert (reading.rating, reading.method, reading.colour) == (Rating.MET, StatusMethod.WORD, "#00b050")
    assert not doubts


def test_fill_and_word_that_disagree_are_an_issue_and_the_word_is_kept() -> None:
    reading, doubts = read_status(joined("RED", "#00b050"), FOUR_COLOURS)
    assert reading.rag is Rag.RED
    assert [d.code for d in doubts] == ["fill_and_word_disagree"]


def test_not_applicable_on_grey_is_no_disagreement() -> None:
    reading, doubts = read_status(joined("N/A", "#bfbfbf"), FOUR_COLOURS)
    assert reading.rating is Rating.NOT_RATED
    assert not doubts


def test_an_empty_status_cell_is_not_rated_and_not_unreadable() -> None:
    reading, doubts = read_status(joined(), FOUR_COLOURS)
    assert (reading.rag, reading.rating, reading.method) == (Rag.NONE, Rating.NOT_RATED, None)
    assert not doubts


def test_a_drawn_mark_nobody_explains_is_unreadable() -> None:
    cell = Cell(0, 0, 1, 1, "", PLACE, None, shapes=(Shape(PLACE.box, UP, "#000000", None),))
    reading, doubts = read_status(JoinedCell("", (cell,)), FOUR_COLOURS)
    assert (reading.rating, reading.method) == (Rating.UNREADABLE, StatusMethod.SHAPE)
    assert [d.code for d in doubts] == ["status_unreadable"]


def test_a_coloured_dot_in_an_unfilled_cell_means_what_the_key_says_of_its_colour() -> None:
    cell = Cell(0, 0, 1, 1, "", PLACE, None, shapes=(Shape(PLACE.box, UP, "#ffc000", None),))
    reading, doubts = read_status(JoinedCell("", (cell,)), FOUR_COLOURS)
    assert (reading.rag, reading.rating, reading.method) == (Rag.AMBER, Rating.CLOSE, StatusMethod.SHAPE)
    assert not doubts


@pytest.mark.parametrize(
    ("phrase", "rating"),
    [
        ("Target has been achieved or exceeded", Rating.MET),
        ("Floor Standard* achieved but Target has not been met", Rating.CLOSE),
        ("Floor Standard* has not been achieved", Rating.MISSED),
        ("Performance is below but within 10% of the target.", Rating.CLOSE),
        ("More than 10% below target", Rating.MISSED),
        ("Slightly below target", Rating.CLOSE),
        ("Below target by more than the tolerance", Rating.MISSED),
        ("On or above target", Rating.MET),
        ("Exceeding target", Rating.EXCEEDED),
        ("No target set", None),
        ("The service was redesigned in spring", None),
    ],
)
def test_the_wording_of_keys_is_understood_or_left_alone(phrase: str, rating: Rating | None) -> None:
    assert rating_word(phrase) is rating


def arrow(points: tuple[tuple[float, float], ...], scale: float = 1.0, dx: float = 0.0) -> JoinedCell:
    moved = tuple((x * scale + dx, y * scale) for x, y in points)
    shape = Shape(Box(dx, 0, dx + 10 * scale, 10 * scale), moved, "#000000", None)
    return JoinedCell("", (Cell(0, 0, 1, 1, "", PLACE, None, shapes=(shape,)),))


def arrow_key() -> Key:
    def drawn(cell: JoinedCell) -> tuple[tuple[float, float], ...]:
        return outline([shape for part in cell.parts for shape in part.shapes])

    return make_key(
        [
            LegendEntry(None, "shape", "Improving", "improved", None, PLACE, drawn(arrow(UP))),
            LegendEntry(None, "shape", "Getting worse", "declined", None, PLACE, drawn(arrow(DOWN))),
        ]
    )


@pytest.mark.parametrize(("points", "direction"), [(UP, Direction.IMPROVED), (DOWN, Direction.DECLINED)])
def test_a_drawn_arrow_means_what_the_key_says_at_any_size_and_place(
    points: tuple[tuple[float, float], ...], direction: Direction
) -> None:
    found, _text, doubts = read_direction(arrow(points, scale=1.7, dx=300), arrow_key())
    assert found is direction
    assert not doubts


def test_a_black_arrow_that_the_key_explains_as_a_direction_is_no_status() -> None:
    reading, doubts = read_status(arrow(UP), arrow_key())
    assert (reading.method, reading.rating, doubts) == (None, Rating.NOT_RATED, [])


def test_a_coloured_arrow_in_a_status_column_is_a_status_though_its_direction_is_explained() -> None:
    part = replace(arrow(UP).parts[0].shapes[0], fill="#00b050")
    cell = JoinedCell("", (Cell(0, 0, 1, 1, "", PLACE, None, shapes=(part,)),))
    reading, _doubts = read_status(cell, arrow_key())
    assert (reading.rag, reading.rating) == (Rag.GREEN, Rating.MET)


def test_an_arrow_the_key_does_not_show_is_unknown_and_said() -> None:
    square = ((0.0, 0.0), (3.0, 1.0), (10.0, 0.0), (9.0, 10.0), (0.0, 10.0))
    found, _text, doubts = read_direction(arrow(square), arrow_key())
    assert found is Direction.UNKNOWN
    assert [d.code for d in doubts] == ["direction_unreadable"]


@pytest.mark.parametrize(
    ("text", "fill", "status"),
    [
        ("Completed", "#92d050", ActionStatus.COMPLETE),
        ("On track", "#00b050", ActionStatus.ON_TRACK),
        ("Off target", "#ff0000", ActionStatus.OFF_TRACK),
        ("Not started", None, ActionStatus.NOT_STARTED),
        ("Amber", None, ActionStatus.AT_RISK),
    ],
)
def test_the_state_of_an_action_is_its_word(text: str, fill: str | None, status: ActionStatus) -> None:
    found, label, _rag, doubts = read_work_status(joined(text, fill), FOUR_COLOURS)
    assert (found, label) == (status, text)
    assert not doubts


def test_a_coloured_action_is_in_the_state_a_key_of_words_gives_its_colour() -> None:
    key = make_key([entry(None, "on track", "on_track", "Green"), entry(None, "complete", "complete", "Blue")])
    found, label, rag, doubts = read_work_status(joined("", "#0070c0"), key)
    assert (found, label, rag, doubts) == (ActionStatus.COMPLETE, "complete", Rag.BLUE, [])


def test_an_action_without_a_state_is_unreadable_and_said() -> None:
    found, _label, _rag, doubts = read_work_status(joined(), FOUR_COLOURS)
    assert found is ActionStatus.UNREADABLE
    assert [d.code for d in doubts] == ["status_unreadable"]


def test_a_white_tick_on_green_is_green() -> None:
    reading, doubts = read_status(joined("✔", "#00b050"), Key(()), asked=True)
    assert (reading.rag, reading.rating, doubts) == (Rag.GREEN, Rating.MET, [])


def test_a_tick_on_red_is_kept_as_met_and_said_to_be_doubtful() -> None:
    reading, doubts = read_status(joined("✔", "#ff0000"), Key(()), asked=True)
    assert reading.rating is Rating.MET
    assert [doubt.code for doubt in doubts] == ["fill_and_word_disagree"]


def test_a_direction_column_in_which_nothing_is_seen_is_said_to_be_empty() -> None:
    rows = [["1.1", f"Homes let in area {n}", "90%", "80%", "Red", ""] for n in range(4)]
    table = joined_table(["Ref", "Indicator", "Target", "Actual", "RAG", "DoT"], rows)
    _kpis, issues = read_kpi_rows(table, read_columns(table), Key(()), 1)
    assert [(issue.code, "'DoT'" in issue.message) for issue in issues] == [("mark_column_empty", True)]


def test_one_row_with_a_readable_direction_is_enough() -> None:
    rows = [["1.1", f"Homes let in area {n}", "90%", "80%", "Red", "Better" if n == 2 else ""] for n in range(4)]
    table = joined_table(["Ref", "Indicator", "Target", "Actual", "RAG", "DoT"], rows)
    assert read_kpi_rows(table, read_columns(table), Key(()), 1)[1] == []
