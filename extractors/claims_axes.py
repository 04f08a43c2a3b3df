"""The two axes of a count table: buckets ('Green', 'Total') along one, frames along the other.

A frame is what one line of counts is about: a directorate, a period, the whole report, a forecast.
Tables with statuses as rows are turned first, so that buckets are always columns here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.claims_counts import read_count
from extractors.claims_grid import Grid, GridCell
from extractors.claims_labels import LONGEST_LABEL, LegendNames, Meaning, fold, meaning_of_entry, read_meaning
from extractors.claims_periods import holds_period, is_period
from schemas.lookups import read_lookup
from schemas.vocabulary import Population

HEADER_DEPTH = 4
"""Rows from the top in which the buckets may stand: a title band, a period row, the buckets, one to spare."""

_PERCENT_OF = re.compile(
    r"^(?:%|percentage|percent|per cent)(?: of)?(?: kpis| indicators| measures)? (?P<rest>.+)$"
    r"|^(?P<head>.+?) ?\(?(?:%|percentage|percent|per cent)\)?$"
)
_UNIT_BEHIND = re.compile(r"\s*[-–(]?\s*(?P<unit>%|percentage|number|no\.?|count)\)?$", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:forecasts?|predict(?:ed|ions?)|project(?:ed|ions?)|anticipated)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BucketColumn:
    """A column of counts (``is_percent``: of percentages). ``over`` is the heading spanning several buckets, or ''."""

    index: int
    label: str
    meaning: Meaning
    is_percent: bool
    over: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of counts. ``scope`` None and not ``is_whole``: the line names no scope of its own."""

    row: int
    scope: str | None = None
    is_whole: bool = False
    period: str | None = None
    is_forecast: bool = False
    is_percent: bool = False
    population: Population | None = None


@cache
def _words(part: str, key: str) -> frozenset[str]:
    return frozenset(read_lookup("claims")[part][key])


def turn(grid: Grid) -> Grid:
    """The grid with rows and columns exchanged."""
    return replace(grid, rows=tuple(zip(*grid.rows, strict=True)), header_rows=1)


def find_buckets(grid: Grid, legend: LegendNames) -> tuple[int, tuple[BucketColumn, ...]] | None:
    """The row that names at least two statuses and its bucket columns, or None if there is no such row."""
    best: tuple[int, tuple[BucketColumn, ...]] | None = None
    for row in range(min(HEADER_DEPTH, len(grid.rows) - 1)):
        columns = _bucket_columns(grid, row, legend)
        if _statuses(columns) >= 2 and (best is None or _statuses(columns) > _statuses(best[1])):
            best = row, columns
    return best


def _statuses(columns: Sequence[BucketColumn]) -> int:
    return len({c.meaning for c in columns if c.meaning.is_status})


def _bucket_columns(grid: Grid, row: int, legend: LegendNames) -> tuple[BucketColumn, ...]:
    columns: list[BucketColumn] = []
    below = grid.rows[row + 1] if _is_unit_row(grid, row + 1) else None
    for index, cell in enumerate(grid.rows[row]):
        over: str | None = None
        label, meaning, is_percent = _read_bucket(cell, legend)
        dated = _with_period(cell.text, legend) if meaning is None else None
        if dated is not None:
            over, label, meaning = dated
        if meaning is None and fold(cell.text) in _words("scope", "percent") and columns:
            last = columns[-1]
            columns.append(replace(last, index=index, is_percent=True))
        elif meaning is None and not cell.text and below and columns and fold(below[index].text):
            label, meaning = columns[-1].label, columns[-1].meaning
        if meaning is not None:
            is_percent = is_percent or bool(below and _is_percent_word(below[index].text))
            over = _heading_over(grid, row, index) if over is None else over
            columns.append(BucketColumn(index, label, meaning, is_percent, over))
    return tuple(columns)


def _read_bucket(cell: GridCell, legend: LegendNames) -> tuple[str, Meaning | None, bool]:
    meaning = read_meaning(cell.text, legend)
    if meaning is not None and not (meaning.indicator or meaning.action or meaning.total) and is_period(cell.text):
        # 'Risk level November 2024' names a period; 'level' is no direction of travel there.
        meaning = None
    if meaning is not None:
        return cell.text, meaning, False
    percent = _PERCENT_OF.match(fold(cell.text)) if "%" in cell.text or "per" in cell.text.casefold() else None
    if percent:
        label = percent["rest"] or percent["head"]
        return label, read_meaning(label, legend), True
    if cell.mark is not None and not cell.text:
        return cell.mark.label, meaning_of_entry(cell.mark), False
    return cell.text, None, False


