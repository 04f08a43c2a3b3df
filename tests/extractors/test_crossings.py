"""Cells between rules: what pdfplumber's table finder finds, in a fraction of its time."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import edges_to_intersections, intersections_to_cells

from extractors.crossings import find_cells
from extractors.ruled import find_boxes
from schemas.geometry import Box
from schemas.pages import Page, Rule

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


def test_a_table_keeps_its_border_when_double_rules_of_another_stand_near_its_line() -> None:
    def frame(x0: float, x1: float, middles: tuple[float, ...], top: float) -> list[Rule]:
        level = [Rule(Box(x0, y, x1, y), "#000000") for y in (top, top + 20, top + 40)]
        return level + [Rule(Box(x, top, x, top + 40), "#000000") for x in (x0, *middles, x1)]

    rules = frame(50, 349, (221,), 50) + frame(50, 500, (351.5, 354.0, 356.5), 150)
    found = find_boxes(Page(1, 600, 400, (), tuple(rules), (), (), (), ()))
    assert [(box.x0, box.x1) for box in found if box.bottom <= 90] == [(50, 221), (50, 221), (221, 349), (221, 349)]


def test_rules_that_do_not_meet_enclose_nothing() -> None:
    assert find_cells([rule(0, 0, 90, 0), rule(0, 10, 0, 40)], TOLERANCE) == []


def upright(x: float, top: float, bottom: float) -> Rule:
    return Rule(Box(x, top, x, bottom), "#000000")


def level(y: float, x0: float, x1: float) -> Rule:
    return Rule(Box(x0, y, x1, y), "#000000")


def boxes_of(rules: list[Rule]) -> set[tuple[float, float, float, float]]:
    return {(b.x0, b.top, b.x1, b.bottom) for b in find_boxes(Page(1, 600, 400, (), tuple(rules), (), (), (), ()))}


def test_a_name_merged_over_rows_of_two_pages_is_a_cell_though_no_line_is_under_it() -> None:
    rules = [upright(x, 50, 110) for x in (50, 100, 200)]
    rules += [level(50, 50, 200), level(70, 50, 200), level(90, 100, 200), level(110, 100, 200)]
    assert (50, 70, 100, 110) in boxes_of(rules)


def test_the_space_between_two_tables_of_one_height_is_no_cell() -> None:
    rules = [upright(x, 50, 90) for x in (50, 150, 170, 270)]
    rules += [level(y, x0, x1) for y in (50, 70, 90) for x0, x1 in ((50, 150), (170, 270))]
    assert all(x1 <= 150 or x0 >= 170 for x0, _top, x1, _bottom in boxes_of(rules))
