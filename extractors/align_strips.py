"""What is drawn across a table: rules, and stripes behind its rows, however pale.

Which of them divide rows is for ``align_rows``.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.colours import distance
from schemas.geometry import Box, hull
from schemas.pages import Fill, Page

# A rule or stripe divides rows when it covers this share of the table's width.
ACROSS = 0.7
# A fill this close to white (CIE76) is not seen; the palest stripes of Word and Excel (F2F2F2) are at 4.5.
WHITE = "#ffffff"
PALEST = 2.0
# Pieces of one rule or stripe differ by less than this, in points.
SAME_LEVEL = 1.5


def separators(
    page: Page, x0: float, x1: float, top: float, bottom: float, *, unseen: bool = False
) -> tuple[float, ...]:
    """The heights of rules and stripe edges that run across the table, from the top down.

    ``unseen``: those too at which one fill ends and another of the same colour begins.
    """
    levels: list[tuple[float, float, float]] = []
    for rule in page.rules:
        if rule.box.width > rule.box.height:
            levels.append((rule.box.mid_y, rule.box.x0, rule.box.x1))
    for box in page.outlines:
        levels += [(box.top, box.x0, box.x1), (box.bottom, box.x0, box.x1)]
    bands = stripes(page, x0, x1)
    for band in bands if unseen else _touching_as_one(bands):
        levels += [(y, band.box.x0, band.box.x1) for y in (band.box.top, band.box.bottom)]
    levels = sorted(level for level in levels if top - SAME_LEVEL <= level[0] <= bottom + SAME_LEVEL)
    found: list[float] = []
    group: list[tuple[float, float, float]] = []
    for level in [*levels, (float("inf"), 0.0, 0.0)]:
        if group and level[0] - group[0][0] > SAME_LEVEL:
            if _covered([(a, b) for _y, a, b in group], x0, x1) >= ACROSS * (x1 - x0):
                found.append(sum(y for y, _a, _b in group) / len(group))
            group = []
        group.append(level)
    return tuple(found)


def stripes(page: Page, x0: float, x1: float) -> list[Fill]:
    """Bands across the table, however pale, put together from the fills of their cells."""
    rows: dict[tuple[int, int, str], list[Box]] = {}
    for fill in page.fills:
        if is_tint(fill.colour) and fill.box.x1 > x0 and fill.box.x0 < x1:
            key = (round(fill.box.top / SAME_LEVEL), round(fill.box.bottom / SAME_LEVEL), fill.colour)
            rows.setdefault(key, []).append(fill.box)
    found: list[Fill] = []
    for (_top, _bottom, colour), boxes in rows.items():
        if _covered([(b.x0, b.x1) for b in boxes], x0, x1) >= ACROSS * (x1 - x0):
            band = Box(min(b.x0 for b in boxes), boxes[0].top, max(b.x1 for b in boxes), boxes[0].bottom)
            found.append(Fill(band, colour))
    return found


def _touching_as_one(bands: Sequence[Fill]) -> list[Fill]:
    """Bands of one colour that touch as the one area a reader sees."""
    joined: list[Fill] = []
    for band in sorted(bands, key=lambda b: (b.colour, b.box.top)):
        last = joined[-1] if joined else None
        if last is not None and last.colour == band.colour and band.box.top - last.box.bottom <= SAME_LEVEL:
            joined[-1] = Fill(hull([last.box, band.box]), band.colour)
        else:
            joined.append(band)
    return joined


def is_tint(colour: str) -> bool:
    """Whether a fill shows on white paper at all: stripes are paler than any status colour."""
    return distance(colour, WHITE) > PALEST


def _covered(spans: Sequence[tuple[float, float]], x0: float, x1: float) -> float:
    total, reached = 0.0, x0
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, x1)
        if end > start:
            total += end - start
            reached = end
    return total
