"""Keys outside tables: small coloured boxes or drawn marks in a line of text, each with its meaning to the right.

Keys in tables are read in ``legend``, which also says what a label means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.colours import is_ink, is_paper
from extractors.legend import is_key, is_label, make_entry
from extractors.lines import line_text
from extractors.shapes import Outline, is_mark, outline
from schemas.geometry import Box, Place, hull
from schemas.grids import Table
from schemas.pages import Page, Shape, Word
from schemas.readings import LegendEntry

# Swatches are about as high as a line of text; a chart's bar or a heading's band is not.
SMALLEST, WIDEST, HIGHEST = 4.0, 70.0, 30.0
# A label starts right of its swatch, within a few letters.
FARTHEST_LABEL = 30.0
# Words of one label stand no further apart than this many letter heights.
LABEL_GAP = 2.0


@dataclass(frozen=True, slots=True)
class _Swatch:
    box: Box
    colour: str | None
    drawn: Outline


def read_swatch_key(page: Page, tables: Sequence[Table]) -> tuple[LegendEntry, ...]:
    """The entries of a key that stands in the running text of the page; () when there is none."""
    inside = [table.place.box for table in tables]
    swatches = sorted(_swatches(page, inside), key=lambda s: (round(s.box.mid_y / 6), s.box.x0))
    if len(swatches) < 2:
        return ()
    words = [w for w in page.words if not any(box.holds(w.box.mid_x, w.box.mid_y) for box in inside)]
    entries = [entry for swatch in swatches for entry in _entry(swatch, swatches, words, page.number)]
    return tuple(entries) if is_key(entries) else ()


def _swatches(page: Page, inside: Sequence[Box]) -> Iterator[_Swatch]:
    seen: list[Box] = []
    filled = [(f.box, f.colour) for f in page.fills if not is_paper(f.colour) and not is_ink(f.colour)]
    for box, colour in [*filled, *((box, None) for box in page.outlines)]:
        if not _is_small(box) or any(t.overlap(box) > 0 for t in inside) or any(b.overlap(box) > 0 for b in seen):
            continue
        seen.append(box)
        yield _Swatch(box, colour, ())
    for group in _together([s for s in page.shapes if is_mark(s)]):
        box = hull(s.box for s in group)
        if not _is_small(box) or any(t.overlap(box) > 0 for t in inside) or any(b.overlap(box) > 0 for b in seen):
            continue
        seen.append(box)
        yield _Swatch(box, None, outline(group))


def _is_small(box: Box) -> bool:
    return SMALLEST <= box.width <= WIDEST and SMALLEST <= box.height <= HIGHEST


def _together(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Parts of one drawn mark: shapes that overlap."""
    groups: list[list[Shape]] = []
    for shape in shapes:
        if _is_small(shape.box):
            near = next((g for g in groups if any(s.box.overlap(shape.box) > 0 for s in g)), None)
            if near is None:
                groups.append([shape])
            else:
                near.append(shape)
    return groups


def _entry(swatch: _Swatch, swatches: Sequence[_Swatch], words: Sequence[Word], number: int) -> Iterator[LegendEntry]:
    box = swatch.box
    on_line = [w for w in words if box.top - 2 <= w.box.mid_y <= box.bottom + 2]
    stop = min(
        (s.box.x0 for s in swatches if s.box.x0 > box.x1 and box.top - 2 <= s.box.mid_y <= box.bottom + 2),
        default=float("inf"),
    )
    mark = line_text(sorted((w for w in on_line if box.holds(w.box.mid_x, w.box.mid_y)), key=lambda w: w.box.x0))
    right = sorted((w for w in on_line if box.x1 - 1 <= w.box.x0 < stop), key=lambda w: w.box.x0)
    label: list[Word] = []
    for word in right:
        gap = word.box.x0 - (label[-1].box.x1 if label else box.x1)
        if gap > (LABEL_GAP * word.size if label else FARTHEST_LABEL):
            break
        label.append(word)
    text = line_text(label)
    if is_label(text) and (swatch.colour or swatch.drawn or mark):
        place = Place(number, hull([box, *(w.box for w in label)]).rounded())
        yield make_entry(mark, swatch.colour, swatch.drawn, text, place)
