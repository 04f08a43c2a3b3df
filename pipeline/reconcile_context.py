"""What else of a report its totals are checked with: its documents' names and which way of an indicator is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.vocabulary import Polarity


@dataclass(frozen=True, slots=True)
class ReportContext:
    """``documents``: the documents' names by ``document_id``; ``polarities``: which way is good, by ``indicator_id``.

    Both may be empty: then documents are not named and no value is compared with a target without a comparator.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    polarities: Mapping[str, Polarity] = field(default_factory=dict)
