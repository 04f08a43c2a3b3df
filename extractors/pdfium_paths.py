"""Lines, rectangles and curves of a page, and as pdfplumber's dicts when somebody asks.

The kinds are pdfminer's (pdfminer.converter.PDFLayoutAnalyzer.paint_path): a single segment is a line, a closed
four-sided upright path is a rectangle, everything else a curve; each subpath is an object of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

from extractors import pdfium_calls as pdfium
from extractors.pdfium_colours import ColourReader, Rgb
from extractors.pdfium_frame import IDENTITY, Frame, Matrix, Rect, times
from extractors.pdfium_objects import Clip, Painted

Point: TypeAlias = tuple[float, float]
Segment: TypeAlias = tuple[Any, ...]

LINE, BEZIER, MOVE = 0, 1, 2
EVEN_ODD = 1
_LINES, _FOUR_SIDED = frozenset({"ml", "mlh"}), frozenset({"mlllh", "mllll"})
# pdfium keeps coordinates in single precision: at 2,000 points they are good to 0.0001, and a sum of a few to this.
SAME_POINT = 0.001


class Drawn(NamedTuple):
    """One visible subpath of ``painted``: a line, rect or curve with its box in pdfplumber's coordinates.

    ``fill`` and ``stroke`` are the colours it is painted with; where it is not ``filled`` or ``stroked`` they are not
    asked for. ``points`` are pdfminer's ``pts``; ``path`` is pdfplumber's: ("m", p), ("l", p), ("c", p, p, p) and
    ("h", start).
    """

    kind: str
    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool
    stroked: bool
    fill: Rgb | None
    stroke: Rgb | None
    points: list[Point]
    path: list[Segment]
    painted: Painted


class PathReader:
    """Reads the painted paths of one page."""

    def __init__(self, colours: ColourReader, frame: Frame) -> None:
        self._colours = colours
        self._frame = frame
        self._six = pdfium.Floats(6)
        self._modes = pdfium.Whole(2)
        self._room = _Room(32)
        self._shown: dict[Clip, Rect] = {}

    def read(self, painted: Painted) -> Iterator[Drawn]:
        """The visible subpaths of one path object; nothing where it is unpainted, clear or clipped away."""
        item = painted.item
        pdfium.path_draw_mode(item, *self._modes.at)
        fill_rule, strokes = self._modes.values
        fill, filled = self._colours.fill(item) if fill_rule else (None, False)
        stroke, stroked = self._colours.stroke(item) if strokes else (None, False)
        if not filled and not stroked:
            return
        matrix = self._matrix(item)
        whole = times(matrix if painted.outer is IDENTITY else times(matrix, painted.outer), self._frame.matrix)
        shown = self._shown.get(painted.clip)
        if shown is None:
            shown = self._shown[painted.clip] = self._frame.box(painted.clip.rect)
        for path in self._subpaths(item, whole):
            kind, points = _sort_out(path)
            box = _around(points)
            if _is_outside(box, shown):
                continue
            if painted.clip.exact and _is_cut(kind, box, shown, fill_only=filled and not stroked):
                x0, top, x1, bottom = shown
                points = [(min(max(x, x0), x1), min(max(y, top), bottom)) for x, y in points]
                box = _around(points)
            yield Drawn(kind, *box, filled, stroked, fill, stroke, points, path, painted)

    def as_dict(self, drawn: Drawn, page_number: int) -> dict[str, Any]:
        """pdfplumber's object; asks pdfium for what only that has: widths, dashes, colours not painted with."""
        item = drawn.painted.item
        a, b, c, d, _e, _f = times(self._matrix(item), drawn.painted.outer)
        pdfium.stroke_width(item, self._six.at[0])
        width = self._six.values[0] * abs(a * d - b * c) ** 0.5 * self._frame.unit
        pdfium.path_draw_mode(item, *self._modes.at)
        flip = self._frame.flip
        return {
            "x0": drawn.x0,
            "y0": flip - drawn.bottom,
            "x1": drawn.x1,
            "y1": flip - drawn.top,
            "width": drawn.x1 - drawn.x0,
            "height": drawn.bottom - drawn.top,
            "pts": drawn.points,
            "linewidth": width,
            "stroke": drawn.stroked,
            "fill": drawn.filled,
            "evenodd": self._modes.values[0] == EVEN_ODD,
            "stroking_color": self._colours.stroke(item)[0],
            "non_stroking_color": self._colours.fill(item)[0],
            "dash": self._dash(item) if drawn.stroked else None,
            "mcid": None,
            "tag": None,
            "object_type": drawn.kind,
            "page_number": page_number,
            "path": drawn.path,
            "top": drawn.top,
            "bottom": drawn.bottom,
            "doctop": drawn.top,
        }

    def _matrix(self, item: int) -> Matrix:
        pdfium.object_matrix(item, self._six.at[0])
        a, b, c, d, e, f = self._six.values
        return a, b, c, d, e, f

    def _dash(self, item: int) -> tuple[list[float], float]:
        count = pdfium.dash_count(item)
        if count <= 0:
            return [], 0
        dashes = pdfium.Floats(count + 1)
        pdfium.dash_array(item, dashes.at[0], count)
        pdfium.dash_phase(item, dashes.at[count])
        return list(dashes.values[:count]), dashes.values[count]

    def _subpaths(self, item: int, whole: Matrix) -> Iterator[list[Segment]]:
        """The subpaths as pdfplumber's ``path``."""
        count = pdfium.path_count_segments(item)
        segments = list(map(pdfium.path_segment, repeat(item), range(count)))
        current: list[Segment] = []
        controls: list[Point] = []
        last = 0
        for segment, kind, point in zip(
            segments, map(pdfium.segment_kind, segments), self._points(segments, whole), strict=True
        ):
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

    def _points(self, segments: Sequence[int], whole: Matrix) -> list[Point]:
        """Where the segments end, in pdfplumber's coordinates."""
        if len(segments) > len(self._room.xs):
            self._room = _Room(len(segments))
        room = self._room
        deque(map(pdfium.segment_point, segments, room.xs, room.ys), maxlen=0)
        numbers = room.floats.values[: 2 * len(segments)]
        a, b, c, d, e, f = whole
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers[0::2], numbers[1::2], strict=True)]