def _with_period(text: str, legend: LegendNames) -> tuple[str, str, Meaning] | None:
    """'Q1 Green' and 'Green Q1': the period, the bucket's label and its meaning; None for any other heading."""
    words = text.split() if holds_period(text) else []
    for place in range(1, len(words)):
        halves = (" ".join(words[:place]), " ".join(words[place:]))
        for period, label in (halves, halves[::-1]):
            if len(fold(label)) > LONGEST_LABEL or not is_period(period):
                continue
            meaning = read_meaning(label, legend)
            if meaning is not None and read_meaning(period, legend) is None:
                return period, label, meaning
    return None


def _is_percent_word(text: str) -> bool:
    return text.strip() == "%" or fold(text) in _words("scope", "percent")


def name_is_unit(text: str) -> bool:
    """Whether a heading only says what kind of number follows ('No.', '%')."""
    return _is_percent_word(text) or fold(text) in _words("scope", "unit")


def name_is_change(text: str) -> bool:
    """Whether a heading stands over differences between periods."""
    return fold(text) in _words("scope", "change")


def _is_unit_row(grid: Grid, row: int) -> bool:
    """Whether a row says only 'No.' and '%' under the buckets."""
    if row >= len(grid.rows):
        return False
    texts = [cell.text for cell in grid.rows[row] if cell.text]
    return (
        bool(texts)
        and all(_is_percent_word(t) or fold(t) in _words("scope", "unit") for t in texts)
        and any(_is_percent_word(text) for text in texts)
    )


def _heading_over(grid: Grid, row: int, index: int) -> str:
    """The nearest period or forecast heading above, a spanning one printed once counts for the columns after it."""
    for level in range(row - 1, -1, -1):
        for column in range(index, 0, -1):
            text = grid.rows[level][column].text
            if text:
                if is_period(text) or fold(text) in _words("scope", "forecast"):
                    return text
                break
    return ""


def read_frames(grid: Grid, header: int, columns: Sequence[BucketColumn]) -> tuple[Frame, ...]:
    """One frame per row below the buckets that holds anything in a bucket column."""
    first = min(column.index for column in columns)
    start = header + 2 if _is_unit_row(grid, header + 1) else header + 1
    used = {column.index for column in columns}
    frames: list[Frame] = []
    above: tuple[str, ...] = ()
    for row in range(start, len(grid.rows)):
        cells = grid.rows[row]
        labels = tuple(cells[i].text for i in range(first))
        if labels and not labels[0] and above and any(labels):
            labels = (above[0], *labels[1:])
        above = labels
        if any(cells[i].text for i in used) or any(labels):
            frames.append(_read_frame(row, labels))
    return tuple(settle_frames([frame for frame in frames if not _is_change(grid, frame, first)], grid, first, used))


def _is_change(grid: Grid, frame: Frame, first: int) -> bool:
    return any(name_is_change(grid.rows[frame.row][i].text) for i in range(first))


def settle_frames(frames: Sequence[Frame], grid: Grid, first: int, columns: Iterable[int]) -> Iterator[Frame]:
    """The lines of a table told apart by each other: populations, parts, and what counts neither.

    'KPIs' beside 'Actions' are populations; 'Project' beside 'Statistical' is a kind of indicator. 'Council' is a
    theme beside others, unless its counts are the sums of theirs.
    """
    is_split = any(frame.scope is None and frame.population is Population.KPIS for frame in frames)
    may_be_name = {f.row for f in frames if first and f.is_whole and _may_be_name(grid.rows[f.row][first - 1].text)}
    parts = [frame for frame in frames if not frame.is_percent and (not frame.is_whole or frame.row in may_be_name)]
    for frame in frames:
        label = grid.rows[frame.row][first - 1].text if first else ""
        named = population_of_label(frame.scope or "")
        if counts_other_matter(label):
            continue
        if is_split and named is Population.ACTIONS:
            yield replace(frame, scope=None, population=named)
        elif frame.population and not is_split and any(other.scope is not None for other in frames):
            yield replace(frame, scope=label, population=None)
        elif frame.row in may_be_name and not _adds_up(frame, [p for p in parts if p is not frame], grid, columns):
            yield replace(frame, scope=label, is_whole=False)
        else:
            yield frame


def _may_be_name(text: str) -> bool:
    return fold(text) in _words("scope", "whole_or_name")


