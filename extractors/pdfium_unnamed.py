"""Characters pdfium has no Unicode for, or the wrong one, named by pdfminer where it can.

A font without a ToUnicode map is read by pdfium through its encoding only; pdfminer also looks into the embedded font
file. So where a page has such characters pdfminer is asked for that page, and its text taken where its characters stand
in the same place. What pdfminer cannot name either stays ``(cid:n)``, as pdfplumber writes it. The same goes for pages
that look misread (``pdfium_misread``), there for characters that both encodings explain.
"""

from __future__ import annotations

from typing import Any

from extractors.pdfium_chars import Chars
from extractors.pdfium_misread import MISREAD

# The two place a character's left edge alike to a hundredth; its top may differ by the font's descent.
NEAR_X = 0.5
NEAR_Y = 0.5


def name_anew(chars: Chars, known: list[dict[str, Any]]) -> int:
    """Put pdfminer's texts (``known``: its characters of the page) in place of those pdfium lacks or misreads.

    Says how many were named.
    """
    by_place: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for char in known:
        by_place.setdefault((round(char["x0"]), round(char["bottom"] / 8)), []).append(char)
    unnamed = set(chars.unnamed)
    named = 0
    for index, before in enumerate(chars.texts):
        if index in unnamed or before in MISREAD:
            text = _text_at(by_place, chars.x0[index], chars.bottom[index], chars.bottom[index] - chars.top[index])
            if text is not None and (MISREAD.get(before) == text or (index in unnamed and not _is_number(text))):
                chars.texts[index] = text
                named += 1
    return named


def _is_number(text: str) -> bool:
    return text.startswith("(cid:")


def _text_at(
    by_place: dict[tuple[int, int], list[dict[str, Any]]], x0: float, bottom: float, height: float
) -> str | None:
    column, row = round(x0), round(bottom / 8)
    near_y = max(NEAR_Y, height / 3)
    for dx in (0, -1, 1):
        for dy in (0, -1, 1):
            for char in by_place.get((column + dx, row + dy), ()):
                if abs(char["x0"] - x0) < NEAR_X and abs(char["bottom"] - bottom) < near_y:
                    return str(char["text"])
    return None
