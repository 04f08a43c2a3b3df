"""Prose of an invented report, as sections, and the rows it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.mentions import read_mentions
from schemas.geometry import Box, Place
from schemas.readings import KpiRow, Mention, Section, StatusReading
from schemas.vocabulary import Rag, Rating


def section(
    *lines: str, position: int = 1, heading: str | None = None, number: str | None = None, kind: str | None = None,
    parent: int | None = None, page: int = 1, known_places: bool = True,
) -> Section:  # fmt: skip
    """A section whose lines stand 20 points apart, each on the page after the last one for a line '---' before it."""
    kept: list[str] = []
    places: list[Place] = []
    for line in lines:
        if line == "---":
            page += 1
            continue
        kept.append(line)
        places.append(Place(page, Box(70, 100 + 20 * len(kept), 500, 112 + 20 * len(kept))))
    first = places[0] if places else Place(page, Box(70, 100, 500, 112))
    return Section(
        position=position,
        number=number,
        heading=heading,
        level=1 if parent is None else 2,
        parent=parent,
        kind=kind,
        text="\n".join(kept),
        page_first=first.page,
        page_last=page,
        place=first,
        line_places=tuple(places) if known_places else (),
    )


def row(
    position: int, title: str, ref: str | None = None, *, actual: str | None = None, target: str | None = None,
    rag: Rag = Rag.NONE, engine: str = "ruled", box: Box | None = None, page: int = 4, floor: str | None = None,
) -> KpiRow:  # fmt: skip
    return KpiRow(
        position=position,
        title=title,
        places=(Place(page, box or Box(40, 40 + 20 * position, 500, 55 + 20 * position)),),
        status=StatusReading(rag, None, Rating.NOT_RATED),
        engine=engine,
        ref=ref,
        actual=actual,
        target=target,
        floor=floor,
    )


def mentions(sections: Sequence[Section] | Section, *kpis: KpiRow) -> tuple[Mention, ...]:
    found, issues = read_mentions([sections] if isinstance(sections, Section) else sections, kpis)
    assert issues == ()
    return found


def said(sections: Sequence[Section] | Section, *kpis: KpiRow) -> list[tuple[str | None, str]]:
    """Ref and kind of each mention."""
    return [(mention.ref, str(mention.kind)) for mention in mentions(sections, *kpis)]
