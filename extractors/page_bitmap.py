"""A page as pixels: rendered, set straight, its ruling lines and coloured areas found again.

What the areas and lines mean is not known here; the words of a bitmap are read in ``engine_ocr``.
numpy and OpenCV are imported only when a scanned page is read: they come with ``scrutineer[ocr]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import pypdfium2

from schemas.geometry import Box
from schemas.pages import Fill, Rule, Shape

DOTS_PER_INCH = 200
# Points per pixel.
POINT = 72 / DOTS_PER_INCH
# Scanners tilt pages by up to a degree; steps of a twentieth shift the far end of a line by less than a pixel.
MOST_TILT = 1.5
TILT_STEP = 0.05
BLUR = 1.0
# Ruling lines, in pixels: at least this long, at most this thick, darker than this.
SHORTEST_LINE = 36
THICKEST_LINE = 7
INK = 150
# Coloured areas: saturation and value from which a pixel is coloured (the pale green of spreadsheets has 43 of 255),
# the least side and the corners' side in pixels.
COLOURED = 34
LEAST_VALUE = 60
LEAST_SIDE = 14
CORNER = 4
# Colours of one page stand further apart than this, in half degrees of hue; a scan scatters one colour over less.
HUE_REACH = 9
# Grey areas: pixels without colour between ink and paper. Letters have such edges, but never many pixels together.
GREY = (110, 215)
COLOUR_GRAIN = 4
# Colour noise is smaller than this many pixels; averaged over it, a colour's parts still differ by this much: the pale
# green of spreadsheets by 41, the noise of a camera by under 15.
SPECK = 7
FAINTEST_COLOUR = 25
# An outline may leave out corners that stand out by less than this, in pixels.
SMOOTH = 0.8
# A pixel this far from its background, over red, green and blue together, is ink.
FAINTEST = 90
# ... and where the ink is darker, this share of it: noise and the frayed edges of letters are paler.
STROKE_SHARE = 0.35
# The letters of a line of text stand in this share of its height; ruling lines run above and below.
BODY_SHARE = 0.6
GREY_GRAIN = 7
# A mark is solid when its colour fills this share of its hull, and its edge fades over this many pixels.
SOLID = 0.75
RIM = 4


def render(path: Path, number: int) -> Any:
    """Page ``number`` (1-based) as an array of blue, green and red bytes."""
    with pypdfium2.PdfDocument(path) as document:
        return document[number - 1].render(scale=1 / POINT).to_numpy()[:, :, :3]


def find_tilt(image: Any) -> float:
    """By how many degrees the image must be turned, anticlockwise, for its lines of text and rules to run level."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    # Blurred, since turning blurs: else the picture as it is would always look sharpest.
    small = cv2.GaussianBlur(cv2.resize(255 - grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), (0, 0), BLUR)
    best, tilt = -1.0, 0.0
    for step in (0.5, 0.1, TILT_STEP):
        reach = MOST_TILT if step == 0.5 else 5 * step
        middle = tilt
        for angle in np.arange(middle - reach, middle + reach + step / 2, step):
            profile = turned(small, float(angle), 0).sum(axis=1, dtype=np.float64)
            sharpness = float(((profile[1:] - profile[:-1]) ** 2).sum())
            if sharpness > best:
                best, tilt = sharpness, float(angle)
    return 0.0 if abs(tilt) < TILT_STEP / 2 else tilt


def turned(image: Any, angle: float, edge: int = 255) -> Any:
    """The image turned by ``angle`` degrees about its middle, anticlockwise; corners that come in have ``edge``."""
    import cv2

    if not angle:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(edge, edge, edge))


