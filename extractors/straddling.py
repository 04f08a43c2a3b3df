"""Words that run over a rule because the texts of two cells stand so close that they look like one: "months)8.5".

A text that merely spills over its cell's border has no gap there and stays whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.pdfium_chars import Chars
from schemas.geometry import Box
from schemas.pages import Rule, Word

# A rule this near to an end of a word does not run through it.
EDGE = 1.5
# Letters of one word touch; texts on both sides of a rule leave at least this share of their size between them.
GAP = 0.1
# Ends of letters overhang a rule by less than this.
OVERHANG = 0.5
# Rules shorter than this are parts of drawings.
SHORTEST = 4.0

Letters = dict[int, list[int]]


def cut_at_rules(words: Sequence[Word], rules: Sequence[Rule], read_chars: Callable[[], Chars]) -> tuple[Word, ...]:
    """The words, those cut in two that an upright rule runs through where their letters leave a gap for it."""
    upright = sorted((r.box for r in rules if r.box.height >= max(SHORTEST, r.box.width)), key=lambda box: box.mid_x)
    places = [box.mid_x for box in upright]
    letters: Letters | None = None
    kept: list[Word] = []
    for word in words:
        first = bisect_right(places, word.box.x0 + EDGE)
        if first == len(places) or places[first] >= word.box.x1 - EDGE or not word.upright:
            kept.append(word)
            continue
        last = bisect_left(places, word.box.x1 - EDGE)
        through = [box.mid_x for box in upright[first:last] if box.top <= word.box.mid_y <= box.bottom]
        if through and letters is None:
            letters = _by_height(read_chars())
        kept += _cut(word, through, read_chars(), letters or {}) if through else [word]
    return tuple(kept)


def _by_height(chars: Chars) -> Letters:
    found: Letters = defaultdict(list)
    for index, top in enumerate(chars.top):
        found[int(top)].append(index)
    return found


def _cut(word: Word, places: Sequence[float], chars: Chars, letters: Letters) -> Iterator[Word]:
    """The parts of the word between the rules at ``places``; the word itself where its letters are not found again."""
    box, top = word.box, int(word.box.top)
    near = [index for height in (top - 1, top, top + 1) for index in letters.get(height, ())]
    own = [i for i in near if chars.x0[i] >= box.x0 - 0.01 and chars.x1[i] <= box.x1 + 0.01]
    own = sorted((i for i in own if not chars.texts[i].isspace()), key=chars.x0.__getitem__)
    if "".join(chars.texts[i] for i in own) != word.text:
        yield word
        return
    start = 0
    for at in range(1, len(own) + 1):
        if at == len(own) or _parts(chars, own[at - 1], own[at], places, word.size):
            part = own[start:at]
            text = "".join(chars.texts[i] for i in part)
            yield replace(word, text=text, box=Box(chars.x0[part[0]], box.top, chars.x1[part[-1]], box.bottom))
            start = at


def _parts(chars: Chars, before: int, after: int, places: Sequence[float], size: float) -> bool:
    end, begin = chars.x1[before], chars.x0[after]
    return begin - end >= GAP * size and any(end <= x + OVERHANG and begin >= x - OVERHANG for x in places)
