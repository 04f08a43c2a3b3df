"""The ledger: every total the reports state beside what was counted, read from the dataset.

Drawing it is in ``ledger_tables``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.store import read_store
from schemas.errors import StoreError
from schemas.vocabulary import Arithmetic, Verdict

INCONSISTENT = (Arithmetic.INCOMPLETE, Arithmetic.DENOMINATOR_CONFLICT)
"""Arithmetic under which the report contradicts itself: whatever the rows are, one of its numbers cannot match."""

_QUERY = """
select c.claim_id, c.report_id, r.title as report_title, k.name as council, d.filename, c.population,
       c.scope_type, c.scope, c.period_label, c.is_current, c.basis, c.bucket, c.rating, c.count, c.percent, c.form,
       c.page, x.extracted, x.unreadable, x.difference, x.verdict, x.arithmetic, x.explanation
from claims c
join reconciliations x using (claim_id)
join documents d using (document_id)
join reports r on r.report_id = c.report_id
left join councils k on k.council_id = r.council_id
where :report is null or c.report_id = :report
order by c.report_id, d.role <> 'cover', d.filename, c.position
"""


class LedgerError(Exception):
    """The ledger cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One claim beside its count. ``scope`` is None for the whole report; counts are None where there is nothing."""

    claim_id: str
    report_id: str
    report_title: str
    council: str
    filename: str
    population: str
    scope_type: str
    scope: str | None
    period_label: str | None
    is_current: bool
    basis: str
    bucket: str
    rating: str | None
    count: int | None
    percent: float | None
    form: str
    page: int
    extracted: int | None
    unreadable: int | None
    difference: int | None
    verdict: Verdict
    arithmetic: Arithmetic | None
    explanation: str

    @property
    def is_match(self) -> bool:
        return self.verdict in (Verdict.MATCH, Verdict.MATCH_MERGED)

    @property
    def is_unexplained(self) -> bool:
        """Whether it is a mismatch that the report's own arithmetic does not explain.

        Where a report's buckets do not add up to its total, no rows could match all of its numbers; such a
        mismatch is the publisher's contradiction. Every other mismatch is unexplained until a person has looked.
        """
        return self.verdict is Verdict.MISMATCH and self.arithmetic not in INCONSISTENT


@dataclass(frozen=True, slots=True)
class ReportLedger:
    """One report's entries, in the order of its documents and claims; a covering report comes first."""

    report_id: str
    title: str
    council: str
    entries: tuple[LedgerEntry, ...]

    def counted(self) -> Counter[Verdict]:
        return Counter(entry.verdict for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All reports asked for, by id. ``everything``: matches are to be shown line by line too."""

    reports: tuple[ReportLedger, ...]
    everything: bool = False

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        return tuple(entry for report in self.reports for entry in report.entries)


def read_ledger(db_path: Path | str, report_id: str | None = None, everything: bool = False) -> Ledger:
    """The ledger of a dataset, or of one report of it. The dataset is opened read-only.

    LedgerError if the file is missing, is no dataset of ours, or holds no report called ``report_id``.
    """
    path = Path(db_path)
    try:
        database = read_store(path)
    except StoreError as error:
        raise LedgerError(str(error)) from error
    try:
        known = [str(row["report_id"]) for row in database.query("select report_id from reports order by 1")]
        found = [_entry(row) for row in database.query(_QUERY, {"report": report_id})]
    finally:
        database.close()
    if report_id is not None and report_id not in known:
        listed = ", ".join(known) or "none"
        raise LedgerError(f"{path}: holds no report '{report_id}'. Reports in it: {listed}")
    return Ledger(tuple(_by_report(found)), everything)


def has_unexplained_mismatch(ledger: Ledger) -> bool:
    """Whether any claim of the ledger is a mismatch that the report's own arithmetic does not explain."""
    return any(entry.is_unexplained for entry in ledger.entries)


def _entry(row: Mapping[str, Any]) -> LedgerEntry:
    values = dict(row)
    values["report_title"] = values["report_title"] or ""
    values["council"] = values["council"] or ""
    values["is_current"] = bool(values["is_current"])
    values["verdict"] = Verdict(values["verdict"])
    values["arithmetic"] = Arithmetic(values["arithmetic"]) if values["arithmetic"] else None
    return LedgerEntry(**values)


def _by_report(entries: Sequence[LedgerEntry]) -> list[ReportLedger]:
    ids = dict.fromkeys(entry.report_id for entry in entries)
    reports = []
    for report_id in ids:
        own = tuple(entry for entry in entries if entry.report_id == report_id)
        reports.append(ReportLedger(report_id, own[0].report_title, own[0].council, own))
    return reports
