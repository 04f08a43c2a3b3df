"""Which days are asked for, and when a meeting is looked at again. Days in, days out; nothing is asked or stored.

Papers appear five clear days before a meeting and change until its day; minutes and late papers follow for weeks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.agendas import DayRange

UK = ZoneInfo("Europe/London")
"""Days are those of the councils, wherever this runs; moments are stored in UTC."""

LOOK_BACK = timedelta(days=35)
LOOK_AHEAD = timedelta(days=42)
FIRST_LOOK_BACK = timedelta(days=400)
"""How far a first visit looks back: a year of reports, and the annual report before them."""

LONGEST_ANSWER = timedelta(days=100)
"""More days than this are asked for month by month: all committees of a year are too much for one answer."""

SOON = timedelta(days=14)
SELDOM = timedelta(days=3)
LOOKS_AFTER = tuple(timedelta(days=days) for days in (1, 7, 14, 28))
"""A meeting that has taken place is looked at again so many days after it, then left alone."""


def now_on(today: date) -> datetime:
    """This moment, in UTC; the same time of day on another day where ``today`` is another one."""
    now = datetime.now(UK)
    return now.replace(year=today.year, month=today.month, day=today.day).astimezone(UTC)


def day_of(moment: str | None) -> date | None:
    """The day a stored moment (ISO 8601, UTC) was in the United Kingdom; None for none."""
    return datetime.fromisoformat(moment).astimezone(UK).date() if moment else None


def days_to_list(today: date, *, since: date | None, last_visit: date | None) -> DayRange:
    """The days whose meetings are listed: ``since`` when it is given, else as far back as the last visit leaves open.

    ``last_visit`` is the day of the last visit that went well, None before the first.
    """
    if since is not None:
        first = since
    elif last_visit is None:
        first = today - FIRST_LOOK_BACK
    else:
        first = min(today, last_visit) - LOOK_BACK
    return DayRange(first, max(first, today + LOOK_AHEAD))


def in_slices(days: DayRange) -> Iterator[DayRange]:
    """The days in pieces a site can answer: all of them, or one piece a calendar month, in order."""
    if days.last - days.first <= LONGEST_ANSWER:
        yield days
        return
    first = days.first
    while first <= days.last:
        next_month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield DayRange(first, min(days.last, next_month - timedelta(days=1)))
        first = next_month


def months_of(days: DayRange) -> Iterator[date]:
    """The first day of every calendar month the days touch, in order."""
    month = days.first.replace(day=1)
    while month <= days.last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def is_look_due(meeting: date, today: date, looked: date | None) -> bool:
    """Whether a meeting's agenda is read today. ``looked`` is the day it was read last, None where it never was."""
    if looked is None:
        return True
    if meeting >= today:
        return looked < today if meeting - today <= SOON else today - looked >= SELDOM
    return any(looked < meeting + after <= today for after in LOOKS_AFTER)
