"""Which blanks of a count table are zeros, and which numbers carry a glued footnote mark.

A blank is a zero only when its own line or its column says so; everything else stays unclaimed.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.claims_axes import BucketColumn, Frame
from extractors.claims_tables import CountTable


def fill_blanks(table: CountTable) -> dict[tuple[int, int], int]:
    """The positions (row, column) of blanks that are zeros, with 0.

    A blank is a zero when another bucket of the same family (statuses, directions) in its line holds a
    count, when the line's stated total is the sum of the rest, or when the table's total line is the
    sum of the column without it.
    """
    zeros: dict[tuple[int, int], int] = {}
    for frame in table.frames:
        if frame.is_percent:
            continue
        for family in _families(table.columns):
            blanks = [column for column in family if table.count(frame, column).empty]
            if blanks and _line_confirms(table, frame, family):
                zeros |= {(frame.row, column.index): 0 for column in blanks}
    for column in table.columns:
        if not column.meaning.is_status or column.is_percent:
            continue
        if _column_confirms(table, column):
            blanks_of = [
                frame
                for frame in _parts(table)
                if table.count(frame, column).empty and not _line_contradicts(table, frame, column)
            ]
            zeros |= {(frame.row, column.index): 0 for frame in blanks_of}
    return zeros


def _families(columns: Sequence[BucketColumn]) -> list[list[BucketColumn]]:
    """Buckets that share a total: statuses apart from directions, each under its own spanning heading."""
    families: dict[tuple[str, bool], list[BucketColumn]] = {}
    for column in columns:
        if not column.meaning.total and not column.is_percent:
            is_direction = bool(column.meaning.direction) and not column.meaning.indicator
            families.setdefault((column.over, is_direction), []).append(column)
    return list(families.values())


def _line_confirms(table: CountTable, frame: Frame, family: Sequence[BucketColumn]) -> bool:
    known = [table.count(frame, column).count for column in family]
    if any(count is not None for count in known):
        return True
    wanted = family[0].over
    totals = [c for c in table.columns if c.meaning.total and c.over == wanted and not c.is_percent]
    return any(table.count(frame, total).count == 0 for total in totals)


def _line_contradicts(table: CountTable, frame: Frame, column: BucketColumn) -> bool:
    """Whether the line states a total above zero and leaves all its buckets blank."""
    beside = [c for c in table.columns if c.over == column.over and not c.is_percent]
    buckets = [table.count(frame, c).count for c in beside if not c.meaning.total]
    totals = [table.count(frame, c).count for c in beside if c.meaning.total]
    return not any(count is not None for count in buckets) and any(total for total in totals)


def _column_confirms(table: CountTable, column: BucketColumn) -> bool:
    whole = [frame for frame in table.frames if frame.is_whole and not frame.is_percent]
    if len(whole) != 1:
        return False
    stated = table.count(whole[0], column).count
    counts = [table.count(frame, column).count for frame in _parts(table)]
    return stated is not None and len(counts) > 1 and stated == sum(count or 0 for count in counts)


def _parts(table: CountTable) -> list[Frame]:
    return [frame for frame in table.frames if not frame.is_whole and not frame.is_percent]


def find_footnoted(table: CountTable, zeros: dict[tuple[int, int], int]) -> dict[tuple[int, int], str]:
    """Numbers that contradict their line's or column's total and would agree without their last digit.

    '38' with footnote 1 reads as '381' in plain text. Which of the numbers is meant is not guessed: the
    result maps the position to a sentence that says what was seen.
    """
    doubts: dict[tuple[int, int], str] = {}
    for parts, total in _sums(table):
        every = [*parts, total]
        values = {place: _value(table, zeros, place) for place in every}
        if any(value is None for value in values.values()):
            continue
        known = {place: value for place, value in values.items() if value is not None}
        if sum(known[place] for place in parts) == known[total]:
            continue
        for place in every:
            shorter = {**known, place: known[place] // 10}
            if known[place] >= 10 and sum(shorter[p] for p in parts) == shorter[total]:
                doubts[place] = (
                    f"{known[place]} contradicts the table's own sum, which agrees with {known[place] // 10}: "
                    "probably a footnote mark printed behind the number."
                )
    return doubts


def _sums(table: CountTable) -> list[tuple[list[tuple[int, int]], tuple[int, int]]]:
    """What a table adds up: buckets to the line's total, lines to the column's total."""
    sums: list[tuple[list[tuple[int, int]], tuple[int, int]]] = []
    for frame in table.frames:
        if frame.is_percent:
            continue
        for family in _families(table.columns):
            totals = [c for c in table.columns if c.meaning.total and c.over == family[0].over and not c.is_percent]
            rated = [c for c in totals if c.meaning.total == "rated"] or totals
            is_direction = bool(family[0].meaning.direction) and not family[0].meaning.indicator
            if len(rated) == 1 and not is_direction:
                sums.append(([(frame.row, c.index) for c in family], (frame.row, rated[0].index)))
    whole = [frame for frame in table.frames if frame.is_whole and not frame.is_percent]
    if len(whole) == 1 and len(_parts(table)) > 1:
        for column in table.columns:
            if not column.is_percent:
                sums.append(([(frame.row, column.index) for frame in _parts(table)], (whole[0].row, column.index)))
    return sums


def _value(table: CountTable, zeros: dict[tuple[int, int], int], place: tuple[int, int]) -> int | None:
    cell = table.counts[place]
    if cell is not None and cell.count is not None:
        return cell.count
    return zeros.get(place)
