"""The totals a report states of all its indicators, and which of them its rows meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from schemas.readings import Claim
from schemas.vocabulary import Basis, Population, Rating, ScopeType

if TYPE_CHECKING:
    from schemas.dataset import ClaimRow

Totals = tuple[tuple[str, int], ...]
"""Pairs of a rating (several joined by '|', or total, rated, not_rated) and the number stated of it."""


def whole_totals(claims: Iterable[Claim | ClaimRow]) -> Totals:
    """The current totals for the whole report, each once, in the order they are stated."""
    return tuple(
        dict.fromkeys(
            (claim.rating, claim.count)
            for claim in claims
            if claim.population is Population.KPIS
            and claim.scope_type is ScopeType.WHOLE
            and claim.basis is Basis.CURRENT
            and claim.is_current
            and claim.rating is not None
            and claim.count is not None
        )
    )


def met_totals(ratings: Mapping[str, int], totals: Totals) -> frozenset[tuple[str, int]]:
    """The totals that ``ratings`` (number of rows by rating) meet; none where there are no rows."""
    counted = Counter(ratings)
    return frozenset(total for total in totals if counted.total() and _count(counted, total[0]) == total[1])


def _count(ratings: Counter[str], rating: str) -> int:
    if rating == "total":
        return ratings.total()
    if rating == "rated":
        return ratings.total() - ratings[Rating.NOT_RATED.value] - ratings[Rating.UNREADABLE.value]
    return sum(ratings[part] for part in rating.split("|"))
