"""A panel as a table: its values and its status, drawn, coloured or worded beside them, or the colour it stands on.

Which boxes are panels is told in ``panels``; what a mark means is known later, with the report's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.colours import is_ink, is_paper
from extractors.glyphs import find_glyphs
from extractors.icons import pictures_inside
from extractors.lines import line_text, unwrap, words_text
from extractors.mark_words import is_coloured
from extractors.meanings import split_value
from extractors.page_cells import seen_fill
from extractors.panel_lines import Labelled, PanelText
from extractors.swatch_marks import HIGHEST, joined_fills
from extractors.words import colour_letter, colour_word, exact_rating, not_rated_word
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.pages import Fill, Page, Shape, Word
from schemas.vocabulary import Role

ENGINE = "panel"
# Beside the values of a panel a mark is no wider than this share of it: a band is its heading's ground.
MARK_SHARE = 0.4
# A mark is at least this wide and high; less is a rule or a speck.
SMALLEST = 2.5
# More drawn things than this are a chart, of which only what stands beside the panel's own words may be a mark.
MOST_MARKS = 3
# What stands so far behind a paragraph, in points, is no part of it.
BESIDE = 40.0
MARKED = frozenset({Role.STATUS, Role.PREVIOUS_STATUS, Role.FORECAST_STATUS, Role.DIRECTION})


@dataclass(frozen=True, slots=True)
class Panel:
    """One KPI's panel: its box, its words told apart, the colours of its ground, its edge and its heading's band."""

    box: Box
    text: PanelText
    colours: tuple[str | None, ...]


def room_of(page: Page, box: Box) -> Box:
    """A paragraph's box as far to the right as its marks may stand: up to what is printed beside it."""
    beside = [
        word.box.x0 for word in page.words if word.box.x0 >= box.x1 + BESIDE and box.top < word.box.mid_y < box.bottom
    ]
    return Box(box.x0 - 1, box.top - 1, min([page.width, *beside]) - 1, box.bottom + 1)


def marks_beside(page: Page, box: Box) -> Cell | None:
    """The marks and the coloured words in and behind a paragraph, as a cell; None where there are none."""
    room = room_of(page, box)
    words = [w for w in page.words if room.holds(w.box.mid_x, w.box.mid_y)]
    signs = [w for w in words if _is_sign(w) or (is_coloured(w.colour) and _is_status((w,)))]
    cell = marked_cell(page, room, signs, within=room)
    return cell if signs or cell.shapes or cell.pictures else None


def as_table(page: Page, panel: Panel, ground: str | None = None) -> Table:
    """A panel as rows of label and value under its title; ``ground`` is the colour it has and its neighbours lack."""
    text, place = panel.text, Place(page.number, panel.box.rounded())
    pairs = [(_made(value.label, value.box, page), _value(page, value)) for value in text.values]
    worded = [part for part in (*text.around, *text.rest) if _is_status(part) or _is_on_mark(page, panel, part)]
    if Role.STATUS not in text.roles:
        status = _loose_status(page, panel, ground, worded)
        if status is not None:
            pairs.append((_made("Status", status.place.box, page), status))
    signs = _arrows(text, ground)
    if signs and Role.DIRECTION not in text.roles:
        arrow = marked_cell(page, hull(word.box for word in signs), signs)
        pairs.append((_made("Direction of travel", arrow.place.box, page), arrow))
    rest = [word for part in text.rest if part not in worded for word in part]
    if rest and Role.COMMENTARY not in text.roles:
        pairs.append((_made("Commentary", hull(w.box for w in rest), page), _cell(page, rest)))
    rows: list[tuple[Cell | None, ...]] = []
    if text.title:
        title = _cell(page, text.title)
        rows.append((title, None))
    rows += pairs
    cells = tuple(
        tuple(_at(cell, r, c) if cell is not None else None for c, cell in enumerate(row)) for r, row in enumerate(rows)
    )
    return Table(place, cells, (panel.box.x0, panel.box.mid_x, panel.box.x1), ENGINE)


def _arrows(text: PanelText, ground: str | None) -> list[Word]:
    """The signs beside the values of a panel that shows its status otherwise, so that they are no status."""
    inked = any(is_coloured(word.colour) for v in text.values if v.role is Role.ACTUAL for word in v.words)
    otherwise = Role.STATUS in text.roles or ground is not None or inked
    return [word for word in text.strays if _is_sign(word) and not is_coloured(word.colour)] if otherwise else []


