"""Running text as paragraphs: list items and wrapped lines put right, text cut by a page break joined again.

What a paragraph is (heading, numbered paragraph, item of a list) is for ``sections`` to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.joins import PageLayout
from extractors.sections_boxes import NOTHING_READ, SIZE_UNKNOWN, TablesRead, with_text_in_boxes
from extractors.sections_marks import Mark, MarkKind, read_mark
from extractors.sections_mending import Mended, Mender
from schemas.geometry import Place, hull
from schemas.grids import Table
from schemas.pages import TextBlock, TextLine

# A line that had room for the next line's first word and for this share of the width more was broken on purpose.
BROKEN_SHARE = 0.15
# A last line reaching this far to the right may run on over the page break.
FULL_LINE = 0.85
# Sizes of one text differ by rounding only.
SAME_SIZE = 0.06
# Footnotes are set smaller than this share of the text.
FOOTNOTE = 0.93
# Lines of one paragraph stand closer than this many sizes; a blank line is wider.
LINE_GAP = 0.6

_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_RUNS_ON = re.compile(r"^[a-z]|^[(£][a-z\d]|^\d[\d,.%]*\s[a-z]")


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of a paragraph that stand on one page."""

    page: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``text`` has no mark; ``starts`` are the offsets in ``text`` at which its pieces begin.

    ``places`` are those of the pieces, ``left`` is the left edge of its first line, mark included. ``lead`` is the
    bold text it begins with.
    """

    text: str
    mark: Mark | None
    first_line: TextLine
    places: tuple[Place, ...]
    starts: tuple[int, ...]
    size: float
    bold: bool
    underlined: bool
    lead: str
    left: float

    @property
    def page(self) -> int:
        return self.places[0].page

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence or an item does."""
        return _ENDED.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where in the text a table stands."""

    place: Place


@dataclass(slots=True)
class _Raw:
    """A paragraph while its lines are put together.

    ``right`` is the right edge of its column, ``gap`` the distance in sizes to the paragraph above on its page.
    """

    pieces: list[Piece]
    mark: Mark | None
    right: float
    gap: float

    @property
    def first(self) -> TextLine:
        return self.pieces[0].lines[0]

    @property
    def last(self) -> TextLine:
        return self.pieces[-1].lines[-1]

    @property
    def bold(self) -> bool:
        return all(line.bold for piece in self.pieces for line in piece.lines)


def read_paragraphs(
    layouts: Sequence[PageLayout], read: TablesRead = NOTHING_READ
) -> tuple[list[Paragraph | Anchor], Mended]:
    """Paragraphs and tables of all pages in reading order, and the words that were mended."""
    stream = _rejoined([item for layout in layouts for item in _page_items(layout, read)])
    mender = Mender(line.text for item in stream if isinstance(item, _Raw) for p in item.pieces for line in p.lines)
    return [_finished(item, mender) if isinstance(item, _Raw) else item for item in stream], mender.mended


def _page_items(layout: PageLayout, read: TablesRead) -> Iterator[_Raw | Anchor]:
    """The paragraphs of a page, those in boxes and forms among them, and its tables where they stand between them."""
    blocks, tables = with_text_in_boxes(layout, read)
    raws: list[_Raw] = []
    for block in blocks:
        lines = block.lines or (TextLine(block.text, block.box, block.size, block.bold),)
        above = raws[-1].last.box.bottom if raws else float("-inf")
        edges = (block.box.x1, _right_edge(block, blocks))
        raws += _split(lines, layout.number, (block.box.top - above) / block.size, edges)
    waiting = sorted(tables, key=lambda table: table.place.box.top)
    for raw in raws:
        while waiting and waiting[0].place.box.top < raw.first.box.top and _beside(waiting[0], raw):
            yield Anchor(waiting.pop(0).place)
        yield raw
    for table in waiting:
        yield Anchor(table.place)


def _right_edge(block: TextBlock, blocks: Sequence[TextBlock]) -> float:
    """How far to the right the text of the block's column runs."""
    return max(b.box.x1 for b in blocks if b.box.x0 < block.box.x1 and b.box.x1 > block.box.x0)


def _beside(table: Table, raw: _Raw) -> bool:
    """Whether table and paragraph stand in one column of the page."""
    return table.place.box.x0 < raw.right and table.place.box.x1 > raw.first.box.x0


def _split(lines: Sequence[TextLine], page: int, gap: float, edges: tuple[float, float]) -> Iterator[_Raw]:
    """One block as its paragraphs: a list mark, a change of weight or a line broken on purpose begins another.

    ``edges`` are the right edges of the block and of its column.
    """
    right, edge = edges
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not _begins(lines, index, start, right):
            continue
        mark, _rest = read_mark(lines[start])
        if mark is not None and mark.is_bare and not (mark.spaced or _stands_out(lines[start])):
            mark = None
        yield _Raw([Piece(page, tuple(lines[start:index]))], mark, edge, gap if start == 0 else 0.0)
        start = index


