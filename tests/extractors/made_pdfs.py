"""Small PDFs written by hand, for tests that need exact control of content, resources and page entries."""

from __future__ import annotations

import zlib
from pathlib import Path

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def write_pdf(
    path: Path,
    content: bytes,
    *,
    resources: bytes = b"",
    page: bytes = b"/MediaBox [0 0 600 400]",
    extra: tuple[bytes, ...] = (),
    tree: bytes = b"",
    font: bytes = HELVETICA,
) -> Path:
    """A one-page PDF with ``font`` as ``/F1``; ``extra`` objects count from 10, ``tree`` goes to the page tree."""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 " + tree + b" >>",
        3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
        + page
        + b" /Resources << /Font << /F1 5 0 R >> "
        + resources
        + b" >> >>",
        4: stream(content),
        5: font,
    }
    objects |= {10 + index: body for index, body in enumerate(extra)}
    path.write_bytes(_assemble(objects))
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def _assemble(objects: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    last = max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start)
    return bytes(out)
