"""The report's own key, read from its tables: swatch, word or drawn mark beside what it means.

What the rows of the report show is read elsewhere, with this key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from extractors.colours import SAME_COLOUR, distance, is_ink, name_colour
from extractors.headings import heading_role
from extractors.key_sentences import find_worded_entries, is_meaning
from extractors.mark_shapes import read_highlight
from extractors.mark_words import plain_text, read_ink
from extractors.marks import find_marks
from extractors.shapes import Outline
from extractors.words import (
    action_word,
    colour_letter,
    colour_word,
    direction_word,
    exact_rating,
    fold_word,
    is_signal,
    literal_rating,
    not_rated_word,
    rating_word,
)
from schemas.geometry import Place, hull
from schemas.grids import JoinedCell, JoinedTable
from schemas.marks import Mark, MarkForm
from schemas.readings import LegendEntry
from schemas.vocabulary import Rating, Role, StatusMethod

LONGEST_MARK = 24
# Swatches are drawn as these; any other form may show a direction, as triangles mostly do.
PLAIN = (MarkForm.CIRCLE, MarkForm.SQUARE, MarkForm.BAR)
# Scores beside their meanings may be two numbers; three in a line count something.
FEWEST_COUNTS = 3
# Headings that a table of rows has and a key has not.
ROW_HEADINGS = {Role.REF, Role.TARGET, Role.ACTUAL, Role.PREVIOUS, Role.DUE, Role.OWNER, Role.FREQUENCY, Role.ACTION}
LONGEST_LABEL = 220
# A key has few lines; longer tables with coloured first cells are registers of something.
MOST_ENTRIES = 16
NO_DATA = re.compile(
    r"^(data )?(is |are )?(no|not|awaiting|without) "
    r".*(data|available|rated|target|figures?|results?|information|value|update)\b|for information|no rating"
)
# Headings of a key's own columns.
NOT_MARKS = ("status", "key", "colour", "rag", "rating", "symbol", "rag status", "rag rating", "mark", "meaning")
NOT_LABELS = (
    "meaning",
    "definition",
    "description",
    "explanation",
    "what it means",
    "what this means",
    "rating",
    "status",
)
# Letters that stand for a status: capitals, or one letter of any kind where a symbol font was lost.
LETTERS = re.compile(r"[A-Z]{1,3}|[^\W\d_]")
KEY_WORD = re.compile(r"\b(key|legend)\b", re.IGNORECASE)
RULE = re.compile(r"\d+(\.\d+)?\s?(%|per ?cent|percentage points?)|floor|tolerance|variance", re.IGNORECASE)


def read_legend(table: JoinedTable) -> tuple[LegendEntry, ...]:
    """The entries of a key table, in order; () when the table is none.

    A key is a small table in which most rows pair a mark (fill, word, letter, glyph, drawing or icon) with a text that
    says what it means, or whose cells are coloured and say it themselves; no two marks are the same, and at least half
    of the texts are known meanings of a status or a direction. In a KPI table the same marks come again and again,
    and its headings speak of refs or values.
    """
    if len(table.rows) > MOST_ENTRIES:
        return ()
    rows = [*table.header_cells, *(row.cells for row in table.rows)]
    filled = [cells for cells in rows if any(c is not None and (c.text or legend_mark(c)) for c in cells)]
    coloured = len({ink.colour for cells in rows for c in _distinct(cells) if (ink := read_ink(c)) is not None}) >= 2
    if _has_row_headings(table, coloured=coloured) or _counts(filled):
        return ()
    paired = [entry for cells in rows for entry in _each_once(_row_entries(cells, coloured=coloured))]
    if len(paired) >= 0.6 * len(filled) and is_key(paired):
        return tuple(paired)
    labelled = [entry for cells in filled for entry in _own_labels(cells)]
    if len(labelled) >= 0.6 * len(filled) and is_key(labelled) and len({e.label for e in labelled}) == len(labelled):
        return tuple(labelled)
    worded = [entry for cells in filled for entry in _worded(cells)]
    return tuple(worded) if is_key(worded) and len(filled) <= max(3, len(worded)) else ()


def _counts(rows: Sequence[Sequence[JoinedCell | None]]) -> bool:
    """Whether a line of the table holds nothing but numbers: a strip of totals with its statuses beside them."""
    columns = zip_longest(*rows) if len(rows) >= FEWEST_COUNTS else ()
    lines = [[cell.text.strip() for cell in _distinct(list(line)) if cell.text.strip()] for line in (*rows, *columns)]
    return any(len(line) >= FEWEST_COUNTS and all(map(str.isdigit, line)) for line in lines)


def _has_row_headings(table: JoinedTable, *, coloured: bool) -> bool:
    """Whether the header speaks of refs or values; a first line of a key may read like one ("KPI" in green ink)."""
    marked = sum(bool(list(_row_entries(cells, coloured=coloured))) for cells in table.header_cells) if coloured else 0
    levels = [level for column in table.headings for level in column[marked:]]
    return bool({heading_role(level) for level in levels} & ROW_HEADINGS)


def is_key(entries: Sequence[LegendEntry]) -> bool:
    """Whether pairs of mark and label make a key: two at least, most with a known meaning, no mark twice.

    A swatch or a colour's name has a meaning by itself, a letter only with its label; one label at least must speak of
    status or direction, or rows of coloured cells with names in them would be keys.
    """
    meant = sum(_is_meant(entry) for entry in entries)
    kinds = {(entry.colour, entry.mark, entry.shape) for entry in entries}
    spoken = any(is_meaning(entry.label) or _is_status_text(entry.mark or "") for entry in entries)
    return spoken and len(entries) >= 2 and meant * 2 >= len(entries) and len(kinds) >= 0.8 * len(entries)


def _is_meant(entry: LegendEntry) -> bool:
    if entry.rating is None:
        return False
    mark = entry.mark or ""
    drawn = entry.colour or entry.form or entry.shape or entry.picture
    return bool(drawn) or is_meaning(entry.label) or _is_status_text(mark) or colour_word(mark) is not None


def _is_status_text(text: str) -> bool:
    return exact_rating(text) is not None or not_rated_word(text) is not None


def _distinct(cells: Sequence[JoinedCell | None]) -> list[JoinedCell]:
    found: list[JoinedCell] = []
    for cell in cells:
        if cell is not None and all(cell is not other for other in found):
            found.append(cell)
    return found


def _row_entries(cells: Sequence[JoinedCell | None], *, coloured: bool) -> Iterator[LegendEntry]:
    """The entries of a row; ``coloured`` says that the table's words have several inks, which are marks then."""
    distinct = _distinct(cells)
    index = 0
    while index + 1 < len(distinct):
        mark, label = distinct[index], distinct[index + 1]
        if index + 2 < len(distinct) and _is_status_word(mark) and _names_colour_only(label):
            label = distinct[index + 2]
            index += 1
        seen = legend_mark(mark) or (read_ink(mark) if coloured else None)
        if _is_mark(mark, seen) and _is_label(label) and not _has_own_mark(label, mark) and not _is_band(mark, label):
            box = hull([mark.places[0].box, label.places[0].box])
            place = Place(mark.places[0].page, box)
            if seen is None:
                yield make_entry(plain_text(mark), None, (), label.text, place)
            else:
                yield entry_of(seen, plain_text(mark) or seen.text or "", label.text, place)
            index += 2
        else:
            index += 1


