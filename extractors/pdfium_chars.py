"""Characters of a page as compact lists, and as pdfplumber's dicts when somebody asks.

Words are not known here, and neither is pdfium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from extractors.pdfium_colours import Rgb

Turn: TypeAlias = tuple[float, float, float, float]


class Style(NamedTuple):
    """What all characters of a run share.

    ``size`` is in points as printed; ``turn`` is the text matrix without its shift, running up the page as pdfminer's;
    ``direction`` is ltr, rtl, ttb or btt. ``band`` says how far boxes reach to either side of the baseline (down, or
    right, is positive), None for text aslant. ``scale`` is points per font size along the text.
    """

    upright: bool
    fontname: str
    size: float
    fill: Rgb | None
    stroke: Rgb | None
    turn: Turn
    direction: str
    band: tuple[float, float] | None
    scale: float

    @property
    def across(self) -> bool:
        return self.direction in ("ltr", "rtl")

    @property
    def runs_on(self) -> bool:
        """Whether the text runs straight to the right."""
        return self.direction == "ltr" and self.band is not None and self.scale > 0


def direction_of(turn: Turn) -> str:
    """Where text under an upward matrix runs to on the page as shown: ltr, rtl, ttb or btt."""
    across, up = turn[0], turn[1]
    if abs(across) >= abs(up):
        return "ltr" if across >= 0 else "rtl"
    return "btt" if up > 0 else "ttb"


@dataclass(slots=True)
class Chars:
    """All visible characters of a page in painting order, as parallel lists in pdfplumber's coordinates.

    ``runs`` are ``(start, end, style)`` over those lists, without gaps. ``unnamed`` are the indices of characters
    without Unicode.
    """

    texts: list[str] = field(default_factory=list)
    x0: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    x1: list[float] = field(default_factory=list)
    bottom: list[float] = field(default_factory=list)
    runs: list[tuple[int, int, Style]] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    def add_run(
        self,
        texts: Sequence[str],
        x0: Sequence[float],
        top: Sequence[float],
        x1: Sequence[float],
        bottom: Sequence[float],
        style: Style,
    ) -> None:
        """Append characters of one style; the five sequences have one length."""
        first = len(self.texts)
        self.texts.extend(texts)
        self.x0.extend(x0)
        self.top.extend(top)
        self.x1.extend(x1)
        self.bottom.extend(bottom)
        self.runs.append((first, len(self.texts), style))

    def as_dicts(self, page_number: int, flip: float) -> list[dict[str, Any]]:
        """pdfplumber's ``page.chars``; ``flip`` as in ``Frame``."""
        return [found for run in self.runs for found in self._dicts(run, page_number, flip)]

    def _dicts(self, run: tuple[int, int, Style], page_number: int, flip: float) -> Iterator[dict[str, Any]]:
        start, end, style = run
        for index in range(start, end):
            x0, top, x1, bottom = self.x0[index], self.top[index], self.x1[index], self.bottom[index]
            base = bottom - style.band[1] if style.band and style.across else bottom
            yield {
                "matrix": (*style.turn, x0, flip - base),
                "fontname": style.fontname,
                "adv": x1 - x0,
                "upright": style.upright,
                "x0": x0,
                "y0": flip - bottom,
                "x1": x1,
                "y1": flip - top,
                "width": x1 - x0,
                "height": bottom - top,
                "size": style.size,
                "mcid": None,
                "tag": None,
                "object_type": "char",
                "page_number": page_number,
                "text": self.texts[index],
                "stroking_color": style.stroke,
                "non_stroking_color": style.fill,
                "top": top,
                "bottom": bottom,
                "doctop": top,
            }