def _adds_up(frame: Frame, parts: Sequence[Frame], grid: Grid, columns: Iterable[int]) -> bool:
    """Whether a line's counts are the sums of the other lines' of its period; shares are no sums."""
    beside = [part for part in parts if part.period == frame.period]
    sums: list[bool] = []
    for index in columns:
        counts = [read_count(grid.rows[part.row][index].text) for part in beside]
        total = read_count(grid.rows[frame.row][index].text)
        if total is not None and total.count is not None:
            sums.append(total.count == sum(count.count or 0 for count in counts if count is not None))
    return bool(beside and sums) and all(sums)


def _read_frame(row: int, labels: Sequence[str]) -> Frame:
    frame = Frame(row)
    for text in dict.fromkeys(labels):
        word = fold(text)
        if _is_percent_word(text):
            frame = replace(frame, is_percent=True)
        elif word in _words("scope", "forecast"):
            frame = replace(frame, is_forecast=True, period=text)
        elif word in _words("scope", "whole"):
            frame = replace(frame, is_whole=True)
        elif word in _words("population", "actions") or word in _words("population", "kpis"):
            frame = replace(frame, population=_population_named(word))
        elif word in _words("scope", "unit"):
            frame = replace(frame, population=frame.population or population_of_label(text))
        elif is_period(text):
            unit = _UNIT_BEHIND.search(text)
            is_share = unit is not None and _is_percent_word(unit["unit"])
            frame = replace(
                frame, period=text[: unit.start()] if unit else text, is_percent=frame.is_percent or is_share
            )
        elif frame.scope is None:
            frame = replace(frame, scope=text)
    return frame


def _population_named(word: str) -> Population:
    return Population.ACTIONS if word in _words("population", "actions") else Population.KPIS


def population_of_label(text: str) -> Population | None:
    """The one population a label names ('Number of actions'); None where it names none or both."""
    actions = _mentions(text, "actions")
    if actions == _mentions(text, "kpis"):
        return None
    return Population.ACTIONS if actions else Population.KPIS


def counts_other_matter(text: str) -> bool:
    """Whether a label or title names what no row of ours is: risks, complaints, audit recommendations."""
    return _mentions(text, "others") and not (_mentions(text, "kpis") or _mentions(text, "actions"))


def is_forecast(text: str) -> bool:
    """Whether a heading says that all its figures are forecasts."""
    return _FORECAST.search(text) is not None


def names_other_table(grid: Grid, header: int, first: int) -> bool:
    """Whether a heading shows that the table lists indicators, actions or money rather than counting them."""
    tops = [cell.text for row in grid.rows[: header + 1] for cell in row]
    sides = [row[i].text for row in grid.rows for i in range(first)]
    words = _words("not_a_count_table", "headings")
    return any(fold(text) in words or "£" in text for text in (*tops, *sides, grid.title))


def decide_population(texts: Sequence[str], columns: Sequence[BucketColumn]) -> Population:
    """KPIs or actions, by the words in and over the table (nearest first), then by the statuses it counts."""
    for text in texts:
        actions = _mentions(text, "actions")
        if actions != _mentions(text, "kpis"):
            return Population.ACTIONS if actions else Population.KPIS
    if any(fold(column.label) in _words("population", "delivery_only") for column in columns):
        return Population.ACTIONS
    statuses = [column.meaning for column in columns if column.meaning.is_status]
    readable = sum(bool(m.indicator or m.direction) for m in statuses)
    return Population.KPIS if readable * 2 >= len(statuses) else Population.ACTIONS


def _mentions(text: str, key: str) -> bool:
    label = f" {re.sub(r'[^a-z ]', ' ', text.casefold())} "
    return any(f" {word} " in label for word in _words("population", key))


def named_anyway(section: str | None, titles: Iterable[str | None]) -> str | None:
    """A general word ('Council', 'Corporate') as the name of a theme it is where tables stand under themes' names.

    ``titles`` are those of all tables: the same heading over a strip and its indicators, or two such headings.
    """
    if section is None or not _may_be_name(section):
        return None
    heads = Counter(fold(title) for title in titles if title)
    over_several = {title for title, tables in heads.items() if tables > 1}
    return section if fold(section) in over_several or len(over_several) > 1 else None


def name_scope(section: str | None) -> str | None:
    """The directorate or theme a heading names, or None when it speaks of the whole report ('Executive Summary')."""
    if not section:
        return None
    named = re.sub(r"^\s*(?:\d+(?:\.\d+)*\.?|[A-Z][.)])\s+", "", section).strip()
    said = re.findall(r"[a-z'-]+", named.replace("’", "'").casefold())
    if all(word in _words("scope", "general") for word in said):
        return None
    return None if is_period(named) else named
