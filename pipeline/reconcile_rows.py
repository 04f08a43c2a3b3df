"""The rows a claim is checked against: KPI rows and action rows in one shape, each thing once.

Which rows a claim speaks of and how many there are is counted here; what that means for the claim is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from extractors.claims_labels import fold
from extractors.words import colour_letter, colour_word
from schemas.dataset import ActionRecord, ClaimRow, ObservationRow
from schemas.vocabulary import ActionStatus, Basis, Comparator, Direction, Form, Polarity, Population, Rag, Rating

NAMES = ("theme", "directorate", "grouping", "owner")
"""The columns a claim's scope may be matched with."""

_LOWER_IS_GOOD = (Comparator.BELOW, Comparator.AT_MOST)
_HIGHER_IS_GOOD = (Comparator.ABOVE, Comparator.AT_LEAST)


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A KPI or an action as far as totals are concerned. ``rating`` is a Rating or an ActionStatus value."""

    row_id: str
    document_id: str
    position: int
    ref: str | None
    title: str
    page: int
    rating: str
    rag: str | None
    label: str | None
    method: str | None
    colour: str | None
    previous_rag: str | None
    direction: str | None
    reaches_target: bool | None
    indicator: str
    names: dict[str, str | None]

    @property
    def is_unreadable(self) -> bool:
        return self.rating == Rating.UNREADABLE

    @property
    def is_rated(self) -> bool:
        return self.rating not in (Rating.UNREADABLE, Rating.NOT_RATED)

    @property
    def described(self) -> str:
        """'4.12 Children Looked After who have … (page 9)', short enough for a sentence that lists several."""
        title = self.title if len(self.title) <= 60 else self.title[:57].rstrip() + "…"
        return f"{self.ref + ' ' if self.ref else ''}'{title}' (page {self.page})"


def rows_of_kpis(
    observations: Sequence[ObservationRow], polarities: Mapping[str, Polarity] | None = None
) -> tuple[CountedRow, ...]:
    """The report's KPI rows; an indicator listed in two documents of the report counts once.

    ``polarities`` says which way is good, by ``indicator_id``, as far as a report says so.
    """
    known = polarities or {}
    return _each_once(
        [
            CountedRow(
                row_id=row.observation_id,
                document_id=row.document_id,
                position=row.position,
                ref=row.ref,
                title=row.title,
                page=row.page,
                rating=str(row.rating),
                rag=str(row.rag),
                label=row.status_label,
                method=row.status_method,
                colour=row.status_colour,
                previous_rag=row.previous_rag,
                direction=row.direction,
                reaches_target=_reaches_target(row, known.get(row.indicator_id or "")),
                indicator=row.indicator_id or fold(f"{row.ref or ''} {row.title}"),
                names={
                    "theme": row.theme,
                    "directorate": row.directorate,
                    "grouping": row.grouping,
                    "owner": row.owner,
                },
            )
            for row in observations
        ]
    )


def rows_of_actions(actions: Sequence[ActionRecord]) -> tuple[CountedRow, ...]:
    """The report's actions; an action listed in two documents of the report counts once."""
    return _each_once(
        [
            CountedRow(
                row_id=row.action_id,
                document_id=row.document_id,
                position=row.position,
                ref=row.ref,
                title=row.title,
                page=row.page,
                rating=str(row.status),
                rag=str(row.rag) if row.rag else None,
                label=row.status_label,
                method=None,
                colour=None,
                previous_rag=None,
                direction=None,
                reaches_target=None,
                indicator=fold(f"{row.ref or ''} {row.title}"),
                names={"theme": row.theme, "directorate": row.directorate, "grouping": row.grouping, "owner": None},
            )
            for row in actions
        ]
    )


def _reaches_target(row: ObservationRow, polarity: Polarity | None) -> bool | None:
    """Whether value and target say that the target is reached; None where they are no numbers or no way is known good.

    Which way is good is never assumed. Only to point at rows worth a look: a cumulative value misses its target early
    in the year whatever its status says.
    """
    value, target = row.actual_value, row.target_value
    if value is None:
        return None
    if row.target_low is not None and row.target_high is not None:
        return row.target_low <= value <= row.target_high
    if target is None:
        return None
    if row.target_comparator in _LOWER_IS_GOOD or polarity is Polarity.LOWER:
        return value <= target
    if row.target_comparator in _HIGHER_IS_GOOD or polarity is Polarity.HIGHER:
        return value >= target
    return None


