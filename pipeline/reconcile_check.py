"""One claim against its rows: the verdict and the sentence that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.claims_labels import fold
from pipeline.reconcile_candidates import MOST_NAMED, Candidate, candidates, describe_candidates
from pipeline.reconcile_rows import CountedRow, Tally, is_answerable, is_labelled, tally, tally_previous
from pipeline.reconcile_shares import EXACT, HUNDRED
from schemas.dataset import ClaimRow
from schemas.lookups import read_lookup
from schemas.vocabulary import Basis, Population, Rating, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What checking one claim gave. ``tally`` is None where there was nothing to count.

    A mismatch has ``candidates``, the rows to look at, and ``way_out``: which neighbour is off the other way round.
    """

    verdict: Verdict
    explanation: str
    tally: Tally | None = None
    candidates: tuple[Candidate, ...] = ()
    way_out: str = ""

    def difference(self, claim: ClaimRow) -> int | None:
        if self.tally is None or claim.count is None:
            return None
        return self.tally.extracted - claim.count


def check_claim(claim: ClaimRow, rows: Sequence[CountedRow]) -> Outcome:
    """Check a claim with the rows of its population and scope; candidates for a mismatch are added later."""
    if not is_answerable(claim) and not any(is_labelled(row, fold(claim.bucket)) for row in rows):
        return _unchecked(f"'{claim.bucket}' is no status that the legend or the lookups explain.")
    if claim.basis is Basis.FORECAST:
        return _unchecked("It is a forecast; the rows hold the statuses of the period, not forecasts.")
    if not claim.is_current:
        return _check_previous(claim, rows)
    found = tally(claim, rows)
    if found is None:
        return _unchecked("No direction of travel stands in the rows.")
    if claim.count is None:
        return _without_count(claim, found, rows)
    found = _bare_total(claim, found, rows)
    difference = found.extracted - claim.count
    if difference == 0:
        doubt = f" {_count(found.unreadable)} could not be read beside them." if found.unreadable else ""
        said = f"{_counted(claim, found)}.{doubt}"
        return Outcome(Verdict.MATCH_MERGED if _is_merged(claim, rows) else Verdict.MATCH, said, found)
    if found.extracted < claim.count <= found.extracted + len(found.unreadable):
        named = "; ".join(row.described for row in found.unreadable[:MOST_NAMED])
        return Outcome(
            Verdict.NOT_CHECKABLE,
            f"{_counted(claim, found)}, {claim.count} stated; {_count(found.unreadable)} in this scope could not be "
            f"read and may make up the difference: {named}.",
            found,
        )
    if claim.rating == Rating.EXCEEDED and not any(row.rating == Rating.EXCEEDED for row in rows):
        said = f"The rows know no exceeded target, only met ones: {_counted(claim, found)}."
        return Outcome(Verdict.NOT_CHECKABLE, said, found)
    outcome = Outcome(Verdict.MISMATCH, "", found)
    return replace(outcome, explanation=mismatch_said(claim, outcome))


def mismatch_said(claim: ClaimRow, outcome: Outcome) -> str:
    """'The report states 5 'Amber', its rows show 6: 1 over.'"""
    difference = outcome.difference(claim) or 0
    shown = outcome.tally.extracted if outcome.tally else 0
    way = "over" if difference > 0 else "under"
    return f"The report states {claim.count} '{claim.bucket}', its rows show {shown}: {abs(difference)} {way}."


def explain_mismatch(
    claim: ClaimRow, outcome: Outcome, rows: Sequence[CountedRow], neighbours: Sequence[tuple[ClaimRow, Outcome]]
) -> Outcome:
    """The outcome with the neighbour buckets that are off the other way and the rows to look at."""
    difference = outcome.difference(claim) or 0
    found = outcome.tally
    if found is None:
        return outcome
    off = [(c, o, o.difference(c) or 0) for c, o in neighbours if c.basis is claim.basis and c is not claim]
    opposite = [(c, o, d) for c, o, d in off if d * difference < 0 and c.rating not in ("total", "rated")]
    if claim.rating in ("total", "rated"):
        opposite = []
    way_out = ""
    if opposite:
        named = " and ".join(f"{c.bucket} is {abs(d)} {'over' if d > 0 else 'under'}" for c, _, d in opposite)
        here, there = claim.bucket, opposite[0][0].bucket
        wrong, right = (here, there) if difference > 0 else (there, here)
        way_out = f"{named}: a row counted {wrong} may be {right}."
    others = [row for _, o, _ in opposite if o.tally for row in o.tally.counted]
    to_look_at = candidates(claim.bucket, difference, found, rows, others)
    last = describe_candidates(to_look_at)
    if not to_look_at and difference < 0:
        last = "No row of the scope is doubtful: a row of the report may be missing from the dataset."
    said = " ".join(part for part in (outcome.explanation, way_out, last) if part)
    return replace(outcome, explanation=said, candidates=to_look_at, way_out=way_out)


