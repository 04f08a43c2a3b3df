"""Targets printed where no indicator was read: cards and lists of a layout that nothing here knows.

A report whose cards are not read would otherwise look like one without indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.joins import PageLayout
from schemas.geometry import Place
from schemas.readings import ActionRow, Issue, KpiRow

# A line that is a target's label and its figure; running text says "a target of 95%".
TARGET = re.compile(
    r"(?:(?:annual|quarterly|q[1-4]|year end|current) )?target"
    r"(?: \(?(?:q[1-4]|ytd|20\d\d(?:[/\-\u2013]\d\d(?:\d\d)?)?|\d\d/\d\d)\)?)? ?(?::|=|\s) ?"
    r"[<>≤≥~£]{0,2}\d[\d,.]*\s?(?:%|[a-z]{1,6})?",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*[|\u2022\u00b7;]\s*")
# One such line may be a remark; a layout repeats it.
FEWEST_LINES = 2


def targets_unread(layouts: Sequence[PageLayout], kpis: Sequence[KpiRow], actions: Sequence[ActionRow]) -> list[Issue]:
    """An issue for each page on which several lines name a target and its figure outside everything that was read."""
    read: dict[int, list[Place]] = {}
    for places in (*(row.places for row in kpis), *(row.places for row in actions)):
        for place in places:
            read.setdefault(place.page, []).append(place)
    found: list[Issue] = []
    for layout in layouts:
        known = read.get(layout.number, ())
        named = [(text, place) for text, place in _lines(layout) if _names_target(text)]
        named = [(text, place) for text, place in named if not any(_holds(other, place) for other in known)]
        if len(named) >= FEWEST_LINES:
            sample = ", ".join(repr(text) for text, _place in named[:3])
            message = f"{len(named)} lines name a target where no indicator was read: {sample}."
            found.append(Issue("target_without_row", message, named[0][1]))
    return found


def _lines(layout: PageLayout) -> Iterator[tuple[str, Place]]:
    """The pieces of all lines of a page's running text and of its tables' cells."""
    for block in layout.blocks:
        yield from ((text, Place(layout.number, line.box)) for line in block.lines for _x, text in line.parts)
    for table in layout.tables:
        for cell in {id(cell): cell for row in table.rows for cell in row if cell is not None}.values():
            yield from ((line, cell.place) for line in cell.text.splitlines())


def _names_target(text: str) -> bool:
    return "target" in text.lower() and any(map(TARGET.fullmatch, SEPARATOR.split(text.strip())))


def _holds(place: Place, other: Place) -> bool:
    return place.box.holds(other.box.mid_x, other.box.mid_y)
