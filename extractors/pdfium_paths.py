"""Lines, rectangles and curves of a page, with pdfplumber's fields.

The kinds are pdfminer's (pdfminer.converter.PDFLayoutAnalyzer.paint_path): a single segment is a line, a closed
four-sided upright path is a rectangle, everything else a curve; each subpath is an object of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from extractors import pdfium_calls as pdfium
from extractors.pdfium_colours import ColourReader, Rgb
from extractors.pdfium_frame import Frame, Matrix, Rect, times
from extractors.pdfium_objects import Painted

Point: TypeAlias = tuple[float, float]
Segment: TypeAlias = tuple[Any, ...]

LINE, BEZIER, MOVE = 0, 1, 2
EVEN_ODD = 1
# pdfium keeps coordinates in single precision: at 2,000 points they are good to 0.0001, and a sum of a few to this.
SAME_POINT = 0.001


class PathReader:
    """Reads the painted paths of one page into pdfplumber's dicts."""

    def __init__(self, colours: ColourReader, frame: Frame, page_number: int) -> None:
        self._colours = colours
        self._frame = frame
        self._page_number = page_number
        self._six = pdfium.Floats(6)
        self._modes = pdfium.Whole(2)

    def read(self, painted: Painted) -> Iterator[dict[str, Any]]:
        """The visible subpaths of one path object; nothing where it is unpainted, clear or clipped away."""
        item = painted.item
        pdfium.path_draw_mode(item, *self._modes.at)
        fill_rule, stroke = self._modes.values
        fill_colour, fill_seen = self._colours.fill(item)
        stroke_colour, stroke_seen = self._colours.stroke(item)
        fill, stroke = bool(fill_rule) and fill_seen, bool(stroke) and stroke_seen
        if not fill and not stroke:
            return
        matrix = times(self._matrix(item), painted.outer)
        look = self._look(item, matrix, fill, stroke, fill_rule == EVEN_ODD, fill_colour, stroke_colour)
        whole = times(matrix, self._frame.matrix)
        shown = self._frame.box(painted.clip.rect)
        exact = painted.clip.exact
        for subpath in self._subpaths(item, whole):
            kind, points = _sort_out(subpath)
            seen = _seen(kind, points, shown, exact, fill_only=fill and not stroke)
            if seen is not None:
                yield self._found(kind, seen, subpath, look)

    def _matrix(self, item: int) -> Matrix:
        pdfium.object_matrix(item, self._six.at[0])
        a, b, c, d, e, f = self._six.values
        return a, b, c, d, e, f

    def _look(
        self,
        item: int,
        matrix: Matrix,
        fill: bool,
        stroke: bool,
        evenodd: bool,
        fill_colour: Rgb | None,
        stroke_colour: Rgb | None,
    ) -> dict[str, Any]:
        values = self._six.values
        pdfium.stroke_width(item, self._six.at[0])
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5 * self._frame.unit
        return {
            "linewidth": values[0] * scale,
            "stroke": stroke,
            "fill": fill,
            "evenodd": evenodd,
            "stroking_color": stroke_colour,
            "non_stroking_color": fill_colour,
            "dash": self._dash(item) if stroke else None,
        }

    def _dash(self, item: int) -> tuple[list[float], float]:
        count = pdfium.dash_count(item)
        if count <= 0:
            return [], 0
        dashes = pdfium.Floats(count + 1)
        pdfium.dash_array(item, dashes.at[0], count)
        pdfium.dash_phase(item, dashes.at[count])
        return list(dashes.values[:count]), dashes.values[count]

    def _subpaths(self, item: int, whole: Matrix) -> Iterator[list[Segment]]:
        """Subpaths as pdfplumber's ``path``: ("m", p), ("l", p), ("c", p, p, p), ("h", start)."""
        a, b, c, d, e, f = whole
        x_at, y_at = self._six.at[:2]
        values = self._six.values
        path_segment, segment_point, segment_kind = pdfium.path_segment, pdfium.segment_point, pdfium.segment_kind
        current: list[Segment] = []
        controls: list[Point] = []
        last = 0
        for index in range(pdfium.path_count_segments(item)):
            segment = path_segment(item, index)
            segment_point(segment, x_at, y_at)
            x, y = values[0], values[1]
            point = (a * x + c * y + e, b * x + d * y + f)
            kind = segment_kind(segment)
            if kind == LINE:
                current.append(("l", point))
            elif kind == MOVE:
                if len(current) > 1:
                    yield _closed(current, last)
                current = [("m", point)]
            else:
                controls.append(point)
                if len(controls) == 3:
                    current.append(("c", *controls))
                    controls = []
            last = segment
        if len(current) > 1:
            yield _closed(current, last)

    def _found(self, kind: str, points: list[Point], path: list[Segment], look: dict[str, Any]) -> dict[str, Any]:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
        flip = self._frame.flip
        return {
            "x0": x0,
            "y0": flip - bottom,
            "x1": x1,
            "y1": flip - top,
            "width": x1 - x0,
            "height": bottom - top,
            "pts": points,
            **look,
            "mcid": None,
            "tag": None,
            "object_type": kind,
            "page_number": self._page_number,
            "path": path,
            "top": top,
            "bottom": bottom,
            "doctop": top,
        }


def _closed(path: list[Segment], last: int) -> list[Segment]:
    """The subpath with pdfminer's "h" where it was closed; pdfium draws the closing line itself."""
    if not pdfium.segment_closes(last):
        return path
    start, end = path[0][1], path[-1][-1]
    if path[-1][0] == "l" and len(path) > 2 and _same(start, end):
        return [*path[:-1], ("h", start)]
    return [*path, ("h", start)]


def _same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < SAME_POINT and abs(one[1] - other[1]) < SAME_POINT


def _sort_out(path: list[Segment]) -> tuple[str, list[Point]]:
    """pdfminer's kind of a subpath, and its points."""
    shape = "".join(segment[0] for segment in path)
    points: list[Point] = [segment[-1] for segment in path]
    if shape in {"ml", "mlh"}:
        return "line", points[:2]
    if shape in {"mlllh", "mllll"} and _same(points[0], points[4]) and _upright(points):
        (x0, y0), (x1, y1) = points[0], points[2]
        return "rect", [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    return "curve", points


def _upright(points: list[Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    near = SAME_POINT
    along = abs(y0 - y1) < near and abs(x1 - x2) < near and abs(y2 - y3) < near and abs(x3 - x0) < near
    down = abs(x0 - x1) < near and abs(y1 - y2) < near and abs(x2 - x3) < near and abs(y3 - y0) < near
    return along or down


def _seen(kind: str, points: list[Point], shown: Rect, exact: bool, *, fill_only: bool) -> list[Point] | None:
    """The points of what can be seen: None when clipped away, cut to an exact clip for fills and upright lines."""
    x0, top, x1, bottom = shown
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    left, right, high, low = min(xs), max(xs), min(ys), max(ys)
    if right < x0 or left > x1 or low < top or high > bottom:
        return None
    if not exact or (left >= x0 and right <= x1 and high >= top and low <= bottom):
        return points
    if (kind == "rect" and fill_only) or (kind == "line" and (left == right or high == low)):
        return [(min(max(x, x0), x1), min(max(y, top), bottom)) for x, y in points]
    return points
