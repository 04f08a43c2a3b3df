"""Sections of a document and the fields of its header block as dataset rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from extractors.folding import fold
from pipeline.normalise_rows import Owner, corners
from schemas.dataset import PlaceRow, SectionRow
from schemas.geometry import Place
from schemas.lookups import read_lookup
from schemas.readings import HeaderFields, Section


class HeaderColumns(TypedDict):
    """The columns of ``reports`` that a header block fills."""

    report_of: str | None
    portfolio_holder: str | None
    key_decision: bool | None
    key_decision_text: str | None
    forward_plan_ref: str | None
    wards: str | None
    exempt: bool | None
    exempt_text: str | None


def section_row(owner: Owner, section: Section) -> SectionRow:
    """One section; it stands in the section ``parent_id`` names."""
    return SectionRow(
        section_id=owner.row_id("section", section.position),
        document_id=owner.document_id,
        position=section.position,
        number=section.number,
        heading=section.heading,
        level=section.level,
        parent_id=owner.row_id("section", section.parent) if section.parent is not None else None,
        kind=section.kind,
        text=section.text,
        page_first=section.page_first,
        page_last=section.page_last,
    )


def section_places(owner: Owner, sections: Sequence[Section]) -> Iterator[PlaceRow]:
    """Where every paragraph of every section stands (field 'text'), its heading (no field) and its tables ('table')."""
    for section in sections:
        row_id = owner.row_id("section", section.position)
        parts: list[tuple[str | None, Place]] = [(None, section.place)]
        parts += [("text", place) for _offset, place in section.parts]
        parts += [("table", place) for place in section.tables]
        for field, place in dict.fromkeys(parts):
            yield PlaceRow(
                table_name="sections", row_id=row_id, field=field, document_id=owner.document_id, **corners(place)
            )


def header_columns(header: HeaderFields) -> HeaderColumns:
    """The header block as columns; yes or no only where the words say so."""
    return {
        "report_of": header.report_of,
        "portfolio_holder": header.portfolio_holder,
        "key_decision": _says(header.key_decision, "key_decision"),
        "key_decision_text": header.key_decision,
        "forward_plan_ref": header.forward_plan_ref,
        "wards": header.wards,
        "exempt": _says(header.exempt, "exempt"),
        "exempt_text": header.exempt,
    }


def _says(text: str | None, field: str) -> bool | None:
    """Whether the words mean yes or no; None for words that are neither."""
    if text is None:
        return None
    folded = fold(text)
    for answer, said in (("no", False), ("yes", True)):
        words = read_lookup("header_answers")[field][answer]
        if any(folded == word or folded.startswith((f"{word} ", f"{word},", f"{word}.", f"{word};")) for word in words):
            return said
    return None
