"""What an update or an ingest did, as Markdown: found, loaded, rejected, and every total that does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.publications.update import find_mismatches, newly
from schemas.publications import FetchFate
from schemas.runs import Fate, Outcome, RunSummary
from schemas.updates import CouncilUpdate, StatedMismatch


def report_update(updates: Sequence[CouncilUpdate], elsewhere: Sequence[str] = ()) -> str:
    """One line a council, then the troubles, the documents set aside and the mismatches, as far as there are any.

    ``elsewhere`` are documents that older code read and that are not in the archive.
    """
    rows = [_council_row(update) for update in sorted(updates, key=lambda update: update.visited.council_id)]
    rejected = newly(updates, Fate.REJECTED, Fate.FAILED)
    mismatches = [mismatch for update in updates for mismatch in update.mismatches]
    failed = [
        (update.visited.council_id, trouble.kind.value, trouble.message)
        for update in updates
        for trouble in update.troubles
    ]
    unfetched = [
        (update.visited.council_id, outcome.url, outcome.outcome or outcome.fate, outcome.detail or "")
        for update in updates
        for outcome in update.visited.fetched
        if outcome.fate in {FetchFate.FAILED, FetchFate.POSTPONED}
    ]
    headings = (
        "council",
        "site",
        "found",
        "new",
        "replaced",
        "failed",
        "loaded",
        "unchanged",
        "rejected",
        "mismatches",
    )
    return "\n\n".join(
        part
        for part in (
            _table(headings, rows) if rows else "Nothing to do.",
            _part("Councils that could not be updated", ("council", "kind", "why"), failed),
            _part("Not fetched", ("council", "address", "outcome", "why"), unfetched),
            _rejected(rejected),
            _mismatches(mismatches),
            _part(
                "Read by older code, and not in the archive: ingest them again", ("document",), [[n] for n in elsewhere]
            ),
        )
        if part
    )


def report_ingest(summary: RunSummary) -> str:
    """The counts of one ingest, the documents set aside and the mismatches."""
    counts = [[str(summary.count(fate)) for fate in Fate]]
    rejected = [outcome for outcome in summary.outcomes if outcome.fate in {Fate.REJECTED, Fate.FAILED}]
    parts = (
        _table([fate.value for fate in Fate], counts),
        _rejected(rejected),
        _mismatches([*find_mismatches(summary)]),
    )
    return "\n\n".join(part for part in parts if part)


def _council_row(update: CouncilUpdate) -> list[str]:
    visited, ingested = update.visited, update.ingested
    site = visited.state.value if visited.asked else f"{visited.state.value} (not asked)"
    counts = [
        visited.found,
        visited.count(FetchFate.NEW, FetchFate.ALIAS),
        visited.count(FetchFate.NEW_VERSION),
        visited.count(FetchFate.FAILED, FetchFate.POSTPONED),
        ingested.count(Fate.LOADED) if ingested else 0,
        ingested.count(Fate.UNCHANGED) if ingested else 0,
        ingested.count(Fate.REJECTED) + ingested.count(Fate.FAILED) if ingested else 0,
        len(update.mismatches),
    ]
    return [visited.council_id, site, *map(str, counts)]


def _rejected(outcomes: Sequence[Outcome]) -> str:
    rows = [(outcome.filename, outcome.reason or outcome.fate.value, outcome.detail or "") for outcome in outcomes]
    return _part("Set aside", ("document", "reason", "what to do"), rows)


def _mismatches(mismatches: Sequence[StatedMismatch]) -> str:
    rows = [
        (one.report_id, one.filename, one.page, one.bucket, one.claimed, one.extracted, one.explanation)
        for one in mismatches
    ]
    headings = ("report", "document", "page", "total", "stated", "counted", "explanation")
    return _part("Stated totals that do not match", headings, rows)


def _part(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    return f"## {title}\n\n{_table(headings, rows)}" if rows else ""


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(value: object) -> str:
    """A value that stays in its cell, whatever a council calls its papers."""
    text = "" if value is None else " ".join(str(value).split())
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
