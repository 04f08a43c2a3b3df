"""KPIs printed one to a panel: boxes, cells and paragraphs with a title, labelled values and a status mark.

Each panel becomes a small table of labels and values, which ``stacked`` puts together with those of the same form.
What the words of a panel say is read in ``panel_lines``, which marks it has in ``panel_marks``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.lines import words_text
from extractors.page_cells import seen_fill
from extractors.panel_lines import SHORTEST_TITLE, PanelText, read_panel_text
from extractors.panel_marks import Panel, as_table, is_area
from schemas.geometry import Box
from schemas.grids import Table
from schemas.pages import Fill, Page
from schemas.vocabulary import Role

# A panel holds a title and some values, in points; and is not the page's frame.
NARROWEST, LOWEST, LARGEST = 80.0, 24.0, 0.5
# So many labelled values say that a box is a panel; an outturn beside its target does so alone.
FEWEST_VALUES = 3
MEASURED = frozenset({Role.ACTUAL, Role.TARGET})
# A page with more boxes than this is a table or a chart of coloured cells.
MOST_BOXES = 150
# Of the filled cells of a table this share are panels, where it is a sheet of cards.
PANEL_SHARE = 0.5
# A stripe along a panel's side is this wide at most, in points, and this share of it long; a heading's band more.
WIDEST_EDGE, STRIPE_SHARE, BAND_SHARE = 10.0, 0.5, 0.8
# A stripe stands this close to the panel's side.
AT_SIDE = 3.0
# Cards of one sheet are equally wide, within this many points; so many vouch for one that shows no target.
SAME_WIDTH, FEWEST_ALIKE = 3.0, 2


def find_panels(page: Page, lone: Sequence[Box], grids: Sequence[Table]) -> tuple[list[Table], list[Table]]:
    """The panels of a page as tables of labels and values, and the grids that are no sheets of cards.

    ``lone`` are the ruled boxes outside all grids; coloured and rounded boxes are looked at too.
    """
    panels: list[Panel] = []
    rests: list[Panel] = []
    kept: list[Table] = []
    for grid in grids:
        found, cut = _cards_of(page, grid)
        panels += found
        rests += cut
        if not found:
            kept.append(grid)
    taken = [grid.place.box for grid in grids]
    boxes = sorted(_boxes(page, lone), key=lambda b: b.area)
    boxes = boxes if len(boxes) <= MOST_BOXES else []
    for needs_target in (True, False):
        for box in boxes:
            if any(box.overlap(other) > 0.02 * min(box.area, other.area) for other in taken):
                continue
            if not needs_target and not _is_one_of(box, panels):
                continue
            panel = read_panel(page, box, needs_target=needs_target)
            if panel is not None:
                panels.append(panel)
                taken.append(box)
    rests += [_rest(page, box, is_first=True) for box in _cut_at_top(boxes, panels, taken)]
    grounds = _telling([panel.colours for panel in panels])
    tables = [as_table(page, panel, ground) for panel, ground in zip(panels, grounds, strict=True)]
    return [*tables, *(as_table(page, rest) for rest in rests)], kept


def _cut_at_top(boxes: Sequence[Box], panels: Sequence[Panel], taken: Sequence[Box]) -> list[Box]:
    """The boxes as wide as the panels and above them all: what the page's top left of cards begun before."""
    first = min((panel.box.top for panel in panels), default=0.0)
    free = [box for box in boxes if box.bottom <= first and all(box.overlap(other) == 0 for other in taken)]
    return [box for box in free if _is_one_of(box, panels)]


def _is_one_of(box: Box, panels: Sequence[Panel]) -> bool:
    """Whether several panels are as wide as the box, which then may be the card of an indicator without a target."""
    return sum(abs(panel.box.width - box.width) <= SAME_WIDTH for panel in panels) >= FEWEST_ALIKE


def _telling(colours: Sequence[tuple[str | None, ...]]) -> list[str | None]:
    """Of the panels' colours those in which they differ and which most of them have; None where all are alike."""
    telling = [each for each in zip(*colours, strict=True) if len(set(each)) > 1]
    none: tuple[str | None, ...] = (None,) * len(colours)
    return list(max(telling, key=lambda each: sum(colour is not None for colour in each), default=none))


