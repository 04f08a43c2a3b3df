"""Stated totals against counted rows: which rows a claim counts, and when it cannot be checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.vocabulary import (
    ActionStatus,
    Basis,
    Direction,
    Form,
    Population,
    Rag,
    Rating,
)
from tests.pipeline.made_claims import (
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


def test_a_status_nobody_explains_is_counted_where_rows_are_worded_like_it() -> None:
    rows = [replace(kpi(n, Rating.CLOSE), status_label="Delayed") for n in range(2)]
    found, _ = reconciled([claim(1, None, 2, bucket="delayed"), claim(2, None, 3, bucket="delayed")], rows)
    assert [row.verdict for row in found] == ["match", "mismatch"]


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


def test_a_sentence_whose_base_is_that_of_the_rated_rows_speaks_of_the_report_even_where_all_its_counts_are_off() -> (
    None
):
    claims = [
        claim(1, "met", 10, form=Form.SENTENCE, denominator=18),
        claim(2, "close", 4, form=Form.SENTENCE, denominator=18),
    ]
    rows = kpis(met=9, close=5, missed=4, not_rated=2)
    assert verdicts(claims, rows) == ["mismatch", "mismatch"]
    part = [replace(one, denominator=5) for one in claims]
    assert verdicts(part, rows) == ["not_checkable", "not_checkable"]
