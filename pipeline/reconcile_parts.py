"""A total of the whole report beside those of its themes or directorates: which of them holds the difference.

Looks only at claims that were checked already; a whole that differs by what one theme differs needs only that
theme's rows looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.claims_labels import fold
from pipeline.reconcile_candidates import Candidate, describe_candidates
from pipeline.reconcile_check import Outcome, mismatch_said
from pipeline.reconcile_scopes import plain
from schemas.dataset import ClaimRow
from schemas.vocabulary import Verdict

Checked = tuple[ClaimRow, Outcome]

AGREED = (Verdict.MATCH, Verdict.MATCH_MERGED)


def locate_differences(claims: Sequence[ClaimRow], outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """The outcomes; a mismatch of the whole report or of one theme says what the totals beside it show."""
    return {claim.claim_id: _located(claim, outcomes[claim.claim_id], claims, outcomes) for claim in claims}


def _located(claim: ClaimRow, outcome: Outcome, claims: Sequence[ClaimRow], outcomes: Mapping[str, Outcome]) -> Outcome:
    if outcome.verdict is not Verdict.MISMATCH:
        return outcome
    alike = [(other, outcomes[other.claim_id]) for other in claims if _counts_the_same(other, claim)]
    if claim.scope is None:
        return _located_whole(claim, outcome, _each_scope_once(alike))
    whole = [found for other, found in alike if other.scope is None and found.tally is not None]
    if whole and all(found.verdict in AGREED for found in whole):
        kind = claim.scope_type
        said = f"The whole report's total agrees with the rows: a row may stand under another {kind}."
        return replace(outcome, explanation=f"{outcome.explanation} {said}")
    return outcome


def _counts_the_same(other: ClaimRow, claim: ClaimRow) -> bool:
    """Whether two claims count the same thing, over whatever scope."""
    if (other.population, other.basis, other.is_current) != (claim.population, claim.basis, claim.is_current):
        return False
    if other.rating is not None and claim.rating is not None:
        return other.rating == claim.rating
    return fold(other.bucket) == fold(claim.bucket)


def _each_scope_once(alike: Sequence[Checked]) -> list[Checked]:
    parts: dict[str, Checked] = {}
    for claim, outcome in alike:
        if claim.scope is not None and claim.count is not None and outcome.tally is not None:
            parts.setdefault(plain(claim.scope), (claim, outcome))
    return list(parts.values())


def _located_whole(claim: ClaimRow, outcome: Outcome, parts: Sequence[Checked]) -> Outcome:
    off = [(part, found) for part, found in parts if found.verdict is Verdict.MISMATCH]
    if off and sum(found.difference(part) or 0 for part, found in off) == outcome.difference(claim):
        named = " and ".join(f"{part.scope_type} '{part.scope}'" for part, _ in off)
        rows: dict[str, Candidate] = {}
        for _, found in off:
            for candidate in found.candidates:
                rows.setdefault(candidate.row.row_id, candidate)
        pieces = [mismatch_said(claim, outcome), f"The difference lies in {named}.", outcome.way_out]
        pieces.append(describe_candidates(tuple(rows.values())))
        said = " ".join(piece for piece in pieces if piece)
        return replace(outcome, explanation=said, candidates=tuple(rows.values()))
    covered = sum(found.tally.extracted for _, found in parts if found.tally)
    if len(parts) > 1 and not off and outcome.tally and covered == outcome.tally.extracted:
        kind = "themes" if parts[0][0].scope_type == "theme" else "directorates"
        said = f"The totals of its {len(parts)} {kind} all agree with the rows: only the total of the whole differs."
        return replace(outcome, explanation=f"{mismatch_said(claim, outcome)} {said}", candidates=())
    return outcome
