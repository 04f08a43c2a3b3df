"""The report's own key, read from its tables: swatch, word or drawn mark beside what it means.

What the rows of the report show is read elsewhere, with this key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.colours import is_ink, name_colour
from extractors.headings import heading_role
from extractors.shapes import Outline, cell_outline
from extractors.words import (
    action_word,
    colour_letter,
    colour_word,
    direction_word,
    exact_rating,
    fold_word,
    literal_rating,
    not_rated_word,
    rating_word,
)
from schemas.geometry import Place, hull
from schemas.grids import JoinedCell, JoinedTable
from schemas.readings import LegendEntry
from schemas.vocabulary import Rating, Role

LONGEST_MARK = 24
# Headings that a table of rows has and a key has not.
ROW_HEADINGS = {Role.REF, Role.TARGET, Role.ACTUAL, Role.PREVIOUS, Role.DUE, Role.OWNER, Role.FREQUENCY, Role.ACTION}
LONGEST_LABEL = 220
# A key has few lines; longer tables with coloured first cells are registers of something.
MOST_ENTRIES = 16
NO_DATA = re.compile(r"^(data )?(is |are )?(no|not|awaiting|without) .*(data|available|rated|target|figures?|results?|information|value|update)\b|for information|no rating")
# Headings of a key's own columns.
NOT_MARKS = ("status", "key", "colour", "rag", "rating", "symbol", "rag status", "rag rating", "mark", "meaning")
RULE = re.compile(r"\d+(\.\d+)?\s?(%|per ?cent|percentage points?)|floor|tolerance|variance", re.IGNORECASE)


def read_legend(table: JoinedTable) -> tuple[LegendEntry, ...]:
    """The entries of a key table, in order; () when the table is none.

    A key is a small table in which most rows pair a mark (filled cell, word, letter or drawn mark) with a text that
    says what it means, no two marks are the same, and at least half of the texts are known meanings of a status or
    a direction. In a KPI table the same marks come again and again, and its headings speak of refs or values.
    """
    if len(table.rows) > MOST_ENTRIES:
        return ()
    roles = {heading_role(level) for levels in table.headings for level in levels}
    if roles & ROW_HEADINGS:
        return ()
    rows = [*table.header_cells, *(row.cells for row in table.rows)]
    entries = [entry for cells in rows for entry in _row_entries(cells)]
    filled = sum(1 for cells in rows if any(c is not None and (c.text or _mark_colour(c)) for c in cells))
    return tuple(entries) if len(entries) >= 0.6 * filled and is_key(entries) else ()


def is_key(entries: Sequence[LegendEntry]) -> bool:
    """Whether pairs of mark and label make a key: two at least, most with a known meaning, no mark twice."""
    meant = sum(entry.rating is not None for entry in entries)
    kinds = {(entry.colour, entry.mark, entry.shape) for entry in entries}
    return len(entries) >= 2 and meant * 2 >= len(entries) and len(kinds) >= 0.8 * len(entries)


def _row_entries(cells: Sequence[JoinedCell | None]) -> Iterator[LegendEntry]:
    distinct: list[JoinedCell] = []
    for cell in cells:
        if cell is not None and all(cell is not other for other in distinct):
            distinct.append(cell)
    index = 0
    while index + 1 < len(distinct):
        mark, label = distinct[index], distinct[index + 1]
        if index + 2 < len(distinct) and _is_status_word(mark) and _names_colour_only(label):
            label = distinct[index + 2]
            index += 1
        if _is_mark(mark) and _is_label(label):
            box = hull([mark.places[0].box, label.places[0].box])
            drawn = cell_outline(mark.parts)
            yield make_entry(mark.text, _mark_colour(mark), drawn, label.text, Place(mark.places[0].page, box))
            index += 2
        else:
            index += 1


def _is_status_word(cell: JoinedCell) -> bool:
    return exact_rating(cell.text) is not None or not_rated_word(cell.text) is not None


def _names_colour_only(cell: JoinedCell) -> bool:
    return colour_word(cell.text) is not None or fold_word(cell.text) in ("none", "no colour")


def _is_mark(cell: JoinedCell) -> bool:
    if len(cell.text) > LONGEST_MARK or any(ch.isdigit() for ch in cell.text) or fold_word(cell.text) in NOT_MARKS:
        return False
    if _mark_colour(cell) or cell_outline(cell.parts):
        return True
    known = colour_word(cell.text) or colour_letter(cell.text)
    return bool(cell.text) and (known is not None or _is_status_word(cell))


def _is_label(cell: JoinedCell) -> bool:
    text = cell.text.strip(" =-–:")
    if name_colour(cell.parts[0].fill or "#ffffff") is not None and colour_word(text) is not None and " " not in text:
        return False
    return is_label(text)


def is_label(text: str) -> bool:
    """Whether a text can say what a mark means: some words, not a paragraph."""
    return 2 < len(text) <= LONGEST_LABEL and re.search(r"[A-Za-z]{2}", text) is not None


def _mark_colour(cell: JoinedCell) -> str | None:
    fill = cell.parts[0].fill
    return None if is_ink(fill) else fill


def make_entry(mark: str, colour: str | None, drawn: Outline, label: str, place: Place) -> LegendEntry:
    """One line of a key from what stands on the page: the mark's text, colour or outline, and its label."""
    text = label.strip().lstrip("=-–: ").strip()
    is_drawn = bool(drawn) and not colour
    return LegendEntry(
        colour=colour,
        mark=mark.strip() or ("shape" if is_drawn else None),
        label=text.rstrip("."),
        rating=meaning_of(mark, text, colour=colour, drawn=is_drawn),
        rule_text=text if RULE.search(text) else None,
        place=place,
        shape=drawn if is_drawn else (),
    )


def meaning_of(mark: str, label: str, *, colour: str | None, drawn: bool) -> str | None:
    """The Rating, Direction or ActionStatus value a legend's line stands for; None if its words are unknown.

    In this order: a drawn mark whose label speaks of direction; a label or mark listed word for word in the lookup;
    the literal traffic-light word, letter or swatch (in all keys seen green is the good end, red the bad one and
    amber between); last the wording patterns, because a pattern may misread a long sentence.
    """
    if drawn:
        direction = direction_word(label)
        if direction is not None:
            return direction.value
    for text in (label, mark):
        exact = exact_rating(text) or (Rating.NOT_RATED if not_rated_word(text) else None) or action_word(text)
        if exact is not None and (text is label or colour_word(text) is None):
            return exact.value
    named = colour_word(mark) or colour_letter(mark) or (name_colour(colour) if colour else None)
    literal = literal_rating(named) if named is not None else None
    if literal is not None:
        return literal.value
    if NO_DATA.search(label.lower()):
        return Rating.NOT_RATED.value
    rating = rating_word(label)
    return rating.value if rating is not None else None
