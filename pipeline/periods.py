"""Which period a report is about, when its title, table headers, text and file name disagree.

Every witness is read (``periods``), votes with its weight, and the losers are reported, never dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.dates import find_dates
from extractors.folding import one_line
from extractors.period_parts import without_quarters
from extractors.periods import examine_period
from schemas.periods import Granularity, LosingWitness, Period, ResolvedPeriod
from schemas.readings import PeriodWitness

# Titles and footers are copied from the last report; column headings and printed dates are written for the figures
# under them. So one table header outweighs title and file name together; a manifest overrules everything.
WEIGHTS = {
    "manifest": 100.0,
    "table_header": 5.0,
    "heading": 2.0,
    "sentence": 1.5,
    "title": 2.0,
    "filename": 1.0,
    "footer": 0.5,
}
EXPLICIT_DATES = 2.0
# A quarter is reported one to four months after its end; up to half a year is seen, later is another report's period.
USUAL_LAG = timedelta(days=190)
_LAG_BONUS = 1.5
_DAY_IN_NAME = re.compile(
    r"(?<![0-9])(?:20[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9][-_.][01]?[0-9][-_.]20[0-9]{2})(?![0-9])"
)
_YEAR_IN_NAME = re.compile(r"((?<![0-9])20[0-9]{2})[-_](20[0-9]{2}|[0-9]{2})(?![0-9])")
_CONFLICT = "period_conflict"


@dataclass(frozen=True, slots=True)
class _Vote:
    witness: PeriodWitness
    period: Period
    weight: float


def resolve_period(
    witnesses: Sequence[PeriodWitness],
    meeting_date: date | None = None,
    *,
    financial_year: str | None = None,
) -> ResolvedPeriod:
    """The period most witnesses name; table headers and explicit dates weigh more than title and footer.

    A period that ends on or after ``meeting_date`` cannot be reported at that meeting and wins only where there is
    no other; one that ended within half a year before it is likelier. A whole year agrees with each of its quarters.
    Losers carry the issue code (period_conflict or impossible_date) and a sentence. KeyError for a witness whose
    ``source`` has no weight here.
    """
    votes, losers = _read_votes(witnesses, financial_year)
    votes = _latest_headers(votes)
    if not votes:
        return ResolvedPeriod(None, losers=tuple(losers))
    candidates = list({(vote.period.start, vote.period.end): vote.period for vote in votes}.values())
    winner = max(candidates, key=lambda period: _score(period, votes, meeting_date))
    winner = _quarter_of(winner, votes)
    supporters = [vote for vote in votes if _support(vote.period, winner)]
    against = [vote for vote in votes if not _support(vote.period, winner)]
    losers += [LosingWitness(vote.witness, _says(vote, winner), _CONFLICT) for vote in against]
    kept = _best_label(winner, supporters)
    if meeting_date is not None and kept.end >= meeting_date:
        message = (
            f"the period kept ends on {kept.end.isoformat()}, not before the meeting on {meeting_date.isoformat()}"
        )
        losers.append(LosingWitness(supporters[0].witness, message, _CONFLICT))
    return ResolvedPeriod(kept, tuple(vote.witness for vote in supporters), tuple(losers))


def _read_votes(
    witnesses: Sequence[PeriodWitness], financial_year: str | None
) -> tuple[list[_Vote], list[LosingWitness]]:
    votes: list[_Vote] = []
    losers: list[LosingWitness] = []
    context = financial_year or _year_of_all(witnesses)
    for witness in witnesses:
        text = _wording(witness)
        reading = examine_period(text, financial_year=context)
        for period in reading.periods:
            weight = WEIGHTS[witness.source] + (EXPLICIT_DATES if _names_days(text) else 0.0)
            votes.append(_Vote(witness, period, weight / len(reading.periods)))
        if reading.problem and reading.problem_code:
            losers.append(LosingWitness(witness, f"{witness.source} {reading.problem}", reading.problem_code))
    return votes, losers


def _wording(witness: PeriodWitness) -> str:
    """The witness's text; of a file name its words without a day: 'cabinet-2023-11-14-q2-2023-24.pdf'."""
    if witness.source != "filename":
        return witness.text
    words = _DAY_IN_NAME.sub(" ", witness.text.rsplit(".", 1)[0].replace("%20", " "))
    return re.sub(r"[-_+]+", " ", _YEAR_IN_NAME.sub(r"\1/\2", words))


