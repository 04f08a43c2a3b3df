"""Cards: one KPI in a box, its title and status on top, "Latest / Target / Floor / Previous (Amber)" at the foot.

Summary tables of the same KPIs are read in ``kpis``; the two are put together in ``merge``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.directions import read_direction, read_direction_beside
from extractors.key import Key
from extractors.lines import unwrap
from extractors.mark_words import plain_text
from extractors.marks import find_marks
from extractors.meanings import Doubt
from extractors.status import no_status, read_status
from extractors.words import colour_word, direction_word
from schemas.geometry import Place, hull
from schemas.grids import Cell, JoinedCell, Table
from schemas.lookups import read_lookup
from schemas.readings import Issue, KpiRow, PeriodValue, StatusReading
from schemas.vocabulary import Direction, Rating, Role, ValueRole

# A card is small; a table with more columns than this is none.
MOST_COLUMNS = 8
SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Card:
    """The cells of one card: those above the labelled values, and the labelled values."""

    head: tuple[Cell, ...]
    values: tuple[tuple[Role, str, Cell], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled value: "Floor 90%" is FLOOR and "90%"."""

    role: Role
    text: str


def find_cards(table: Table) -> tuple[Card, ...]:
    """The cards a table on a page consists of, top to bottom; () when it is no card.

    A card ends at a row that names the outturn and at least one of target, floor and previous, each with its value.
    """
    if len(table.column_edges) - 1 > MOST_COLUMNS:
        return ()
    cards: list[Card] = []
    head: list[Cell] = []
    for index, row in enumerate(table.rows):
        cells = [cell for cell in _distinct(row) if cell.row == index]
        values = [(part.role, part.text, cell) for cell in cells for part in read_labelled(cell.text)]
        roles = {role for role, _text, _cell in values}
        if Role.ACTUAL in roles and roles & {Role.TARGET, Role.FLOOR, Role.PREVIOUS} and _has_title(head):
            box = hull(cell.place.box for cell in (*head, *cells))
            cards.append(Card(tuple(head), tuple(values), Place(table.place.page, box)))
            head = []
        else:
            head.extend(cells)
    return tuple(cards) if cards else ()


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    seen: list[Cell] = []
    for cell in row:
        if cell is not None and all(cell is not other for other in seen):
            seen.append(cell)
    return seen


def _has_title(head: Sequence[Cell]) -> bool:
    return any(len(cell.text) >= SHORTEST_TITLE for cell in head)


@cache
def _label_pattern() -> tuple[re.Pattern[str], dict[str, Role]]:
    labels = {label: Role(role) for role, names in read_lookup("headers")["card"].items() for label in names}
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(
        rf"(?:^|(?<=[\s,;|(]))({names})\s*(?::|=|\s(?=[\d£<>≤≥~\-]|n/?a\b|tbc\b|none\b))\s*", re.I
    ), labels


def read_labelled(text: str) -> list[Labelled]:
    """The labelled values of a text, in order; [] unless it starts with a label.

    "Target: 92%, Floor 90%" gives target 92% and floor 90%: colons and commas are often missing.
    """
    joined = unwrap(text)
    pattern, labels = _label_pattern()
    if not pattern.match(joined):
        return []
    found = list(pattern.finditer(joined))
    ends = [match.start() for match in found[1:]] + [len(joined)]
    parts = [
        Labelled(labels[match[1].lower()], joined[match.end() : end].strip(" ,;|"))
        for match, end in zip(found, ends, strict=True)
    ]
    return [part for part in parts if part.text and len(part.text) <= 60]


