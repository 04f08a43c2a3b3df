"""A cheap first look at a page: how much of what stands on it, before anything is read.

Counting costs about as much as pdfium's plain text. A long pack is looked through with it; only pages that can hold a
table are then read in full.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors import pdfium_calls as pdfium
from extractors.pdfium_objects import DEEPEST_FORM


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Counts over the page and the forms on it. ``chars`` includes the blanks pdfium makes up."""

    chars: int
    text_objects: int
    paths: int
    images: int


def look_at(page: int, text_page: int) -> FirstLook:
    """The counts of an open page (pdfium addresses of the page and of its text page)."""
    kinds: dict[int, int] = {}
    _count(pdfium.page_object, page, pdfium.count_objects(page), kinds, 0)
    return FirstLook(
        chars=max(0, pdfium.count_chars(text_page)),
        text_objects=kinds.get(pdfium.OBJECT_TEXT, 0),
        paths=kinds.get(pdfium.OBJECT_PATH, 0) + kinds.get(pdfium.OBJECT_SHADING, 0),
        images=kinds.get(pdfium.OBJECT_IMAGE, 0),
    )


def _count(fetch: Callable[..., int], holder: int, count: int, kinds: dict[int, int], depth: int) -> None:
    for index in range(count):
        item = fetch(holder, index)
        kind = pdfium.object_kind(item)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == pdfium.OBJECT_FORM and depth < DEEPEST_FORM:
            _count(pdfium.form_object, item, pdfium.form_count_objects(item), kinds, depth + 1)
