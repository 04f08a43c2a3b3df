"""Names of directorates between a summary and its tables."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile_scopes import best_assignment, likeness, match_scopes

SUMMARY = ["Adults Services", "Childrens Services", "Climate & Place", "Community Services", "Public Health"]
TABLES = ["Public Health", "Children and Family Services", "Adult Services", "Climate and Place", "Community Services"]


def test_a_councils_own_variants_find_each_other() -> None:
    found = match_scopes(SUMMARY, {"directorate": TABLES}, "directorate")
    assert {scope: match.name for scope, match in found.items()} == {
        "Adults Services": "Adult Services",
        "Childrens Services": "Children and Family Services",
        "Climate & Place": "Climate and Place",
        "Community Services": "Community Services",
        "Public Health": "Public Health",
    }


@pytest.mark.parametrize("scope", SUMMARY)
def test_wrong_pairs_stay_far_below_right_ones(scope: str) -> None:
    scores = sorted(likeness(scope, name) for name in TABLES)
    assert scores[-1] >= 85
    assert scores[-2] <= 60


def test_the_column_that_matches_most_scopes_is_taken() -> None:
    names = {"theme": ["Climate and Place"], "directorate": TABLES}
    assert {match.column for match in match_scopes(SUMMARY, names, "theme").values()} == {"directorate"}


def test_a_name_is_given_to_one_scope_only() -> None:
    found = match_scopes(["Public Health", "Public Health Services"], {"theme": ["Public Health"]}, "theme")
    assert len(found) == 1


def test_no_names_no_matches() -> None:
    assert match_scopes(["Place"], {"theme": []}, "theme") == {}


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_assignment_is_the_best_there_is(rows: int, columns: int, data: st.DataObject) -> None:
    number = st.integers(0, 100).map(float)
    scores = [[data.draw(number) for _ in range(columns)] for _ in range(rows)]
    pairs = best_assignment(scores)
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs) == min(rows, columns)
    size = max(rows, columns)
    padded = [[scores[r][c] if r < rows and c < columns else 0.0 for c in range(size)] for r in range(size)]
    best = max(sum(padded[r][c] for r, c in enumerate(order)) for order in permutations(range(size)))
    assert sum(scores[r][c] for r, c in pairs) == best
