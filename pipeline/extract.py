"""The line, on one screen: a PDF to pages, tables, joined tables, rows, legend and claims.

Each step is one function of the extractors. Nothing here writes, fetches or knows a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from extractors.announcements import read_announcements
from extractors.cards import Card, find_cards, read_card
from extractors.claims import read_count_table, read_sentence_claims
from extractors.claims_scopes import place_scopes, scopes_of_rows
from extractors.frontmatter import read_front_matter
from extractors.header_fields import read_header_fields
from extractors.joins import PageLayout, join_over_pages
from extractors.key import Key, make_key
from extractors.layouts import ReadPages, read_layouts
from extractors.legend import read_legend
from extractors.mentions import read_mentions
from extractors.merge import merge_cards
from extractors.page_turn import turn_back
from extractors.pages import open_document
from extractors.row_refs import with_refs
from extractors.scans import as_scanned
from extractors.schemes import with_scheme
from extractors.sections import read_sections
from extractors.sections_boxes import TablesRead
from extractors.table_rows import read_rows, rows_missing
from extractors.unexplained import colours_without_key
from extractors.witnesses import with_header_periods
from pipeline.choose import choose_reading
from schemas.errors import Reason, Rejection
from schemas.geometry import Place
from schemas.grids import JoinedTable
from schemas.identity import DocumentIdentity
from schemas.readings import ActionRow, Claim, DocumentContent, Issue, KpiRow, LegendEntry
from schemas.stated import StatedTotals


def extract_document(
    path: Path,
    *,
    filename: str | None = None,
    pages: range | None = None,
    check: Callable[[int], None] | None = None,
    stated: StatedTotals | None = None,
    identity: DocumentIdentity | None = None,
) -> DocumentContent:
    """Everything the extractors see in one PDF; raises Rejection when it cannot be read at all.

    ``pages`` limits the reading to some pages (1-based), for a quick look. ``check`` is told the number of pages of
    the opened document before any is read; what it raises ends the reading.
    ``stated`` are the whole report's totals from another document of it, for a document that states none itself.
    ``identity`` is what is known of the document beforehand: whose it is, and of which period.
    """
    with open_document(path) as document:
        if check is not None:
            check(document.page_count)
        numbers = [n for n in pages or range(1, document.page_count + 1) if n <= document.page_count]
        read = read_layouts(document, numbers)
        page_count, producer = document.page_count, document.producer
    if read.words == 0:
        detail = "has no text on any page; if it is a scan, install scrutineer[ocr] to have it read."
        raise Rejection(Reason.NO_TEXT, f"{filename or path.name} {detail}")

    def content_of(reading: ReadPages) -> DocumentContent:
        return replace(read_content(reading, filename or path.name, identity), pages=page_count, producer=producer)

    content = choose_reading(path, read, content_of, stated)
    return cast(DocumentContent, turn_back(content, read.turns)) if read.turns else content


def read_content(read: ReadPages, filename: str, identity: DocumentIdentity | None = None) -> DocumentContent:
    """Everything one reading of the pages says, from tables to mentions."""
    cards, layouts = take_cards(read.layouts)
    joined: Sequence[JoinedTable] = join_over_pages(layouts)
    legend, tables = take_legends(layouts, joined)
    front = read_front_matter(read.front, filename)
    key = make_key(with_scheme(legend, front, identity))
    claims, tables, claim_issues = take_counts(tables, legend)
    kpis, actions, row_issues = read_rows(tables, key)
    kpis, card_issues = add_cards(kpis, cards, key)
    kpis, actions, ref_issues = with_refs(kpis, actions)
    blocks = [block for layout in layouts for block in layout.blocks]
    sections, section_issues = read_sections(
        read.layouts, TablesRead.of(_places((*kpis, *actions), (*claims, *legend)))
    )
    scopes = place_scopes(blocks, sections, scopes_of_rows((*kpis, *actions), claims))
    claims += read_sentence_claims(blocks, len(claims) + 1, scopes)
    mentions, mention_issues = read_mentions(sections, kpis)
    front = with_header_periods(front, kpis)
    row_issues += rows_missing(legend, kpis, actions)
    row_issues += colours_without_key(legend, key.entries, kpis)
    issues = (*read.issues, *row_issues, *card_issues, *ref_issues, *claim_issues, *section_issues, *mention_issues)
    return DocumentContent(
        pages=len(read.layouts),
        producer=None,
        front=front,
        kpis=tuple(map(as_scanned, kpis)),
        actions=tuple(actions),
        legend=tuple(legend),
        claims=tuple(claims),
        sections=sections,
        mentions=mentions,
        header=read_header_fields(read.layouts),
        announcements=read_announcements(sections, joined),
        issues=issues,
    )


def _places(rows: Iterable[KpiRow | ActionRow], others: Iterable[Claim | LegendEntry]) -> Iterator[Place]:
    """Where on the pages something was read from tables."""
    for row in rows:
        yield from row.places
    for other in others:
        yield other.place


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
    tables: Sequence[JoinedTable], legend: Sequence[LegendEntry]
) -> tuple[list[Claim], list[JoinedTable], list[Issue]]:
    """The totals stated in tables, the other tables, and what is doubtful about the totals."""
    claims: list[Claim] = []
    rest: list[JoinedTable] = []
    issues: list[Issue] = []
    for table in tables:
        found, doubts = read_count_table(table, legend=legend, next_position=len(claims) + 1, section=table.title)
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
