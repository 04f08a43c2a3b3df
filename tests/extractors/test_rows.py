"""Claims about rows over page breaks: one row stays one row, two rows stay two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.rows import read_rows
from tests.extractors.made_tables import made_table

HEADER = ["Ref", "Indicator", "Target", "Actual", "RAG", "Commentary"]
GREEN, RED = "#00b050", "#ff0000"
TEXTS = {
    "title": "Indicator that needs quite a few words to say what it counts",
    "note": "The council has taken on two officers and expects to be back on target by summer",
}
WORDS = {name: text.split() for name, text in TEXTS.items()}


def row(number: int, note: str = "Steady progress this quarter.") -> list[str]:
    return [f"1.{number}", f"Indicator of kind {number} in the whole district", "90%", "85%", "", note]


def test_a_row_cut_in_its_commentary_counts_once_with_both_places() -> None:
    first = made_table([HEADER, row(1), row(2), row(3), row(4), row(5, "The team has")], fills={(5, 4): GREEN})
    second = made_table(
        [["", "", "", "", "", "caught up since."], row(6), row(7), row(8)], page=2, fills={(0, 4): GREEN}
    )
    rows = read_rows([first, second])
    assert len(rows) == 9
    cut = rows[5]
    assert cut.text(5) == "The team has caught up since."
    assert [place.page for place in cut.places] == [1, 2]
    assert [part.fill for part in cut.cells[4].parts] == [GREEN, GREEN]  # type: ignore[union-attr]


def test_a_row_whose_first_part_has_only_the_commentary_counts_once() -> None:
    first = made_table([HEADER, row(1), row(2), row(3), row(4), ["", "", "", "", "", "A long note that"]])
    second = made_table([["1.5", "Indicator five in the district", "9%", "8%", "", "goes on."], row(6), row(7)], page=2)
    rows = read_rows([first, second])
    assert len(rows) == 8
    assert rows[5].text(0) == "1.5"
    assert rows[5].text(5) == "A long note that goes on."


def test_two_whole_rows_at_a_page_break_stay_two() -> None:
    first = made_table([HEADER, row(1), row(2), row(3), row(4), row(5)])
    second = made_table([row(6), row(7), row(8)], page=2)
    assert len(read_rows([first, second])) == 9


def test_a_row_without_target_after_a_page_break_is_a_row_of_its_own() -> None:
    first = made_table([HEADER, row(1), row(2), row(3), row(4), row(5)])
    bare = ["1.6", "Indicator six is only counted", "", "", "", "For information."]
    second = made_table([bare, row(7), row(8)], page=2)
    assert len(read_rows([first, second])) == 9


def test_two_colours_at_a_page_break_are_two_rows() -> None:
    first = made_table([HEADER, row(1), row(2), row(3), row(4), row(5)], fills={(5, 4): GREEN})
    second = made_table([["", "Late indicator", "", "", "", "No data."], row(7)], page=2, fills={(0, 4): RED})
    assert len(read_rows([first, second])) == 8


def test_a_header_at_the_foot_of_a_page_does_not_take_the_next_page_s_first_row() -> None:
    first = made_table([HEADER, *map(row, range(1, 8)), ["", "", "Target", "Actual", "", ""]])
    second = made_table([row(8), row(9), row(10)], page=2)
    rows = read_rows([first, second])
    assert [(found.text(0), found.text(2)) for found in rows[-3:]] == [("1.8", "90%"), ("1.9", "90%"), ("1.10", "90%")]


def test_a_header_cut_by_a_page_break_is_one_header() -> None:
    first = made_table([["Ref", "Indicator", "Target", "Quarter 1 -", "RAG", "Commentary"]])
    second = made_table([["", "", "", "end of June", "", ""], row(1), row(2)], page=2)
    rows = read_rows([first, second])
    assert len(rows) == 3
    assert rows[0].text(3) == "Quarter 1 - end of June"


@given(st.integers(5, 9), st.integers(1, 6), st.data())
def test_a_row_may_be_cut_at_any_word_of_its_long_cells(rows_before: int, rows_after: int, draw: st.DataObject) -> None:
    title = WORDS["title"]
    note = [
        "The",
        "council",
        "has",
        "taken",
        "on",
        "two",
        "officers",
        "and",
        "expects",
        "to",
        "be",
        "back",
        "on",
        "target",
        "by",
        "summer",
    ]
    keep_title = draw.draw(st.integers(1, len(title)))
    keep_note = draw.draw(st.integers(0, len(note)))
    upper = ["1.50", " ".join(title[:keep_title]), "90%", "85%", "", " ".join(note[:keep_note])]
    lower = ["", " ".join(title[keep_title:]), "", "", "", " ".join(note[keep_note:])]
    first = made_table([HEADER, *(row(n) for n in range(1, rows_before)), upper])
    after = [row(50 + n) for n in range(1, rows_after + 1)]
    second = made_table([lower, *after] if any(lower) else after, page=2)
    rows = read_rows([first, second])
    assert len(rows) == 1 + rows_before + rows_after
    assert rows[rows_before].text(1) == " ".join(title)
    assert rows[rows_before].text(5) == " ".join(note)


def test_the_rest_of_a_cut_row_stands_under_the_header_the_next_page_repeats() -> None:
    first = made_table([HEADER, row(1), row(2, "A note that")])
    second = made_table([HEADER, ["", "", "", "", "", "goes on."], row(3), row(4)], page=2)
    rows = read_rows([first, second])
    assert [r.text(0) for r in rows] == ["Ref", "1.1", "1.2", "1.3", "1.4"]
    assert rows[2].text(5) == "A note that goes on."


def test_a_title_that_reads_on_under_the_same_colours_is_one_row() -> None:
    head = ["Indicator", "Latest", "Previous"]
    titles = [[f"Share of homes in ward {n} inspected in time", "", ""] for n in range(4)]
    colours = {(5, 1): GREEN, (5, 2): RED}
    first = made_table([head, *titles, ["Share of lamps mended within", "", ""]], fills=colours)
    second = made_table([["five days of a report", "", ""], *titles], page=2, fills={(0, 1): GREEN, (0, 2): RED})
    rows = read_rows([first, second])
    assert len(rows) == 10
    assert rows[5].text(0) == "Share of lamps mended within five days of a report"


def test_a_new_title_under_the_same_colours_is_a_row_of_its_own() -> None:
    head = ["Indicator", "Latest", "Previous"]
    titles = [[f"Share of homes in ward {n} inspected in time", "", ""] for n in range(4)]
    first = made_table([head, *titles, ["Share of lamps mended", "", ""]], fills={(5, 1): GREEN, (5, 2): RED})
    second = made_table([["Days to mend a lamp", "", ""], *titles], page=2, fills={(0, 1): GREEN, (0, 2): RED})
    assert len(read_rows([first, second])) == 11


def test_the_rest_of_a_row_under_a_header_of_three_levels_is_no_row_of_its_own() -> None:
    """Header rows fill few columns each: counted as rows they would hide which columns every row fills."""
    header = [
        ["Ref", "Indicator", "2025/26", "", "", ""],
        ["", "", "Quarter 1", "Quarter 2", "", ""],
        ["", "", "Value", "Target", "Value", "Status"],
    ]
    whole = [
        [f"2.{n}", f"Tonnes of waste in district {n}", f"{n}00 t", f"{n}50 t", f"{n}20 t", "G"] for n in range(1, 5)
    ]
    cut = ["2.5", "Tonnes of carbon dioxide from council", "5,580", "5,400", "5,633 tCO2e", "A"]
    rest = ["", "buildings and vehicles (rolling year)", "tCO2e", "tCO2e", "", ""]
    later = [["2.6", "Visits to parks", "10", "12", "11", "G"], ["2.7", "Visits to pools", "20", "22", "21", "R"]]
    rows = read_rows([made_table([*header, *whole, cut]), made_table([*header, rest, *later], page=2)])
    refs = [row.text(0) for row in rows if row.text(0)[:1] == "2"]
    assert refs == [f"2.{n}" for n in range(1, 8)]
    joined = next(row for row in rows if row.text(0) == "2.5")
    assert joined.text(1) == "Tonnes of carbon dioxide from council buildings and vehicles (rolling year)"
    assert joined.text(2) == "5,580 tCO2e"
