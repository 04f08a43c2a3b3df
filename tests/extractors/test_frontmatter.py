"""Council, body, meeting, title, role and period are read where they are printed, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.front_bodies import body_key, read_body
from extractors.front_periods import find_own_periods, find_periods
from extractors.frontmatter import read_front_matter
from schemas.readings import FrontMatter
from tests.extractors.made_pages import made_page


def witnesses(front: FrontMatter) -> list[tuple[str, str]]:
    return [(witness.source, witness.text) for witness in front.period_witnesses]


def test_a_covering_report_with_centred_headings() -> None:
    page = made_page(
        {"text": "Harrowmere District Council", "bold": True},
        {"text": "CABINET", "bold": True},
        "14 November 2023",
        {"text": "PERFORMANCE REPORT 2023-2024", "bold": True},
        "Report of the Portfolio Holder for Resources",
        {"cells": [(60, "Strategic Aim:"), (220, "All")], "gap": 12},
        {"cells": [(60, "Key Decision:"), (220, "No")]},
        {"text": "1 PURPOSE OF THE REPORT", "bold": True, "gap": 12},
        "1.1 This is the second report of the year and gives the latest position at the end of quarter two,",
        "covering the period April to September 2023.",
    )
    front = read_front_matter([page], "report.pdf")
    assert front.council == "Harrowmere District Council"
    assert front.body == "Cabinet"
    assert front.meeting_date == "2023-11-14"
    assert front.title == "PERFORMANCE REPORT 2023-2024"
    assert front.role == "cover"
    assert ("title", "2023-2024") in witnesses(front)
    assert ("sentence", "April to September 2023") in witnesses(front)


def test_a_covering_report_with_a_header_block() -> None:
    page = made_page(
        {"cells": [(60, "From:"), (160, "A Penrose – Leader of the Council")]},
        {"cells": [(160, "B Trelawny – Chief Executive")]},
        {"cells": [(60, "To:"), (160, "Cabinet – 4 March 2025")], "gap": 8},
        {"cells": [(60, "Subject:"), (160, "Quarterly Performance Report,")], "gap": 8},
        {"cells": [(160, "Quarter 3, 2024/25")]},
        {"cells": [(60, "Classification:"), (160, "Unrestricted")], "gap": 8},
        {
            "text": "Summary: This report presents performance to the end of December 2024 (Quarter 3, 2024/25).",
            "gap": 8,
        },
        "1.2. Results are better than in the report for Quarter 2, 2024/25.",
    )
    front = read_front_matter([page], "cover.pdf")
    assert (front.body, front.meeting_date, front.role) == ("Cabinet", "2025-03-04", "cover")
    assert front.title == "Quarterly Performance Report, Quarter 3, 2024/25"
    assert witnesses(front)[:3] == [
        ("title", "Quarter 3, 2024/25"),
        ("sentence", "end of December 2024"),
        ("sentence", "Quarter 3, 2024/25"),
    ]


def test_a_decision_report_whose_title_has_no_label() -> None:
    page = made_page(
        "Decision Report - Executive",
        "Decision Date – 6 September 2023",
        "Key Decision – yes",
        "Corporate Performance Management Report Q1 2023/24",
        "Lead Officer: C Hendra – Executive Director",
        "Background",
        "1. It is essential that Ashmoor Vale Council understands its services.",
    )
    front = read_front_matter([page], "ashmoor-vale.pdf")
    assert (front.body, front.meeting_date) == ("Executive", "2023-09-06")
    assert front.title == "Corporate Performance Management Report Q1 2023/24"


def test_an_appendix_that_says_so_behind_its_title_page() -> None:
    cover = made_page(
        {"text": "Harrowmere County Council", "size": 20, "gap": 120},
        {"text": "Quarterly Performance Report", "size": 20, "gap": 20},
        {"text": "Quarter 3", "size": 16, "gap": 20},
        {"text": "2024/25", "size": 16, "gap": 20},
        {"text": "E-mail: figures@harrowmere.example", "gap": 100},
        "Produced by: the insight team",
        "Telephone: 01632 960 100",
    )
    second = made_page("Appendix 1", {"text": "Key to ratings", "bold": True}, "Each indicator has a target.", number=2)
    front = read_front_matter([cover, second], "x.pdf")
    assert front.role == "appendix"
    assert front.council == "Harrowmere County Council"
    assert front.title == "Quarterly Performance Report, Quarter 3, 2024/25"
    assert witnesses(front) == [("title", "Quarter 3, 2024/25")]


def test_the_opening_sentence_of_minutes() -> None:
    page = made_page(
        {"text": "HARROWMERE COUNTY COUNCIL", "bold": True},
        {"text": "CABINET", "bold": True},
        "MINUTES of a meeting of the Cabinet held in the Council Chamber, High Street,",
        "Harrowmere on Thursday, 9 January 2025.",
        "PRESENT: Mr A Able (Chairman), Mrs B Baker",
        {"text": "78. Minutes of the Meeting held on 28 November 2024", "bold": True},
        {"text": "80. Provisional Settlement 2025-26", "bold": True},
    )
    front = read_front_matter([page], "minutes.pdf")
    assert (front.role, front.body, front.meeting_date) == ("minutes", "Cabinet", "2025-01-09")
    assert front.council == "Harrowmere County Council"
    assert witnesses(front) == [], "the items of a meeting are not the period of its minutes"


def test_an_agenda_is_no_covering_report_and_has_no_title() -> None:
    page = made_page(
        "AGENDA", "CABINET", "Tuesday, 4th March, 2025, at 10.00 am", "3. Minutes of the Meeting held on 30 May"
    )
    front = read_front_matter([page], "agenda.pdf")
    assert (front.role, front.title, front.meeting_date) == ("other", None, "2025-03-04")


def test_a_file_name_speaks_where_the_pages_are_silent() -> None:
    page = made_page(
        "Chief Executive Summary", "As the year ends, much has been done and more is still to do for residents."
    )
    front = read_front_matter([page], "rutland-cabinet-2023-11-14-appendix-a-dashboard-q2-2023-24.pdf")
    assert front.council == "Rutland County Council"
    assert (front.body, front.meeting_date, front.role) == ("Cabinet", "2023-11-14", "appendix")
    assert witnesses(front) == [("filename", "Q2 2023-24")]


@pytest.mark.parametrize(
    ("filename", "council", "body", "day"),
    [
        ("rutland-council-2023-07-10-annual-progress-report.pdf", "Rutland County Council", "Council", "2023-07-10"),
        ("rotherham-osmb-council-plan-performance-q2-2019.pdf", "Rotherham Metropolitan Borough Council",
         "Overview and Scrutiny Management Board", None),
        ("2024-02-06 Kent County Council Cabinet.pdf", "Kent County Council", "Cabinet", "2024-02-06"),
        ("Somerset_Executive_06-09-2023.pdf", "Somerset Council", "Executive", "2023-09-06"),
        ("reading-list.pdf", None, None, None),
        ("council-plan-performance.pdf", None, None, None),
        ("executive-summary.pdf", None, None, None),
        ("report-2023-11-14.pdf", None, None, None),
    ],
)  # fmt: skip
def test_file_names_are_read_with_care(filename: str, council: str | None, body: str | None, day: str | None) -> None:
    front = read_front_matter([], filename)
    assert (front.council, front.body, front.meeting_date) == (council, body, day)


def test_a_printed_date_outweighs_the_file_names() -> None:
    page = made_page("CABINET", "14 November 2023")
    assert read_front_matter([page], "rutland-cabinet-2023-12-01.pdf").meeting_date == "2023-11-14"


def test_a_neighbour_mentioned_once_is_not_the_publisher() -> None:
    page = made_page("Annual review of services", "Our service was compared with that of Leeds City Council in 2022.")
    assert read_front_matter([page], "review.pdf").council is None


def test_two_councils_named_alike_often_leave_the_publisher_open() -> None:
    page = made_page("Babergh District Council", "Mid Suffolk District Council", "Joint performance report")
    assert read_front_matter([page], "joint.pdf").council is None


def test_a_council_set_on_two_lines_is_one_name_and_no_body() -> None:
    page = made_page({"text": "HARROWMERE", "size": 18}, {"text": "COUNTY COUNCIL", "size": 18}, "Performance in brief")
    front = read_front_matter([page], "x.pdf")
    assert (front.council, front.body) == ("Harrowmere County Council", None)


def test_a_mail_address_tells_the_council() -> None:
    page = made_page("CABINET", "14 November 2023", "Contact: K Quill, 01632 960 200 kquill@rutland.gov.uk")
    assert read_front_matter([page], "x.pdf").council == "Rutland County Council"


def test_nothing_is_made_up_from_a_page_of_something_else() -> None:
    page = made_page("The quick brown fox jumps over the lazy dog, and the dog does not mind.", "Nor does the fox.")
    assert read_front_matter([page], "fox.pdf") == FrontMatter()


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=60))
def test_no_text_whatever_breaks_the_reading(lines: list[str], filename: str) -> None:
    assert isinstance(read_front_matter([made_page(*lines)], filename), FrontMatter)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("CABINET", "Cabinet"),
        ("Cabinet – 4 March 2025", "Cabinet"),
        ("Meeting of the Cabinet, 30 January 2025", "Cabinet"),
        ("Report to Overview and Scrutiny Committee", "Overview and Scrutiny Committee"),
        ("FINANCE AND PERFORMANCE SCRUTINY PANEL", "Finance and Performance Scrutiny Panel"),
        ("Harrowmere Borough Council's Overview and Scrutiny Committee", "Overview and Scrutiny Committee"),
        ("Cabinet Member for Resources", None),
        ("All Members of the Council", None),
        ("Chief Executive", None),
        ("the results were discussed by the board", None),
    ],
)
def test_a_body_is_read_only_where_its_name_stands_alone(text: str, body: str | None) -> None:
    assert read_body(text) == body


def test_bodies_are_compared_by_what_they_are() -> None:
    assert body_key("Full Council") == body_key("COUNCIL") != body_key("Cabinet")


@pytest.mark.parametrize(
    "phrase",
    [
        "Quarter 2 2023-24", "Quarter Two 2025/26", "Q1 2023/24", "Qtr 2 2023/24", "FQ3 2018-19", "2019/20 Q4",
        "third quarter of 2009/2010", "Quarter 4 2013/14 (January to March 2014)", "Quarter 2 (Q2), 2019-20",
        "Q1 2025 to 2026", "Quarter 2 (July to September 2019)", "April to September 2023", "2022-2023",
        "Mid-year 2021/22", "as at 30 September 2021", "October to end of December 2013",
    ],
)  # fmt: skip
def test_period_wordings_are_found_whole(phrase: str) -> None:
    assert [found.text for found in find_periods(f"Report, {phrase}: results")] == [phrase]


@pytest.mark.parametrize("text", ["Strategy 2022-2027", "Plan 2025-29", "2025-26 to 2034-35", "call 01632-960"])
def test_plans_over_years_are_no_period(text: str) -> None:
    assert find_periods(text) == ()


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("covering the period April to September 2023.", ["April to September 2023"]),
        ("for the period April 2022 to March 2023.", ["April 2022 to March 2023"]),
        ("results to the end of December 2024 (Quarter 3, 2024/25).", ["end of December 2024", "Quarter 3, 2024/25"]),
        ("how the council performed between July and September 2024 and why", ["between July and September 2024"]),
        ("compared with performance to the end of March 2023", []),
        ("55% in Quarter 1", []),
    ],
)
def test_a_sentence_names_the_reports_own_period_not_another(text: str, own: list[str]) -> None:
    assert [found.text for found in find_own_periods(text)] == own
