"""The same KPI in a summary table and on a card: one row with both places.

Which rows and cards there are is read in ``kpis`` and ``cards``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from schemas.readings import Issue, KpiRow
from schemas.vocabulary import Direction, Rag

# Pairs of one KPI's two wordings in published reports score 69 and more once "%" reads "percentage", different KPIs of
# one directorate rarely over 60; neighbours in both lists get the benefit of ORDER_BONUS.
SAME_TITLE = 62
ORDER_BONUS = 8


def merge_cards(rows: Sequence[KpiRow], cards: Sequence[KpiRow]) -> tuple[list[KpiRow], list[Issue]]:
    """All KPIs once, positions counted anew: table rows in order with their cards, then cards without a table row.

    Values and title come from the card, theme and order from the table, the table's wording stays as an alias.
    """
    partner = match_titles([row.title for row in rows], [card.title for card in cards])
    merged: list[KpiRow] = []
    issues: list[Issue] = []
    for index, row in enumerate(rows):
        position = len(merged) + 1
        if index in partner:
            merged.append(replace(_merge(row, cards[partner[index]]), position=position))
            issues += _conflicts(row, cards[partner[index]], position)
        else:
            merged.append(replace(row, position=position))
            if partner:
                message = f"{row.title!r} stands in a table but on no card."
                issues.append(Issue("table_row_without_card", message, row.places[0], f"kpi:{position}"))
    taken = set(partner.values())
    for index, card in enumerate(cards):
        if index not in taken:
            position = len(merged) + 1
            merged.append(replace(card, position=position))
            if rows:
                message = f"{card.title!r} stands on a card but in no table."
                issues.append(Issue("card_without_table_row", message, card.places[0], f"kpi:{position}"))
    return merged, issues


def match_titles(rows: Sequence[str], cards: Sequence[str]) -> dict[int, int]:
    """Row index to card index, one to one, best pairs first; pairs in the same order in both lists are preferred."""
    plain_rows, plain_cards = [fold_title(t) for t in rows], [fold_title(t) for t in cards]
    scored = sorted(
        (
            (fuzz.token_set_ratio(row, card) * 0.5 + fuzz.token_sort_ratio(row, card) * 0.5, i, j)
            for i, row in enumerate(plain_rows)
            for j, card in enumerate(plain_cards)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for bonus, floor in ((0, 85), (ORDER_BONUS, SAME_TITLE)):
        for score, i, j in scored:
            if i in partner or j in taken:
                continue
            follows = partner.get(i - 1) == j - 1 or partner.get(i + 1) == j + 1 or (i == j == 0)
            if score + (bonus if follows else 0) >= floor:
                partner[i] = j
                taken.add(j)
    return partner


def fold_title(title: str) -> str:
    """A title as it is compared: lower case, "%" and "no." written out, abbreviations in brackets left out."""
    text = re.sub(r"\([A-Za-z&]{2,6}s?\)", " ", title).lower()
    text = text.replace("%", " percentage ").replace("&", " and ")
    text = re.sub(r"\b(no\.?|nos\.?) of\b", "number of", text)
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def _merge(row: KpiRow, card: KpiRow) -> KpiRow:
    same = fold_title(row.title) == fold_title(card.title) and row.title == card.title
    return replace(
        card,
        aliases=() if same else (row.title,),
        places=card.places + row.places,
        theme=row.theme or card.theme,
        grouping=row.grouping,
        directorate=row.directorate,
        owner=row.owner,
        frequency=row.frequency,
        ref=row.ref,
        ref_printed=row.ref_printed,
        unit=row.unit,
        polarity=row.polarity,
        commentary=row.commentary,
        period_label=row.period_label,
        target=card.target or row.target,
        floor=card.floor or row.floor,
        actual=card.actual or row.actual,
        previous=card.previous or row.previous,
        status=card.status if card.status.method is not None else row.status,
        previous_status=card.previous_status or row.previous_status,
        direction=card.direction or row.direction,
        direction_text=card.direction_text or row.direction_text,
        values=card.values + tuple(v for v in row.values if all(v.role is not c.role for c in card.values)),
        field_places=card.field_places + row.field_places,
        unmapped=row.unmapped + card.unmapped,
    )


def _conflicts(row: KpiRow, card: KpiRow, position: int) -> list[Issue]:
    found: list[Issue] = []
    subject = f"kpi:{position}"
    pairs = (("status", row.status, card.status), ("previous status", row.previous_status, card.previous_status))
    for name, in_table, on_card in pairs:
        if in_table is None or on_card is None or in_table.method is None or on_card.method is None:
            continue
        if Rag.NONE not in (in_table.rag, on_card.rag) and in_table.rag is not on_card.rag:
            message = (
                f"{card.title!r}: {name} is {on_card.rag} on the card (page {card.places[0].page}) "
                f"and {in_table.rag} in the table (page {row.places[0].page})."
            )
            found.append(Issue("card_and_table_disagree", message, card.places[0], subject))
    known = (Direction.IMPROVED, Direction.SAME, Direction.DECLINED)
    if row.direction in known and card.direction in known and row.direction is not card.direction:
        message = (
            f"{card.title!r}: direction is {card.direction} on the card (page {card.places[0].page}) "
            f"and {row.direction} in the table (page {row.places[0].page})."
        )
        found.append(Issue("card_and_table_disagree", message, card.places[0], subject))
    return found
