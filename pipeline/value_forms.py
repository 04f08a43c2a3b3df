"""The forms of a value cell that are more than one quantity: bounds, ranges, ranks, benchmarks, ratios, lists.

Every reader takes one line of text and gives a ``Value``, or None when the text has another form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from extractors.folding import fold
from pipeline.quantities import NUMBER, read_duration, read_quantity
from pipeline.value_words import words
from schemas.lookups import read_lookup
from schemas.values import NullReason, Quantity, Value, ValueKind
from schemas.vocabulary import Comparator

Reader = Callable[[str, str], Value | None]

_WITHIN = re.compile(r"(?:with)?in\s+(?P<rest>[0-9].*)", re.IGNORECASE)
_TOP = re.compile(r"(?:in |within )?(?:the )?top\s+(?P<rest>[0-9].*|[a-z]+)", re.IGNORECASE)
_RANK = re.compile(
    r"(?:ranked |rank )?(?P<n>[0-9]{1,4})(?P<th>st|nd|rd|th)?(?:\s*(?:out of|of|/)\s*(?P<of>[0-9]{1,4}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?P<word>between|from)?\s*(?P<low>[£€]?\s?-?[.0-9].*?)\s*(?P<by>-|\bto\b|\band\b)\s*(?P<high>[£€]?[.0-9].*)",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"(?P<n>{NUMBER})\s*(?P<by>/|out of|of)\s*(?:the |a total of )?(?P<of>{NUMBER})(?:\s+(?P<what>[a-z ]+))?",
    re.IGNORECASE,
)
_FIGURE_IN_BRACKETS = re.compile(r"(?P<words>[^0-9()]+)\((?P<figure>[^()]*[0-9][^()]*)\)\.?")
_FIGURE_AT_END = re.compile(
    r"(?P<words>[^0-9]+?)(?:\s+of|\s*[:=]|\s*-|\s)\s*(?P<figure>[£€<>≤≥]?\s?[0-9].*)", re.IGNORECASE
)
_SCALED_END = re.compile(r"[0-9]\s?(?:k|m|mn|bn|thousand|million|billion)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BETWEEN_SEVERAL = re.compile(r"\s*(?:\s/\s|;|\n|\|)\s*|\s+and\s+|,\s+")
_NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def value_of(quantity: Quantity) -> Value:
    """A plain quantity as a value."""
    return Value(quantity.kind, quantity.number, unit=quantity.unit, comparator=Comparator.EQUAL)


def read_plain(text: str, context: str) -> Value | None:
    """'£1.344m', '141.13kgs', '6 minutes 26 seconds', 'nil', 'twelve'."""
    word = text.casefold()
    if word in _NUMBER_WORDS or word == "nil":
        return value_of(Quantity(0.0 if word == "nil" else float(_NUMBER_WORDS.index(word)), None, ValueKind.NUMBER))
    quantity = read_quantity(text, context) or read_duration(text)
    return value_of(quantity) if quantity else None


def read_bound(text: str, context: str) -> Value | None:
    """'<£21', '≥10.0%', 'at least 95%', '15 days or less', '90%+', 'within 48hrs'. The bound is ``number`` too."""
    for sign, form in _comparators("before"):
        if match := form.fullmatch(text):
            return _bound(sign, match["rest"], context)
    if match := _WITHIN.fullmatch(text):
        bound = _bound(Comparator.AT_MOST, match["rest"], context)
        return bound if bound and bound.kind is ValueKind.DURATION else None
    for sign, form in _comparators("after"):
        if match := form.fullmatch(text):
            return _bound(sign, match["rest"], context)
    return None


@cache
def _comparators(side: str) -> tuple[tuple[Comparator, re.Pattern[str]], ...]:
    """The comparators of one side of the number, each with the form of the text it stands in."""
    frame = {"before": r"(?:{})\s*(?P<rest>[£€+\-.0-9].*)", "after": r"(?P<rest>.*[0-9a-z%])\s*(?:{})"}[side]
    return tuple(
        (Comparator(sign), re.compile(frame.format("|".join(map(re.escape, forms))), re.IGNORECASE))
        for sign, forms in read_lookup("value_words")[side].items()
    )


def _bound(sign: Comparator, rest: str, context: str) -> Value | None:
    quantity = read_quantity(rest.strip(), context) or read_duration(rest.strip())
    if quantity is None:
        return None
    is_low = sign in (Comparator.ABOVE, Comparator.AT_LEAST)
    return Value(
        quantity.kind,
        quantity.number,
        low=quantity.number if is_low else None,
        high=None if is_low else quantity.number,
        unit=quantity.unit,
        comparator=sign,
    )


def read_range(text: str, context: str) -> Value | None:
    """'Between 10%-20%', '10-20%', '3 to 5 days': ``low`` and ``high``, no single number. Years are no range."""
    match = _RANGE.fullmatch(text)
    if match is None or (match["by"].casefold() == "and" and (match["word"] or "").casefold() != "between"):
        return None
    high = read_quantity(match["high"], context)
    low = read_quantity(match["low"], context)
    if low is None or high is None:
        return None
    if _is_scaled(match["low"]) != _is_scaled(match["high"]) and not (
        match["low"][0] in "£€" and match["high"][0] in "£€"
    ):
        return None
    if not match["word"] and low.unit is None and high.unit is None and _may_be_years(match["low"], match["high"]):
        return None
    if low.unit is None and low.kind is ValueKind.NUMBER and high.unit:
        if high.kind is ValueKind.CURRENCY:
            return None
        low = Quantity(low.number, high.unit, high.kind)
    elif low.kind is ValueKind.CURRENCY and high.unit is None:
        high = Quantity(high.number, low.unit, low.kind)
    if low.unit != high.unit or low.number >= high.number:
        return None
    return Value(
        ValueKind.RANGE,
        low=low.number,
        high=high.number,
        unit=high.unit,
        comparator=Comparator.BETWEEN,
        null_reason=NullReason.RANGE,
    )


def _is_scaled(text: str) -> bool:
    """Whether thousands or millions stand after the number: '£1.2-1.5m' may or may not mean 1.2 million."""
    return _SCALED_END.search(text) is not None


def _may_be_years(low: str, high: str) -> bool:
    """'22-23' and '2022-2023' are years; '2000-2500' is a range."""
    if not (low.isdigit() and high.isdigit() and len(low) in (2, 4) and len(high) in (2, 4)):
        return False
    return int(high[-2:]) == (int(low[-2:]) + 1) % 100


def read_top(text: str, context: str) -> Value | None:
    """'Top 5', 'in the top 10%', 'Top three', 'Top quartile' (no number)."""
    match = _TOP.fullmatch(text)
    if match is None:
        return None
    rest = match["rest"].removesuffix(" nationally")
    number = read_plain(rest, context)
    if number and number.kind in (ValueKind.NUMBER, ValueKind.PERCENT):
        return Value(ValueKind.RANK, number.number, unit=number.unit, comparator=Comparator.TOP)
    if fold(rest) in ("quartile", "quarter", "half", "decile", "quintile"):
        return Value(ValueKind.TEXT, comparator=Comparator.TOP, null_reason=NullReason.WORDS)
    return None


def read_rank(text: str, context: str) -> Value | None:
    """'3rd', '5th of 11', 'Ranked 7'. A bare number is no rank here, and '3 of 11' is a ratio."""
    match = _RANK.fullmatch(text)
    if match is None or not (match["th"] or text.casefold().startswith("rank")):
        return None
    place, of = float(match["n"]), float(match["of"]) if match["of"] else None
    if of is not None and place > of:
        return None
    return Value(ValueKind.RANK, place, comparator=Comparator.EQUAL, denominator=of)


def read_ratio(text: str, context: str) -> Value | None:
    """'192/341', '64 out of 73': numerator and denominator, and no number, for nobody said it is a percentage.

    '12/13' may be a year and '5/2' more than the whole: not ratios.
    """
    match = _RATIO.fullmatch(text)
    if match is None:
        return None
    part, whole = float(match["n"].replace(",", "")), float(match["of"].replace(",", ""))
    is_year = match["by"] == "/" and len(match["n"]) == len(match["of"]) == 2 and whole == part + 1
    if whole <= 0 or part > whole or is_year or re.match(r"0[0-9]", match["n"]) or re.match(r"0[0-9]", match["of"]):
        return None
    return Value(
        ValueKind.RATIO,
        comparator=Comparator.EQUAL,
        null_reason=NullReason.SEVERAL_NUMBERS,
        numerator=part,
        denominator=whole,
    )


def read_benchmark(text: str, context: str) -> Value | None:
    """'Achieve regional average (90.4%)', 'England average of 51%', 'Maintain above national' (no number)."""
    if text[:1].isdigit() or not _names_benchmark(text):
        return None
    match = _FIGURE_IN_BRACKETS.fullmatch(text) or _FIGURE_AT_END.fullmatch(text)
    if match is None:
        if any(letter.isdigit() for letter in text):
            return None
        return Value(ValueKind.TEXT, comparator=Comparator.BENCHMARK, null_reason=NullReason.WORDS)
    if fold(match["words"]) in words("label") or not _names_benchmark(match["words"]):
        return None
    if _YEAR.fullmatch(match["figure"].strip()):
        return Value(ValueKind.TEXT, comparator=Comparator.BENCHMARK, null_reason=NullReason.WORDS)
    quantity = read_quantity(match["figure"].strip(), context)
    if quantity is None:
        return None
    return Value(quantity.kind, quantity.number, unit=quantity.unit, comparator=Comparator.BENCHMARK)


def _names_benchmark(text: str) -> bool:
    plain = f" {' '.join(re.findall(r'[a-z]+', text.casefold()))} "
    return any(f" {word} " in plain for word in words("benchmark"))


def read_several(text: str, context: str) -> Value | None:
    """'6 per day / 2197 pa', '95%; 97%': several quantities and nothing else. No number: the heading chooses."""
    parts = [part for part in _BETWEEN_SEVERAL.split(text) if part]
    quantities = [read_quantity(part, context) for part in parts]
    found = tuple(quantity for quantity in quantities if quantity)
    if len(found) < 2 or len(found) < len(quantities):
        return None
    return Value(ValueKind.TEXT, null_reason=NullReason.SEVERAL_NUMBERS, alternatives=found)


FORMS: tuple[Reader, ...] = (
    read_top,
    read_rank,
    read_bound,
    read_range,
    read_benchmark,
    read_ratio,
    read_plain,
    read_several,
)
"""Every reader, in the order they are asked."""
