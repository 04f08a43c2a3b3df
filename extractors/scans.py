"""Pages that are pictures: their words from an invisible layer of text or by recognition, all else from the pixels.

Scanners and archives lay the text they recognised over the picture, drawn so that nobody sees it, to make the page
searchable. Such text is used where there is any; else the page is recognised, where that is installed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any
from unicodedata import category

from extractors.engine_ocr import ENGINE as RECOGNISED
from extractors.engine_ocr import can_recognise
from extractors.page_bitmap import (
    POINT,
    dark_edges,
    find_areas,
    find_ink,
    find_rules,
    find_tilt,
    is_grey,
    render,
    solid_marks,
    turned,
    turned_box,
)
from extractors.page_turn import Turn, turned_page
from extractors.pages import OpenedDocument
from extractors.recognised import MARK_LETTERS, certain_text
from extractors.scan_budget import ScanBudget
from extractors.scan_words import Recognised, inked_words, recognise_page
from extractors.unexplained import BY_COLOUR
from schemas.geometry import Box, Place
from schemas.pages import UNREAD, Page, Shape, Word
from schemas.readings import Issue, KpiRow, StatusReading
from schemas.vocabulary import Rag, Rating, Role, StatusMethod

LAYER = "text layer"
ENGINES = frozenset((RECOGNISED, LAYER))
# A page whose pictures cover this share of it and that has no text to be seen is a scan.
SCAN_SHARE = 0.4
# Larger pages than A2, in square points, are maps and posters, or made to fill a memory: A2 takes 16 million pixels.
MOST_AREA = 1191 * 1684
# Fewer hidden words than this are a stamp or a watermark, no layer.
FEWEST_WORDS = 10
# Characters of these Unicode categories name no letter (control, private use, unassigned), nor does "(cid:31)".
NAMELESS = frozenset(("Cc", "Co", "Cn"))
NO_LETTER_NAME = re.compile(r"\(cid:\d+\)")
# A page with more of them than this is not read by its text: marks of symbol fonts are a character or two a row.
NAMELESS_SHARE = 1 / 3
FEWEST_LETTERS = 20
# Letters further apart than this share of their size are two words: layers print words one by one, without spaces.
WORD_GAP = 0.15
# Words whose middles are further apart in height than this share of their size stand on two lines.
SAME_LINE = 0.5
UNSEEN = StatusReading(Rag.NONE, None, Rating.UNREADABLE, method=StatusMethod.OCR)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page as read: words, rules and areas in points of the picture set straight.

    ``turn`` says how a page that lies on its side was turned for that; the places of ``issues`` are of the page read.
    ``grey``: the picture shows no colour.
    """

    page: Page
    issues: tuple[Issue, ...]
    turn: Turn | None = None
    grey: bool = False


def is_scan(page: Page) -> bool:
    """Whether a page shows pictures and no text."""
    covered = sum(picture.box.area for picture in page.pictures)
    return not page.words and covered >= SCAN_SHARE * page.width * page.height


def is_unlettered(page: Page) -> bool:
    """Whether the fonts of most of a page's text name no letters: its characters are codes a reader cannot know."""
    letters = NO_LETTER_NAME.sub(UNREAD, "".join([word.text for word in page.words]))
    counts = Counter(letters).items()
    nameless = sum(count for letter, count in counts if letter == UNREAD or category(letter) in NAMELESS)
    return len(letters) >= FEWEST_LETTERS and nameless > NAMELESS_SHARE * len(letters)


def why_no_text() -> str:
    """What a document says that has no text on any page."""
    if can_recognise():
        return "has no text on any page, and none was recognised in its pictures."
    return "has no text on any page; if it is a scan, install scrutineer[ocr] to have it read."


def engine_of(page: Page) -> str | None:
    """How the words of a scanned page were read; None for any other page."""
    fonts = {word.font for word in page.words}
    return fonts.pop() if len(fonts) == 1 and fonts <= ENGINES else None


