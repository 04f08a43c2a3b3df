"""The refs of a document's rows: those printed with the title split off, those a spreadsheet mangled repaired.

The rules are in ``joined_refs`` and ``refs``; here they meet the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.joined_refs import split_refs
from extractors.refs import repair_refs
from schemas.pages import UNREAD
from schemas.readings import ActionRow, Issue, KpiRow


def with_refs(
    kpis: Sequence[KpiRow], actions: Sequence[ActionRow]
) -> tuple[list[KpiRow], list[ActionRow], list[Issue]]:
    """The rows with the refs they carry, and an issue for each ref that was repaired or stands twice."""
    return _with_repaired_refs(*_with_joined_refs(kpis, actions))


def _with_joined_refs(kpis: Sequence[KpiRow], actions: Sequence[ActionRow]) -> tuple[list[KpiRow], list[ActionRow]]:
    """Rows without a ref of their own, with the ref that their title prints before or behind it."""
    open_kpis = [row for row in kpis if row.ref_printed is None]
    found = {
        row.position: replace(row, ref_printed=ref, ref=ref, title=title)
        for row, (ref, title) in zip(open_kpis, split_refs([row.title for row in open_kpis]), strict=True)
    }
    open_actions = [row for row in actions if row.ref is None]
    work = {
        row.position: replace(row, ref=ref, title=title)
        for row, (ref, title) in zip(open_actions, split_refs([row.title for row in open_actions]), strict=True)
    }
    return [found.get(row.position, row) for row in kpis], [work.get(row.position, row) for row in actions]


def _with_repaired_refs(
    kpis: Sequence[KpiRow], actions: Sequence[ActionRow]
) -> tuple[list[KpiRow], list[ActionRow], list[Issue]]:
    """Rows with the refs their sequence shows they have; indicators and actions are two sequences."""
    kpi_refs = repair_refs([_told(row.ref_printed) for row in kpis], [row.title for row in kpis])
    action_refs = repair_refs([_told(row.ref) for row in actions], [row.title for row in actions])
    subjects = [(f"kpi:{row.position}", row.places[0]) for row in kpis]
    subjects += [(f"action:{row.position}", row.places[0]) for row in actions]
    issues = [
        Issue(repaired.code, repaired.note or "", place, subject)
        for (subject, place), repaired in zip(subjects, (*kpi_refs, *action_refs), strict=True)
        if repaired.code is not None
    ]
    return (
        [replace(row, ref=repaired.ref) for row, repaired in zip(kpis, kpi_refs, strict=True)],
        [replace(row, ref_repaired=repaired.ref) for row, repaired in zip(actions, action_refs, strict=True)],
        issues,
    )


def _told(ref: str | None) -> str | None:
    """A ref a digit of which could not be read is none: several rows would share what is left of it."""
    return None if ref is None or UNREAD in ref else ref
