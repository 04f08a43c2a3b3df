"""Letters of symbol fonts, arrows, dots and emoji to the form they draw, by the font they are set in.

What the form stands for in a report is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas.lookups import read_lookup
from schemas.marks import MarkForm

# Word copies a symbol font's letters to the private use area by adding this to their codes.
PRIVATE_COPY = 0xF000
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
# A character no PDF library could name.
UNNAMED = re.compile(r"\(cid:\d+\)")
# Characters that only choose how the emoji before them is shown.
SELECTORS = frozenset("\ufe0e\ufe0f\u200d")
PALETTE = {
    "red": "#ff0000",
    "amber": "#ffc000",
    "yellow": "#ffff00",
    "green": "#00b050",
    "blue": "#0070c0",
    "purple": "#7030a0",
}
# Heads of arrows that two of, set back to back, draw a level arrow.
LEFT = (MarkForm.TRIANGLE_LEFT, MarkForm.ARROW_LEFT)
RIGHT = (MarkForm.TRIANGLE_RIGHT, MarkForm.ARROW_RIGHT)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn letter: ``text`` is the character a reader would write for it, ``form`` None where it is unknown.

    ``colour`` is the colour an emoji carries with it, else None: then it has the colour of its text.
    """

    text: str
    form: MarkForm | None
    colour: str | None = None


@cache
def _forms(section: str) -> dict[str, MarkForm]:
    return {char: MarkForm(form) for form, chars in read_lookup("glyphs")[section].items() for char in chars}


@cache
def _emoji() -> dict[str, str]:
    return {char: PALETTE[name] for name, chars in read_lookup("glyphs")["colours"].items() for char in chars}


@lru_cache(maxsize=512)
def symbol_font(font: str) -> str | None:
    """Which encoding of the lookup a font has, None for a font of ordinary letters."""
    plain = re.sub(r"[^a-z0-9]", "", font.rsplit("+", 1)[-1].lower())
    named = [
        (len(name), key)
        for key, names in read_lookup("glyphs")["fonts"].items()
        for name in names
        if plain.startswith(name) and (name != "symbol" or plain in ("symbol", "symbolregular"))
    ]
    return max(named)[1] if named else None


def find_glyphs(text: str, font: str = "") -> list[Glyph] | None:
    """The marks a word consists of; None when any of it is ordinary text.

    In a symbol font every letter is a mark, known or not; in other fonts arrows, dots, ticks, emoji, private-use
    characters and those no library can name.
    """
    encoding = symbol_font(font)
    if encoding is None and is_typed(text):
        return None
    found: list[Glyph] = []
    rest = text
    while rest:
        unnamed = UNNAMED.match(rest)
        letter = unnamed[0] if unnamed else rest[0]
        rest = rest[len(letter) :]
        if letter in SELECTORS:
            continue
        glyph = _read_glyph(letter, encoding)
        if glyph is None:
            return None
        found.append(glyph)
    return found or None


def is_typed(text: str) -> bool:
    """Whether a text is all keyboard letters, of which none draws a mark in a font of ordinary letters."""
    return text.isascii() and not UNNAMED.search(text)


def one_mark(glyphs: Sequence[Glyph]) -> Glyph | None:
    """The single mark some glyphs are: one alone, one printed several times, whose count means something (★★★), or two
    arrow heads set back to back for "no change" (◄►).
    """
    if len(glyphs) == 1:
        return glyphs[0]
    if len(glyphs) == 2 and glyphs[0].form in LEFT and glyphs[1].form in RIGHT:
        return Glyph(glyphs[0].text + glyphs[1].text, MarkForm.ARROW_BOTH)
    if glyphs and len(set(glyphs)) == 1:
        return Glyph(glyphs[0].text * len(glyphs), None, glyphs[0].colour)
    return None


def _read_glyph(letter: str, encoding: str | None) -> Glyph | None:
    form = _forms(encoding).get(_plain(letter)) or _forms(encoding).get(letter) if encoding else None
    form = form or _forms("unicode").get(letter)
    if form is None and PRIVATE_USE.match(letter):
        # A private-use character of a font that is not named as a symbol font: Word's copies are mostly Wingdings.
        form = _forms("awesome").get(letter) if encoding is None else None
    if form is not None:
        kept = letter if letter in _forms("unicode") else read_lookup("glyphs")["drawn"][form.value]
        return Glyph(kept, form, _emoji().get(letter))
    if encoding is not None or PRIVATE_USE.match(letter) or UNNAMED.match(letter):
        return Glyph(letter, None)
    return None


def _plain(letter: str) -> str:
    code = ord(letter) if len(letter) == 1 else 0
    return chr(code - PRIVATE_COPY) if PRIVATE_COPY <= code <= PRIVATE_COPY + 0xFF else letter


def without_glyphs(text: str) -> str:
    """The ordinary words of a text whose fonts are not known: arrows, dots, ticks and emoji left out."""
    if is_typed(text):
        return text
    pieces = re.findall(r"\(cid:\d+\)|\S", text)
    if all(find_glyphs(piece) is None for piece in pieces):
        return text
    kept = UNNAMED.sub(" ", text)
    return " ".join("".join(" " if find_glyphs(ch) or ch in SELECTORS else ch for ch in kept).split())
