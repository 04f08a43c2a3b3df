"""Ligatures as the letters they stand for, also where the writer of a file named them wrongly.

Three ways they come, besides Unicode's own (U+FB00 and on):

- by the number of the glyph in its font: Acrobat's printer driver names Calibri's "ti" U+10019F, and programs that keep
  16 bits of that U+019F, so that "action" reads "acƟon" (``ligatures.toml``);
- with the bytes of each letter swapped, and the last two of three letters added up: Ghostscript 10.00 writes the names
  of glyphs that stand for several letters so, and "ti" reads U+7400 U+6900;
- as pdfium gives them, one letter at a time: nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from itertools import product

from pdfplumber.utils.text import LIGATURES

from schemas.lookups import read_lookup

PLANE_OF_GLYPHS = 0x100000
# Letters that close a ligature of three; two of them are added up to one unit.
_CLOSING = "fijlt"


@cache
def _swapped() -> dict[str, str]:
    letters = {chr(code << 8): chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))}
    return {chr(ord(a) + ord(b) << 8): a + b for a, b in product("ft", _CLOSING)} | letters


@cache
def _by_glyph() -> tuple[re.Pattern[str], dict[str, str]]:
    spelt: dict[str, str] = read_lookup("ligatures")["glyphs"]
    spelt = spelt | {chr(PLANE_OF_GLYPHS + ord(sign)): letters for sign, letters in spelt.items()}
    inside = read_lookup("ligatures")["inside_words_only"]
    anywhere = "".join(sign for sign in spelt if sign not in inside)
    return re.compile(f"[{anywhere}]|(?<=[a-z])[{''.join(inside)}]"), spelt


def may_be_swapped(letters: Set[str]) -> bool:
    """Whether any of some characters may be a letter with its bytes swapped (``unswapped``)."""
    return not letters.isdisjoint(_swapped())


def unswapped(text: str) -> str:
    """The letters of a glyph whose name has its bytes swapped; any other text as it is.

    ``text`` is what one glyph stands for: in Chinese no glyph stands for two characters.
    """
    swapped = _swapped()
    if len(text) < 2 or not all(letter in swapped for letter in text):
        return text
    return "".join([swapped[letter] for letter in text])


def spelt(text: str) -> str:
    """A text with its ligatures as letters."""
    if text.isascii():
        return text
    pattern, by_glyph = _by_glyph()
    text = "".join([LIGATURES.get(letter, letter) for letter in text])
    return pattern.sub(lambda found: by_glyph[found[0]], text)
