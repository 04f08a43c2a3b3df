"""Which theme or directorate a sentence's counts are about, told by the headings over it."""

from __future__ import annotations

from extractors.claims import read_sentence_claims
from extractors.claims_scopes import NamedScope, place_scopes
from schemas.geometry import Box, Place
from schemas.pages import TextBlock
from schemas.readings import Claim, Section
from schemas.vocabulary import ScopeType
from tests.extractors.made_counts import paragraph

KNOWN = {"adult social care and health": ScopeType.DIRECTORATE}


def under(*parts: tuple[str | None, str]) -> tuple[list[TextBlock], list[Section]]:
    """Paragraphs, each in a section of its own with the heading beside it."""
    blocks, sections = [], []
    for number, (heading, text) in enumerate(parts, 1):
        block = paragraph(text, top=60.0 * number)
        place = Place(1, Box(50, block.box.top, 500, block.box.bottom))
        blocks.append(block)
        sections.append(Section(number, None, heading, 1, None, None, text, 1, 1, place, (place,)))
    return blocks, sections


def read(*parts: tuple[str | None, str]) -> tuple[Claim, ...]:
    blocks, sections = under(*parts)
    return read_sentence_claims(blocks, 1, place_scopes(blocks, sections, KNOWN))


def test_a_set_under_the_heading_of_a_directorate_is_the_directorate_s() -> None:
    claims = read(
        (None, "The scorecard holds 38 performance indicators."),
        ("2. Adult Social Care & Health", "Of the 12 KPIs, 8 were green, 3 amber and 1 red."),
    )
    assert [(c.scope, c.rating, c.count) for c in claims][1:] == [
        ("Adult Social Care & Health", "total", 12),
        ("Adult Social Care & Health", "met", 8),
        ("Adult Social Care & Health", "close", 3),
        ("Adult Social Care & Health", "missed", 1),
    ]


def test_the_whole_set_named_under_a_directorate_is_still_the_whole() -> None:
    claims = read(
        (None, "The scorecard holds 38 performance indicators."),
        ("Adult Social Care and Health", "Of the 38 KPIs, 20 were green."),
    )
    assert [(c.scope, c.rating, c.count) for c in claims] == [(None, "total", 38), (None, "met", 20)]


def test_counts_without_a_set_under_an_unknown_heading_are_not_the_whole_report_s() -> None:
    claims = read(("Waste and recycling", "Six KPIs were Red, 15 Amber and 18 Green."))
    assert {claim.scope for claim in claims} == {"Waste and recycling"}


def test_counts_under_a_general_heading_are_the_whole_report_s() -> None:
    claims = read(("Summary of performance", "Six KPIs were Red, 15 Amber and 18 Green."))
    assert [(claim.scope, claim.count) for claim in claims] == [(None, 6), (None, 15), (None, 18)]


def test_a_heading_that_says_it_is_a_theme_needs_no_row() -> None:
    blocks, sections = under(("Priority 2: Homes", "Text."))
    assert place_scopes(blocks, sections, {}) == {0: NamedScope(ScopeType.THEME, "Priority 2: Homes")}


def test_a_heading_further_up_is_over_headings_that_name_nothing() -> None:
    blocks, sections = under(("Adult Social Care and Health", "Text."), ("Emerging issues", "More."))
    inner = sections[1]
    nested = Section(
        2, None, inner.heading, 2, 1, None, inner.text, 1, 1, inner.place, inner.line_places
    )  # fmt: skip
    found = place_scopes(blocks, [sections[0], nested], KNOWN)
    assert found[1] == NamedScope(ScopeType.DIRECTORATE, "Adult Social Care and Health")
