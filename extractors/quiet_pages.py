"""Pages of running text alone: which pages of a long pack need no look for tables, marks, keys and cards.

Every way in which rows, keys or totals of a table can be printed shows in something that is looked for here: a drawn
line, fill, mark or picture; coloured ink or a sign; two texts beside each other on a line; a label; the name of a
colour or a letter with its meaning. A page with none of them holds paragraphs. Where it is not plain, it is not quiet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.align_lines import Line, cut_lines
from extractors.glyphs import find_glyphs
from extractors.headings import heading_role
from extractors.key_sentences import find_worded_entries
from extractors.mark_words import is_coloured
from extractors.words import action_word, exact_rating, not_rated_word
from schemas.pages import Page

# A page with more drawn objects than this is read in full without looking at them: forms, maps, charts, tables.
MOST_PATHS = 60
# Labels and table headings are no longer.
LONGEST_LABEL = 60
# What stands before a paragraph or list item, set off by a tab: "1.2", "(a)", "iv.", a bullet.
LIST_MARK = re.compile(r"[\u2022\u25cf\u25cb\u25aa\u2013\uf0b7o-]|\(?[A-Za-z0-9]{1,4}[.)]|\d{1,3}(\.\d{1,3})*\.?")
_COLOUR = re.compile(r"(?i)\b(red|amber|green|blue|gr[ae]y|yellow|orange|purple|rag)\b")
_LABEL = re.compile(r"(?:^|\s)([A-Z][A-Za-z/&]*(?: [A-Za-z/&]+){0,4})\s*:")
_BRACKETED = re.compile(r"[(\[]([A-Za-z][A-Za-z /]{0,30})[)\]]\.?$")
# Letters, figures and the signs of prose.
_PROSE = re.compile(
    r"[\w\s.,;:!?'\"\u2018\u2019\u201c\u201d()\[\]/&%\u00a3\u20ac$@#*+=<>\u2013\u2014\u2026\u2022\uf0b7\u00a0-]*"
)


def is_quiet(page: Page) -> bool:
    """Whether nothing but paragraphs can stand on the page. Its words may be whole phrases."""
    if page.fills or page.outlines or page.shapes or page.pictures or not page.words:
        return False
    if any(rule.box.height >= rule.box.width for rule in page.rules):
        return False
    for word in page.words:
        if not word.upright or is_coloured(word.colour) or not _PROSE.fullmatch(word.text):
            return False
    if any(find_glyphs(word.text, word.font) is not None and not LIST_MARK.fullmatch(word.text) for word in page.words):
        return False
    lines = cut_lines(page.words)
    texts = [line.text for line in lines]
    return not (any(map(_may_be_row, lines)) or any(map(_may_be_label, texts)) or _may_be_key(texts))


def _may_be_row(line: Line) -> bool:
    """Whether texts stand beside each other, but for a number or bullet before a paragraph."""
    pieces = [piece.text for piece in line.pieces]
    while len(pieces) > 1 and LIST_MARK.fullmatch(pieces[0]):
        pieces.pop(0)
    return len(pieces) > 1


def _may_be_label(text: str) -> bool:
    """Whether a line is a heading of a table or begins with a label, or ends with a status in brackets."""
    if len(text) <= LONGEST_LABEL and heading_role(text.rstrip(": ")) is not None:
        return True
    if ":" in text and any(heading_role(found[1]) is not None for found in _LABEL.finditer(text)):
        return True
    last = _BRACKETED.search(text)
    return last is not None and any(read(last[1]) is not None for read in (exact_rating, not_rated_word, action_word))


def _may_be_key(texts: Iterable[str]) -> bool:
    whole = "\n".join(texts)
    return _COLOUR.search(whole) is not None or bool(find_worded_entries(whole))
