"""Claims about documents with more scanned pages than are recognised."""

from __future__ import annotations

from extractors.scan_budget import ScanBudget
from schemas.geometry import Box, Place


def place(page: int) -> Place:
    return Place(page, Box(0, 0, 595, 842))


def test_pages_beyond_the_limit_are_named_with_the_option_that_allows_them() -> None:
    told: list[int] = []
    budget = ScanBudget(2, told.append)
    allowed = [page for page in (1, 2, 5, 6, 7, 9) if budget.allows(place(page))]
    assert allowed == told == [1, 2]
    (issue,) = budget.issues()
    assert issue.code == "scans_beyond_limit"
    assert issue.place == place(5)
    assert "pages 5 to 7, 9" in issue.message
    assert "--max-scans 6" in issue.message


def test_a_document_within_the_limit_has_nothing_to_say() -> None:
    budget = ScanBudget(3)
    assert all(budget.allows(place(page)) for page in (1, 2, 3))
    assert budget.issues() == []
