"""Stated totals against counted rows: what is a match, what is not, and what the explanation says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile import reconcile_report
from pipeline.reconcile_context import ReportContext
from schemas.dataset import ClaimRow, ObservationRow
from schemas.vocabulary import (
    ActionStatus,
    Basis,
    Comparator,
    Direction,
    Form,
    FoundBy,
    Polarity,
    Population,
    Rag,
    Rating,
    ScopeType,
    Severity,
)
from tests.pipeline.made_claims import (
    COVER,
    action,
    claim,
    in_scope,
    kpi,
    kpis,
    reconciled,
    summary,
    verdicts,
)


def test_totals_that_the_rows_bear_out_match() -> None:
    rows, issues = reconciled(summary(5, 3, 2, 10), kpis(5, 3, 2, not_rated=4))
    assert [(r.verdict, r.extracted, r.difference, r.arithmetic) for r in rows] == [
        ("match", 5, 0, "ok"),
        ("match", 3, 0, "ok"),
        ("match", 2, 0, "ok"),
        ("match", 10, 0, "ok"),
    ]
    assert issues == []


def test_listed_rated_and_unrated_rows_are_counted_apart() -> None:
    claims = [claim(1, "total", 14), claim(2, "rated", 10), claim(3, "not_rated", 4)]
    assert verdicts(claims, kpis(5, 3, 2, not_rated=4)) == ["match", "match", "match"]


def test_a_merged_bucket_matches_the_sum_of_its_ratings() -> None:
    rows, _ = reconciled([claim(1, "close|missed", 5, bucket="Red or Amber")], kpis(5, 3, 2))
    assert [(r.verdict, r.extracted) for r in rows] == [("match_merged", 5)]


def test_a_plain_total_may_count_all_rows_or_the_rated_ones() -> None:
    rows = kpis(5, 3, 2, not_rated=4)
    assert verdicts([claim(1, "rated", 14, bucket="Total")], rows) == ["match"]
    assert verdicts([claim(1, "total", 10, bucket="Total")], rows) == ["match"]
    assert verdicts([claim(1, "rated", 12, bucket="Total")], rows) == ["mismatch"]
    assert verdicts([claim(1, "rated", 14, bucket="KPIs with RAG")], rows) == ["mismatch"]


def test_a_bucket_named_by_colour_counts_that_colour_whatever_the_legend_makes_of_it() -> None:
    exceeded = [replace(row, rating=Rating.EXCEEDED) for row in kpis(5)]
    assert verdicts([claim(1, "met", 5, bucket="Green")], exceeded) == ["match"]
    assert verdicts([claim(1, None, 5, bucket="Green")], exceeded) == ["match"]


def test_a_colour_without_a_meaning_is_counted_by_colour_also_where_no_row_has_it() -> None:
    rows = [replace(row, rag=Rag.BLUE, rating=Rating.EXCEEDED) if row.position == 1 else row for row in kpis(4)]
    assert verdicts([claim(1, None, 1, bucket="Blue")], rows) == ["match"]
    assert verdicts([claim(1, None, 0, bucket="Blue")], kpis(4)) == ["match"]
    assert verdicts([claim(1, None, 1, bucket="Blue")], kpis(4)) == ["mismatch"]


def test_on_or_above_target_merges_only_where_rows_know_an_exceeded_target() -> None:
    above = claim(1, "exceeded|met", 4, bucket="On or above target")
    exceeded = [replace(row, rating=Rating.EXCEEDED) if row.position == 1 else row for row in kpis(4)]
    assert verdicts([above], exceeded) == ["match_merged"]
    assert verdicts([above], kpis(4)) == ["match"]
    assert verdicts([above], [replace(row, status_label="On or above target") for row in exceeded]) == ["match"]


def test_a_status_nobody_explains_cannot_be_checked() -> None:
    rows, issues = reconciled([claim(1, None, 5, bucket="Slipped")], kpis(5))
    assert [r.verdict for r in rows] == ["not_checkable"]
    assert "Slipped" in rows[0].explanation
    assert issues == []


def test_a_mismatch_says_which_bucket_by_how_many_and_which_rows_to_look_at() -> None:
    rows, issues = reconciled(summary(5, 3, 2, 10), kpis(6, 2, 2))
    assert [(r.verdict, r.difference) for r in rows] == [
        ("mismatch", 1),
        ("mismatch", -1),
        ("match", 0),
        ("match", 0),
    ]
    assert "Green" in rows[0].explanation
    assert "1 over" in rows[0].explanation
    assert "Amber is 1 under: a row counted Green may be Amber" in rows[0].explanation
    assert "1.1 'Indicator number 1' (page 3)" in rows[0].explanation
    assert [(i.code, i.issue_id, i.severity, i.found_by) for i in issues] == [
        ("claim_mismatch", f"{COVER[:16]}:claim:1:mismatch", Severity.ERROR, FoundBy.RECONCILIATION),
        ("claim_mismatch", f"{COVER[:16]}:claim:2:mismatch", Severity.ERROR, FoundBy.RECONCILIATION),
    ]
    assert issues[0].row_id == rows[0].claim_id
    assert issues[0].page == 2


def test_a_row_read_twice_is_the_first_candidate() -> None:
    rows = kpis(5, 3, 2)
    double = replace(rows[3], observation_id="double", position=99)
    found, _ = reconciled(summary(5, 3, 2), [*rows, double])
    assert found[0].verdict == "mismatch"
    assert "'Indicator number 4' (page 3): a row of this title stands twice" in found[0].explanation


def test_a_row_whose_label_and_colour_disagree_is_the_first_candidate() -> None:
    rows = kpis(6, 2, 2)
    rows[4] = replace(rows[4], status_label="Amber")
    found, _ = reconciled(summary(5, 3, 2), rows)
    assert "Rows to look at: 1.5 'Indicator number 5' (page 3): its label says Amber" in found[0].explanation


def test_a_row_whose_value_misses_its_target_is_a_candidate_where_too_many_are_green() -> None:
    at_least = Comparator.AT_LEAST
    rows = [replace(row, actual_value=9.0, target_value=8.0, target_comparator=at_least) for row in kpis(6, 2, 2)]
    rows[2] = replace(rows[2], actual_value=7.0)
    found, _ = reconciled(summary(5, 3, 2), rows)
    assert "Rows to look at: 1.3 'Indicator number 3' (page 3): its value misses its target" in found[0].explanation


@pytest.mark.parametrize(("polarity", "hinted"), [(None, False), ("higher", True), ("lower", False)])
def test_which_way_is_good_is_never_assumed(polarity: str | None, hinted: bool) -> None:
    """Residual waste a household: 246 kg against 240 kg looks like a target passed, and is a target missed."""
    rows = [replace(row, actual_value=240.0, target_value=240.0) for row in kpis(4, 4, 2)]
    rows[5] = replace(rows[5], actual_value=246.1, indicator_id="waste")
    context = ReportContext(polarities={"waste": Polarity(polarity)} if polarity else {})
    found, _ = reconcile_report(summary(5, 3, 2), rows, (), context)
    assert ("reaches its target" in found[1].explanation) is hinted


def themed(name: str, start: int, ratings: list[Rating]) -> list[ObservationRow]:
    return [replace(kpi(start + i, rating), theme=name) for i, rating in enumerate(ratings)]


def two_themes() -> list[ObservationRow]:
    green, amber = Rating.MET, Rating.CLOSE
    return [*themed("Homes", 1, [green, green, amber]), *themed("Streets", 11, [green, amber, amber])]


def test_a_difference_of_the_whole_that_lies_in_one_theme_names_only_its_rows() -> None:
    homes = in_scope([claim(1, "met", 2), claim(2, "close", 1)], "Homes", 1)
    streets = in_scope([claim(1, "met", 2), claim(2, "close", 1)], "Streets", 2)
    whole = [claim(5, "met", 4, claim_group="t/3"), claim(6, "close", 2, claim_group="t/3")]
    found, _ = reconciled([*homes, *streets, *whole], two_themes())
    assert [r.verdict for r in found] == ["match", "match", "mismatch", "mismatch", "mismatch", "mismatch"]
    for row in found[4:]:
        assert "The difference lies in directorate 'Streets'." in row.explanation
        assert "Indicator number 12" in row.explanation
        assert "Indicator number 3'" not in row.explanation


def test_themes_that_agree_show_that_only_the_total_of_the_whole_is_off() -> None:
    homes = in_scope([claim(1, "met", 2)], "Homes", 1)
    streets = in_scope([claim(1, "met", 1)], "Streets", 2)
    found, _ = reconciled([*homes, *streets, claim(5, "met", 4, claim_group="t/3")], two_themes())
    assert found[2].verdict == "mismatch"
    assert "its 2 directorates all agree with the rows" in found[2].explanation
    assert "Rows to look at" not in found[2].explanation


def test_a_whole_that_agrees_points_at_rows_under_another_theme() -> None:
    homes = in_scope([claim(1, "met", 3)], "Homes", 1)
    found, _ = reconciled([*homes, claim(5, "met", 3, claim_group="t/3")], two_themes())
    assert [r.verdict for r in found] == ["mismatch", "match"]
    assert "a row may stand under another directorate" in found[0].explanation


def test_a_row_with_an_odd_fill_is_a_candidate() -> None:
    rows = [replace(row, status_colour="#00b050") for row in kpis(6, 0, 2)]
    rows[1] = replace(rows[1], status_colour="#60c050")
    found, _ = reconciled(summary(5, 0, 2), rows)
    assert "1.2 'Indicator number 2' (page 3): its fill #60c050 differs" in found[0].explanation


def test_rows_at_a_page_break_are_candidates_for_a_missing_one() -> None:
    rows = [replace(row, page=3 if row.position < 4 else 4) for row in kpis(4, 3, 2)]
    found, _ = reconciled(summary(5, 3, 2), rows)
    assert "it stands at a page break" in found[0].explanation


def test_unreadable_rows_that_could_fill_the_gap_leave_the_claim_open() -> None:
    rows, issues = reconciled(summary(5, 3, 2), kpis(4, 3, 2, unreadable=1))
    assert [(r.verdict, r.unreadable) for r in rows] == [("not_checkable", 1), ("match", 1), ("match", 1)]
    assert "Indicator number 10" in rows[0].explanation
    assert issues == []


def test_unreadable_rows_that_cannot_fill_the_gap_do_not_hide_a_mismatch() -> None:
    assert verdicts(summary(5, 3, 2), kpis(3, 3, 2, unreadable=1))[0] == "mismatch"
    assert verdicts(summary(5, 3, 2), kpis(6, 3, 2, unreadable=1))[0] == "mismatch"


def test_without_the_appendix_nothing_can_be_checked_and_the_reason_names_what_is_missing() -> None:
    claims = in_scope([claim(1, "total", 40), claim(2, "met", 12)], "Care", 1)
    claims += in_scope([claim(1, "total", 61), claim(2, "met", 9)], "Place", 2)
    rows, issues = reconciled(claims)
    assert {r.verdict for r in rows} == {"not_checkable"}
    assert {(r.extracted, r.difference) for r in rows} == {(None, None)}
    assert "the 101 indicators" in rows[0].explanation
    assert issues == []


def test_an_indicator_listed_in_two_documents_counts_once_and_twice_in_one_counts_twice() -> None:
    rows = kpis(5)
    again = [replace(row, document_id="b" * 64, observation_id=f"b{row.position}") for row in rows[:3]]
    assert verdicts([claim(1, "met", 5)], [*rows, *again]) == ["match"]
    doubled = replace(rows[0], observation_id="x", position=77)
    assert verdicts([claim(1, "met", 5)], [*rows, doubled]) == ["mismatch"]


def test_actions_are_counted_among_actions_only() -> None:
    actions = [action(1, ActionStatus.COMPLETE), action(2, ActionStatus.ON_TRACK), action(3, ActionStatus.ON_TRACK)]
    claims = [
        claim(1, "on_track", 2, population=Population.ACTIONS, bucket="On track"),
        claim(2, "total", 3, population=Population.ACTIONS, bucket="Total"),
        claim(3, "met", 4),
    ]
    assert verdicts(claims, kpis(4), actions) == ["match", "match", "match"]


def test_directions_are_counted_by_the_rows_directions() -> None:
    ways = [Direction.IMPROVED] * 2 + [Direction.SAME] * 3 + [Direction.DECLINED]
    rows = [kpi(i, direction=way) for i, way in enumerate(ways, 1)]
    claims = [
        claim(i, rating, count, basis=Basis.DIRECTION)
        for i, (rating, count) in enumerate([("improved", 2), ("same", 3), ("declined", 2)])
    ]
    assert verdicts(claims, rows) == ["match", "match", "mismatch"]
    assert verdicts(claims, kpis(6)) == ["not_checkable"] * 3


def test_a_forecast_is_never_checked_against_current_statuses() -> None:
    assert verdicts([claim(1, "met", 5, basis=Basis.FORECAST)], kpis(5)) == ["not_checkable"]


def test_a_comparison_period_matches_the_previous_statuses_the_rows_print() -> None:
    rows = [kpi(i, previous=Rag.GREEN if i < 4 else Rag.RED) for i in range(1, 7)]
    before = {"is_current": False, "period_label": "Quarter 1"}
    claims = [claim(1, "met", 3, **before), claim(2, "missed", 3, **before)]
    assert verdicts(claims, rows) == ["match", "match"]
    assert verdicts([claim(1, "met", 5, **before)], rows) == ["not_checkable"]
    assert verdicts([claim(1, "met", 5, **before)], kpis(5)) == ["not_checkable"]


def test_a_number_that_was_doubtful_on_the_page_is_left_open() -> None:
    rows, _ = reconciled([claim(1, "rated", None, bucket="Total")], kpis(3))
    assert rows[0].verdict == "not_checkable"


@pytest.mark.parametrize(
    ("percent", "verdict"), [(50.0, "match"), (45.5, "match"), (50.6, "not_checkable"), (10.0, "not_checkable")]
)
def test_a_share_without_a_number_is_recomputed_from_the_rows(percent: float, verdict: str) -> None:
    rows, _ = reconciled([claim(1, "met", None, percent=percent)], kpis(5, 5, not_rated=1))
    assert rows[0].verdict == verdict
    assert "50.0 % of the 10 rated" in rows[0].explanation or "45.5 % of the 11 listed" in rows[0].explanation


def test_kinds_of_one_status_are_borne_out_by_their_sum() -> None:
    kinds = [claim(1, "not_rated", 7, bucket="data only"), claim(2, "not_rated", 10, bucket="not reported")]
    assert verdicts(kinds, kpis(5, not_rated=17)) == ["match", "match"]
    assert verdicts(kinds, kpis(5, not_rated=16)) == ["not_checkable", "not_checkable"]


def in_document(claims: list[ClaimRow], document: str) -> list[ClaimRow]:
    return [
        replace(made, claim_id=f"{document}:{made.claim_id}", document_id=document * 64, form=Form.SENTENCE)
        for made in claims
    ]


def test_the_same_total_in_cover_and_minutes_is_linked_to_its_first_statement() -> None:
    cover, minutes = in_document(summary(5, 3, 2), "1"), in_document(summary(5, 3, 2), "2")
    found, issues = reconciled([*cover, *minutes], kpis(5, 3, 2))
    assert [row.same_as for row in found] == [None, None, None, *(claim.claim_id for claim in cover)]
    assert issues == []


def test_documents_of_a_report_that_state_different_totals_are_reported_with_both_places() -> None:
    cover, minutes = in_document(summary(5, 3, 2), "1"), in_document(summary(6, 3, 1), "2")
    context = ReportContext(documents={"1" * 64: "cover.pdf", "2" * 64: "minutes.pdf"})
    found, issues = reconcile_report([*cover, *minutes], kpis(5, 3, 2), (), context)
    conflicts = [issue for issue in issues if issue.code == "cross_document_conflict"]
    assert [issue.row_id for issue in conflicts] == [minutes[0].claim_id, minutes[2].claim_id]
    assert conflicts[0].message == "'Green' is 5 in cover.pdf, page 2, and 6 in minutes.pdf, page 2."
    assert found[0].verdict == "match"
    assert conflicts[0].message in found[0].explanation


def test_an_earlier_quarter_in_another_document_contradicts_nothing() -> None:
    cover = in_document([claim(1, "met", 5)], "1")
    minutes = in_document([claim(1, "met", 4, is_current=False, period_label="last quarter")], "2")
    _, issues = reconciled([*cover, *minutes], kpis(5))
    assert issues == []


def test_a_sentence_that_its_own_documents_table_overrules_is_left_open_and_reported() -> None:
    rows = [replace(row, theme="Children") for row in kpis(3, 2, 3)]
    table = in_scope(summary(3, 2, 3), "Children", 1)
    said = [
        replace(made, claim_id=f"s{made.claim_id}", form=Form.SENTENCE, claim_group="s", denominator=8)
        for made in in_scope(summary(2, 2, 4), "Children", 2)
    ]
    found, issues = reconciled([*table, *said], rows)
    assert [row.verdict for row in found] == ["match"] * 3 + ["not_checkable", "match", "not_checkable"]
    assert "the rows agree with the table" in found[3].explanation
    assert {issue.code for issue in issues} == {"text_contradicts_table"}


THEMES = ("Education & Skills KPIs", "Integrated Children's Services KPIs", "Governance and Law KPIs")
SCOPES = (
    "Children, Young People and Education (Education & Skills)",
    "Children, Young People and Education (Integrated Children’s Services)",
    "Governance, Law & Democracy",
)


@pytest.mark.parametrize("column", ["theme", "directorate", "grouping"])
def test_directorates_are_matched_with_the_rows_own_names_however_they_are_shortened(column: str) -> None:
    rows, claims = [], []
    for line, (name, scope) in enumerate(zip(THEMES, SCOPES, strict=True), 1):
        rows += [replace(kpi(10 * line + i), **{column: name}) for i in range(line)]  # type: ignore[arg-type]
        claims += in_scope([claim(1, "met", line)], scope, line)
    found, _ = reconciled(claims, rows)
    assert [(r.verdict, r.extracted, r.matched_scope) for r in found] == [
        ("match", 1, THEMES[0]),
        ("match", 2, THEMES[1]),
        ("match", 3, THEMES[2]),
    ]
    assert "score" in found[2].explanation


def test_a_directorate_the_rows_do_not_name_cannot_be_checked_and_the_nearest_is_named() -> None:
    rows = [replace(row, theme="Highways") for row in kpis(5)]
    claims = in_scope([claim(1, "met", 4)], "Libraries", 1) + in_scope([claim(2, "met", 5)], "Highways", 2)
    found, _ = reconciled(claims, rows)
    assert [r.verdict for r in found] == ["not_checkable", "match"]
    assert "'Libraries'" in found[0].explanation
    assert "Highways" in found[0].explanation


def test_a_heading_over_a_summary_of_the_whole_report_is_no_directorate() -> None:
    rows = [replace(row, theme="Highways") for row in kpis(5, 3, 2)]
    found, _ = reconciled(in_scope(summary(5, 3, 1), "Where do we stand", 1), rows)
    assert [r.verdict for r in found] == ["match", "match", "mismatch"]
    assert "whole report" in found[0].explanation


def test_a_vague_name_match_that_no_count_confirms_is_no_mismatch() -> None:
    rows = [replace(row, theme="Adult Social Care and Public Health") for row in kpis(5, 3)]
    rows += [replace(kpi(20 + i, Rating.MISSED), theme="Highways") for i in range(9)]
    claims = in_scope([claim(1, "met", 1), claim(2, "close", 1)], "Public Health", 1)
    found, issues = reconciled(claims, rows)
    assert {r.verdict for r in found} == {"not_checkable"}
    assert issues == []


def test_a_sentence_that_agrees_nowhere_speaks_of_something_else() -> None:
    part = [claim(1, "total", 6, form=Form.SENTENCE), claim(2, "met", 4, form=Form.SENTENCE)]
    assert verdicts(part, kpis(20, 10, 8)) == ["not_checkable"] * 2
    close = [claim(1, "total", 39, form=Form.SENTENCE), claim(2, "met", 21, form=Form.SENTENCE)]
    assert verdicts(close, kpis(20, 10, 8)) == ["mismatch"] * 2


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


def test_scope_types_do_not_matter_for_the_verdict() -> None:
    rows = [replace(row, directorate="Place") for row in kpis(2)]
    made = in_scope([claim(1, "met", 2)], "Place", 1)
    assert verdicts([replace(made[0], scope_type=ScopeType.THEME)], rows) == ["match"]
