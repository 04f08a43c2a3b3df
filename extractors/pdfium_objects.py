"""One walk over a page's objects: what is painted, in which order, through which clip.

Form XObjects are entered; their children come with the matrix that brings them into page space. Objects stand in the
order they are painted, which is the order pdfplumber gives them. What the objects look like is not read here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors import pdfium_calls as pdfium
from extractors.pdfium_frame import IDENTITY, Matrix, Rect, map_rect, meet, times

# Forms nest through each other a few levels deep; pdfium itself stops at 12 on damaged, self-containing forms.
DEEPEST_FORM = 12


@dataclass(frozen=True, slots=True)
class Clip:
    """What of an object can be seen: ``rect`` in page space; ``exact`` when the clip is that very rectangle."""

    rect: Rect
    exact: bool


class Painted(NamedTuple):
    """One object: its pdfium address, the matrix of the forms around it, its place in painting order, its clip."""

    item: int
    outer: Matrix
    order: int
    clip: Clip


@dataclass(slots=True)
class PageObjects:
    """Everything painted on a page. ``texts`` is by address: pdfium's text page tells the object of a character."""

    texts: dict[int, Painted] = field(default_factory=dict)
    paths: list[Painted] = field(default_factory=list)
    images: list[Painted] = field(default_factory=list)
    shadings: int = 0


def walk_objects(page: int, shown: Rect) -> PageObjects:
    """All objects of ``page``; ``shown`` is the part of page space inside the crop box."""
    return _Walk(shown).over(page)


class _Walk:
    def __init__(self, shown: Rect) -> None:
        self._page_clip = Clip(shown, exact=False)
        self._found = PageObjects()
        self._order = 0
        self._clips: dict[tuple[object, ...], Clip] = {}
        self._numbers = pdfium.Floats(6)

    def over(self, page: int) -> PageObjects:
        self._visit(pdfium.page_object, page, pdfium.count_objects(page), IDENTITY, self._page_clip, 0)
        return self._found

    def _visit(
        self, fetch: Callable[..., int], holder: int, count: int, outer: Matrix, around: Clip, depth: int
    ) -> None:
        found = self._found
        kind_of = pdfium.object_kind
        for index in range(count):
            item = fetch(holder, index)
            kind = kind_of(item)
            if kind == pdfium.OBJECT_SHADING:
                found.shadings += 1
                continue
            clip = self._clip(item, outer, around)
            self._order += 1
            if kind == pdfium.OBJECT_TEXT:
                found.texts[item] = Painted(item, outer, self._order, clip)
            elif kind == pdfium.OBJECT_PATH:
                found.paths.append(Painted(item, outer, self._order, clip))
            elif kind == pdfium.OBJECT_IMAGE:
                found.images.append(Painted(item, outer, self._order, clip))
            elif kind == pdfium.OBJECT_FORM and depth < DEEPEST_FORM:
                inside = times(self._matrix(item), outer)
                self._visit(pdfium.form_object, item, pdfium.form_count_objects(item), inside, clip, depth + 1)

    def _matrix(self, item: int) -> Matrix:
        pdfium.object_matrix(item, self._numbers.at[0])
        a, b, c, d, e, f = self._numbers.values
        return a, b, c, d, e, f

    def _clip(self, item: int, outer: Matrix, around: Clip) -> Clip:
        path = pdfium.clip_path(item)
        count = pdfium.clip_count_paths(path) if path else 0
        if count <= 0:
            return around
        # Objects under one clip share its points in memory, so the first points' addresses name the clip.
        firsts = tuple(pdfium.clip_segment(path, number, 0) for number in range(count))
        key = (firsts, outer, around)
        clip = self._clips.get(key)
        if clip is None:
            clip = self._clips[key] = self._read_clip(path, count, outer, around)
        return clip

    def _read_clip(self, path: int, count: int, outer: Matrix, around: Clip) -> Clip:
        rect, exact = around.rect, around is self._page_clip or around.exact
        straight = (outer[1] == 0 and outer[2] == 0) or (outer[0] == 0 and outer[3] == 0)
        for number in range(count):
            points = self._points(path, number)
            if not points:
                continue
            xs, ys = [x for x, _y in points], [y for _x, y in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            rect = meet(rect, map_rect(outer, box))
            exact = exact and straight and _is_rectangle(points)
        return Clip(rect, exact)

    def _points(self, path: int, number: int) -> list[tuple[float, float]]:
        x_at, y_at = self._numbers.at[:2]
        values = self._numbers.values
        points: list[tuple[float, float]] = []
        for index in range(pdfium.clip_count_segments(path, number)):
            if pdfium.segment_point(pdfium.clip_segment(path, number, index), x_at, y_at):
                points.append((values[0], values[1]))
        return points


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    corners = points[:-1] if len(points) == 5 and points[0] == points[4] else points
    return len(corners) == 4 and len({x for x, _y in corners}) == 2 and len({y for _x, y in corners}) == 2
