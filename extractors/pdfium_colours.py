"""Colours of page objects as RGB, whatever colour space the page names them in.

pdfium turns Gray, RGB, CMYK, ICCBased, Lab, Indexed, Separation and DeviceN into sRGB when it parses the page; this
module fetches the result. A see-through paint is given as it looks on white paper. A tiling pattern is given as the
mean of its tile. Fields are tuples of three floats 0..1, as pdfplumber gives DeviceRGB.

A gradient (shading pattern) has no one colour: pdfium gives white, and so do we; see docs/pages.md.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from extractors import pdfium_calls as pdfium

Rgb: TypeAlias = tuple[float, float, float]

# pdfium's stand-in for a coloured tiling pattern (CPDF_ColorState::SetPattern); an ordinary grey may be the same.
_TILE_STAND_IN = (191, 191, 191)
_BYTES_PER_PIXEL = {1: 1, 2: 3, 3: 4, 4: 4, 5: 4}


@lru_cache(maxsize=4096)
def on_paper(red: int, green: int, blue: int, alpha: int) -> Rgb:
    """The colour (0..255, alpha 0..255) as it looks on white."""
    cover = alpha / 255
    bare = 1.0 - cover
    return red / 255 * cover + bare, green / 255 * cover + bare, blue / 255 * cover + bare


class ColourReader:
    """Fill and stroke colours of the objects of one document (``document`` is pdfium's address of it)."""

    def __init__(self, document: int) -> None:
        self._document = document
        self._rgba = pdfium.Whole(4)

    def fill(self, item: int) -> tuple[Rgb | None, bool]:
        """The fill colour and whether it can be seen at all (alpha above 0); None where the object has none."""
        return self._read(pdfium.fill_colour, item)

    def stroke(self, item: int) -> tuple[Rgb | None, bool]:
        """The same for the stroke."""
        return self._read(pdfium.stroke_colour, item)

    def _read(self, call: Callable[..., int], item: int) -> tuple[Rgb | None, bool]:
        if not call(item, *self._rgba.at):
            return None, True
        red, green, blue, alpha = self._rgba.values
        if (red, green, blue) == _TILE_STAND_IN and call is pdfium.fill_colour:
            tile = self._tile(item)
            if tile is not None:
                return tile
        return on_paper(red, green, blue, alpha), alpha > 0

    def _tile(self, item: int) -> tuple[Rgb, bool] | None:
        bitmap = pdfium.fill_pattern(self._document, item)
        if not bitmap:
            return None
        try:
            return _mean(bitmap)
        finally:
            pdfium.bitmap_destroy(bitmap)


def _mean(bitmap: int) -> tuple[Rgb, bool] | None:
    """The mean colour of a BGR(A) bitmap on white paper; the tile's clear pixels let the paper through."""
    depth = _BYTES_PER_PIXEL.get(pdfium.bitmap_format(bitmap), 0)
    wide, high = pdfium.bitmap_width(bitmap), pdfium.bitmap_height(bitmap)
    if depth < 3 or not wide or not high:
        return None
    pixels = ctypes.string_at(pdfium.bitmap_buffer(bitmap), pdfium.bitmap_stride(bitmap) * high)
    rows = [pixels[start : start + wide * depth] for start in range(0, len(pixels), pdfium.bitmap_stride(bitmap))]
    flat = b"".join(rows)
    count = wide * high
    blue, green, red = (sum(flat[channel::depth]) / count / 255 for channel in range(3))
    if depth == 3 or pdfium.bitmap_format(bitmap) == 3:
        return (red, green, blue), True
    cover = sum(flat[3::4]) / count / 255
    if cover == 0:
        return (1.0, 1.0, 1.0), False
    if pdfium.bitmap_format(bitmap) == 4:
        red, green, blue = _premultiplied(flat, count)
    bare = 1.0 - cover
    return (red + bare, green + bare, blue + bare), True


def _premultiplied(flat: bytes, count: int) -> Rgb:
    """Mean red, green, blue of straight-alpha BGRA pixels, each weighed by its alpha."""
    alphas = flat[3::4]
    blue, green, red = (
        sum(value * alpha for value, alpha in zip(flat[channel::4], alphas, strict=True)) / count / 65025
        for channel in range(3)
    )
    return red, green, blue
