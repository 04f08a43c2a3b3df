"""The issue codes of pages that are pictures of text; all others are in ``issues``."""

from __future__ import annotations

from schemas.issue_type import IssueType
from schemas.vocabulary import Responsibility, Severity

_EXTRACTOR = Responsibility.EXTRACTOR

SCANS = (
    IssueType(
        "page_without_text",
        Severity.WARNING,
        _EXTRACTOR,
        "A page holds pictures but no text, or text in fonts that name no letters; it was not read.",
        "Install scrutineer[ocr], which reads such pages from their pictures, or look at the page.",
    ),
    IssueType(
        "page_recognised",
        Severity.INFO,
        _EXTRACTOR,
        "A page is a scan or has fonts that name no letters; its words were read by optical character recognition.",
        "Compare doubtful figures with the picture of the page.",
    ),
    IssueType(
        "recognition_doubtful",
        Severity.WARNING,
        _EXTRACTOR,
        "A figure or letter on a scanned page was not recognised with certainty; its digits are left out as \ufffd.",
        "Look at the page: the message says what it looks like, which may be wrong.",
    ),
    IssueType(
        "page_recognised_poorly",
        Severity.WARNING,
        _EXTRACTOR,
        "So many figures of a scanned page are uncertain that none of the page was read.",
        "Ask for the document as it was written, or scan the page again with more dots an inch.",
    ),
    IssueType(
        "page_without_colour",
        Severity.WARNING,
        _EXTRACTOR,
        "A page was scanned in grey; statuses shown by colour alone are unreadable on it.",
        "Look for the document in colour; words and letters in the status column were read.",
    ),
    IssueType(
        "scans_beyond_limit",
        Severity.WARNING,
        _EXTRACTOR,
        "The document has more scanned pages than are recognised in one document.",
        "Allow more pages with --max-scans; each takes about six seconds.",
    ),
)
