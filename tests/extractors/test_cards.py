"""Claims about cards: their labelled values with all their irregularities, and their twins in summary tables."""

from __future__ import annotations

import pytest

from extractors.cards import find_cards, read_card, read_labelled, split_status
from extractors.key import Key, make_key
from extractors.merge import fold_title, match_titles, merge_cards
from schemas.geometry import Box, Place
from schemas.grids import Cell, Table
from schemas.readings import KpiRow, LegendEntry
from schemas.vocabulary import Rag, Rating, Role
from tests.extractors.made_tables import made_cell, made_table

GREEN = "#00ff00"


@pytest.mark.parametrize(
    "text",
    [
        "Target: 90%, Floor: 85%",
        "Target: 90%, Floor 85%",
        "Target 90% Floor 85%",
        "Target: 90%  Floor: 85%",
        "Target:90%; Floor:85%",
        "Target = 90% | Floor = 85%",
        "Target: 90%,\nFloor: 85%",
    ],
)
def test_target_and_floor_are_read_however_they_are_punctuated(text: str) -> None:
    assert [(part.role, part.text) for part in read_labelled(text)] == [(Role.TARGET, "90%"), (Role.FLOOR, "85%")]


@pytest.mark.parametrize(
    "text", ["", "Targeted support for families", "Latest", "The target: 90%", "Current plans are under review"]
)
def test_sentences_and_headings_are_no_labelled_values(text: str) -> None:
    assert read_labelled(text) == []


def test_the_previous_status_stands_in_brackets_behind_the_value() -> None:
    assert split_status("89% (Amber)") == ("89%", "Amber")
    assert split_status("1,204 (2023)") == ("1,204 (2023)", None)
    assert split_status("n/a") == ("n/a", None)


def card_table(title: str = "Share of bins emptied on the right day", status: str = "GREEN") -> Table:
    rows = [[title, "", status], ["", "", ""], ["Latest: 97%", "Target: 97%, Floor 90%", "Previous: 95% (Amber)"]]
    return made_table(rows, fills={(0, 0): "#d9d9d9", (0, 1): "#d9d9d9", (0, 2): GREEN})


def test_a_card_is_one_kpi_with_its_values_and_both_statuses() -> None:
    (card,) = find_cards(card_table())
    row, issues = read_card(card, Key(()), 1)
    assert row.title == "Share of bins emptied on the right day"
    assert (row.actual, row.target, row.floor, row.previous) == ("97%", "97%", "90%", "95%")
    assert (row.status.rag, row.status.rating) == (Rag.GREEN, Rating.MET)
    assert row.previous_status is not None
    assert row.previous_status.rag is Rag.AMBER
    assert not issues


def test_cards_that_touch_are_still_two() -> None:
    one, two = card_table("Share of bins emptied on the right day"), card_table("Calls answered in a minute", "RED")
    rows: list[tuple[Cell | None, ...]] = list(one.rows)
    for r, row in enumerate(two.rows, start=3):
        rows.append(tuple(made_cell(c.text, c.fill, row=r, column=k) if c else None for k, c in enumerate(row)))
    cards = find_cards(Table(one.place, tuple(rows), one.column_edges, "lines"))
    assert [read_card(card, Key(()), 1)[0].title for card in cards] == [
        "Share of bins emptied on the right day",
        "Calls answered in a minute",
    ]


def test_a_card_without_status_says_so() -> None:
    (card,) = find_cards(card_table(status=""))
    _row, issues = read_card(
        type(card)(tuple(c for c in card.head if not c.fill or c.fill != GREEN), card.values, card.place), Key(()), 3
    )
    assert [(i.code, i.subject) for i in issues] == [("card_incomplete", "kpi:3")]


def test_a_chart_with_a_title_is_no_card() -> None:
    assert find_cards(made_table([["Number of calls received - Quarterly"], [""]])) == ()


def kpi(title: str, status: str = "GREEN") -> KpiRow:
    (card,) = find_cards(card_table(title, status))
    return read_card(card, Key(()), 1)[0]


def test_the_same_kpi_in_a_table_and_on_a_card_is_one_row_with_both_places() -> None:
    merged, issues = merge_cards(
        [kpi("% of bins emptied on the right day")],
        [kpi("Percentage of bins emptied on day")],
    )
    assert len(merged) == 1
    assert merged[0].title == "Percentage of bins emptied on day"
    assert merged[0].aliases == ("% of bins emptied on the right day",)
    assert len(merged[0].places) == 2
    assert not issues


def test_a_card_and_a_table_row_of_different_kpis_stay_two_and_are_reported() -> None:
    merged, issues = merge_cards(
        [kpi("Bins emptied on the right day")], [kpi("Trees planted in parks"), kpi("Bins emptied on the right day")]
    )
    assert [row.position for row in merged] == [1, 2]
    assert [i.code for i in issues] == ["card_without_table_row"]


def test_a_card_that_contradicts_its_table_row_is_an_issue_with_both_pages() -> None:
    _merged, issues = merge_cards([kpi("Calls answered in a minute", "RED")], [kpi("Calls answered in a minute")])
    assert [i.code for i in issues] == ["card_and_table_disagree"]
    assert "page 1" in issues[0].message


def test_neighbours_in_both_lists_help_a_doubtful_pair() -> None:
    rows = ["% of calls answered", "% of FoI requests completed in 20 days", "Homes brought back into use"]
    cards = [
        "Percentage of calls answered",
        "Freedom of Information (FOI) / Environmental Information requests completed within 20 working days",
        "Homes brought back into use",
    ]
    assert match_titles(rows, cards) == {0: 0, 1: 1, 2: 2}


def test_titles_are_compared_without_abbreviations_and_signs() -> None:
    assert fold_title("% of Education, Health & Care Plans (EHCPs)") == "percentage of education health and care plans"


@pytest.mark.parametrize(("sign", "direction"), [("↑", "improved"), ("↓", "declined"), ("Improving", "improved")])
def test_the_direction_on_a_card_is_read_from_a_letter_or_a_word_too(sign: str, direction: str) -> None:
    rows = [["Share of bins emptied on the right day", sign, "GREEN"], ["Latest: 97%", "Target: 97%", "Previous: 95%"]]
    (card,) = find_cards(made_table(rows, fills={(0, 2): GREEN}))
    place = Place(1, Box(0, 0, 1, 1))
    key = make_key(
        [
            LegendEntry(None, "↑", "Improving", "improved", None, place, form="arrow_up"),
            LegendEntry(None, "↓", "Getting worse", "declined", None, place, form="arrow_down"),
        ]
    )
    row, issues = read_card(card, key, 1)
    assert (row.direction, row.direction_text, row.status.rag) == (direction, sign, Rag.GREEN)
    assert not issues
