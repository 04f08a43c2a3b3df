"""From cell boxes to a table: each cell with its text, the colour behind it and the marks in it.

Where the cells are is told by the engines (``ruled``, ``engine_align``); what they mean is not known here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from extractors.broken_words import whole_words
from extractors.colours import is_paper
from extractors.icons import pictures_inside
from extractors.lines import has_footnote_mark, words_text
from extractors.turned import turned_text
from schemas.geometry import Box, Place, hull
from schemas.grids import Cell, Table
from schemas.pages import Fill, Page, Picture, Shape, Word

# Borders of one grid line drawn cell by cell wander by less than this.
SAME_EDGE = 3.0
# A fill behind at least this share of a cell is the cell's colour; a smaller one is a mark inside it.
CELL_FILL_SHARE = 0.45
# The cell is looked at in a grid of this many points each way, clear of its borders.
SAMPLES = 5
INSET = 0.12
# A longer text is no status: its words are not kept.
LONGEST_MARKED = 80


class _Marks:
    """Drawn shapes by the height of their middles: a drawn map has thousands, and a page hundreds of cells."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._shapes = sorted(enumerate(shapes), key=lambda numbered: numbered[1].box.mid_y)
        self._heights = [shape.box.mid_y for _number, shape in self._shapes]

    def inside(self, box: Box) -> list[Shape]:
        """The shapes with their middle in ``box``, in painting order."""
        first, last = bisect_left(self._heights, box.top), bisect_left(self._heights, box.bottom)
        found = [pair for pair in self._shapes[first:last] if box.x0 <= pair[1].box.mid_x < box.x1]
        return [shape for _number, shape in sorted(found, key=lambda pair: pair[0])]


