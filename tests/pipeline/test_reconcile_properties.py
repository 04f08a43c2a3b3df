"""Whatever a report holds: sound totals match, and a changed, lost or doubled row never does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas.dataset import ClaimRow
from schemas.vocabulary import (
    Rating,
)
from tests.pipeline.made_claims import (
    claim,
    kpi,
    reconciled,
    verdicts,
)

RATED = st.sampled_from([Rating.MET, Rating.CLOSE, Rating.MISSED, Rating.NOT_RATED])


REPORTS = st.lists(RATED, min_size=1, max_size=40)


def stated(ratings: list[Rating]) -> list[ClaimRow]:
    return [claim(i, rating.value, ratings.count(rating)) for i, rating in enumerate(Rating, 1) if rating in ratings]


def all_claims(ratings: list[Rating]) -> list[ClaimRow]:
    rated = sum(rating is not Rating.NOT_RATED for rating in ratings)
    return [*stated(ratings), claim(8, "total", len(ratings), bucket="KPIs"), claim(9, "rated", rated, bucket="Rated")]


@given(REPORTS)
def test_every_total_of_a_sound_report_matches(ratings: list[Rating]) -> None:
    rows = [kpi(i, rating) for i, rating in enumerate(ratings, 1)]
    assert set(verdicts(all_claims(ratings), rows)) == {"match"}


@given(REPORTS, st.data())
def test_a_changed_status_is_never_a_match(ratings: list[Rating], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(ratings) - 1))
    other = data.draw(RATED.filter(lambda rating: rating is not ratings[place]))
    changed = [*ratings[:place], other, *ratings[place + 1 :]]
    rows = [kpi(i, rating) for i, rating in enumerate(changed, 1)]
    found, _ = reconciled(stated(ratings), rows)
    about = {row.claim_id: row.verdict for row in found}
    lost = next(c for c in stated(ratings) if c.rating == ratings[place].value)
    assert about[lost.claim_id] == "mismatch"


@given(REPORTS, st.data())
def test_a_lost_or_doubled_row_is_never_a_match(ratings: list[Rating], data: st.DataObject) -> None:
    rows = [kpi(i, rating) for i, rating in enumerate(ratings, 1)]
    place = data.draw(st.integers(0, len(rows) - 1))
    lost = rows[:place] + rows[place + 1 :]
    doubled = [*rows, replace(rows[place], observation_id="again", position=999)]
    for wrong in (doubled, lost):
        if not wrong:
            continue
        found, issues = reconciled(all_claims(ratings), wrong)
        off = {row.claim_id for row in found if row.verdict == "mismatch"}
        for made in all_claims(ratings):
            hit = made.rating in (ratings[place].value, "total")
            hit = hit or (made.rating == "rated" and ratings[place] is not Rating.NOT_RATED)
            assert (made.claim_id in off) == hit
        assert len([issue for issue in issues if issue.code == "claim_mismatch"]) == len(off)
