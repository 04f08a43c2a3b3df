"""What the prose of a report says: its sections, and what they say about indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from schemas.declaration import column, table
from schemas.tables_rows import Bottom, DocumentId, Left, PageRead, Position, Right, Top
from schemas.vocabulary import MentionKind, Rag


@table("sections", "One section of running text, under its heading.", key=("section_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """One section of running text."""

    section_id: Annotated[str, column("Identifies the section: document and position.")]
    document_id: DocumentId
    position: Position
    number: Annotated[str | None, column("Number, as printed ('3.4').")] = None
    heading: Annotated[str | None, column("Heading, as printed.")] = None
    level: Annotated[int | None, column("Depth of the heading, from 1.")] = None
    parent_id: Annotated[
        str | None, column("The section it stands in.", references="sections.section_id", owned=True)
    ] = None
    kind: Annotated[
        str | None,
        column("What the section is: recommendations, background, financial_implications, minutes, resolution, …."),
    ] = None
    text: Annotated[
        str, column("The text without headings and tables, a line a paragraph; list items begin with their mark.")
    ]
    page_first: Annotated[int, column("Page it begins on, from 1.")]
    page_last: Annotated[int, column("Page it ends on, from 1.")]


@table("mentions", "Prose about a KPI.", key=("mention_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """Prose about a KPI."""

    mention_id: Annotated[str, column("Identifies the mention: document and position.")]
    section_id: Annotated[
        str | None, column("The section it stands in.", references="sections.section_id", owned=True)
    ] = None
    document_id: DocumentId
    indicator_id: Annotated[
        str | None, column("The indicator meant; NULL if unsure.", references="indicators.indicator_id")
    ] = None
    observation_id: Annotated[
        str | None, column("Key of the observation meant; NULL if unsure. It may be of another document.")
    ] = None
    ref: Annotated[str | None, column("Reference named, as printed.")] = None
    quote: Annotated[str, column("The words.")]
    values_json: Annotated[
        str | None, column('JSON list of the figures named, each {"role", "text"}; roles are from, to, at, by, ….')
    ] = None
    kind: Annotated[MentionKind, column("What is said of it.")]
    page: PageRead
    x0: Left
    top: Top
    x1: Right
    bottom: Bottom
    position: Position
    title: Annotated[str | None, column("What the prose calls the indicator; NULL where it only gives the ref.")] = None
    under: Annotated[str | None, column("Heading or lead-in of the list it stands under, as printed.")] = None
    linked_by: Annotated[
        str | None, column("How the row meant was found: ref, title or place; NULL where none was.")
    ] = None
    score: Annotated[float | None, column("How well the titles agree, 0 to 100; NULL unless linked by title.")] = None
    listed_as: Annotated[Rag | None, column("The status of a list that names every row of one status.")] = None
    listed_total: Annotated[int | None, column("How many rows that list says it names.")] = None
