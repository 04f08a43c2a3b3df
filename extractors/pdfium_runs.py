"""Which characters of pdfium's text page belong to which text object, with few questions.

pdfium appends the characters of a text object in one go, so they stand together; only the line ends it makes up
belong to no object. A long run is therefore found by leaping ahead and halving back: a third of the calls of asking
every character, with the same answers on every page of the corpora (benchmarks/lost.md has what was tried besides).
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors import pdfium_calls as pdfium


def find_runs(text_page: int, count: int) -> Iterator[tuple[int, int, int]]:
    """``(text object, first, after)`` for every stretch of the ``count`` characters that has an object."""
    owner_of = pdfium.char_object
    start = 0
    owner = owner_of(text_page, 0) if count else None
    while start < count:
        if owner is None:
            start += 1
            owner = owner_of(text_page, start) if start < count else None
            continue
        end, following = _end_of_run(text_page, start, count, owner)
        yield owner, start, end
        start, owner = end, following


def _end_of_run(text_page: int, start: int, count: int, owner: int) -> tuple[int, int | None]:
    """Where the run of ``owner`` at ``start`` ends, and the owner of the character there (None past the last)."""
    owner_of = pdfium.char_object
    inside, leap = start, 1
    while True:
        ahead = min(inside + leap, count - 1)
        following = owner_of(text_page, ahead)
        if following != owner:
            break
        inside = ahead
        if inside == count - 1:
            return count, None
        leap *= 2
    while ahead - inside > 1:
        middle = (inside + ahead) // 2
        found = owner_of(text_page, middle)
        if found == owner:
            inside = middle
        else:
            ahead, following = middle, found
    return ahead, following
