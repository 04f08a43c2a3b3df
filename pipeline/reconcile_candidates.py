"""Which rows could explain a difference between a stated total and the rows counted.

A row is named for a reason a person can check on the page; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.claims_labels import fold
from extractors.colours import distance
from pipeline.reconcile_rows import CountedRow, Tally, colour_of
from schemas.vocabulary import Rag, Rating

MOST_NAMED = 5
"""Rows named in one explanation: more is a list nobody reads; the ledger's reader can query the rest."""

MOST_OF_THE_ROWS = 0.8
"""Share of the scope's rows from which naming them all as candidates says nothing."""

ODD_COLOUR = 8.0
"""CIE76 distance from a bucket's usual fill at which a fill is worth a second look. The same swatch re-encoded
within one document moves by less than 3; 20 is another colour."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row worth looking at, and why."""

    row: CountedRow
    reason: str

    @property
    def described(self) -> str:
        return f"{self.row.described}: {self.reason}"


def candidates(
    bucket: str, difference: int, found: Tally, rows: Sequence[CountedRow], opposite: Sequence[CountedRow]
) -> tuple[Candidate, ...]:
    """The rows that could explain ``difference`` (counted minus stated), the likeliest first, each once.

    ``opposite`` are rows of the buckets that are off the other way round: one of them, or of this bucket,
    may be in the wrong one.
    """
    counted = {row.row_id for row in found.counted}
    seen: set[str] = set()
    named: list[Candidate] = []
    for candidate in _in_order(bucket, difference, found, rows, opposite, counted):
        if candidate.row.row_id not in seen:
            seen.add(candidate.row.row_id)
            named.append(candidate)
    return tuple(named)


def describe_candidates(named: Sequence[Candidate]) -> str:
    """'Rows to look at: 2.10 'Gullies emptied' (page 2): counted as Amber.', '' where there are none."""
    if not named:
        return ""
    shown = "; ".join(candidate.described for candidate in named[:MOST_NAMED])
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"Rows to look at: {shown}{more}."


def _in_order(
    bucket: str,
    difference: int,
    found: Tally,
    rows: Sequence[CountedRow],
    opposite: Sequence[CountedRow],
    counted: set[str],
) -> Iterator[Candidate]:
    suspects = found.counted if difference > 0 else (opposite or [row for row in rows if row.row_id not in counted])
    yield from (Candidate(row, "its status could not be read") for row in found.unreadable)
    if difference > 0:
        yield from _doubles(found.counted)
    yield from _contradictions(suspects)
    yield from _values_that_say_otherwise(suspects)
    yield from _odd_colours(suspects, rows)
    yield from _odd_methods(suspects, rows)
    if difference < 0 and not opposite:
        unrated = [row for row in rows if row.rating == Rating.NOT_RATED and row.row_id not in counted]
        yield from (Candidate(row, "it is listed without a rating") for row in unrated)
        yield from _at_page_breaks(rows, rows, "it stands at a page break, where a row may be lost")
    elif len(suspects) < len(rows) * MOST_OF_THE_ROWS:
        if not opposite:
            yield from _at_page_breaks(suspects, rows, "it stands at a page break")
        verb = "counted as" if difference > 0 else "perhaps"
        yield from (Candidate(row, f"{verb} {bucket}") for row in suspects)


def _doubles(rows: Sequence[CountedRow]) -> Iterator[Candidate]:
    titles = Counter(fold(row.title) for row in rows)
    refs = Counter(row.ref for row in rows if row.ref)
    yield from (Candidate(row, "a row of this title stands twice") for row in rows if titles[fold(row.title)] > 1)
    yield from (Candidate(row, "its ref stands twice") for row in rows if row.ref and refs[row.ref] > 1)


def _contradictions(rows: Sequence[CountedRow]) -> Iterator[Candidate]:
    for row in rows:
        word = colour_of(row.label) if row.label else None
        if word is not None and row.rag not in (None, Rag.NONE, word):
            yield Candidate(row, f"its label says {row.label}, its colour is {row.rag}")


def _values_that_say_otherwise(rows: Sequence[CountedRow]) -> Iterator[Candidate]:
    for row in rows:
        good = row.rating in (Rating.MET, Rating.EXCEEDED)
        if row.reaches_target is not None and row.rating != Rating.NOT_RATED and row.reaches_target is not good:
            yield Candidate(row, f"its value {'misses' if good else 'reaches'} its target, its status says otherwise")


def _odd_colours(suspects: Sequence[CountedRow], rows: Sequence[CountedRow]) -> Iterator[Candidate]:
    usual: dict[str, Counter[str]] = {}
    for row in rows:
        if row.colour:
            usual.setdefault(row.rating, Counter())[row.colour] += 1
    for row in suspects:
        common = usual.get(row.rating)
        if row.colour and common and distance(row.colour, common.most_common(1)[0][0]) >= ODD_COLOUR:
            yield Candidate(row, f"its fill {row.colour} differs from the others'")


def _odd_methods(suspects: Sequence[CountedRow], rows: Sequence[CountedRow]) -> Iterator[Candidate]:
    methods = Counter(row.method for row in rows if row.method)
    if len(methods) < 2:
        return
    usual = methods.most_common(1)[0][0]
    for row in suspects:
        if row.method and row.method != usual:
            yield Candidate(row, f"its status was read by {row.method}, the others' by {usual}")


def _at_page_breaks(suspects: Sequence[CountedRow], rows: Sequence[CountedRow], reason: str) -> Iterator[Candidate]:
    ordered = sorted(rows, key=lambda row: (row.document_id, row.position))
    edges: set[str] = set()
    for above, below in pairwise(ordered):
        if above.document_id == below.document_id and above.page != below.page:
            edges |= {above.row_id, below.row_id}
    yield from (Candidate(row, reason) for row in suspects if row.row_id in edges)