def kinds_together(claim: ClaimRow, outcome: Outcome, group: Sequence[ClaimRow]) -> Outcome:
    """The outcome; where a group counts several kinds of one status the rows answer for their sum only.

    'Seven are data only and ten could not be reported': both are rows without a rating.
    """
    alike = [c for c in group if (c.rating, c.basis, c.is_current) == (claim.rating, claim.basis, claim.is_current)]
    labels = {fold(c.bucket) for c in alike}
    if outcome.verdict is not Verdict.MISMATCH or len(labels) < 2 or outcome.tally is None:
        return outcome
    added = sum(c.count or 0 for c in alike)
    shown = outcome.tally.extracted
    named = " and ".join(f"{c.count} '{c.bucket}'" for c in alike)
    if added == shown:
        return replace(outcome, verdict=Verdict.MATCH, explanation=f"{named} are the {_rows(shown)} of this status.")
    said = f"{named} are kinds of one status, of which there are {_rows(shown)}; the rows do not tell them apart."
    return replace(outcome, verdict=Verdict.NOT_CHECKABLE, explanation=said)


def nothing_listed(claim: ClaimRow, stated: int | None) -> Outcome:
    """The outcome where no document of the report lists rows of the claim's population."""
    kind = "indicators" if claim.population is Population.KPIS else "actions"
    size = f"the {stated} {kind}" if stated else f"the {kind}"
    return _unchecked(f"No document of this report in the dataset lists {size} it counts; add the appendix that does.")


def scope_unknown(claim: ClaimRow, nearest: tuple[str, float] | None) -> Outcome:
    """The outcome where no theme, directorate or grouping of the rows is called like the claim's scope."""
    beside = f"; the nearest is '{nearest[0]}' (score {nearest[1]:.0f} of 100)" if nearest else ""
    return _unchecked(f"No theme or directorate of the rows is called '{claim.scope}'{beside}.")


def _unchecked(explanation: str) -> Outcome:
    return Outcome(Verdict.NOT_CHECKABLE, explanation)


def _is_merged(claim: ClaimRow, rows: Sequence[CountedRow]) -> bool:
    """Whether the bucket puts several statuses of these rows together.

    'On or above target' is one status in a report whose rows are worded like it, or know no exceeded target.
    """
    ratings = (claim.rating or "").split("|")
    if len(ratings) < 2 or any(is_labelled(row, fold(claim.bucket)) for row in rows):
        return False
    return ratings != [Rating.EXCEEDED, Rating.MET] or any(row.rating == Rating.EXCEEDED for row in rows)


def _bare_total(claim: ClaimRow, found: Tally, rows: Sequence[CountedRow]) -> Tally:
    """A plain 'Total' may count the rated rows or all of them; the reading that agrees is taken."""
    words = read_lookup("claims")["scope"]["whole"]
    if claim.count == found.extracted or fold(claim.bucket) not in words:
        return found
    every = Tally(tuple(rows), ())
    rated = Tally(tuple(row for row in rows if row.is_rated), tuple(row for row in rows if row.is_unreadable))
    return next((t for t in (every, rated) if t.extracted == claim.count), found)


def _check_previous(claim: ClaimRow, rows: Sequence[CountedRow]) -> Outcome:
    found = tally_previous(claim, rows)
    period = f" ({claim.period_label})" if claim.period_label else ""
    if found is None:
        return _unchecked(f"It counts a comparison period{period}, whose statuses the rows do not print.")
    if claim.count is not None and found.extracted == claim.count:
        return Outcome(
            Verdict.MATCH, f"{_rows(found.extracted)} with this status in the previous period{period}.", found
        )
    return Outcome(
        Verdict.NOT_CHECKABLE,
        f"It counts a comparison period{period}; {_rows(found.extracted)} print this as their previous status, but the "
        "set of rows may have changed since.",
        found,
    )


def _without_count(claim: ClaimRow, found: Tally, rows: Sequence[CountedRow]) -> Outcome:
    """A share without a number: it matches when it is the rows' share of the rated ones, or of all."""
    if claim.percent is None:
        return Outcome(
            Verdict.NOT_CHECKABLE, f"The printed number is doubtful (see its issue); {_counted(claim, found)}.", found
        )
    rated = sum(row.is_rated for row in rows)
    for base, name in ((rated, "rated"), (len(rows), "listed")):
        if base and abs(HUNDRED * found.extracted / base - claim.percent) <= EXACT:
            share = f"{HUNDRED * found.extracted / base:.1f} % of the {base} {name}"
            verdict = Verdict.MATCH_MERGED if _is_merged(claim, rows) else Verdict.MATCH
            return Outcome(verdict, f"Only a share is stated; {_counted(claim, found)}, {share}.", found)
    share = f", {HUNDRED * found.extracted / rated:.1f} % of the {rated} rated" if rated else ""
    return Outcome(
        Verdict.NOT_CHECKABLE, f"Only a share is stated ({claim.percent:g} %); {_counted(claim, found)}{share}.", found
    )


def _counted(claim: ClaimRow, found: Tally) -> str:
    return f"{_rows(found.extracted)} counted as '{claim.bucket}'"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _count(rows: Sequence[CountedRow]) -> str:
    return f"{_rows(len(rows))}"
