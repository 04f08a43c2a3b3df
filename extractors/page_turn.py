"""Pages whose content lies on its side, turned to read them, and pages in small print, read enlarged; and the way back.

``/Rotate`` is applied by the PDF library already; here the text itself runs up or down the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from schemas.geometry import Box, Place
from schemas.pages import Page, Shape, Word

# A page is turned when more than this share of its words lie on their side: turned headings alone are fewer.
TURNED_SHARE = 0.6
FEWEST_WORDS = 8
# Running headers and footers stand in this share of the page at its top and bottom.
MARGIN = 0.11
# Sheets printed to fit a page, and two pages on one, come down to 3 points; gaps between words and lines are then as
# small as what is taken for none at the usual 8 to 11 points. Sheets of 5 points are read well as they are.
SMALL_PRINT, STILL_SMALL = 4.5, 6.0
ENLARGED = 2.5


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was turned: ``up`` when its text runs up the page; the size of the page before it was turned."""

    up: bool
    width: float
    height: float

    def upright(self, box: Box) -> Box:
        """Where a box of the page as shown stands on the page as read."""
        if self.up:
            return Box(self.height - box.bottom, box.x0, self.height - box.top, box.x1)
        return Box(box.top, self.width - box.x1, box.bottom, self.width - box.x0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page as shown stands on the page as read."""
        return (self.height - y, x) if self.up else (y, self.width - x)

    def shown(self, box: Box) -> Box:
        """Where a box of the page as read stands on the page as shown."""
        if self.up:
            return Box(box.top, self.height - box.x1, box.bottom, self.height - box.x0)
        return Box(self.width - box.bottom, box.x0, self.width - box.top, box.x1)


@dataclass(frozen=True, slots=True)
class View:
    """How a page was read: enlarged ``zoom`` times, and then turned."""

    zoom: float = 1.0
    turn: Turn | None = None

    def shown(self, box: Box) -> Box:
        """Where a box of the page as read stands on the page as shown."""
        found = box if self.turn is None else self.turn.shown(box)
        if self.zoom == 1.0:
            return found
        return Box(found.x0 / self.zoom, found.top / self.zoom, found.x1 / self.zoom, found.bottom / self.zoom)


def find_zoom(page: Page, before: float = 1.0) -> float:
    """How many times the page must be enlarged to be read: 1 but for pages in small print.

    ``before`` is what the page before was read with: a table that runs over both needs one and the same.
    """
    sizes = [word.size for word in page.words]
    if not sizes or (len(sizes) < FEWEST_WORDS and before == 1.0):
        return before
    return ENLARGED if median(sizes) < (SMALL_PRINT if before == 1.0 else STILL_SMALL) else 1.0


def find_turn(page: Page, before: Turn | None = None) -> Turn | None:
    """How the page must be turned to be read; None when most of its words stand upright.

    ``before`` is how the page before was turned: what is left of its table needs fewer words to be seen to lie, and
    the upright words of a running footer do not speak against it.
    """
    lying = [word for word in page.words if not word.upright]
    standing = [word for word in page.words if word.upright and (before is None or not _in_margin(word.box, page))]
    fewest = FEWEST_WORDS if before is None else 1
    if len(lying) < fewest or len(lying) <= TURNED_SHARE * (len(lying) + len(standing)):
        return None
    up = down = 0
    for one, word in pairwise(lying):
        if abs(one.box.mid_x - word.box.mid_x) <= 0.3 * word.box.width:
            up += word.box.bottom <= one.box.top + 1
            down += word.box.top >= one.box.bottom - 1
    runs_up = before.up if before is not None and up == down else up >= down
    return Turn(runs_up, page.width, page.height)


def _in_margin(box: Box, page: Page) -> bool:
    return box.bottom <= MARGIN * page.height or box.top >= (1 - MARGIN) * page.height


def turned_page(page: Page, turn: Turn) -> Page:
    """The page as a reader holds it to read it: its objects turned, its width and height exchanged."""
    words = [
        Word(w.text, turn.upright(w.box), min(w.size, w.box.width), w.font, w.bold, w.colour, not w.upright)
        for w in page.words
    ]
    return replace(
        page,
        width=page.height,
        height=page.width,
        words=tuple(sorted(words, key=lambda word: (round(word.box.mid_y), word.box.x0))),
        rules=tuple(replace(rule, box=turn.upright(rule.box)) for rule in page.rules),
        fills=tuple(replace(fill, box=turn.upright(fill.box)) for fill in page.fills),
        outlines=tuple(turn.upright(box) for box in page.outlines),
        shapes=tuple(_turned_shape(shape, turn) for shape in page.shapes),
        pictures=tuple(replace(picture, box=turn.upright(picture.box)) for picture in page.pictures),
    )


def _turned_shape(shape: Shape, turn: Turn) -> Shape:
    points = tuple(turn.point(x, y) for x, y in shape.points)
    return replace(shape, box=turn.upright(shape.box), points=points)


def turn_back(found: Any, views: Mapping[int, View]) -> Any:
    """The same content with every place on a turned or enlarged page as it stands on the page shown.

    Works through dataclasses and tuples of any depth; all else stays as it is.
    """
    if isinstance(found, Place):
        view = views.get(found.page)
        return found if view is None else Place(found.page, view.shown(found.box).rounded())
    if isinstance(found, tuple) and found and not hasattr(found, "_fields"):
        return tuple(turn_back(part, views) for part in found)
    if is_dataclass(found) and not isinstance(found, type):
        changed = {field.name: turn_back(getattr(found, field.name), views) for field in fields(found) if field.init}
        return replace(found, **changed)
    return found