def _each_once(entries: Iterable[LegendEntry]) -> list[LegendEntry]:
    """A row's entries without those printed again beside them, under "Long Term Trends" and "Short Term Trends"."""
    return list({(e.colour, e.mark, e.shape, e.label): e for e in reversed([*entries])}.values())[::-1]


def _is_band(mark: JoinedCell, label: JoinedCell) -> bool:
    """Whether two cells stand on one colour: headings of the key, for a swatch is not behind its label too."""
    one, other = mark.parts[0].fill, label.parts[0].fill
    return bool(one and other and mark.text and not find_marks(mark) and distance(one, other) < SAME_COLOUR / 4)


def _has_own_mark(label: JoinedCell, mark: JoinedCell) -> bool:
    """Whether a cell that could be a label is an entry itself, as the one before it: a mark and its meaning."""
    if find_marks(label) and speaks(plain_text(label)) and speaks(plain_text(mark)):
        return True
    fill, other = label.parts[0].fill, mark.parts[0].fill
    return bool(fill and other and not is_ink(fill) and distance(fill, other) > SAME_COLOUR and speaks(label.text))


def _own_labels(cells: Sequence[JoinedCell | None]) -> list[LegendEntry]:
    """The entries of a row in which every printed cell shows a mark and says what it means; [] for any other row."""
    printed = [cell for cell in _distinct(cells) if cell.text or legend_mark(cell) is not None]
    if printed and legend_mark(printed[0]) is None and KEY_WORD.search(printed[0].text):
        printed = printed[1:]
    found: list[LegendEntry] = []
    for cell in printed:
        seen, text = legend_mark(cell) or read_ink(cell), plain_text(cell)
        if seen is None or not speaks(text):
            return []
        shown = "" if seen.text is None or seen.text == text else seen.text
        found.append(entry_of(seen, shown, text, cell.places[0]))
    return found


def speaks(text: str) -> bool:
    """Whether a text says by itself what its mark means; the name of the colour does not."""
    return is_label(text) and is_meaning(text) and not (colour_word(text) is not None and " " not in text.strip())


def _worded(cells: Sequence[JoinedCell | None]) -> Iterator[LegendEntry]:
    """Entries written as text in the row: "R = off target" in one cell or over several."""
    printed = [cell for cell in _distinct(cells) if cell.text]
    for entry in find_worded_entries(" ; ".join(cell.text for cell in printed)):
        place = next((cell.places[0] for cell in printed if entry.label[:20] in cell.text), printed[0].places[0])
        yield make_entry(entry.mark, None, (), entry.label, place)


