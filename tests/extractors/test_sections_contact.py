"""Whom to contact is not stored: names, telephone numbers and addresses of officers."""

from __future__ import annotations

import pytest

from tests.extractors.made_prose import Line, issues_of, paragraph, sections_of, text_page, under

TEXT = "The service answered more letters than in any year before and answered most of them in time."


def all_text(*pages: object) -> str:
    return "\n".join(f"{s.heading}\n{s.text}" for s in sections_of(*pages))  # type: ignore[arg-type]


def test_names_under_a_heading_of_contacts_are_left_out_over_the_page() -> None:
    first = text_page(
        [
            Line("1. Results", bold=True),
            *paragraph(f"1.1 {TEXT}"),
            Line("2. Contact details", bold=True),
            Line("Robin Marsh"),
            Line("Chief Analyst", gap=2.0),
            Line("Telephone: 01632 960123", gap=2.0),
        ]
    )
    second = text_page([Line("Terry Lake"), Line("terry.lake@fenwick.example", gap=2.0)], 2)
    text = all_text(first, second)
    assert not any(word in text for word in ("Robin", "Analyst", "01632", "Terry", "@"))
    assert under(sections_of(first, second), "Contact details").kind == "contact"
    assert [i.place.page for i in issues_of(first, second) if i.code == "contact_left_out" and i.place] == [1, 2]


def test_a_section_behind_the_contacts_is_read() -> None:
    page = text_page(
        [
            Line("Contact Officer", bold=True),
            Line("Robin Marsh, Head of Insight"),
            Line("Background papers", bold=True),
            *paragraph("None."),
        ]
    )
    assert under(sections_of(page), "Background papers").text == "None."
    assert "Robin" not in all_text(page)


def test_a_service_called_contacts_is_no_contact_block() -> None:
    page = text_page([Line("Contacts", bold=True), *paragraph(TEXT)])
    assert under(sections_of(page), "Contacts").text == TEXT


def test_a_name_above_an_address_is_left_out_without_any_heading() -> None:
    page = text_page([*paragraph(TEXT), Line("Robin Marsh", gap=20.0), Line("robin@fenwick.example", gap=2.0)])
    assert all_text(page) == f"None\n{TEXT}"


@pytest.mark.parametrize("label", ["Report Author: Robin Marsh", "Lead officer – Robin Marsh", "Contact: Robin Marsh"])
def test_a_line_that_names_an_officer_is_left_out(label: str) -> None:
    page = text_page([Line("1. Results", bold=True), *paragraph(f"1.1 {TEXT}"), Line(label)])
    assert "Robin" not in all_text(page)


def test_numbers_and_addresses_in_a_sentence_are_replaced() -> None:
    page = text_page(
        paragraph("Copies are sent by post, write to copies@fenwick.example or ring 01632 960555 for one.")
    )
    (section,) = sections_of(page)
    assert section.text.endswith("write to [e-mail address] or ring [telephone number] for one.")


@pytest.mark.parametrize("text", ["01/04/2024", "2023-2024", "0.05 100 2000", "1,234,567 8901", "reference 24/00109"])
def test_figures_are_no_telephone_numbers(text: str) -> None:
    page = text_page(paragraph(f"The year began with {text} and ended as it had begun."))
    assert text in sections_of(page)[0].text


def test_the_header_block_is_no_running_text() -> None:
    page = text_page(
        [
            Line("To: Cabinet – 4 March 2031"),
            Line("From: Lee Wood – Leader of the Council"),
            Line("Subject: Results of the year"),
            Line("Classification: Unrestricted"),
            *paragraph(f"Summary: {TEXT}", lead=1),
        ]
    )
    (section,) = sections_of(page)
    assert (section.heading, section.text) == ("Summary", TEXT)


def test_an_offer_of_large_print_is_a_section_of_its_own() -> None:
    page = text_page(
        [
            Line("9 APPENDICES", bold=True),
            *paragraph("9.1 None."),
            *paragraph("A Large Print copy is available on request."),
        ]
    )
    assert [(s.kind, s.text) for s in sections_of(page)][-1] == (
        "accessibility",
        "A Large Print copy is available on request.",
    )