def as_scanned(rows: Sequence[KpiRow], grey: Container[int]) -> tuple[list[KpiRow], list[Issue]]:
    """The rows with the statuses of scanned pages marked as recognised, and why some of them were not.

    On ``grey`` pages those shown by colour are unreadable; so are empty status cells on any, since a mark that is pale
    or faint is lost in a scan.
    """
    kept: list[KpiRow] = []
    issues: list[Issue] = []
    lost: dict[int, list[KpiRow]] = {}
    for row in rows:
        page = row.places[0].page
        if row.engine not in ENGINES:
            kept.append(row)
            continue
        earlier = row.previous_status and _scanned_status(row.previous_status, page in grey)
        scanned = replace(row, status=_scanned_status(row.status, page in grey), previous_status=earlier)
        cell = next((place for field, place in row.field_places if field == Role.STATUS), None)
        if row.status.method is None and cell is not None:
            scanned = replace(scanned, status=replace(UNSEEN, place=cell))
            message = "The status cell looks empty in the scan, where a pale or faint mark may be lost."
            issues.append(Issue("status_unreadable", message, cell, f"kpi:{row.position}"))
        elif page in grey and scanned.status.rating is Rating.UNREADABLE:
            lost.setdefault(page, []).append(row)
        kept.append(scanned)
    for page, unread in lost.items():
        message = (
            f"Page {page} was scanned in grey; the marks that show the statuses of {len(unread)} rows have no colour."
        )
        issues.append(Issue("page_without_colour", message, unread[0].places[0]))
    return kept, issues


def _scanned_status(status: StatusReading, grey: bool) -> StatusReading:
    """The status as recognised; in grey a mark's form is not trusted either, since what is pale in it is lost."""
    if status.method is None:
        return status
    if not grey:
        return replace(status, method=StatusMethod.OCR)
    if status.method in BY_COLOUR:
        return replace(UNSEEN, place=status.place)
    rag = Rag.NONE if status.rag is Rag.GREY else status.rag
    return replace(status, method=StatusMethod.OCR, rag=rag, colour=None)


def read_scan(document: OpenedDocument, page: Page, budget: ScanBudget) -> Scan:
    """A page without text read from its layer of text or by recognition; without words where neither is there.

    Pages that are recognised are counted in ``budget``; those beyond it stay without words.
    """
    place = Place(page.number, Box(0, 0, page.width, page.height))
    if page.width * page.height > MOST_AREA:
        message = f"Page {page.number} is a picture without text, and larger than A2; scans of that size are not read."
        return Scan(replace(page, words=()), (Issue("page_without_text", message, place),))
    drawn = bool(page.words)
    layer = [] if drawn else _layer(document, page.number)
    if len(layer) < FEWEST_WORDS and not can_recognise():
        what = "has text in fonts that name no letters" if drawn else "is a picture without text"
        message = f"Page {page.number} {what}; install scrutineer[ocr] to have it read."
        return Scan(replace(page, words=()), (Issue("page_without_text", message, place),))
    if len(layer) < FEWEST_WORDS and not budget.allows(place):
        return Scan(replace(page, words=()), ())
    image = render(document.pdf.path, page.number)
    if len(layer) >= FEWEST_WORDS:
        tilt = find_tilt(image)
        image = turned(image, tilt)
        words = [
            _inked(image, replace(word, box=turned_box(word.box, tilt, page.width, page.height))) for word in layer
        ]
        told = f"is a picture; its {len(words)} words are those of an invisible layer of text over it"
        return Scan(_pictured(page, image, words), (_read(page.number, told, place),), grey=is_grey(image))
    found = recognise_page(image, level=drawn)
    if drawn:
        upright = page if found.turn is None else turned_page(page, found.turn)
        read = _with_words(upright, inked_words(found))
        told = f"has text in fonts that name no letters; {len(found.words)} words were recognised in its picture"
    else:
        read = _pictured(page, found.image, inked_words(found))
        told = f"is a picture; its {len(found.words)} words were recognised"
    place = Place(page.number, Box(0, 0, read.width, read.height))
    issues = (_read(page.number, told, place), *_doubts(found, page.number))
    return Scan(read, issues, found.turn, grey=not drawn and is_grey(found.image))


