"""Do stated totals agree with themselves: figures as councils published them, labels ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile_arithmetic import check_arithmetic
from schemas.dataset import ClaimRow
from schemas.vocabulary import Arithmetic, Basis, Form
from tests.pipeline.made_claims import claim, in_scope, reconciled

Bucket = tuple[str, str | None, int, float | None]
OK, ROUNDING = Arithmetic.OK, Arithmetic.ROUNDING

PUBLISHED: dict[str, tuple[int, list[Bucket], list[Arithmetic]]] = {
    "three bands of rated indicators": (
        123,
        [("met", "met", 82, 67), ("near", "close", 19, 15), ("off", "missed", 22, 18)],
        [OK] * 3,
    ),
    "the quarter before": (
        119,
        [("met", "met", 82, 69), ("near", "close", 15, 13), ("off", "missed", 22, 18)],
        [OK] * 3,
    ),
    "a year end": (129, [("met", "met", 84, 65), ("near", "close", 13, 10), ("off", "missed", 32, 25)], [OK] * 3),
    "percentages that add up to 101": (
        51,
        [("met", "met", 36, 71), ("near", "close", 4, 8), ("off", "missed", 11, 22)],
        [OK] * 3,
    ),
    "a group without a percentage": (
        21,
        [
            ("met", "exceeded|met", 10, 48),
            ("off", "missed", 8, 38),
            ("none", "not_rated", 1, 5),
            ("ill", None, 2, None),
        ],
        [OK] * 4,
    ),
    "percentages forced to add up to 100": (
        61,
        [
            ("done", None, 6, 10),
            ("met", "met", 43, 70),
            ("near", "close", 6, 10),
            ("off", "missed", 4, 6),
            ("later", "not_rated", 2, 4),
        ],
        [OK, OK, OK, ROUNDING, ROUNDING],
    ),
    "work delayed": (
        89,
        [("done", None, 21, 24), ("going", None, 44, 49), ("late", None, 16, 18), ("later", None, 8, 9)],
        [OK] * 4,
    ),
    "18.5 printed as 18": (
        27,
        [("met", "met", 20, 74), ("near", "close", 1, 4), ("off", "missed", 5, 18), ("none", "not_rated", 1, None)],
        [OK, OK, ROUNDING, OK],
    ),
    "counts without percentages": (
        39,
        [("met", "met", 18, None), ("near", "close", 15, None), ("off", "missed", 6, None)],
        [OK] * 3,
    ),
}


def published(total: int, buckets: list[Bucket], rating: str = "total", form: Form = Form.TABLE) -> list[ClaimRow]:
    claims = [
        claim(i, rated, count, bucket=label, percent=percent, form=form)
        for i, (label, rated, count, percent) in enumerate(buckets, 1)
    ]
    return [*claims, claim(99, rating, total, bucket="All", form=form)]


@pytest.mark.parametrize(("total", "buckets", "expected"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_published_totals_are_judged_as_they_add_up(
    total: int, buckets: list[Bucket], expected: list[Arithmetic]
) -> None:
    findings = check_arithmetic(published(total, buckets))
    assert [finding.verdict for finding in findings.values()] == [*expected, OK]


def test_items_unaccounted_for_are_named_with_their_number() -> None:
    buckets: list[Bucket] = [("well", "met", 6, None), ("unsure", "close", 2, None), ("badly", "missed", 1, None)]
    rows, issues = reconciled(published(13, buckets))
    assert {row.arithmetic for row in rows} == {Arithmetic.INCOMPLETE}
    assert "4 unaccounted for" in rows[0].explanation
    assert [issue.code for issue in issues] == ["claim_arithmetic"]
    assert issues[0].issue_id.endswith(":claim:99:arithmetic")


def test_buckets_that_exceed_their_total_have_another_base() -> None:
    findings = check_arithmetic(published(10, [("met", "met", 8, None), ("off", "missed", 5, None)], "rated"))
    assert {finding.verdict for finding in findings.values()} == {Arithmetic.DENOMINATOR_CONFLICT}


def test_a_percentage_beyond_rounding_is_wrong() -> None:
    claims = published(33, [("met", "met", 24, 74), ("off", "missed", 9, 27)])
    findings = check_arithmetic(claims)
    assert [finding.verdict for finding in findings.values()] == [Arithmetic.PERCENT_WRONG, OK, OK]
    assert "24 of 33 is 72.7 %, printed as 74 %" in findings[claims[0].claim_id].sentence


def test_a_percentage_of_another_base_than_its_neighbours_is_a_conflict() -> None:
    claims = [
        claim(1, "total", 256, bucket="All"),
        claim(2, "rated", 228, bucket="Rated"),
        claim(3, "met", 140, percent=61.0),
        claim(4, "close", 59, percent=26.0),
        claim(5, "missed", 29, percent=11.0),
    ]
    verdicts = [finding.verdict for finding in check_arithmetic(claims).values()]
    assert verdicts[2:] == [OK, OK, Arithmetic.DENOMINATOR_CONFLICT]


def test_listed_and_rated_indicators_of_a_line_are_no_contradiction() -> None:
    claims = [
        claim(1, "total", 40, bucket="No of KPIs"),
        claim(2, "rated", 15, bucket="With RAG"),
        claim(3, "missed", 6, percent=40.0),
        claim(4, "close", 5, percent=33.0),
        claim(5, "met", 4, percent=27.0),
    ]
    assert {finding.verdict for finding in check_arithmetic(claims).values()} == {OK}


def test_data_for_some_and_none_for_the_others_add_up_to_all() -> None:
    claims = [claim(1, "total", 136), claim(2, "rated", 123), claim(3, "not_rated", 13)]
    assert {finding.verdict for finding in check_arithmetic(claims).values()} == {OK}
    wrong = [claim(1, "total", 136), claim(2, "rated", 123), claim(3, "not_rated", 12)]
    assert {finding.verdict for finding in check_arithmetic(wrong).values()} == {Arithmetic.INCOMPLETE}


def test_a_sentence_that_names_only_some_statuses_is_not_incomplete() -> None:
    claims = published(38, [("met", "met", 17, None), ("off", "missed", 9, None)], form=Form.SENTENCE)
    assert {finding.verdict for finding in check_arithmetic(claims).values()} == {None}


def test_statuses_of_a_sentence_that_add_up_to_its_base_are_sound() -> None:
    claims = [
        claim(i, rating, n, denominator=38, form=Form.SENTENCE)
        for i, (rating, n) in enumerate([("met", 17), ("close", 12), ("missed", 9)], 1)
    ]
    assert {finding.verdict for finding in check_arithmetic(claims).values()} == {OK}
    assert {finding.verdict for finding in check_arithmetic(claims[:2]).values()} == {None}


def test_a_total_line_is_checked_against_the_lines_above_it() -> None:
    lines = in_scope([claim(1, "met", 5)], "Care", 1) + in_scope([claim(1, "met", 7)], "Place", 2)
    sound = claim(50, "met", 12, claim_group="t/9")
    wrong = claim(50, "met", 13, claim_group="t/9")
    assert check_arithmetic([*lines, sound])[sound.claim_id].verdict is OK
    finding = check_arithmetic([*lines, wrong])[wrong.claim_id]
    assert finding.verdict is Arithmetic.INCOMPLETE
    assert "add up to 12" in finding.sentence


def test_directions_add_up_to_the_statuses_of_their_line_or_to_fewer() -> None:
    statuses = [claim(1, "met", 18), claim(2, "close", 15), claim(3, "missed", 6)]
    ways = [
        claim(10 + i, way, n, basis=Basis.DIRECTION)
        for i, (way, n) in enumerate([("improved", 6), ("same", 29), ("declined", 4)])
    ]
    assert {finding.verdict for finding in check_arithmetic([*statuses, *ways]).values()} == {OK}
    assert {finding.verdict for finding in check_arithmetic([*statuses, *ways[:2]]).values()} == {None}


def test_merged_buckets_beside_their_parts_are_not_added_twice() -> None:
    claims = [
        claim(1, "met", 10),
        claim(2, "close", 4),
        claim(3, "missed", 6),
        claim(4, "close|missed", 10, bucket="Red or Amber"),
        claim(5, "rated", 20, bucket="Total"),
    ]
    assert {finding.verdict for finding in check_arithmetic(claims).values()} == {None}


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3).filter(any))
def test_rounded_percentages_of_sound_counts_are_never_called_wrong(counts: list[int]) -> None:
    total = sum(counts)
    buckets: list[Bucket] = [
        (rating, rating, n, round(100 * n / total))
        for rating, n in zip(("met", "close", "missed"), counts, strict=True)
    ]
    for rating in ("total", "rated"):
        findings = check_arithmetic(published(total, buckets, rating))
        assert {finding.verdict for finding in findings.values()} == {OK}


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3).filter(any), st.integers(1, 9), st.booleans())
def test_a_wrong_total_is_always_seen(counts: list[int], off: int, more: bool) -> None:
    total = sum(counts) + (off if more else -min(off, sum(counts)))
    buckets: list[Bucket] = [
        (rating, rating, n, None) for rating, n in zip(("met", "close", "missed"), counts, strict=True)
    ]
    verdicts = {finding.verdict for finding in check_arithmetic(published(total, buckets, "rated")).values()}
    assert verdicts == {Arithmetic.INCOMPLETE if more else Arithmetic.DENOMINATOR_CONFLICT}


def test_counts_of_those_with_a_target_are_no_incomplete_sum_of_all() -> None:
    said = {"form": Form.SENTENCE}
    claims = [
        claim(1, "total", 20, bucket="total", **said),
        *(
            claim(n, rating, count, denominator=18, **said)
            for n, (rating, count) in enumerate((("met", 10), ("close", 4), ("missed", 4)), 2)
        ),
    ]
    verdicts = {claim_id: finding.verdict for claim_id, finding in check_arithmetic(claims).items()}
    assert Arithmetic.INCOMPLETE not in verdicts.values()
