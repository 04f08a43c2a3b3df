"""Cells between rules: what pdfplumber's table finder finds, in a fraction of its time."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import edges_to_intersections, intersections_to_cells

from extractors.crossings import find_cells

TOLERANCE = 3


def rule(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    orientation = "h" if top == bottom else "v"
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": orientation}


PLACES = st.integers(0, 6).map(lambda step: 10.0 * step)
NEAR_PLACES = st.tuples(PLACES, st.sampled_from([0.0, 0.0, 0.0, 1.5, 2.9])).map(sum)
LEVEL = st.tuples(NEAR_PLACES, NEAR_PLACES, PLACES).filter(lambda r: r[0] < r[1])
DRAWN = st.lists(
    st.one_of(
        LEVEL.map(lambda r: rule(r[0], r[2], r[1], r[2])),
        LEVEL.map(lambda r: rule(r[2], r[0], r[2], r[1])),
    ),
    max_size=30,
)


@given(DRAWN)
def test_any_rules_enclose_the_cells_pdfplumber_finds(edges: list[dict[str, Any]]) -> None:
    expected = intersections_to_cells(edges_to_intersections(edges, TOLERANCE, TOLERANCE))
    assert find_cells(edges, TOLERANCE) == expected


def test_a_merged_cell_reaches_to_the_next_rule_that_is_drawn_through() -> None:
    frame = [rule(0, 0, 90, 0), rule(0, 40, 90, 40), rule(0, 0, 0, 40), rule(90, 0, 90, 40)]
    lower_half = [rule(0, 20, 90, 20), rule(30, 20, 30, 40)]
    assert find_cells([*frame, *lower_half], TOLERANCE) == [(0, 0, 90, 20), (0, 20, 30, 40), (30, 20, 90, 40)]


def test_rules_that_do_not_meet_enclose_nothing() -> None:
    assert find_cells([rule(0, 0, 90, 0), rule(0, 10, 0, 40)], TOLERANCE) == []
