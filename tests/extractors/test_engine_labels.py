"""KPIs printed one to a block or one to a paragraph become the rows of one table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.align_lines import cut_lines
from extractors.blocks import read_blocks
from extractors.engine_labels import find_labelled
from extractors.stacked import gather_stacked
from pipeline.extract import extract_document
from schemas.geometry import Box, Place
from schemas.grids import Cell, Table
from schemas.pages import Page
from tests.extractors.made_pages import MadeLine, made_page
from tests.extractors.made_tables import made_table


def block(title: str, target: str, actual: str, status: str, comments: str = "On plan") -> list[str | MadeLine]:
    pairs = (("Target", target), ("Actual", actual), ("RAG status", status), ("Comments", comments))
    lines: list[str | MadeLine] = [{"text": title, "bold": True, "size": 12.0, "gap": 18}]
    for label, value in pairs:
        lines.append({"cells": [(60.0, label), (180.0, value)], "size": 10.0})
    return lines


def rows(page: Page) -> list[list[str]]:
    tables = find_labelled(page, cut_lines(page.words))
    gathered, _blocks = gather_stacked(page, tables, read_blocks(page, tables))
    return [[cell.text for cell in row if cell] for table in gathered for row in table.rows]


def test_blocks_with_the_same_labels_are_one_table_with_a_row_each() -> None:
    first = block("PI 12 Bins collected on time", "95%", "96%", "Green")
    second = block("PI 13 Days to relet a home", "21", "25", "Amber")
    assert rows(made_page(*first, *second)) == [
        ["Ref", "Indicator", "Target", "Actual", "RAG status", "Comments"],
        ["12", "Bins collected on time", "95%", "96%", "Green", "On plan"],
        ["13", "Days to relet a home", "21", "25", "Amber", "On plan"],
    ]


def test_a_heading_that_names_a_block_is_no_heading_of_the_page_any_more() -> None:
    page = made_page(*block("PI 12 Bins collected on time", "95%", "96%", "Green"))
    tables = find_labelled(page, cut_lines(page.words))
    _tables, left = gather_stacked(page, tables, read_blocks(page, tables))
    assert left == ()


def test_three_paragraphs_of_one_form_are_a_list_of_indicators() -> None:
    made = [
        {"text": f"1.{n} Homes built in area {n}: target {n}5%, actual {n}3% (Amber)", "gap": 14.0} for n in (1, 2, 3)
    ]
    page = made_page(*made)  # type: ignore[arg-type]
    found = rows(page)
    assert found[0] == ["Ref", "Indicator", "Target", "Actual", "Status"]
    assert found[1:] == [[f"1.{n}", f"Homes built in area {n}", f"{n}5%", f"{n}3%", "Amber"] for n in (1, 2, 3)]


def test_one_sentence_with_a_target_is_prose() -> None:
    assert rows(made_page("Recycling: target 50%, actual 48% (Amber)", "The committee noted the report.")) == []


def test_header_fields_of_a_covering_report_are_no_indicator() -> None:
    fields = [("Report of", "Director of Resources"), ("Date", "14 March 2025"), ("Portfolio Holder", "Cllr A Reed")]
    lines: list[MadeLine] = [{"cells": [(60.0, label), (220.0, value)]} for label, value in fields]
    assert rows(made_page(*lines)) == []


def ruled_block(ref: str, pairs: list[tuple[str, str]]) -> Table:
    """A block as it is ruled: ref and title, then labels and values in turn."""
    width = 2 * len(pairs)
    return made_table([[ref, f"Homes in area {ref}", *[""] * (width - 2)], [cell for pair in pairs for cell in pair]])


def gathered(*tables: Table) -> list[list[str]]:
    found, _blocks = gather_stacked(made_page("Report"), tables, ())
    return [[cell.text for cell in row if cell] for table in found for row in table.rows]


PAIRS = [("Target", "95%"), ("Actual", "93%")]


@pytest.mark.parametrize("status", ["On target", "KPI", "On track"])
def test_a_status_that_heads_columns_elsewhere_is_a_value_in_its_block(status: str) -> None:
    assert gathered(ruled_block("1.1", [*PAIRS, ("RAG", status)]))[1] == [
        "1.1",
        "Homes in area 1.1",
        "95%",
        "93%",
        status,
    ]


def test_a_block_may_leave_its_last_cells_empty() -> None:
    block = ruled_block("1.1", [*PAIRS, ("Previous", "90%"), ("", "")])
    assert gathered(block) == [
        ["Ref", "Indicator", "Target", "Actual", "Previous"],
        ["1.1", "Homes in area 1.1", "95%", "93%", "90%"],
    ]


def test_a_ref_that_begins_with_the_word_for_indicators_is_kept_whole() -> None:
    assert gathered(ruled_block("KPI101", [*PAIRS, ("RAG", "Red")]))[1][0] == "KPI101"


def test_blocks_that_lack_a_label_stay_in_the_table_of_the_others() -> None:
    long, short = [*PAIRS, ("RAG", "Red"), ("Comments", "Late")], [*PAIRS, ("RAG", "Green")]
    first, second = ruled_block("1.1", long), ruled_block("1.2", short)
    lower = replace(
        second, place=Place(1, Box(0, 100, 360, 140)), rows=tuple(tuple(moved(c) for c in row) for row in second.rows)
    )
    assert gathered(first, lower) == [
        ["Ref", "Indicator", "Target", "Actual", "RAG", "Comments"],
        ["1.1", "Homes in area 1.1", "95%", "93%", "Red", "Late"],
        ["1.2", "Homes in area 1.2", "95%", "93%", "Green", ""],
    ]


def moved(cell: Cell | None) -> Cell | None:
    if cell is None:
        return None
    box = cell.place.box
    return replace(cell, place=Place(1, Box(box.x0, box.top + 100, box.x1, box.bottom + 100)))


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_block_cut_by_the_page_break_is_one_row(tmp_path: Path, cut: int) -> None:
    """Each block has three ruled lines; the third block's first ``cut`` lines stand on the first page."""
    canvas = Canvas(str(tmp_path / "cut.pdf"), pagesize=(842, 595))
    widths = (60, 120, 60, 120, 60, 120)
    y = 500.0
    for number in range(1, 7):
        lines = (
            ((f"1.{number}", 60), (f"Homes built in area {number}", 480)),
            tuple(zip(("Target", "95%", "Actual", f"9{number}%", "RAG", "Green"), widths, strict=True)),
            (("Comments", 60), (f"Remark on area {number}", 480)),
        )
        for index, cells in enumerate(lines):
            if (number, index) == (3, cut):
                canvas.showPage()
                y = 540.0
            x = 40.0
            canvas.setFont("Helvetica", 9)
            for words, width in cells:
                canvas.rect(x, y, width, 16)
                canvas.drawString(x + 3, y + 5, words)
                x += width
            y -= 16
        y -= 10
    canvas.save()
    read = extract_document(tmp_path / "cut.pdf").kpis
    assert [(row.ref, row.actual, row.status.rag.value, row.commentary) for row in read] == [
        (f"1.{n}", f"9{n}%", "green", f"Remark on area {n}") for n in range(1, 7)
    ]
    assert len({place.page for place in read[2].places}) == (1 if cut == 3 else 2)
