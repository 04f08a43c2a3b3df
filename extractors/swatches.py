"""Keys outside tables: coloured boxes, drawn marks, symbol letters, icons or words, each beside its meaning.

What can be a swatch is found in ``swatch_marks``, the words that belong to it in ``swatch_labels``. Keys in tables are
read in ``legend``, which also says what a label means; keys written as sentences in ``key_sentences``; words that are
their own swatch ("On target" in green) in ``coloured_keys``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.coloured_keys import read_coloured_words
from extractors.glyphs import find_glyphs
from extractors.headings import VALUE
from extractors.key_sentences import find_worded_entries, is_meaning
from extractors.legend import entry_of, is_key, is_label, make_entry, speaks
from extractors.lines import group_lines, line_text
from extractors.swatch_labels import find_label
from extractors.swatch_marks import Swatch, find_swatches, ink_runs, repeated
from extractors.word_heights import WordsByHeight
from schemas.geometry import Box, Place, hull
from schemas.grids import Table
from schemas.pages import Page, Word
from schemas.readings import LegendEntry
from schemas.vocabulary import StatusMethod

# Marks of one line stand no further above or below each other than this, in points.
SAME_LINE = 3.0
# Lines of one key follow each other within this many points.
NEXT_LINE = 40.0
# Lines of a key stand under each other like a small table without rules.
ALIGNED, FEW_ROWS = "alignment", 4
# Rows of a table that goes on from the page before hold at least so many figures; a key holds none.
FEWEST_FIGURES = 2
# A mark with so many different texts behind it stands in the rows of a table, not in a key.
MOST_LABELS = 2


def read_swatch_key(page: Page, tables: Sequence[Table]) -> tuple[LegendEntry, ...]:
    """The entries of the keys that stand in the running text of the page; () when there is none.

    Keys in one line are read first; then what is left, line under line.
    """
    inside = [rows for table in tables if (rows := _rows_of(table)) is not None]

    def is_free(box: Box) -> bool:
        return not any(rows.hold(box) for rows in inside)

    free: Sequence[Word] = page.words
    for rows in inside:
        free = [word for word in free if not rows.hold(word.box)]
    words = WordsByHeight(free)
    lines = group_lines(free)
    runs = [run for line in lines for run in ink_runs(line)]
    swatches = find_swatches(page, is_free, words, lines, runs)
    entries: list[LegendEntry] = []
    rest: list[Swatch] = []
    for line in _lines(swatches):
        read = _read(line, swatches, words, page.number)
        if _is_drawn_key(read) and all(is_meaning(entry.label) for entry in read):
            entries += read
        else:
            rest += line
    rest = _without_rows(rest, words, page.number)
    below: list[LegendEntry] = []
    for cluster in _clusters(rest):
        kinds = [[s for s in cluster if s.mark.method is method] for method in StatusMethod]
        readings = (_read(group, cluster, words, page.number) for group in (cluster, *kinds))
        below += next((read for read in readings if _is_drawn_key(read)), [])
    if not entries and not below and len(rest) >= 2:
        every = _read(rest, rest, words, page.number)
        below = every if _is_drawn_key(every) else []
    return (*entries, *below, *read_coloured_words(runs, page.number), *_sentences(lines, page.number))


def _lines(swatches: Sequence[Swatch]) -> Iterator[list[Swatch]]:
    """The swatches of each line, from left to right."""
    line: list[Swatch] = []
    for swatch in sorted(swatches, key=lambda s: s.box.mid_y):
        if line and swatch.box.mid_y - line[-1].box.mid_y > SAME_LINE:
            yield sorted(line, key=lambda s: s.box.x0)
            line = []
        line.append(swatch)
    if line:
        yield sorted(line, key=lambda s: s.box.x0)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where a table's rows stand: all of it, but for bands over its width, which may hold the key."""

    box: Box
    bands: tuple[Box, ...]

    def hold(self, box: Box) -> bool:
        x, y = box.mid_x, box.mid_y
        return self.box.holds(x, y) and not any(band.holds(x, y) for band in self.bands)


