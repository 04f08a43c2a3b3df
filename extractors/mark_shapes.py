"""Marks drawn as paths: which paths make one mark, its form, its colour, its outline.

Letters that draw marks are in ``mark_words``, raster images in ``mark_icons``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractors.colours import is_paper
from extractors.forms import form_of, silhouette
from extractors.mark_words import MARK_GREY, is_coloured
from extractors.shapes import outline
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, JoinedCell
from schemas.marks import Mark, MarkForm
from schemas.pages import Shape
from schemas.vocabulary import StatusMethod

# Paths of one mark touch or nearly do; the gap between two marks is wider than this, in points.
GAP = 0.6
# Parts of one mark lie over each other by more than this share of the smaller; neighbours only meet at their edges.
OVER = 0.1
# A mark is at least this big each way; less is a dot of a dashed border.
SMALLEST = 2.5
# Behind at least this share of a word a rectangle is a highlight.
BEHIND = 0.5
# A part of a mark counts for its colour when it covers this share of it: a thin border does not.
COLOURED_SHARE = 0.12


def read_shapes(cell: JoinedCell) -> list[Mark]:
    """The marks drawn in a cell, from left to right; rectangles behind its words are no marks."""
    found: list[Mark] = []
    for part in cell.parts:
        drawn = [s for s in part.shapes if not _is_behind_words(s, part) and not _is_unseen(s, part.fill)]
        found += [
            mark for group in split_marks(drawn) if (mark := drawn_mark(group, part.place.page, part.fill)) is not None
        ]
    return found


def read_highlight(cell: JoinedCell) -> Mark | None:
    """The colour painted behind the cell's words only, where it is one colour."""
    seen = [
        (shape.fill, Place(part.place.page, shape.box.rounded()))
        for part in cell.parts
        for shape in part.shapes
        if shape.fill and is_coloured(shape.fill) and _is_behind_words(shape, part)
    ]
    if len({colour for colour, _place in seen}) != 1:
        return None
    colour, place = seen[0]
    return Mark(StatusMethod.FILL, place, colour)


def _is_behind_words(shape: Shape, cell: Cell) -> bool:
    if shape.fill is None or not cell.words or not _is_upright(shape):
        return False
    return any(shape.box.overlap(word.box) >= BEHIND * word.box.area > 0 for word in cell.words)


def _is_unseen(shape: Shape, ground: str | None) -> bool:
    """Whether a shape is a piece of paper on paper: some writers paint a cell's ground in strips."""
    return shape.fill is not None and all(map(is_paper, (ground, shape.fill, shape.stroke))) and _is_upright(shape)


def _is_upright(shape: Shape) -> bool:
    """Whether all points of a shape lie on two levels and two uprights, as those of a rectangle or a line."""
    for along in zip(*shape.points, strict=True):
        ends = (round(min(along), 1), round(max(along), 1))
        if not all(round(each, 1) in ends for each in along):
            return False
    return True


def split_marks(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Paths grouped to marks, from left to right: those that touch are one mark, a gap parts two."""
    groups: list[tuple[Box, list[Shape]]] = []
    for shape in shapes:
        joined, box = [shape], shape.box
        apart: list[tuple[Box, list[Shape]]] = []
        for other, members in groups:
            if _touch(box, other) and any(_belong(shape, member) for member in members):
                joined, box = members + joined, hull((box, other))
            else:
                apart.append((other, members))
        groups = [*apart, (box, joined)]
    return [members for _box, members in sorted(groups, key=lambda group: (group[0].x0, group[0].top))]


def _belong(shape: Shape, member: Shape) -> bool:
    """Whether two paths are parts of one mark: they lie over each other, or touch and are painted alike."""
    small = min(shape.box.area, member.box.area)
    if shape.box.overlap(member.box) > OVER * small or small < 1.0:
        return True
    return _touch(shape.box, member.box) and (shape.fill, shape.stroke) == (member.fill, member.stroke)


def _touch(one: Box, other: Box) -> bool:
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) >= -GAP
        and min(one.bottom, other.bottom) - max(one.top, other.top) >= -GAP
    )


def drawn_mark(shapes: Sequence[Shape], page: int, ground: str | None = None) -> Mark | None:
    """The mark some touching paths make; None for a speck, or white on white.

    ``ground`` is the colour behind them: a white arrow is seen on a red cell, and anywhere when it has a dark border.
    """
    return _drawn_mark(tuple(shapes), page, is_paper(ground))


@lru_cache(maxsize=2048)
def _drawn_mark(shapes: tuple[Shape, ...], page: int, on_paper: bool) -> Mark | None:
    # A cell's marks are asked for when its table's kind, its legend and its rows are read.
    box = hull(shape.box for shape in shapes)
    unseen = on_paper and all(is_paper(shape.fill) and is_paper(shape.stroke) for shape in shapes)
    if max(box.width, box.height) < SMALLEST or unseen:
        return None
    colour = mark_ink(shapes)
    return Mark(StatusMethod.SHAPE, Place(page, box.rounded()), colour, None, drawn_form(shapes), outline(shapes))


def drawn_form(shapes: Sequence[Shape]) -> MarkForm | None:
    """The form of touching paths together: filled and closed ones as areas, open ones as strokes of a pen."""
    areas = [shape.points for shape in shapes if shape.fill is not None or _is_closed(shape)]
    pens = [shape.points for shape in shapes if shape.fill is None and not _is_closed(shape)]
    box = hull(shape.box for shape in shapes)
    return form_of(silhouette(areas, () if areas else pens), box.width / max(box.height, 0.01))


def _is_closed(shape: Shape) -> bool:
    (x0, y0), (x1, y1) = shape.points[0], shape.points[-1]
    return len(shape.points) > 3 and abs(x0 - x1) < 0.05 and abs(y0 - y1) < 0.05


def mark_ink(shapes: Sequence[Shape]) -> str | None:
    """The colour a reader names a mark by: of its coloured parts the largest that is no border; None for black."""
    whole = hull(shape.box for shape in shapes).area or 1.0
    filled = [(s.box.area, s.fill) for s in shapes if s.fill is not None and is_coloured(s.fill, MARK_GREY)]
    kept = [found for found in filled if found[0] >= COLOURED_SHARE * whole] or filled
    if kept:
        return max(kept, key=lambda found: found[0])[1]
    if any(shape.fill is not None and not is_paper(shape.fill) for shape in shapes):
        return None
    stroked = [(s.box.area, s.stroke) for s in shapes if s.stroke is not None and is_coloured(s.stroke, MARK_GREY)]
    return max(stroked, key=lambda found: found[0])[1] if stroked else None