def _value(page: Page, value: Labelled) -> Cell:
    """The value's cell; of a status or a direction with everything drawn beside the label, of an outturn its ink."""
    if value.role in MARKED:
        return marked_cell(page, value.region, value.words)
    if not value.words:
        return _made("", value.box, page)
    inks = {word.colour for word in value.words}
    ink = next(iter(inks)) if len(inks) == 1 and value.role is Role.ACTUAL else None
    cell = _cell(page, value.words)
    return replace(cell, text_colour=ink, words=value.words) if is_coloured(ink) else cell


def _loose_status(page: Page, panel: Panel, ground: str | None, worded: Sequence[tuple[Word, ...]]) -> Cell | None:
    """The marks of a panel that labels no status: drawn ones, coloured and known words beside values, its ground."""
    arrows = _arrows(panel.text, ground)
    every = [word for word in panel.text.strays if word not in arrows]
    strays = tuple(word for word in every if is_coloured(word.colour) or _is_status((word,)) or _is_sign(word))
    strays = (*(strays or every), *(word for part in worded for word in part))
    marked = any(split_value(value.text) for value in panel.text.values if value.role is Role.ACTUAL)
    cell = marked_cell(page, panel.box, strays, within=panel.box)
    if len(cell.shapes) > MOST_MARKS:
        texts = (panel.text.title, *(value.words for value in panel.text.values))
        lines = [hull(word.box for word in words) for words in texts if words]
        beside = tuple(s for s in cell.shapes if any(b.top <= s.box.mid_y <= b.bottom for b in lines))
        cell = replace(cell, shapes=beside)
    if cell.shapes or cell.pictures or strays:
        return cell if cell.fill is not None or marked else replace(cell, fill=ground)
    if ground is not None and not marked:
        return Cell(0, 0, 1, 1, "", Place(page.number, panel.box.rounded()), ground)
    return None


def _is_on_mark(page: Page, panel: Panel, part: Sequence[Word]) -> bool:
    """Whether a piece of text is the only one on a small coloured area: a label like a pill."""
    own = hull(word.box for word in part)
    areas = [fill.box for fill in page.fills if is_area(fill)]
    areas += [shape.box for shape in page.shapes if shape.fill and not is_paper(shape.fill)]
    widest = max(own.width * 2, MARK_SHARE * panel.box.width)
    small = (box for box in areas if box.width <= widest and box.height <= HIGHEST)
    return any(box.holds(own.mid_x, own.mid_y) for box in small)


def _is_sign(word: Word) -> bool:
    return find_glyphs(word.text, word.font) is not None


def _is_status(words: Sequence[Word]) -> bool:
    text = line_text(words)
    return bool(colour_word(text) or colour_letter(text) or exact_rating(text) or not_rated_word(text))


def marked_cell(page: Page, region: Box, words: Sequence[Word], *, within: Box | None = None) -> Cell:
    """A cell of some words and all marks drawn in a region; ``within``: of the size of a line's marks only."""

    def is_inside(box: Box) -> bool:
        small = within is None or (box.width <= MARK_SHARE * within.width and box.height <= HIGHEST)
        return small and region.holds(box.mid_x, box.mid_y) and max(box.width, box.height) >= SMALLEST

    fills = [f for f in page.fills if f.box.overlap(region) > 0]
    fill = seen_fill(region, fills) if within is None else None
    painted = [f for f in joined_fills(fills) if is_inside(f.box) and f.colour != fill and not is_ink(f.colour)]
    shapes = [s for s in page.shapes if is_inside(s.box)] + [_as_shape(f) for f in painted if is_area(f)]
    pictures = [p for p in page.pictures if p.pixels is not None or is_inside(p.box)]
    seen = pictures_inside(region, pictures)
    boxes = [*(w.box for w in words), *(s.box for s in shapes), *(p.box for p in seen)]
    place = Place(page.number, (hull(boxes) if boxes else region).rounded())
    inks = {word.colour for word in words if word.colour}
    ink = next(iter(inks)) if len(inks) == 1 else None
    text = words_text(words)
    return Cell(0, 0, 1, 1, text, place, fill, False, ink, tuple(shapes), seen, words=tuple(words))


def is_area(fill: Fill) -> bool:
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