def _rows_of(table: Table) -> _Rows | None:
    """The table's rows; None for a table that may be the key itself: one of few rows, without two bare figures."""
    if table.engine == ALIGNED and len(table.rows) <= FEW_ROWS:
        texts = {id(cell): cell.text for row in table.rows for cell in row if cell is not None}
        if sum(VALUE.match(text.strip()) is not None for text in texts.values()) < FEWEST_FIGURES:
            return None
    width = len(table.column_edges) - 1
    firsts = [row[0] for row in table.rows if row and row[0] is not None] if width > 2 else []
    bands = (cell.place.box for cell in firsts if cell.column_span == width and cell.row_span == 1)
    return _Rows(table.place.box, tuple(dict.fromkeys(bands)))


def _is_drawn_key(entries: Sequence[LegendEntry]) -> bool:
    if not is_key(entries):
        return False
    words_only = all(
        entry.colour is None and not entry.form and not entry.shape and not entry.picture for entry in entries
    )
    return not words_only or sum(is_meaning(entry.label) for entry in entries) * 2 >= len(entries)


def _clusters(swatches: Sequence[Swatch]) -> Iterator[list[Swatch]]:
    cluster: list[Swatch] = []
    for swatch in swatches:
        if cluster and swatch.box.top - cluster[-1].box.bottom > NEXT_LINE:
            yield cluster
            cluster = []
        cluster.append(swatch)
    if cluster:
        yield cluster


def _without_rows(swatches: Sequence[Swatch], words: WordsByHeight, number: int) -> list[Swatch]:
    """The swatches without bullets and without the marks of rows: those with many different texts behind them."""
    bullets = repeated(swatches)
    kept = [s for s in swatches if s.mark.method is not StatusMethod.GLYPH or _text_ink(s) not in bullets]
    labels: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
    for swatch in kept:
        for entry in _entry(swatch, kept, words, number):
            labels[_identity(swatch)].add(entry.label)
    return [s for s in kept if len(labels[_identity(s)]) <= MOST_LABELS]


def _text_ink(swatch: Swatch) -> tuple[str | None, str | None]:
    return swatch.mark.text, swatch.mark.colour


def _identity(swatch: Swatch) -> tuple[str | None, ...]:
    mark = swatch.mark
    return mark.method, mark.colour, mark.form, mark.picture, swatch.printed


def _read(group: Sequence[Swatch], every: Sequence[Swatch], words: WordsByHeight, number: int) -> list[LegendEntry]:
    return [entry for swatch in group for entry in _entry(swatch, every, words, number)]


def _entry(swatch: Swatch, swatches: Sequence[Swatch], words: WordsByHeight, number: int) -> Iterator[LegendEntry]:
    """The swatch with its label; without one, the words it carries itself."""
    mark = swatch.mark
    label = find_label(swatch, swatches, words)
    text = line_text(label) if len({round(w.box.mid_y) for w in label}) == 1 else _joined(label)
    shows = mark.colour or mark.outline or mark.form or mark.picture or swatch.printed
    if is_label(text) and shows:
        place = Place(number, hull([swatch.box, *(w.box for w in label)]).rounded())
        yield entry_of(mark, swatch.printed, text, place)
    elif not label and mark.colour is not None and speaks(swatch.printed):
        yield entry_of(mark, "", swatch.printed, Place(number, swatch.box.rounded()))


def _joined(words: Sequence[Word]) -> str:
    return " ".join(line_text(line) for line in group_lines(words))


def _sentences(lines: Sequence[Sequence[Word]], number: int) -> Iterator[LegendEntry]:
    """The entries of keys written as text, each with the place of its first line."""
    texts = [line_text(line) for line in lines]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    for entry in find_worded_entries("\n".join(texts)):
        index = max(i for i, start in enumerate(starts) if start <= entry.start)
        place = Place(number, hull(word.box for word in lines[index]).rounded())
        glyphs = find_glyphs(entry.mark)
        form = glyphs[0].form if glyphs else None
        yield make_entry(entry.mark, None, (), entry.label, place, form=form)
