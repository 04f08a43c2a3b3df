"""Claims about another period than the document's: they are never taken for totals of now."""

from __future__ import annotations

import pytest

from extractors.claims import read_count_table, read_sentence_claims
from extractors.claims_quarters import Moment, moment_told
from schemas.readings import Claim
from tests.extractors.made_counts import count_table, paragraph

ABOUT = "This report presents the key performance indicators and their RAG."
STRIP = [["Green", "Amber", "Red"], ["9", "6", "3"]]


def read(*texts: str, told: tuple[str, ...] = ()) -> tuple[Claim, ...]:
    blocks = [paragraph(text, top=60.0 * i) for i, text in enumerate((ABOUT, *texts))]
    return read_sentence_claims(blocks, 1, None, told)


def now(*texts: str, told: tuple[str, ...] = ()) -> list[tuple[str | None, int | None]]:
    return [(c.rating, c.count) for c in read(*texts, told=told) if c.is_current]


def before(*texts: str, told: tuple[str, ...] = ()) -> list[tuple[str | None, int | None, int | None]]:
    return [(c.rating, c.count, c.denominator) for c in read(*texts, told=told) if not c.is_current]


def test_an_earlier_quarter_has_a_base_of_its_own() -> None:
    said = (
        "In Quarter 2, 25 of 35 indicators were on or above target. In Quarter 3, 27 of 36 indicators are on or above "
        "target."
    )
    assert now(said) == [("total", 36), ("exceeded|met", 27)]
    assert before(said) == [("total", 35, None), ("exceeded|met", 25, 35)]


def test_of_two_quarters_counted_alike_the_later_is_now() -> None:
    said = (
        "In quarter 1, 9 indicators were green, 6 amber and 3 red. In quarter 2, 10 are green, 4 amber and 4 red KPIs."
    )
    assert now(said) == [("met", 10), ("close", 4), ("missed", 4)]
    assert [count for _rating, count, _base in before(said)] == [9, 6, 3]


def test_the_front_tells_which_quarter_is_now_however_often_the_text_names_another() -> None:
    said = "In Quarter 1, 9 of 18 KPIs were green. Quarter 1 was hard, and Quarter 1 was cold."
    assert now(said, told=("Quarter 2 2024/25",)) == []
    assert now(said, told=("Quarter 1 2024/25",)) == [("total", 18), ("met", 9)]


@pytest.mark.parametrize(
    "said",
    [
        "At the end of June 2024, 9 of 18 KPIs were green.",
        "Nine KPIs were green, six amber and three red at the end of Quarter 1.",
        "In 2023/24, 9 of 18 KPIs were green.",
    ],
)
def test_a_month_a_year_or_a_period_behind_its_figures_may_be_an_earlier_one(said: str) -> None:
    assert now(said, told=("Quarter 2 2024/25",)) == []
    assert before(said, told=("Quarter 2 2024/25",))


def test_what_follows_on_an_earlier_quarter_is_of_it_until_this_quarter_is_named() -> None:
    claims = read(
        "In Quarter 1, of the 18 KPIs nine were green. Six were amber. This quarter ten of the 18 KPIs are green.",
        told=("Quarter 2 2024/25",),
    )
    assert [(c.rating, c.count, c.is_current) for c in claims if c.rating != "total"] == [
        ("met", 9, False),
        ("close", 6, False),
        ("met", 10, True),
    ]


@pytest.mark.parametrize(
    ("labels", "moment"),
    [
        (("Quarter 3 2024/25",), Moment(3, 2024)),
        (("April to September 2024",), Moment(2, 2024)),
        (("as at 31 March 2024",), Moment(4, 2023)),
        (("Quarter Three", "2024-25"), Moment(3, 2024)),
        (("2024/25",), Moment(None, 2024)),
        ((), Moment(None, None)),
    ],
)
def test_labels_of_a_front_tell_quarter_and_year(labels: tuple[str, ...], moment: Moment) -> None:
    assert moment_told(labels) == moment


def test_where_title_and_text_disagree_the_quarter_named_more_often_is_meant() -> None:
    texts = ("At the end of Quarter 2, 10 KPIs were green.", "Quarter 2 was steady.")
    assert moment_told(("Quarter 1 2024/25", "second quarter of 2024/25"), texts).quarter == 2


def test_a_count_table_under_the_name_of_an_earlier_quarter_is_not_of_now() -> None:
    table = count_table(STRIP, title="Quarter 1 2024/25 summary")
    earlier, _issues = read_count_table(table, legend=(), next_position=1, now=Moment(2, 2024))
    assert {(c.is_current, c.period_label) for c in earlier} == {(False, "Quarter 1 2024/25")}
    own, _issues = read_count_table(table, legend=(), next_position=1, now=Moment(1, 2024))
    assert {c.is_current for c in own} == {True}


def test_the_latest_column_of_a_table_is_not_now_where_the_document_is_about_another_quarter() -> None:
    table = count_table([["RAG", "Q4 2023/24", "Q1 2024/25"], ["Green", "9", "10"], ["Red", "3", "4"]])
    claims, _issues = read_count_table(table, legend=(), next_position=1, now=Moment(2, 2024))
    assert {claim.is_current for claim in claims} == {False}
