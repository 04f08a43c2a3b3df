"""Which days are asked for on which day, and when a meeting is looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.publications.windows import days_to_list, in_slices, is_look_due, months_of
from schemas.agendas import DayRange

TODAY = date(2026, 11, 3)
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


def test_every_day_the_last_weeks_and_the_next_ones_are_listed() -> None:
    assert days_to_list(TODAY, since=None, last_visit=date(2026, 11, 2)) == DayRange(
        date(2026, 9, 28), date(2026, 12, 15)
    )


def test_the_first_look_goes_back_400_days() -> None:
    assert days_to_list(TODAY, since=None, last_visit=None).first == TODAY - timedelta(days=400)


def test_after_a_long_pause_nothing_in_between_is_missed() -> None:
    assert days_to_list(TODAY, since=None, last_visit=date(2026, 6, 1)).first == date(2026, 4, 27)


def test_a_day_asked_for_is_the_first_one() -> None:
    assert days_to_list(TODAY, since=date(2024, 4, 1), last_visit=TODAY).first == date(2024, 4, 1)


def test_a_long_time_is_asked_for_month_by_month_and_a_short_one_at_once() -> None:
    assert len(list(in_slices(days_to_list(TODAY, since=None, last_visit=TODAY)))) == 1
    slices = list(in_slices(DayRange(date(2026, 1, 20), date(2026, 12, 3))))
    assert slices[0] == DayRange(date(2026, 1, 20), date(2026, 1, 31))
    assert slices[-1] == DayRange(date(2026, 12, 1), date(2026, 12, 3))
    assert len(slices) == 12


@given(DAYS, st.integers(0, 900))
def test_slices_cover_every_day_once(first: date, length: int) -> None:
    days = DayRange(first, first + timedelta(days=length))
    slices = list(in_slices(days))
    assert (slices[0].first, slices[-1].last) == (days.first, days.last)
    for before, after in pairwise(slices):
        assert after.first == before.last + timedelta(days=1)


@given(DAYS, st.integers(0, 500))
def test_every_month_of_the_days_is_named_once(first: date, length: int) -> None:
    days = DayRange(first, first + timedelta(days=length))
    months = list(months_of(days))
    assert months == sorted(set(months))
    every = {(first + timedelta(days=n)).replace(day=1) for n in range(length + 1)}
    assert set(months) == every


def looks(meeting: date, *, begin: date, end: date) -> list[int]:
    """On which days from the meeting its agenda is read by a look a day."""
    looked: date | None = None
    found = []
    day = begin
    while day <= end:
        if is_look_due(meeting, day, looked):
            found.append((day - meeting).days)
            looked = day
        day += timedelta(days=1)
    return found


def test_a_meeting_is_looked_at_daily_before_it_and_four_times_after() -> None:
    meeting = date(2026, 11, 10)
    days = looks(meeting, begin=meeting - timedelta(days=42), end=meeting + timedelta(days=35))
    assert [day for day in days if -14 <= day <= 0] == list(range(-14, 1))
    assert [day for day in days if day < -14] == list(range(-42, -14, 3))
    assert [day for day in days if day > 0] == [1, 7, 14, 28]


def test_a_meeting_long_past_is_looked_at_once() -> None:
    meeting = date(2026, 1, 15)
    assert len(looks(meeting, begin=TODAY, end=TODAY + timedelta(days=60))) == 1


def test_a_look_that_was_missed_is_made_up_for() -> None:
    meeting = date(2026, 11, 3)
    assert is_look_due(meeting, date(2026, 11, 13), looked=date(2026, 11, 5))
    assert not is_look_due(meeting, date(2026, 11, 13), looked=date(2026, 11, 10))