def _year_of_all(witnesses: Sequence[PeriodWitness]) -> str | None:
    """The financial year of the weightiest witness that names one, for witnesses without a year."""
    readings = (
        (WEIGHTS[witness.source], reading.periods[0].financial_year)
        for witness in witnesses
        if len((reading := examine_period(_wording(witness))).periods) == 1
    )
    return max(readings, default=(0.0, None))[1]


def _names_days(text: str) -> bool:
    """Whether the wording names days or months, not only a quarter or year."""
    return bool(find_dates(without_quarters(one_line(text))))


def _latest_headers(votes: Sequence[_Vote]) -> list[_Vote]:
    """All votes, of table headers only those for the latest period: the earlier columns are comparisons."""
    ends = [vote.period.end for vote in votes if vote.witness.source == "table_header"]
    latest = max(ends, default=None)
    return [vote for vote in votes if vote.witness.source != "table_header" or vote.period.end == latest]


def _support(witness: Period, candidate: Period) -> float:
    """How far a witness's period speaks for a candidate: 1 the same, 0.5 the same end or the year around it, 0 not."""
    if (witness.start, witness.end) == (candidate.start, candidate.end):
        return 1.0
    if witness.end == candidate.end:
        return 0.5
    is_year = witness.granularity in (Granularity.YEAR, Granularity.CALENDAR, Granularity.ACADEMIC)
    inside = witness.start is not None and witness.start <= candidate.end <= witness.end
    return 0.5 if is_year and inside else 0.0


def _score(candidate: Period, votes: Sequence[_Vote], meeting: date | None) -> tuple[bool, float, float, date, date]:
    """What candidates are ranked by: possible at the meeting, weight of votes, weightiest witness, then the later,
    and of a year and its last quarter the quarter."""
    supporting = [(vote.weight * _support(vote.period, candidate), vote.weight) for vote in votes]
    total = sum(weight for weight, _ in supporting)
    strongest = max((weight for support, weight in supporting if support), default=0.0)
    lag = meeting - candidate.end if meeting else None
    is_possible = lag is None or lag > timedelta(0) or _is_stated(candidate, votes)
    is_usual = lag is not None and timedelta(0) < lag <= USUAL_LAG
    return is_possible, total + _LAG_BONUS * is_usual, strongest, candidate.end, candidate.start or date.min


def _quarter_of(winner: Period, votes: Sequence[_Vote]) -> Period:
    """The quarter where a witness names one that ends with the winner, and the winner only says 'since April'."""
    if winner.granularity not in (Granularity.HALF, Granularity.YTD):
        return winner
    same_end = (vote.period for vote in votes if vote.period.end == winner.end)
    return next((period for period in same_end if period.granularity is Granularity.QUARTER), winner)


def _is_stated(candidate: Period, votes: Sequence[_Vote]) -> bool:
    """Whether a manifest states the candidate: then the meeting date does not overrule it."""
    return any(vote.witness.source == "manifest" and _support(vote.period, candidate) == 1.0 for vote in votes)


def _best_label(winner: Period, supporters: Sequence[_Vote]) -> Period:
    """The winner in the wording of its weightiest witness."""
    same = [vote for vote in supporters if (vote.period.start, vote.period.end) == (winner.start, winner.end)]
    return max(same, key=lambda vote: vote.weight).period


def _says(vote: _Vote, winner: Period) -> str:
    return (
        f"{vote.witness.source} says '{vote.witness.text}' (to {vote.period.end.isoformat()}); "
        f"kept '{winner.label}' (to {winner.end.isoformat()})"
    )