def _stands_out(line: TextLine) -> bool:
    return line.bold or (line.text.isupper() and len(line.text) > 4)


def _begins(lines: Sequence[TextLine], index: int, start: int, right: float) -> bool:
    line, before = lines[index], lines[index - 1]
    mark, _rest = read_mark(line)
    if mark is not None:
        if mark.kind is MarkKind.INNER or (mark.kind is MarkKind.BULLET and mark.text not in "-–—*"):
            return True
        follows = re.search(r"([.:;,]|\b(and|or))$", before.text) is not None
        if mark.spaced or (mark.kind is not MarkKind.NUMBER and follows):
            return True
    if before.underlined and not line.underlined and before.box.x1 < right - BROKEN_SHARE * (right - before.box.x0):
        return True
    if before.bold != line.bold and (before.bold or (line.lead == "" and _ENDED.search(before.text) is not None)):
        return index - start == 1 or not before.bold
    if (before.bold and line.bold) or not line.text[:1].isupper():
        return False
    first = line.text.split()[0]
    room = right - before.box.x1 - len(first) * line.box.width / max(1, len(line.text))
    # Lists of names and addresses are broken so; text set around a picture is not, it starts where the line above does.
    return room > BROKEN_SHARE * (right - line.box.x0) + line.size and right - line.box.x0 > 120


def _rejoined(items: Sequence[_Raw | Anchor]) -> list[_Raw | Anchor]:
    """The paragraphs with those joined that a page break, a table or a number at a line's start cut."""
    body = _body_size(items)
    done: list[_Raw | Anchor] = []
    open_text: _Raw | None = None
    for item in items:
        if isinstance(item, Anchor):
            done.append(item)
            continue
        if open_text is not None and (_continues(open_text, item) or _is_false_mark(open_text, item)):
            _append(open_text, item)
            continue
        done.append(item)
        if item.first.size >= FOOTNOTE * body or open_text is None:
            open_text = item
    return done


def _append(raw: _Raw, more: _Raw) -> None:
    last, piece = raw.pieces[-1], more.pieces[0]
    if last.page == piece.page:
        raw.pieces[-1] = Piece(last.page, last.lines + piece.lines)
    else:
        raw.pieces.append(piece)
    raw.right = more.right


def _body_size(items: Sequence[_Raw | Anchor]) -> float:
    """The size most letters of the document have."""
    letters: Counter[float] = Counter()
    for item in items:
        if isinstance(item, _Raw):
            for piece in item.pieces:
                for line in piece.lines:
                    letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else SIZE_UNKNOWN


def _continues(before: _Raw, item: _Raw) -> bool:
    """Whether ``item`` goes on with the sentence ``before`` broke off."""
    if item.mark is not None or _ENDED.search(before.last.text) or before.bold != item.bold:
        return False
    if abs(before.last.size - item.first.size) > SAME_SIZE * item.first.size or before.last.underlined:
        return False
    if _RUNS_ON.match(item.first.text):
        return True
    over_page = before.pieces[-1].page != item.pieces[0].page
    width = before.right - before.last.box.x0
    full = before.last.box.x1 >= before.last.box.x0 + FULL_LINE * width
    wrapped = len(before.pieces[-1].lines) > 1 or before.last.box.width > 250
    return over_page and full and wrapped and not item.bold and len(item.pieces[0].lines) + len(item.first.text) > 20


def _is_false_mark(before: _Raw, item: _Raw) -> bool:
    """Whether the number ``item`` begins with belongs to the sentence before ('as said in paragraph / 3.11 above')."""
    if item.mark is None or item.mark.kind is not MarkKind.NUMBER or item.mark.spaced or item.bold:
        return False
    same_page = before.pieces[-1].page == item.pieces[0].page
    return same_page and item.gap < LINE_GAP and not _ENDED.search(before.last.text) and not before.bold


def _finished(raw: _Raw, mender: Mender) -> Paragraph:
    text, starts = "", []
    for number, piece in enumerate(raw.pieces):
        texts = [line.text for line in piece.lines]
        if number == 0 and raw.mark is not None:
            texts[0] = read_mark(piece.lines[0])[1]
        starts.append(len(text) + 1 if text else 0)
        text = mender.join([text, *texts]) if text else mender.join(texts)
    lines = [line for piece in raw.pieces for line in piece.lines]
    return Paragraph(
        text=text,
        mark=raw.mark,
        first_line=raw.first,
        places=tuple(Place(piece.page, hull(line.box for line in piece.lines).rounded()) for piece in raw.pieces),
        starts=tuple(min(start, len(text)) for start in starts),
        size=round(max(line.size for line in lines), 1),
        bold=raw.bold,
        underlined=all(line.underlined for line in lines),
        lead=_lead(raw),
        left=raw.first.box.x0,
    )


def _lead(raw: _Raw) -> str:
    """The bold text the paragraph begins with, without its mark."""
    lead = raw.first.lead
    if raw.mark is not None and lead.startswith(raw.mark.text):
        lead = lead[len(raw.mark.text) :]
    return lead.strip()