def quarter_turned(image: Any, *, up: bool) -> Any:
    """The image of a page whose text runs up it, or down, turned to be read."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(image, -1 if up else 1))


def solid_marks(image: Any, shapes: Iterable[Shape]) -> list[Shape]:
    """The marks that are one colour all over: dots, diamonds, triangles, on which nothing is printed.

    Shapes with notches or holes may be coloured letters, or marks with a letter in them.
    """
    return [shape for shape in shapes if _is_solid(image, shape)]


def _is_solid(image: Any, shape: Shape) -> bool:
    import cv2
    import numpy as np

    hull = _hull(shape)
    x, y, width, height = cv2.boundingRect(hull)
    inside = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(inside, hull - (x, y), 1)
    ink = tuple(int((shape.fill or "#000000")[at : at + 2], 16) for at in (5, 3, 1))
    away = np.abs(image[y : y + height, x : x + width].astype(np.int32) - ink).sum(axis=2)
    inside = inside[: away.shape[0], : away.shape[1]]
    return bool((away < FAINTEST)[inside > 0].mean() >= SOLID) if inside.any() else False


def without_marks(image: Any, marks: Iterable[Shape]) -> Any:
    """The image with ``marks`` painted over, which would be recognised as letters: a dot as O, a diamond as 0."""
    import cv2
    import numpy as np

    bare = image.copy()
    for mark in marks:
        hull = _hull(mark)
        x, y, width, height = cv2.boundingRect(hull)
        around = image[max(0, y - RIM) : y + height + RIM, max(0, x - RIM) : x + width + RIM]
        edge = np.concatenate([around[0], around[-1], around[:, 0], around[:, -1]])
        paper = tuple(float(part) for part in np.median(edge, axis=0))
        cv2.drawContours(bare, [hull], -1, paper, RIM)
        cv2.fillConvexPoly(bare, hull, paper)
    return bare


def _hull(shape: Shape) -> Any:
    import cv2
    import numpy as np

    return cv2.convexHull(np.round(np.array(shape.points) / POINT).astype(np.int32))


def turned_box(box: Box, angle: float, width: float, height: float) -> Box:
    """A small box where its middle comes to stand when the page of this size is turned as in ``turned``."""
    across, down = box.mid_x - width / 2, box.mid_y - height / 2
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    x, y = width / 2 + cosine * across + sine * down, height / 2 - sine * across + cosine * down
    return Box(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)


def find_rules(image: Any) -> Iterator[Rule]:
    """The ruling lines: long, thin and dark."""
    import cv2
    import numpy as np

    dark = (image.max(axis=2) < INK).astype(np.uint8)
    # Dark areas are no lines; only they are thick both ways, a crossing of lines is not.
    blob = np.ones((THICKEST_LINE + 2, THICKEST_LINE + 2), np.uint8)
    thin = cv2.subtract(dark, cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, blob), np.ones((3, 3), np.uint8)))
    for across in (True, False):
        long = np.ones((1, SHORTEST_LINE) if across else (SHORTEST_LINE, 1), np.uint8)
        # A line may step by a pixel where the page was turned.
        near = cv2.dilate(thin, np.ones((2, 1) if across else (1, 2), np.uint8))
        lines = cv2.morphologyEx(near, cv2.MORPH_OPEN, long)
        for x, y, width, height in _boxes(lines):
            length, depth = (width, height) if across else (height, width)
            if length >= SHORTEST_LINE and depth <= THICKEST_LINE:
                middle = (y + height / 2) if across else (x + width / 2)
                low, high = middle - 0.5, middle + 0.5
                yield Rule(_points((x, low, x + width, high) if across else (low, y, high, y + height)), "#000000")


def is_grey(image: Any) -> bool:
    """Whether a picture of a page shows no colour anywhere, not as much as one mark: it was scanned in grey."""
    import cv2

    smooth = cv2.blur(image, (SPECK, SPECK)).astype("int16")
    spread = smooth.max(axis=2) - smooth.min(axis=2)
    return int((spread >= FAINTEST_COLOUR).sum()) < LEAST_SIDE**2 // 2


def find_areas(image: Any) -> tuple[list[Fill], list[Shape]]:
    """Coloured areas: filled rectangles, and marks of any other form with their outline."""
    import cv2
    import numpy as np

    fills: list[Fill] = []
    shapes: list[Shape] = []
    for mask, grain in _masks(cv2.cvtColor(image, cv2.COLOR_BGR2HSV)):
        if int(mask.sum()) < LEAST_SIDE**2:
            continue
        # A round brush: a square one cuts the corners of round marks into octagons.
        brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (grain, grain))
        bits = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, brush)
        if grain == COLOUR_GRAIN:  # the points of a star, which are thinner than the brush
            bits = cv2.dilate(bits, brush, iterations=2) & mask.astype(np.uint8)
        for x, y, width, height in _boxes(bits):
            part = bits[y : y + height, x : x + width]
            if min(width, height) < LEAST_SIDE:
                continue
            blue, green, red = np.median(image[y : y + height, x : x + width][part > 0], axis=0).astype(int)
            colour = f"#{red:02x}{green:02x}{blue:02x}"
            if _has_corners(part):
                fills.append(Fill(_points((x, y, x + width, y + height)), colour))
            else:
                shapes.append(_shape(part, x, y, colour))
    fills.sort(key=lambda fill: -fill.box.area)
    return fills, shapes


def dark_edges(fills: Iterable[Fill]) -> list[Box]:
    """The outlines of dark areas: a line at the edge of a dark band cannot be told from the band."""
    return [fill.box for fill in fills if max(int(fill.colour[at : at + 2], 16) for at in (1, 3, 5)) < INK]


def _masks(hsv: Any) -> Iterator[tuple[Any, int]]:
    """For each colour of the page the pixels that have it, then the grey and the dark ones; with the least grain."""
    import numpy as np

    hue, saturation, value = (hsv[:, :, channel].astype(np.int16) for channel in range(3))
    coloured = (saturation >= COLOURED) & (value >= LEAST_VALUE)
    counts = np.bincount(hue[coloured], minlength=180)
    distance = np.abs(np.arange(180)[:, None] - np.arange(180)[None, :])
    distance = np.minimum(distance, 180 - distance)
    peaks: list[int] = []
    left = counts.copy()
    while True:
        near = (distance <= HUE_REACH // 2) @ left
        peak = int(near.argmax())
        if near[peak] < LEAST_SIDE**2:
            break
        peaks.append(peak)
        left[distance[peak] <= HUE_REACH] = 0
    nearest = distance[peaks].argmin(axis=0) if peaks else None
    for number, peak in enumerate(peaks):
        own = (nearest == number) & (distance[peak] <= 2 * HUE_REACH)
        yield coloured & own[hue], COLOUR_GRAIN
    plain = ~coloured & (saturation < COLOURED)
    yield plain & (value > GREY[0]) & (value < GREY[1]), GREY_GRAIN
    yield ~coloured & (value <= GREY[0]), GREY_GRAIN


def _has_corners(part: Any) -> bool:
    """Whether three corners at least of an area's box belong to it: a rectangle, whatever is printed on it."""
    near, far = slice(0, CORNER), slice(-CORNER, None)
    return sum(bool(part[rows, columns].mean() >= 0.5) for rows in (near, far) for columns in (near, far)) >= 3


