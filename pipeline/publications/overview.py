"""Every site visited so far with what came of it: papers by state, and whether it has fallen silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from pipeline.publications.sources_state import sources
from pipeline.publications.windows import day_of
from schemas.publications import PublicationState, SourceState
from schemas.tables_publications import CouncilSourceRow

QUIET_AFTER = timedelta(days=45)
"""Councils pause for August and for elections, but not this long: a site without a meeting to read has changed."""

_WAITING = (PublicationState.CHOSEN, PublicationState.FAILED, PublicationState.BLOCKED)


@dataclass(frozen=True, slots=True)
class SourceOverview:
    """One council's site. ``papers`` counts its publications by state, without those of meetings that were cancelled.

    ``last_agenda`` is the day an agenda was read last, None where none ever was; ``is_quiet``: it answers well, and
    had nothing to read for too long.
    """

    source: CouncilSourceRow
    papers: dict[str, int]
    last_agenda: date | None
    is_quiet: bool

    @property
    def fetched(self) -> int:
        """How many papers are in the archive."""
        return self.papers.get(PublicationState.FETCHED, 0)

    @property
    def waiting(self) -> int:
        """How many papers are still to be fetched."""
        return sum(self.papers.get(state, 0) for state in _WAITING)


def overview(db: Database, today: date) -> tuple[SourceOverview, ...]:
    """Every site visited so far, by council."""
    papers = _papers(db)
    agendas = _last_agendas(db)
    return tuple(
        SourceOverview(
            source,
            papers.get(source.council_id, {}),
            agendas.get(source.council_id),
            _is_quiet(source, agendas.get(source.council_id), today),
        )
        for source in sources(db)
    )


def _is_quiet(source: CouncilSourceRow, last: date | None, today: date) -> bool:
    since = last or day_of(source.state_since)
    return source.state is SourceState.OK and since is not None and today - since > QUIET_AFTER


def _papers(db: Database) -> dict[str, dict[str, int]]:
    rows = db.conn.execute(
        "SELECT council_id, state, count(*) FROM publications JOIN meetings USING (meeting_id) "
        "JOIN committees USING (committee_id) WHERE council_id IS NOT NULL AND (NOT cancelled OR state = 'fetched') "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for council_id, state, count in rows:
        found[council_id][state] = count
    return found


def _last_agendas(db: Database) -> dict[str, date]:
    rows = db.conn.execute(
        "SELECT council_id, max(read_at) FROM meetings JOIN committees USING (committee_id) "
        "WHERE council_id IS NOT NULL AND read_at IS NOT NULL GROUP BY 1"
    ).fetchall()
    return {council_id: day for council_id, moment in rows if (day := day_of(moment))}
