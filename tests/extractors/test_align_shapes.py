"""Tables without column rules as Word and Excel set them: centred cells, close columns, sections, totals, notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.engine_align import find_aligned
from extractors.joins import PageLayout, join_over_pages
from extractors.margins import furniture_words, margin_lines
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page, Rule, Word
from tests.extractors.made_pages import WIDTH, MadeLine, made_page
from tests.extractors.made_tables import made_table
from tests.extractors.test_align_rows import HEADS, ROWS, line, texts_of

SIZE = 9.0


def set_at(*texts: tuple[float, float, str], bold: bool = False) -> tuple[Word, ...]:
    """Texts set anywhere: left edge, top, text."""
    found: list[Word] = []
    for x, top, text in texts:
        for piece in text.split():
            wide = WIDTH * SIZE * len(piece)
            found.append(Word(piece, Box(x, top, x + wide, top + SIZE), SIZE, "Helvetica", bold, "#000000"))
            x += wide + 0.28 * SIZE
    return tuple(found)


def page_of(*words: Word, rules: tuple[Rule, ...] = ()) -> Page:
    return Page(1, 842.0, 595.0, words, rules, (), (), (), ())


def aligned(page: Page) -> list[list[str]]:
    (table,) = find_aligned(page, ())
    return texts_of(table)


def test_cells_centred_in_the_height_of_their_rows_keep_their_own_lines() -> None:
    """Titles of one or three lines: on the middle lines every column begins, as in rows set at the top."""
    at = (40.0, 80.0, 300.0, 350.0, 400.0, 460.0)
    words = list(set_at(*((x, 60.0, head) for x, head in zip(at, HEADS, strict=True))))
    titles: list[str] = []
    top = 75.0
    for number in range(1, 9):
        lines = [f"Share of lamps in parish {number}", "mended within five", "working days"][: 1 if number == 1 else 3]
        titles.append(" ".join(lines))
        middle = top + 11 * (len(lines) // 2)
        words += set_at(*((80.0, top + 11 * n, text) for n, text in enumerate(lines)))
        short = (f"1.{number}", "", "95%", f"{number}.5%", "Green", f"Remark {number}")
        words += set_at(*((x, middle, text) for x, text in zip(at, short, strict=True) if text))
        top += 11 * len(lines) + 4
    rows = aligned(page_of(*words))
    assert [row[1] for row in rows[1:]] == titles
    assert [row[5] for row in rows[1:]] == [f"Remark {number}" for number in range(1, 9)]


def test_headings_as_close_as_words_are_headings_of_their_own() -> None:
    at = (40.0, 80.0, 260.0, 291.0, 330.0)
    heads, rows = ("Ref", "Indicator", "Target", "Actual", "RAG"), [row[:5] for row in ROWS[:3]]
    made = [list(zip(at, texts, strict=True)) for texts in (heads, *rows)]
    lines: list[MadeLine] = [{"cells": cells, "size": SIZE, "gap": 3.0} for cells in made]
    assert aligned(made_page(*lines)) == [list(heads), *map(list, rows)]


def test_a_ref_as_close_to_its_title_as_a_word_stays_a_ref() -> None:
    at = (40.0, 62.0, 260.0, 310.0, 370.0, 430.0)
    rows = [HEADS, *(((f"11.{n}", *row[1:])) for n, row in enumerate(ROWS, 1))]
    lines: list[MadeLine] = [{"cells": list(zip(at, row, strict=True)), "size": SIZE, "gap": 3.0} for row in rows]
    assert [row[0] for row in aligned(made_page(*lines))[1:]] == ["11.1", "11.2", "11.3", "11.4"]


def test_a_total_under_the_rows_is_not_put_into_the_last_of_them() -> None:
    total = line("", "Total", "", "24", gap=3)
    page = made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS), total)
    rows = aligned(page)
    assert rows[4] == list(ROWS[3])
    assert rows[5] == ["", "Total", "", "24", "", ""]


def test_the_bold_name_of_a_section_among_titles_is_a_band() -> None:
    section: MadeLine = {"cells": [(80.0, "Adult care")], "size": SIZE, "bold": True, "gap": 3.0}
    page = made_page(line(*HEADS), section, *(line(*row, gap=3) for row in ROWS))
    (table,) = find_aligned(page, ())
    bands = {cell.text for row in table.rows for cell in row if cell is not None and cell.column_span == 6}
    assert bands == {"Adult care"}
    assert [row[1] for row in texts_of(table)[2:]] == [row[1] for row in ROWS]


def test_a_ruled_row_of_nothing_but_a_bold_name_beside_an_empty_ref_is_a_section() -> None:
    rows = [
        ["Ref", "Indicator", "Actual"],
        ["1.1", "Bins", "95%"],
        ["", "Housing", ""],
        ["2.1", "Homes", "80%"],
        ["2.2", "Rent", "97%"],
    ]
    table = made_table(rows)
    cells = tuple(
        tuple(replace(cell, bold=r == 2) if cell else None for cell in row) for r, row in enumerate(table.rows)
    )
    first, second = join_over_pages([PageLayout(1, 600, 800, (replace(table, rows=cells),), ())])
    assert [row.text(0) for row in first.rows] == ["1.1"]
    assert [row.text(0) for row in second.rows] == ["2.1", "2.2"]
    assert second.title == "Housing"


def test_a_theme_written_down_beside_several_rows_joins_none_of_them() -> None:
    at = (40.0, 110.0, 140.0, 330.0, 380.0, 430.0)
    heads = ("Priority", "Ref", "Indicator", "Target", "Actual", "RAG")
    words = list(set_at(*((x, 60.0, head) for x, head in zip(at, heads, strict=True))))
    words += set_at(*((40.0, 76.0 + 10 * n, text) for n, text in enumerate(("Clean and", "green", "places"))))
    for number in range(6):
        row = ("", f"1.{number}", f"Visits to park {number}", "95%", "96%", "Green")
        words += set_at(*((x, 76.0 + 14 * number, text) for x, text in zip(at, row, strict=True) if text))
    assert [row[1] for row in aligned(page_of(*words))[1:]] == [f"1.{number}" for number in range(6)]


def test_a_note_right_under_a_table_does_not_cost_its_rows() -> None:
    page = made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS), {"text": "1 Rolling year.", "size": SIZE})
    note = tuple(replace(w, box=replace(w.box, x0=w.box.x0 - 20, x1=w.box.x1 - 10)) for w in page.words[-3:])
    assert aligned(replace(page, words=(*page.words[:-3], *note))) == [list(HEADS), *map(list, ROWS)]


def test_one_rule_under_several_years_leaves_each_year_over_its_own_columns() -> None:
    at = (40.0, 80.0, 260.0, 300.0, 345.0, 385.0, 430.0)
    heads = ("Ref", "Indicator", "Target", "Actual", "Target", "Actual", "RAG")
    row = ("1.1", "Visits to leisure centres", "70%", "71%", "80%", "82%", "Green")
    words = [*set_at((275.0, 60.0, "2023/24"), (360.0, 60.0, "2024/25"))]
    words += set_at(*((x, 74.0, head) for x, head in zip(at, heads, strict=True)))
    for number in range(4):
        words += set_at(*((x, 90.0 + 14 * number, text) for x, text in zip(at, row, strict=True)))
    rule = Rule(Box(255, 71, 425, 71.5), "#444444")
    (table,) = find_aligned(page_of(*words, rules=(rule,)), ())
    assert texts_of(table)[0][2:6] == ["2023/24", "2023/24", "2024/25", "2024/25"]


@pytest.mark.parametrize("rest", ["May.", "in the autumn of May."])
def test_a_month_at_the_end_of_a_cut_remark_is_no_part_of_the_repeated_header(rest: str) -> None:
    (first,) = find_aligned(made_page(line(*HEADS), *(line(*row, gap=3) for row in ROWS)), ())
    page = made_page(line(*HEADS), line("", "", "", "", "", rest), *(line(*row, gap=3) for row in ROWS), number=2)
    (second,) = find_aligned(page, (), first)
    assert texts_of(second)[:2] == [list(HEADS), ["", "", "", "", "", rest]]


def test_rows_that_differ_in_figures_alone_at_the_foot_of_two_pages_are_no_footer() -> None:
    def foot(number: int) -> Page:
        start: MadeLine = {"text": "", "gap": 720.0}
        last = line(f"1.{number}", f"Average call wait in centre {number}", f"{number}%", "12.5%", "Green")
        return made_page(start, last, number=number)

    folded = frozenset(text for text, _words in margin_lines(foot(1)))
    assert furniture_words(margin_lines(foot(2)), folded) == frozenset()


def printed(heading_over: int, page: int) -> Table:
    """A page of one table; its upper heading is seen over one column or over two, as without rules it may be."""
    table = made_table(
        [
            ["Ref", "Indicator", "2024/25", ""],
            ["", "", "Target", "Actual"],
            *([f"{page}.{n}", "Bins", "9%", "8%"] for n in (1, 2, 3)),
        ],
        page=page,
    )
    rows = [list(row) for row in table.rows]
    upper = rows[0][2]
    assert upper is not None
    for column in range(4):
        cell = rows[0][column]
        if column == 2 and heading_over == 2:
            rows[0][2] = rows[0][3] = replace(upper, column_span=2)
        elif column < 2 and cell is not None:
            rows[0][column] = rows[1][column] = replace(cell, row_span=2)
        elif column == 3 and heading_over == 1:
            below = rows[1][3]
            assert below is not None
            rows[0][3] = rows[1][3] = replace(below, row=0, row_span=2)
    return replace(table, rows=tuple(map(tuple, rows)))


def test_a_header_seen_with_other_spans_on_the_next_page_is_the_same_header() -> None:
    pages = [PageLayout(n, 600, 800, (printed(3 - n, n),), ()) for n in (1, 2)]
    (table,) = join_over_pages(pages)
    assert [row.text(0) for row in table.rows] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]


def test_a_heading_at_the_foot_beside_a_centred_table_is_no_row_and_hides_no_rule() -> None:
    """The next section's name stands at the margin: with it the table would be too wide for its rules to cross it."""
    at = (200.0, 300.0, 350.0, 400.0, 460.0)
    words = list(set_at(*((x, 60.0, head) for x, head in zip(at, HEADS[1:], strict=True))))
    titles: list[str] = []
    rules: list[Rule] = []
    top = 72.0
    for number in range(1, 9):
        lines = [f"Lamps of parish {number}", "mended within", "five days"][: 2 + number % 2]
        titles.append(" ".join(lines))
        words += set_at(*((200.0, top + 9 * n, text) for n, text in enumerate(lines)))
        top += 9 * len(lines)
        short = ("95%", f"{number}.5%", "Green", "Steady")
        words += set_at(*((x, top - 9, text) for x, text in zip(at[1:], short, strict=True)))
        rules.append(Rule(Box(195.0, top, 500.0, top), "#000000"))
    rows = aligned(page_of(*words, *set_at((20.0, top + 14, "Streets and Parks"), bold=True), rules=tuple(rules)))
    assert [row[0] for row in rows[1:]] == titles