def _shape(part: Any, x: int, y: int, colour: str) -> Shape:
    import cv2

    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea)
    smooth = cv2.approxPolyDP(largest, SMOOTH, True).reshape(-1, 2)
    points = tuple(((x + float(a)) * POINT, (y + float(b)) * POINT) for a, b in smooth)
    height, width = part.shape
    return Shape(_points((x, y, x + width, y + height)), points, colour, None)


def _boxes(bits: Any) -> Iterator[tuple[int, int, int, int]]:
    import cv2

    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(bits, connectivity=8)
    for number in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[number])
        yield x, y, width, height


def _points(box: tuple[float, float, float, float]) -> Box:
    x0, top, x1, bottom = (value * POINT for value in box)
    return Box(x0, top, x1, bottom)


def find_ink(image: Any, box: Box) -> tuple[Box, str | None]:
    """Where in a box strokes stand out from its background, from side to side, and their colour; None if none do."""
    import numpy as np

    x0, top, x1, bottom = (max(0, round(value / POINT)) for value in (box.x0, box.top, box.x1, box.bottom))
    part = image[top:bottom, x0:x1].astype(np.int32)
    if not part.size:
        return box, None
    away = np.abs(part - np.median(part.reshape(-1, 3), axis=0)).sum(axis=2)
    strokes = away >= max(FAINTEST, 0.7 * int(away.max()))
    inked = np.flatnonzero((away >= FAINTEST).any(axis=0))
    if not strokes.any():
        return box, None
    blue, green, red = np.median(part[strokes], axis=0).astype(int)
    left, right = (x0 + int(inked[0])) * POINT, (x0 + int(inked[-1]) + 1) * POINT
    return Box(left, box.top, right, box.bottom), f"#{red:02x}{green:02x}{blue:02x}"


def ink_stretches(image: Any, box: Box) -> tuple[tuple[float, float], ...]:
    """From where to where in a line's box, in points, something stands out from its background half way up."""
    import numpy as np

    half = BODY_SHARE * box.height / 2
    edges = (box.x0, box.mid_y - half, box.x1, box.mid_y + half)
    x0, top, x1, bottom = (max(0, round(value / POINT)) for value in edges)
    part = image[top:bottom, x0:x1].astype(np.int32)
    if not part.size:
        return ()
    away = np.abs(part - np.median(part.reshape(-1, 3), axis=0)).sum(axis=2)
    inked = (away >= max(FAINTEST, STROKE_SHARE * int(away.max()))).any(axis=0)
    steps = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    return tuple(((x0 + int(start)) * POINT, (x0 + int(end)) * POINT) for start, end in steps.reshape(-1, 2))
