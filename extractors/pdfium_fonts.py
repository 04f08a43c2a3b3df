"""Fonts of a page: name, descent, and which of their characters have no Unicode.

pdfplumber places a character's box by the font's descent: it reaches from the descent one font size up. Glyphs and
widths are not needed: pdfium measures the characters.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

from pdfminer.fontmetrics import FONT_METRICS

from extractors import pdfium_calls as pdfium

_NAME_ROOM = 256


@dataclass(slots=True)
class Font:
    """A font of one page. ``descent`` is in font sizes (negative: below the baseline).

    ``asked`` characters are known to have Unicode or not.
    """

    address: int
    name: str
    descent: float
    asked: set[str] = field(default_factory=set)
    without_unicode: set[str] = field(default_factory=set)


class FontReader:
    """The fonts of one page by their pdfium address, which holds as long as the page is open."""

    def __init__(self) -> None:
        self._known: dict[int, Font] = {}
        self._number = pdfium.Floats(1)
        self._name = ctypes.create_string_buffer(_NAME_ROOM)

    def of(self, text_object: int) -> Font:
        """The font of a text object."""
        address = pdfium.text_font(text_object) or 0
        font = self._known.get(address)
        if font is None:
            font = self._known[address] = self._read(address)
        return font

    def _read(self, address: int) -> Font:
        if not address:
            return Font(0, "", 0.0)
        size = pdfium.font_name(address, ctypes.addressof(self._name), _NAME_ROOM)
        name = self._name.raw[: max(0, min(size, _NAME_ROOM) - 1)].decode("utf-8", "replace")
        standard = None if pdfium.font_is_embedded(address) == 1 else FONT_METRICS.get(name)
        if standard is not None:
            # pdfium swaps the fourteen standard fonts for its own; Adobe's printed metrics are what pdfminer uses.
            return Font(address, name, -abs(float(str(standard[0].get("Descent", 0)))) / 1000)
        pdfium.font_descent(address, 1000.0, self._number.at[0])
        return Font(address, name, -abs(self._number.values[0]) / 1000)
