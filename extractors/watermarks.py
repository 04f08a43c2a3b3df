"""Words printed across the page behind or over its text: "DRAFT", "CONFIDENTIAL". They belong to no cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from schemas.pages import Word

# Watermarks fill the page: 50 points and more, where text has 6 to 12. Titles and large figures of cards have 16 to 40,
# and stand over nothing.
LARGER = 2.5


def without_watermarks(words: Sequence[Word]) -> Sequence[Word]:
    """The words without those of a large style of which one stands over two lines of other text.

    A large figure's box may reach into the line below it, never into a second. All words of the style go: some letters
    of a slanting watermark stand on bare paper.
    """
    if not words:
        return words
    least = LARGER * median(word.size for word in words)
    large = [word for word in words if word.size >= least]
    if not large:
        return words
    usual = [word for word in words if word.size < least]
    marks = {_style(word) for word in large if _covers_lines(word, usual)}
    return [word for word in words if _style(word) not in marks] if marks else words


def _style(word: Word) -> tuple[str, float, str | None]:
    return word.font, word.size, word.colour


def _covers_lines(large: Word, words: Iterable[Word]) -> bool:
    box = large.box
    covered = [w for w in words if box.x0 < w.box.mid_x < box.x1 and box.top < w.box.mid_y < box.bottom]
    return bool(covered) and max(w.box.top for w in covered) >= min(w.box.bottom for w in covered)
