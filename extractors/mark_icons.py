"""Marks that are raster images: one for each picture in a cell, by what it shows.

How a picture's pixels become a look is in ``icons``.
"""

from __future__ import annotations

from schemas.geometry import Place
from schemas.grids import JoinedCell
from schemas.marks import Mark, MarkForm
from schemas.pages import Picture
from schemas.vocabulary import StatusMethod


def read_icons(cell: JoinedCell) -> list[Mark]:
    """The pictures of a cell from left to right."""
    found = [(picture, part.place.page) for part in cell.parts for picture in part.pictures]
    return [icon_mark(picture, page) for picture, page in sorted(found, key=lambda f: (f[1], f[0].box.x0))]


def icon_mark(picture: Picture, page: int) -> Mark:
    """The mark a picture is; a picture too large to be an icon is known by its digest alone."""
    form = MarkForm(picture.form) if picture.form else None
    place = Place(page, picture.box.rounded())
    return Mark(StatusMethod.IMAGE, place, picture.colour, None, form, (), picture.look or picture.digest)
