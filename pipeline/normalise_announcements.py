"""Announced reports as dataset rows: the days they may come on, and the period they will be about.

Whether they came is no fact of the document: it is told when somebody asks (``publications.expected``).
"""

from __future__ import annotations

from datetime import date

from extractors.dates import find_dates
from extractors.periods import read_period
from pipeline.normalise_rows import Owner
from schemas.dataset import ExpectedPublicationRow
from schemas.periods import Period
from schemas.readings import Announcement


def expected_row(owner: Owner, announcement: Announcement) -> ExpectedPublicationRow:
    """One announced report. A season has no days, and a period that cannot be dated has no end: both stay NULL."""
    days = _days(announcement.when)
    period = _period(announcement.period, days[1] if days else None)
    return ExpectedPublicationRow(
        expected_id=owner.row_id("expected", announcement.position),
        document_id=owner.document_id,
        report_id=owner.report_id,
        council_id=owner.council_id,
        position=announcement.position,
        title=announcement.title,
        body=announcement.body,
        period_label=announcement.period,
        period_end=period.end.isoformat() if period else None,
        expected_text=announcement.when,
        expected_from=days[0].isoformat() if days else None,
        expected_until=days[1].isoformat() if days else None,
        quote=announcement.quote,
        page=announcement.place.page,
    )


def _days(when: str) -> tuple[date, date] | None:
    """The first and the last day meant: the same for a day, those of the month for a month, None for a season."""
    marks = find_dates(when)
    if len(marks) != 1:
        return None
    first, last = marks[0].as_day(first=True), marks[0].as_day()
    return (first, last) if first and last else None


def _period(label: str | None, before: date | None) -> Period | None:
    """The period meant; one without a year is the last of its name that has ended when the report comes."""
    if label is None:
        return None
    named = read_period(label)
    if named is not None or before is None:
        return named
    ended = [
        period
        for first in (before.year - 2, before.year - 1, before.year)
        if (period := read_period(label, financial_year=f"{first}-{(first + 1) % 100:02d}")) and period.end < before
    ]
    return max(ended, key=lambda period: period.end) if ended else None
