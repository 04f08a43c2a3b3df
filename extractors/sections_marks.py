"""The mark a paragraph begins with: a number ('3.4', '2.2.', '17.'), a letter ('(a)', 'iv)') or a bullet.

Whether a numbered line is a section of its own or an item of a list is for ``sections`` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from schemas.pages import TextLine

# Symbols that lead list items; fonts such as Symbol and Wingdings print theirs from the private use area.
BULLETS = "•●○◦▪▫■□▸►‣⁃∙·➢➤➔✓✔❖◆♦*\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf0a8\uf06f\uf02d"
_INNER_BULLETS = "○◦▫□‣⁃"
_BULLET = re.compile(rf"^([{re.escape(BULLETS)}])\s*(?=\S)")
_DASH = re.compile(r"^([-–—])\s+(?=\S)")
_INNER = re.compile(r"^(o)\s+(?=\S)")
_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}\.|\d{1,3})(?=\s|$|(?<=\.)[A-Z“\"'])")
_DATE = re.compile(
    r"^\d{1,2}(st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? (19|20)\d\d\b", re.I
)
# Behind a figure of a table stand further figures; behind a number of a paragraph its text.
_FIGURES = re.compile(r"^([+-][£\d]|[(£]*\d[\d,.]*[%)m]* +[+(-]?[£\d])")
# No report has more chapters.
HIGHEST_STEP = 99
_LISTED = re.compile(r"^(\((?:\d{1,2}|[a-z]|[ivx]{2,5}|[A-Z])\)|(?:\d{1,2}|[a-z]|[ivx]{2,5}|[A-Z])\)|[A-Z]\.)(?=\s|$)")
# Whatever a mark begins with: most lines begin with a word.
_MAY_BE_MARK = re.compile(rf"[{re.escape(BULLETS)}–—(\d-]|o\s|[a-z]\)|[ivx]{{2,5}}\)|[A-Z][).]")
_ROMAN = {"i": 1, "v": 5, "x": 10}


class MarkKind(StrEnum):
    """NUMBER is '3.4', '17.' or '2'; LETTER '(a)', 'iv)', 'B.' or '(1)'; BULLET a symbol; INNER a second level one."""

    NUMBER = "number"
    LETTER = "letter"
    BULLET = "bullet"
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as printed. ``steps`` are the figures of a number ((3, 4)), empty for the others.

    ``spaced`` is True where a tab or wide gap follows it, as behind the marks of lists and paragraphs.
    """

    kind: MarkKind
    text: str
    steps: tuple[int, ...] = ()
    spaced: bool = False

    @property
    def number(self) -> str:
        """The number without the full stop behind it: '2.2.' is '2.2'."""
        return self.text.rstrip(".") if self.kind is MarkKind.NUMBER else self.text

    @property
    def is_bare(self) -> bool:
        """Whether it is a figure without a full stop ('2'), which may as well begin a sentence ('12 indicators')."""
        return self.kind is MarkKind.NUMBER and len(self.steps) == 1 and not self.text.endswith(".")


def read_mark(line: TextLine) -> tuple[Mark | None, str]:
    """The mark the line begins with, and the rest of the line; a bullet before another mark is left out."""
    text = line.text.strip()
    if not _MAY_BE_MARK.match(text):
        return None, text
    first = line.parts[0][1] if len(line.parts) > 1 else ""
    for pattern, kind in ((_BULLET, MarkKind.BULLET), (_DASH, MarkKind.BULLET), (_INNER, MarkKind.INNER)):
        found = pattern.match(text)
        if found:
            inner = kind is MarkKind.INNER or found[1] in _INNER_BULLETS
            rest = text[found.end() :]
            mark = Mark(MarkKind.INNER if inner else kind, found[1], (), first == found[1])
            nested = _LISTED.match(rest) or _INNER.match(rest) if pattern is _BULLET else None
            if nested is None:
                return mark, rest
            kind = MarkKind.INNER if nested[1] == "o" else MarkKind.LETTER
            return Mark(kind, nested[1], (), True), rest[nested.end() :].strip()
    listed = _LISTED.match(text)
    if listed:
        return Mark(MarkKind.LETTER, listed[1], (), first == listed[1]), text[listed.end() :].strip()
    number = _NUMBER.match(text)
    rest = text[number.end() :].strip() if number else ""
    if number and not _DATE.match(text) and not _FIGURES.match(rest):
        steps = tuple(int(step) for step in number[1].rstrip(".").split("."))
        if len(steps) == 1 or steps[0] <= HIGHEST_STEP:
            return Mark(MarkKind.NUMBER, number[1], steps, first == number[1]), rest.removeprefix("|").strip()
    return None, text


def ordinal(mark: Mark) -> int | None:
    """The place of a list item in its list: 3 for '(c)', 'iii)', '3.' and '(3)'; None for bullets."""
    core = mark.text.strip("().").lower()
    if mark.kind is MarkKind.NUMBER:
        return mark.steps[-1]
    if mark.kind is not MarkKind.LETTER:
        return None
    if core.isdigit():
        return int(core)
    if set(core) <= set("ivx") and (len(core) > 1 or core == "i"):
        values = [_ROMAN[letter] for letter in core]
        return sum(-v if v < max(values[n:], default=0) else v for n, v in enumerate(values))
    return ord(core) - ord("a") + 1
