"""What a value cell says: a number with its unit, a bound, a range, a target in words, or why there is nothing.

A number that is wrong and looks right is the worst outcome: whatever two readers could take differently has
``number`` None and says why. Forms are in ``value_forms``, words in ``value_words``, dates in ``periods``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from extractors.folding import fold, one_line, without_note_marks
from extractors.periods import is_date_or_period
from pipeline.quantities import read_quantity
from pipeline.units import Unit, column_unit, find_heading_unit, find_unit
from pipeline.value_forms import FORMS, read_ratio, value_of
from pipeline.value_words import (
    find_null_reason,
    is_provisional_note,
    is_scale_note,
    split_bracket,
    split_provisional,
    without_deadline,
    without_label,
    without_status_word,
    without_tag,
    words,
)
from schemas.values import NullReason, Quantity, Value, ValueKind
from schemas.vocabulary import Comparator, ValueRole

# '93%' beside 45/48 (93.75): printed percentages are rounded or cut to whole points.
_PERCENT_ROUNDING = 1.0


def read_value(
    text: str | None,
    *,
    header: str | None = None,
    unit_hint: str | None = None,
    role: ValueRole = ValueRole.ACTUAL,
    context: str | None = None,
) -> Value:
    """The value of a cell as printed; never raises.

    ``header`` is the column's heading: '(%)', '£000' or '(days)' in it give bare numbers their unit. ``unit_hint`` is
    the row's own unit column. ``role`` matters for words only ('TBC' as a target means that none is set).
    ``context`` is the row's title, used only to tell millions from metres. A bare number without any of these
    keeps ``unit`` None.
    """
    line = without_note_marks(one_line(text or ""))
    reason = find_null_reason(line, role)
    if reason is not None:
        comparator = Comparator.TEXT if line and reason is not NullReason.BLANK else None
        return Value(ValueKind.NONE, null_reason=reason, comparator=comparator)
    plain = fold(line)
    if plain in words("boolean"):
        return Value(ValueKind.BOOLEAN, comparator=Comparator.TEXT, null_reason=NullReason.WORDS)
    if plain in words("grade"):
        return _words()
    if is_date_or_period(line):
        return Value(ValueKind.DATE, comparator=Comparator.TEXT, null_reason=NullReason.WORDS)
    surroundings = f"{context or ''} {header or ''}"
    value = _read_number(line, surroundings) or _words(understood=False)
    value = _choose(value, header, unit_hint)
    return _with_known_unit(value, column_unit(unit_hint) if _says(unit_hint) else find_heading_unit(header))


def _says(unit_hint: str | None) -> TypeGuard[str]:
    """Whether a unit column holds something; a dash or N/A says nothing."""
    return unit_hint is not None and find_null_reason(unit_hint, ValueRole.ACTUAL) is None


def _words(*, understood: bool = True) -> Value:
    reason = NullReason.WORDS if understood else NullReason.UNREADABLE
    return Value(ValueKind.TEXT, comparator=Comparator.TEXT, null_reason=reason, understood=understood)


def _read_number(line: str, context: str) -> Value | None:
    text, provisional = split_provisional(without_status_word(line).rstrip(".,;: "))
    value = _first_form(text, context)
    if value is None:
        core, note = split_bracket(text)
        value = _with_note(core, note, context) if note is not None else None
        provisional = provisional or (note is not None and is_provisional_note(note))
    return replace(value, provisional=provisional) if value else None


def _first_form(text: str, context: str) -> Value | None:
    """The first form that fits the text, the text without its label, its tag or its deadline."""
    for candidate in dict.fromkeys((text, without_label(text), without_tag(text), without_deadline(text))):
        for read_form in FORMS:
            if value := read_form(candidate, context):
                return value
    return None


def _with_note(core: str, note: str, context: str) -> Value | None:
    """'1% (30.3m)': the number before the bracket, with what the bracket adds."""
    if is_scale_note(note):
        return None
    plain_core, provisional = split_provisional(core)
    unit = find_unit(note)
    if unit and (quantity := read_quantity(f"{plain_core} {note}", context)):
        return replace(value_of(quantity), provisional=provisional)
    value = _first_form(plain_core, context)
    if value is None:
        return None
    value = replace(value, provisional=provisional)
    counted = read_ratio(note, context) or read_ratio(f"{plain_core} {note}", context)
    if value.kind is ValueKind.RATIO:
        return _percent_of_ratio(value, read_quantity(note, context))
    if counted:
        return replace(value, numerator=counted.numerator, denominator=counted.denominator)
    second = read_quantity(note, context)
    if second is None:
        return value
    first = Quantity(value.number, value.unit, value.kind) if value.number is not None else None
    if first and first.kind is ValueKind.NUMBER and first.unit is None and second.kind is ValueKind.PERCENT:
        return Value(ValueKind.TEXT, null_reason=NullReason.SEVERAL_NUMBERS, alternatives=(first, second))
    return replace(value, alternatives=(*value.alternatives, second))


def _percent_of_ratio(ratio: Value, percent: Quantity | None) -> Value:
    """'12 of 13 (92%)' is 92%, where the two agree."""
    if percent is None or percent.kind is not ValueKind.PERCENT or ratio.numerator is None or ratio.denominator is None:
        return ratio
    if abs(100 * ratio.numerator / ratio.denominator - percent.number) > _PERCENT_ROUNDING:
        return replace(ratio, alternatives=(percent,))
    return replace(value_of(percent), numerator=ratio.numerator, denominator=ratio.denominator)


def _choose(value: Value, header: str | None, unit_hint: str | None) -> Value:
    """Of several quantities the one whose unit the heading or the unit column names; otherwise none."""
    if not value.alternatives or value.number is not None:
        return value
    named = column_unit(unit_hint) if _says(unit_hint) else find_heading_unit(header)
    heading = fold(header or "")
    fitting = [
        quantity
        for quantity in value.alternatives
        if quantity.unit
        and ((named and named.name == quantity.unit) or quantity.unit.removeprefix("per ") in heading.split())
    ]
    if len(fitting) != 1:
        return value
    rest = tuple(quantity for quantity in value.alternatives if quantity is not fitting[0])
    return replace(value_of(fitting[0]), alternatives=rest, provisional=value.provisional)


def _with_known_unit(value: Value, unit: Unit | None) -> Value:
    """A bare number with the unit its column or heading states; a number with its own unit stays as printed."""
    if unit is None or value.unit is not None:
        return value
    if (
        value.kind is ValueKind.RATIO
        and unit.kind is ValueKind.PERCENT
        and value.numerator is not None
        and value.denominator
    ):
        percent = round(100 * value.numerator / value.denominator, 2)
        return replace(value, kind=ValueKind.PERCENT, number=percent, unit=unit.name, null_reason=None)
    if value.kind is ValueKind.NUMBER and value.number is not None:
        return replace(
            value,
            kind=unit.kind,
            unit=unit.name,
            number=value.number * unit.factor,
            low=value.low * unit.factor if value.low is not None else None,
            high=value.high * unit.factor if value.high is not None else None,
        )
    if value.kind is ValueKind.RANGE and value.low is not None and value.high is not None:
        return replace(value, unit=unit.name, low=value.low * unit.factor, high=value.high * unit.factor)
    return value
