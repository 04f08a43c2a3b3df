"""Announcements in sentences: 'The next performance report is scheduled for February 2024.'"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractors.announcements_words import When, find_body, find_whens, joined_ordinals, period_pattern, words
from extractors.folding import one_line
from extractors.periods import read_period
from extractors.prose_lines import ProseLine
from schemas.geometry import Place
from schemas.readings import Announcement

# A day to come has a figure, a year at least.
_FIGURE = re.compile(r"\d")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9\"'(])")
_YEAR = r"20\d\d(?:[/-](?:20)?\d\d)?"
_ARTICLE = re.compile(r"^(?:the|a|an|our|its)\s+", re.IGNORECASE)
# 'The next performance report on the delivery of the corporate plan is scheduled …': so many words between the report
# and what happens to it; more are of another clause.
_BETWEEN = r"(?:[^\s.;]+\s+){0,12}?"


def read_announcing_sentences(lines: Iterable[ProseLine]) -> Iterator[Announcement]:
    """The reports announced in a document's prose; ``position`` is not set."""
    for line in lines:
        if _FIGURE.search(line.text) is None:
            continue
        for sentence in _SENTENCE_END.split(joined_ordinals(one_line(line.text))):
            yield from _read(sentence, line.place)


def _read(sentence: str, place: Place) -> Iterator[Announcement]:
    if _FIGURE.search(sentence) is None:
        return
    found = _label().match(sentence) or _later_report().search(sentence) or _named_period().search(sentence)
    if not found:
        return
    whens = [when for when in find_whens(sentence) if when.start >= found.end()]
    periods = [match for match in period_pattern().finditer(sentence) if _says_which(match.group())]
    if len(whens) > 1 and len(whens) == len(periods):
        for named, when in zip(periods, whens, strict=True):
            yield _announcement(named.group(), named.group(), sentence, when, place)
    elif len(whens) == 1:
        title = _ARTICLE.sub("", found["title"].strip(" :-,"))
        yield _announcement(title, _period(found, periods, whens[0]), sentence, whens[0], place)


def _period(found: re.Match[str], named: Sequence[re.Match[str]], when: When) -> str | None:
    """The period the report will be about: what stands between its name and what happens to it, where that is one."""
    whole = found.string[found.start("title") : found.start("verb")].strip(" ,") if "verb" in found.groupdict() else ""
    if read_period(whole) is not None:
        return whole
    return next((match.group() for match in named if match.start() < when.start), None)


def _announcement(title: str, period: str | None, sentence: str, when: When, place: Place) -> Announcement:
    return Announcement(0, title, period, find_body(sentence), when.text, sentence, place)


def _says_which(period: str) -> bool:
    """'Quarterly' says how often, not which quarter."""
    return period.lower() != "quarterly"


@cache
def _later_report() -> re.Pattern[str]:
    report = words("report")
    title = rf"(?:{report['later']})\s+(?:[\w'/-]+\s+){{0,5}}?(?:{report['noun']})"
    return re.compile(rf"\b(?P<title>{title})\b\W*{_BETWEEN}\b(?P<verb>{words('verbs')['future']})\b", re.IGNORECASE)


@cache
def _named_period() -> re.Pattern[str]:
    report = words("report")
    title = rf"(?:{_YEAR}\s+)?{period_pattern().pattern}(?:\s+(?:[\w'/-]+\s+){{0,4}}?(?:{report['noun']}|performance))?"
    shown = rf"(?=[^.;]*\b(?:{report['shown']})\b)"
    return re.compile(
        rf"\b(?P<title>{title})\b\W*{_BETWEEN}\b(?P<verb>{words('verbs')['future']})\b{shown}", re.IGNORECASE
    )


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>{words('verbs')['label']})\s*(?:[:-]|(?=\d))", re.IGNORECASE)
