"""What speaks for one reading of a document against another: its stated totals and its own rows, nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.totals import Totals, met_totals
from schemas.readings import DocumentContent, KpiRow

# Issues that say that rows of a table were not read whole.
BROKEN = frozenset({"row_without_title", "table_without_header"})
# Two refs in one cell: two rows were taken for one.
_TWO_REFS = re.compile(r"\b([A-Z]{0,4}[ -]?\d+(?:\.\d+)*[a-z]?)\s+([A-Z]{0,4}[ -]?\d+(?:\.\d+)*[a-z]?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Score:
    """What speaks for a reading: the stated totals it meets, then how few faults its rows show, then rows and cells.

    ``doubtful`` of the faults are rows that might have been made up: doubled ones, and ones without figure and mark.
    """

    met: frozenset[tuple[str, int]]
    faults: int
    doubtful: int
    rows: int
    filled: int

    def beats(self, other: Score) -> bool:
        """Whether the evidence is stronger: every total the other meets and more, or the same ones with fewer faults.

        Totals won with more doubtful rows than the other has prove nothing: a doubled row can hide a missing one.
        More rows or cells alone prove nothing either.
        """
        if self.met > other.met:
            return self.doubtful <= other.doubtful
        if self.met != other.met or not self.rows or self.faults >= other.faults:
            return False
        return self.rows >= other.rows and self.filled >= other.filled


def score_of(content: DocumentContent, totals: Totals) -> Score:
    """How well a reading stands up to the stated totals and to itself."""
    rows = content.kpis
    broken = sum(issue.code in BROKEN for issue in content.issues)
    doubtful = len(rows) - len({_figures(row) for row in rows}) + sum(map(is_hollow, rows))
    return Score(
        met=met_totals(Counter(row.status.rating.value for row in rows), totals),
        faults=broken + doubtful + _out_of_order(rows) + sum(map(_is_crowded, rows)),
        doubtful=doubtful,
        rows=len(rows),
        filled=sum(bool(text) for row in rows for text in (row.ref_printed, row.target, row.actual, row.previous)),
    )


def is_hollow(row: KpiRow) -> bool:
    """Whether a row has no figure and no mark: a heading taken for a row has only its words."""
    texts = (row.target, row.actual, row.previous, *(value.text for value in row.values))
    return row.status.method is None and not any(texts)


def same_rows(one: DocumentContent, other: DocumentContent) -> bool:
    """Whether two readings have the same rows with the same ratings, in order; False where there are none."""

    def rows(content: DocumentContent) -> list[tuple[str, str]]:
        return [("".join(row.title.split()).casefold(), row.status.rating.value) for row in content.kpis]

    return bool(one.kpis) and rows(one) == rows(other)


def keeps_rows(one: DocumentContent, other: DocumentContent) -> bool:
    """Whether ``other`` loses no row of ``one``: each stands in it, or its title's words in rows ``one`` has not.

    A reading must not meet the report's totals by dropping what the page shows.
    """
    left = Counter(_words(row.title) for row in other.kpis)
    missing: Counter[str] = Counter()
    for row in one.kpis:
        title = _words(row.title)
        if left[title]:
            left[title] -= 1
        elif not is_hollow(row):
            missing.update(title)
    new = Counter[str]()
    for row in other.kpis:
        title = _words(row.title)
        if left[title]:
            left[title] -= 1
            new.update(_words(" ".join((row.title, row.commentary or "", row.grouping or ""))))
    return not missing - new


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _figures(row: KpiRow) -> tuple[object, ...]:
    return _words(row.title), row.ref_printed, row.theme, row.target, row.actual, row.status.rating


def _is_crowded(row: KpiRow) -> bool:
    return bool(row.ref_printed and _TWO_REFS.fullmatch(row.ref_printed))


def _out_of_order(rows: Sequence[KpiRow]) -> int:
    """Refs in dotted figures that go back by themselves: the row before and the row after are in order."""
    keys = [_dotted(row.ref) for row in rows]
    backward = 0
    for (a, b), c in zip(pairwise(keys), keys[2:], strict=False):
        if a and b and c and a[0] == b[0] == c[0] and a < c and not a <= b <= c:
            backward += 1
    return backward


def _dotted(ref: str | None) -> tuple[int, ...] | None:
    parts = ref.split(".") if ref else []
    return tuple(map(int, parts)) if len(parts) > 1 and all(part.isdecimal() for part in parts) else None
