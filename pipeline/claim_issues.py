"""Issues that come from checking a stated total: where it stands, whose fault it is."""

from __future__ import annotations

from schemas.dataset import ClaimRow, IssueRow
from schemas.issues import ISSUE_TYPES
from schemas.vocabulary import FoundBy


def claim_issue(claim: ClaimRow, code: str, ending: str, message: str, found_by: FoundBy) -> IssueRow:
    """An issue at the place of the claim; ``ending`` tells it from other issues about the same claim."""
    declared = ISSUE_TYPES[code]
    return IssueRow(
        issue_id=f"{claim.claim_id}:{ending}",
        document_id=claim.document_id,
        report_id=claim.report_id,
        code=code,
        severity=declared.severity,
        responsibility=declared.responsibility,
        message=message,
        table_name="claims",
        row_id=claim.claim_id,
        page=claim.page,
        x0=claim.x0,
        top=claim.top,
        x1=claim.x1,
        bottom=claim.bottom,
        found_by=found_by,
    )
