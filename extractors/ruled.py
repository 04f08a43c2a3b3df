"""Cell boxes from ruling lines: pdfplumber's table finder, run on ready objects of a page.

What stands in the cells is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.table import cells_to_tables, merge_edges
from pdfplumber.utils.geometry import filter_edges

from extractors.crossings import find_cells
from schemas.geometry import Box
from schemas.pages import Page

# pdfplumber's own defaults, in points.
SNAP = 3
SHORTEST_EDGE = 3
# Edges of one table stand no further apart than this from top to bottom: two of them may be moved towards each other.
APART = 2 * SNAP
# Table finding grows with the square of the lines. A drawn map or chart has tens of thousands of them, the densest
# table page seen has 900.
MOST_EDGES = 6000
# So many column rules ending at one height, with nothing across, are a row cut by the page break.
OPEN_RULES = 3
# ... and so many where they are the ends of a line across: the frame of a cell over all columns.
OPEN_FRAME = 2


def find_cell_groups(page: Page, extra: Iterable[Box] = ()) -> list[list[Box]]:
    """Per table, top to bottom, the boxes of its cells. ``extra`` are filled rectangles to be taken as cell borders."""
    return group_cells(find_boxes(page, extra))[0]


def group_cells(cells: Sequence[Box]) -> tuple[list[list[Box]], list[Box]]:
    """Cells that touch as tables, top to bottom, and the boxes that stand alone."""
    found = cells_to_tables([(cell.x0, cell.top, cell.x1, cell.bottom) for cell in cells])
    groups = [[Box(*cell) for cell in group] for group in found]
    grouped = {cell for group in groups for cell in group}
    return groups, [cell for cell in cells if cell not in grouped]


def find_boxes(page: Page, extra: Iterable[Box] = ()) -> list[Box]:
    """The boxes that the page's lines close; ``extra`` as for ``find_cell_groups``."""
    raw = [edge for edge in _edges(page, extra) if edge["x1"] - edge["x0"] >= 1 or edge["bottom"] - edge["top"] >= 1]
    if not raw or len(raw) > MOST_EDGES:
        return []
    return [box for band in _bands(raw) for box in _boxes_between(band)]


def _boxes_between(raw: list[dict[str, Any]]) -> list[Box]:
    merged = merge_edges(raw, SNAP, SNAP, SNAP, SNAP)
    edges = filter_edges([*merged, *_closing_edges(merged)], min_length=SHORTEST_EDGE)
    return [Box(*cell) for cell in find_cells(edges, SNAP)]


def _bands(edges: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The edges of a page from top to bottom, parted where none crosses the space between; those with upright ones.

    Edges that nearly meet are taken for one. A column border of one table must not move to that of another below it:
    double rules there pulled it so far that its own lines no longer reached it.
    """
    band: list[dict[str, Any]] = []
    reach = float("-inf")
    for edge in [*sorted(edges, key=_top_of), None]:
        if edge is None or edge["top"] > reach + APART:
            if any(kept["orientation"] == "v" for kept in band):
                yield band
            band = []
        if edge is not None:
            band.append(edge)
            reach = max(reach, edge["bottom"])


def _top_of(edge: dict[str, Any]) -> float:
    return float(edge["top"])


def _closing_edges(edges: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Border lines that are not drawn: where a page break cuts a row, its column rules end in the open.

    Three column rules or more that end at one height, with no line across their ends, are closed there; so are the two
    rules of a table's frame, where no other rule of the table goes on, and single columns beside closed ones.
    """
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("top", "bottom"):
        ends: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for edge in upright:
            ends[round(edge[end] / SNAP)].append(edge)
        for group in ends.values():
            y = group[0][end]
            x0, x1 = min(e["x0"] for e in group), max(e["x0"] for e in group)
            yield from _closed_beside(group, y, level)
            across = [e for e in level if e["x0"] - SNAP <= x0 and e["x1"] + SNAP >= x1]
            framed = any(abs(e["x0"] - x0) <= SNAP and abs(e["x1"] - x1) <= SNAP for e in across)
            framed = framed and not any(_goes_beyond(e, end, y) and x0 - SNAP <= e["x0"] <= x1 + SNAP for e in upright)
            if len({round(e["x0"] / SNAP) for e in group}) < (OPEN_FRAME if framed else OPEN_RULES) or not across:
                continue
            crossed = any(abs(e["top"] - y) <= SNAP and e["x0"] < x1 and e["x1"] > x0 for e in level)
            touched = any(group[0]["top"] - SNAP <= e["top"] <= group[0]["bottom"] + SNAP for e in across)
            if touched and not crossed:
                yield _edge(x0, y, x1, y, "h")


def _closed_beside(
    group: Sequence[dict[str, Any]], y: float, level: Sequence[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The ends of columns left open between two rules that end where the line of the columns beside them runs.

    A name merged over rows of two pages has no line under it on the first. What is no column of the table, as the
    space between two tables, has no line across anywhere.
    """
    at = [edge for edge in level if abs(edge["top"] - y) <= SNAP]
    top, bottom = min(edge["top"] for edge in group), max(edge["bottom"] for edge in group)
    along = [edge for edge in level if edge not in at and top - SNAP <= edge["top"] <= bottom + SNAP] if at else []
    for left, right in pairwise(sorted({edge["x0"] for edge in group})):
        closed = any(edge["x0"] < right - SNAP and edge["x1"] > left + SNAP for edge in at)
        beside = any(abs(edge["x0"] - right) <= SNAP or abs(edge["x1"] - left) <= SNAP for edge in at)
        across = any(edge["x0"] - SNAP <= left and edge["x1"] + SNAP >= right for edge in along)
        if beside and across and not closed:
            yield _edge(left, y, right, y, "h")


def _goes_beyond(edge: dict[str, Any], end: str, y: float) -> bool:
    return bool(edge["bottom"] > y + SNAP if end == "bottom" else edge["top"] < y - SNAP)


def _edges(page: Page, extra: Iterable[Box]) -> Iterator[dict[str, Any]]:
    for rule in page.rules:
        box = rule.box
        if box.width >= box.height:
            yield _edge(box.x0, box.mid_y, box.x1, box.mid_y, "h")
        else:
            yield _edge(box.mid_x, box.top, box.mid_x, box.bottom, "v")
    for box in (*page.outlines, *extra):
        yield _edge(box.x0, box.top, box.x1, box.top, "h")
        yield _edge(box.x0, box.bottom, box.x1, box.bottom, "h")
        yield _edge(box.x0, box.top, box.x0, box.bottom, "v")
        yield _edge(box.x1, box.top, box.x1, box.bottom, "v")


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    return {
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": orientation,
        "object_type": "line",
    }