def read_card(card: Card, key: Key, position: int) -> tuple[KpiRow, list[Issue]]:
    """The KPI on a card, as printed."""
    title_cell = max(card.head, key=lambda c: (len(c.text) >= SHORTEST_TITLE, -c.row, -c.column))
    fills = frozenset(fill for fill in (title_cell.fill,) if fill)
    status, issues, status_cell = _card_status([c for c in card.head if c is not title_cell], key, fills)
    issues = [Issue(i.code, i.message, i.place, f"kpi:{position}") for i in issues]
    direction, direction_text, doubts = _card_direction(card, title_cell, status_cell, key)
    issues += [Issue(d.code, d.message, d.place, f"kpi:{position}") for d in doubts]
    texts: dict[Role, str] = {}
    earlier: StatusReading | None = None
    for role, text, cell in card.values:
        value, named = split_status(text)
        if role is Role.PREVIOUS and named:
            earlier, _ = read_status(JoinedCell(named, (cell,)), key, frozenset({cell.fill} if cell.fill else ()))
        texts.setdefault(role, value if named else text)
    if status.method is None:
        issues.append(Issue("card_incomplete", "The card shows no status.", card.place, f"kpi:{position}"))
    row = KpiRow(
        position=position,
        title=unwrap(title_cell.text),
        places=(card.place,),
        status=status,
        engine="card",
        previous_status=earlier,
        direction=direction,
        direction_text=direction_text,
        values=tuple(
            PeriodValue(
                ValueRole(role.value), None, split_status(text)[0] if split_status(text)[1] else text, cell.place
            )
            for role, text, cell in card.values
        ),
        field_places=tuple(_places(card, title_cell, status_cell)),
        actual=texts.get(Role.ACTUAL),
        target=texts.get(Role.TARGET),
        floor=texts.get(Role.FLOOR),
        previous=texts.get(Role.PREVIOUS),
    )
    return row, issues


def split_status(text: str) -> tuple[str, str | None]:
    """A value and the status word printed in brackets behind it: "89% (Amber)" is "89%" and "Amber"."""
    match = re.fullmatch(r"(.*?)\s*\(([A-Za-z /]+)\)", text)
    if match and colour_word(match[2]) is not None:
        return match[1].strip(), match[2]
    return text, None


def _card_direction(
    card: Card, title: Cell, status: Cell | None, key: Key
) -> tuple[Direction | None, str | None, list[Doubt]]:
    """The direction of travel on a card: an arrow of any kind, or a word of its own; what can be read goes first."""
    unread: tuple[Direction | None, str | None, list[Doubt]] = (None, None, [])
    for cell in (c for c in (status, *card.head) if c is not None and c is not title):
        joined = JoinedCell(unwrap(cell.text), (cell,))
        worded = cell is not status and direction_word(plain_text(joined)) is not None
        found = read_direction(joined, key) if worded or not plain_text(joined) else read_direction_beside(joined, key)
        if cell is status and found[0] is Direction.UNKNOWN and not _has_arrow(joined):
            continue
        if found[0] is not None and not found[2]:
            return found
        if unread[0] is None:
            unread = found
    return unread


def _has_arrow(cell: JoinedCell) -> bool:
    return any(mark.form is not None and mark.form.points for mark in find_marks(cell))


def _card_status(
    cells: Sequence[Cell], key: Key, beside: frozenset[str]
) -> tuple[StatusReading, list[Issue], Cell | None]:
    """The first cell of the card that shows a status the key can read; failing that, the first that shows any."""
    unreadable: tuple[StatusReading, list[Issue], Cell | None] | None = None
    for cell in cells:
        reading, doubts = read_status(JoinedCell(unwrap(cell.text), (cell,)), key, beside)
        if reading.method is None:
            continue
        issues = [Issue(d.code, d.message, d.place) for d in doubts]
        if reading.rating is not Rating.UNREADABLE:
            return reading, issues, cell
        if unreadable is None and reading.colour is not None:
            unreadable = (reading, issues, cell)
    return unreadable or (no_status(), [], None)


def _places(card: Card, title: Cell, status: Cell | None) -> Iterator[tuple[str, Place]]:
    yield "title", title.place
    if status is not None:
        yield "status", status.place
    for role, _text, cell in card.values:
        yield role.value, cell.place
