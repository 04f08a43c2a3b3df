"""A sheet printed over several pages across: its columns beside their rows, or apart and said; never beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.across import join_across
from extractors.joins import PageLayout, join_over_pages
from schemas.geometry import Box, Place
from schemas.grids import Cell, JoinedTable, Table
from schemas.pages import TextBlock

HEADS = ("Ref", "Indicator", "Target", "Actual", "Status", "Comments")


def cells_of(number: int, section: int) -> tuple[str, ...]:
    ref = f"{section}.{number}"
    return ref, f"Indicator {ref} of the district", f"{number}0%", f"{number}5%", "Red", f"Remark on {ref}"


def printed(
    page: int, rows: Sequence[Sequence[str]], heights: Sequence[float], *, top: float = 100.0, width: float = 90.0
) -> Table:
    """A ruled table whose rows have the given heights."""
    found: list[tuple[Cell, ...]] = []
    for number, (texts, height) in enumerate(zip(rows, heights, strict=True)):
        boxes = [Box(50 + c * width, top, 50 + (c + 1) * width, top + height) for c in range(len(texts))]
        found.append(tuple(Cell(number, c, 1, 1, t, Place(page, boxes[c]), None) for c, t in enumerate(texts)))
        top += height
    edges = tuple(50 + c * width for c in range(len(rows[0]) + 1))
    box = Box(edges[0], found[0][0].place.box.top, edges[-1], top)
    return Table(Place(page, box), tuple(found), edges, "lines")


def layout(page: int, *tables: Table, heading: str = "") -> PageLayout:
    blocks = (TextBlock(heading, page, Box(50, 60, 200, 74), 12.0, True),) if heading else ()
    return PageLayout(page, 800, 600, tables, blocks)


def section(number: int, count: int, columns: slice) -> list[tuple[str, ...]]:
    return [row[columns] for row in (HEADS, *(cells_of(n, number) for n in range(1, count + 1)))]


def joined(*layouts: PageLayout) -> tuple[tuple[JoinedTable, ...], int]:
    wide, issues = join_across(layouts)
    return join_over_pages(wide), len(issues)


def texts_of(table: JoinedTable) -> list[tuple[str, ...]]:
    return [tuple(row.text(column) for column in range(len(row.cells))) for row in table.rows]


NAMED, REST = slice(0, 3), slice(3, 6)
EVEN = [20.0] * 6


def test_columns_on_the_next_page_stand_beside_their_rows() -> None:
    tables, issues = joined(
        layout(1, printed(1, section(1, 5, NAMED), EVEN)), layout(2, printed(2, section(1, 5, REST), EVEN))
    )
    assert [texts_of(table) for table in tables] == [[cells_of(n, 1) for n in range(1, 6)]]
    assert tables[0].headings == tuple((head,) for head in HEADS)
    assert issues == 0


@pytest.mark.parametrize("order", ["down then over", "over then down"])
@pytest.mark.parametrize("headed", [True, False], ids=["sections named again", "sections named once"])
def test_two_sections_with_rows_of_one_height_keep_their_own_columns(order: str, headed: bool) -> None:
    """The worst case: nothing but the order of the pages, or a heading, tells which columns belong to which rows."""
    pages = (
        [(1, NAMED), (2, NAMED), (1, REST), (2, REST)]
        if order == "down then over"
        else [(1, NAMED), (1, REST), (2, NAMED), (2, REST)]
    )
    layouts = [
        layout(
            page,
            printed(page, section(number, 5, columns), EVEN),
            heading=f"Section {number}" if headed or columns is NAMED else "",
        )
        for page, (number, columns) in enumerate(pages, 1)
    ]
    tables, issues = joined(*layouts)
    assert [texts_of(table) for table in tables] == [[cells_of(n, s) for n in range(1, 6)] for s in (1, 2)]
    assert issues == 0


def test_a_column_of_comments_alone_is_put_beside_its_rows() -> None:
    heights = [20.0, 31.0, 20.0, 42.0, 20.0, 31.0]
    tables, _issues = joined(
        layout(1, printed(1, section(1, 5, slice(0, 5)), heights)),
        layout(2, printed(2, section(1, 5, slice(5, 6)), heights)),
    )
    assert [texts_of(table) for table in tables] == [[cells_of(n, 1) for n in range(1, 6)]]


def test_a_header_that_wraps_on_one_page_only_does_not_part_rows_under_one_heading() -> None:
    tables, _issues = joined(
        layout(1, printed(1, section(1, 5, NAMED), EVEN), heading="Housing"),
        layout(2, printed(2, section(1, 5, REST), [32.0, *EVEN[1:]]), heading="Housing"),
    )
    assert [texts_of(table) for table in tables] == [[cells_of(n, 1) for n in range(1, 6)]]


def test_columns_that_fit_two_tables_are_left_apart_and_said() -> None:
    layouts = (
        layout(1, printed(1, section(1, 5, NAMED), EVEN)),
        layout(2, printed(2, section(2, 5, NAMED), EVEN)),
        layout(3, printed(3, section(1, 5, REST), EVEN)),
    )
    wide, issues = join_across(layouts)
    assert wide == layouts
    assert [issue.code for issue in issues] == ["columns_apart"]
    assert issues[0].place is not None
    assert issues[0].place.page == 3


@pytest.mark.parametrize(
    "other",
    [
        printed(2, section(1, 4, REST), EVEN[:5]),
        printed(2, section(1, 5, REST), [20.0, 20.0, 40.0, 20.0, 20.0, 20.0]),
        printed(2, section(2, 5, slice(1, 6)), EVEN),
    ],
    ids=["fewer rows", "rows of other heights", "rows with names of their own"],
)
def test_a_table_that_is_not_the_sheets_is_left_alone(other: Table) -> None:
    layouts = (layout(1, printed(1, section(1, 5, NAMED), EVEN)), layout(2, other))
    assert join_across(layouts) == (layouts, ())


@pytest.mark.parametrize("again", [slice(0, 2), slice(0, 3)])
def test_columns_that_excel_prints_on_every_page_again_name_the_rows_once(again: slice) -> None:
    whole = section(1, 5, slice(0, 6))
    rest = [(*row[again], *row[again.stop + 1 :]) for row in whole]
    left = [row[: again.stop + 1] for row in whole]
    (table,), issues = joined(layout(1, printed(1, left, EVEN)), layout(2, printed(2, rest, EVEN)))
    assert texts_of(table) == whole[1:]
    assert issues == 0


def test_pages_that_name_other_rows_or_show_the_same_columns_are_not_printed_across() -> None:
    ours = printed(1, section(1, 5, NAMED), EVEN)
    for rows in (section(2, 5, slice(0, 6)), section(1, 5, NAMED), section(1, 4, slice(0, 6))):
        layouts = (layout(1, ours), layout(2, printed(2, rows, EVEN[: len(rows)])))
        assert join_across(layouts)[0] == layouts


def test_a_header_of_two_lines_over_the_grid_may_begin_higher_on_one_page() -> None:
    right = printed(2, section(1, 5, REST), [32.0, *EVEN[1:]], top=88.0)
    (table,), _issues = joined(layout(1, printed(1, section(1, 5, NAMED), EVEN)), layout(2, right))
    assert texts_of(table) == section(1, 5, slice(0, 6))[1:]


def test_a_value_in_a_joined_row_keeps_the_page_it_is_printed_on() -> None:
    (table,), _issues = joined(
        layout(1, printed(1, section(1, 5, NAMED), EVEN)), layout(2, printed(2, section(1, 5, REST), EVEN))
    )
    last = table.rows[2].cells[5]
    assert last is not None
    assert [place.page for place in last.places] == [2]
    assert [place.page for place in table.rows[2].places] == [1]


@settings(max_examples=80, deadline=None)
@given(
    sizes=st.lists(st.integers(4, 14), min_size=1, max_size=3),
    cuts=st.lists(st.integers(2, 5), max_size=2, unique=True).map(sorted),
    rows_a_page=st.integers(4, 9),
    down_first=st.booleans(),
    data=st.data(),
)
def test_a_sheet_cut_anywhere_down_and_across_has_the_same_rows(
    sizes: list[int], cuts: list[int], rows_a_page: int, down_first: bool, data: st.DataObject
) -> None:
    """Sections under one another on pages of a sheet that is cut at any rows and columns, in both printing orders."""
    height = data.draw(st.sampled_from((20.0, 27.5)))
    bounds = [0, *cuts, len(HEADS)]
    strips = [slice(a, b) for a, b in pairwise(bounds)]
    chunks: list[tuple[int, int, int]] = []
    for number, size in enumerate(sizes, 1):
        chunks += [(number, start, min(start + rows_a_page, size)) for start in range(0, size, rows_a_page)]
    places = [(down, across) for across in range(len(strips)) for down in range(len(chunks))]
    if not down_first:
        places.sort()
    layouts: list[PageLayout] = []
    for page, (down, across) in enumerate(places, 1):
        number, start, end = chunks[down]
        head = [HEADS] if start == 0 else []
        rows = [row[strips[across]] for row in (*head, *(cells_of(n + 1, number) for n in range(start, end)))]
        table = printed(page, rows, [height] * len(rows))
        layouts.append(layout(page, replace(table, engine="lines"), heading="Part of it" if start == 0 else ""))
    tables, issues = joined(*layouts)
    found = [row for table in tables for row in texts_of(table) if len(row) == len(HEADS)]
    wanted = [cells_of(n, number) for number, size in enumerate(sizes, 1) for n in range(1, size + 1)]
    # What is not certain may stay apart; what is joined is right, and nothing is apart without an issue.
    assert set(found) <= set(wanted)
    assert found == wanted or issues
