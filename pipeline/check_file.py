"""Can this file be read at all? Looks at bytes and counts, so that a wrong file is set aside at once, with a sentence.

What only a PDF library can tell (a password, a broken structure) is told by ``extractors.pages``; a document without
any text is found when it is read.
"""

from __future__ import annotations

import re
from pathlib import Path

from schemas.errors import Reason, Rejection
from schemas.limits import Limits

# The PDF reference lets a reader look for the header in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
HEADER_BYTES = 1024
# The same note asks for %%EOF in the last 1,024 bytes. Mail gateways and web servers append more than that.
TRAILER_BYTES = 64 * 1024
MEBIBYTE = 1024 * 1024

_OTHER_KINDS = (
    (re.compile(rb"\A\s*(<!--.*?-->\s*)?(<!doctype html|<html|<head|<body)", re.IGNORECASE | re.DOTALL), "a web page"),
    (re.compile(rb"\A\s*<\?xml"), "an XML file"),
    (re.compile(rb"\APK\x03\x04"), "a ZIP archive or an Office document"),
    (re.compile(rb"\A\xd0\xcf\x11\xe0"), "an old Office document"),
    (re.compile(rb"\A(\xff\xd8\xff|\x89PNG|GIF8|II\*\x00|MM\x00\*)"), "a picture"),
    (re.compile(rb"\A\{\\rtf"), "a rich text document"),
    (re.compile(rb"\A\x1f\x8b"), "a compressed file"),
)


def check_bytes(path: Path, limits: Limits) -> None:
    """Rejection when the file cannot be opened, is empty, too large, no PDF, or only the first part of one."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES)
            file.seek(max(0, size - TRAILER_BYTES))
            tail = file.read()
    except OSError as error:
        raise Rejection(
            Reason.UNREADABLE_FILE, f"{path.name} cannot be opened ({error.strerror}); check its permissions."
        ) from error
    if size == 0:
        raise Rejection(Reason.EMPTY, f"{path.name} is empty (0 bytes); fetch it again.")
    if size > limits.max_bytes:
        raise Rejection(
            Reason.TOO_LARGE,
            f"{path.name} has {size / MEBIBYTE:.0f} MB, more than the limit of {limits.max_bytes / MEBIBYTE:.0f} MB; "
            "raise the limit or split the file.",
        )
    if b"%PDF-" not in head:
        raise Rejection(Reason.NOT_A_PDF, _not_a_pdf(path.name, head))
    if b"%%EOF" not in tail or size < _declared_length(head):
        raise Rejection(
            Reason.TRUNCATED, f"{path.name} breaks off before its end: the download was cut short; fetch it again."
        )


def check_pages(filename: str, page_count: int, limits: Limits) -> None:
    """Rejection when the opened PDF has no pages or more than the limit."""
    if page_count == 0:
        raise Rejection(Reason.EMPTY, f"{filename} has no pages; fetch it again.")
    if page_count > limits.max_pages:
        raise Rejection(
            Reason.TOO_MANY_PAGES,
            f"{filename} has {page_count} pages, more than the limit of {limits.max_pages}; "
            "raise the limit or split the file.",
        )


def _declared_length(head: bytes) -> int:
    """The length a PDF made for the web states in its first object; 0 where it states none."""
    found = re.search(rb"/Linearized\b.{0,200}?/L\s+(\d+)", head, re.DOTALL)
    return int(found.group(1)) if found else 0


def _not_a_pdf(name: str, head: bytes) -> str:
    for pattern, kind in _OTHER_KINDS:
        if pattern.search(head.removeprefix(b"\xef\xbb\xbf")):
            if kind == "a web page":
                return f"{name} is a web page, not a PDF: its address led to an error or log-in page; fetch it again."
            return f"{name} is {kind}, not a PDF; publish or convert it as PDF first."
    return f"{name} is not a PDF: it does not start with %PDF; fetch it again."
