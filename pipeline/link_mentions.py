"""What the prose of a report means in the rows of all its documents, and where words and rows disagree.

Pure: rows of the dataset in, rows of the dataset out. A covering report names indicators whose rows stand in an
appendix, so a mention is linked anew whenever a document of its report comes or goes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.prose_refs import fold_ref
from extractors.prose_titles import Titles
from pipeline.check_mentions import check_statements
from pipeline.named_rows import check_named_rows
from schemas.dataset import IssueRow, MeasurementRow, MentionRow, ObservationRow

# A subject taken from a sentence ('the percentage of care leavers') may be a part of a title only; it links from here.
SUBJECT_SCORE = 85.0


def link_report(
    mentions: Sequence[MentionRow],
    observations: Sequence[ObservationRow],
    measurements: Sequence[MeasurementRow],
) -> tuple[tuple[MentionRow, ...], tuple[IssueRow, ...]]:
    """The mentions of one report, linked, in their order, and the issues that comparing them with the rows gives.

    All arguments are those of one report, from whatever documents, in the report's order of documents.
    """
    linked = link_mentions(mentions, observations)
    rows = {row.observation_id: row for row in observations}
    figures: dict[str, list[MeasurementRow]] = defaultdict(list)
    for measurement in measurements:
        figures[measurement.observation_id].append(measurement)
    issues = [*check_named_rows(linked, observations), *check_statements(linked, rows, figures)]
    return linked, tuple(issues)


def link_mentions(mentions: Sequence[MentionRow], observations: Sequence[ObservationRow]) -> tuple[MentionRow, ...]:
    """Each mention with the row it means, by its ref, else by its title; as it was where that is of its own document.

    A row that several documents print is taken from the mention's own document, else from the first. Where several
    rows could be meant, none is.
    """
    by_ref = _rows_by_ref(observations)
    titles = Titles([(row.title, *_aliases(row)) for row in observations])
    return tuple(_linked(mention, observations, by_ref, titles) for mention in mentions)


def _linked(
    mention: MentionRow,
    observations: Sequence[ObservationRow],
    by_ref: Mapping[str, Sequence[ObservationRow]],
    titles: Titles,
) -> MentionRow:
    if mention.observation_id and mention.observation_id.startswith(f"{mention.document_id[:16]}:"):
        return mention
    if mention.ref is not None:
        row = _choose(by_ref.get(fold_ref(mention.ref), ()), mention)
        if row is not None:
            return _to(mention, row, "ref", None)
        if mention.listed_as is None:
            return _to(mention, None, None, None)
    if mention.title is not None:
        found = _by_title(mention, observations, titles)
        if found is not None:
            return _to(mention, found[0], "title", found[1])
    return _to(mention, None, None, None)


def _by_title(
    mention: MentionRow, observations: Sequence[ObservationRow], titles: Titles
) -> tuple[ObservationRow, float] | None:
    """The row of a title: the best where the best are one indicator's and lead the others."""
    match = titles.match_rows(mention.title or "", [row.indicator_id or row.observation_id for row in observations])
    if match is None or (mention.listed_as is None and match.score < SUBJECT_SCORE):
        return None
    best = observations[match.index]
    same = [row for row in observations if row.indicator_id == best.indicator_id] if best.indicator_id else [best]
    row = _choose(same, mention) or best
    return row, match.score


def _choose(rows: Sequence[ObservationRow], mention: MentionRow) -> ObservationRow | None:
    """The one row meant: of the mention's own document, else of the first document; None where that has several."""
    for wanted in (mention.document_id, *dict.fromkeys(row.document_id for row in rows)):
        own = [row for row in rows if row.document_id == wanted]
        if own:
            return own[0] if len(own) == 1 else None
    return None


def _to(mention: MentionRow, row: ObservationRow | None, by: str | None, score: float | None) -> MentionRow:
    return replace(
        mention,
        observation_id=row.observation_id if row else None,
        indicator_id=row.indicator_id if row else None,
        linked_by=by,
        score=score,
    )


def _rows_by_ref(observations: Sequence[ObservationRow]) -> dict[str, list[ObservationRow]]:
    rows: dict[str, list[ObservationRow]] = defaultdict(list)
    for row in observations:
        if row.ref:
            rows[fold_ref(row.ref)].append(row)
    return rows


def _aliases(row: ObservationRow) -> list[str]:
    return [str(alias) for alias in json.loads(row.aliases)] if row.aliases else []
