"""Documents and pages read by pdfium that behave as pdfplumber's.

``open_pdf`` gives a document whose pages are pdfplumber pages: ``chars``, ``lines``, ``rects``, ``curves``, ``images``,
``edges``, ``extract_words``, ``find_tables``, ``crop``, ``to_image`` all work, in pdfplumber's coordinates and with its
fields. Only the reading of the page is pdfium's, and it happens in parts, each once, when first asked for: the first
look, the characters, the drawings. docs/pages.md lists where the two differ and who is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, overload

import pdfplumber
import pypdfium2
import pypdfium2.raw as raw
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from extractors import pdfium_calls as pdfium
from extractors.pdfium_advances import Advances, Leans
from extractors.pdfium_attributes import USER_UNIT, PageAttributes, mentions, read_attributes
from extractors.pdfium_chars import Chars
from extractors.pdfium_colours import ColourReader
from extractors.pdfium_frame import Frame, Rect, make_frame
from extractors.pdfium_images import ImageReader
from extractors.pdfium_look import FirstLook, look_at
from extractors.pdfium_objects import PageObjects, walk_objects
from extractors.pdfium_paths import Drawn, PathReader
from extractors.pdfium_phrases import Phrase, read_phrases
from extractors.pdfium_pieces import WordReader
from extractors.pdfium_runs import PageText, read_runs
from extractors.pdfium_text import CharReader
from extractors.pdfium_unnamed import name_anew
from extractors.pdfium_words import ATTRIBUTES, WordGroup, find_words, word_dicts
from schemas.errors import Reason, Rejection

_DEFAULT_TOLERANCE = 3
# A document whose bullets have no Unicode has none on any page: three pages tell.
_ASKED_ENOUGH = 3
_WORD_SETTINGS = frozenset({"x_tolerance", "y_tolerance", "extra_attrs", "use_text_flow", "keep_blank_chars"})


class PdfiumDocument:
    """An open PDF. ``pages[i]`` (0-based) is a ``PdfiumPage``; nothing is read before it is asked for.

    ``stream``, ``path``, ``password``, ``laparams`` and ``unicode_norm`` are what pdfplumber's pages ask for.
    """

    laparams = None
    unicode_norm = None
    raise_unicode_errors = True
    stream = None

    def __init__(self, path: Path, password: str | None = None) -> None:
        self.path = path
        self.password = password
        self._document = pypdfium2.PdfDocument(path, password=password)
        self.address = pdfium.address_of(self._document.raw)
        self.page_count: int = len(self._document)
        self.colours = ColourReader(self.address)
        self.leans: dict[tuple[int, str], Leans] = {}
        self.pages: Sequence[PdfiumPage] = _Pages(self)
        self._open: dict[int, PdfiumPage] = {}
        self._attributes: list[PageAttributes] | None = None
        self._has_units = mentions(path, USER_UNIT)
        self._plumber: PDF | None = None
        self._asked_in_vain = 0

    @property
    def producer(self) -> str | None:
        """The program that wrote the file, None where it does not say."""
        return self._document.get_metadata_value("Producer") or None

    def page(self, number: int, zoom: float = 1.0) -> PdfiumPage:
        """Page ``number`` (1-based); the same object until it is closed. Raises IndexError past the last.

        All its coordinates and sizes are ``zoom`` times those in points.
        """
        if not 1 <= number <= self.page_count:
            raise IndexError(f"page {number} of {self.page_count}")
        found = self._open.get(number)
        if found is None:
            found = self._open[number] = PdfiumPage(self, number, zoom)
        return found

    def first_look(self, number: int) -> FirstLook:
        """What stands on page ``number``, counted and not read."""
        return self.page(number).first_look()

    def close_page(self, number: int) -> None:
        """Give back all that page ``number`` holds."""
        page = self._open.pop(number, None)
        if page is not None:
            page.release()

    def close(self) -> None:
        """Close every page and the file."""
        for number in list(self._open):
            self.close_page(number)
        if self._plumber is not None:
            self._plumber.close()
            self._plumber = None
        self._document.close()

    def __enter__(self) -> PdfiumDocument:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def plumber_page(self, number: int) -> Page:
        """pdfplumber's own page, for what pdfium is not asked for (annotations); opened when first needed."""
        if self._plumber is None:
            self._plumber = pdfplumber.open(self.path, password=self.password)
        return self._plumber.pages[number - 1]

    def name_anew(self, number: int, chars: Chars) -> None:
        """Have pdfminer name what pdfium cannot, or misreads, on page ``number``, as long as that helps."""
        if self._asked_in_vain >= _ASKED_ENOUGH:
            return
        try:
            page = self.plumber_page(number)
            named = name_anew(chars, page.chars)
            page.close()
        except (PDFException, PdfminerException):
            # pdfminer cannot read this page at all; the characters stay (cid:n), which is what pdfium knows of them.
            named = 0
        self._asked_in_vain = 0 if named else self._asked_in_vain + 1

    def frame(self, number: int, page: int, zoom: float) -> tuple[Frame, Rect]:
        """The frame of page ``number`` (open at address ``page``) and the part of page space a reader sees."""
        four = pdfium.Floats(4)
        pdfium.page_bounds(page, four.at[0])
        left, upper, right, lower = four.values
        shown = (left, lower, right, upper)
        media = _box(pdfium.page_media_box, page, four)
        crop = _box(pdfium.page_crop_box, page, four)
        unit = 1.0
        if self._has_units or media is None:
            known = self._page_attributes(number)
            if known is not None:
                media, crop, unit = known.media_box or media, known.crop_box or crop, known.user_unit
        return make_frame(media or shown, crop, 90 * pdfium.page_rotation(page), unit * zoom), shown

    def _page_attributes(self, number: int) -> PageAttributes | None:
        if self._attributes is None:
            try:
                self._attributes = read_attributes(self.path, self.password)
            except (PDFException, ValueError, TypeError, KeyError):
                # pdfium repaired a page tree pdfminer cannot read; what pdfium shows is then all that is known.
                self._attributes = []
        return self._attributes[number - 1] if number <= len(self._attributes) else None


