"""HTML pages of council sites as trees, their links tidied and their texts without what only screen readers hear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.publications.addresses import clean_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# What sites write behind the title of a file: ' PDF 2 MB', ' pdf icon PDF 158 KB', '(156Kb)'.
_FILE_SIZE = re.compile(r"\s*(?:(?:pdf icon\s+)?PDF\s+[\d.,]+\s*[KMG]B|\(\s*[\d.,]+\s*[KMG]b\s*\))\s*$", re.IGNORECASE)
_UNHEARD = ".mgHide, .mgFileSize, .FileSize, script, style"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its absolute address and what it reads."""

    url: str
    text: str
    node: LexborNode


def parse_page(body: bytes) -> LexborHTMLParser:
    """The page as a tree, without scripts and what is hidden from sight. Whatever the bytes are, there is a tree."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body)
    for node in tree.css(_UNHEARD):
        node.decompose()
    return tree


def links_of(node: LexborHTMLParser | LexborNode, page_url: str) -> Iterator[Link]:
    """The links below a node that lead somewhere, in order."""
    for found in node.css("a[href]"):
        href = (found.attributes.get("href") or "").strip()
        url = clean_url(href, page_url) if href and not href.startswith("#") else None
        if url is not None:
            yield Link(url, text_of_node(found), found)


def text_of_node(node: LexborNode | None) -> str:
    """What a node reads, blanks folded and a file's size taken from its end; '' for no node."""
    return _FILE_SIZE.sub("", " ".join(node.text(separator=" ").split())) if node is not None else ""
