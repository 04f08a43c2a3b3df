"""The theme or directorate a sentence stands under, where its own words name none: by the headings over it.

A heading counts where the document's own rows or count tables have a theme or directorate of that name, or where it
says itself what it is ('Priority 2: Homes', 'Adults directorate'). What another heading names is kept as
unknown: counts that name no set are then not taken for the whole report's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.claims_axes import name_scope
from schemas.pages import TextBlock
from schemas.readings import ActionRow, Claim, KpiRow, Section
from schemas.vocabulary import ScopeType

# A theme's name ends after a line; what is longer and begins with 'Priority' is a sentence.
LONGEST_NAME = 100

_THEME = re.compile(
    r"(?i)^(?:strategic |corporate |council )?(?:priority|theme|aim|outcome|ambition|objective) ?(?:\d|[a-z]\b|[–:-])"
)
_DIRECTORATE = re.compile(r"(?i)\bdirectorate$|^directorate[ :–-]")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z][.)])\s+")


@dataclass(frozen=True, slots=True)
class NamedScope:
    """What a heading names, as it prints it; ``is_known`` where that is a theme or directorate for certain."""

    kind: ScopeType
    name: str
    is_known: bool = True


def scopes_of_rows(rows: Iterable[KpiRow | ActionRow], claims: Iterable[Claim]) -> dict[str, ScopeType]:
    """The folded names of the themes and directorates that the document's rows and count tables have."""
    found: dict[str, ScopeType] = {}
    for row in rows:
        for name, kind in ((row.theme, ScopeType.THEME), (row.directorate, ScopeType.DIRECTORATE)):
            if name:
                found.setdefault(_fold(name), kind)
    for claim in claims:
        if claim.scope:
            found.setdefault(_fold(claim.scope), claim.scope_type)
    return found


def place_scopes(
    blocks: Sequence[TextBlock], sections: Sequence[Section], names: Mapping[str, ScopeType]
) -> dict[int, NamedScope]:
    """What the nearest heading over each block names, by the block's place in ``blocks``; without general headings.

    A known theme or directorate further up is nearer than an unknown heading: 'Emerging issues' is no scope.
    """
    by_position = {section.position: section for section in sections}
    scopes: dict[int, NamedScope | None] = {}
    for section in sections:
        own = _named(section.heading, names)
        above = scopes.get(section.parent) if section.parent is not None else None
        scopes[section.position] = above if own is None or (above and above.is_known and not own.is_known) else own
    lines: dict[tuple[int, int], int] = {}
    for section in sections:
        for place in section.line_places:
            lines[place.page, round(place.box.top)] = section.position
    found: dict[int, NamedScope] = {}
    for number, block in enumerate(blocks):
        position = lines.get((block.page, round(block.box.top)))
        scope = scopes.get(position) if position is not None and position in by_position else None
        if scope is not None:
            found[number] = scope
    return found


def _named(heading: str | None, names: Mapping[str, ScopeType]) -> NamedScope | None:
    if not heading:
        return None
    name = _NUMBER.sub("", heading).strip(" :–-")
    kind = names.get(_fold(name))
    if kind is None and _THEME.match(name):
        kind = ScopeType.THEME
    if kind is None and _DIRECTORATE.search(name):
        kind = ScopeType.DIRECTORATE
    if kind is not None and len(name) <= LONGEST_NAME:
        return NamedScope(kind, name)
    return NamedScope(ScopeType.DIRECTORATE, name, is_known=False) if name_scope(name) else None


def _fold(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold().replace("&", " and ")))
