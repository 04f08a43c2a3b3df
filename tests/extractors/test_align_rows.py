"""Tables without column rules, harder ones: keys above, wrapped values, pale stripes, rows cut by page ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.engine_align import find_aligned
from extractors.rows import read_rows, same_columns
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Fill, Page
from tests.extractors.made_pages import MadeLine, made_page

EDGES = (40.0, 80.0, 260.0, 310.0, 370.0, 430.0)
HEADS = ("Ref", "Indicator", "Target", "Actual", "Status", "Comments")
ROWS = (
    ("1.1", "Bins collected on the planned day", "95%", "96.1%", "Green", "On plan"),
    ("1.2", "Days to relet an empty home", "21", "24.5", "Amber", "Two voids were late"),
    ("1.3", "Calls answered in thirty seconds", "80%", "61%", "Red", "Vacancies in the team"),
    ("1.4", "Visits to leisure centres", "9,000", "N/A", "No data", "Counters failed"),
)
PALE = "#f2f2f2"


def line(*texts: str, gap: float = 0.0) -> MadeLine:
    return {"cells": [(x, text) for x, text in zip(EDGES, texts, strict=False) if text], "size": 9.0, "gap": gap}


def texts_of(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\n", " ") if cell else "" for cell in row] for row in table.rows]


def tops_of(page: Page) -> list[float]:
    return sorted({word.box.top for word in page.words})


def test_a_key_in_one_line_and_a_heading_over_the_table_are_no_part_of_its_header() -> None:
    key: MadeLine = {"cells": [(40.0, "Green On target"), (140.0, "Amber Within 5%"), (240.0, "Red Off target")]}
    heading: MadeLine = {"text": "Children and Families", "size": 11.0, "bold": True}
    page = made_page({**key, "size": 9.0}, heading, line(*HEADS), *(line(*row, gap=3) for row in ROWS))
    (table,) = find_aligned(page, ())
    assert texts_of(table) == [list(HEADS), *map(list, ROWS)]


@pytest.mark.parametrize("gap", [0.0, 3.0], ids=["rows as close as lines", "rows set apart"])
def test_a_unit_wrapped_under_its_figures_starts_no_row(gap: float) -> None:
    page = made_page(
        line(*HEADS),
        line(*ROWS[0], gap=gap),
        line("1.2", "Days to relet an empty home", "21", "24.5", "Amber", gap=gap),
        line("", "of the council", "days", "days"),
        line(*ROWS[2], gap=gap),
        line(*ROWS[3], gap=gap),
    )
    (table,) = find_aligned(page, ())
    rows = texts_of(table)
    assert [row[0] for row in rows[1:]] == ["1.1", "1.2", "1.3", "1.4"]
    assert rows[2][1:4] == ["Days to relet an empty home of the council", "21 days", "24.5 days"]


def test_stripes_too_pale_for_a_status_divide_rows() -> None:
    centred = [
        line("", "The share of all household bins", "", "", "", "One crew was away", gap=4),
        line("1.1", "", "95%", "96.1%", "Green"),
        line("", "collected on the planned day", "", "", "", "for two weeks"),
    ]
    page = made_page(line(*HEADS), *centred, line(*ROWS[1], gap=4), line(*ROWS[2], gap=4), line(*ROWS[3], gap=4))
    tops = tops_of(page)
    bands = ((tops[1] - 2, tops[3] + 11), (tops[5] - 2, tops[5] + 11))
    fills = tuple(Fill(Box(38, top, 560, bottom), PALE) for top, bottom in bands)
    (table,) = find_aligned(replace(page, fills=fills), ())
    rows = texts_of(table)
    assert [row[0] for row in rows[1:]] == ["1.1", "1.2", "1.3", "1.4"]
    assert rows[1][1] == "The share of all household bins collected on the planned day"


@pytest.mark.parametrize("strips", [2, 3])
def test_cells_painted_in_several_strips_of_one_colour_are_one_row(strips: int) -> None:
    wrapped = [
        made for row in ROWS for made in (line(*row, gap=3), line("", "by the council", "", "", "", "and so on"))
    ]
    page = made_page(line(*HEADS), *wrapped)
    tops = tops_of(page)[1::2]
    fills = []
    for top in tops:
        high = (tops[1] - tops[0]) / strips
        fills += [Fill(Box(38, top - 1 + n * high, 560, top - 1 + (n + 1) * high), PALE) for n in range(strips)]
    (table,) = find_aligned(replace(page, fills=tuple(fills)), ())
    assert [row[0] for row in texts_of(table)[1:]] == ["1.1", "1.2", "1.3", "1.4"]


def test_a_heading_beside_its_column_of_marks_is_its_heading() -> None:
    heads = [
        (40.0, "Ref"),
        (80.0, "Indicator"),
        (260.0, "Target"),
        (310.0, "Actual"),
        (360.0, "Status"),
        (440.0, "Comments"),
    ]
    body = [list(zip((40.0, 80.0, 260.0, 310.0, 405.0, 440.0), row, strict=True)) for row in ROWS]
    lines: list[MadeLine] = [{"cells": cells, "size": 9.0, "gap": 3.0} for cells in (heads, *body)]
    page = made_page(*lines)
    (table,) = find_aligned(page, ())
    assert texts_of(table) == [list(HEADS), *map(list, ROWS)]


def test_a_value_wider_than_those_of_the_page_before_does_not_end_the_table() -> None:
    (first,) = find_aligned(made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS[:3])), ())
    wide = ("1.4", "Visits to leisure centres", "9,000", "Not audited", "No data", "Counters failed")
    rest = made_page(line(*wide, gap=3), *(line(*row, gap=3) for row in ROWS[:3]), number=2)
    (second,) = find_aligned(rest, (), first)
    assert texts_of(second)[0] == list(wide)
    assert same_columns(first, second)


def test_a_comment_longer_than_those_of_the_page_before_does_not_end_the_table() -> None:
    (first,) = find_aligned(made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS)), ())
    long = (*ROWS[0][:5], "Two crews were away for the whole of July")
    (second,) = find_aligned(made_page(line(*long), line(*ROWS[1], gap=3), number=2), (), first)
    assert [row[5] for row in texts_of(second)] == [long[5], ROWS[1][5]]


def test_the_rest_of_a_cut_row_under_a_repeated_header_is_no_row_of_its_own() -> None:
    (first,) = find_aligned(made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS)), ())
    rest = line("", "in the whole district", "", "", "", "and are mended now", gap=3)
    second = made_page(line(*HEADS), rest, *(line(*row, gap=3) for row in ROWS), number=2)
    (table,) = find_aligned(second, (), first)
    assert [row[0] for row in texts_of(table)] == ["Ref", "", "1.1", "1.2", "1.3", "1.4"]
    joined = read_rows([first, table])
    assert joined[4].text(5) == "Counters failed and are mended now"


def test_a_cut_row_of_which_two_lines_are_left_is_one_row() -> None:
    lower: list[MadeLine] = [{"gap": 60.0, "text": ""}] * 10
    rows = [line(*HEADS), *map(_row, ROWS), line("", "", "", "", "", "again")]
    (first,) = find_aligned(made_page(*lower, *rows), ())
    rest = made_page(
        line("", "in the district", "", "", "", "and are"), line("", "by day", "", "", "", "new"), number=2
    )
    (second,) = find_aligned(rest, (), first)
    assert texts_of(second) == [["", "in the district by day", "", "", "", "and are new"]]


def _row(row: tuple[str, ...]) -> MadeLine:
    return line(*row, gap=3)


WORDS = st.lists(st.sampled_from(("crews", "away", "until", "autumn", "two", "new", "staff")), min_size=1, max_size=18)


@settings(max_examples=40, deadline=None)
@given(comments=st.lists(WORDS, min_size=4, max_size=12), data=st.data())
def test_a_table_cut_after_any_line_has_the_same_rows(comments: list[list[str]], data: st.DataObject) -> None:
    """Rows of several lines without rules, cut by a page end anywhere, the header repeated or not: the same rows."""
    lines: list[MadeLine] = []
    for number, words in enumerate(comments, 1):
        parts = [" ".join(words[n : n + 4]) for n in range(0, len(words), 4)]
        title = f"Share of bins in ward {number}"
        lines.append(line(f"1.{number}", title, "95%", f"{number}.5%", "Green", parts[0], gap=4))
        lines += [line("", "", "", "", "", part) for part in parts[1:]]
    cut = data.draw(st.integers(1, len(lines)))
    repeated = data.draw(st.booleans())
    begun: list[MadeLine] = [{"gap": 60.0, "text": ""}] * 8
    first = find_aligned(made_page(*begun, line(*HEADS), *lines[:cut]), ())
    head = [line(*HEADS)] if repeated else []
    second = find_aligned(made_page(*head, *lines[cut:], number=2), (), first[0]) if lines[cut:] else ()
    rows = [row for row in read_rows([*first, *second]) if row.text(0) != "Ref"]
    assert [row.text(0) for row in rows] == [f"1.{number}" for number in range(1, len(comments) + 1)]
    assert [row.text(5) for row in rows] == [" ".join(words) for words in comments]