class PageIndex:
    """The page's objects, sorted once, so that every cell finds its own without scanning the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = sorted(page.words, key=lambda w: w.box.mid_y)
        self.word_ys = [w.box.mid_y for w in self.words]

    def build(self, boxes: Sequence[Box], engine: str) -> Table | None:
        """The table whose cells are ``boxes`` (merged cells once); None when they make no grid."""
        xs = _snap(edge for box in boxes for edge in (box.x0, box.x1))
        ys = _snap(edge for box in boxes for edge in (box.top, box.bottom))
        if len(xs) < 2 or len(ys) < 2:
            return None
        outer = hull(boxes)
        words = self._words_by_position(xs, ys)
        owner: dict[tuple[int, int], int] = {}
        spans: list[tuple[int, int, int, int, Box]] = []
        for box in boxes:
            row, column = _position(ys, box.top), _position(xs, box.x0)
            row_end, column_end = max(row + 1, _position(ys, box.bottom)), max(column + 1, _position(xs, box.x1))
            for r in range(row, row_end):
                for c in range(column, column_end):
                    owner.setdefault((r, c), len(spans))
            spans.append((row, column, row_end, column_end, box))
        behind = self._fills_by_cell(xs, ys, owner, boxes)
        marks = _Marks([s for s in self.page.shapes if s.box.overlap(outer) > 0])
        pictures = [p for p in self.page.pictures if p.box.overlap(outer) > 0]
        inside: dict[int, list[Word]] = defaultdict(list)
        for position, found in words.items():
            if position in owner:
                inside[owner[position]].extend(found)
        cells = [
            self._cell(span, inside.get(index, []), behind.get(index, []), marks, pictures)
            for index, span in enumerate(spans)
        ]
        rows = tuple(
            tuple(cells[owner[r, c]] if (r, c) in owner else None for c in range(len(xs) - 1))
            for r in range(len(ys) - 1)
        )
        return Table(Place(self.page.number, outer.rounded()), rows, tuple(round(x, 2) for x in xs), engine)

    def _words_by_position(self, xs: list[float], ys: list[float]) -> dict[tuple[int, int], list[Word]]:
        found: dict[tuple[int, int], list[Word]] = defaultdict(list)
        first, last = bisect_right(self.word_ys, ys[0]), bisect_right(self.word_ys, ys[-1])
        for word, mid_y in zip(self.words[first:last], self.word_ys[first:last], strict=True):
            mid_x = word.box.mid_x
            if xs[0] <= mid_x < xs[-1]:
                found[bisect_right(ys, mid_y) - 1, bisect_right(xs, mid_x) - 1].append(word)
        return found

    def _fills_by_cell(
        self, xs: list[float], ys: list[float], owner: dict[tuple[int, int], int], boxes: Sequence[Box]
    ) -> dict[int, list[Fill]]:
        """Per cell the fills that overlap it, in painting order; each fill is only shown to the cells it lies over."""
        found: dict[int, list[Fill]] = defaultdict(list)
        for fill in self.page.fills:
            box = fill.box
            if box.x1 <= xs[0] - SAME_EDGE or box.x0 >= xs[-1] + SAME_EDGE:
                continue
            if box.bottom <= ys[0] - SAME_EDGE or box.top >= ys[-1] + SAME_EDGE:
                continue
            # A cell may begin or end SAME_EDGE off its grid line, so a fill is tried on its near neighbours too.
            rows = range(max(0, bisect_right(ys, box.top - SAME_EDGE) - 1), bisect_left(ys, box.bottom + SAME_EDGE))
            columns = range(max(0, bisect_right(xs, box.x0 - SAME_EDGE) - 1), bisect_left(xs, box.x1 + SAME_EDGE))
            for index in sorted({owner[r, c] for r in rows for c in columns if (r, c) in owner}):
                if box.overlap(boxes[index]) > 0:
                    found[index].append(fill)
        return found

    def _cell(
        self,
        span: tuple[int, int, int, int, Box],
        words: list[Word],
        fills: Sequence[Fill],
        marks: _Marks,
        pictures: Sequence[Picture],
    ) -> Cell:
        row, column, row_end, column_end, box = span
        fill = seen_fill(box, fills)
        small = CELL_FILL_SHARE * box.area
        inner = [
            Shape(f.box, _corners(f.box), f.colour, None)
            for f in fills
            if f.colour != fill and f.box.area < small and box.holds(f.box.mid_x, f.box.mid_y)
        ]
        return Cell(
            row=row,
            column=column,
            row_span=row_end - row,
            column_span=column_end - column,
            text=whole_words(_text(words), words, box, self.page.words),
            place=Place(self.page.number, box.rounded()),
            fill=fill,
            bold=bool(words) and all(word.bold for word in words),
            text_colour=_most_used([word.colour for word in words if word.colour]),
            shapes=(*marks.inside(box), *inner),
            pictures=pictures_inside(box, pictures),
            footnoted=has_footnote_mark(words) if len(words) > 1 else False,
            words=tuple(words) if sum(len(word.text) for word in words) <= LONGEST_MARKED else (),
        )


def _most_used(colours: Sequence[str]) -> str | None:
    if not colours or colours.count(colours[0]) == len(colours):
        return colours[0] if colours else None
    return Counter(colours).most_common(1)[0][0]


def _text(words: Sequence[Word]) -> str:
    if len(words) == 1:
        return words[0].text
    return turned_text(words) if words and not any(word.upright for word in words) else words_text(words)


def seen_fill(box: Box, fills: Sequence[Fill]) -> str | None:
    """The colour one sees behind most of ``box`` when ``fills`` are painted in order; None for paper or too little."""
    if not fills:
        return None
    last = fills[-1].box
    if last.x0 <= box.x0 + 1 and last.top <= box.top + 1 and last.x1 >= box.x1 - 1 and last.bottom >= box.bottom - 1:
        return None if is_paper(fills[-1].colour) else fills[-1].colour
    if all(is_paper(fill.colour) for fill in fills):
        return None
    steps = [INSET + (1 - 2 * INSET) * i / (SAMPLES - 1) for i in range(SAMPLES)]
    seen: Counter[str] = Counter()
    for v in steps:
        for h in steps:
            x, y = box.x0 + h * box.width, box.top + v * box.height
            top = next((f.colour for f in reversed(fills) if f.box.holds(x, y)), None)
            if top is not None:
                seen[top] += 1
    if not seen:
        return None
    colour, count = seen.most_common(1)[0]
    return colour if count >= CELL_FILL_SHARE * SAMPLES**2 and not is_paper(colour) else None


def _corners(box: Box) -> tuple[tuple[float, float], ...]:
    return ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom))


def _snap(values: Iterable[float]) -> list[float]:
    """Sorted positions, those within SAME_EDGE of their neighbour as one."""
    snapped: list[float] = []
    for value in sorted(values):
        if not snapped or value - snapped[-1] > SAME_EDGE:
            snapped.append(value)
    return snapped


def _position(edges: list[float], value: float) -> int:
    return max(0, bisect_right(edges, value + SAME_EDGE / 2) - 1)
