"""A printed value as the normaliser understood it. How texts become values is in ``pipeline.values``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Comparator


class ValueKind(StrEnum):
    """What a cell holds. TEXT: words, or something no reader could be sure about; NONE: no value is given."""

    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    RATIO = "ratio"
    RATE = "rate"
    DURATION = "duration"
    RANK = "rank"
    DATE = "date"
    BOOLEAN = "boolean"
    RANGE = "range"
    TEXT = "text"
    NONE = "none"


class NullReason(StrEnum):
    """Why there is no number. The first eight are the reasons a row is not rated, under the same names."""

    NO_DATA_YET = "no_data_yet"
    NOT_DUE = "not_due"
    NO_TARGET = "no_target"
    BASELINE = "baseline"
    CONTEXT_ONLY = "context_only"
    SUSPENDED = "suspended"
    NOT_APPLICABLE = "not_applicable"
    REMOVED = "removed"
    NOT_COMPARABLE = "not_comparable"
    NOT_RETURNED = "not_returned"
    NO_SERVICE = "no_service"
    BLANK = "blank"
    UNSTATED = "unstated"
    SEVERAL_NUMBERS = "several_numbers"
    ONLY_A_BOUND = "only_a_bound"
    RANGE = "range"
    WORDS = "words"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: '£2.4m' is 2400000.0 and '£'. ``unit`` is None where none is printed or known."""

    number: float
    unit: str | None
    kind: ValueKind


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says.

    ``number`` is None whenever a reader could disagree about it; ``null_reason`` then says why. A percentage is
    the number printed (97% is 97.0), money is in whole pounds, '1.4m' is 1400000.0, times of several parts
    ('6 minutes 26 seconds') are in the smallest printed part. ``low`` and ``high`` bound a range or an open
    comparison ('<5': high 5). ``numerator`` and ``denominator`` are those of '64 out of 73'. ``alternatives``
    are the other numbers of the cell ('1% (30.3m)'). ``understood`` is False for text no rule knows.
    """

    kind: ValueKind
    number: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    null_reason: NullReason | None = None
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    alternatives: tuple[Quantity, ...] = ()
    understood: bool = True
