"""A list that names every row of one status ('the nine Reds are: …'), checked name by name against the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.mention_issues import mention_issue
from schemas.dataset import IssueRow, MentionRow, ObservationRow
from schemas.vocabulary import Rag

# A list that names fewer of the report's rows of its status than this share is one of a part of the report.
MOST_OF_THEM = 0.5


def check_named_rows(mentions: Sequence[MentionRow], observations: Sequence[ObservationRow]) -> Iterator[IssueRow]:
    """An issue for each name without a row, each named row of another status, each row of the status not named.

    Nothing is checked in a report without rows.
    """
    if not observations:
        return
    rows = {row.observation_id: row for row in observations}
    for names in _lists(mentions):
        yield from _check_names(names, rows)
        yield from _check_rows(names, observations)


def _lists(mentions: Sequence[MentionRow]) -> list[list[MentionRow]]:
    lists: dict[tuple[str, str | None, str | None, Rag], list[MentionRow]] = defaultdict(list)
    for mention in mentions:
        if mention.listed_as is not None:
            key = (mention.document_id, mention.section_id, mention.under, mention.listed_as)
            lists[key].append(mention)
    return list(lists.values())


def _check_names(names: Sequence[MentionRow], rows: dict[str, ObservationRow]) -> Iterator[IssueRow]:
    report_id = next(iter(rows.values())).report_id
    for name in names:
        row = rows.get(name.observation_id or "")
        if row is None:
            said = f"'{_name(name)}' is named among the {name.listed_as} indicators; no row of the report is called so."
            yield mention_issue(name, report_id, "named_row_unknown", said)
        elif row.rag is not name.listed_as:
            said = (
                f"'{_name(name)}' is named among the {name.listed_as} indicators; its row on page {row.page} "
                f"('{row.title}') is {_shown(row)}."
            )
            yield mention_issue(name, report_id, "named_row_of_other_status", said)


def _check_rows(names: Sequence[MentionRow], observations: Sequence[ObservationRow]) -> Iterator[IssueRow]:
    first = names[0]
    named = {name.indicator_id or name.observation_id for name in names}
    of_status = {row.indicator_id or row.observation_id: row for row in observations if row.rag is first.listed_as}
    missing = [row for key, row in of_status.items() if key not in named]
    if not of_status or len(missing) > (1 - MOST_OF_THEM) * len(of_status):
        return
    if first.listed_total is None or len(of_status) == len(missing):
        return
    for row in missing:
        said = (
            f"The row '{row.title}' on page {row.page} is {_shown(row)}, and the list of "
            f"{first.listed_total} {first.listed_as} indicators does not name it."
        )
        yield mention_issue(first, row.report_id, "row_not_named", said, row)


def _name(mention: MentionRow) -> str:
    return mention.title or mention.ref or mention.quote


def _shown(row: ObservationRow) -> str:
    return row.rag.value if row.rag is not Rag.NONE else f"without colour ({row.rating})"
