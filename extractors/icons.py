"""What a small picture shows: the colour of its opaque part, its form, and a look that its copies share.

Pixels come from whichever library painted them; what an icon means is the legend's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.colours import distance, is_ink, is_paper, name_colour
from extractors.forms import GRID, form_of
from extractors.mark_words import is_coloured
from schemas.geometry import Box
from schemas.marks import MarkForm
from schemas.pages import Picture, Pixels
from schemas.vocabulary import Rag

# Looks of one icon, scaled or packed anew, differ in fewer of their bits than this; an up and a down arrow in over 40.
SAME_LOOK = 14
LOOK_GRID = 8
# A border of one colour at this share of the edge pixels is the ground an icon stands on.
GROUND = 0.55
NEAR_GROUND = 12.0
# A colour on less than this share of the icon is the fringe of its edges.
FRINGE = 0.06
# A crop with fewer marked pixels than this share is paper with a few specks.
EMPTY = 0.01
OPAQUE = 128


@dataclass(frozen=True, slots=True)
class IconLook:
    """``look`` is 128 bits in hexadecimal: where the icon is, and where it is dark."""

    look: str
    colour: str | None
    form: MarkForm | None


@lru_cache(maxsize=4096)
def read_icon(pixels: Pixels) -> IconLook | None:
    """What the pixels show, None for nothing but ground."""
    wide, high = pixels.width, pixels.height
    colours = _seen(pixels)
    ground = _ground(colours, wide, high)
    marked = [c is not None and (ground is None or _differs(c, ground)) for c in colours]
    if sum(marked) <= EMPTY * len(marked):
        return None
    box = _extent(marked, wide, high)
    shape = _grid(marked, wide, box, GRID)
    dark = [m and c is not None and sum(_rgb(c)) < 330 for m, c in zip(marked, colours, strict=True)]
    light = [m and c is not None and min(_rgb(c)) > 225 for m, c in zip(marked, colours, strict=True)]
    inside = _grid([a or b for a, b in zip(dark, light, strict=True)], wide, box, LOOK_GRID)
    aspect = (box[2] - box[0]) / (box[3] - box[1])
    look = f"{_grid(marked, wide, box, LOOK_GRID):016x}{inside:016x}"
    return IconLook(look, _named_ink(colours, marked), form_of(shape, aspect))


def same_look(one: str, other: str) -> bool:
    """Whether two looks are of one icon."""
    return (int(one, 16) ^ int(other, 16)).bit_count() <= SAME_LOOK


def described(picture: Picture, pixels: Pixels | None, *, keep: bool) -> Picture:
    """The picture with what it shows; ``keep`` leaves the pixels with it, to be cut up later."""
    if pixels is None:
        return picture
    if keep:
        return replace(picture, pixels=pixels)
    icon = read_icon(pixels)
    if icon is None:
        return picture
    return replace(picture, look=icon.look, colour=icon.colour, form=icon.form.value if icon.form else None)


def pictures_inside(box: Box, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """The pictures in a cell: those with their middle in it, and what a strip over several cells shows there."""
    found: list[Picture] = []
    for picture in pictures:
        if picture.pixels is not None:
            cut = cut_picture(picture, box)
            found += [cut] if cut is not None else []
        elif box.holds(picture.box.mid_x, picture.box.mid_y):
            found.append(picture)
    return tuple(found)


def cut_picture(picture: Picture, box: Box) -> Picture | None:
    """The part of a strip inside ``box`` as a picture of its own; None where it shows only ground."""
    strip = picture.pixels
    if strip is None or picture.box.overlap(box) <= 0:
        return None
    across, down = strip.width / picture.box.width, strip.height / picture.box.height
    x0 = max(0, round((box.x0 - picture.box.x0) * across) + 1)
    x1 = min(strip.width, round((box.x1 - picture.box.x0) * across) - 1)
    y0 = max(0, round((box.top - picture.box.top) * down) + 1)
    y1 = min(strip.height, round((box.bottom - picture.box.top) * down) - 1)
    if x1 - x0 < 3 or y1 - y0 < 3:
        return None
    rows = [strip.rgba[4 * (y * strip.width + x0) : 4 * (y * strip.width + x1)] for y in range(y0, y1)]
    icon = read_icon(Pixels(x1 - x0, y1 - y0, b"".join(rows)))
    if icon is None:
        return None
    seen = Box(
        picture.box.x0 + x0 / across,
        picture.box.top + y0 / down,
        picture.box.x0 + x1 / across,
        picture.box.top + y1 / down,
    )
    form = icon.form.value if icon.form else None
    return Picture(seen, f"{picture.digest}:{icon.look}", x1 - x0, y1 - y0, icon.look, icon.colour, form)


def _seen(pixels: Pixels) -> list[str | None]:
    """Each pixel's colour, four bits a channel; None where one sees through."""
    flat = pixels.rgba
    return [
        f"#{flat[i] & 0xF0 | flat[i] >> 4:02x}{flat[i + 1] & 0xF0 | flat[i + 1] >> 4:02x}"
        f"{flat[i + 2] & 0xF0 | flat[i + 2] >> 4:02x}"
        if flat[i + 3] >= OPAQUE
        else None
        for i in range(0, len(flat), 4)
    ]


def _ground(colours: list[str | None], wide: int, high: int) -> str | None:
    edge = [*colours[:wide], *colours[-wide:], *colours[::wide], *colours[wide - 1 :: wide]]
    if any(colour is None for colour in edge):
        # What lets the page shine through at its edges has no ground of its own.
        return None if edge.count(None) > 0.1 * len(edge) else "#ffffff"
    colour, count = Counter(edge).most_common(1)[0]
    if colour is None or count < GROUND * len(edge):
        return "#ffffff"
    whole = sum(seen is not None and not _differs(seen, colour) for seen in colours)
    return None if whole >= 0.99 * len(colours) and not is_paper(colour) else colour


@lru_cache(maxsize=8192)
def _differs(one: str, other: str) -> bool:
    return distance(one, other) > NEAR_GROUND


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _extent(marked: list[bool], wide: int, high: int) -> tuple[int, int, int, int]:
    rows = [y for y in range(high) if any(marked[y * wide : (y + 1) * wide])]
    columns = [x for x in range(wide) if any(marked[x::wide])]
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def _grid(bits: list[bool], wide: int, box: tuple[int, int, int, int], size: int) -> int:
    """The bits inside ``box`` stretched to a square grid, as one number."""
    x0, y0, x1, y1 = box
    grid = 0
    for row in range(size):
        y = y0 + int((row + 0.5) * (y1 - y0) / size)
        for column in range(size):
            x = x0 + int((column + 0.5) * (x1 - x0) / size)
            grid |= bits[y * wide + x] << (row * size + column)
    return grid


def _named_ink(colours: list[str | None], marked: list[bool]) -> str | None:
    seen = Counter(c for c, m in zip(colours, marked, strict=True) if m and c is not None)
    total = sum(seen.values())
    names: Counter[Rag] = Counter()
    for colour, count in seen.items():
        named = name_colour(colour) if is_coloured(colour) and not is_ink(colour) else None
        if named is not None and named is not Rag.GREY:
            names[named] += count
    if names and names.most_common(1)[0][1] >= FRINGE * total:
        best = names.most_common(1)[0][0]
        return max((c for c in seen if name_colour(c) is best), key=lambda c: seen[c])
    greys = [c for c in seen if is_coloured(c)]
    if greys and sum(seen[c] for c in greys) >= 0.5 * total:
        return max(greys, key=lambda c: seen[c])
    return None
