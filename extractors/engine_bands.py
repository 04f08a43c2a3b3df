"""Tables with lines or stripes between their rows and none between their columns.

Columns are those texts are aligned in, as ``engine_align`` finds them; rows are what stands between two long lines or
at the same stripe, however the texts of a row are spread over its height.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.colours import is_paper
from extractors.page_cells import PageIndex
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Page

ENGINE = "bands"
# A line or stripe between rows crosses this share of the table's width, whole or in pieces.
CROSSING = 0.75
# Lines drawn piece by piece, and the edges of neighbouring stripes, wander by less than this, in points.
SAME_LEVEL = 2.0
# Lines part the rows where there are this many bands for each row the texts make; else they part groups, or a header.
BANDS_PER_ROW = 0.5


def find_banded(page: Page, aligned: Sequence[Table]) -> tuple[Table, ...]:
    """The page's tables ``aligned`` found, their rows as lines or stripes part them; those without any are left out."""
    index = PageIndex(page)
    wholes = _whole(aligned)
    if not wholes:
        return ()
    limits = [*(whole.box.top for whole in wholes[1:]), page.height]
    boxes = (_boxes(page, whole, limit) for whole, limit in zip(wholes, limits, strict=True))
    built = (index.build(found, ENGINE) for found in boxes if found)
    return tuple(table for table in built if table is not None)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A table's outline and column borders, and how many rows its texts make."""

    box: Box
    edges: tuple[float, ...]
    rows: int


def _whole(aligned: Sequence[Table]) -> list[_Whole]:
    """The tables from top to bottom; one that overlaps the one above is a piece of it, cut off by mistake."""
    found: list[_Whole] = []
    for table in sorted(aligned, key=lambda table: table.place.box.top):
        if found and table.place.box.top < found[-1].box.bottom:
            found[-1] = replace(found[-1], rows=found[-1].rows + len(table.rows))
        else:
            found.append(_Whole(table.place.box, table.column_edges, len(table.rows)))
    return found


def _boxes(page: Page, whole: _Whole, limit: float) -> list[Box]:
    """The cells between lines, as far down as lines cross the table's width above ``limit``."""
    outer = whole.box
    crossing = [level for level in _levels(page, outer) if outer.top + SAME_LEVEL < level < limit]
    bottom = max([outer.bottom, *crossing])
    inside = [level for level in crossing if level < bottom - SAME_LEVEL]
    if not inside or len(inside) + 1 < BANDS_PER_ROW * whole.rows:
        return []
    columns = list(pairwise(whole.edges))
    return [Box(x0, top, x1, below) for top, below in pairwise([outer.top, *inside, bottom]) for x0, x1 in columns]


def _levels(page: Page, outer: Box) -> list[float]:
    """The heights at which lines, or the edges of stripes, cross the table."""
    lines = [(rule.box.mid_y, rule.box) for rule in page.rules if rule.box.width > rule.box.height]
    stripes = [fill.box for fill in page.fills if not is_paper(fill.colour)]
    lines += [(level, box) for box in (*stripes, *page.outlines) for level in (box.top, box.bottom)]
    found: list[float] = []
    group: list[tuple[float, Box]] = []
    for level, box in [*sorted(lines, key=lambda line: line[0]), (float("inf"), outer)]:
        if group and level - group[-1][0] > SAME_LEVEL:
            if _covered((box for _, box in group), outer) >= CROSSING * outer.width:
                found.append(sum(at for at, _ in group) / len(group))
            group = []
        group.append((level, box))
    return found


def _covered(boxes: Iterable[Box], outer: Box) -> float:
    """How much of the table's width the boxes cover together."""
    covered, reached = 0.0, outer.x0
    for box in sorted(boxes, key=lambda box: box.x0):
        left, right = max(box.x0, reached), min(box.x1, outer.x1)
        if right > left:
            covered += right - left
            reached = right
    return covered
