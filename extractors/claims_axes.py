"""The two axes of a count table: buckets ('Green', 'Total') along one, frames along the other.

A frame is what one line of counts is about: a directorate, a period, the whole report, a forecast.
Tables with statuses as rows are turned first, so that buckets are always columns here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.claims_grid import Grid, GridCell
from extractors.claims_labels import Meaning, fold, meaning_of_entry, read_meaning
from extractors.claims_periods import is_period
from schemas.lookups import read_lookup
from schemas.readings import LegendEntry
from schemas.vocabulary import Population

HEADER_DEPTH = 4
"""Rows from the top in which the buckets may stand: a title band, a period row, the buckets, one to spare."""

_PERCENT_OF = re.compile(
    r"^(?:%|percentage|percent|per cent)(?: of)?(?: kpis| indicators| measures)? (?P<rest>.+)$"
    r"|^(?P<head>.+?) ?\(?(?:%|percentage|percent|per cent)\)?$"
)


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


def find_buckets(grid: Grid, legend: Sequence[LegendEntry]) -> tuple[int, tuple[BucketColumn, ...]] | None:
    """The row that names at least two statuses and its bucket columns, or None if there is no such row."""
    best: tuple[int, tuple[BucketColumn, ...]] | None = None
    for row in range(min(HEADER_DEPTH, len(grid.rows) - 1)):
        columns = _bucket_columns(grid, row, legend)
        if _statuses(columns) >= 2 and (best is None or _statuses(columns) > _statuses(best[1])):
            best = row, columns
    return best


def _statuses(columns: Sequence[BucketColumn]) -> int:
    return len({c.meaning for c in columns if c.meaning.is_status})


def _bucket_columns(grid: Grid, row: int, legend: Sequence[LegendEntry]) -> tuple[BucketColumn, ...]:
    columns: list[BucketColumn] = []
    below = grid.rows[row + 1] if _is_unit_row(grid, row + 1) else None
    for index, cell in enumerate(grid.rows[row]):
        over = _heading_over(grid, row, index)
        label, meaning, is_percent = _read_bucket(cell, legend)
        if meaning is None and fold(cell.text) in _words("scope", "percent") and columns:
            last = columns[-1]
            columns.append(replace(last, index=index, is_percent=True))
        elif meaning is None and not cell.text and below and columns and fold(below[index].text):
            label, meaning = columns[-1].label, columns[-1].meaning
        if meaning is not None:
            is_percent = is_percent or bool(below and _is_percent_word(below[index].text))
            columns.append(BucketColumn(index, label, meaning, is_percent, over))
    return tuple(columns)


def _read_bucket(cell: GridCell, legend: Sequence[LegendEntry]) -> tuple[str, Meaning | None, bool]:
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


def _is_percent_word(text: str) -> bool:
    return text.strip() == "%" or fold(text) in _words("scope", "percent")


def name_is_unit(text: str) -> bool:
    """Whether a heading only says what kind of number follows ('No.', '%')."""
    return _is_percent_word(text) or fold(text) in _words("scope", "unit")


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
    return _settle_populations(frames, grid, first)


def _settle_populations(frames: Sequence[Frame], grid: Grid, first: int) -> tuple[Frame, ...]:
    """'KPIs' and 'Actions' side by side are populations; 'Project' beside 'Statistical' is a kind of indicator."""
    if all(frame.scope is None for frame in frames):
        return tuple(frames)
    return tuple(
        replace(frame, scope=grid.rows[frame.row][first - 1].text, population=None) if frame.population else frame
        for frame in frames
    )


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
            continue
        elif is_period(text):
            frame = replace(frame, period=text)
        elif frame.scope is None:
            frame = replace(frame, scope=text)
    return frame


def _population_named(word: str) -> Population:
    return Population.ACTIONS if word in _words("population", "actions") else Population.KPIS


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


def name_scope(section: str | None) -> str | None:
    """The directorate or theme a heading names, or None when it speaks of the whole report ('Executive Summary')."""
    if not section:
        return None
    named = re.sub(r"^\s*(?:\d+(?:\.\d+)*\.?|[A-Z][.)])\s+", "", section).strip()
    said = re.findall(r"[a-z'-]+", named.replace("’", "'").casefold())
    if all(word in _words("scope", "general") for word in said):
        return None
    return None if is_period(named) else named
