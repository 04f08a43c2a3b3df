"""Characters of fonts without a stated encoding that pdfium reads in the Macintosh one.

Ghostscript writes TrueType fonts that are marked symbolic, say no encoding, and have a Macintosh character map whose
codes are those of Windows. pdfium goes by the map: the dash of "12 – 15" comes as "ñ", the apostrophe of "council’s"
as "í", a bullet as "ï". Nothing pdfium tells of a font shows that; the text does, and pdfminer reads those fonts well.
"""

from __future__ import annotations

import re

# What each character reads as: the same byte in Windows' encoding; bytes that are nothing there are left out.
MISREAD = {
    macintosh: windows
    for code in range(0x80, 0x100)
    if (macintosh := bytes([code]).decode("mac_roman")) != (windows := bytes([code]).decode("cp1252", "ignore"))
    and windows
}
# Signs of it in English: a dash or a bullet as a letter on its own, an apostrophe or quotation mark as a letter at the
# edge of a word. Accents inside a word ("café", Welsh "tîm") are none.
_SIGNS = re.compile(r"(?<!\w)[ñóïëíìîÖ](?!\w)|(?<=[a-z])[íî](?:s|t|d|m|re|ve|ll)?(?!\w)|(?<!\w)[ìë](?=[A-Za-z])")


def looks_misread(text: str) -> bool:
    """Whether the text of a page shows signs of the wrong encoding: reason to ask pdfminer, not proof."""
    return not text.isascii() and _SIGNS.search(text) is not None
