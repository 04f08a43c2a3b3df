"""Pages of a PDF as ``schemas.pages.Page``: the only module that knows a PDF library's page.

Objects come in pdfplumber's coordinates (points, origin at the top left of the page as shown).
What the objects mean is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractors.colours import to_hex
from extractors.flatten import flatten_path
from extractors.icons import described
from extractors.pdfium_page import PdfiumDocument, PdfiumPage, open_pdf
from extractors.pdfium_paths import Drawn
from extractors.pdfium_phrases import Phrase
from extractors.pdfium_pixels import is_strip
from extractors.straddling import cut_at_rules
from extractors.watermarks import without_watermarks
from schemas.errors import Reason, Rejection
from schemas.geometry import Box
from schemas.pages import Fill, Page, Picture, Rule, Shape, Word

# A filled rectangle thinner than this is drawn to be seen as a line: Word's table borders are 0.5 to 1.5 points.
THIN = 2.0
# Characters this much below or above each other are on one line.
LINE_TOLERANCE = 2.5


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """An open PDF: ``read_page(n)`` (1-based) reads one page and keeps nothing of it."""

    page_count: int
    producer: str | None
    pdf: PdfiumDocument

    def read_page(self, number: int, zoom: float = 1.0) -> Page:
        """The page as the extractors see it; raises whatever the PDF library raises on a damaged page.

        ``zoom`` enlarges it: every coordinate and type size is so many times what is printed.
        """
        page = self.pdf.page(number, zoom)
        try:
            read = _convert(page, number, without_watermarks(list(_words(page))))
            return replace(read, words=cut_at_rules(read.words, read.rules, page.read_chars))
        finally:
            page.close()

    def read_words(self, number: int) -> Page:
        """The page with its words alone; raises as ``read_page`` does."""
        page = self.pdf.page(number)
        try:
            return _words_alone(page, number)
        finally:
            page.close()

    def read_text(self, number: int, most_paths: int, suits: Callable[[Page], bool]) -> Page | None:
        """The page with its words in phrases, if it holds text and few drawings, is not doubtful and ``suits``.

        Else None, and the page stays open for ``read_page``, which goes on with what is known of it.
        """
        page = self.pdf.page(number)
        objects = page.painted
        if objects.images or len(objects.paths) + objects.shadings > most_paths or not objects.texts:
            return None
        phrases = page.read_phrases()
        found = None if phrases is None else _convert(page, number, _phrases(phrases))
        if found is None or not suits(found):
            return None
        page.close()
        return found


@contextmanager
def open_document(path: Path) -> Iterator[OpenedDocument]:
    """Open ``path`` for reading; raises Rejection with the reason when it is no readable PDF."""
    with open_pdf(path) as pdf:
        if not pdf.page_count:
            raise Rejection(Reason.EMPTY, f"{path.name} has no pages; fetch it again.")
        yield OpenedDocument(pdf.page_count, pdf.producer, pdf)


@lru_cache(maxsize=1024)
def _hex(colour: Any) -> str | None:
    """``to_hex``, remembered: a page has thousands of words in two or three colours."""
    return to_hex(colour)


def _convert(page: PdfiumPage, number: int, words: Iterable[Word]) -> Page:
    rules, fills, outlines, shapes = _drawings(page)
    return Page(
        number=number,
        width=float(page.width),
        height=float(page.height),
        words=tuple(words),
        rules=tuple(rules),
        fills=tuple(fills),
        outlines=tuple(outlines),
        shapes=tuple(shapes),
        pictures=tuple(_pictures(page)),
    )


def _words_alone(page: PdfiumPage, number: int) -> Page:
    return Page(number, float(page.width), float(page.height), tuple(_words(page)), (), (), (), (), ())


def _box(found: dict[str, Any]) -> Box:
    return Box(float(found["x0"]), float(found["top"]), float(found["x1"]), float(found["bottom"]))


def _words(page: PdfiumPage) -> Iterator[Word]:
    groups = page.read_words(["fontname", "size", "non_stroking_color"], y_tolerance=LINE_TOLERANCE)
    for upright, _direction, (fontname, size, fill), words in groups:
        font, colour = str(fontname), _hex(fill)
        bold = _is_bold(font)
        for text, x0, top, x1, bottom in words:
            yield Word(text, Box(x0, top, x1, bottom), size, font, bold, colour, upright)


def _phrases(phrases: Iterable[Phrase]) -> Iterator[Word]:
    for text, x0, top, x1, bottom, style in phrases:
        font = style.fontname
        yield Word(text, Box(x0, top, x1, bottom), style.size, font, _is_bold(font), _hex(style.fill), style.upright)


def _is_bold(font: str) -> bool:
    return "bold" in font.lower() or "black" in font.lower()


def _drawings(page: PdfiumPage) -> tuple[list[Rule], list[Fill], list[Box], list[Shape]]:
    rules: list[Rule] = []
    fills: list[Fill] = []
    rects = [drawn for drawn in page.drawn if drawn.kind == "rect"]
    frames = _frames(rects)
    outlines = [_edges(rects[number]) for number in frames]
    hidden = {other for number in frames for other in (number, number + frames[number])}
    shapes: list[Shape] = []
    for line in page.drawn:
        if line.kind == "line":
            box = _edges(line)
            if box.width <= THIN or box.height <= THIN:
                rules.append(Rule(box, _hex(line.stroke)))
            else:
                shapes.append(Shape(box, flatten_path(line.path), None, _hex(line.stroke)))
    for number, rect in enumerate(rects):
        if number in hidden:
            continue
        box = _edges(rect)
        fill = _hex(rect.fill)
        if box.width <= THIN or box.height <= THIN:
            rules.append(Rule(box, fill or _hex(rect.stroke)))
            continue
        if fill is not None:
            fills.append(Fill(box, fill))
        if rect.stroked:
            outlines.append(box)
    for curve in page.drawn:
        if curve.kind == "curve":
            shapes.append(Shape(_edges(curve), flatten_path(curve.path), _hex(curve.fill), _hex(curve.stroke)))
    return rules, fills, outlines, shapes


def _edges(drawn: Drawn) -> Box:
    return Box(drawn.x0, drawn.top, drawn.x1, drawn.bottom)


def _frames(rects: Sequence[Drawn]) -> dict[int, int]:
    """Borders drawn as a frame: two filled rectangles of one colour in one path, the inner cut out of the outer.

    Print from HTML draws cell borders so. The position of each outer rectangle, and where its inner one is (+1, -1).
    """
    frames: dict[int, int] = {}
    taken: set[int] = set()
    for number in range(len(rects) - 1):
        one, two = rects[number], rects[number + 1]
        if number in taken or not (one.filled and two.filled) or one.fill != two.fill:
            continue
        for outer, inner, position, step in ((one, two, number, 1), (two, one, number + 1, -1)):
            insets = (inner.x0 - outer.x0, inner.top - outer.top, outer.x1 - inner.x1, outer.bottom - inner.bottom)
            if all(0 <= inset <= THIN for inset in insets) and sum(insets) > 0.2:
                frames[position] = step
                taken |= {number, number + 1}
    return frames


def _pictures(page: PdfiumPage) -> Iterator[Picture]:
    for image in page.images:
        width, height = image["srcsize"]
        box = _box(image)
        picture = Picture(box, str(image["digest"]), int(width), int(height))
        yield described(picture, image["pixels"], keep=is_strip(box.width, box.height))
