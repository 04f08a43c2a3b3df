"""Pages of a PDF as ``schemas.pages.Page``: the only module that knows a PDF library's page.

Objects come in pdfplumber's coordinates (points, origin at the top left of the page as shown).
What the objects mean is not known here.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError

from extractors.colours import to_hex
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
    pdf: Any

    def read_page(self, number: int) -> Page:
        """The page as the extractors see it; raises whatever the PDF library raises on a damaged page."""
        page = self.pdf.pages[number - 1]
        try:
            return _convert(page, number)
        finally:
            page.close()


@contextmanager
def open_document(path: Path) -> Iterator[OpenedDocument]:
    """Open ``path`` for reading; raises Rejection with the reason when it is no readable PDF."""
    try:
        pdf = pdfplumber.open(path)
    except PDFPasswordIncorrect as error:
        raise Rejection(Reason.ENCRYPTED, f"{path.name} needs a password; ask the council for an open copy.") from error
    except (PDFSyntaxError, ValueError, TypeError, KeyError, AssertionError) as error:
        raise Rejection(Reason.TRUNCATED, f"{path.name} cannot be parsed ({error}); fetch it again.") from error
    with pdf:
        producer = pdf.metadata.get("Producer")
        yield OpenedDocument(len(pdf.pages), str(producer) if producer else None, pdf)


def _convert(page: Any, number: int) -> Page:
    rules, fills, outlines, shapes = _drawings(page)
    return Page(
        number=number,
        width=float(page.width),
        height=float(page.height),
        words=tuple(_words(page)),
        rules=tuple(rules),
        fills=tuple(fills),
        outlines=tuple(outlines),
        shapes=tuple(shapes),
        pictures=tuple(_pictures(page)),
    )


def _box(found: dict[str, Any]) -> Box:
    return Box(float(found["x0"]), float(found["top"]), float(found["x1"]), float(found["bottom"]))


def _words(page: Any) -> Iterator[Word]:
    attributes = ["fontname", "size", "non_stroking_color"]
    for word in page.extract_words(extra_attrs=attributes, y_tolerance=LINE_TOLERANCE, use_text_flow=False):
        font = str(word["fontname"])
        yield Word(
            text=str(word["text"]),
            box=_box(word),
            size=float(word["size"]),
            font=font,
            bold="bold" in font.lower() or "black" in font.lower(),
            colour=to_hex(word["non_stroking_color"]),
            upright=bool(word["upright"]),
        )


def _drawings(page: Any) -> tuple[list[Rule], list[Fill], list[Box], list[Shape]]:
    rules: list[Rule] = []
    fills: list[Fill] = []
    outlines: list[Box] = []
    shapes: list[Shape] = []
    for line in page.lines:
        box = _box(line)
        if box.width <= THIN or box.height <= THIN:
            rules.append(Rule(box, to_hex(line["stroking_color"])))
    frames = _frames(page.rects)
    outlines += [_box(page.rects[number]) for number in frames]
    hidden = {other for number in frames for other in (number, number + frames[number])}
    for number, rect in enumerate(page.rects):
        if number in hidden:
            continue
        box = _box(rect)
        fill = to_hex(rect["non_stroking_color"]) if rect["fill"] else None
        if min(box.width, box.height) <= THIN:
            rules.append(Rule(box, fill or to_hex(rect["stroking_color"])))
            continue
        if fill is not None:
            fills.append(Fill(box, fill))
        if rect["stroke"]:
            outlines.append(box)
    for curve in page.curves:
        fill = to_hex(curve["non_stroking_color"]) if curve["fill"] else None
        stroke = to_hex(curve["stroking_color"]) if curve["stroke"] else None
        points = tuple((float(x), float(y)) for x, y in curve["pts"])
        shapes.append(Shape(_box(curve), points, fill, stroke))
    return rules, fills, outlines, shapes


def _frames(rects: list[dict[str, Any]]) -> dict[int, int]:
    """Borders drawn as a frame: two filled rectangles of one colour in one path, the inner cut out of the outer.

    Print from HTML draws cell borders so. The position of each outer rectangle, and where its inner one is (+1, -1).
    """
    frames: dict[int, int] = {}
    taken: set[int] = set()
    for number in range(len(rects) - 1):
        one, two = rects[number], rects[number + 1]
        if number in taken or not (one["fill"] and two["fill"]):
            continue
        if one["non_stroking_color"] != two["non_stroking_color"]:
            continue
        for outer, inner, position, step in ((one, two, number, 1), (two, one, number + 1, -1)):
            insets = (
                inner["x0"] - outer["x0"],
                inner["top"] - outer["top"],
                outer["x1"] - inner["x1"],
                outer["bottom"] - inner["bottom"],
            )
            if all(0 <= inset <= THIN for inset in insets) and sum(insets) > 0.2:
                frames[position] = step
                taken |= {number, number + 1}
    return frames


def _pictures(page: Any) -> Iterator[Picture]:
    for image in page.images:
        width, height = image["srcsize"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            raw = image["stream"].rawdata or b""
        yield Picture(_box(image), hashlib.sha256(raw).hexdigest()[:16], int(width), int(height))