def _read(number: int, told: str, place: Place) -> Issue:
    return Issue("page_recognised", f"Page {number} {told}.", place)


def _doubts(found: Recognised, number: int) -> Iterator[Issue]:
    """An issue for each figure or mark that was recognised, but not with certainty; one for a page full of them."""
    if found.poor:
        height, width = (side * POINT for side in found.image.shape[:2])
        figures = [word for word in found.words if word.is_figure]
        doubtful = sum(word.is_doubtful for word in figures)
        message = (
            f"{doubtful} of the {len(figures)} figures on page {number} are not certain, so none of them was read."
        )
        yield Issue("page_recognised_poorly", message, Place(number, Box(0, 0, width, height)))
        return
    for word in found.words:
        if certain_text(word, poor=False) != word.read:
            message = f"What looks like {word.read!r} on page {number} is not certain, so it was not read."
            yield Issue("recognition_doubtful", message, Place(number, word.box.rounded()))


def _pictured(page: Page, image: Any, words: Sequence[Word]) -> Page:
    """The page with the words and all that its picture, set straight, shows beside them."""
    fills, shapes = find_areas(image)
    height, width = (side * POINT for side in image.shape[:2])
    drawn = Page(
        number=page.number,
        width=width,
        height=height,
        words=(),
        rules=tuple(find_rules(image)),
        fills=tuple(fills),
        outlines=tuple(dark_edges(fills)),
        shapes=tuple(shapes),
        pictures=(),
    )
    # In grey the edge of a mark and what is printed in it cannot be told apart.
    solid = shapes if is_grey(image) else solid_marks(image, shapes)
    return _with_words(drawn, [word for word in words if not _is_mark(word, shapes, solid)])


def _with_words(page: Page, words: Sequence[Word]) -> Page:
    """The page with these words in reading order: words of one printed line stand at one height."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.mid_y):
        if not lines or word.box.mid_y - lines[-1][0].box.mid_y > SAME_LINE * word.size:
            lines.append([])
        lines[-1].append(word)
    return replace(page, words=tuple(word for line in lines for word in sorted(line, key=lambda word: word.box.x0)))


def _is_mark(word: Word, shapes: Sequence[Shape], solid: Sequence[Shape]) -> bool:
    """Whether a word is a drawn mark that was taken for type: a symbol on a shape, or a letter on a solid one."""
    if len(word.text) > MARK_LETTERS or UNREAD in word.text:
        return False
    drawn = solid if any(letter.isalnum() for letter in word.text) else shapes
    return any(shape.box.overlap(word.box) > 0 for shape in drawn)


def _layer(document: OpenedDocument, number: int) -> list[Word]:
    """The words of the page's invisible layer of text; none where pdfplumber cannot read what pdfium draws."""
    try:
        return list(_hidden_words(document, number))
    except Exception:  # a damaged page tree or stream raises whatever it hits; the page then is one without text
        return []


def _hidden_words(document: OpenedDocument, number: int) -> Iterator[Word]:
    """The words pdfplumber finds on the page, which reads text that is drawn to be unseen too."""
    page = document.pdf.plumber_page(number)
    try:
        # In the order they were written: the lines of a tilted page overlap in height.
        for word in page.extract_words(use_text_flow=True, return_chars=True, x_tolerance_ratio=WORD_GAP):
            box = Box(float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))
            size = median(float(char["size"]) for char in word["chars"])
            yield Word(str(word["text"]), box, round(size, 1), LAYER, False, None)
    finally:
        page.close()


def _inked(image: Any, word: Word) -> Word:
    box, colour = find_ink(image, word.box)
    return replace(word, box=box, colour=colour)
