"""Words broken without a hyphen where a column is narrower than they are: "application" over "s".

Two real words are never put together: the end must be no word of its own, or the whole word must stand on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from extractors.lines import group_lines, line_text
from schemas.geometry import Box
from schemas.lookups import read_lookup
from schemas.pages import Word

# A line of one word that ends in a letter, over one that begins with a small letter.
BREAK = re.compile(r"(?:^|\n)\S*[^\W\d_]\n[a-z]")
LETTERS = re.compile(r"[^\W\d_]+")
# A broken word fills its line: what is left of the cell beside it are the paddings (Word's are 5.4 points each) and
# less than a letter.
PADDINGS = 15.0


def whole_words(text: str, words: Sequence[Word], box: Box, page: Iterable[Word]) -> str:
    """The text of a cell's words with those put together that the cell's edge broke; ``page`` are the page's words."""
    if not BREAK.search(text):
        return text
    lines = group_lines(words)
    whole = line_text(lines[0])
    # Without column rules a cell's box is wider than its column: its longest line is all that is known of that.
    longest = max(line[-1].box.x1 - line[0].box.x0 for line in lines)
    room = min(box.width - PADDINGS, longest)
    for above, below in pairwise(lines):
        whole += ("" if _is_broken(above, below, room, page) else "\n") + line_text(below)
    return whole


def _is_broken(above: Sequence[Word], below: Sequence[Word], room: float, page: Iterable[Word]) -> bool:
    """Whether one word alone fills the line above and goes on below: a word that fits its line is not broken."""
    head, end = LETTERS.findall(above[-1].text), LETTERS.match(below[0].text)
    if len(above) > 1 or not head or not above[0].text[-1].isalpha() or end is None or not end[0].islower():
        return False
    letter = above[0].box.width / len(above[0].text)
    if above[0].box.width + letter < room:
        return False
    joined = (head[-1] + end[0]).lower()
    return end[0] in _ends() or any(joined in map(str.lower, LETTERS.findall(word.text)) for word in page)


@cache
def _ends() -> frozenset[str]:
    return frozenset(read_lookup("word_ends")["ends"])
