"""KPIs printed one to a block or one to a paragraph become the rows of one table."""

from __future__ import annotations

from extractors.blocks import read_blocks
from extractors.engine_labels import find_labelled
from extractors.stacked import gather_stacked
from schemas.pages import Page
from tests.extractors.made_pages import MadeLine, made_page


def block(title: str, target: str, actual: str, status: str, comments: str = "On plan") -> list[str | MadeLine]:
    pairs = (("Target", target), ("Actual", actual), ("RAG status", status), ("Comments", comments))
    lines: list[str | MadeLine] = [{"text": title, "bold": True, "size": 12.0, "gap": 18}]
    for label, value in pairs:
        lines.append({"cells": [(60.0, label), (180.0, value)], "size": 10.0})
    return lines


def rows(page: Page) -> list[list[str]]:
    tables = find_labelled(page, ())
    gathered, _blocks = gather_stacked(tables, read_blocks(page, tables))
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
    tables = find_labelled(page, ())
    _tables, left = gather_stacked(tables, read_blocks(page, tables))
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
