"""Text set on its side: the words of narrow columns' headings, put together in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.headings import heading_role
from schemas.geometry import Box, hull
from schemas.pages import Word

# Lines of one heading stand this close, words of one line this far apart at most, in type sizes.
LINE_GAP = 0.45
WORD_GAP = 1.0


def read_turned(words: Sequence[Word]) -> list[tuple[str, Box]]:
    """Texts set on their side, each whole: the words of one upright strip, its lines from left to right.

    Text runs up the page as a rule; where only the other direction makes a known heading, it runs down.
    """
    strips: list[list[Word]] = []
    for word in sorted((w for w in words if not w.upright), key=lambda w: w.box.x0):
        near = next((s for s in strips if _same_strip(s, word)), None)
        if near is None:
            strips.append([word])
        else:
            near.append(word)
    return [(turned_text(strip), hull(word.box for word in strip)) for strip in strips]


def _same_strip(strip: Sequence[Word], word: Word) -> bool:
    box = hull(w.box for w in strip)
    size = max(word.size, strip[0].size)
    beside = word.box.x0 - box.x1 <= LINE_GAP * size and word.box.top < box.bottom and word.box.bottom > box.top
    shared = min(box.x1, word.box.x1) - max(box.x0, word.box.x0)
    apart = max(word.box.top - box.bottom, box.top - word.box.bottom)
    along = shared > 0.5 * word.box.width and apart <= WORD_GAP * size
    return beside or along


def turned_text(words: Sequence[Word]) -> str:
    """Words on their side as one text, read up the page, or down where only that is a known heading."""
    columns: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.mid_x):
        if columns and word.box.mid_x - columns[-1][0].box.mid_x <= 0.35 * word.size:
            columns[-1].append(word)
        else:
            columns.append([word])
    up = " ".join(w.text for column in columns for w in sorted(column, key=lambda w: -w.box.mid_y))
    down = " ".join(w.text for column in reversed(columns) for w in sorted(column, key=lambda w: w.box.mid_y))
    return down if heading_role(up) is None and heading_role(down) is not None else up
