"""Announced reports are entered with their documents; whether they came is told from the reports in the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.load import load_document
from pipeline.normalise_announcements import expected_row
from pipeline.normalise_rows import Owner
from pipeline.publications.expected import Appearance, Expected, expected_reports
from pipeline.store import Store, open_store
from schemas.dataset import CouncilRow, DocumentRow, ExpectedPublicationRow, ReportRow
from schemas.geometry import Box, Place
from schemas.normalised import NormalisedDocument
from schemas.readings import Announcement
from schemas.vocabulary import DocumentRole

HERE = Place(2, Box(50.0, 100.0, 500.0, 120.0))


def announced(when: str, period: str | None = None, *, title: str = "next report", position: int = 1) -> Announcement:
    return Announcement(position, title, period, "Cabinet", when, f"{title}: {when}", HERE)


def row(announcement: Announcement) -> ExpectedPublicationRow:
    return expected_row(Owner("a" * 64, "report", "ambleford"), announcement)


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("20th February 2024", ("2024-02-20", "2024-02-20")),
        ("February 2024", ("2024-02-01", "2024-02-29")),
        ("spring 2024", (None, None)),
    ],
)
def test_a_day_a_month_and_a_season_are_as_exact_as_they_are(when: str, days: tuple[str | None, str | None]) -> None:
    entered = row(announced(when))
    assert (entered.expected_from, entered.expected_until) == days
    assert entered.expected_text == when


@pytest.mark.parametrize(
    ("period", "when", "end"),
    [
        ("Quarter 3", "20th February 2024", "2023-12-31"),
        ("Quarter 4", "June 2024", "2024-03-31"),
        ("Quarter 4", "12 February 2024", "2023-03-31"),
        ("Annual report", "July 2024", "2024-03-31"),
        ("2024/25 outturn", "July 2025", "2025-03-31"),
        ("Quarter 2", "spring 2024", None),
        (None, "July 2024", None),
    ],
)
def test_a_quarter_without_a_year_is_the_last_that_ended_before_the_day(
    period: str | None, when: str, end: str | None
) -> None:
    assert row(announced(when, period)).period_end == end


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "dataset.db") as store:
        yield store


def load(
    db: Store,
    name: str,
    meeting: str | None,
    *announcements: Announcement,
    period_end: str | None = None,
    role: DocumentRole = DocumentRole.COVER,
    council: str = "ambleford",
) -> None:
    document_id = name.encode().hex().ljust(64, "0")
    owner = Owner(document_id, name, council)
    document = NormalisedDocument(
        council=CouncilRow(council_id=council, name=council.title()),
        report=ReportRow(report_id=name, council_id=council, meeting_date=meeting, period_end=period_end),
        document=DocumentRow(document_id=document_id, report_id=name, role=role, filename=f"{name}.pdf"),
        expected=tuple(expected_row(owner, one) for one in announcements),
    )
    load_document(db, document)


def asked(db: Store, today: str = "2024-06-30") -> list[Expected]:
    return list(expected_reports(db, date.fromisoformat(today)))


def test_an_announced_period_has_come_when_a_report_is_about_it(db: Store) -> None:
    load(db, "q2", "2023-11-14", announced("20 February 2024", "Quarter 3"), period_end="2023-09-30")
    assert [one.appearance for one in asked(db)] == [Appearance.MISSED]
    load(db, "q3", "2024-04-30", period_end="2023-12-31")
    (found,) = asked(db)
    assert (found.appearance, found.report_id) == (Appearance.APPEARED, "q3")


def test_a_report_of_another_period_on_the_announced_day_is_not_the_one(db: Store) -> None:
    load(db, "q2", "2023-11-14", announced("20 February 2024", "Quarter 3"), period_end="2023-09-30")
    load(db, "budget", "2024-02-20", period_end="2025-03-31")
    assert [one.appearance for one in asked(db)] == [Appearance.MISSED]


def test_without_a_period_the_days_decide(db: Store) -> None:
    load(db, "q2", "2023-11-14", announced("February 2024"), period_end="2023-09-30")
    assert [one.appearance for one in asked(db)] == [Appearance.MISSED]
    load(db, "q3", "2024-03-12", period_end="2023-12-31")
    assert [one.report_id for one in asked(db)] == ["q3"]


def test_a_report_never_announces_itself(db: Store) -> None:
    load(db, "q2", "2024-02-13", announced("February 2024"))
    load(db, "earlier", "2024-02-06")
    assert [one.appearance for one in asked(db)] == [Appearance.MISSED]


@pytest.mark.parametrize(
    ("today", "appearance"),
    [("2024-02-20", Appearance.DUE), ("2024-03-20", Appearance.DUE), ("2024-04-01", Appearance.MISSED)],
)
def test_a_report_is_missed_a_month_after_its_day(db: Store, today: str, appearance: Appearance) -> None:
    load(db, "q2", "2023-11-14", announced("20 February 2024"))
    assert [one.appearance for one in asked(db, today)] == [appearance]


def test_a_report_announced_without_a_month_is_never_called_missed(db: Store) -> None:
    load(db, "q2", "2023-11-14", announced("spring 2024"))
    assert [one.appearance for one in asked(db, "2030-01-01")] == [Appearance.UNDATED]


def test_the_same_report_announced_by_two_stands_once(db: Store) -> None:
    load(db, "annual", "2023-07-10", announced("20 February 2024", "Quarter 3"))
    load(db, "q2", "2023-11-14", announced("February 2024"), period_end="2023-09-30")
    load(db, "other", "2023-11-14", announced("February 2024"), council="bramford")
    found = asked(db)
    assert [(one.council_id, one.announced_in) for one in found] == [
        ("ambleford", "annual.pdf"),
        ("bramford", "other.pdf"),
    ]


def test_minutes_of_a_meeting_are_no_report(db: Store) -> None:
    load(db, "q2", "2023-11-14", announced("February 2024"))
    load(db, "minutes", "2024-02-20", role=DocumentRole.MINUTES)
    assert [one.appearance for one in asked(db)] == [Appearance.MISSED]


def test_loading_again_replaces_what_a_document_announced(db: Store) -> None:
    load(db, "q2", "2023-11-14", announced("February 2024"), announced("May 2024", position=2))
    load(db, "q2", "2023-11-14", announced("March 2024"))
    rows = db.conn.execute("SELECT expected_text FROM expected_publications").fetchall()
    assert rows == [("March 2024",)]
