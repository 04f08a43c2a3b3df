"""The words of a picture of a page, by optical character recognition.

Only where the optional packages of ``scrutineer[ocr]`` are installed: RapidOCR and ONNX Runtime, which carry their
models in their wheels and ask no network.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from typing import Any

from extractors.page_bitmap import POINT, find_ink
from schemas.geometry import Box
from schemas.pages import Word

ENGINE = "ocr"
# Recognised boxes are higher than the type by this share.
TYPE_SHARE = 0.72
# Words recognised with less certainty than this are specks and picture parts.
LEAST_SCORE = 0.5
# Boxes of one type size differ by this factor each way; boxes further from the page's middle one are another size.
SAME_TYPE = 1.45


def can_recognise() -> bool:
    """Whether the optional packages are installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _reader() -> Any:
    """The recogniser: one thread, one line at a time.

    Measured on a dense A4 page of 97 lines: 7.7 s of processor time, against 11.1 s with the package's own settings,
    whose threads spin while they wait for each other and whose batches fill short lines up to the longest. Workers
    read several documents side by side, so a second thread would take a core from another document.
    """
    rapidocr = import_module("rapidocr")
    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            threads.format("intra"): 1,
            threads.format("inter"): 1,
            "Rec.rec_batch_num": 1,
        }
    )


def recognise_words(image: Any) -> list[Word]:
    """The words of a straight picture of a page, in its points; their font is ``ENGINE``."""
    result = _reader()(image, use_cls=False, return_word_box=True)
    read = [
        (text.strip(), Box(min(xs), min(ys), max(xs), max(ys)))
        for line in result.word_results or ()
        for text, score, corners in line
        if text.strip() and score >= LEAST_SCORE
        for xs, ys in [([x * POINT for x, _y in corners], [y * POINT for _x, y in corners])]
    ]
    usual = median(box.height for _text, box in read) if read else 0.0
    return [_word(image, text, box, usual) for text, box in read]


def _word(image: Any, text: str, box: Box, usual: float) -> Word:
    height = usual if usual / SAME_TYPE <= box.height <= usual * SAME_TYPE else box.height
    size = max(1.0, TYPE_SHARE * height)
    inked, colour = find_ink(image, Box(box.x0, box.mid_y - size / 2, box.x1, box.mid_y + size / 2))
    return Word(text, inked, round(size, 1), ENGINE, False, colour)