def _each_once(rows: Sequence[CountedRow]) -> tuple[CountedRow, ...]:
    """Rows of the document with most rows, then those of others that it does not list; doubles within one stay."""
    by_size = Counter(row.document_id for row in rows)
    order = sorted(by_size, key=lambda document: (-by_size[document], document))
    listed: set[str] = set()
    kept: list[CountedRow] = []
    for document in order:
        own = [row for row in rows if row.document_id == document and row.indicator not in listed]
        kept += sorted(own, key=lambda row: row.position)
        listed |= {row.indicator for row in own}
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows counted for a claim, and those in its scope whose status could not be read."""

    counted: tuple[CountedRow, ...]
    unreadable: tuple[CountedRow, ...]

    @property
    def extracted(self) -> int:
        return len(self.counted)


def tally(claim: ClaimRow, rows: Sequence[CountedRow]) -> Tally | None:
    """Count a current claim's rows, or None when nothing printed in the rows answers it.

    The bucket's own name is tried first (a colour, or the label rows carry), then its rating: a covering
    report without a legend calls a bucket Green whatever the appendix's legend makes of green.
    """
    if claim.basis is Basis.FORECAST:
        return None
    if claim.basis is Basis.DIRECTION:
        return _tally_directions(claim, rows)
    unreadable = tuple(row for row in rows if row.is_unreadable)
    if claim.rating == "total":
        return Tally(tuple(rows), ())
    tests = _tests(claim, rows)
    tallies = [Tally(tuple(row for row in rows if test(row)), unreadable) for test in tests]
    return next((t for t in tallies if t.extracted == claim.count), tallies[0] if tallies else None)


def _tests(claim: ClaimRow, rows: Sequence[CountedRow]) -> list[Callable[[CountedRow], bool]]:
    tests: list[Callable[[CountedRow], bool]] = []
    if claim.rating == "rated":
        return [lambda row: row.is_rated]
    rated_as = frozenset((claim.rating or "").split("|"))
    label = fold(claim.bucket)
    if any(is_labelled(row, label) for row in rows):
        tests.append(lambda row: is_labelled(row, label) and not row.is_unreadable)
    colour = colour_of(claim.bucket)
    coloured = {row.rag for row in rows} - {None, Rag.NONE}
    if colour is not None and (colour in coloured or (coloured and claim.rating is None)):
        tests.append(lambda row: row.rag == colour and not row.is_unreadable)
    if claim.rating is not None:
        tests.append(lambda row: row.rating in rated_as)
        tests += [partial(_is_one_of, ratings) for ratings in _said_loosely(claim, rows)]
    return tests


def _is_one_of(ratings: frozenset[str], row: CountedRow) -> bool:
    return row.rating in ratings


def _said_loosely(claim: ClaimRow, rows: Sequence[CountedRow]) -> list[frozenset[str]]:
    """What else a sentence's words may count: a target met may be passed, where no row is rated as exceeding it."""
    if claim.form is not Form.SENTENCE or colour_of(claim.bucket) is not None:
        return []
    if claim.rating == Rating.MET:
        return [frozenset({Rating.MET.value, Rating.EXCEEDED.value})]
    if claim.rating == Rating.EXCEEDED and not any(row.rating == Rating.EXCEEDED for row in rows):
        return [frozenset({Rating.MET.value})]
    return []


def is_labelled(row: CountedRow, label: str) -> bool:
    """Whether the row's status is worded like the (folded) bucket."""
    return row.label is not None and fold(row.label) == label


def _tally_directions(claim: ClaimRow, rows: Sequence[CountedRow]) -> Tally | None:
    if not any(row.direction for row in rows):
        return None
    wanted = (claim.rating or "").split("|")
    unknown = tuple(row for row in rows if row.direction == Direction.UNKNOWN and Direction.UNKNOWN not in wanted)
    return Tally(tuple(row for row in rows if row.direction in wanted), unknown)


def tally_previous(claim: ClaimRow, rows: Sequence[CountedRow]) -> Tally | None:
    """Count a comparison period's claim by the previous statuses the rows print; None where they print none."""
    if claim.basis is not Basis.CURRENT or not any(row.previous_rag for row in rows):
        return None
    if claim.rating in ("total", "rated"):
        return Tally(tuple(row for row in rows if row.previous_rag not in (None, Rag.NONE, Rag.GREY)), ())
    colour = colour_of(claim.bucket)
    wanted = {colour} if colour else _colours_of(claim, rows)
    if not wanted:
        return None
    return Tally(tuple(row for row in rows if row.previous_rag in wanted), ())


def _colours_of(claim: ClaimRow, rows: Sequence[CountedRow]) -> set[str]:
    """The colours this report's rows of the claim's rating carry now."""
    ratings = (claim.rating or "").split("|")
    return {row.rag for row in rows if row.rating in ratings and row.rag not in (None, Rag.NONE)}


def colour_of(bucket: str) -> str | None:
    """The colour a bucket is named by ('Green', 'G'), None where it is named otherwise or by several colours."""
    label = fold(bucket)
    if not label.isalpha():
        return None
    colour = colour_word(label) or colour_letter(label)
    return colour.value if colour else None


def is_answerable(claim: ClaimRow) -> bool:
    """Whether the claim's bucket is understood at all."""
    known = {*Rating, *ActionStatus, *Direction, "total", "rated"}
    if claim.rating is None:
        return colour_of(claim.bucket) is not None
    return set(claim.rating.split("|")) <= known


def rows_for(claim: ClaimRow, kpis: Sequence[CountedRow], actions: Sequence[CountedRow]) -> Sequence[CountedRow]:
    """The rows of the claim's population."""
    match claim.population:
        case Population.KPIS:
            return kpis
        case Population.ACTIONS:
            return actions
