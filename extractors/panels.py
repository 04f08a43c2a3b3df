"""KPIs printed one to a panel: boxes, cells and paragraphs with a title, labelled values and a status mark.

Each panel becomes a small table of labels and values, which ``stacked`` puts together with those of the same form.
What the words of a panel say is read in ``panel_lines``, what its marks mean later, with the report's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.colours import is_ink, is_paper
from extractors.glyphs import find_glyphs
from extractors.icons import pictures_inside
from extractors.lines import unwrap, words_text
from extractors.mark_words import is_coloured
from extractors.meanings import split_value
from extractors.page_cells import seen_fill
from extractors.panel_lines import Labelled, PanelText, read_panel_text
from extractors.swatch_marks import HIGHEST, joined_fills
from extractors.words import colour_letter, colour_word, exact_rating, not_rated_word
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.pages import Fill, Page, Shape, Word
from schemas.vocabulary import Role

ENGINE = "panel"
# A panel holds a title and some values, in points; and is not the page's frame.
NARROWEST, LOWEST, LARGEST = 80.0, 24.0, 0.5
FEWEST_VALUES = 3
# A page with more boxes than this is a table or a chart of coloured cells.
MOST_BOXES = 150
SHORTEST_TITLE = 8
# Of the filled cells of a table this share are panels, where it is a sheet of cards.
PANEL_SHARE = 0.5
# Beside the values of a panel a mark is no wider than this share of it: a band is its heading's ground.
MARK_SHARE = 0.4
# A stripe along a panel's side is this wide at most, in points; it and a heading's band are this share of it long.
WIDEST_EDGE, EDGE_SHARE = 10.0, 0.8
# A mark is at least this wide and high; less is a rule or a speck.
SMALLEST = 2.5
MARKED = frozenset({Role.STATUS, Role.PREVIOUS_STATUS, Role.FORECAST_STATUS, Role.DIRECTION})


@dataclass(frozen=True, slots=True)
class Panel:
    """One KPI's panel: its box, its words told apart, the colours of its ground, its edge and its heading's band."""

    box: Box
    text: PanelText
    colours: tuple[str | None, ...]


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
    for box in boxes if len(boxes) <= MOST_BOXES else ():
        if any(box.overlap(other) > 0.02 * min(box.area, other.area) for other in taken):
            continue
        panel = read_panel(page, box)
        if panel is not None:
            panels.append(panel)
            taken.append(box)
    grounds = _telling([panel.colours for panel in panels])
    tables = [as_table(page, panel, ground) for panel, ground in zip(panels, grounds, strict=True)]
    return [*tables, *(as_table(page, rest) for rest in rests)], kept


def _telling(colours: Sequence[tuple[str | None, ...]]) -> list[str | None]:
    """Of each panel's colours the one in which the panels differ; None where all are painted alike."""
    for each in zip(*colours, strict=True):
        if len(set(each)) > 1:
            return list(each)
    return [None] * len(colours)


def read_panel(page: Page, box: Box, *, titled: bool = True) -> Panel | None:
    """What stands in a box, if that is one KPI: a title, then three labelled values or more, the outturn among them.

    ``titled`` is False where the title stands elsewhere.
    """
    words = [word for word in page.words if box.holds(word.box.mid_x, word.box.mid_y)]
    if len(words) < 2 * FEWEST_VALUES:
        return None
    text = read_panel_text(words, box)
    named = not titled or len(words_text(text.title)) >= SHORTEST_TITLE or Role.TITLE in text.roles
    twice = len(text.roles & {Role.ACTUAL, Role.TARGET}) < len(
        [value for value in text.values if value.role in (Role.ACTUAL, Role.TARGET)]
    )
    if not named or twice or len(text.values) < FEWEST_VALUES or Role.ACTUAL not in text.roles:
        return None
    if not text.roles & {Role.TARGET, Role.STATUS}:
        return None
    fills = [fill for fill in page.fills if fill.box.overlap(box) > 0]
    return Panel(box, text, (seen_fill(box, fills), _edge(box, fills), _band(box, fills)))


def _edge(box: Box, fills: Sequence[Fill]) -> str | None:
    """The colour of a stripe along a side of the box."""
    return next(
        (
            fill.colour
            for fill in fills
            if _is_area(fill)
            and min(fill.box.width, fill.box.height) <= WIDEST_EDGE
            and (fill.box.height >= EDGE_SHARE * box.height or fill.box.width >= EDGE_SHARE * box.width)
        ),
        None,
    )


