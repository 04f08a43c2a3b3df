"""The line, on one screen: a PDF to pages, tables, joined tables, rows, legend and claims.

Each step is one function of the extractors. Nothing here writes, fetches or knows a database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from extractors.actions import read_action_rows
from extractors.cards import Card, find_cards, read_card
from extractors.claims import looks_like_counts, read_count_table, read_sentence_claims
from extractors.columns import read_columns
from extractors.engine_ocr import as_recognised
from extractors.frontmatter import read_front_matter
from extractors.header_fields import read_header_fields
from extractors.joins import PageLayout, join_over_pages
from extractors.key import Key, make_key
from extractors.kinds import find_unheaded_marks, table_kind
from extractors.kpis import read_kpi_rows
from extractors.layouts import ReadPages, read_layouts
from extractors.legend import read_legend
from extractors.mentions import read_mentions
from extractors.merge import merge_cards
from extractors.page_turn import turn_back
from extractors.pages import open_document
from extractors.refs import repair_refs
from extractors.schemes import with_scheme
from extractors.sections import read_sections
from extractors.witnesses import with_header_periods
from pipeline.choose import choose_reading
from schemas.errors import Reason, Rejection
from schemas.grids import JoinedTable
from schemas.readings import ActionRow, Claim, DocumentContent, Issue, KpiRow, LegendEntry
from schemas.stated import StatedTotals
from schemas.vocabulary import TableKind


def extract_document(
    path: Path,
    *,
    filename: str | None = None,
    pages: range | None = None,
    check: Callable[[int], None] | None = None,
    stated: StatedTotals | None = None,
) -> DocumentContent:
    """Everything the extractors see in one PDF; raises Rejection when it cannot be read at all.

    ``pages`` limits the reading to some pages (1-based), for a quick look. ``check`` is told the number of pages of
    the opened document before any is read; what it raises ends the reading.
    ``stated`` are the whole report's totals from another document of it, for a document that states none itself.
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
        return replace(read_content(reading, filename or path.name), pages=page_count, producer=producer)

    content = choose_reading(path, read, content_of, stated)
    return cast(DocumentContent, turn_back(content, read.turns)) if read.turns else content


def read_content(read: ReadPages, filename: str) -> DocumentContent:
    """Everything one reading of the pages says, from tables to mentions."""
    cards, layouts = take_cards(read.layouts)
    tables: Sequence[JoinedTable] = join_over_pages(layouts)
    legend, tables = take_legends(layouts, tables)
    front = read_front_matter(read.front, filename)
    key = make_key(with_scheme(legend, front))
    claims, tables, claim_issues = take_counts(tables, legend)
    kpis, actions, row_issues = read_rows(tables, key)
    kpis, card_issues = add_cards(kpis, cards, key)
    kpis, actions, ref_issues = with_repaired_refs(kpis, actions)
    blocks = [block for layout in layouts for block in layout.blocks]
    claims += read_sentence_claims(blocks, len(claims) + 1)
    sections, section_issues = read_sections(read.layouts)
    mentions, mention_issues = read_mentions(sections, kpis)
    front = with_header_periods(front, kpis)
    issues = (*read.issues, *row_issues, *card_issues, *ref_issues, *claim_issues, *section_issues, *mention_issues)
    return DocumentContent(
        pages=len(read.layouts),
        producer=None,
        front=front,
        kpis=tuple(map(as_recognised, kpis)),
        actions=tuple(actions),
        legend=tuple(legend),
        claims=tuple(claims),
        sections=sections,
        mentions=mentions,
        header=read_header_fields(read.layouts),
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
    tables: Sequence[JoinedTable], legend: Sequence[LegendEntry]
) -> tuple[list[Claim], list[JoinedTable], list[Issue]]:
    """The totals stated in tables, the other tables, and what is doubtful about the totals."""
    claims: list[Claim] = []
    rest: list[JoinedTable] = []
    issues: list[Issue] = []
    for table in tables:
        if not looks_like_counts(table, legend):
            rest.append(table)
            continue
        found, doubts = read_count_table(table, legend=legend, next_position=len(claims) + 1, section=table.title)
        claims += found
        issues += doubts
        if not found:
            rest.append(table)
    return claims, rest, issues


def read_rows(tables: Sequence[JoinedTable], key: Key) -> tuple[list[KpiRow], list[ActionRow], list[Issue]]:
    """Indicators and actions of all tables that hold them, numbered through the document."""
    kpis: list[KpiRow] = []
    actions: list[ActionRow] = []
    issues: list[Issue] = []
    for table in tables:
        columns = find_unheaded_marks(table, read_columns(table), key)
        match table_kind(table, columns, key):
            case TableKind.KPIS:
                rows, doubts = read_kpi_rows(table, columns, key, len(kpis) + 1)
                kpis += rows
                issues += doubts
            case TableKind.ACTIONS:
                work, doubts = read_action_rows(table, columns, key, len(actions) + 1)
                actions += work
                issues += doubts
            case TableKind.FURNITURE | TableKind.COUNTS | TableKind.LEGEND:
                pass
    return kpis, actions, issues


def with_repaired_refs(
    kpis: Sequence[KpiRow], actions: Sequence[ActionRow]
) -> tuple[list[KpiRow], list[ActionRow], list[Issue]]:
    """Rows with the refs their sequence shows they have; indicators and actions are two sequences."""
    kpi_refs = repair_refs([row.ref_printed for row in kpis], [row.title for row in kpis])
    action_refs = repair_refs([row.ref for row in actions], [row.title for row in actions])
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
