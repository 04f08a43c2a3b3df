"""One way to write a text before it is compared or read: spaces, dashes, quotes and note marks.

Here is only what changes no meaning. What the text says is read in ``pipeline.values`` and ``periods``.
"""

from __future__ import annotations

import re

_SAME = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": None,
        "\ufeff": None,
        "\u00ad": None,
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\uff05": "%",
        "\uff0c": ",",
    }
)
_NOTE_MARKS = re.compile(
    r"\s*(\[[0-9a-z]{1,3}\]|(?<=[0-9%a-zA-Z)])[¹²³⁴-⁹⁰]+(?![0-9a-z])|[†‡#^]+(?=$|\s))", re.IGNORECASE
)


def one_line(text: str) -> str:
    """The text on one line, single spaces, every dash a hyphen and every quote straight."""
    return " ".join(text.translate(_SAME).split())


def fold(text: str) -> str:
    """``one_line`` in lower case, without full stops, commas, colons or semicolons at the end: for looking words up."""
    return one_line(text).casefold().strip(" .,:;") or one_line(text)


def without_note_marks(text: str) -> str:
    """The text without footnote marks: '[1]', a superscript digit, '†' ('N/A[1]' is 'N/A'); 'm²' keeps its square."""
    return _NOTE_MARKS.sub(lambda mark: mark[0] if text[: mark.start(1)].endswith(("m", "m/")) else "", text).strip()


def slug(text: str) -> str:
    """Lower-case letters and digits joined by hyphens: 'Stamford & Vale' is 'stamford-and-vale'."""
    plain = one_line(text).casefold().replace("&", " and ").replace("'", "")
    return re.sub(r"[^\w]+|_+", "-", plain).strip("-")
