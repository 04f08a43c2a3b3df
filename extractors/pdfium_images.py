"""Raster images of a page: box, pixel size and a digest of what they show, with pdfplumber's fields.

The digest is the same for the same pixels anywhere in the document. Small images (status icons) are compared by
their pixels after the palette and colour space, so two icons that differ in their palette only stay two; images
with a mask also by what the mask lets through. Large ones (photographs) by their compressed bytes, because
decoding them is slow and nothing reads a status from them.
"""

from __future__ import annotations

import ctypes
import hashlib
from ctypes import c_float, c_int, c_uint
from typing import Any

from extractors import pdfium_calls as pdfium
from extractors.pdfium_colours import ColourReader
from extractors.pdfium_frame import Frame, Matrix, map_rect, meet, times
from extractors.pdfium_objects import Painted
from extractors.pdfium_pixels import read_pixels

# An icon drawn at 300 dpi in a table cell of 2 cm is 236 pixels wide.
LARGEST_ICON = 256 * 256
# A mask is compared on a grid this fine: enough to tell arrows and ticks apart.
MASK_GRID = 12
# FPDFBitmap_BGRA and FPDFBitmap_BGRA_Premul.
WITH_ALPHA = frozenset({4, 5})
UNIT_SQUARE = (0.0, 0.0, 1.0, 1.0)
COLOUR_SPACES = (
    None,
    "DeviceGray",
    "DeviceRGB",
    "DeviceCMYK",
    "CalGray",
    "CalRGB",
    "Lab",
    "ICCBased",
    "Separation",
    "DeviceN",
    "Indexed",
    "Pattern",
)


class _Metadata(ctypes.Structure):
    """FPDF_IMAGEOBJ_METADATA of fpdf_edit.h."""

    _fields_ = (
        ("width", c_uint),
        ("height", c_uint),
        ("horizontal_dpi", c_float),
        ("vertical_dpi", c_float),
        ("bits_per_pixel", c_uint),
        ("colorspace", c_int),
        ("marked_content_id", c_int),
    )


class ImageReader:
    """Reads the images of one page into pdfplumber's dicts, with ``digest`` added."""

    def __init__(self, document: int, page: int, colours: ColourReader, frame: Frame, page_number: int) -> None:
        self._document = document
        self._page = page
        self._colours = colours
        self._frame = frame
        self._page_number = page_number
        self._six = pdfium.Floats(6)

    def read(self, painted: Painted) -> dict[str, Any] | None:
        """The image, or None where it is clipped away or has no pixels."""
        item = painted.item
        pdfium.object_matrix(item, self._six.at[0])
        a, b, c, d, e, f = self._six.values
        matrix: Matrix = times((a, b, c, d, e, f), painted.outer)
        x0, y0, x1, y1 = meet(map_rect(matrix, UNIT_SQUARE), painted.clip.rect)
        if x1 < x0 or y1 < y0:
            return None
        about = _Metadata()
        pdfium.image_metadata(item, self._page, ctypes.addressof(about))
        if not about.width or not about.height:
            return None
        left, top, right, bottom = map_rect(times(matrix, self._frame.matrix), UNIT_SQUARE)
        flip = self._frame.flip
        return {
            "x0": left,
            "y0": flip - bottom,
            "x1": right,
            "y1": flip - top,
            "width": right - left,
            "height": bottom - top,
            "name": None,
            "stream": None,
            "srcsize": (int(about.width), int(about.height)),
            "imagemask": about.bits_per_pixel == 1 and about.colorspace == 0,
            "bits": int(about.bits_per_pixel),
            "colorspace": [_colour_space(about.colorspace)],
            "digest": self._digest(item, about, matrix),
            "pixels": read_pixels(self._document, self._page, item, times(matrix, self._frame.matrix)),
            "mcid": None,
            "tag": None,
            "object_type": "image",
            "page_number": self._page_number,
            "top": top,
            "bottom": bottom,
            "doctop": top,
        }

    def _digest(self, item: int, about: _Metadata, matrix: Matrix) -> str:
        seen = hashlib.blake2b(digest_size=16)
        seen.update(f"{about.width}x{about.height}".encode())
        small = about.width * about.height <= LARGEST_ICON
        pixels = _take(pdfium.image_bitmap(item)) if small else None
        if pixels is None:
            seen.update(f"{about.bits_per_pixel} {about.colorspace}".encode())
            seen.update(_compressed(item))
        else:
            seen.update(pixels)
        if small:
            seen.update(_see_through(pdfium.image_rendered(self._document, self._page, item)))
        if about.bits_per_pixel == 1 and about.colorspace == 0:
            # A stencil is painted in the fill colour: a green tick and a red tick are two pictures.
            seen.update(repr(self._colours.fill(item)).encode())
        if not (matrix[0] > abs(matrix[1]) and matrix[3] > abs(matrix[2])):
            # One arrow, painted turned or mirrored, is another arrow.
            seen.update(repr([(part > 0.0) - (part < 0.0) for part in matrix[:4]]).encode())
        return seen.hexdigest()


def _see_through(bitmap: int | None) -> bytes:
    """What a mask lets through, as a grid of bits that does not depend on the size painted; b"" without a mask."""
    if not bitmap:
        return b""
    try:
        if pdfium.bitmap_format(bitmap) not in WITH_ALPHA:
            return b""
        wide, high, stride = (pdfium.bitmap_width(bitmap), pdfium.bitmap_height(bitmap), pdfium.bitmap_stride(bitmap))
        pixels = ctypes.string_at(pdfium.bitmap_buffer(bitmap), stride * high)
    finally:
        pdfium.bitmap_destroy(bitmap)
    places = [(2 * step + 1) / (2 * MASK_GRID) for step in range(MASK_GRID)]
    bits = bytes(pixels[int(y * high) * stride + 4 * int(x * wide) + 3] > 127 for y in places for x in places)
    return b"" if all(bits) else bits


def _colour_space(number: int) -> str | None:
    return COLOUR_SPACES[number] if 0 <= number < len(COLOUR_SPACES) else None


def _compressed(item: int) -> bytes:
    size = pdfium.image_raw(item, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.image_raw(item, ctypes.addressof(buffer), size)
    return buffer.raw


def _take(bitmap: int | None) -> bytes | None:
    """The bytes of a bitmap, which is given back to pdfium; None for no bitmap."""
    if not bitmap:
        return None
    try:
        return ctypes.string_at(
            pdfium.bitmap_buffer(bitmap), pdfium.bitmap_stride(bitmap) * pdfium.bitmap_height(bitmap)
        )
    finally:
        pdfium.bitmap_destroy(bitmap)
