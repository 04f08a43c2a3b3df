"""Mentions of a document as dataset rows. Rows of other documents are linked when the report is loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.normalise_rows import Owner, corners
from schemas.dataset import MentionRow
from schemas.readings import Mention
from schemas.vocabulary import MentionKind, Rag


def mention_row(owner: Owner, mention: Mention, indicator_ids: Sequence[str]) -> MentionRow:
    """One mention; ``indicator_ids`` are those of the document's KPI rows, in their order."""
    own = mention.kpi
    return MentionRow(
        mention_id=owner.row_id("mention", mention.position),
        section_id=owner.row_id("section", mention.section),
        document_id=owner.document_id,
        indicator_id=indicator_ids[own - 1] if own is not None else None,
        observation_id=owner.row_id("kpi", own) if own is not None else None,
        ref=mention.ref,
        quote=mention.quote,
        values_json=_values(mention.values),
        kind=MentionKind(mention.kind),
        **corners(mention.place),
        position=mention.position,
        title=mention.title,
        under=mention.under,
        linked_by=mention.linked_by,
        score=mention.score,
        listed_as=Rag(mention.listed_as) if mention.listed_as else None,
        listed_total=mention.listed_total,
    )


def _values(values: Sequence[tuple[str, str]]) -> str | None:
    if not values:
        return None
    return json.dumps([{"role": role, "text": text} for role, text in values], ensure_ascii=False)
