"""A report says which ones will follow it, in a schedule or in a sentence; what it says of the past is none."""

from __future__ import annotations

import pytest

from extractors.announcements import read_announcements
from schemas.geometry import Box, Place
from schemas.grids import Cell, JoinedCell, JoinedRow, JoinedTable
from schemas.readings import Announcement, Section

HERE = Place(3, Box(50.0, 100.0, 500.0, 400.0))


def section(text: str, *, heading: str | None = None, tables: tuple[Place, ...] = ()) -> Section:
    return Section(1, None, heading, 1, None, None, text, 3, 3, HERE, tables=tables)


def table(*rows: tuple[str, ...], title: str | None = None, headings: tuple[str, ...] = ()) -> JoinedTable:
    def cell(text: str, row: int, column: int) -> JoinedCell:
        return JoinedCell(text, (Cell(row, column, 1, 1, text, HERE, None),))

    joined = tuple(
        JoinedRow(tuple(cell(text, r, c) if text else None for c, text in enumerate(row)), (HERE,))
        for r, row in enumerate(rows)
    )
    return JoinedTable(title, None, tuple((heading,) for heading in headings), (), joined, (HERE,), "lines")


def read(text: str) -> tuple[Announcement, ...]:
    return read_announcements((section(text),), ())


@pytest.mark.parametrize(
    ("sentence", "title", "period", "body", "when"),
    [
        ("Our next scorecard is planned for 4 May 2025.", "next scorecard", None, None, "4 May 2025"),
        (
            "The next monitoring report on the plan will be taken to Cabinet on Tuesday 4th May 2025.",
            "next monitoring report",
            None,
            "Cabinet",
            "4th May 2025",
        ),
        (
            "Quarter 2 results are due to be presented to the Audit and Governance Committee in November 2025.",
            "Quarter 2 results",
            "Quarter 2",
            "Audit and Governance Committee",
            "November 2025",
        ),
        ("The 2024/25 outturn will be reported in July 2025.", "2024/25 outturn", "2024/25 outturn", None, "July 2025"),
        ("Date of next update: 12 June 2025", "Date of next update", None, None, "12 June 2025"),
        (
            "The following quarterly update is expected in spring 2026.",
            "following quarterly update",
            None,
            None,
            "spring 2026",
        ),
        (
            "The next report, covering July to September 2025, will be published in December 2025.",
            "next report",
            "next report, covering July to September 2025",
            None,
            "December 2025",
        ),
    ],
)
def test_a_sentence_announces_a_report(
    sentence: str, title: str, period: str | None, body: str | None, when: str
) -> None:
    (found,) = read(f"All targets were reviewed. {sentence}\nThanks are due to officers.")
    assert (found.title, found.period, found.body, found.when) == (title, period, body, when)
    assert found.quote == sentence
    assert (found.position, found.place.page) == (1, 3)


def test_a_sentence_may_announce_several_reports() -> None:
    found = read("Quarter 1 will be reported to Cabinet in August 2025 and Quarter 2 in November 2025.")
    assert [(one.period, one.when) for one in found] == [("Quarter 1", "August 2025"), ("Quarter 2", "November 2025")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The previous report was considered in March 2025.",
        "The next report was scheduled for February 2025 but had to be withdrawn.",
        "The outturn is expected to be balanced by March 2026.",
        "The annual survey of tenants is due in October 2025.",
        "The next inspection of the monitoring station is due in March 2026.",
        "Quarter 3 performance improved on September 2024.",
        "The next report will come when the figures are complete.",
        "The new depot will open in June 2025.",
        "The next phase will be reviewed in June 2025.",
        "",
    ],
)
def test_what_announces_no_report_is_left_alone(sentence: str) -> None:
    assert read(sentence) == ()


SCHEDULE = (
    ("Quarter 1", "Cabinet", "9 September 2025"),
    ("Quarter 2 (half year)", "Overview Panel", "2 nd December 2025"),
    ("Annual report", "Council", "July 2026 (TBC)"),
)


def test_a_schedule_announces_a_report_a_row() -> None:
    found = read_announcements((), (table(*SCHEDULE, title="Timetable for performance reports"),))
    assert [(one.title, one.body, one.when) for one in found] == [
        ("Quarter 1", "Cabinet", "9 September 2025"),
        ("Quarter 2 (half year)", "Overview Panel", "2nd December 2025"),
        ("Annual report", "Council", "July 2026"),
    ]
    assert [one.position for one in found] == [1, 2, 3]
    assert found[0].quote == "Quarter 1 | Cabinet | 9 September 2025"


def test_a_schedule_is_known_by_its_column_headings() -> None:
    under = table(*SCHEDULE, headings=("Report", "Committee", "Date of meeting"))
    as_a_row = table(("Item", "Where", "When"), *SCHEDULE)
    assert len(read_announcements((), (under,))) == len(read_announcements((), (as_a_row,))) == 3


def test_a_schedule_is_known_by_the_heading_above_it() -> None:
    above = section("", heading="Reporting schedule 2025-26", tables=(HERE,))
    assert len(read_announcements((above,), (table(*SCHEDULE),))) == 3


def test_a_schedule_may_lie_on_its_side() -> None:
    turned = table(
        ("Report", "Quarter 1", "Quarter 2", "Annual report"),
        ("Committee", "Cabinet", "Cabinet", "Council"),
        ("Date", "9 September 2025", "2 December 2025", "July 2026"),
    )
    found = read_announcements((), (turned,))
    assert [(one.title, one.body, one.when) for one in found] == [
        ("Quarter 1", "Cabinet", "9 September 2025"),
        ("Quarter 2", "Cabinet", "2 December 2025"),
        ("Annual report", "Council", "July 2026"),
    ]


def test_a_schedule_may_be_a_list() -> None:
    text = "• Quarter 1 – Cabinet, 9 September 2025\n• Quarter 2: 2 December 2025\n• Training for members, May 2025"
    found = read_announcements((section(text, heading="Reporting timetable"),), ())
    assert [(one.title, one.body, one.when) for one in found] == [
        ("Quarter 1", "Cabinet", "9 September 2025"),
        ("Quarter 2", None, "2 December 2025"),
    ]
    assert read_announcements((section(text, heading="Milestones"),), ()) == ()


@pytest.mark.parametrize(
    "rows",
    [
        (("Quarter 1", "Cabinet", "9 September 2025"), ("Open the depot", "Highways", "June 2025")),
        (
            (
                "Review the annual report of the trust and agree its recommendations with partners in the county " * 2,
                "June 2025",
            ),
        ),
        (("Quarter 1", "71%"), ("Quarter 2", "74%")),
        (("Quarter 1", "9 September 2025", "10 October 2025"),),
    ],
)
def test_a_table_of_something_else_announces_nothing(rows: tuple[tuple[str, ...], ...]) -> None:
    assert read_announcements((), (table(*rows, title="Reporting schedule"),)) == ()


def test_a_schedule_needs_something_that_says_it_is_one() -> None:
    assert read_announcements((), (table(*SCHEDULE, title="Milestones"),)) == ()


def test_a_report_announced_twice_in_the_same_words_stands_once() -> None:
    sentence = "The next report is due in May 2026."
    assert len(read(f"{sentence}\n{sentence}")) == 1
