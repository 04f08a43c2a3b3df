"""Tables that print rows again which stand in another table of the document: the reds first, then all of them.

Each indicator is counted once. A row that stands twice in one table is not the concern of this module: that may be a
publisher's mistake, and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extractors.earlier_tables import TableRows, find_earlier, with_earlier
from extractors.merge import fold_title
from extractors.words import colour_word
from schemas.readings import Issue, KpiRow

# A table of one rated row is a selection only where its heading says of what; it may as well be a section of its own.
FEWEST_REPEATED = 2
SELECTIONS = ("exception", "highlight", "off target", "below target", "concern")


def count_once(tables: Sequence[TableRows], issues: Sequence[Issue]) -> tuple[list[KpiRow], list[Issue]]:
    """All rows in order, without those of tables every row of which another table holds; positions counted anew.

    The rows that stay keep the place of the repeated print, and its comment where they have none; a print for an
    earlier period gives them their previous values. ``issues`` come back with the new positions, without those about
    rows that went, and with one for each table set aside.
    """
    kept_by = _find_repeats(tables)
    earlier_by = find_earlier(tables, kept_by)
    earlier: dict[int, list[tuple[str | None, KpiRow]]] = defaultdict(list)
    repeated: dict[int, list[KpiRow]] = defaultdict(list)
    found: list[Issue] = []
    for index, partners in kept_by.items():
        for row, partner in zip(tables[index].rows, partners, strict=True):
            repeated[partner.position].append(row)
        found.append(_repeat_issue(tables[index], partners, "each is counted once"))
    for index, partners in earlier_by.items():
        for row, partner in zip(tables[index].rows, partners, strict=True):
            earlier[partner.position].append((tables[index].title, row))
        found.append(_repeat_issue(tables[index], partners, "its values are those of an earlier period"))
    kept_by |= earlier_by
    kept = [row for index, table in enumerate(tables) if index not in kept_by for row in table.rows]
    rows = [
        with_earlier(_with_repeats(row, repeated[row.position], number), earlier[row.position])
        for number, row in enumerate(kept, 1)
    ]
    moved = {f"kpi:{old.position}": f"kpi:{new.position}" for old, new in zip(kept, rows, strict=True)}
    gone = {f"kpi:{row.position}" for index in kept_by for row in tables[index].rows}
    stay = [issue for issue in issues if issue.subject not in gone]
    return rows, [replace(i, subject=moved.get(i.subject or "", i.subject)) for i in stay] + found


def _find_repeats(tables: Sequence[TableRows]) -> dict[int, list[KpiRow]]:
    """Of each table that repeats others, the rows it repeats in its own order."""
    holders: dict[tuple[str, str], list[tuple[int, KpiRow]]] = defaultdict(list)
    for index, table in enumerate(tables):
        for row in table.rows:
            holders[_identity(row)].append((index, row))
    found: dict[int, list[KpiRow]] = {}
    for index in sorted(range(len(tables)), key=lambda i: (len(tables[i].rows), -i)):
        if not _may_repeat(tables[index]):
            continue
        partners = [
            next(
                (
                    other
                    for place, other in holders[_identity(row)]
                    if place not in found and _outranks(tables, place, index) and _agree(row, other)
                ),
                None,
            )
            for row in tables[index].rows
        ]
        whole = [partner for partner in partners if partner is not None]
        if len(whole) == len(partners) and len({partner.position for partner in whole}) == len(whole):
            found[index] = whole
    return found


def _identity(row: KpiRow) -> tuple[str, str]:
    return fold_title(row.title), (row.actual or "").replace(" ", "").rstrip("%").casefold()


def _outranks(tables: Sequence[TableRows], one: int, other: int) -> bool:
    return (len(tables[one].rows), -one) > (len(tables[other].rows), -other)


def _agree(row: KpiRow, other: KpiRow) -> bool:
    if row.ref and other.ref and row.ref.casefold() != other.ref.casefold():
        return False
    same = (row.status.rag, row.status.rating) == (other.status.rag, other.status.rating)
    return row.status.method is None or same


def _may_repeat(table: TableRows) -> bool:
    if not table.rows:
        return False
    unrated = all(row.status.method is None for row in table.rows)
    title = (table.title or "").casefold()
    selects = any(colour_word(word) for word in title.split()) or any(word in title for word in SELECTIONS)
    return unrated or selects or len(table.rows) >= FEWEST_REPEATED


def _with_repeats(row: KpiRow, repeats: Sequence[KpiRow], position: int) -> KpiRow:
    comment = row.commentary or next((other.commentary for other in repeats if other.commentary), None)
    places = (*row.places, *(place for other in repeats for place in other.places))
    return replace(row, position=position, commentary=comment, places=places)


def _repeat_issue(table: TableRows, partners: Sequence[KpiRow], said: str) -> Issue:
    pages = sorted({place.page for row in partners for place in row.places})
    name = f"{table.title!r}" if table.title else "without a heading"
    message = (
        f"The table {name} prints {len(partners)} rows that stand in other tables too "
        f"(page {', '.join(map(str, pages))}); {said}."
    )
    return Issue("rows_repeated", message, table.rows[0].places[0])
