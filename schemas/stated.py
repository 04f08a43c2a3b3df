"""The totals a report states of itself, as evidence for one reading of its tables against another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatedTotals:
    """How many indicators of the whole report have each rating: ``counts`` are (rating, count) pairs.

    A rating may join several by "|" (a merged bucket), or be "total", "rated" or "not_rated". Taken from another
    document of the report, the covering report as a rule, when this document states none.
    """

    counts: tuple[tuple[str, int], ...]
