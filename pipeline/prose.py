"""What a document says in its running text: its sections, the totals in sentences, statements and announcements.

The tables are read before: they tell which ruled text is no table, and which indicators a statement may mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.announcements import read_announcements
from extractors.claims import read_sentence_claims
from extractors.claims_scopes import place_scopes, scopes_of_rows
from extractors.joins import PageLayout
from extractors.mentions import read_mentions
from extractors.prose_lines import read_lines
from extractors.sections import read_sections
from extractors.sections_boxes import TablesRead
from schemas.geometry import Place
from schemas.grids import JoinedTable
from schemas.readings import ActionRow, Announcement, Claim, Issue, KpiRow, LegendEntry, Mention, Section


@dataclass(frozen=True, slots=True)
class TablesSaid:
    """What the tables of a reading say: the tables themselves, their rows, key and totals, and the front's periods."""

    tables: Sequence[JoinedTable]
    kpis: Sequence[KpiRow]
    actions: Sequence[ActionRow]
    legend: Sequence[LegendEntry]
    claims: Sequence[Claim]
    periods: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProseSaid:
    """What running text says. ``claims`` go on counting where those of the tables end."""

    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    issues: tuple[Issue, ...] = ()


def read_prose(layouts: Sequence[PageLayout], said: TablesSaid) -> ProseSaid:
    """Everything the running text of the pages says; ``layouts`` have all their tables still on them."""
    rows: tuple[KpiRow | ActionRow, ...] = (*said.kpis, *said.actions)
    sections, section_issues = read_sections(layouts, TablesRead.of(_places(rows, (*said.claims, *said.legend))))
    blocks = [block for layout in layouts for block in layout.blocks]
    scopes = place_scopes(blocks, sections, scopes_of_rows(rows, said.claims))
    lines = read_lines(sections)
    mentions, mention_issues = read_mentions(sections, said.kpis, lines)
    return ProseSaid(
        sections=sections,
        claims=read_sentence_claims(blocks, len(said.claims) + 1, scopes, said.periods),
        mentions=mentions,
        announcements=read_announcements(sections, said.tables, lines),
        issues=(*section_issues, *mention_issues),
    )


def _places(rows: Iterable[KpiRow | ActionRow], others: Iterable[Claim | LegendEntry]) -> Iterator[Place]:
    """Where on the pages something was read from tables."""
    for row in rows:
        yield from row.places
    for other in others:
        yield other.place
