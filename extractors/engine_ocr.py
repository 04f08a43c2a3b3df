"""A page that is only a picture, read by optical character recognition into a Page like any other.

Used for pages without text alone, and only where the optional packages of ``scrutineer[ocr]`` are installed: RapidOCR
and ONNX Runtime, which carry their models in their wheels and ask no network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractors.page_bitmap import POINT, find_areas, find_ink, find_rules, render, straightened
from schemas.geometry import Box
from schemas.pages import Page, Word
from schemas.readings import KpiRow
from schemas.vocabulary import StatusMethod

ENGINE = "ocr"
# Recognised boxes are higher than the type by this share.
TYPE_SHARE = 0.72
# Words recognised with less certainty than this are specks and picture parts.
LEAST_SCORE = 0.5


def can_recognise() -> bool:
    """Whether the optional packages are installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def as_recognised(row: KpiRow) -> KpiRow:
    """The row with its status marked as recognised, when it was read from a scanned page."""
    if row.engine != ENGINE or row.status.method is None:
        return row
    return replace(row, status=replace(row.status, method=StatusMethod.OCR))


def recognise_page(path: Path, page: Page) -> Page:
    """The scanned ``page`` of the file with its words, rules and coloured areas, in points of the straightened page."""
    image = straightened(render(path, page.number))
    fills, shapes = find_areas(image)
    words = sorted(_words(image), key=lambda word: (round(word.box.mid_y / word.size), word.box.x0))
    return Page(
        number=page.number,
        width=page.width,
        height=page.height,
        words=tuple(words),
        rules=tuple(find_rules(image)),
        fills=tuple(fills),
        outlines=(),
        shapes=tuple(shapes),
        pictures=(),
    )


@cache
def _reader() -> Any:
    rapidocr = import_module("rapidocr")
    return rapidocr.RapidOCR(params={"Global.log_level": "critical"})


def _words(image: Any) -> Iterator[Word]:
    result = _reader()(image, use_cls=False, return_word_box=True)
    for line in result.word_results or ():
        for text, score, corners in line:
            if not text.strip() or score < LEAST_SCORE:
                continue
            xs, ys = [x * POINT for x, _y in corners], [y * POINT for _x, y in corners]
            size = max(1.0, TYPE_SHARE * (max(ys) - min(ys)))
            middle = (min(ys) + max(ys)) / 2
            box = Box(min(xs), middle - size / 2, max(xs), middle + size / 2)
            inked, colour = find_ink(image, box)
            yield Word(text.strip(), inked, round(size, 1), ENGINE, False, colour)
