"""Mentions of an invented report, made directly, and a document that holds them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schemas.dataset import MentionRow, ObservationRow
from schemas.normalised import NormalisedDocument
from schemas.vocabulary import MentionKind, Rag
from tests.pipeline.made_documents import BOX

COVER, APPENDIX = "c" * 64, "a" * 64


def mention(position: int = 1, *, document: str = COVER, **fields: Any) -> MentionRow:
    row = MentionRow(
        mention_id=f"{document[:16]}:mention:{position}",
        section_id=f"{document[:16]}:section:1",
        document_id=document,
        quote="What is said.",
        kind=MentionKind.OFF_TARGET,
        position=position,
        **BOX,
    )
    return replace(row, **fields)


def named(position: int, title: str, total: int | None = None) -> MentionRow:
    return mention(position, title=title, quote=title, under="The reds are:", listed_as=Rag.RED, listed_total=total)


def with_mentions(document: NormalisedDocument, *rows: MentionRow) -> NormalisedDocument:
    own = document.document.document_id
    return replace(
        document,
        mentions=tuple(
            replace(row, document_id=own, mention_id=f"{own[:16]}:mention:{n}", section_id=f"{own[:16]}:section:1",
                    position=n)
            for n, row in enumerate(rows, 1)
        ),
    )  # fmt: skip


def titled(row: ObservationRow, title: str, ref: str | None = None, **fields: Any) -> ObservationRow:
    return replace(row, title=title, ref=ref, indicator_id=title.lower(), **fields)
