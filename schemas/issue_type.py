"""What is declared of an issue code; the codes themselves are in ``issues``."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.vocabulary import Responsibility, Severity


@dataclass(frozen=True, slots=True)
class IssueType:
    """One code of the ``issue_types`` table."""

    code: str
    severity: Severity
    responsibility: Responsibility
    description: str
    advice: str
