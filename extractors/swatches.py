"""Keys outside tables: coloured boxes, drawn marks, symbol letters, icons or words, each with its meaning to the right.

Keys in tables are read in ``legend``, which also says what a label means; keys written as sentences in
``key_sentences``; words that are their own swatch ("On target" in green) in ``coloured_keys``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.coloured_keys import read_coloured_words
from extractors.colours import is_ink, is_paper
from extractors.glyphs import find_glyphs
from extractors.key_sentences import find_worded_entries, is_meaning
from extractors.legend import entry_of, is_key, is_label, make_entry
from extractors.lines import group_lines, line_text
from extractors.mark_icons import icon_mark
from extractors.mark_shapes import drawn_mark, split_marks
from extractors.mark_words import is_coloured
from extractors.shapes import is_mark
from extractors.words import colour_word
from schemas.geometry import Box, Place, hull
from schemas.grids import Table
from schemas.marks import Mark, MarkForm
from schemas.pages import Page, Word
from schemas.readings import LegendEntry
from schemas.vocabulary import StatusMethod

# Swatches are about as high as a line of text; a chart's bar or a heading's band is not.
SMALLEST, WIDEST, HIGHEST = 4.0, 70.0, 30.0
# A label starts right of its swatch, within a few letters.
FARTHEST_LABEL = 30.0
# Words of one label stand no further apart than this many letter heights.
LABEL_GAP = 2.0
# A word that stands as a swatch is set off from what it means by more than a space.
SET_OFF = 0.55
# Lines of one key follow each other within this many points.
NEXT_LINE = 40.0
# Lines of a key stand under each other like a small table without rules.
ALIGNED, FEW_ROWS = "alignment", 4
# A page with more small drawings than this is a map or a chart.
MOST_SWATCHES = 150
# The same black mark again and again is a bullet.
MOST_BULLETS = 2
WORD_MARK = re.compile(r"[A-Z]|N/A|NA|DNA")


@dataclass(frozen=True, slots=True)
class _Swatch:
    """``mark`` shows what the rows will show; ``box`` is where its label starts from."""

    box: Box
    mark: Mark


def read_swatch_key(page: Page, tables: Sequence[Table]) -> tuple[LegendEntry, ...]:
    """The entries of the keys that stand in the running text of the page; () when there is none."""
    inside = [table.place.box for table in tables if table.engine != ALIGNED or len(table.rows) > FEW_ROWS]
    words = [w for w in page.words if not any(box.holds(w.box.mid_x, w.box.mid_y) for box in inside)]
    swatches = sorted(_swatches(page, inside, words), key=lambda s: (round(s.box.mid_y / 6), s.box.x0))
    entries: list[LegendEntry] = []
    for cluster in _clusters(swatches):
        kinds = [[s for s in cluster if s.mark.method is method] for method in StatusMethod]
        readings = ([e for s in group for e in _entry(s, cluster, words, page.number)] for group in (cluster, *kinds))
        entries += next((read for read in readings if _is_drawn_key(read)), [])
    if not entries and len(swatches) >= 2:
        every = [entry for swatch in swatches for entry in _entry(swatch, swatches, words, page.number)]
        entries = every if _is_drawn_key(every) else []
    return (*entries, *read_coloured_words(words, page.number), *_sentences(words, page.number))


def _is_drawn_key(entries: Sequence[LegendEntry]) -> bool:
    if not is_key(entries):
        return False
    words_only = all(
        entry.colour is None and not entry.form and not entry.shape and not entry.picture for entry in entries
    )
    return not words_only or sum(is_meaning(entry.label) for entry in entries) * 2 >= len(entries)


def _clusters(swatches: Sequence[_Swatch]) -> Iterator[list[_Swatch]]:
    cluster: list[_Swatch] = []
    for swatch in swatches:
        if cluster and swatch.box.top - cluster[-1].box.bottom > NEXT_LINE:
            yield cluster
            cluster = []
        cluster.append(swatch)
    if cluster:
        yield cluster


def _swatches(page: Page, inside: Sequence[Box], words: Sequence[Word]) -> Iterator[_Swatch]:
    seen: list[Box] = []
    for swatch in (*_boxes(page), *_drawings(page), *_icons(page), *_glyphs(page, words), *_word_marks(page, words)):
        box = swatch.box
        if any(t.overlap(box) > 0 for t in inside) or any(b.overlap(box) > 0 for b in seen):
            continue
        seen.append(box)
        yield swatch


def _boxes(page: Page) -> Iterator[_Swatch]:
    filled = [(f.box, f.colour) for f in page.fills if not is_paper(f.colour) and not is_ink(f.colour)]
    small = [(box, colour) for box, colour in [*filled, *((box, None) for box in page.outlines)] if _is_small(box)]
    if len(small) <= MOST_SWATCHES:
        for box, colour in small:
            yield _Swatch(box, Mark(StatusMethod.FILL, Place(page.number, box.rounded()), colour))
    black = [f.box for f in page.fills if is_ink(f.colour) and _is_small(f.box) and f.box.width < 2 * f.box.height]
    if len(black) <= MOST_BULLETS:
        for box in black:
            yield _Swatch(box, Mark(StatusMethod.SHAPE, Place(page.number, box.rounded()), None, None, MarkForm.SQUARE))


def _drawings(page: Page) -> Iterator[_Swatch]:
    small = [
        s
        for s in page.shapes
        if (is_mark(s) or len(s.points) == 2) and s.box.width <= WIDEST and s.box.height <= HIGHEST
    ]
    if len(small) > MOST_SWATCHES:
        return
    for group in split_marks(small):
        box = hull(shape.box for shape in group)
        mark = drawn_mark(group, page.number) if _is_small(box) else None
        if mark is not None:
            yield _Swatch(box, mark)


def _icons(page: Page) -> Iterator[_Swatch]:
    for picture in page.pictures:
        if picture.look is not None and _is_small(picture.box):
            yield _Swatch(picture.box, icon_mark(picture, page.number))


def _glyphs(page: Page, words: Sequence[Word]) -> Iterator[_Swatch]:
    found: list[_Swatch] = []
    for word in words:
        glyphs = find_glyphs(word.text, word.font)
        if glyphs is not None and len(glyphs) == 1:
            ink = word.colour if is_coloured(word.colour) else None
            place = Place(page.number, word.box.rounded())
            mark = Mark(StatusMethod.GLYPH, place, glyphs[0].colour or ink, glyphs[0].text, glyphs[0].form)
            found.append(_Swatch(word.box, mark))
    often = Counter((s.mark.text, s.mark.colour) for s in found)
    yield from (s for s in found if s.mark.colour is not None or often[s.mark.text, None] <= MOST_BULLETS)


def _word_marks(page: Page, words: Sequence[Word]) -> Iterator[_Swatch]:
    """Letters and colour words set off from what stands on both sides of them."""
    for line in group_lines(words):
        for index, word in enumerate(line[:-1]):
            if not (WORD_MARK.fullmatch(word.text) or colour_word(word.text.strip(":=")) is not None):
                continue
            before = word.box.x0 - line[index - 1].box.x1 if index else float("inf")
            after = line[index + 1].box.x0 - word.box.x1
            if min(before, after) > SET_OFF * word.size:
                place = Place(page.number, word.box.rounded())
                yield _Swatch(word.box, Mark(StatusMethod.WORD, place, None, word.text.strip(":=")))


def _is_small(box: Box) -> bool:
    return SMALLEST <= box.width <= WIDEST and SMALLEST <= box.height <= HIGHEST


def _entry(swatch: _Swatch, swatches: Sequence[_Swatch], words: Sequence[Word], number: int) -> Iterator[LegendEntry]:
    box = swatch.box
    on_line = [w for w in words if box.top - 2 <= w.box.mid_y <= box.bottom + 2]
    stop = min(
        (s.box.x0 for s in swatches if s.box.x0 > box.x1 and box.top - 2 <= s.box.mid_y <= box.bottom + 2),
        default=float("inf"),
    )
    own = sorted((w for w in on_line if box.holds(w.box.mid_x, w.box.mid_y)), key=lambda w: w.box.x0)
    printed = swatch.mark.text or line_text(own)
    right = sorted((w for w in on_line if box.x1 - 1 <= w.box.x0 < stop), key=lambda w: w.box.x0)
    label: list[Word] = []
    for word in right:
        gap = word.box.x0 - (label[-1].box.x1 if label else box.x1)
        if gap > (LABEL_GAP * word.size if label else FARTHEST_LABEL):
            break
        label.append(word)
    text = line_text(label)
    mark = swatch.mark
    shows = mark.colour or mark.outline or mark.form or mark.picture or printed
    if is_label(text) and shows:
        place = Place(number, hull([box, *(w.box for w in label)]).rounded())
        yield entry_of(mark, printed, text, place)


def _sentences(words: Iterable[Word], number: int) -> Iterator[LegendEntry]:
    """The entries of keys written as text, each with the place of its first line."""
    lines = group_lines(words)
    texts = [line_text(line) for line in lines]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    for entry in find_worded_entries("\n".join(texts)):
        index = max(i for i, start in enumerate(starts) if start <= entry.start)
        place = Place(number, hull(word.box for word in lines[index]).rounded())
        glyphs = find_glyphs(entry.mark)
        form = glyphs[0].form if glyphs else None
        yield make_entry(entry.mark, None, (), entry.label, place, form=form)