def _band(box: Box, fills: Sequence[Fill]) -> str | None:
    """The colour behind the heading: over all its width, but not most of its height."""
    return next(
        (
            fill.colour
            for fill in fills
            if _is_area(fill)
            and fill.box.width >= EDGE_SHARE * box.width
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

    None of either unless most of its filled cells are whole panels.
    """
    cells = list({id(cell): cell for row in grid.rows for cell in row if cell is not None and cell.text}.values())
    if sum(cell.text.count(":") >= FEWEST_VALUES - 1 for cell in cells) < PANEL_SHARE * len(cells):
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


def _rest(page: Page, box: Box, *, is_first: bool) -> Panel:
    """A card's part: of one cut by the page's top, the words before its first value are the end of its text."""
    text = read_panel_text([word for word in page.words if box.holds(word.box.mid_x, word.box.mid_y)], box)
    if is_first:
        text = replace(text, title=(), rest=(*text.title, *text.rest))
    return Panel(box, text, ())


def room_of(page: Page, box: Box) -> Box:
    """A paragraph's box as far to the right as its marks may stand: up to what is printed beside it."""
    beside = [
        word.box.x0
        for word in page.words
        if word.box.x0 >= box.x1 + NARROWEST / 2 and box.top < word.box.mid_y < box.bottom
    ]
    return Box(box.x0 - 1, box.top - 1, min([page.width, *beside]) - 1, box.bottom + 1)


def marks_beside(page: Page, box: Box) -> Cell | None:
    """The marks and the coloured words in and behind a paragraph, as a cell; None where there are none."""
    room = room_of(page, box)
    words = [w for w in page.words if room.holds(w.box.mid_x, w.box.mid_y)]
    signs = [w for w in words if find_glyphs(w.text, w.font) is not None or (is_coloured(w.colour) and _is_status(w))]
    cell = marked_cell(page, room, signs, within=room)
    return cell if signs or cell.shapes or cell.pictures else None


def as_table(page: Page, panel: Panel, ground: str | None = None) -> Table:
    """A panel as rows of label and value under its title; ``ground`` is the colour it has and its neighbours lack."""
    text, place = panel.text, Place(page.number, panel.box.rounded())
    pairs = [(_made(value.label, value.box, page), _value(page, value)) for value in text.values]
    if Role.STATUS not in text.roles:
        status = _loose_status(page, panel, ground)
        if status is not None:
            pairs.append((_made("Status", status.place.box, page), status))
    rest = words_text(text.rest)
    if rest and Role.COMMENTARY not in text.roles:
        pairs.append((_made("Commentary", hull(w.box for w in text.rest), page), _cell(page, text.rest)))
    rows: list[tuple[Cell | None, ...]] = []
    if text.title:
        title = _cell(page, text.title)
        rows.append((title, None))
    rows += pairs
    cells = tuple(
        tuple(_at(cell, r, c) if cell is not None else None for c, cell in enumerate(row)) for r, row in enumerate(rows)
    )
    return Table(place, cells, (panel.box.x0, panel.box.mid_x, panel.box.x1), ENGINE)


def _value(page: Page, value: Labelled) -> Cell:
    """The value's cell; of a status or a direction with everything drawn beside the label."""
    if value.role in MARKED:
        return marked_cell(page, value.region, value.words)
    return _cell(page, value.words) if value.words else _made("", value.box, page)


def _loose_status(page: Page, panel: Panel, ground: str | None) -> Cell | None:
    """The marks of a panel that labels no status: drawn ones, coloured and known words beside values, its ground."""
    strays = tuple(word for word in panel.text.strays if is_coloured(word.colour) or _is_status(word) or not word.text)
    strays = strays or tuple(panel.text.strays)
    marked = any(split_value(value.text) for value in panel.text.values if value.role is Role.ACTUAL)
    cell = marked_cell(page, panel.box, strays, within=panel.box)
    if cell.shapes or cell.pictures or strays:
        return cell
    if ground is not None and not marked:
        return Cell(0, 0, 1, 1, "", Place(page.number, panel.box.rounded()), ground)
    return None


def _is_status(word: Word) -> bool:
    return bool(
        colour_word(word.text) or colour_letter(word.text) or exact_rating(word.text) or not_rated_word(word.text)
    )


def marked_cell(page: Page, region: Box, words: Sequence[Word], *, within: Box | None = None) -> Cell:
    """A cell of some words and all marks drawn in a region; ``within``: of the size of a line's marks only."""

    def is_inside(box: Box) -> bool:
        small = within is None or (box.width <= MARK_SHARE * within.width and box.height <= HIGHEST)
        return small and region.holds(box.mid_x, box.mid_y) and max(box.width, box.height) >= SMALLEST

    fills = [f for f in page.fills if f.box.overlap(region) > 0]
    fill = seen_fill(region, fills) if within is None else None
    painted = [f for f in joined_fills(fills) if is_inside(f.box) and f.colour != fill and not is_ink(f.colour)]
    shapes = [s for s in page.shapes if is_inside(s.box)] + [_as_shape(f) for f in painted if _is_area(f)]
    pictures = [p for p in page.pictures if p.pixels is not None or is_inside(p.box)]
    seen = pictures_inside(region, pictures)
    boxes = [*(w.box for w in words), *(s.box for s in shapes), *(p.box for p in seen)]
    place = Place(page.number, (hull(boxes) if boxes else region).rounded())
    inks = {word.colour for word in words if word.colour}
    ink = next(iter(inks)) if len(inks) == 1 else None
    text = words_text(words)
    return Cell(0, 0, 1, 1, text, place, fill, False, ink, tuple(shapes), seen, words=tuple(words))


def _is_area(fill: Fill) -> bool:
    return not is_paper(fill.colour) and min(fill.box.width, fill.box.height) >= SMALLEST


def _as_shape(fill: Fill) -> Shape:
    box = fill.box
    corners = ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom))
    return Shape(box, corners, fill.colour, None)


def _cell(page: Page, words: Iterable[Word]) -> Cell:
    every = tuple(words)
    return _made(unwrap(words_text(every)), hull(word.box for word in every), page)


def _made(text: str, box: Box, page: Page) -> Cell:
    return Cell(0, 0, 1, 1, text, Place(page.number, box.rounded()), None)


def _at(cell: Cell, row: int, column: int) -> Cell:
    return replace(cell, row=row, column=column)
