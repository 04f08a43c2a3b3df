"""One number with its unit: '£1.344m', '141.13kgs', '-0.7', '2100 per 100,000', '6 minutes 26 seconds'.

Only a text that is one quantity from end to end is read; comparators, ranges and notes are ``values``' business.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.units import Unit, find_unit, scales
from schemas.values import Quantity, ValueKind

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_QUANTITY = re.compile(
    rf"(?P<minus>[-+])?\s?(?P<money>[£€])?(?P<sign>[-+])?\s?(?P<number>{NUMBER})(?P<rest>.*)", re.DOTALL
)
_SCALED = re.compile(r"(?P<gap>\s?)(?P<scale>k|mn|mill|bn|m|thousand|million|billion)(?P<after>\s.*|$)", re.IGNORECASE)
_PART = re.compile(rf"({NUMBER})\s?([a-z]+)\.?", re.IGNORECASE)
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])")
# Bare 'm' may be millions, metres, minutes or months: the row's own words decide.
_IS_LENGTH_OR_TIME = re.compile(r"\b(met(re|er)s?|height|length|distance|depth|width|minutes?|months?|time|duration)\b")
_IS_COUNT = re.compile(r"\b(number|no\.|count|visitors?|visits|customers|people|population|residents|users|views)\b")
_SMALLEST = {"hours": ("minutes", 60), "minutes": ("seconds", 60), "years": ("months", 12), "weeks": ("days", 7)}


def read_quantity(text: str, context: str = "") -> Quantity | None:
    """The quantity a text is, or None when it is not exactly one or its unit is unknown.

    ``text`` is folded to one line (``folding.one_line``). ``context`` is the row's title and heading in any case:
    it decides only whether a bare 'm' means millions. A number with zeros in front ('007') or with commas in odd
    places is no quantity.
    """
    match = _QUANTITY.fullmatch(text)
    if match is None or re.match(r"0[0-9]", match["number"]):
        return None
    if match["minus"] and match["sign"]:
        return None
    number = Decimal(match["number"].replace(",", ""))
    sign = -1 if "-" in (match["minus"], match["sign"]) else 1
    spaced_sign = match["minus"] and text[1:2] == " "
    if spaced_sign:
        return None
    return _with_unit(sign * number, match["money"], match["rest"], context)


def _with_unit(number: Decimal, money: str | None, rest: str, context: str) -> Quantity | None:
    scaled = _SCALED.fullmatch(rest)
    if scaled and (money or _is_scale(scaled, number, context)):
        number *= scales()[scaled["scale"].casefold()]
        rest = scaled["after"]
    elif scaled and scaled["scale"].casefold() == "m":
        return None
    rest = rest.strip()
    if money:
        return _money(number, money, rest)
    if not rest:
        return Quantity(float(number), None, ValueKind.NUMBER)
    unit = find_unit(rest)
    if unit is None or unit.kind is ValueKind.CURRENCY or unit.name is None:
        return None
    return Quantity(float(number), unit.name, unit.kind)


def _is_scale(scaled: re.Match[str], number: Decimal, context: str) -> bool:
    word = scaled["scale"].casefold()
    if word not in ("m", "k"):
        return True
    if scaled["gap"]:
        return False
    words = context.casefold()
    if word == "k":
        return True
    if _IS_LENGTH_OR_TIME.search(words):
        return False
    return number != number.to_integral_value() or bool(_IS_COUNT.search(words))


def _money(number: Decimal, money: str, rest: str) -> Quantity | None:
    if rest.casefold() in ("", "surplus"):
        return Quantity(float(number), money, ValueKind.CURRENCY)
    per = find_unit(rest)
    if per is None or per.kind is not ValueKind.RATE:
        return None
    return Quantity(float(number), f"{money} {per.name}", ValueKind.RATE)


def read_duration(text: str) -> Quantity | None:
    """A time of several parts in its smallest part: '6 minutes 26 seconds' and '0:06:26' are 386 seconds. Else None.

    '6:26' is None: hours and minutes or minutes and seconds, nobody knows.
    """
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return Quantity(float(hours * 3600 + minutes * 60 + seconds), "seconds", ValueKind.DURATION)
    parts = _PART.findall(text)
    left_over = _PART.sub("", text).replace("and", "").replace(",", "").strip()
    if len(parts) < 2 or left_over:
        return None
    units = [_time_unit(word) for _, word in parts]
    total, smallest = Decimal(0), None
    for (number, _), unit in zip(parts, units, strict=True):
        if unit is None or unit.name is None or "," in number:
            return None
        if smallest is not None:
            below, factor = _SMALLEST.get(smallest, ("", 0))
            if below != unit.name or Decimal(number) >= factor:
                return None
            total *= factor
        total, smallest = total + Decimal(number), unit.name
    return Quantity(float(total), smallest, ValueKind.DURATION)


def _time_unit(word: str) -> Unit | None:
    letters = {"h": "hours", "m": "minutes", "s": "seconds"}
    unit = find_unit(letters.get(word.casefold(), word))
    return unit if unit and unit.kind is ValueKind.DURATION else None
