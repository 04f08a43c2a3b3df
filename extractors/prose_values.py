"""Figures in a sentence and the part each plays: from, to, at, by, target, benchmark, previous, forecast, count, of.

Numbers that are no figures of an indicator (dates, refs, ages, 'within 20 weeks') are left out. Nothing is
converted: the texts are as printed. The words that decide are in ``schemas/lookups/prose_figures.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from schemas.lookups import read_lookup

# As far before and after a figure its part in the sentence is looked for, in characters: the longest cue met has 70.
BEFORE, AFTER = 90, 60

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_TIME = r"[\s-](?:working |calendar )?(?:days?|weeks?|months?|hours?|minutes?|seconds?|years?)\b"
_UNIT = (
    r"\s?%(?:\s(?:points?|pts)\b)?|\s(?:per\s?cent|percentage points?|percent|pp)\b"
    r"|\s?(?:m|k|bn|million|billion|thousand)\b|\s(?:kg|tonnes?|litres?)\b"
)
_FIGURE = re.compile(rf"(?<![\w.£/–-])([-−]?(?:£\s?)?(?:{_NUMBER}))(?:({_UNIT})|({_TIME}))?(?![\w/]|[.,]\d|\.\w)")
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"{_NUMBER}|{'|'.join(_COUNTED)}"
_PAIR = re.compile(
    rf"(?i)(?<![\w.£/])({_COUNT})(?:(?:\s\w+)?\sof|(?:\s\w+){{0,3}}\sout\sof)\s(?:the\s)?({_COUNT})"
    rf"(?!\w|/|[.,]\d|\s?%)"
    rf"|(?<![\w.£/])({_NUMBER})/({_NUMBER})(?![\w/%]|[.,]\d)"
)
# 'By four points', 'lengthened by two days': a change in words.
_CHANGE = re.compile(
    rf"(?i)(?<=\bby )(?:{'|'.join(_COUNTED)}) (?:percentage )?(?:points?|days?|weeks?|months?|hours?|minutes?)\b"
)
# '55 starts compared to 41': what is compared is the value of now.
_COMPARED = re.compile(
    r"\W*(?:\w+ ){0,4}(?:compared (?:to|with)|against|versus|vs?\.?) "
    r"|, an? (?:\w+ )?(?:improvement|increase|decrease|reduction|rise|drop|fall|decline) "
)
# 'Q2 78%, Q1 84%': the figure right behind the name of a quarter.
_QUARTER = re.compile(r"(?i)\b(?:q|quarter )([1-4])(?: (?:20)?\d\d[/-]\d\d)?[ :=(]*$")
_OWN = re.compile(r"(?i)\b(?:we|our|ours|us|council(?:'s)?|local(?:ly)?|compar\w+|outturn)\b")
_IS_AMOUNT = re.compile(r"[%£]|\bper\s?cent|\bpercent|\bpp\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed, its role, and where it stands in its sentence."""

    role: str
    text: str
    start: int
    end: int


def read_figures(sentence: str, *, outside: Sequence[tuple[int, int]] = ()) -> tuple[Figure, ...]:
    """The figures of a sentence in order; ``outside`` are stretches whose numbers are no figures (a ref, a title)."""
    figures = list(_read_pairs(sentence, outside))
    taken = [*outside, *((figure.start, figure.end) for figure in figures)]
    for match in _FIGURE.finditer(sentence):
        if _overlaps(match, taken) or not _measures(sentence, match):
            continue
        before = max((figure for figure in figures if figure.end <= match.start()), key=_end, default=None)
        figures.append(Figure(_role(sentence, match, before), match[0].strip(), *match.span()))
    changes = (match for match in _CHANGE.finditer(sentence))
    figures += [Figure("by", match[0], *match.span()) for match in changes if not _overlaps(match, taken)]
    return _quarters_in_order(sorted(figures, key=lambda figure: figure.start), sentence)


