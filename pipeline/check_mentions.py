"""Statements in prose beside the rows they mean: a figure or a judgement that the row contradicts.

Only what two readers would both call a contradiction is reported: the figure must be stated as the value of now, in
the unit of the row, without a word of another period or group beside it, and be none of the row's own figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.mention_issues import mention_issue
from pipeline.values import read_value
from schemas.dataset import IssueRow, MeasurementRow, MentionRow, ObservationRow
from schemas.lookups import read_lookup
from schemas.values import Value, ValueKind
from schemas.vocabulary import MentionKind, Rating

# The roles in which a figure is the value of the period itself.
OF_NOW = ("at", "to")
# A mention found by its title means its row only beyond doubt from here on.
SURE_SCORE = 95.0
# Figures this near, as a share of the larger, are one figure, rounded or cut by hand.
SAME_SHARE = 0.02

# The words of a lead-in that make its list one of the good or of the bad.
_GOOD_LIST = re.compile(
    r"(?i)\b(?:on|above|met|meeting|exceed\w+|ahead of) (?:their |the |our )?targets?\b|\bgood\b|\bwell\b"
)
_BAD_LIST = re.compile(
    r"(?i)\b(?:off|below|behind|missed|missing|from|short of) (?:their |the |our )?targets?\b|\bnot\b|\bpoor\b"
)

_CONTRADICTS = {
    MentionKind.GOOD: (Rating.MISSED,),
    MentionKind.OFF_TARGET: (Rating.MET, Rating.EXCEEDED),
    MentionKind.IMPROVED_BUT_OFF: (Rating.MET, Rating.EXCEEDED),
}


def check_statements(
    mentions: Sequence[MentionRow],
    rows: Mapping[str, ObservationRow],
    measurements: Mapping[str, Sequence[MeasurementRow]],
) -> Iterator[IssueRow]:
    """An issue for each statement that contradicts the row it means."""
    for mention in mentions:
        row = rows.get(mention.observation_id or "")
        if row is None or not _is_sure(mention):
            continue
        wrong = _contradicted_figure(mention, row, measurements.get(row.observation_id, ()))
        if wrong is not None:
            said = (
                f"The text on page {mention.page} gives '{wrong}' for '{row.title}'; its row on page {row.page} "
                f"has '{row.actual_text}'."
            )
            yield mention_issue(mention, row.report_id, "prose_contradicts_row", said)
        if mention.listed_as is None and _is_judged_otherwise(mention, row):
            said = (
                f"The text on page {mention.page} lists '{row.title}' under '{mention.under}'; its row on page "
                f"{row.page} is rated {row.rating} ('{row.status_label or row.rag}')."
            )
            yield mention_issue(mention, row.report_id, "prose_judges_otherwise", said)


def _is_sure(mention: MentionRow) -> bool:
    """Whether a mention means its row beyond doubt: by its ref, or by a whole title it begins with."""
    if mention.linked_by != "title":
        return mention.linked_by == "ref"
    begins = mention.title is not None and mention.quote.removeprefix("The ").startswith(mention.title)
    return begins and (mention.score or 0.0) >= SURE_SCORE


def _is_judged_otherwise(mention: MentionRow, row: ObservationRow) -> bool:
    """Whether a list of the good or the bad has a row of the opposite; other words judge more freely than a status."""
    words = mention.under or ""
    if mention.kind is MentionKind.GOOD:
        is_listed = _GOOD_LIST.search(words) is not None and _BAD_LIST.search(words) is None
    else:
        is_listed = _BAD_LIST.search(words) is not None
    return is_listed and row.rating in _CONTRADICTS.get(mention.kind, ())


def _contradicted_figure(
    mention: MentionRow, row: ObservationRow, measurements: Sequence[MeasurementRow]
) -> str | None:
    """The figure of the mention that its row contradicts; None where there is none, or any doubt."""
    if row.actual_value is None or row.unit is None or mention.values_json is None or _speaks_of_else(mention.quote):
        return None
    stated = [pair for pair in json.loads(mention.values_json) if pair["role"] in OF_NOW]
    if len(stated) != 1 or (mention.ref and _names_several(mention.quote)):
        return None
    value = read_value(stated[0]["text"])
    if value.number is None or value.kind is not ValueKind.PERCENT or row.unit not in ("%", "percent"):
        return None
    printed = [row.actual_value, row.previous_value, row.target_value, row.floor_value]
    printed += [measurement.value for measurement in measurements]
    others = [number for number in printed if number is not None]
    if any(_is_same(value, number) for number in others) or _in_words(stated[0]["text"], row.commentary):
        return None
    return str(stated[0]["text"])


def _is_same(value: Value, number: float) -> bool:
    assert value.number is not None
    return abs(value.number - number) <= max(0.51, SAME_SHARE * max(abs(value.number), abs(number)))


def _in_words(figure: str, commentary: str | None) -> bool:
    number = re.sub(r"[^\d.]", "", figure)
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", commentary or "") is not None


def _names_several(quote: str) -> bool:
    """'7.26-7.27: …' says one thing of two indicators."""
    return re.match(r"\s*\S+\s?[-–—&,]\s?\d[\d.]*\s?:", quote) is not None


def _speaks_of_else(quote: str) -> bool:
    """Whether the words speak of another period, of a part, or only roughly."""
    return _elsewhere().search(quote) is not None


@cache
def _elsewhere() -> re.Pattern[str]:
    words = sorted(read_lookup("statements")["periods"]["other"], key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)")
