"""Readings as dataset rows: observations, actions, legend lines, claims and their places.

Texts stay verbatim; numbers come from ``row_values``, periods from ``periods``, ids from ``indicators``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from extractors.dates import read_date
from extractors.periods import read_period
from pipeline.row_values import RowValues, column_period, exact, not_rated_reason, null_reason, row_polarity, row_unit
from schemas.dataset import ActionRecord, ClaimRow, IndicatorRow, LegendRow, ObservationRow, PlaceRow, ReadingRow
from schemas.geometry import Place
from schemas.periods import Period
from schemas.readings import ActionRow, Claim, EngineReading, KpiRow, LegendEntry
from schemas.values import ValueKind

_OBSERVATION_FIELDS = {
    "ref": "ref_printed",
    "target": "target_text",
    "floor": "floor_text",
    "actual": "actual_text",
    "previous": "previous_text",
    "status": "rag",
    "previous_status": "previous_rag",
}
_ACTION_FIELDS = {"due": "due_text", "action": "title"}


@dataclass(frozen=True, slots=True)
class Owner:
    """The document and report that rows belong to, and the council their indicators belong to."""

    document_id: str
    report_id: str
    council_id: str

    def row_id(self, kind: str, position: int) -> str:
        """The id of a row of the document: 'kpi' 12 is '0123456789abcdef:kpi:12' on every run."""
        return f"{self.document_id[:16]}:{kind}:{position}"


class Corners(TypedDict):
    """Page and box of a place, as the columns of a row."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def corners(place: Place) -> Corners:
    """A place as the columns ``page, x0, top, x1, bottom``, to a hundredth of a point."""
    box = place.box.rounded()
    return {"page": place.page, "x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom}


def observation(
    owner: Owner, row: KpiRow, values: RowValues, indicator_id: str, report: Period | None
) -> ObservationRow:
    """One KPI row. Its period is that of its own column heading, else the report's."""
    period = column_period(row.period_label, report) if row.period_label else report
    status, earlier = row.status, row.previous_status
    return ObservationRow(
        observation_id=owner.row_id("kpi", row.position),
        document_id=owner.document_id,
        report_id=owner.report_id,
        indicator_id=indicator_id,
        position=row.position,
        theme=row.theme,
        grouping=row.grouping,
        directorate=row.directorate,
        owner=row.owner,
        frequency=row.frequency,
        ref_printed=row.ref_printed,
        ref=row.ref,
        title=row.title,
        target_text=row.target,
        target_value=values.target.number,
        target_comparator=values.target.comparator,
        floor_text=row.floor,
        floor_value=exact(values.floor),
        actual_text=row.actual,
        actual_value=exact(values.actual),
        actual_null_reason=null_reason(values.actual),
        previous_text=row.previous,
        previous_value=exact(values.previous),
        unit=row_unit(row, values),
        period_label=row.period_label or (report.label if report else None),
        period_start=period.start.isoformat() if period and period.start else None,
        period_end=period.end.isoformat() if period else None,
        commentary=row.commentary,
        rag=status.rag,
        status_label=status.label,
        rating=status.rating,
        not_rated_reason=not_rated_reason(row, values),
        status_method=status.method,
        status_colour=status.colour,
        previous_rag=earlier.rag if earlier else None,
        direction=row.direction,
        direction_text=row.direction_text,
        **corners(row.places[0]),
        engine=row.engine,
        aliases=json.dumps(list(row.aliases), ensure_ascii=False) if row.aliases else None,
        unmapped=_unmapped(row.unmapped),
        actual_low=values.actual.low,
        actual_high=values.actual.high,
        target_low=values.target.low if values.target.kind is ValueKind.RANGE else None,
        target_high=values.target.high if values.target.kind is ValueKind.RANGE else None,
    )


def indicator(owner: Owner, row: KpiRow, values: RowValues, indicator_id: str) -> IndicatorRow:
    """What this document says of the indicator; the loader adds the periods."""
    return IndicatorRow(
        indicator_id=indicator_id,
        council_id=owner.council_id,
        ref=row.ref,
        title=row.title,
        unit=row_unit(row, values),
        polarity=row_polarity(row, values.target)[0],
    )


def action(owner: Owner, row: ActionRow) -> ActionRecord:
    """One action; a month or quarter is due on its last day."""
    return ActionRecord(
        action_id=owner.row_id("action", row.position),
        document_id=owner.document_id,
        report_id=owner.report_id,
        position=row.position,
        theme=row.theme,
        grouping=row.grouping,
        directorate=row.directorate,
        ref=row.ref,
        title=row.title,
        due_text=row.due,
        due_date=read_due_date(row.due),
        status_label=row.status_label,
        status=row.status,
        rag=row.rag,
        commentary=row.commentary,
        **corners(row.places[0]),
        owner=row.owner,
        unmapped=_unmapped(row.unmapped),
    )


def read_due_date(text: str | None) -> str | None:
    """The last day a due text allows, ISO 8601: 'Oct-22' is 2022-10-31, 'Q2 2023/24' is 2023-09-30; None for words."""
    day = read_date(text)
    period = read_period(text) if day is None else None
    found = day or (period.end if period else None)
    return found.isoformat() if found else None


def legend_line(owner: Owner, entry: LegendEntry, position: int) -> LegendRow:
    """One line of the key."""
    return LegendRow(
        legend_id=owner.row_id("legend", position),
        document_id=owner.document_id,
        colour=entry.colour,
        mark=entry.mark,
        label=entry.label,
        rating=entry.rating,
        rule_text=entry.rule_text,
        **corners(entry.place),
    )


def claim_row(owner: Owner, claim: Claim) -> ClaimRow:
    """One stated total, unchanged but for its identity."""
    return ClaimRow(
        claim_id=owner.row_id("claim", claim.position),
        document_id=owner.document_id,
        report_id=owner.report_id,
        population=claim.population,
        scope_type=claim.scope_type,
        scope=claim.scope,
        period_label=claim.period_label,
        is_current=claim.is_current,
        basis=claim.basis,
        bucket=claim.bucket,
        rating=claim.rating,
        count=claim.count,
        percent=claim.percent,
        denominator=claim.denominator,
        form=claim.form,
        quote=claim.quote,
        **corners(claim.place),
        position=claim.position,
        claim_group=claim.group,
    )


def reading_row(owner: Owner, reading: EngineReading, position: int) -> ReadingRow:
    """One of the readings the document's rows were chosen from."""
    return ReadingRow(
        document_id=owner.document_id,
        report_id=owner.report_id,
        position=position,
        engine=reading.engine,
        pages=json.dumps(reading.pages),
        rows=reading.rows,
        totals_stated=reading.stated,
        totals_met=reading.met,
        faults=reading.faults,
        agrees=reading.agrees,
        kept=reading.kept,
        reason=reading.reason,
    )


def row_places(owner: Owner, kpis: Sequence[KpiRow], actions: Sequence[ActionRow]) -> Iterator[PlaceRow]:
    """Every part of every row and of each of its fields, under the names of the dataset's columns."""
    for kpi in kpis:
        parts: list[tuple[str | None, Place]] = [(None, place) for place in kpi.places]
        parts += [(_OBSERVATION_FIELDS.get(field, field), place) for field, place in kpi.field_places]
        yield from _places(owner, "observations", owner.row_id("kpi", kpi.position), parts)
    for work in actions:
        parts = [(None, place) for place in work.places]
        parts += [(_ACTION_FIELDS.get(field, field), place) for field, place in work.field_places]
        yield from _places(owner, "actions", owner.row_id("action", work.position), parts)


def _places(owner: Owner, table: str, row_id: str, parts: Sequence[tuple[str | None, Place]]) -> Iterator[PlaceRow]:
    for field, place in dict.fromkeys(parts):
        yield PlaceRow(table_name=table, row_id=row_id, field=field, document_id=owner.document_id, **corners(place))


def _unmapped(cells: Sequence[tuple[str, str]]) -> str | None:
    """Unknown headings and their cells as a JSON object; equal headings are numbered."""
    if not cells:
        return None
    seen: Counter[str] = Counter()
    kept: dict[str, str] = {}
    for heading, text in cells:
        seen[heading] += 1
        kept[heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"] = text
    return json.dumps(kept, ensure_ascii=False)
