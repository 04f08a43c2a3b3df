"""Units, rates and money words: every printed form with the one name we store (``schemas/lookups/units.toml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.folding import fold, one_line
from schemas.lookups import read_lookup
from schemas.values import ValueKind

_KINDS = {
    "percent": ValueKind.PERCENT,
    "duration": ValueKind.DURATION,
    "measure": ValueKind.NUMBER,
    "count": ValueKind.NUMBER,
    "rate": ValueKind.RATE,
    "money": ValueKind.CURRENCY,
    "plain": ValueKind.NUMBER,
}
_RATE_OF_MANY = re.compile(
    r"(per (?:1,?000|10,?000|100,?000|1,?000,?000|thousand|million|1k|10k|100k))\b[a-z0-9 +,'&-]*"
)
_PER_NOUN = re.compile(r"per [a-z]+(?: [a-z]+){0,2}")
_SCALED_MONEY = re.compile(r"([£€])\s*'?(000s?|k|m|mn|million|millions|bn|thousands?)")
_LAST_BRACKET = re.compile(r"\(([^()]+)\)\s*$")
_PERCENT_HEADING = re.compile(r"^%(?!\s*[0-9])|[a-z)]\s*%$|\(%\)|\bper ?cent(age)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its stored ``name`` (None for a plain count), the kind of value it makes, a factor ('£000': 1000)."""

    name: str | None
    kind: ValueKind
    factor: int = 1


@cache
def _named() -> dict[str, Unit]:
    lookup = read_lookup("units")
    return {
        fold(form): Unit(None if section == "plain" else name, kind)
        for section, kind in _KINDS.items()
        for name, forms in lookup[section].items()
        for form in forms
    }


@cache
def scales() -> dict[str, int]:
    """Money and number words as factors: 'k' is 1000, 'million' 1000000."""
    return {form: int(factor) for factor, forms in read_lookup("units")["scale"].items() for form in forms}


def find_unit(text: str) -> Unit | None:
    """The unit all of a text is: 'kgs', 'days', '%', 'per 100,000 population', 'days per month'. Else None."""
    plain = fold(text)
    if unit := _named().get(plain):
        return unit
    if money := _SCALED_MONEY.fullmatch(plain):
        return Unit(money[1], ValueKind.CURRENCY, scales()[money[2]])
    if rate := _RATE_OF_MANY.fullmatch(plain):
        return _named()[rate[1]]
    if _PER_NOUN.fullmatch(plain):
        return Unit(plain, ValueKind.RATE)
    first, per, rest = plain.partition(" per ")
    base = _named().get(first)
    time = find_unit(f"per {rest}") if per and base else None
    return Unit(f"{base.name} {time.name}", ValueKind.RATE) if base and time and base.name else None


def column_unit(unit_column: str) -> Unit:
    """The unit a row's own unit column states; a word that is no known unit is kept as it is printed."""
    return find_unit(unit_column) or Unit(one_line(unit_column), ValueKind.NUMBER)


def find_heading_unit(heading: str | None) -> Unit | None:
    """The unit a heading states for bare numbers: 'Target (%)', '£000', 'Actual £m', 'Time (days)'. Else None."""
    plain = fold(heading or "")
    if not plain:
        return None
    if money := _SCALED_MONEY.search(plain):
        return Unit(money[1], ValueKind.CURRENCY, scales()[money[2]])
    if _PERCENT_HEADING.search(plain):
        return _named()["%"]
    bracket = _LAST_BRACKET.search(plain)
    unit = find_unit(bracket[1]) if bracket else find_unit(plain)
    return unit if unit and unit.kind is not ValueKind.RATE else None
