"""The ledger: every total the reports state beside what was counted, read from the dataset and drawn.

What belongs to reading is in ``ledger_entries``, what belongs to drawing in ``ledger_tables``.
"""

from __future__ import annotations

from pipeline.ledger_entries import (
    Ledger,
    LedgerEntry,
    LedgerError,
    ReportLedger,
    has_unexplained_mismatch,
    read_ledger,
)
from pipeline.ledger_tables import render_ledger

__all__ = [
    "Ledger",
    "LedgerEntry",
    "LedgerError",
    "ReportLedger",
    "has_unexplained_mismatch",
    "read_ledger",
    "render_ledger",
]
