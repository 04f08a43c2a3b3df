"""How the commands print on a terminal: its width, colours, plain values. No decisions are made here."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.text import Text

from schemas.vocabulary import Rag

# Into a file or a pipe, rows are kept on one line as far as they reasonably go.
_WIDTH_OF_A_FILE = 180

_STYLES = {
    Rag.RED: "bold red",
    Rag.AMBER: "bold yellow",
    Rag.YELLOW: "yellow",
    Rag.GREEN: "bold green",
    Rag.BLUE: "bold blue",
    Rag.PURPLE: "bold magenta",
    Rag.GREY: "bright_black",
    Rag.NONE: "bright_black",
}


def screen() -> Console:
    """Standard output, as wide as the terminal or ``COLUMNS`` says; wide where neither does."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else _WIDTH_OF_A_FILE, highlight=False)


def rag_text(rag: str | None, shown: str | None = None) -> Text:
    """A status in its colour; ``shown`` instead of the colour's name if given."""
    name = rag or Rag.NONE.value
    return Text(shown or name, style=_STYLES[Rag(name)])


def plain(text: object) -> Text:
    """A value as printed: square brackets in it are no markup; None is empty."""
    return Text("" if text is None else str(text))
