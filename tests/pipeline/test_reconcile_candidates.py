"""A total that the rows do not bear out: what the explanation says and which rows it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reconcile import reconcile_report
from pipeline.reconcile_context import ReportContext
from schemas.dataset import ObservationRow
from schemas.vocabulary import (
    Comparator,
    FoundBy,
    Polarity,
    Rating,
    Severity,
)
from tests.pipeline.made_claims import (
    COVER,
    claim,
    in_scope,
    kpi,
    kpis,
    reconciled,
    summary,
    verdicts,
)


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
