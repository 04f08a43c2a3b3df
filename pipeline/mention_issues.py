"""Issues that come from comparing prose with the rows of its report: where the words stand, and which row they mean."""

from __future__ import annotations

from schemas.dataset import IssueRow, MentionRow, ObservationRow
from schemas.issues import ISSUE_TYPES
from schemas.vocabulary import FoundBy


def mention_issue(
    mention: MentionRow, report_id: str, code: str, message: str, row: ObservationRow | None = None
) -> IssueRow:
    """An issue at the place of the mention, about the row it means, or about ``row``; the message gives its page."""
    declared = ISSUE_TYPES[code]
    about = row.observation_id if row else mention.observation_id
    ending = f"{code}:{about}" if row else code
    return IssueRow(
        issue_id=f"{mention.mention_id}:{ending}",
        document_id=mention.document_id,
        report_id=report_id,
        code=code,
        severity=declared.severity,
        responsibility=declared.responsibility,
        message=message,
        table_name="observations" if about else "mentions",
        row_id=about or mention.mention_id,
        page=mention.page,
        x0=mention.x0,
        top=mention.top,
        x1=mention.x1,
        bottom=mention.bottom,
        found_by=FoundBy.RECONCILIATION,
    )