class _Room:
    """Room for so many points: ``xs`` and ``ys`` are the addresses of their coordinates."""

    def __init__(self, count: int) -> None:
        self.floats = pdfium.Floats(2 * count)
        self.xs, self.ys = self.floats.at[0::2], self.floats.at[1::2]


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
    shape = "".join([segment[0] for segment in path])
    points: list[Point] = [segment[-1] for segment in path]
    if shape in _LINES:
        return "line", points[:2]
    if shape in _FOUR_SIDED and _same(points[0], points[4]) and _upright(points):
        (x0, y0), (x1, y1) = points[0], points[2]
        return "rect", [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    return "curve", points


def _upright(points: list[Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    near = SAME_POINT
    along = abs(y0 - y1) < near and abs(x1 - x2) < near and abs(y2 - y3) < near and abs(x3 - x0) < near
    down = abs(x0 - x1) < near and abs(y1 - y2) < near and abs(x2 - x3) < near and abs(y3 - y0) < near
    return along or down


def _around(points: Sequence[Point]) -> Rect:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_outside(box: Rect, shown: Rect) -> bool:
    return box[2] < shown[0] or box[0] > shown[2] or box[3] < shown[1] or box[1] > shown[3]


def _is_cut(kind: str, box: Rect, shown: Rect, *, fill_only: bool) -> bool:
    """Whether an exact clip makes a fill or an upright line smaller."""
    left, high, right, low = box
    if left >= shown[0] and right <= shown[2] and high >= shown[1] and low <= shown[3]:
        return False
    return (kind == "rect" and fill_only) or (kind == "line" and (left == right or high == low))
