"""Claims of one document's sentences, each once, without numbers that may count something else."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.readings import Claim
from schemas.vocabulary import ActionStatus, Population, Rating

_NAMED_APART = (Rating.NOT_RATED.value, ActionStatus.COMPLETE.value)
"""Statuses whose kinds reports count apart: 'data only' and 'not reported', 'achieved' and 'achieved previously'."""


def first_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """The same number said again ('of the 38 KPIs', twice on a page) is one claim; another number is another.

    Two numbers of one status in one group are none: one of them counts a part, and nothing tells which.
    """
    stated: dict[tuple[object, ...], set[object]] = {}
    for claim in claims:
        stated.setdefault(_in_group(claim), set()).add(claim.count if claim.count is not None else claim.percent)
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if len(stated[_in_group(claim)]) == 1:
            about = (claim.population, claim.scope, claim.basis, *_in_group(claim)[2:])
            seen.setdefault((*about, claim.count, claim.percent), claim)
    return list(seen.values())


def without_lone_actions(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without numbers of actions of which no status is counted: any document speaks of actions."""
    counted = {claim.group for claim in claims if claim.rating not in ("total", "rated")}
    return [c for c in claims if c.population is Population.KPIS or c.group in counted or c.group.endswith("/before")]


def _in_group(claim: Claim) -> tuple[object, ...]:
    status = claim.rating or claim.bucket.casefold()
    if status in _NAMED_APART:
        status = claim.bucket.casefold()
    return claim.group, claim.basis, status, claim.is_current
