"""What differs between our page and pdfplumber's, sorted into kinds. docs/pages.md explains every kind.

Characters are paired by text and box, then what is left over on either side is explained one by one; a difference
nobody can explain is of kind ``unexplained``.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pdfplumber.page import Page

from extractors import pdfium_calls as pdfium
from extractors.pdfium_frame import map_rect
from extractors.pdfium_page import PdfiumPage

Found = dict[str, Any]

# Boxes agree to this (points): single precision, and the ink that leans out where no width could be found.
CLOSE = 1.0
# A widened box: how far ink may reach past a character's width, in font sizes.
LEAN = 0.3
# Two copies of one letter closer than this (font sizes) are one letter drawn bold.
COPY = 0.35
# Mathematical fonts state a descent of a whole size.
DESCENT = 1.1
# The first code of the scripts east of India, for which pdfium has neither fonts nor all character maps built in.
FAR_EAST = 0x2E80
UNEXPLAINED = "unexplained"


@dataclass(slots=True)
class Comparison:
    """``same`` and ``differ`` count objects by sort (char, word, line, rect, curve, image); differ by kind as well."""

    same: Counter[str] = field(default_factory=Counter)
    differ: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, sort: str, kind: str, example: str) -> None:
        self.differ[sort, kind] += 1
        self.examples.setdefault((sort, kind), example)

    def add(self, other: Comparison, where: str) -> None:
        self.same += other.same
        self.differ += other.differ
        for key, example in other.examples.items():
            self.examples.setdefault(key, f"{where}: {example}")


def compare_pages(theirs: Page, ours: PdfiumPage) -> Comparison:
    """Everything on one page, both ways."""
    found = Comparison()
    touched = _compare_chars(theirs, ours, found)
    _compare_words(theirs, ours, touched, found)
    _compare_drawings(theirs, ours, found)
    return found


def _pair(
    first: Iterable[Found], second: Iterable[Found], key: Callable[[Found], object], close: float = CLOSE
) -> tuple[list[Found], list[Found], int]:
    """What has no partner on either side, and the number of pairs."""
    cells: dict[tuple[object, int, int], list[Found]] = defaultdict(list)
    for item in second:
        cells[key(item), int(item["x0"] // 8), int(item["top"] // 8)].append(item)
    alone: list[Found] = []
    pairs = 0
    for item in first:
        column, row = int(item["x0"] // 8), int(item["top"] // 8)
        near = (
            (cells[key(item), column + dx, row + dy], other)
            for dx in (0, -1, 1)
            for dy in (0, -1, 1)
            for other in cells.get((key(item), column + dx, row + dy), ())
        )
        match = next(((cell, other) for cell, other in near if _close(item, other, close)), None)
        if match is None:
            alone.append(item)
        else:
            match[0].remove(match[1])
            pairs += 1
    return alone, [item for cell in cells.values() for item in cell], pairs


def _close(one: Found, other: Found, close: float) -> bool:
    return all(abs(one[side] - other[side]) <= close for side in ("x0", "top", "x1", "bottom"))


def _text(item: Found) -> object:
    return item["text"]


def _compare_chars(theirs: Page, ours: PdfiumPage, found: Comparison) -> list[Found]:
    printed = [char for char in theirs.chars if not char["text"].isspace()]
    seen = [char for char in ours.chars if not char["text"].isspace()]
    left, right, pairs = _pair(printed, seen, _text)
    found.same["char"] += pairs
    raw = _all_of_pdfium(ours)
    loose = list(right)
    for char in left:
        partner = next((other for other in loose if _alike(char, other)), None)
        if partner is not None:
            loose.remove(partner)
            kind = _pair_kind(char, partner)
        else:
            kind = _alone_kind(char, seen, raw, theirs)
        found.note("char", kind, f"{char['text']!r} at {char['x0']:.0f}, {char['top']:.0f}")
    for char in loose:
        found.note("char", "only ours", f"{char['text']!r} at {char['x0']:.0f}, {char['top']:.0f}")
    return left + right


def _alike(one: Found, other: Found) -> bool:
    size = max(one["size"], other["size"], 1.0)
    return bool(abs(one["x0"] - other["x0"]) < LEAN * size and abs(one["top"] - other["top"]) < DESCENT * size)


def _pair_kind(char: Found, partner: Found) -> str:
    theirs, ours = char["text"], partner["text"]
    if theirs == ours:
        if abs(char["top"] - partner["top"]) > CLOSE and abs(char["x0"] - partner["x0"]) <= CLOSE:
            return "descent"
        a, b, c, d = partner["matrix"][:4]
        return "aslant" if min(abs(a) + abs(d), abs(b) + abs(c)) > 1e-3 * (abs(a) + abs(b)) else "ink"
    if unicodedata.normalize("NFKC", theirs) == ours:
        return "ligature"
    if theirs in "\xad\u2010\u2011" and ours == "-":
        return "hyphen"
    return "cid" if theirs.startswith("(cid:") else "name"


def _alone_kind(char: Found, seen: list[Found], raw: list[tuple[str, float, float]], theirs: Page) -> str:
    x0, top, x1, bottom = theirs.cropbox
    if char["x1"] < x0 or char["x0"] > x1 or char["bottom"] < top or char["top"] > bottom:
        return "off the page"
    size = max(1.0, char["size"])
    for other in seen:
        if (
            other["text"] == char["text"]
            and abs(other["x0"] - char["x0"]) + abs(other["top"] - char["top"]) < COPY * size
        ):
            return "copy"
    for text, x, y in raw:
        if text == char["text"] and (
            char["x0"] - size / 2 < x < char["x1"] + size / 2 and char["top"] - size < y < char["bottom"] + size
        ):
            return "hidden"
    return "far east" if ord(char["text"][0]) >= FAR_EAST else UNEXPLAINED


def _all_of_pdfium(page: PdfiumPage) -> list[tuple[str, float, float]]:
    """Every character pdfium knows, hidden or not: text and origin."""
    address, frame = page.text_address, page.frame
    numbers = (ctypes.c_double * 2)()
    at = ctypes.addressof(numbers)
    found = []
    for index in range(max(0, pdfium.count_chars(address))):
        pdfium.char_origin(address, index, at, at + 8)
        x0, top, _x1, _bottom = frame.box((numbers[0], numbers[1], numbers[0], numbers[1]))
        found.append((chr(pdfium.char_code(address, index) % 0x110000), x0, top))
    return found


def _compare_words(theirs: Page, ours: PdfiumPage, touched: list[Found], found: Comparison) -> None:
    left, right, pairs = _pair(theirs.extract_words(), ours.extract_words(), _text)
    found.same["word"] += pairs
    backwards = Counter(word["text"] for word in right)
    for word in left:
        kind = UNEXPLAINED
        if any(_inside(char, word) for char in touched):
            kind = "its characters differ"
        elif not word["upright"] or backwards[word["text"][::-1]]:
            kind = "direction"
        elif any(_inside(other, word) or _inside(word, other) for other in right):
            kind = "gap"
        found.note("word", kind, f"{word['text']!r} at {word['x0']:.0f}, {word['top']:.0f}")


def _inside(inner: Found, outer: Found) -> bool:
    return bool(
        inner["x0"] >= outer["x0"] - CLOSE
        and inner["x1"] <= outer["x1"] + 12
        and inner["top"] >= outer["top"] - 12
        and inner["bottom"] <= outer["bottom"] + 12
    )


def _compare_drawings(theirs: Page, ours: PdfiumPage, found: Comparison) -> None:
    left_over: dict[str, list[Found]] = {}
    more: list[Found] = []
    for sort in ("line", "rect", "curve", "image"):
        left, right, pairs = _pair(theirs.objects.get(sort, []), ours.objects.get(sort, []), lambda item: None)
        found.same[sort] += pairs
        left_over[sort] = left
        more += right
    x0, top, x1, bottom = theirs.cropbox
    for sort, items in left_over.items():
        for item in items:
            kind = UNEXPLAINED
            partner = next((other for other in more if _close(item, other, CLOSE)), None)
            cut = next((other for other in more if _covers(item, other)), None)
            if partner is not None:
                more.remove(partner)
                kind = "shape"
            elif item["x1"] < x0 or item["x0"] > x1 or item["bottom"] < top or item["top"] > bottom:
                kind = "off the page"
            elif cut is not None:
                more.remove(cut)
                kind = "cut to its clip"
            elif _is_hidden(item, ours):
                kind = "hidden"
            found.note(sort, kind, " ".join(f"{item[side]:.0f}" for side in ("x0", "top", "x1", "bottom")))
    for item in more:
        found.note(
            item["object_type"], "only ours", " ".join(f"{item[side]:.0f}" for side in ("x0", "top", "x1", "bottom"))
        )


def _is_hidden(item: Found, page: PdfiumPage) -> bool:
    """Whether pdfium has an object there that we leave out: clear, or outside its clip."""
    numbers = pdfium.Floats(4)
    for painted in (*page.painted.paths, *page.painted.images):
        pdfium.object_bounds(painted.item, *numbers.at)
        left, bottom, right, top = numbers.values
        whole = map_rect(painted.outer, (left, bottom, right, top))
        x0, above, x1, below = page.frame.box(whole)
        near = 2 * CLOSE + item.get("linewidth", 0.0)
        if (
            x0 <= item["x0"] + near
            and x1 >= item["x1"] - near
            and above <= item["top"] + near
            and below >= item["bottom"] - near
        ):
            return True
    return False


def _covers(outer: Found, inner: Found) -> bool:
    return bool(
        outer["object_type"] == inner["object_type"]
        and outer["x0"] <= inner["x0"] + CLOSE
        and outer["x1"] >= inner["x1"] - CLOSE
        and outer["top"] <= inner["top"] + CLOSE
        and outer["bottom"] >= inner["bottom"] - CLOSE
    )
