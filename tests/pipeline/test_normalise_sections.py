"""Sections and header block as rows of the dataset."""

from __future__ import annotations

import pytest

from pipeline.normalise_rows import Owner
from pipeline.normalise_sections import header_columns, section_places, section_row
from schemas.geometry import Box, Place
from schemas.readings import HeaderFields, Section

OWNER = Owner("ab" * 32, "fenwick-2031", "fenwick")
FIRST, SECOND, TABLE = (Place(page, Box(70, top, 500, top + 20)) for page, top in ((1, 700), (2, 90), (2, 200)))


def section(position: int, parent: int | None = None) -> Section:
    return Section(
        position=position,
        number="3.4",
        heading=None,
        level=2,
        parent=parent,
        kind="performance",
        text="Calls were answered sooner than ever.",
        page_first=1,
        page_last=2,
        place=FIRST,
        parts=((0, FIRST), (20, SECOND)),
        tables=(TABLE,),
    )


def test_a_section_stands_in_its_parent() -> None:
    row = section_row(OWNER, section(7, parent=4))
    assert row.section_id == f"{'ab' * 8}:section:7"
    assert row.parent_id == f"{'ab' * 8}:section:4"
    assert (row.number, row.kind, row.page_first, row.page_last) == ("3.4", "performance", 1, 2)


def test_every_part_of_a_section_and_its_tables_have_their_place() -> None:
    places = [(p.field, p.page, p.top) for p in section_places(OWNER, [section(1)])]
    assert places == [(None, 1, 700), ("text", 1, 700), ("text", 2, 90), ("table", 2, 200)]


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Yes", True),
        ("Yes - it affects more than two divisions", True),
        ("no", False),
        ("N/A", False),
        ("Non-key", False),
        ("To be confirmed", None),
        ("Notice given", None),
        (None, None),
    ],
)
def test_a_key_decision_is_one_only_where_the_words_say_so(printed: str | None, said: bool | None) -> None:
    columns = header_columns(HeaderFields(key_decision=printed))
    assert columns["key_decision"] is said
    assert columns["key_decision_text"] == printed


@pytest.mark.parametrize(
    ("printed", "said"),
    [("Unrestricted", False), ("For publication", False), ("Exempt, paragraph 3", True), ("Not for publication", True)],
)
def test_a_report_is_exempt_only_where_the_words_say_so(printed: str, said: bool) -> None:
    assert header_columns(HeaderFields(exempt=printed))["exempt"] is said
