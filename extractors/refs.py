"""Refs as text, with the zero a spreadsheet dropped put back where the sequence proves it.

A spreadsheet stores ref 1.10 as a number and prints 1.1; 2.20 becomes 2.2. Where the neighbours in the
same series ("1.9, 1.1, 1.11") leave no other reading, the ref is repaired. Only refs made of digits and dots
are touched; 1A3, CUS.07 or PI 12 never lose a zero. What stands in the other columns is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

REPAIRED = "ref_repaired"
DUPLICATE = "duplicate_ref"
DOUBTFUL = "ref_doubtful"

_DECIMAL_REF = re.compile(r"(\d+(?:\.\d+)*)\.([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class RepairedRef:
    """One row's ref. ``ref`` equals ``printed`` unless ``code`` is 'ref_repaired'.

    ``note`` is a sentence for the issue and ``code`` the issue's code (``schemas.issues``); both None where
    there is nothing to say.
    """

    printed: str | None
    ref: str | None
    note: str | None = None
    code: str | None = None


def repair_refs(printed: Sequence[str | None], titles: Sequence[str | None] | None = None) -> tuple[RepairedRef, ...]:
    """The refs of one table, theme or document in reading order, as long as ``printed``.

    Rows are compared within their series: '1.' with '1.', '2.3.' with '2.3.', wherever they stand, so a table
    continued over a page or cut into themes is one sequence. A ref gets its zero back when it stands lower than
    the ref before it, fits with the zero between its neighbours, and follows or precedes one of them directly
    (both, when the ref without the zero is not used by another row). A gap stays a gap. Of two equal refs the
    later is reported as a duplicate, except where ``titles`` (same length) show one KPI printed twice.
    ValueError when the lengths differ.
    """
    if titles is not None and len(titles) != len(printed):
        raise ValueError("titles and refs are not of the same length")
    refs = [RepairedRef(text, text) for text in printed]
    for series, rows in _series(printed).items():
        for row, found in _repair_series(series, rows, titles):
            refs[row] = replace(refs[row], ref=found.ref, note=found.note, code=found.code)
    return _mark_duplicates(refs, titles)


def _series(printed: Sequence[str | None]) -> dict[str, list[tuple[int, int]]]:
    """Per series ('1', '2.3') its rows in order: index in the document and last number of the ref."""
    series: dict[str, list[tuple[int, int]]] = {}
    for row, text in enumerate(printed):
        match = _DECIMAL_REF.fullmatch((text or "").strip())
        if match:
            series.setdefault(match[1], []).append((row, int(match[2])))
    return series


def _repair_series(
    series: str, rows: Sequence[tuple[int, int]], titles: Sequence[str | None] | None
) -> list[tuple[int, RepairedRef]]:
    """The repaired and the doubtful refs of one series, by row."""
    found: list[tuple[int, RepairedRef]] = []
    previous: int | None = None
    for place, (row, number) in enumerate(rows):
        following = rows[place + 1][1] if place + 1 < len(rows) else None
        earlier = [other for other, same in rows[:place] if same == number]
        if previous is None or number > previous or _is_repeat(row, earlier, titles):
            previous = number
            continue
        printed = f"{series}.{number}"
        whole = _with_zero(number, previous, following, bool(earlier))
        if whole is not None:
            note = f"printed {printed}, read as {series}.{whole}: it stands {_between(series, previous, following)}"
            found.append((row, RepairedRef(printed, f"{series}.{whole}", note, REPAIRED)))
            previous = whole
        elif _may_lack_zero(number, previous, following):
            note = f"{printed} stands {_between(series, previous, following)}; a zero may have been dropped"
            found.append((row, RepairedRef(printed, printed, note, DOUBTFUL)))
        else:
            previous = number
    return found


def _with_zero(number: int, previous: int, following: int | None, is_used: bool) -> int | None:
    """The number with its zeros back when the neighbours prove it, else None."""
    for whole in (number * 10, number * 100):
        fits = previous < whole and (following is None or whole < following)
        touches = (previous == whole - 1) + (following == whole + 1)
        if fits and touches and (is_used or touches == 2):
            return whole
    return None


def _may_lack_zero(number: int, previous: int, following: int | None) -> bool:
    """Whether a zero would put the number in order, though nothing proves it. The next ref may lack its own zero."""
    whole = number * 10
    return previous < whole and (following is None or any(whole < after for after in (following, following * 10)))


def _is_repeat(row: int, earlier: Sequence[int], titles: Sequence[str | None] | None) -> bool:
    title = _fold(titles[row]) if titles is not None else ""
    return bool(title) and titles is not None and any(title == _fold(titles[other]) for other in earlier)


def _mark_duplicates(refs: Sequence[RepairedRef], titles: Sequence[str | None] | None) -> tuple[RepairedRef, ...]:
    marked: list[RepairedRef] = []
    rows_of: dict[str, list[int]] = {}
    for row, ref in enumerate(refs):
        key = (ref.ref or "").strip()
        earlier = rows_of.setdefault(key, [])
        if key and earlier and ref.code != REPAIRED and not _is_repeat(row, earlier, titles):
            ref = replace(
                ref, note=f"{key} is the ref of an earlier row too; {ref.note or 'no gap explains it'}", code=DUPLICATE
            )
        earlier.append(row)
        marked.append(ref)
    return tuple(marked)


def _between(series: str, previous: int, following: int | None) -> str:
    after = f"after {series}.{previous}"
    return after if following is None else f"{after} and before {series}.{following}"


def _fold(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