def legend_mark(cell: JoinedCell) -> Mark | None:
    """What a key's cell shows: a single drawn mark, else its fill; None for words alone."""
    marks = find_marks(cell)
    fill = cell.parts[0].fill
    if len(marks) == 1 and (marks[0].colour is not None or fill is None or is_ink(fill)):
        return marks[0]
    if fill is None or is_ink(fill):
        return marks[0] if marks else read_highlight(cell)
    return Mark(StatusMethod.FILL, cell.places[0], fill)


def _is_status_word(cell: JoinedCell) -> bool:
    return _is_status_text(cell.text)


def _names_colour_only(cell: JoinedCell) -> bool:
    return colour_word(cell.text) is not None or fold_word(cell.text) in ("none", "no colour")


def _is_mark(cell: JoinedCell, seen: Mark | None) -> bool:
    text = plain_text(cell)
    if seen is not None and seen.method is StatusMethod.TEXT_COLOUR and len(text) <= LONGEST_MARK:
        return True
    if len(text) > LONGEST_MARK or any(ch.isdigit() for ch in text) or fold_word(text) in NOT_MARKS:
        return False
    if seen is not None:
        return True
    known = colour_word(text) or colour_letter(text)
    return bool(text) and (known is not None or _is_status_word(cell) or LETTERS.fullmatch(text) is not None)


def _is_label(cell: JoinedCell) -> bool:
    text = cell.text.strip(" =-–:")
    if name_colour(cell.parts[0].fill or "#ffffff") is not None and colour_word(text) is not None and " " not in text:
        return False
    return is_label(text)


def is_label(text: str) -> bool:
    """Whether a text can say what a mark means: some words, not a paragraph, no heading of a key's own column.

    What stands under a mark behind "Commentary:" is the commentary of the indicator whose status the mark is.
    """
    head, colon, _rest = text.partition(":")
    return (
        fold_word(text) not in NOT_LABELS
        and not (colon and heading_role(head) is Role.COMMENTARY)
        and (2 < len(text) <= LONGEST_LABEL or exact_rating(text) is not None)
        and re.search(r"[A-Za-z]{2}", text) is not None
    )


def make_entry(
    mark: str,
    colour: str | None,
    drawn: Outline,
    label: str,
    place: Place,
    *,
    form: MarkForm | None = None,
    picture: str | None = None,
) -> LegendEntry:
    """One line of a key from what stands on the page: the mark's text, colour, outline or look, and its label."""
    text = label.strip().lstrip("=-–—: ").rstrip(" ,;")
    is_drawn = bool(drawn) and not colour
    telling = form is not None and form not in PLAIN
    arrow = form is not None and (form.points or (telling and (colour is None or rating_word(text) is None)))
    named = form.value if form is not None else "picture" if picture else "shape" if is_drawn else None
    return LegendEntry(
        colour=colour,
        mark=mark.strip() or named,
        label=text.rstrip("."),
        rating=meaning_of(mark, text, colour=colour, drawn=is_drawn or arrow),
        rule_text=text if RULE.search(text) else None,
        place=place,
        shape=drawn if is_drawn else (),
        form=form.value if form is not None else None,
        picture=picture,
    )


def entry_of(mark: Mark, printed: str, label: str, place: Place) -> LegendEntry:
    """One line of a key from a mark, the text printed in it, and its label."""
    return make_entry(printed, mark.colour, mark.outline, label, place, form=mark.form, picture=mark.picture)


def meaning_of(mark: str, label: str, *, colour: str | None, drawn: bool) -> str | None:
    """The Rating, Direction or ActionStatus value a legend's line stands for; None if its words are unknown.

    In this order: a drawn mark whose label speaks of direction; a label or mark listed word for word in the lookup,
    unless it is a signal word ("Alert") beside a colour; the literal traffic-light word, letter or swatch (in all keys
    seen green is the good end, red the bad one and amber between); then the wording patterns, because a pattern may
    misread a long sentence; last a direction, for marks that are no arrows ("No change" beside a bar).
    """
    if drawn and not (colour and exact_rating(label)):
        direction = direction_word(label)
        if direction is not None:
            return direction.value
    named = colour_word(mark) or colour_letter(mark) or (name_colour(colour) if colour else None)
    literal = literal_rating(named) if named is not None else None
    for text in (label, mark):
        exact = exact_rating(text) or (Rating.NOT_RATED if not_rated_word(text) else None) or action_word(text)
        signals = literal is not None and is_signal(text)
        if exact is not None and not signals and (text is label or colour_word(text) is None):
            return exact.value
    if literal is not None:
        return literal.value
    if NO_DATA.search(label.lower()):
        return Rating.NOT_RATED.value
    rating = rating_word(label)
    if rating is not None:
        return rating.value
    direction = direction_word(label)
    return direction.value if direction is not None else None
