"""What is known of one document before its report is decided: each field with where it came from.

A manifest's word stands; a blank cell is filled from the document's front matter and file name, and marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractors.councils import make_council
from extractors.periods import read_period
from pipeline.listing import Listed
from pipeline.manifest import ManifestRow
from pipeline.periods import resolve_period
from schemas.periods import Period
from schemas.readings import FrontMatter, PeriodWitness
from schemas.vocabulary import DocumentRole

# Where a report words its period best.
SHOWN_FIRST = ("title", "heading", "sentence", "filename")
# In the order they are listed as inferred; the manifest's names.
FIELDS = ("council", "body", "meeting_date", "report", "role", "title", "period")


@dataclass(frozen=True, slots=True)
class Known:
    """One document's fields by their manifest names (None: not known), and which of them the manifest gave."""

    document: Listed
    values: Mapping[str, Any]
    given: frozenset[str]
    in_manifest: bool
    period: Period | None = None
    council_id: str | None = None
    council_name: str | None = None

    @property
    def role(self) -> DocumentRole:
        return DocumentRole(self.values["role"] or DocumentRole.OTHER)

    def text(self, name: str) -> str | None:
        value = self.values[name]
        return None if value is None else str(value)

    @property
    def inferred(self) -> tuple[str, ...]:
        """The fields that have a value the manifest did not give."""
        return tuple(name for name in FIELDS if self.values[name] is not None and name not in self.given)


def needs_a_look(row: ManifestRow | None) -> bool:
    """Whether the document's own pages have to be asked: a manifest that says everything needs no first look."""
    return row is None or any(getattr(row, name) is None for name in FIELDS if name != "report")


def gather(document: Listed, row: ManifestRow | None, front: FrontMatter) -> Known:
    """Everything known of one document, the manifest's word first."""
    said = {name: getattr(row, name) if row else None for name in FIELDS}
    given = frozenset(name for name, value in said.items() if value is not None)
    read = {
        "council": front.council,
        "body": front.body,
        "meeting_date": front.meeting_date,
        "report": None,
        "role": front.role,
        "title": front.title,
        "period": None,
    }
    values = {name: said[name] if said[name] is not None else read[name] for name in FIELDS}
    if values["period"] is None:
        day = date.fromisoformat(values["meeting_date"]) if values["meeting_date"] else None
        period = resolve_period(front.period_witnesses, day).period
        values["period"] = _label(period, front.period_witnesses) if period else None
    else:
        period = read_period(values["period"])
    council = make_council(values["council"], on=values["meeting_date"]) if values["council"] else None
    return Known(
        document,
        values,
        given,
        row is not None,
        period,
        council.council_id if council else None,
        council.name if council else None,
    )


def _label(period: Period, witnesses: Sequence[PeriodWitness]) -> str:
    """The wording to show for the period: the first witness that says its year too ('quarter two' says too little)."""
    for source in SHOWN_FIRST:
        for witness in witnesses:
            read = read_period(witness.text) if witness.source == source else None
            if read and read.end == period.end and (read.start, period.start).count(None) != 1:
                return witness.text
    return period.label
