"""Words a PDF printed damaged: cut by a hyphen at the line's end, or with a ligature (fi, fl, ff, ti) lost.

A word is mended only where the document itself or a list of common words shows what it was; otherwise it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from schemas.lookups import read_lookup

LIGATURES = ("fi", "fl", "ff", "ffi", "ffl", "ti", "tt", "ft")
_JOINED = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_PRINTED = str.maketrans(_JOINED)
# What stands in a word where its font maps the ligature to nothing: the replacement mark, private use, a control mark.
_DAMAGE = r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]"
_DAMAGED = re.compile(_DAMAGE)
_LOST = re.compile(rf"(?<=[A-Za-z]){_DAMAGE}(?=[a-z])|\ufffd(?=[a-z]{{2}})")
_WORD = re.compile(r"[A-Za-z’']+")
_HYPHENED = re.compile(r"(?<![A-Za-z])[A-Za-z]+(?:-[A-Za-z]+)+")
_CUT = re.compile(r"(?<![A-Za-z])([A-Za-z]+)-$", re.MULTILINE)
_SPLIT = re.compile(r"\b([A-Za-z]{1,10}) (?=([a-z]{1,10})\b)")
_BEHIND_SPACE = re.compile(r" ([a-z]{1,10})\b")
_HYPHENS = ("-", "\u00ad")


@dataclass(slots=True)
class Mended:
    """What was mended: the words as they are now. ``unknown`` are words with a lost ligature that nothing explains."""

    hyphens: list[str] = field(default_factory=list)
    ligatures: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class Mender:
    """Mends lines with the words of their document; what it did is in ``mended``, which ``take`` empties."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.mended = Mended()
        self._lines = "\n".join(lines)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words the document prints whole, in lower case."""
        return frozenset(map(str.lower, set(_WORD.findall(self._without_cut_words))))

    @cached_property
    def hyphened(self) -> frozenset[str]:
        """The words the document prints with a hyphen inside a line, in lower case."""
        return frozenset(map(str.lower, set(_HYPHENED.findall(self._without_cut_words))))

    @cached_property
    def _without_cut_words(self) -> str:
        return _CUT.sub("", self._lines)

    def take(self) -> Mended:
        """What was mended since the last call."""
        taken, self.mended = self.mended, Mended()
        return taken

    def join(self, lines: Sequence[str]) -> str:
        """The lines of one paragraph as one text: single spaces, cut words whole, ligatures in place."""
        text = ""
        for line in lines:
            text = self._append(text, self.mend(line))
        return text

    def _append(self, text: str, line: str) -> str:
        if not text or not line:
            return text or line
        if not text.endswith(_HYPHENS):
            return f"{text} {line}"
        if text.endswith("\u00ad"):
            self.mended.hyphens.append(_last_word(text[:-1]) + _first_word(line))
            return text[:-1] + line
        if re.search(r"\d-$", text) and line[0].isdigit():
            return text + line
        cut = _CUT.search(text)
        if cut is None or not line[0].islower():
            return f"{text} {line}"
        tail = _first_word(line)
        if self._is_one_word(cut[1], tail):
            self.mended.hyphens.append(cut[1] + tail)
            return text[:-1] + line
        return text + line

    def _is_one_word(self, head: str, tail: str) -> bool:
        """Whether a hyphen at a line's end only cuts the word: the document prints it whole, or its end is no word."""
        if f"{head}-{tail}".lower() in self.hyphened:
            return False
        whole = (head + tail).lower()
        if whole in self.words or whole in _common_words():
            return True
        return tail.lower() in _word_ends()

    def mend(self, text: str) -> str:
        """One line: printed ligatures as letters, lost ones put back."""
        text = " ".join((text if text.isascii() else text.translate(_PRINTED)).split())
        if _DAMAGED.search(text) and _LOST.search(text):
            text = re.sub(r"\S+", lambda word: self._with_ligatures(word[0]), text)
        if _second_halves().isdisjoint(_BEHIND_SPACE.findall(text)):
            return text
        return _SPLIT.sub(self._closed_up, text)

    def _with_ligatures(self, word: str) -> str:
        if not _LOST.search(word):
            return word
        for ligature in LIGATURES:
            tried = _LOST.sub(ligature, word)
            if all(part.lower() in self.words or part.lower() in _common_words() for part in _WORD.findall(tried)):
                self.mended.ligatures.append(tried)
                return tried
        self.mended.unknown.append(word)
        return word

    def _closed_up(self, pair: re.Match[str]) -> str:
        """'o ce' and 'bene ts' with the ligature that stood between; two real words stay two."""
        head, tail = pair[1], pair[2]
        if tail.lower() in _short_words() or f"{head}{tail}".lower() in _common_words():
            return pair[0]
        for ligature in LIGATURES:
            whole = f"{head}{ligature}{tail}"
            if whole.lower() in _common_words() and tail not in _tails_that_are_words():
                self.mended.ligatures.append(whole)
                return f"{head}{ligature}"
        return pair[0]


def _last_word(text: str) -> str:
    found = re.search(r"\S+$", text)
    return found[0] if found else ""


def _first_word(line: str) -> str:
    found = _WORD.match(line)
    return found[0] if found else ""


@cache
def _common_words() -> frozenset[str]:
    return frozenset(read_lookup("prose")["ligatures"]["words"])


@cache
def _second_halves() -> frozenset[str]:
    """What is left of the common words behind a ligature: where none stands by itself, none was lost."""
    return (
        frozenset(
            word[at + len(ligature) :]
            for word in _common_words()
            for ligature in LIGATURES
            for at in range(1, len(word))
            if word.startswith(ligature, at)
        )
        - _short_words()
    )


@cache
def _tails_that_are_words() -> frozenset[str]:
    return frozenset(read_lookup("prose")["ligatures"]["tails_that_are_words"])


@cache
def _short_words() -> frozenset[str]:
    return frozenset(read_lookup("prose")["ligatures"]["short_words"])


@cache
def _word_ends() -> frozenset[str]:
    return frozenset(read_lookup("prose")["hyphens"]["word_ends"])
