"""Which words say what a swatch of a key means: mostly those to its right, in some keys those left of it or under it.

What the words say is for ``legend``.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.key_sentences import is_meaning
from extractors.legend import speaks
from extractors.lines import group_lines, line_text
from extractors.mark_words import is_coloured
from extractors.swatch_marks import Swatch
from extractors.word_heights import WordsByHeight
from schemas.geometry import Box
from schemas.pages import Word
from schemas.vocabulary import StatusMethod

# What stands beside a box has its middle no further above or below it, in points.
BESIDE = 2.0
# A label starts beside its swatch, within a few letters.
FARTHEST_LABEL = 30.0
# Words of one label stand no further apart than this many letter heights.
LABEL_GAP = 2.0
# The next line of a label begins under its first word, in points, and no further down than this many letter heights.
UNDER, NEXT_LINE = 3.0, 0.6
# A label under its swatch stands this close to it, in letter heights, and their middles this close, in points.
BELOW, MIDDLE = 1.0, 15.0


def find_label(swatch: Swatch, swatches: Sequence[Swatch], words: WordsByHeight) -> list[Word]:
    """The words of a swatch's label, line after line; [] where there are none. ``swatches`` are those of its key."""
    line = [s for s in swatches if _beside(swatch.box, s.box)]
    if _stand_left(line, words):
        return _left_of(swatch, line, words)
    right = _right_of(swatch, line, words)
    if right:
        return right + _going_on(right, swatches, words)
    if any(_right_of(other, line, words) for other in line) or speaks(swatch.printed):
        return []
    return _below(swatch, words)


def _beside(box: Box, other: Box) -> bool:
    return box.top - BESIDE <= other.mid_y <= box.bottom + BESIDE


def _words_beside(box: Box, words: WordsByHeight) -> list[Word]:
    return words.between(box.top - BESIDE, box.bottom + BESIDE)


def _stand_left(line: Sequence[Swatch], words: WordsByHeight) -> bool:
    """Whether the labels of a line stand left of their swatches: one before the first, nothing behind the last."""
    first, last = min(line, key=lambda s: s.box.x0), max(line, key=lambda s: s.box.x0)
    if any(speaks(s.printed) for s in line) or _right_of(last, line, words):
        return False
    return is_meaning(line_text(_left_of(first, line, words)))


def _right_of(swatch: Swatch, line: Sequence[Swatch], words: WordsByHeight) -> list[Word]:
    box = swatch.box
    stop = min((s.box.x0 for s in line if s.box.x0 > box.x1 - 1), default=float("inf"))
    found: list[Word] = []
    for word in sorted(_words_beside(box, words), key=lambda w: w.box.x0):
        if not box.x1 - 1 <= word.box.x0 < stop - 1:
            continue
        gap = word.box.x0 - (found[-1].box.x1 if found else box.x1)
        inked = swatch.mark.method is StatusMethod.TEXT_COLOUR and is_coloured(word.colour)
        if inked or gap > (LABEL_GAP * word.size if found else FARTHEST_LABEL):
            break
        found.append(word)
    return found


def _left_of(swatch: Swatch, line: Sequence[Swatch], words: WordsByHeight) -> list[Word]:
    box = swatch.box
    start = max((s.box.x1 for s in line if s.box.x1 < box.x0 + 1), default=float("-inf"))
    found: list[Word] = []
    for word in sorted(_words_beside(box, words), key=lambda w: -w.box.x1):
        if not start - 1 < word.box.x0 or word.box.x1 > box.x0 + 1:
            continue
        gap = (found[-1].box.x0 if found else box.x0) - word.box.x1
        if gap > (LABEL_GAP * word.size if found else FARTHEST_LABEL) or word.text.endswith(":"):
            break
        found.append(word)
    return found[::-1]


def _going_on(label: Sequence[Word], swatches: Sequence[Swatch], words: WordsByHeight) -> list[Word]:
    """The further lines of a label, set under its first word; a line with a swatch or a capital begins another."""
    found: list[Word] = []
    x0, size, bottom = label[0].box.x0, label[0].size, max(word.box.bottom for word in label)
    for line in group_lines(w for w in words.words if w.box.top > bottom - 0.3 * size and w.box.x0 >= x0 - UNDER):
        near = line[0].box.top - bottom <= NEXT_LINE * size and abs(line[0].box.x0 - x0) <= UNDER
        own = [word for word in _words_beside(line[0].box, words) if word.box.x1 < x0 - UNDER]
        if (
            not near
            or own
            or line[0].text[:1].isupper()
            or any(_beside(line[0].box, s.box) for s in swatches)
            or abs(line[0].size - size) > 0.5
        ):
            break
        found += line
        bottom = max(word.box.bottom for word in line)
    return found


def _below(swatch: Swatch, words: WordsByHeight) -> list[Word]:
    box = swatch.box
    under = [w for w in words.words if 0 <= w.box.top - box.bottom + 1 <= BELOW * w.size]
    for line in group_lines(under)[:1]:
        run: list[Word] = []
        for word in [*line, None]:
            if word is None or (run and word.box.x0 - run[-1].box.x1 > LABEL_GAP * word.size / 2):
                if run and abs((run[0].box.x0 + run[-1].box.x1) / 2 - box.mid_x) <= MIDDLE:
                    return run
                run = []
            if word is not None:
                run.append(word)
    return []