def _overlaps(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def _quarters_in_order(figures: Sequence[Figure], sentence: str) -> tuple[Figure, ...]:
    """Figures of which two or more stand behind the name of a quarter: the last quarter's is of now, others before."""
    named = {n: int(found[1]) for n, f in enumerate(figures) if (found := _QUARTER.search(sentence[: f.start]))}
    if len(named) < 2:
        return tuple(figures)
    latest = max(named.values())
    return tuple(
        replace(figure, role="at" if named[n] == latest else "previous") if n in named else figure
        for n, figure in enumerate(figures)
    )


def _end(figure: Figure) -> int:
    return figure.end


def _read_pairs(sentence: str, outside: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    """'31 out of 50', 'four of the nine', '45/47': a count, and what it is of."""
    for match in _PAIR.finditer(sentence):
        if _overlaps(match, outside):
            continue
        groups = (1, 2) if match[1] else (3, 4)
        first, second = (_number(match[group]) for group in groups)
        if first > second or (match[3] and _is_financial_year(match[3], match[4])):
            continue
        for role, group in zip(("count", "of"), groups, strict=True):
            yield Figure(role, match[group], *match.span(group))


def _is_financial_year(first: str, second: str) -> bool:
    """'2023/24' and '24/25'."""
    return len(first) == 4 or (len(first) == len(second) == 2 and int(second) == int(first) + 1)


def _measures(sentence: str, match: re.Match[str]) -> bool:
    """Whether a number is a figure of something."""
    before, after = sentence[max(0, match.start() - BEFORE) : match.start()].lower(), sentence[match.end() :].lower()
    if match[2] or "£" in match[1]:
        return True
    if _cues("not_a_figure", "after").match(after):
        return False
    if match[3]:
        if match[3].startswith("-") and _cues("after", "target").match(after):
            return True
        is_span = match[3].startswith("-") or "year" in match[3]
        return not is_span and (before.endswith(": ") or _cues("not_a_figure", "measured").search(before) is not None)
    is_year = re.fullmatch(r"(?:19|20)\d\d", match[1].strip()) is not None
    return not is_year and _cues("not_a_figure", "before").search(before) is None


def _role(sentence: str, match: re.Match[str], earlier: Figure | None) -> str:
    clause = max(sentence.rfind(mark, 0, match.start()) for mark in ".;") + 1
    before = sentence[max(clause, match.start() - BEFORE) : match.start()].lower()
    after = sentence[match.end() : match.end() + AFTER].lower()
    if earlier is not None and earlier.role == "from":
        between = sentence[earlier.end : match.start()].lower()
        if re.fullmatch(r"[^.;]{0,60}?\bto " + _filled("{about}"), between):
            return "to"
    if _cues("before", "from").search(before) and re.match(rf"[^.;]{{0,60}}?\bto {_filled('{about}')}£?\d", after):
        return "from"
    for side, role in _ORDER:
        cues = _cues(side, role)
        if cues.search(before) if side == "before" else cues.match(after):
            return "benchmark" if role == "at" and _is_of_others(before) else _PARTS.get(role, role)
    if _COMPARED.match(after) and re.search(r"\d", after):
        return "at"
    return "stated" if _IS_AMOUNT.search(match[0]) else "count"


def _is_of_others(before: str) -> bool:
    """Whether the clause before a figure speaks of others only ('nationally the figure is')."""
    clause = re.split(r"[;:(]|, (?!and )", before)[-1]
    return re.search(_filled("{theirs}"), clause) is not None and _OWN.search(clause) is None


# A cue after a figure is surer than the verb before it ("fell 3% short"), but not than "target of" or "from".
_ORDER = (
    ("after", "benchmark"),
    ("before", "previous"),
    ("before", "target"),
    ("before", "benchmark"),
    ("before", "from"),
    ("after", "target"),
    ("after", "by"),
    ("before", "exactly_by"),
    ("before", "to"),
    ("before", "forecast"),
    ("after", "previous"),
    ("before", "against"),
    ("before", "by"),
    ("before", "at"),
)
# Cues of one part that differ in how sure they are.
_PARTS = {"exactly_by": "by", "against": "target"}


@cache
def _cues(table: str, name: str) -> re.Pattern[str]:
    """The cues of one role: before a figure they end there, after it they begin there."""
    patterns = "|".join(_filled(pattern) for pattern in read_lookup("prose_figures")[table][name])
    return re.compile(rf"(?<!\w)(?:{patterns})$" if name in ("before", "measured") or table == "before" else patterns)


def _filled(pattern: str) -> str:
    parts = read_lookup("prose_figures")["parts"]
    for name, words in parts.items():
        pattern = pattern.replace("{" + name + "}", words)
    return pattern


def _number(text: str) -> float:
    word = text.lower()
    return float(_COUNTED.index(word) + 1) if word in _COUNTED else float(text.replace(",", ""))
