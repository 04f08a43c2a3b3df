"""The lines of text of a picture of a page, by optical character recognition.

Only where the optional packages of ``scrutineer[ocr]`` are installed: RapidOCR and ONNX Runtime, which carry their
models in their wheels and ask no network. What the lines become is for ``recognised``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from extractors.page_bitmap import POINT, ink_stretches
from extractors.recognised import RecognisedLine
from schemas.geometry import Box

ENGINE = "ocr"


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
            # Lines are as low as they are: the package would stretch low ones to multiples of 32 pixels both ways.
            "Global.min_side_len": 1,
            threads.format("intra"): 1,
            threads.format("inter"): 1,
            "Rec.rec_batch_num": 1,
        }
    )


def find_lines(image: Any) -> list[Box]:
    """Where lines of text stand on a picture of a page, in its points; none on an empty one."""
    found = _reader()(image, use_det=True, use_cls=False, use_rec=False)
    every = found.boxes if found.boxes is not None else ()
    corners = [([float(x) * POINT for x, _y in one], [float(y) * POINT for _x, y in one]) for one in every]
    return [Box(min(xs), min(ys), max(xs), max(ys)) for xs, ys in corners]


def recognise_line(image: Any, box: Box, stretch: float = 1.0, margin: int = 0) -> RecognisedLine | None:
    """The text of a line that runs level in ``box``; None where there is none.

    The recogniser sees it ``stretch`` times as wide, with so many more pixels of its paper around it: words read again
    look otherwise, and only what is read in their letters stays. Letters have their places in the plain line alone.
    Lines are cut from the picture here and recognised one by one: recognised a page at a time, the package shrinks a
    landscape page first, turns narrow letters on their side and gives words the scores of other letters of the line.
    """
    x0, top, x1, bottom = (max(0, round(value / POINT)) for value in (box.x0, box.top, box.x1, box.bottom))
    part = image[top:bottom, x0:x1]
    if not part.size:
        return None
    found = _reader()(_shown(part, stretch, margin), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not found.txts or not found.txts[0].strip():
        return None
    (text,), (info,) = found.txts, found.word_results
    scores = [score for letter, score in zip(text, info.confs, strict=True) if not letter.isspace()]
    columns = [column for word in info.word_cols for column in word]
    wide = box.width / info.line_txt_len
    middles = tuple(box.x0 + (column + 0.5) * wide for column in columns)
    return RecognisedLine(text, box, tuple(scores), middles, ink_stretches(image, box))


def _shown(part: Any, stretch: float, margin: int) -> Any:
    import cv2

    if stretch != 1.0:
        way = cv2.INTER_CUBIC if stretch > 1.0 else cv2.INTER_AREA
        part = cv2.resize(part, None, fx=stretch, fy=1.0, interpolation=way)
    if not margin:
        return part
    return cv2.copyMakeBorder(part, margin // 2, margin // 2, margin, margin, cv2.BORDER_REPLICATE)
