"""Which announced reports came: every announcement beside the reports of the same council, on the day of asking.

A report is the one announced if it is about the same period; where one of the two names no period, if its meeting is
in the days announced. A report to the end of March answers an announced fourth quarter as well as an annual report:
councils publish both under either name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

EARLY = timedelta(days=14)
"""Meetings are moved: a report this long before the first day announced is still the one announced."""

LATE = timedelta(days=31)
"""... and this long after the last one. Later the report counts as missed: the next quarter's is near."""


class Appearance(StrEnum):
    """What became of an announced report. UNDATED: no month was announced, and no report of its period came."""

    APPEARED = "appeared"
    DUE = "due"
    MISSED = "missed"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One announced report with what became of it. Dates are ISO 8601.

    ``announced_in`` and ``page`` say where it is announced; ``report_id`` is the report that came, None where none did.
    """

    council_id: str
    title: str | None
    body: str | None
    period_label: str | None
    expected_text: str
    expected_until: str | None
    announced_in: str
    page: int
    appearance: Appearance
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    report_id: str
    meeting: date | None
    period_end: str | None


@dataclass(frozen=True, slots=True)
class _Announced:
    """One row of ``expected_publications``; ``meeting`` is the day of the meeting the announcing report was for."""

    report_id: str
    council_id: str
    title: str | None
    body: str | None
    period_label: str | None
    period_end: str | None
    text: str
    first: date | None
    last: date | None
    filename: str
    page: int
    meeting: date | None


_ANNOUNCED = """
    SELECT report_id, council_id, title, body, period_label, period_end, expected_text, expected_from, expected_until,
        filename, page, meeting_date
    FROM (
        SELECT expected_publications.*, documents.filename AS filename, reports.meeting_date AS meeting_date
        FROM expected_publications
        JOIN documents ON documents.document_id = expected_publications.document_id
        JOIN reports ON reports.report_id = expected_publications.report_id
        WHERE documents.superseded_by IS NULL
    )
    ORDER BY council_id, expected_until IS NULL, expected_until, period_end IS NULL, report_id, position
"""


def expected_reports(db: Database, today: date) -> tuple[Expected, ...]:
    """Every announced report, by council and day, and whether it is in the dataset; one announced twice stands once."""
    reports = _reports(db)
    found: dict[tuple[str, str], Expected] = {}
    for row in db.conn.execute(_ANNOUNCED).fetchall():
        announced = _announced(row)
        came = _find(announced, reports[announced.council_id])
        # A month and a day in it, announced by two reports, are the same report; so is the same period.
        key = (announced.council_id, announced.last.isoformat()[:7] if announced.last else announced.text)
        found.setdefault(key, _expected(announced, came, today))
    return tuple(found.values())


def _announced(row: Sequence[Any]) -> _Announced:
    report_id, council_id, title, body, label, period_end, text, first, last, filename, page, meeting = row
    return _Announced(
        report_id=report_id,
        council_id=council_id,
        title=title,
        body=body,
        period_label=label,
        period_end=period_end,
        text=text,
        first=_day(first),
        last=_day(last),
        filename=filename,
        page=page,
        meeting=_day(meeting),
    )


def _reports(db: Database) -> dict[str, list[_Report]]:
    rows = db.conn.execute(
        "SELECT council_id, report_id, meeting_date, period_end FROM reports WHERE report_id IN "
        "(SELECT report_id FROM documents WHERE status = 'loaded' AND role <> 'minutes' AND superseded_by IS NULL) "
        "ORDER BY meeting_date IS NULL, meeting_date, report_id"
    ).fetchall()
    found: dict[str, list[_Report]] = defaultdict(list)
    for council_id, report_id, meeting, period_end in rows:
        found[council_id].append(_Report(report_id, _day(meeting), period_end))
    return found


def _find(announced: _Announced, reports: Sequence[_Report]) -> _Report | None:
    return next((report for report in reports if _is_it(announced, report)), None)


def _is_it(announced: _Announced, report: _Report) -> bool:
    if announced.period_end is not None and report.period_end is not None:
        return announced.period_end == report.period_end
    if report.report_id == announced.report_id or report.meeting is None:
        return False
    if announced.meeting is not None and report.meeting <= announced.meeting:
        return False
    if announced.first is None or announced.last is None:
        return False
    return announced.first - EARLY <= report.meeting <= announced.last + LATE


def _expected(announced: _Announced, came: _Report | None, today: date) -> Expected:
    if came is not None:
        appearance = Appearance.APPEARED
    elif announced.last is None:
        appearance = Appearance.UNDATED
    else:
        appearance = Appearance.DUE if today <= announced.last + LATE else Appearance.MISSED
    return Expected(
        council_id=announced.council_id,
        title=announced.title,
        body=announced.body,
        period_label=announced.period_label,
        expected_text=announced.text,
        expected_until=announced.last.isoformat() if announced.last else None,
        announced_in=announced.filename,
        page=announced.page,
        appearance=appearance,
        report_id=came.report_id if came else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
