"""What pdfium does not tell of a page: its ``/UserUnit``, and boxes inherited from the page tree.

pdfium ignores ``/UserUnit`` and gives only boxes written on the page itself. Both are rare, so a cheap look at the
file says whether its pages have to be asked through pdfminer, which costs about as much as opening the file with
pdfplumber. Nothing else is read that way.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from extractors.pdfium_frame import Rect

USER_UNIT = b"/UserUnit"
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_STREAM_START = re.compile(rb"stream\r?\n")


@dataclass(frozen=True, slots=True)
class PageAttributes:
    """Raw values of one page, inherited ones included; None where the tree has none."""

    user_unit: float
    media_box: Rect | None
    crop_box: Rect | None


def mentions(path: Path, name: bytes) -> bool:
    """Whether the PDF name stands in the file or in one of its compressed object streams.

    True also where an object stream cannot be read (encrypted, or not Flate): it may be there.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole.find(name) >= 0:
            return True
        return any(inside is None or name in inside for inside in _object_streams(whole))


def _object_streams(whole: mmap.mmap) -> Iterator[bytes | None]:
    for mark in _OBJECT_STREAM.finditer(whole):
        start = _STREAM_START.search(whole, mark.end())
        if start is None:
            continue
        end = whole.find(b"endstream", start.end())
        try:
            yield zlib.decompressobj().decompress(whole[start.end() : end if end >= 0 else len(whole)])
        except zlib.error:
            yield None


def read_attributes(path: Path, password: str | None) -> list[PageAttributes]:
    """The attributes of every page, by way of pdfminer; raises what pdfminer raises on a damaged tree."""
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file), password=password or "")
        return [_attributes(page.attrs) for page in PDFPage.create_pages(document)]


def _attributes(found: dict[Any, Any]) -> PageAttributes:
    unit = resolve1(found.get("UserUnit"))
    return PageAttributes(
        user_unit=float(unit) if isinstance(unit, int | float) and unit > 0 else 1.0,
        media_box=_box(found.get("MediaBox")),
        crop_box=_box(found.get("CropBox")),
    )


def _box(found: Any) -> Rect | None:
    numbers = [resolve1(number) for number in resolve1(found) or ()]
    if len(numbers) != 4 or not all(isinstance(number, int | float) for number in numbers):
        return None
    left, lower, right, upper = (float(number) for number in numbers)
    return left, lower, right, upper
