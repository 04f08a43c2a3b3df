"""Drawn paths have the same form at any size and place; touching paths are one mark, a gap parts two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.flatten import flatten_path
from extractors.forms import form_of, silhouette
from extractors.mark_shapes import drawn_mark, split_marks
from fixtures.generator.paint import Paint
from fixtures.generator.shapes import POLYGONS, draw_shape
from pipeline.extract import extract_document
from schemas.geometry import Box
from schemas.marks import MarkForm
from schemas.pages import Shape
from tests.extractors.made_marks import COLOURS, FIVE, LABELS, RATINGS, THREE, Draw, build_report

NAMED = {"arrow_level": "arrow_right"}
BLACK_FORMS = {"green": "star", "amber": "circle", "red": "triangle", "grey": "octagon", "blue": "diamond"}


def shape(points: list[tuple[float, float]], fill: str | None, stroke: str | None = None) -> Shape:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Shape(Box(min(xs), min(ys), max(xs), max(ys)), tuple(points), fill, stroke)


def square(x: float, y: float, size: float, fill: str) -> Shape:
    return shape([(x, y), (x + size, y), (x + size, y + size), (x, y + size + 0.01), (x, y)], fill)


@pytest.mark.parametrize("name", POLYGONS)
@given(size=st.floats(4, 40), left=st.floats(0, 500), top=st.floats(0, 700), squeeze=st.floats(0.8, 1.25))
def test_a_form_is_the_same_at_any_size_and_place(
    name: str, size: float, left: float, top: float, squeeze: float
) -> None:
    points = [(left + x * size * squeeze, top + (1 - y) * size) for x, y in POLYGONS[name]]
    found = form_of(silhouette([points]), squeeze)
    assert found is not None
    assert found.value == NAMED.get(name, name)


def test_a_circle_is_followed_along_its_curves() -> None:
    k = 0.5523
    circle = flatten_path(
        [
            ("m", (1, 0)),
            ("c", (1, k), (k, 1), (0, 1)),
            ("c", (-k, 1), (-1, k), (-1, 0)),
            ("c", (-1, -k), (-k, -1), (0, -1)),
            ("c", (k, -1), (1, -k), (1, 0)),
            ("h", (1, 0)),
        ]
    )
    assert all(abs((x * x + y * y) ** 0.5 - 1) < 0.01 for x, y in circle)
    assert form_of(silhouette([circle])) is MarkForm.CIRCLE


def test_paths_of_one_mark_are_one_and_named_by_the_colour_that_fills_it() -> None:
    badge = [square(0, 0, 12, "#00b050"), square(4, 4, 3, "#ffffff")]
    assert len(split_marks(badge)) == 1
    mark = drawn_mark(badge, 1)
    assert mark is not None
    assert mark.colour == "#00b050"


def test_a_gap_parts_two_marks_and_so_does_another_colour_edge_to_edge() -> None:
    apart = [square(0, 0, 10, "#00b050"), square(14, 0, 10, "#00b050")]
    touching = [square(0, 0, 10, "#00b050"), square(10, 0, 10, "#222222")]
    assert [len(group) for group in split_marks(apart)] == [1, 1]
    assert [len(group) for group in split_marks(touching)] == [1, 1]


def test_white_paths_and_specks_are_no_marks() -> None:
    assert drawn_mark([square(0, 0, 10, "#ffffff")], 1) is None
    assert drawn_mark([square(0, 0, 1, "#ff0000")], 1) is None


@pytest.mark.parametrize(("ink", "colour"), [("#8a8a8a", "#8a8a8a"), ("#7f7f7f", "#7f7f7f"), ("#404040", None)])
def test_a_mark_in_middle_grey_is_grey_and_in_dark_grey_black(ink: str, colour: str | None) -> None:
    mark = drawn_mark([square(0, 0, 10, ink)], 1)
    assert mark is not None
    assert mark.colour == colour


def test_a_grey_dot_is_not_the_green_dot_of_the_key(tmp_path: Path) -> None:
    colours = {**COLOURS, "grey": "#8a8a8a"}

    def dot(name: str) -> Draw:
        return lambda canvas, x, y: draw_shape(canvas, "circle", x + 4, y + 4, 11, Paint(colours[name]))

    names = ("green", "grey", "red", "amber", "grey")
    path = tmp_path / "dots.pdf"
    build_report(
        path, names, {"Actual": lambda _name: "80%", "RAG": dot}, key=dot, labels={**LABELS, "grey": "Unknown"}
    )
    assert [row.status.rating.value for row in extract_document(path).kpis] == [RATINGS[name] for name in names]


def test_a_tick_drawn_with_a_pen_is_a_tick() -> None:
    mark = drawn_mark([shape([(0, 6), (4, 10), (11, 0)], None, "#00b050")], 1)
    assert mark is not None
    assert (mark.form, mark.colour) == (MarkForm.TICK, "#00b050")


def test_black_forms_mean_what_the_key_says(tmp_path: Path) -> None:
    def black(size: float) -> Any:
        def of(name: str) -> Draw:
            return lambda canvas, x, y: draw_shape(canvas, BLACK_FORMS[name], x + 4, y + 4, size, Paint("#000000"))

        return of

    path = build_report(tmp_path / "forms.pdf", FIVE, {"Actual": lambda _name: "80%", "RAG": black(11)}, key=black(14))
    content = extract_document(path)
    assert [row.status.rating.value for row in content.kpis] == [RATINGS[name] for name in FIVE]
    assert {entry.mark for entry in content.legend} == set(BLACK_FORMS.values())


def test_of_three_lamps_the_lit_one_is_the_status(tmp_path: Path) -> None:
    def lamps(name: str) -> Draw:
        def draw(canvas: Any, x: float, y: float) -> None:
            for index, lamp in enumerate(("red", "amber", "green")):
                canvas.setFillColor(COLOURS[lamp] if lamp == name else "#d9d9d9")
                canvas.circle(x + 10 + 14 * index, y + 10, 5, fill=1, stroke=0)

        return draw

    path = build_report(tmp_path / "lamps.pdf", THREE, {"Actual": lambda _name: "80%", "RAG": lamps})
    assert [row.status.rag.value for row in extract_document(path).kpis] == list(THREE)


@pytest.mark.parametrize(
    ("fill", "stroke", "ground", "seen"),
    [
        ("#ffffff", "#000000", None, True),
        ("#ffffff", None, "#c00000", True),
        ("#ffffff", None, None, False),
        ("#ffffff", "#ffffff", "#ffffff", False),
        (None, "#000000", None, True),
    ],
)
def test_a_white_mark_is_seen_by_its_border_or_on_a_coloured_cell(
    fill: str | None, stroke: str | None, ground: str | None, seen: bool
) -> None:
    arrow = ((5.0, 0.0), (9.0, 5.0), (6.0, 5.0), (6.0, 10.0), (4.0, 10.0), (4.0, 5.0), (1.0, 5.0))
    shape = Shape(Box(1.0, 0.0, 9.0, 10.0), arrow, fill, stroke)
    assert (drawn_mark([shape], 1, ground) is not None) is seen


def test_an_arrow_of_single_strokes_is_known_again_by_its_head(tmp_path: Path) -> None:
    """The shaft is a rule to the reader, the head two strokes: a line of the key stands at the height of the shaft."""

    def arrow(name: str) -> Draw:
        def draw(canvas: Any, x: float, y: float) -> None:
            middle, low, high = x + 10, y + 5, y + 15
            if name == "amber":
                strokes = [
                    (x + 2, y + 10, x + 18, y + 10),
                    (x + 18, y + 10, x + 13, y + 14),
                    (x + 18, y + 10, x + 13, y + 6),
                ]
            else:
                start, end = (low, high) if name == "green" else (high, low)
                back = end - 5 if name == "green" else end + 5
                strokes = [
                    (middle, start, middle, end),
                    (middle, end, middle - 4, back),
                    (middle, end, middle + 4, back),
                ]
            canvas.setStrokeColor("#000000")
            for stroke in strokes:
                canvas.line(*stroke)

        return draw

    path = build_report(
        tmp_path / "strokes.pdf",
        THREE,
        {"Actual": lambda _n: "80%", "RAG": lambda name: name.title(), "DoT": arrow},
        key=arrow,
        labels={"green": "Improving", "amber": "No change", "red": "Getting worse"},
    )
    meant = {"green": "improved", "amber": "same", "red": "declined"}
    assert [row.direction for row in extract_document(path).kpis] == [meant[name] for name in THREE]
