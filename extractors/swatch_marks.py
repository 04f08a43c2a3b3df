"""What may be the swatch of a key in the running text: coloured boxes, drawn marks, icons, letters, coloured words.

Which of them make a key, and what their labels say, is for ``swatches``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.colours import is_ink, is_paper
from extractors.glyphs import find_glyphs, one_mark
from extractors.lines import line_text
from extractors.mark_icons import icon_mark
from extractors.mark_shapes import drawn_mark, split_marks
from extractors.mark_words import is_coloured
from extractors.shapes import is_mark
from extractors.word_heights import WordsByHeight
from extractors.words import colour_word
from schemas.geometry import Box, Place, hull
from schemas.marks import Mark, MarkForm
from schemas.pages import Fill, Page, Word
from schemas.vocabulary import StatusMethod

# Swatches are about as high as a line of text; a chart's bar or a heading's band is not.
SMALLEST, WIDEST, HIGHEST = 4.0, 70.0, 30.0
# A wider box is a swatch where its words fill this share of it: a highlighted label.
HIGHLIGHTED = 0.6
# A word that stands as a swatch is set off from what it means by more than a space.
SET_OFF = 0.55
# Words of one ink stand no further apart than this many letter heights.
RUN_GAP = 1.2
LONGEST_SAMPLE = 24
# A page with more small drawings than this is a map or a chart.
MOST_SWATCHES = 150
# The same black mark again and again is a bullet.
MOST_BULLETS = 2
WORD_MARK = re.compile(r"[A-Z]|N/A|NA|DNA")


@dataclass(frozen=True, slots=True)
class Swatch:
    """``mark`` shows what the rows will show, ``box`` is where its label starts from, ``printed`` the words in it."""

    box: Box
    mark: Mark
    printed: str


def find_swatches(
    page: Page,
    is_free: Callable[[Box], bool],
    words: WordsByHeight,
    lines: Sequence[Sequence[Word]],
    runs: Sequence[Sequence[Word]],
) -> list[Swatch]:
    """The page's swatches in reading order where ``is_free`` says that no rows stand.

    ``words`` are the words there, ``lines`` the same as lines, ``runs`` their runs in a coloured ink.
    """
    found: list[Swatch] = []
    every = (
        *_boxes(page, words),
        *_drawings(page, is_free),
        *_icons(page),
        *_glyphs(page, words.words),
        *_word_marks(page, lines),
        *_inks(page, runs),
    )
    for box, mark in every:
        if not is_free(box) or any(s.box.overlap(box) > 0 for s in found):
            continue
        own = sorted(words.inside(box), key=lambda w: w.box.x0)
        found.append(Swatch(box, mark, mark.text or line_text(own)))
    return sorted(found, key=lambda s: (round(s.box.mid_y / 6), s.box.x0))


def _boxes(page: Page, words: WordsByHeight) -> Iterator[tuple[Box, Mark]]:
    painted = [f for f in page.fills if not is_paper(f.colour) and not is_ink(f.colour)]
    filled = [(f.box, f.colour) for f in joined_fills(painted)]
    small = [(box, colour) for box, colour in [*filled, *((box, None) for box in page.outlines)] if _is_small(box)]
    if len(small) <= MOST_SWATCHES:
        for box, colour in small:
            yield box, Mark(StatusMethod.FILL, Place(page.number, box.rounded()), colour)
    wide = [(box, colour) for box, colour in filled if box.width > WIDEST and SMALLEST <= box.height <= HIGHEST]
    if len(wide) <= MOST_SWATCHES:
        for box, colour in wide:
            if _is_highlight(box, words):
                yield box, Mark(StatusMethod.FILL, Place(page.number, box.rounded()), colour)
    black = [f.box for f in page.fills if is_ink(f.colour) and _is_small(f.box) and f.box.width < 2 * f.box.height]
    if len(black) <= MOST_BULLETS:
        for box in black:
            yield box, Mark(StatusMethod.SHAPE, Place(page.number, box.rounded()), None, None, MarkForm.SQUARE)


def joined_fills(fills: Sequence[Fill]) -> list[Fill]:
    """The fills, those of one colour that follow each other on a line as one: some writers shade letter by letter."""
    joined: list[Fill] = []
    for fill in sorted(fills, key=lambda f: (f.colour, round(f.box.top), f.box.x0)):
        last = joined[-1] if joined else None
        level = last is not None and max(abs(last.box.top - fill.box.top), abs(last.box.bottom - fill.box.bottom)) <= 1
        if last is not None and level and last.colour == fill.colour and 0 <= fill.box.x0 - last.box.x1 + 1 <= 1.5:
            joined[-1] = Fill(hull((last.box, fill.box)), fill.colour)
        else:
            joined.append(fill)
    return joined


def _is_highlight(box: Box, words: WordsByHeight) -> bool:
    inside = [word.box for word in words.inside(box)]
    return bool(inside) and hull(inside).width >= HIGHLIGHTED * box.width


def _drawings(page: Page, is_free: Callable[[Box], bool]) -> Iterator[tuple[Box, Mark]]:
    small = [
        s
        for s in page.shapes
        if s.box.width <= WIDEST and s.box.height <= HIGHEST and is_free(s.box) and (is_mark(s) or len(s.points) == 2)
    ]
    if len(small) > MOST_SWATCHES:
        return
    shafts = [rule.box for rule in page.rules if max(rule.box.width, rule.box.height) <= HIGHEST]
    for group in split_marks(small):
        head = hull(shape.box for shape in group)
        # The shaft of an upright or level arrow is a rule.
        box = hull([head, *(shaft for shaft in shafts if _meets(head, shaft))])
        mark = drawn_mark(group, page.number) if _is_small(box) else None
        if mark is not None:
            yield box, mark


def _meets(box: Box, rule: Box) -> bool:
    wide = min(box.x1, rule.x1) - max(box.x0, rule.x0)
    return wide >= -0.5 and min(box.bottom, rule.bottom) - max(box.top, rule.top) >= -0.5


def _icons(page: Page) -> Iterator[tuple[Box, Mark]]:
    for picture in page.pictures:
        if picture.look is not None and _is_small(picture.box):
            yield picture.box, icon_mark(picture, page.number)


def _glyphs(page: Page, words: Sequence[Word]) -> Iterator[tuple[Box, Mark]]:
    for word in words:
        glyphs = find_glyphs(word.text, word.font)
        glyph = one_mark(glyphs) if glyphs else None
        if glyph is not None:
            ink = word.colour if is_coloured(word.colour) else None
            place = Place(page.number, word.box.rounded())
            yield word.box, Mark(StatusMethod.GLYPH, place, glyph.colour or ink, glyph.text, glyph.form)


def _word_marks(page: Page, lines: Sequence[Sequence[Word]]) -> Iterator[tuple[Box, Mark]]:
    """Letters and colour words set off from what stands on both sides of them."""
    for line in lines:
        before = float("-inf")
        for word, after in pairwise(line):
            gap = min(word.box.x0 - before, after.box.x0 - word.box.x1)
            before = word.box.x1
            if gap > SET_OFF * word.size and _is_word_mark(word.text):
                place = Place(page.number, word.box.rounded())
                yield word.box, Mark(StatusMethod.WORD, place, None, word.text.strip(":="))


def _is_word_mark(text: str) -> bool:
    return WORD_MARK.fullmatch(text) is not None or colour_word(text.strip(":=")) is not None


def _inks(page: Page, runs: Sequence[Sequence[Word]]) -> Iterator[tuple[Box, Mark]]:
    """Short words in a coloured ink, where the inks are several."""
    short = [run for run in runs if len(line_text(run)) <= LONGEST_SAMPLE]
    if len({run[0].colour for run in short}) < 2 or len(short) > MOST_SWATCHES:
        return
    for run in short:
        box = hull(word.box for word in run)
        yield box, Mark(StatusMethod.TEXT_COLOUR, Place(page.number, box.rounded()), run[0].colour, line_text(run))


def ink_runs(line: Sequence[Word]) -> Iterator[list[Word]]:
    """Neighbouring words of a line in one coloured ink."""
    run: list[Word] = []
    for word in line:
        if run and (word.colour != run[-1].colour or word.box.x0 - run[-1].box.x1 > RUN_GAP * word.size):
            yield run
            run = []
        run = [*run, word] if is_coloured(word.colour) else []
    if run:
        yield run


def repeated(swatches: Sequence[Swatch]) -> set[tuple[str | None, str | None]]:
    """The black letters and signs a page shows again and again: bullets."""
    often = Counter((s.mark.text, s.mark.colour) for s in swatches if s.mark.method is StatusMethod.GLYPH)
    return {seen for seen, count in often.items() if seen[1] is None and count > MOST_BULLETS}


def _is_small(box: Box) -> bool:
    return SMALLEST <= box.width <= WIDEST and SMALLEST <= box.height <= HIGHEST
