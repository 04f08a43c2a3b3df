"""The words of a cell told apart: ordinary words, letters that draw marks, words in coloured ink.

One reader each for what the fonts and inks of a cell's words show; fills and drawings are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.colours import GREYISH, SAME_COLOUR, distance, is_ink, is_paper, to_rgb
from extractors.glyphs import Glyph, find_glyphs, one_mark, without_glyphs
from extractors.lines import unwrap, words_text
from schemas.geometry import Place
from schemas.grids import Cell, JoinedCell
from schemas.marks import Mark
from schemas.pages import Word
from schemas.vocabulary import StatusMethod

# A word in a symbol font may stand for several marks; a longer run of them is a drawn line or a row of bullets.
MOST_GLYPHS = 4
# House styles set body text in greys up to this bright (#595959, #707070); a grey that means something is paler.
PALE_GREY = 0.55
# A drawn mark is grey on purpose from this brightness on (#808080); text and marks in #595959 are dark, not grey.
MARK_GREY = 0.48


def plain_text(cell: JoinedCell) -> str:
    """The cell's ordinary words: letters of symbol fonts, arrows, dots and ticks left out."""
    if not all(part.words for part in cell.parts if part.text):
        return without_glyphs(cell.text).strip()
    if all(_glyphs(word) is None for part in cell.parts for word in part.words):
        return cell.text.strip()
    kept = [words_text(word for word in part.words if _glyphs(word) is None) for part in cell.parts]
    return unwrap("\n".join(text for text in kept if text)).strip()


def read_glyphs(cell: JoinedCell) -> list[Mark]:
    """The marks drawn by letters, in reading order, each with the ink of its word (None for black)."""
    return [mark for part in cell.parts for mark in _part_glyphs(part)]


def _part_glyphs(part: Cell) -> Iterator[Mark]:
    if not part.words:
        for piece in part.text.split():
            for glyph in _glued_glyphs(piece):
                yield _glyph_mark(glyph, part.place, part.text_colour)
        return
    for word in part.words:
        found = _glyphs(word)
        whole = one_mark(found) if found is not None else None
        for glyph in [whole] if whole is not None else found if found is not None else _glued_glyphs(word.text):
            yield _glyph_mark(glyph, Place(part.place.page, word.box.rounded()), word.colour)


def _glyphs(word: Word) -> list[Glyph] | None:
    found = find_glyphs(word.text, word.font)
    return found if found is not None and len(found) <= MOST_GLYPHS else None


def _glued_glyphs(text: str) -> list[Glyph]:
    """Marks set against a word without a space: "↑Improving"."""
    return [] if text.isascii() else [glyph for letter in text for glyph in find_glyphs(letter) or ()]


def _glyph_mark(glyph: Glyph, place: Place, ink: str | None) -> Mark:
    colour = glyph.colour or (ink if is_coloured(ink, MARK_GREY) else None)
    return Mark(StatusMethod.GLYPH, place, colour, glyph.text, glyph.form)


def read_ink(cell: JoinedCell, inks: frozenset[str] = frozenset()) -> Mark | None:
    """The colour the cell's ordinary words are written in, where it stands out: no black, white or grey, not an ink
    of the row's other cells (``inks``), and the same for all the words.
    """
    seen: list[tuple[str, Cell, Word | None]] = []
    for part in cell.parts:
        if part.words:
            seen += [(word.colour or "#000000", part, word) for word in part.words if _glyphs(word) is None]
        elif part.text and part.text_colour:
            seen.append((part.text_colour, part, None))
    if len({colour for colour, _part, _word in seen}) != 1:
        return None
    colour, part, word = seen[0]
    if not is_coloured(colour) or any(distance(colour, ink) < SAME_COLOUR / 4 for ink in inks):
        return None
    place = Place(part.place.page, word.box.rounded()) if word is not None else part.place
    return Mark(StatusMethod.TEXT_COLOUR, place, colour, plain_text(cell))


def is_coloured(colour: str | None, grey: float = PALE_GREY) -> bool:
    """Whether an ink would be called by a colour's name: not black, white or the dark grey of body text.

    ``grey`` is the brightness from which a grey is one.
    """
    if colour is None or is_ink(colour) or is_paper(colour):
        return False
    parts = to_rgb(colour)
    return max(parts) - min(parts) >= GREYISH or max(parts) >= grey


def row_inks(cells: Sequence[JoinedCell]) -> frozenset[str]:
    """The coloured inks the words of some cells are written in."""
    return frozenset(
        part.text_colour for cell in cells for part in cell.parts if part.text_colour and is_coloured(part.text_colour)
    )
