"""Words of a page by their heights, so that what stands beside a mark is found without asking every word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from schemas.geometry import Box
from schemas.pages import Word


class WordsByHeight:
    """Some words of a page in reading order (``words``), sorted once by the heights of their middles."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        sorted_heights = sorted((word.box.mid_y, place) for place, word in enumerate(words))
        self._heights = [height for height, _place in sorted_heights]
        self._places = [place for _height, place in sorted_heights]

    def between(self, top: float, bottom: float) -> list[Word]:
        """The words with their middle from ``top`` to ``bottom``, both included, in reading order."""
        first, last = bisect_left(self._heights, top), bisect_right(self._heights, bottom)
        return [self.words[place] for place in sorted(self._places[first:last])]

    def inside(self, box: Box) -> list[Word]:
        """The words with their middle in ``box``, in reading order."""
        return [word for word in self.between(box.top, box.bottom) if box.holds(word.box.mid_x, word.box.mid_y)]
