"""What a council's colours meant in a year, for its documents that explain no status mark themselves.

The lines are data (``schemas/lookups/schemes.toml``), each with where it is known from. A document's own key wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.councils import find_council
from extractors.key import DIRECTIONS
from extractors.periods import read_period
from schemas.geometry import Box, Place
from schemas.identity import DocumentIdentity
from schemas.lookups import read_lookup
from schemas.readings import FrontMatter, LegendEntry

# Lines of the lookup stand on no page of the document.
NOWHERE = Place(1, Box(0.0, 0.0, 0.0, 0.0))


def with_scheme(
    legend: Sequence[LegendEntry], front: FrontMatter, identity: DocumentIdentity | None = None
) -> tuple[LegendEntry, ...]:
    """The document's key, or where it explains no status, with the colours its council is known to have used.

    ``identity`` is what a manifest or the council's site says of the document; it goes before what the document says.
    """
    if any(entry.rating is not None and entry.rating not in DIRECTIONS for entry in legend):
        return tuple(legend)
    council_id = identity.council_id if identity is not None else None
    if council_id is None and front.council and (council := find_council(front.council)) is not None:
        council_id = council.council_id
    told = [identity.period_label] if identity is not None and identity.period_label else []
    years = _years(told) or _years(witness.text for witness in front.period_witnesses)
    if council_id is None or len(years) != 1:
        return tuple(legend)
    return (*legend, *scheme_entries(council_id, years.pop()))


def _years(labels: Iterable[str]) -> set[int]:
    """The financial years some period labels name, by the calendar years they begin in."""
    return {int(period.financial_year[:4]) for label in labels if (period := read_period(label)) is not None}


def scheme_entries(council_id: str, year: int) -> tuple[LegendEntry, ...]:
    """The colours of a council in the financial year beginning in ``year``; () where nothing is known."""
    return tuple(
        LegendEntry(None, mark["colour"], mark["label"], mark["rating"], None, NOWHERE)
        for scheme in read_lookup("schemes")["scheme"]
        if scheme["council"] == council_id and scheme["from"] <= year <= scheme["to"]
        for mark in scheme["marks"]
    )
