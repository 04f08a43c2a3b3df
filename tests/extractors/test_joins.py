"""Claims about tables over pages: titles, headers, continuations, and tables that only stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.joins import PageLayout, join_over_pages
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import TextBlock
from tests.extractors.made_tables import made_table

HEADER = ["Ref", "Indicator", "Target", "Actual", "RAG"]


def row(number: int) -> list[str]:
    return [f"1.{number}", f"Indicator of kind {number} in the whole district", "90%", "85%", "Red"]


def page(number: int, *tables: Table, blocks: Sequence[TextBlock] = ()) -> PageLayout:
    return PageLayout(number, 600, 800, tables, tuple(blocks))


def block(text: str, top: float, *, bold: bool = False, number: int = 1) -> TextBlock:
    return TextBlock(text, number, Box(0, top, 300, top + 12), 10, bold)


def test_a_continuation_page_without_header_belongs_to_the_table_before() -> None:
    first, second = made_table([HEADER, row(1), row(2)]), made_table([row(3), row(4)], page=2)
    (table,) = join_over_pages([page(1, first), page(2, second)])
    assert [r.text(0) for r in table.rows] == ["1.1", "1.2", "1.3", "1.4"]
    assert table.headings == tuple((h,) for h in HEADER)
    assert [place.page for place in table.places] == [1, 2]


def test_a_header_repeated_on_every_page_is_no_row() -> None:
    pages = [page(n, made_table([HEADER, row(2 * n), row(2 * n + 1)], page=n)) for n in (1, 2, 3)]
    (table,) = join_over_pages(pages)
    assert len(table.rows) == 6


def test_a_header_at_the_foot_of_a_page_heads_the_rows_of_the_next() -> None:
    (table,) = join_over_pages([page(1, made_table([HEADER])), page(2, made_table([row(1), row(2)], page=2))])
    assert len(table.rows) == 2
    assert table.headings[4] == ("RAG",)


def test_text_between_two_tables_keeps_them_apart_but_the_header_is_still_known() -> None:
    first, second = made_table([HEADER, row(1)]), made_table([row(2), row(3)], page=2)
    tables = join_over_pages([page(1, first, blocks=[block("A note on the first table.", 60)]), page(2, second)])
    assert len(tables) == 2
    assert tables[1].headings == tables[0].headings


def test_tables_with_other_columns_do_not_take_over_a_header() -> None:
    first, second = made_table([HEADER, row(1)]), made_table([["Chair", "Cllr A"], ["Clerk", "B"]], page=2)
    tables = join_over_pages([page(1, first), page(2, second)])
    assert tables[1].headings == ((), ())


def test_a_heading_above_a_table_is_its_title() -> None:
    table = made_table([HEADER, row(1)])
    lower = replace(table, place=replace(table.place, box=Box(0, 100, 300, 140)))
    blocks = [block("Clean and green", 80, bold=True), block("Some words that are only a sentence.", 60)]
    assert join_over_pages([page(1, lower, blocks=blocks)])[0].title == "Clean and green"


def banded(title: str, rows: Sequence[Sequence[str]], number: int = 1) -> Table:
    """A table whose first row is one merged cell over all columns."""
    table = made_table([[title, *[""] * (len(HEADER) - 1)], *rows], page=number)
    first = table.rows[0][0]
    assert first is not None
    band = replace(first, column_span=len(HEADER))
    return replace(table, rows=((band,) * len(HEADER), *table.rows[1:]))


def test_a_band_over_the_header_is_the_title() -> None:
    (table,) = join_over_pages([page(1, banded("A thriving coast", [HEADER, row(1), row(2)]))])
    assert table.title == "A thriving coast"
    assert table.banded
    assert len(table.rows) == 2


def test_a_band_between_rows_starts_a_new_section_under_the_same_header() -> None:
    first = made_table([HEADER, row(1), row(2)])
    second = banded("A fair start", [row(3), row(4)], 2)
    tables = join_over_pages([page(1, first), page(2, second)])
    assert [(t.title, len(t.rows)) for t in tables] == [(None, 2), ("A fair start", 2)]
    assert tables[1].headings == tables[0].headings


def merged_down(text: str, page_number: int, rows: int, columns: int) -> Table:
    """A table whose first column is one cell over all rows."""
    table = made_table([["", *row(10 * page_number + n)[:columns]] for n in range(rows)], page=page_number)
    first = table.rows[0][0]
    assert first is not None
    name = replace(first, text=text, row_span=rows)
    return replace(table, rows=tuple((name, *cells[1:]) for cells in table.rows))


def test_a_merged_name_that_a_page_break_cuts_together_with_a_row_holds_for_the_rows_after_it() -> None:
    first, second = merged_down("Clean streets", 1, 5, 5), merged_down("", 2, 4, 5)
    cut = tuple(replace(cell, text="") if cell and cell.column not in (0, 2) else cell for cell in second.rows[0])
    cut = tuple(replace(c, text="that goes on below") if c and c.column == 2 else c for c in cut)
    second = replace(second, rows=(cut, *second.rows[1:]))
    (table,) = join_over_pages([page(1, first), page(2, second)])
    assert len(table.rows) == 8
    assert {found.text(0) for found in table.rows} == {"Clean streets"}


def test_a_key_that_touches_a_table_gives_it_no_columns() -> None:
    table = made_table([["Ref", "Indicator", "Indicator", "RAG"], ["1.1", "Bins", "Bins", "Red"]])
    wide = []
    for cells in table.rows:
        name = cells[1]
        assert name is not None
        both = replace(name, column_span=2)
        wide.append((cells[0], both, both, cells[3]))
    (found,) = join_over_pages([page(1, replace(table, rows=tuple(wide)))])
    assert found.headings == (("Ref",), ("Indicator",), ("RAG",))
    assert [found.rows[0].text(c) for c in range(3)] == ["1.1", "Bins", "Red"]
