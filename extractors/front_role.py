"""What part a document plays in its report: covering report, appendix, minutes, a meeting's whole pack, or other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.front_lines import HeaderField, Line
from schemas.lookups import read_lookup
from schemas.vocabulary import DocumentRole

# An appendix says so at the head of its first page, or behind a title page.
HEAD_LINES = 4
TOP_LINES = 12
# One label may stand anywhere; two make a header block.
ENOUGH_LABELS = 2

MINUTES_OF = re.compile(
    r"\bminutes of (?:a |the )?(?:virtual |remote |special |extraordinary )?(?:meeting|proceedings) of (?:the )?"
    r"(?P<body>[A-Za-z&,'’ -]{4,90}?)[,\s]+(?=held\b|on\b)",
    re.IGNORECASE,
)
_MINUTES_LINE = re.compile(r"^(draft |printed )?minutes( of .{0,80})?:?$", re.IGNORECASE)
_APPENDIX = re.compile(r"^(appendix|annexe?)\s+([A-Z]\d?|\d{1,2}[A-Za-z]?|[IVX]+)\b", re.IGNORECASE)
_PACK = re.compile(r"\b(public |agenda |reports? |document )+pack\b|^agenda and reports$", re.IGNORECASE)
_AGENDA = re.compile(r"^agenda$", re.IGNORECASE)
_REPORT_OF = re.compile(r"^(joint )?report (of|by) the? ?[A-Z]")


@cache
def _cover_labels() -> frozenset[str]:
    return frozenset(read_lookup("front")["cover"]["labels"])


def read_role(lines: Sequence[Line], fields: Sequence[HeaderField], named: DocumentRole | None) -> DocumentRole | None:
    """The role its own words give a document, else the one its file name gives (``named``), else None.

    A document that is attached says so before anything else: an appendix with a header block is an appendix.
    """
    top = [line.text.strip() for line in lines[:TOP_LINES]]
    if MINUTES_OF.search(" ".join(top)) or any(_MINUTES_LINE.match(text) for text in top):
        return DocumentRole.MINUTES
    if any(_PACK.search(text) for text in top) or named is DocumentRole.PACK:
        return DocumentRole.PACK
    if any(_AGENDA.match(text) for text in top[:HEAD_LINES]):
        return DocumentRole.OTHER
    if _says_appendix(lines) or named is DocumentRole.APPENDIX:
        return DocumentRole.APPENDIX
    labels = {field.label for field in fields} & _cover_labels()
    if {field.kind for field in fields} >= {"to", "title"}:
        return DocumentRole.COVER
    if len(labels) >= ENOUGH_LABELS or any(_REPORT_OF.match(text) for text in top):
        return DocumentRole.COVER
    return named


def _says_appendix(lines: Sequence[Line]) -> bool:
    heads: dict[int, int] = {}
    for line in lines:
        heads[line.place.page] = heads.get(line.place.page, 0) + 1
        if heads[line.place.page] <= HEAD_LINES and _APPENDIX.match(line.text.strip()):
            return True
    return False
