"""Do the percentages a report prints agree with its counts, and with each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractors.claims_labels import fold
from pipeline.reconcile_findings import Finding
from schemas.dataset import ClaimRow
from schemas.vocabulary import Arithmetic, Basis, Form

EXACT = 0.5
"""Percentage points within which a printed percentage is the rounded share."""
ROUNDED = 1.0
"""Percentage points up to which a publisher forced its percentages to add up to 100 (4 of 61 printed as 6 %)."""
_SLACK = 1e-9
HUNDRED = 100.0


def overlap(buckets: Sequence[ClaimRow]) -> bool:
    """Whether a bucket repeats another or holds it (Red, Amber, and 'Red or Amber'): such are no parts of a sum."""
    parts = [rating for claim in buckets for rating in (claim.rating or "").split("|") if rating]
    labels = [fold(claim.bucket) for claim in buckets]
    return len(set(labels)) < len(labels) or any(
        parts.count(part) > 1 and any("|" in (c.rating or "") and part in (c.rating or "").split("|") for c in buckets)
        for part in parts
    )


def check_percentages(
    group: Sequence[ClaimRow], claims: Sequence[ClaimRow], findings: dict[str, list[Finding]]
) -> None:
    """Judge the percentages of claims that stand together; ``claims`` are all of the report, to name what is left."""
    _check_sum_of_shares(group, findings)
    printed = [
        claim
        for claim in group
        if claim.percent is not None and claim.count is not None and claim.rating not in ("total", "rated")
    ]
    bases = _bases(group)
    unstated = [claim for claim in printed if _base_is_open(claim) and not any(_fits(claim, base) for base in bases)]
    _check_unstated(unstated, bases, claims, findings)
    printed = [claim for claim in printed if claim not in unstated]
    if not printed or not bases:
        return
    main = min(
        bases, key=lambda base: (sum(_off(claim, base) > ROUNDED + _SLACK for claim in printed), bases.index(base))
    )
    for claim in printed:
        off = _off(claim, main)
        others = [base for base in bases if base != main and _off(claim, base) <= EXACT + _SLACK]
        share = HUNDRED * (claim.count or 0) / main
        said = f"{claim.count} of {main} is {share:.1f} %, printed as {claim.percent:g} %."
        if off <= EXACT + _SLACK:
            finding = Finding(Arithmetic.OK)
        elif off <= ROUNDED + _SLACK:
            finding = Finding(Arithmetic.ROUNDING, said, claim.claim_id)
        elif others:
            said = f"{claim.percent:g} % is {claim.count} of {others[0]}, while its neighbours are shares of {main}."
            finding = Finding(Arithmetic.DENOMINATOR_CONFLICT, said, claim.claim_id)
        else:
            finding = Finding(Arithmetic.PERCENT_WRONG, said, claim.claim_id)
        findings[claim.claim_id].append(finding)


def _base_is_open(claim: ClaimRow) -> bool:
    """Whether a sentence prints a share without saying of what: '28 measures (52%) met their target'."""
    return claim.form is Form.SENTENCE and claim.denominator is None


def _fits(claim: ClaimRow, base: int) -> bool:
    return _off(claim, base) <= ROUNDED + _SLACK


def _check_unstated(
    unstated: Sequence[ClaimRow],
    bases: Sequence[int],
    claims: Sequence[ClaimRow],
    findings: dict[str, list[Finding]],
) -> None:
    """Shares of one number that is not stated are sound; one such share alone says nothing."""
    base = _common_base(unstated)
    if base is None or (bases and base > max(bases)):
        return
    said = f"The shares are of {base}, a number the text does not state."
    first = unstated[0]
    counted = {
        claim.rating: claim.count
        for claim in claims
        if claim.document_id == first.document_id
        and (claim.population, claim.scope, claim.is_current) == (first.population, first.scope, True)
        and claim.basis is Basis.CURRENT
        and claim.form is Form.SENTENCE
        and claim.rating not in ("total", "rated", "not_rated")
        and claim.count
    }
    added = sum(count or 0 for count in counted.values())
    if len(counted) > 1 and added < base:
        named = " and ".join(str(count) for count in counted.values())
        said += f" {named} of them are counted: {base - added} are left for the statuses it does not count."
    for claim in unstated:
        findings[claim.claim_id].append(Finding(Arithmetic.OK, said))


def _common_base(printed: Sequence[ClaimRow]) -> int | None:
    """The one whole number that all counts are the printed share of, None where several or no numbers are."""
    if len(printed) < 2 or any(not claim.percent or claim.percent <= EXACT for claim in printed):
        return None
    least = max(math.ceil(HUNDRED * (c.count or 0) / ((c.percent or 0) + EXACT)) for c in printed)
    most = min(math.floor(HUNDRED * (c.count or 0) / ((c.percent or 0) - EXACT)) for c in printed)
    return least if least == most else None


def _check_sum_of_shares(group: Sequence[ClaimRow], findings: dict[str, list[Finding]]) -> None:
    """Shares of one set that add up to more than a hundred, beyond rounding."""
    shares = [
        claim
        for claim in group
        if claim.percent is not None and claim.basis is Basis.CURRENT and claim.rating not in ("total", "rated")
    ]
    if len(shares) < 2 or overlap(shares) or len({claim.denominator for claim in shares}) > 1:
        return
    added = sum(claim.percent or 0.0 for claim in shares)
    if added > HUNDRED + len(shares) * EXACT + _SLACK:
        named = " + ".join(f"{claim.percent:g} % {claim.bucket}" for claim in shares)
        said = f"{named} = {added:g} %, more than all of them."
        finding = Finding(Arithmetic.PERCENT_WRONG, said, shares[0].claim_id)
        for claim in shares:
            findings[claim.claim_id].append(finding)


def _bases(group: Sequence[ClaimRow]) -> list[int]:
    """The numbers the group's percentages may be shares of, the likeliest first."""
    stated = [claim.denominator for claim in group if claim.denominator]
    for rating in ("rated", "total"):
        stated += [claim.count for claim in group if claim.rating == rating and claim.count]
    buckets = [claim for claim in group if claim.basis is Basis.CURRENT and claim.rating not in ("total", "rated")]
    if not stated and len(buckets) > 1 and not overlap(buckets) and all(c.count is not None for c in buckets):
        stated = [sum(claim.count or 0 for claim in buckets)]
    return [base for base in dict.fromkeys(stated) if base]


def _off(claim: ClaimRow, base: int) -> float:
    return abs((claim.percent or 0.0) - HUNDRED * (claim.count or 0) / base)
