"""What a council's colours meant in a year, for its documents that explain no status mark themselves.

The lines are data (``schemas/lookups/schemes.toml``), each with where it is known from. A document's own key wins.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.councils import find_council
from extractors.key import DIRECTIONS
from extractors.periods import read_period
from schemas.geometry import Box, Place
from schemas.lookups import read_lookup
from schemas.readings import FrontMatter, LegendEntry

# Lines of the lookup stand on no page of the document.
NOWHERE = Place(1, Box(0.0, 0.0, 0.0, 0.0))


def with_scheme(legend: Sequence[LegendEntry], front: FrontMatter) -> tuple[LegendEntry, ...]:
    """The document's key, or where it explains no status, with the colours its council is known to have used."""
    if any(entry.rating is not None and entry.rating not in DIRECTIONS for entry in legend):
        return tuple(legend)
    council = find_council(front.council) if front.council else None
    years = {
        int(period.financial_year[:4])
        for witness in front.period_witnesses
        if (period := read_period(witness.text)) is not None
    }
    if council is None or len(years) != 1:
        return tuple(legend)
    return (*legend, *scheme_entries(council.council_id, years.pop()))


def scheme_entries(council_id: str, year: int) -> tuple[LegendEntry, ...]:
    """The colours of a council in the financial year beginning in ``year``; () where nothing is known."""
    return tuple(
        LegendEntry(None, mark["colour"], mark["label"], mark["rating"], None, NOWHERE)
        for scheme in read_lookup("schemes")["scheme"]
        if scheme["council"] == council_id and scheme["from"] <= year <= scheme["to"]
        for mark in scheme["marks"]
    )
