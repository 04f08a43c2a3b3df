"""The line, on one screen: a PDF to pages, tables, joined tables, rows, legend and claims.

Each step is one function of the extractors. Nothing here writes, fetches or knows a database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from extractors.cards import Card, find_cards, read_card
from extractors.claims import read_count_table
from extractors.claims_axes import named_anyway
from extractors.claims_marks import read_marks_by
from extractors.claims_quarters import Moment, moment_told
from extractors.frontmatter import read_front_matter
from extractors.grey_print import without_guessed_greys
from extractors.header_fields import read_header_fields
from extractors.joins import PageLayout, join_over_pages
from extractors.key import Key, make_key
from extractors.layouts import ReadPages, read_layouts
from extractors.legend import read_legend
from extractors.merge import merge_cards
from extractors.page_turn import turn_back
from extractors.pages import open_document
from extractors.row_refs import with_refs
from extractors.scan_budget import ScanBudget
from extractors.scans import as_scanned, why_no_text
from extractors.schemes import with_scheme
from extractors.table_rows import read_rows, rows_missing
from extractors.unexplained import colours_without_key
from extractors.unread_targets import targets_unread
from extractors.witnesses import with_header_periods
from pipeline.choose import choose_reading
from pipeline.prose import ProseSaid, TablesSaid, read_prose
from schemas.errors import Reason, Rejection
from schemas.grids import JoinedTable
from schemas.identity import DocumentIdentity
from schemas.readings import Claim, DocumentContent, Issue, KpiRow, LegendEntry
from schemas.stated import StatedTotals


def extract_document(
    path: Path,
    *,
    filename: str | None = None,
    pages: range | None = None,
    check: Callable[[int], None] | None = None,
    stated: StatedTotals | None = None,
    identity: DocumentIdentity | None = None,
    scans: ScanBudget | None = None,
) -> DocumentContent:
    """Everything the extractors see in one PDF; raises Rejection when it cannot be read at all.

    ``pages`` limits the reading to some pages (1-based), for a quick look. ``check`` is told the number of pages of
    the opened document before any is read; what it raises ends the reading.
    ``stated`` are the whole report's totals from another document of it, for a document that states none itself.
    ``identity`` is what is known of the document beforehand: whose it is, and of which period.
    ``scans`` says how many of its pages may be recognised, None that all may.
    """
    with open_document(path) as document:
        if check is not None:
            check(document.page_count)
        numbers = [n for n in pages or range(1, document.page_count + 1) if n <= document.page_count]
        read = read_layouts(document, numbers, scans=scans)
        page_count, producer = document.page_count, document.producer
    if read.words == 0:
        raise Rejection(Reason.NO_TEXT, f"{filename or path.name} {why_no_text()}")

    def content_of(reading: ReadPages, *, with_prose: bool = True) -> DocumentContent:
        content = read_content(reading, filename or path.name, identity, with_prose=with_prose)
        return replace(content, pages=page_count, producer=producer)

    content = choose_reading(path, read, content_of, stated)
    return cast(DocumentContent, turn_back(content, read.views)) if read.views else content


def read_content(
    read: ReadPages, filename: str, identity: DocumentIdentity | None = None, *, with_prose: bool = True
) -> DocumentContent:
    """Everything one reading of the pages says, from tables to mentions; tables alone without its prose."""
    cards, layouts = take_cards(read.layouts)
    joined: Sequence[JoinedTable] = join_over_pages(layouts)
    legend, tables = take_legends(layouts, joined)
    front = read_front_matter(read.front, filename)
    key = make_key(with_scheme(legend, front, identity))
    periods = [witness.text for witness in front.period_witnesses]
    claims, tables, claim_issues = take_counts(tables, legend, moment_told(periods))
    kpis, actions, row_issues = read_rows(tables, key)
    kpis, card_issues = add_cards(kpis, cards, key)
    kpis, grey_issues = without_guessed_greys(kpis)
    kpis, actions, ref_issues = with_refs(kpis, actions)
    said = TablesSaid(joined, kpis, actions, legend, claims, periods)
    prose = read_prose(read.layouts, said) if with_prose else ProseSaid()
    front = with_header_periods(front, kpis)
    row_issues += rows_missing(legend, kpis, actions)
    row_issues += targets_unread(read.layouts, kpis, actions)
    row_issues += colours_without_key(legend, key.entries, kpis)
    row_issues += grey_issues
    kpis, scan_issues = as_scanned(kpis, read.grey)
    row_issues += scan_issues
    issues = (*read.issues, *row_issues, *card_issues, *ref_issues, *claim_issues, *prose.issues)
    return DocumentContent(
        pages=len(read.layouts),
        producer=None,
        front=front,
        kpis=tuple(kpis),
        actions=tuple(actions),
        legend=tuple(legend),
        claims=(*claims, *prose.claims),
        sections=prose.sections,
        mentions=prose.mentions,
        header=read_header_fields(read.layouts),
        announcements=prose.announcements,
        issues=issues,
    )


def take_cards(layouts: Sequence[PageLayout]) -> tuple[list[Card], list[PageLayout]]:
    """The KPI cards of all pages, and the pages without them."""
    cards: list[Card] = []
    rest: list[PageLayout] = []
    for layout in layouts:
        found = {id(table): find_cards(table) for table in layout.tables}
        cards += [card for table in layout.tables for card in found[id(table)]]
        left = tuple(table for table in layout.tables if not found[id(table)])
        rest.append(replace(layout, tables=left))
    return cards, rest


def take_legends(
    layouts: Sequence[PageLayout], tables: Sequence[JoinedTable]
) -> tuple[list[LegendEntry], list[JoinedTable]]:
    """The report's key from its legend tables and the keys in its running text, and the other tables."""
    read = [(table, read_legend(table)) for table in tables]
    entries = [entry for _t, found in read for entry in found]
    entries += [entry for layout in layouts for entry in layout.key_lines]
    return list(make_key(entries).entries), [table for table, found in read if not found]


def take_counts(
    tables: Sequence[JoinedTable], legend: Sequence[LegendEntry], now: Moment | None = None
) -> tuple[list[Claim], list[JoinedTable], list[Issue]]:
    """The totals stated in tables, the other tables, and what is doubtful about the totals.

    ``now`` is the period the document is about, as far as its front names it.
    """
    claims: list[Claim] = []
    rest: list[JoinedTable] = []
    issues: list[Issue] = []
    name_mark = read_marks_by(legend)
    titles = [table.title for table in tables]
    for table in tables:
        found, doubts = read_count_table(
            table,
            legend=legend,
            next_position=len(claims) + 1,
            section=table.title,
            name_mark=name_mark,
            now=now,
            scope=named_anyway(table.title, titles),
        )
        claims += found
        issues += doubts
        if not found:
            rest.append(table)
    return claims, rest, issues


def add_cards(kpis: list[KpiRow], cards: Sequence[Card], key: Key) -> tuple[list[KpiRow], list[Issue]]:
    """KPIs of tables and cards as one list, each KPI once."""
    if not cards:
        return kpis, []
    read = [read_card(card, key, number) for number, card in enumerate(cards, 1)]
    merged, issues = merge_cards(kpis, [row for row, _ in read])
    position = {row.places[0]: row.position for row in merged}
    for row, doubts in read:
        subject = f"kpi:{position[row.places[0]]}"
        issues += [Issue(doubt.code, doubt.message, doubt.place, subject) for doubt in doubts]
    return merged, issues
