"""Claims about totals listed without a sentence, and about comparisons that name their statuses again."""

from __future__ import annotations

import pytest

from extractors.claims_sentences import read_sentence_claims
from schemas.geometry import Box
from schemas.pages import TextBlock
from schemas.readings import Claim
from schemas.vocabulary import Population

NOW = [("Green", 6), ("Amber", 3), ("Red", 3)]


def read(*lines: str) -> tuple[Claim, ...]:
    """The claims of paragraphs under a heading that says what the document is about."""
    texts = ("Key performance indicators, Quarter 2 2024/25", *lines)
    blocks = [TextBlock(text, 1, Box(40, 40 + 20 * n, 400, 55 + 20 * n), 10.0, n == 0) for n, text in enumerate(texts)]
    return read_sentence_claims(blocks, 1)


def counts(claims: tuple[Claim, ...]) -> list[tuple[str, int | None]]:
    return [(claim.bucket.split()[-1].capitalize(), claim.count) for claim in claims]


@pytest.mark.parametrize(
    "lines",
    [
        ("• Green: 6 (50%)", "• Amber: 3 (25%)", "• Red: 3 (25%)"),
        ("Green – 6", "Amber – 3", "Red – 3"),
        ("6 green | 3 amber | 3 red",),
        ("Green: 6, Amber: 3, Red: 3",),
        ("6 rated green; 3 rated amber; 3 rated red",),
    ],
)
def test_a_list_of_statuses_with_their_numbers_is_a_total(lines: tuple[str, ...]) -> None:
    claims = read(*lines)
    assert counts(claims) == NOW
    assert len({claim.group for claim in claims}) == 1


def test_shares_and_what_is_not_rated_are_kept() -> None:
    claims = read("• Green: 6 (50%)", "• Amber: 3 (25%)", "• Red: 3 (25%)", "• No target: 2", "• Total: 14")
    assert [claim.percent for claim in claims] == [50.0, 25.0, 25.0, None, None]
    assert [claim.rating for claim in claims][3:] == ["not_rated", "total"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Risks on the register by level:", "• Green: 6", "• Amber: 3", "• Red: 3"),
        ("Actions of the delivery plan:", "• Green: 6", "• Amber: 3", "• Red: 3"),
        ("• Green: 6", "• Red: 3"),
        ("• Green: 6", "• Green: 3", "• Red: 3"),
        ("• Green: 6 new trees in the park", "• Amber: 3 lights", "• Red: 3 buses"),
    ],
)
def test_lists_of_other_things_are_no_totals_of_indicators(lines: tuple[str, ...]) -> None:
    assert [claim for claim in read(*lines) if claim.population is Population.KPIS] == []


def test_a_comparison_that_names_its_statuses_gives_each_its_own_earlier_count() -> None:
    claims = read(
        "In Quarter 2, 6 measures are Green, 3 are Amber and 3 are Red, compared with 5 Green, 4 Amber and 3 Red "
        "in Quarter 1."
    )
    assert counts(claims) == [*NOW, ("Green", 5), ("Amber", 4), ("Red", 3)]
    assert [claim.is_current for claim in claims] == [True] * 3 + [False] * 3
    assert {claim.period_label for claim in claims[3:]} == {"Quarter 1"}
