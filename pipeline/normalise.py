"""One document's readings as dataset rows: identity, period, values, ids, places and issues put together.

Nothing is read from the PDF here and nothing written; the same readings, plan and receipt give the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from extractors.councils import council_by_id
from extractors.periods import examine_period
from pipeline.indicators import indicator_ids
from pipeline.normalise_announcements import expected_row
from pipeline.normalise_issues import issue_rows
from pipeline.normalise_mentions import mention_row
from pipeline.normalise_rows import (
    Owner,
    action,
    claim_row,
    indicator,
    legend_line,
    observation,
    read_due_date,
    reading_row,
    row_places,
)
from pipeline.normalise_sections import header_columns, section_places, section_row
from pipeline.periods import resolve_period
from pipeline.row_values import measurements, read_row_values, value_issues
from schemas.dataset import CouncilRow, DocumentRow, ReportRow
from schemas.identity import DocumentIdentity, DocumentPlan
from schemas.normalised import NormalisedDocument
from schemas.periods import Period, ResolvedPeriod
from schemas.readings import ActionRow, DocumentContent, Issue, PeriodWitness
from schemas.vocabulary import CouncilSystem, DocumentStatus, Source

UNKNOWN_COUNCIL = "unknown"


def normalise(content: DocumentContent, plan: DocumentPlan, receipt: str) -> NormalisedDocument:
    """The rows of one document, ready to load.

    ``plan`` says whose document it is, ``receipt`` (JSON) what it was read with; both are stored as they are.
    Doubts become issues: values that cannot be read, witnesses of another period, identity that was inferred.
    """
    identity = plan.identity
    owner = Owner(plan.document_id, identity.report_id, identity.council_id or UNKNOWN_COUNCIL)
    resolved = resolve_period(_witnesses(content, identity), _day(identity.meeting_date))
    values = [read_row_values(row) for row in content.kpis]
    ids = indicator_ids(owner.council_id, content.kpis)
    rows = list(zip(content.kpis, values, ids, strict=True))
    period = resolved.period
    issues = [*content.issues, *_identity_issues(identity), *_period_issues(resolved, content)]
    issues += [issue for row, read, _ in rows for issue in value_issues(row, read, period)]
    issues += [issue for work in content.actions for issue in _due_issues(work)]
    return NormalisedDocument(
        council=_council(owner, identity),
        report=_report(owner, identity, period, content),
        document=_document(content, plan, receipt),
        indicators=tuple(indicator(owner, row, read, name) for row, read, name in rows),
        observations=tuple(observation(owner, row, read, name, period) for row, read, name in rows),
        measurements=tuple(
            measured
            for row, read, _ in rows
            for measured in measurements(owner.row_id("kpi", row.position), row, read, period)
        ),
        actions=tuple(action(owner, work) for work in content.actions),
        places=(*row_places(owner, content.kpis, content.actions), *section_places(owner, content.sections)),
        legend=tuple(legend_line(owner, entry, position) for position, entry in enumerate(content.legend, 1)),
        sections=tuple(section_row(owner, section) for section in content.sections),
        expected=tuple(expected_row(owner, announcement) for announcement in content.announcements),
        mentions=tuple(mention_row(owner, mention, ids) for mention in content.mentions),
        claims=tuple(claim_row(owner, claim) for claim in content.claims),
        readings=tuple(reading_row(owner, reading, position) for position, reading in enumerate(content.readings, 1)),
        issues=issue_rows(owner, issues),
    )


def _witnesses(content: DocumentContent, identity: DocumentIdentity) -> tuple[PeriodWitness, ...]:
    """Who names the period: a manifest before all, then the document; the report's own label where it is inferred."""
    label = identity.report_period_label or identity.period_label
    if label is None:
        return content.front.period_witnesses
    is_stated = (
        identity.source == Source.MANIFEST
        and "period" not in identity.inferred
        and "period_label" not in identity.inferred
    )
    stated = PeriodWitness("manifest" if is_stated else "title", label)
    said = any(witness.text == label and witness.source == "title" for witness in content.front.period_witnesses)
    return content.front.period_witnesses if said and not is_stated else (stated, *content.front.period_witnesses)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _council(owner: Owner, identity: DocumentIdentity) -> CouncilRow:
    known = council_by_id(owner.council_id)
    if known is None:
        return CouncilRow(council_id=owner.council_id, name=identity.council_name or "Council not known")
    return CouncilRow(
        council_id=known.council_id,
        name=identity.council_name or known.name,
        gss_code=known.gss_code,
        type=known.type,
        nation=known.nation,
        system=CouncilSystem(known.system) if known.system else None,
        base_url=known.base_url,
    )


def _report(owner: Owner, identity: DocumentIdentity, period: Period | None, content: DocumentContent) -> ReportRow:
    return ReportRow(
        report_id=owner.report_id,
        council_id=owner.council_id,
        body=identity.body,
        meeting_date=identity.meeting_date,
        title=identity.report_title or identity.title,
        period_label=identity.report_period_label or identity.period_label or (period.label if period else None),
        period_start=period.start.isoformat() if period and period.start else None,
        period_end=period.end.isoformat() if period else None,
        financial_year=period.financial_year if period else None,
        source=Source(identity.source),
        inferred=_names(identity.inferred),
        **header_columns(content.header),
    )


def _document(content: DocumentContent, plan: DocumentPlan, receipt: str) -> DocumentRow:
    return DocumentRow(
        document_id=plan.document_id,
        report_id=plan.identity.report_id,
        role=plan.identity.role,
        title=plan.identity.title,
        filename=plan.filename,
        source_url=plan.identity.source_url,
        published_on=plan.identity.published_on,
        retrieved_at=plan.identity.retrieved_at,
        pages=content.pages,
        bytes=plan.bytes,
        producer=content.producer,
        status=DocumentStatus.LOADED,
        receipt=receipt,
        inferred=_names(plan.identity.inferred),
        weighed_totals=json.dumps(content.weighed.counts) if content.weighed else None,
    )


def _names(inferred: Sequence[str]) -> str | None:
    return json.dumps(list(inferred)) if inferred else None


def _identity_issues(identity: DocumentIdentity) -> list[Issue]:
    issues: list[Issue] = []
    if identity.inferred:
        where = "by the council's site" if identity.source == Source.MODERNGOV else "in a manifest"
        issues.append(Issue("inferred_metadata", f"Not stated {where}: {', '.join(identity.inferred)}."))
    if identity.council_id is None:
        issues.append(Issue("council_unknown", "No council is named in the document, its file name or a manifest."))
    return issues


def _period_issues(resolved: ResolvedPeriod, content: DocumentContent) -> list[Issue]:
    """Doubts about the period; none for a document without rows and totals, which has nothing to date."""
    if not (content.kpis or content.actions or content.claims):
        return []
    issues = [Issue(loser.code, f"{loser.message}.", loser.witness.place) for loser in resolved.losers]
    if resolved.period is None:
        issues.append(Issue("period_unknown", "No period could be read from the document, its name or a manifest."))
    return issues


def _due_issues(work: ActionRow) -> list[Issue]:
    """A due text with figures that gives no date: an impossible day, or something no rule knows."""
    if not work.due or not any(letter.isdigit() for letter in work.due) or read_due_date(work.due):
        return []
    code = "impossible_date" if examine_period(work.due).problem_code == "impossible_date" else "date_unreadable"
    return [Issue(code, f"'{work.title}' is due '{work.due}'.", work.places[0], f"action:{work.position}")]