def read_panel(page: Page, box: Box, *, titled: bool = True, needs_target: bool = True) -> Panel | None:
    """What stands in a box, if that is one KPI: a title, then labelled values, the outturn among them.

    The outturn may be a large figure without a label. ``titled`` is False where the title stands elsewhere,
    ``needs_target`` where the cards beside this one say what it is.
    """
    words = [word for word in page.words if box.holds(word.box.mid_x, word.box.mid_y)]
    labelled = any(":" in word.text or "target" in word.text.casefold() for word in words)
    if len(words) < FEWEST_VALUES or (needs_target and not labelled):
        return None
    text = read_panel_text(words, box)
    named = not titled or len(words_text(text.title)) >= SHORTEST_TITLE or Role.TITLE in text.roles
    if not named or text.furniture or Role.ACTUAL not in text.roles or _says_twice(text):
        return None
    measured = text.roles >= MEASURED
    if needs_target and not measured and not (Role.STATUS in text.roles and len(text.values) >= FEWEST_VALUES):
        return None
    fills = [fill for fill in page.fills if fill.box.overlap(box) > 0]
    return Panel(box, text, (seen_fill(box, fills), _edge(box, fills), _band(box, fills)))


def _says_twice(text: PanelText) -> bool:
    """Whether the panel gives two outturns or targets, or two values under one label: then it is not of one KPI."""
    undated = Counter(value.role for value in text.values if value.role in MEASURED and not value.dated)
    labels = Counter(value.label for value in text.values)
    return max([*undated.values(), *labels.values()], default=0) > 1


def _edge(box: Box, fills: Sequence[Fill]) -> str | None:
    """The colour of a stripe along a side of the box."""
    return next((fill.colour for fill in fills if is_area(fill) and _is_stripe(fill.box, box)), None)


def _is_stripe(stripe: Box, box: Box) -> bool:
    upright = min(abs(stripe.x0 - box.x0), abs(stripe.x1 - box.x1)) <= AT_SIDE and stripe.width <= WIDEST_EDGE
    level = min(abs(stripe.top - box.top), abs(stripe.bottom - box.bottom)) <= AT_SIDE and stripe.height <= WIDEST_EDGE
    return (upright and stripe.height >= STRIPE_SHARE * box.height) or (
        level and stripe.width >= BAND_SHARE * box.width
    )


def _band(box: Box, fills: Sequence[Fill]) -> str | None:
    """The colour behind the heading: over all its width, but not most of its height."""
    return next(
        (
            fill.colour
            for fill in fills
            if is_area(fill)
            and fill.box.width >= BAND_SHARE * box.width
            and WIDEST_EDGE < fill.box.height <= box.height / 2
        ),
        None,
    )


def _boxes(page: Page, lone: Sequence[Box]) -> Iterator[Box]:
    every = (*lone, *(fill.box for fill in page.fills), *(shape.box for shape in page.shapes))
    for box in dict.fromkeys(every):
        if box.width >= NARROWEST and box.height >= LOWEST and box.area <= LARGEST * page.width * page.height:
            yield box


def _cards_of(page: Page, grid: Table) -> tuple[list[Panel], list[Panel]]:
    """The panels a grid's cells are, and what the page's top and foot left of others in its first and last row.

    None of either unless most of its filled cells are whole panels. A grid of one column may be one panel itself.
    """
    cells = list({id(cell): cell for row in grid.rows for cell in row if cell is not None and cell.text}.values())
    if len(grid.column_edges) == 2 and len(cells) > 1:
        panel = read_panel(page, grid.place.box)
        if panel is not None:
            return [panel], []
    if sum(_may_be_card(cell.text) for cell in cells) < PANEL_SHARE * len(cells):
        return [], []
    panels: list[Panel] = []
    rests: list[Panel] = []
    for cell in cells:
        is_first = cell.row == 0
        panel = read_panel(page, cell.place.box) or (
            read_panel(page, cell.place.box, titled=False) if is_first else None
        )
        if panel is not None:
            panels.append(panel)
        elif is_first or cell.row + cell.row_span == len(grid.rows):
            rests.append(_rest(page, cell.place.box, is_first=is_first))
    return (panels, rests) if len(panels) >= PANEL_SHARE * len(cells) else ([], [])


def _may_be_card(text: str) -> bool:
    """Whether a cell's text is worth a closer look: several lines, of which one speaks of a target or has labels."""
    return "\n" in text and ("target" in text.casefold() or text.count(":") >= FEWEST_VALUES - 1)


def _rest(page: Page, box: Box, *, is_first: bool) -> Panel:
    """A card's part: of one cut by the page's top, the words before its first value are the end of its text."""
    text = read_panel_text([word for word in page.words if box.holds(word.box.mid_x, word.box.mid_y)], box)
    if is_first:
        above = [part for part in (text.title, *text.around) if part]
        text = replace(text, title=(), around=(), rest=(*above, *text.rest))
    return Panel(box, text, ())
