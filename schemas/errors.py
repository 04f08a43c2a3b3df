"""Why a document was set aside whole. The run goes on; the reason is stored in ``documents``."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The machine word stored in ``documents.reason``, before the sentence that explains it."""

    NOT_A_PDF = "not_a_pdf"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"
    UNREADABLE_FILE = "unreadable_file"
    EXTRACTOR_ERROR = "extractor_error"


class Rejection(Exception):
    """A document that cannot be read. ``detail`` says what is wrong and what to do next."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


class StoreError(Exception):
    """A dataset file that cannot be opened, read or written. ``str()`` says what is wrong and what to do next."""
