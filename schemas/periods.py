"""Periods: what a report or a value is about in time. How wordings become periods is in ``extractors.periods``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schemas.readings import PeriodWitness


class Granularity(StrEnum):
    """How long a period is. SNAPSHOT: a point in time; YTD: from April on; ROLLING: any twelve months."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YTD = "ytd"
    YEAR = "year"
    ACADEMIC = "academic"
    CALENDAR = "calendar"
    ROLLING = "rolling"
    SPAN = "span"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its days. ``start`` is None where only the end is named ('as at 30 September 2021').

    ``financial_year`` is the UK one (April to March) the end falls in, as '2023-24'. ``as_of`` is the day a
    snapshot was taken, else None. ``label`` is the wording it was read from.
    """

    label: str
    start: date | None
    end: date
    granularity: Granularity
    financial_year: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """What a wording gives: every period it names, and what is wrong with it (a sentence) or None.

    ``problem_code`` is the issue code of the problem: period_conflict or impossible_date; None where the
    wording just names no period.
    """

    periods: tuple[Period, ...]
    problem: str | None = None
    problem_code: str | None = None


@dataclass(frozen=True, slots=True)
class LosingWitness:
    """A witness that names another period than the one kept, and the issue sentence about it."""

    witness: PeriodWitness
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class ResolvedPeriod:
    """The period most witnesses name, the witnesses it was read from, and those that disagree or make no sense."""

    period: Period | None
    witnesses: tuple[PeriodWitness, ...] = ()
    losers: tuple[LosingWitness, ...] = ()
