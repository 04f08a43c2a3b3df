"""Words in KPI titles, commentary, statements about KPIs and sections, best first, with where they stand.

Whatever a user types is a search for words: quotes make a phrase, a star at the end of a word any ending, and every
other sign is left out, so no input is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from schemas.vocabulary import MentionKind, Rag

# The snippet has so many words around those found.
SNIPPET_WORDS = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched: ``words`` as typed, and what a hit must be; None or '' where anything may be.

    ``first`` and ``last`` (ISO 8601 days) bound the last day of a hit's period. ``kind`` is kpi, section or mention, or
    the kind of a section or mention ('recommendations', 'off_target').
    """

    words: str
    council: str | None = None
    first: str | None = None
    last: str | None = None
    kind: str | None = None
    rag: Rag | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that has the words. ``table`` and ``row_id`` name it; ``snippet`` has the words found in [brackets]."""

    table: str
    row_id: str
    council: str
    report: str
    period: str | None
    ref: str | None
    title: str | None
    kind: str
    rag: str | None
    snippet: str
    filename: str
    page: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A table of rows to search: its search table, what the rows show, and how they are reached."""

    table: str
    search: str
    key: str
    shown: str
    joins: str
    period: str
    kind: str
    rag: str


_PLACES = (
    _Place(
        table="observations",
        search="observation_search",
        key="observation_id",
        shown="observations.ref, observations.title, observations.page",
        joins="JOIN observations USING (observation_id)",
        period="observations.period_end",
        kind="'kpi'",
        rag="observations.rag",
    ),
    _Place(
        table="mentions",
        search="mention_search",
        key="mention_id",
        shown="coalesce(mentions.ref, observations.ref), coalesce(observations.title, mentions.title), mentions.page",
        joins="JOIN mentions USING (mention_id) LEFT JOIN observations ON observations.observation_id = "
        "mentions.observation_id",
        period="NULL",
        kind="mentions.kind",
        rag="observations.rag",
    ),
    _Place(
        table="sections",
        search="section_search",
        key="section_id",
        shown="sections.number, sections.heading, sections.page_first",
        joins="JOIN sections USING (section_id)",
        period="NULL",
        kind="coalesce(sections.kind, 'section')",
        rag="NULL",
    ),
)
_NAMES = {"kpi": "observations", "mention": "mentions", "section": "sections"}


def find_hits(db: Database, wanted: Wanted) -> tuple[Hit, ...]:
    """The hits in an open dataset, best first; equally good ones in the order of their tables and rows."""
    match = match_expression(wanted.words)
    if match is None:
        return ()
    found = [hit for place in _places(wanted) for hit in _hits(db, place, match, wanted)]
    found.sort(key=lambda pair: pair[0])
    return tuple(_without_doubles([hit for _, hit in found])[: wanted.limit])


def match_expression(words: str) -> str | None:
    """What is typed as an FTS5 expression of quoted words, all of them wanted; None without any letter or figure."""
    parts: list[str] = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words.replace("“", '"').replace("”", '"')):
        bare = " ".join(re.findall(r"[^\W_]+", phrase or word))
        if bare:
            parts.append(f'"{bare}"' + ("*" if word.endswith("*") else ""))
    return " ".join(parts) if parts else None


def is_kind(db: Database, kind: str) -> bool:
    """Whether any row of the dataset could be of a kind."""
    if kind in _NAMES or kind in {known.value for known in MentionKind}:
        return True
    return db.conn.execute("SELECT 1 FROM sections WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None


def _places(wanted: Wanted) -> Sequence[_Place]:
    named = _NAMES.get(wanted.kind or "")
    return [place for place in _PLACES if named is None or place.table == named]


def _hits(db: Database, place: _Place, match: str, wanted: Wanted) -> Iterator[tuple[float, Hit]]:
    conditions = [f"{place.search} MATCH :match", "documents.superseded_by IS NULL"]
    if wanted.council:
        conditions.append("lower(:council) IN (councils.council_id, lower(councils.name))")
    if wanted.first:
        conditions.append("period >= :first")
    if wanted.last:
        conditions.append("period <= :last")
    if wanted.rag:
        conditions.append(f"{place.rag} = :rag")
    if wanted.kind and wanted.kind not in _NAMES:
        conditions.append(f"{place.kind} = :kind")
    found = db.conn.execute(
        f"""
        SELECT {place.search}.rank, {place.search}.{place.key}, councils.council_id, reports.report_id,
            coalesce({place.period}, reports.period_end) AS period, {place.shown}, {place.kind}, {place.rag},
            snippet({place.search}, -1, '[', ']', '…', {SNIPPET_WORDS}), documents.filename
        FROM {place.search} {place.joins}
        JOIN documents ON documents.document_id = {place.search}.document_id
        JOIN reports ON reports.report_id = documents.report_id
        JOIN councils ON councils.council_id = reports.council_id
        WHERE {" AND ".join(conditions)}
        ORDER BY {place.search}.rank, {place.search}.{place.key}
        """,
        {
            "match": match,
            "council": wanted.council,
            "first": wanted.first,
            "last": wanted.last,
            "rag": wanted.rag.value if wanted.rag else None,
            "kind": wanted.kind,
        },
    )
    for rank, row_id, council, report, period, ref, title, page, kind, rag, snippet, filename in found:
        yield (
            rank,
            Hit(
                table=place.table,
                row_id=row_id,
                council=council,
                report=report,
                period=period,
                ref=ref,
                title=title,
                kind=kind,
                rag=rag,
                snippet=" ".join(str(snippet).split()),
                filename=filename,
                page=page,
            ),
        )


def _without_doubles(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without sections and statements that show the very words of an earlier hit."""
    seen: set[tuple[str, int, str]] = set()
    kept: list[Hit] = []
    for hit in hits:
        key = (hit.filename, hit.page, re.sub(r"[\W_]+", "", hit.snippet)[:80])
        if hit.table == "observations" or key not in seen:
            kept.append(hit)
        seen.add(key)
    return kept
