"""Tables without column rules: what becomes one, where its rows begin, and what never is a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.engine_align import find_aligned
from extractors.margins import furniture_words, margin_lines
from extractors.tables import find_tables
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Fill, Page, Rule, Word
from tests.extractors.made_pages import MadeLine, made_page

EDGES = (40.0, 80.0, 260.0, 310.0, 370.0, 430.0)
HEADS = ("Ref", "Indicator", "Target", "Actual", "Status", "Comments")
ROWS = (
    ("1.1", "Bins collected on the planned day", "95%", "96.1%", "Green", "On plan"),
    ("1.2", "Days to relet an empty home", "21", "24.5", "Amber", "Two voids were late"),
    ("1.3", "Calls answered in thirty seconds", "80%", "61%", "Red", "Vacancies in the team"),
    ("1.4", "Visits to leisure centres", "9,000", "N/A", "No data", "Counters failed"),
)


def line(*texts: str, gap: float = 0.0, bold: bool = False) -> MadeLine:
    cells = [(x, text) for x, text in zip(EDGES, texts, strict=False) if text]
    return {"cells": cells, "size": 9.0, "gap": gap, "bold": bold}


def texts_of(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\n", " ") if cell else "" for cell in row] for row in table.rows]


def aligned(page: Page) -> list[list[str]]:
    (table,) = find_aligned(page, ())
    return texts_of(table)


def test_columns_are_found_from_clear_strips_under_known_headings() -> None:
    assert aligned(made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS))) == [list(HEADS), *map(list, ROWS)]


def test_a_wrapped_title_stays_in_its_row() -> None:
    page = made_page(
        line(*HEADS),
        line(*ROWS[0], gap=3),
        line("", "in the whole district"),
        line(*ROWS[1], gap=3),
        line(*ROWS[2], gap=3),
    )
    rows = aligned(page)
    assert [row[0] for row in rows[1:]] == ["1.1", "1.2", "1.3"]
    assert rows[1][1] == "Bins collected on the planned day in the whole district"


def test_rows_set_without_space_between_them_begin_at_their_refs() -> None:
    wrapped = [made for row in ROWS for made in (line(*row), line("", "by the council", "", "", "", "and so on"))]
    rows = aligned(made_page(line(*HEADS), *wrapped))
    assert [row[0] for row in rows[1:]] == ["1.1", "1.2", "1.3", "1.4"]
    assert all(row[1].endswith("by the council") and row[5].endswith("and so on") for row in rows[1:])


def test_rules_across_the_table_divide_its_rows() -> None:
    page = made_page(line(*HEADS), *(line(*row, gap=6) for row in ROWS))
    tops = sorted({word.box.top for word in page.words})
    rules = tuple(Rule(Box(38, top - 4, 560, top - 3.5), "#000000") for top in [*tops, tops[-1] + 18])
    (table,) = find_aligned(replace(page, rules=rules), ())
    assert len(table.rows) == 5
    assert table.place.box.bottom == pytest.approx(tops[-1] + 14.25, abs=0.1)


def test_a_header_of_two_levels_keeps_the_period_over_its_columns() -> None:
    page = made_page(
        {"cells": [(260.0, "Quarter 3 2024/25")], "size": 9.0},
        line("Ref", "Indicator", "Target", "Actual", "Status", "Comments"),
        *(line(*row, gap=3) for row in ROWS),
    )
    (table,) = find_aligned(page, ())
    spanning = table.rows[0][2]
    assert spanning is not None
    assert spanning.text == "Quarter 3 2024/25"
    assert spanning is table.rows[0][3]
    assert [cell.text for cell in table.rows[1][2:4] if cell] == ["Target", "Actual"]


def test_a_coloured_cell_gives_its_colour_to_the_row_it_stands_in() -> None:
    page = made_page(line(*HEADS), *(line(*row[:4], "", row[5], gap=3) for row in ROWS))
    tops = sorted({word.box.top for word in page.words})[1:]
    colours = ("#70ad47", "#f4b183", "#e06666", "#a5a5a5")
    fills = tuple(Fill(Box(368, top - 1, 425, top + 10), c) for top, c in zip(tops, colours, strict=True))
    (table,) = find_aligned(replace(page, fills=fills), ())
    assert [row[4].fill for row in table.rows[1:] if row[4]] == list(colours)


def test_two_tables_side_by_side_are_two_tables() -> None:
    heads = ("Ref", "Indicator", "Target")
    at = (40.0, 70.0, 220.0, 300.0, 330.0, 480.0)
    lines: list[MadeLine] = [{"cells": list(zip(at, heads * 2, strict=True)), "size": 9.0}]
    for one, two in ((ROWS[0], ROWS[2]), (ROWS[1], ROWS[3])):
        lines.append({"cells": list(zip(at, (*one[:3], *two[:3]), strict=True)), "size": 9.0, "gap": 3})
    left, right = find_aligned(made_page(*lines), ())
    assert [row[0] for row in texts_of(left)] == ["Ref", "1.1", "1.2"]
    assert [row[0] for row in texts_of(right)] == ["Ref", "1.3", "1.4"]


def test_a_page_without_header_continues_the_columns_of_the_page_before() -> None:
    (first,) = find_aligned(made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS)), ())
    rest = made_page(*(line(*row, gap=3) for row in ROWS), number=2)
    assert find_aligned(rest, ()) == ()
    (second,) = find_aligned(rest, (), first)
    assert texts_of(second) == [list(row) for row in ROWS]


@pytest.mark.parametrize(
    "lines",
    [
        ["Performance against target was discussed; the actual status of each indicator is in the appendix."] * 6,
        [line("1", "Apologies for absence"), line("2", "Minutes of the last meeting"), line("3", "Performance report")],
        [line("Name", "Telephone"), line("J Smith", "01234 567890"), line("A Jones", "01234 567891")],
        [line("", "The Town Hall"), line("", "High Street"), line("", "Marlhaven MH1 2AB")],
    ],
)
def test_prose_agendas_contacts_and_addresses_are_no_tables(lines: list[str | MadeLine]) -> None:
    assert find_aligned(made_page(*lines), ()) == ()


def test_a_ruled_table_is_left_to_its_rules() -> None:
    page = made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS))
    bottom = max(word.box.bottom for word in page.words)
    assert find_aligned(page, [Box(0, 0, 595, bottom + 1)]) == ()


def test_text_on_its_side_is_read_up_the_page() -> None:
    page = made_page(line("Ref", "Indicator"), *(line(*row, gap=3) for row in ROWS))
    turned = tuple(
        Word(text, Box(x, top, x + 9, bottom), 9.0, "Helvetica", True, "#000000", upright=False)
        for x, text, top, bottom in (
            (262, "Target", 30, 60),
            (312, "Actual", 30, 60),
            (372, "RAG", 45, 62),
            (372, "status", 20, 43),
            (432, "Comments", 20, 62),
        )
    )
    (table,) = find_tables(replace(page, words=page.words + turned))
    assert [cell.text for cell in table.rows[0] if cell][-2:] == ["RAG status", "Comments"]


def test_figures_at_the_foot_of_two_pages_are_no_running_footer() -> None:
    foot: MadeLine = {"cells": [(40.0, "1.12"), (120.0, "99%"), (200.0, "91.2%")], "size": 9.0, "gap": 700}
    footer: MadeLine = {"text": "Marlhaven Council performance", "size": 9.0}
    one, two = made_page(foot, footer), made_page(foot, footer, number=2)
    neighbours = frozenset(folded for folded, _words in margin_lines(two))
    found = furniture_words(margin_lines(one), neighbours)
    assert {word.text for word in one.words if id(word) in found} == {"Marlhaven", "Council", "performance"}
