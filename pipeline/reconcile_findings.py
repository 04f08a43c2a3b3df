"""What arithmetic says of one claim, and which claims share a sum."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.dataset import ClaimRow
from schemas.vocabulary import Arithmetic

GroupKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What arithmetic says of one claim; ``verdict`` None where the report prints nothing to check it with.

    ``told_by`` is the claim an issue about it hangs on: several claims can share one wrong sum.
    """

    verdict: Arithmetic | None
    sentence: str = ""
    told_by: str | None = None

    @property
    def is_wrong(self) -> bool:
        return self.verdict in (Arithmetic.INCOMPLETE, Arithmetic.DENOMINATOR_CONFLICT, Arithmetic.PERCENT_WRONG)


def group_key(claim: ClaimRow) -> GroupKey:
    """Claims with the same key stand in one row, column or sentence and share their base."""
    if claim.claim_group is not None:
        return claim.document_id, claim.claim_group, claim.population
    return claim.document_id, claim.page, claim.form, claim.population, claim.scope, claim.period_label
