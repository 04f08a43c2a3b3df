"""Texts that stand in a value cell and say that there is no value: "N/A", "Not due", "TBC", "Available in January".

Why there is none is told by the normaliser, from the same words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.folding import fold, without_note_marks
from schemas.lookups import read_lookup


@lru_cache(maxsize=8192)
def is_absent(text: str) -> bool:
    """Whether a cell's text is none, or says only that no value is given."""
    plain = fold(without_note_marks(text))
    if not plain or plain in _words() or plain.strip("()[]*. ") in _words():
        return True
    return any(pattern.fullmatch(plain) for pattern in _patterns())


@cache
def _words() -> frozenset[str]:
    return frozenset(word for words in read_lookup("null_words")["word"].values() for word in words)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern["match"]) for pattern in read_lookup("null_words")["pattern"])
