"""The pixels of a small raster image as a reader sees them: masks and stencils applied, turned as on the page.

What the pixels show is read in ``icons``; size and digest of an image in ``pdfium_images``.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as raw

from extractors import pdfium_calls as pdfium
from extractors.pdfium_frame import Matrix
from schemas.pages import Pixels

# Status icons are drawn at 6 to 30 points; one this large may still be a badge in a card.
LARGEST_ICON = 60.0
# One image over a whole column of statuses: a strip this narrow and this long.
NARROW, LONG = 90.0, 800.0
ICON_PIXELS = 48
STRIP_SCALE = 1.5
WITH_ALPHA = frozenset({4, 5})

_set_matrix = raw.FPDFPageObj_SetMatrix


def is_strip(wide: float, high: float) -> bool:
    """Whether an image of this size (points) may stand behind several cells of one column or row."""
    return LARGEST_ICON < max(wide, high) <= LONG and min(wide, high) <= NARROW


def read_pixels(document: int, page: int, item: int, shown: Matrix) -> Pixels | None:
    """The image's pixels at icon size, coarser for a strip; None for larger images and those pdfium cannot paint.

    ``shown`` is the whole way from the unit square to the page as shown (points, y downwards).
    """
    a, b, c, d, _e, _f = shown
    wide, high = max(abs(a), abs(c), abs(a + c)), max(abs(b), abs(d), abs(b + d))
    if min(wide, high) < 2.0:
        return None
    if max(wide, high) <= LARGEST_ICON:
        scale = ICON_PIXELS / max(wide, high)
    elif is_strip(wide, high):
        scale = STRIP_SCALE
    else:
        return None
    kept = raw.FS_MATRIX()
    handle = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(kept)):
        return None
    upright = raw.FS_MATRIX(a * scale, -b * scale, c * scale, -d * scale, 0.0, 0.0)
    _set_matrix(handle, ctypes.byref(upright))
    try:
        return _copied(pdfium.image_rendered(document, page, item))
    finally:
        _set_matrix(handle, ctypes.byref(kept))


def _copied(bitmap: int | None) -> Pixels | None:
    if not bitmap:
        return None
    try:
        kind = pdfium.bitmap_format(bitmap)
        wide, high, stride = pdfium.bitmap_width(bitmap), pdfium.bitmap_height(bitmap), pdfium.bitmap_stride(bitmap)
        rows = ctypes.string_at(pdfium.bitmap_buffer(bitmap), stride * high)
    finally:
        pdfium.bitmap_destroy(bitmap)
    deep = {1: 1, 2: 3, 3: 4, 4: 4, 5: 4}.get(kind)
    if deep is None:
        return None
    out = bytearray(4 * wide * high)
    for row in range(high):
        line = rows[row * stride : row * stride + deep * wide]
        start, end = 4 * wide * row, 4 * wide * (row + 1)
        for channel, source in ((0, min(2, deep - 1)), (1, min(1, deep - 1)), (2, 0)):
            out[start + channel : end : 4] = line[source::deep]
        out[start + 3 : end : 4] = line[3::4] if kind in WITH_ALPHA else b"\xff" * wide
    return Pixels(wide, high, bytes(out))