class _Pages(Sequence["PdfiumPage"]):
    def __init__(self, document: PdfiumDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return self._document.page_count

    @overload
    def __getitem__(self, index: int) -> PdfiumPage: ...
    @overload
    def __getitem__(self, index: slice) -> list[PdfiumPage]: ...
    def __getitem__(self, index: int | slice) -> PdfiumPage | list[PdfiumPage]:
        if isinstance(index, slice):
            return [self._document.page(number + 1) for number in range(*index.indices(len(self)))]
        return self._document.page(index + 1 if index >= 0 else len(self) + index + 1)

    def __iter__(self) -> Iterator[PdfiumPage]:
        return (self._document.page(number + 1) for number in range(len(self)))


class PdfiumPage(Page):
    """A pdfplumber page filled by pdfium. ``close`` gives back everything it holds."""

    def __init__(self, document: PdfiumDocument, number: int, zoom: float) -> None:
        self.pdf: Any = document
        self.root_page = self
        self.page_number = number
        self.page_obj: Any = _PageObject(document, number)
        self.initial_doctop = 0
        self._page: int = pdfium.load_page(document.address, number - 1) or 0
        if not self._page:
            raise pypdfium2.PdfiumError(f"page {number} cannot be loaded")
        self._text_page = 0
        self.frame, self._shown = document.frame(number, self._page, zoom)
        self.rotation = self.frame.rotation
        self.mediabox = self.bbox = self.frame.mediabox
        self.cropbox = self.frame.cropbox
        self._walked: PageObjects | None = None
        self._text: PageText | None = None
        self._chars: Chars | None = None
        self._char_dicts: list[dict[str, Any]] | None = None
        self._paths = PathReader(document.colours, self.frame)
        self._drawn: list[Drawn] | None = None
        self._drawings: dict[str, list[dict[str, Any]]] | None = None
        self._images: list[dict[str, Any]] | None = None
        self.get_textmap = lru_cache()(self._get_textmap)

    def first_look(self) -> FirstLook:
        """Counts of what stands on the page."""
        return look_at(self._loaded(), self.text_address)

    def read_chars(self) -> Chars:
        """The characters as parallel lists: the quick way to them."""
        if self._chars is None:
            text = self.page_text
            advances = Advances(self.text_address, self.frame, {})
            advances.measure(text.runs)
            self._chars = CharReader(self.text_address, self.frame, advances).read(text.runs)
            if not text.is_well_named:
                self.pdf.name_anew(self.page_number, self._chars)
        return self._chars

    def read_phrases(self) -> list[Phrase] | None:
        """The text in phrases where that is plain, None where only ``read_words`` tells."""
        return read_phrases(self.text_address, self.frame, self.page_text, self.pdf.leans)

    @property
    def chars(self) -> list[dict[str, Any]]:
        if self._char_dicts is None:
            self._char_dicts = self.read_chars().as_dicts(self.page_number, self.frame.flip)
        return self._char_dicts

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self._drawn_as("line")

    @property
    def rects(self) -> list[dict[str, Any]]:
        return self._drawn_as("rect")

    @property
    def curves(self) -> list[dict[str, Any]]:
        return self._drawn_as("curve")

    @property
    def images(self) -> list[dict[str, Any]]:
        if self._images is None:
            reader = ImageReader(self.pdf.address, self._loaded(), self.pdf.colours, self.frame, self.page_number)
            self._images = [image for image in map(reader.read, self.painted.images) if image is not None]
        return self._images

    @property
    def objects(self) -> dict[str, list[dict[str, Any]]]:
        """Everything by kind, as pdfplumber has it; kinds without objects are left out."""
        every = {"char": self.chars, "line": self.lines, "rect": self.rects, "curve": self.curves, "image": self.images}
        return {kind: found for kind, found in every.items() if found}

    def read_words(
        self,
        attributes: Sequence[str],
        x_tolerance: float = _DEFAULT_TOLERANCE,
        y_tolerance: float = _DEFAULT_TOLERANCE,
    ) -> Iterator[WordGroup]:
        """The words of ``extract_words`` by the style they share, without a dict for each."""
        if self.page_text.is_well_named:
            reader = WordReader(self.text_address, self.frame, x_tolerance, y_tolerance)
            return reader.read(self.page_text.runs, attributes)
        return find_words(self.read_chars(), x_tolerance=x_tolerance, y_tolerance=y_tolerance, attributes=attributes)

    def extract_words(self, **settings: Any) -> list[dict[str, Any]]:
        """pdfplumber's words; settings outside the usual few go through pdfplumber's own extractor."""
        extra = settings.get("extra_attrs") or []
        unusual = settings.keys() - _WORD_SETTINGS or set(extra) - ATTRIBUTES.keys()
        if unusual or settings.get("use_text_flow") or settings.get("keep_blank_chars"):
            return super().extract_words(**settings)
        tolerances = {name: settings[name] for name in ("x_tolerance", "y_tolerance") if name in settings}
        return word_dicts(self.read_words(extra, **tolerances), extra)

    def close(self) -> None:
        self.pdf.close_page(self.page_number)
        self.release()

    def release(self) -> None:
        """Forget all that was read and give the page back to pdfium; reading it again loads it again."""
        self.flush_cache()
        self.get_textmap.cache_clear()
        self._walked = self._text = self._chars = self._char_dicts = None
        self._drawn = self._drawings = self._images = None
        if self._text_page:
            pdfium.close_text(self._text_page)
            self._text_page = 0
        if self._page:
            pdfium.close_page(self._page)
            self._page = 0

    def _loaded(self) -> int:
        if not self._page:
            self._page = pdfium.load_page(self.pdf.address, self.page_number - 1)
        return self._page

    @property
    def text_address(self) -> int:
        """pdfium's text page, loaded when first needed."""
        if not self._text_page:
            self._text_page = pdfium.load_text(self._loaded())
        return self._text_page

    @property
    def page_text(self) -> PageText:
        """What the text objects of the page print."""
        if self._text is None:
            self._text = read_runs(self.text_address, self.frame, self.pdf.colours, self.painted.texts)
        return self._text

    @property
    def painted(self) -> PageObjects:
        """The page's objects as pdfium has them, hidden ones too."""
        if self._walked is None:
            self._walked = walk_objects(self._loaded(), self._shown)
        return self._walked

    @property
    def drawn(self) -> list[Drawn]:
        """The visible lines, rectangles and curves in painting order, without a dict for each."""
        if self._drawn is None:
            self._drawn = [drawn for painted in self.painted.paths for drawn in self._paths.read(painted)]
        return self._drawn

    def _drawn_as(self, kind: str) -> list[dict[str, Any]]:
        if self._drawings is None:
            self._drawings = defaultdict(list)
            for drawn in self.drawn:
                self._drawings[drawn.kind].append(self._paths.as_dict(drawn, self.page_number))
        return self._drawings[kind]


class _PageObject:
    """Stands in for pdfminer's page: opens the file with pdfplumber only when its attributes are asked for."""

    def __init__(self, document: PdfiumDocument, number: int) -> None:
        self._document = document
        self._number = number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._document.plumber_page(self._number).page_obj, name)


def _box(call: Any, page: int, four: pdfium.Floats) -> Rect | None:
    if not call(page, *four.at):
        return None
    left, bottom, right, top = four.values
    return left, bottom, right, top


def open_pdf(path: Path, password: str | None = None) -> PdfiumDocument:
    """Open a PDF; raises Rejection for what is no readable PDF, and OSError where there is no readable file."""
    with path.open("rb") as file:
        start = file.read(1024)
    if not start.strip():
        raise Rejection(Reason.EMPTY, f"{path.name} has no content; fetch it again.")
    if b"%PDF-" not in start:
        raise Rejection(Reason.NOT_A_PDF, f"{path.name} does not begin as a PDF; fetch the document itself.")
    try:
        return PdfiumDocument(path, password)
    except pypdfium2.PdfiumError as error:
        # pdfium does not always reset its last error: a password is only believed of a file that speaks of encryption.
        if error.err_code == raw.FPDF_ERR_PASSWORD and mentions(path, b"/Encrypt"):
            raise Rejection(
                Reason.ENCRYPTED, f"{path.name} needs a password; ask the council for an open copy."
            ) from error
        raise Rejection(Reason.TRUNCATED, f"{path.name} cannot be parsed ({error}); fetch it again.") from error
