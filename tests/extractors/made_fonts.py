"""A TrueType font as Ghostscript embeds it: marked symbolic, without encoding or Unicode, its codes as they were."""

from __future__ import annotations

import struct

from reportlab.pdfbase.ttfonts import TTFont

from tests.extractors.made_pdfs import stream

# reportlab brings this font along.
FONT_FILE = "Vera.ttf"
SYMBOLIC = 4  # the font descriptor's flag (PDF 32000-1, table 123)


def macintosh_font() -> tuple[bytes, bytes, bytes]:
    """A font dictionary for text in Windows' codes, its descriptor and file, the last two for ``write_pdf``."""
    face = TTFont("Made", FONT_FILE).face
    glyphs = bytearray(256)
    widths = [0] * 256
    for code in range(32, 256):
        letter = bytes([code]).decode("cp1252", "ignore")
        glyph = face.charToGlyph.get(ord(letter), 0) if letter else 0
        # A format 0 table has room for the first 256 glyphs only.
        if glyph < 256:
            glyphs[code] = glyph
            widths[code] = round(face.charWidths.get(ord(letter), 500)) if letter else 0
    macintosh = struct.pack(">HHH", 0, 262, 0) + bytes(glyphs)
    heads = struct.pack(">HHHHLHHL", 0, 2, 1, 0, 20, 3, 0, 20 + len(macintosh))
    table = heads + macintosh + _symbol_map(list(glyphs)[32:], first=0xF020)
    with open(face.filename, "rb") as file:
        whole = _with_table(file.read(), b"cmap", table)
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Made /FirstChar 32 /LastChar 255 /FontDescriptor 10 0 R "
        b"/Widths [" + b" ".join(b"%d" % width for width in widths[32:]) + b"] >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /AAAAAA+Made /Flags %d /FontBBox [-200 -250 1300 950] /Ascent 928 "
        b"/Descent -236 /CapHeight 730 /ItalicAngle 0 /StemV 80 /FontFile2 11 0 R >>" % SYMBOLIC
    )
    return font, descriptor, stream(whole, b"/Length1 %d" % len(whole))


def _symbol_map(glyphs: list[int], first: int) -> bytes:
    """A format 4 table: one segment from ``first`` on, and the one that closes every such table."""
    last = first + len(glyphs) - 1
    shape = struct.pack(">HHHH", 4, 4, 1, 0)
    ends, starts = struct.pack(">HHH", last, 0xFFFF, 0), struct.pack(">HH", first, 0xFFFF)
    deltas, ranges = struct.pack(">HH", 0, 1), struct.pack(">HH", 4, 0)
    body = shape + ends + starts + deltas + ranges + struct.pack(f">{len(glyphs)}H", *glyphs)
    return struct.pack(">HHH", 4, 6 + len(body), 0) + body


def _with_table(font: bytes, tag: bytes, table: bytes) -> bytes:
    """The font with another table under ``tag``, put behind all the others."""
    count = struct.unpack(">H", font[4:6])[0]
    head = bytearray(font)
    for at in range(12, 12 + 16 * count, 16):
        if font[at : at + 4] == tag:
            padded = len(font) + -len(font) % 4
            struct.pack_into(">LLL", head, at + 4, 0, padded, len(table))
            return bytes(head) + bytes(padded - len(font)) + table
    raise ValueError(f"the font has no table {tag!r}")
