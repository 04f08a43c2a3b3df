"""Colours as a reader sees them: any colour space to ``#rrggbb``, a name for a colour, a distance between two.

What a colour means is not known here: that is the legend's.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Sequence
from functools import lru_cache

from schemas.vocabulary import Rag

# Two swatches of one printed scheme differ by far more than this (CIE76); the same swatch re-encoded in
# another colour space by Word, Aspose or LibreOffice moves by less than 12.
SAME_COLOUR = 20.0
# Saturation (HSV) under which print looks grey: BFBFBF has 0, the palest tint used as a status about 0.25.
GREYISH = 0.16
# Brightness over which a greyish colour is paper, and under which it is ink; pure red printed in greyscale has 0.298.
PAPER = 0.93
INK = 0.28


def to_hex(colour: Sequence[float] | float | None) -> str | None:
    """``#rrggbb`` of a grey (1), RGB (3) or CMYK (4) colour with components 0..1; None for no colour or a pattern."""
    if colour is None:
        return None
    parts = (float(colour),) if isinstance(colour, int | float) else tuple(colour)
    if any(not isinstance(part, int | float) for part in parts):
        return None
    match len(parts):
        case 1:
            rgb = (parts[0],) * 3
        case 3:
            rgb = (parts[0], parts[1], parts[2])
        case 4:
            cyan, magenta, yellow, black = parts
            rgb = ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
        case _:
            return None
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in rgb)


def to_rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, 0..1, of ``#rrggbb``."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


@lru_cache(maxsize=4096)
def to_lab(colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of an sRGB colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    red, green, blue = linear
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str) -> float:
    """CIE76 difference: below 2 no eye sees it, red and amber are over 60 apart."""
    first, second = to_lab(one), to_lab(other)
    return math.dist(first, second)


@lru_cache(maxsize=4096)
def is_paper(colour: str | None) -> bool:
    """White or nearly white: no fill to a reader's eye."""
    if colour is None:
        return True
    _hue, saturation, value = colorsys.rgb_to_hsv(*to_rgb(colour))
    return value >= PAPER and saturation < 0.06


@lru_cache(maxsize=4096)
def is_ink(colour: str | None) -> bool:
    """Black or nearly black."""
    if colour is None:
        return False
    _hue, saturation, value = colorsys.rgb_to_hsv(*to_rgb(colour))
    return value <= INK and (saturation < GREYISH or value < 0.15)


@lru_cache(maxsize=4096)
def name_colour(colour: str) -> Rag | None:
    """The colour word a reader would use; None for white, black and colours between two names.

    Hue borders (degrees) come from Office's and Pentana's palettes: C00000 and FF0000 are 0, FF6600 24, FFC000 45,
    FFFF00 60, 92D050 89, 00B050 147, the same green from CMYK inks 175, 00B0F0 196, 0070C0 205, 7030A0 274.
    """
    hue, saturation, value = colorsys.rgb_to_hsv(*to_rgb(colour))
    if saturation < GREYISH:
        return Rag.GREY if INK < value < PAPER else None
    if value < 0.2:
        return None
    degrees = hue * 360
    borders = (
        (16, Rag.RED),
        (54, Rag.AMBER),
        (68, Rag.YELLOW),
        (186, Rag.GREEN),
        (255, Rag.BLUE),
        (325, Rag.PURPLE),
        (361, Rag.RED),
    )
    return next(rag for border, rag in borders if degrees < border)
