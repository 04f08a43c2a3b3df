"""ModernGov's XML, read safely: strictly, after one repair at most, with what the service escapes twice undone.

What the elements mean is known by ``moderngov``.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_ANSWER = 20 * 1024 * 1024
"""Bytes of one answer, at most: a budget meeting of 2026 with 21 documents on one item took 338 KB."""

# Fields of Word HTML: old installations print their markup without escaping it.
_MARKED_UP = ("agendatext", "minutesnonemptyhtmlbody", "commenttext1", "commenttext2")
_BODY = re.compile(rf"<({'|'.join(_MARKED_UP)})>(.*?)</\1>", re.DOTALL)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_LOOSE_AMPERSAND = re.compile(r"&(?!#[0-9]+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
# Word's line breaks and field marks, which no XML may hold, written as themselves or as a number.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED_ENCODING = re.compile(rb'^\s*<\?xml[^>]*?encoding="([A-Za-z0-9._-]+)"')
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class UnreadableAnswer(Exception):
    """An answer that is not what the service promises. ``str()`` says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Xml:
    """A parsed answer. ``repaired``: its markup had to be mended first."""

    root: _Element
    repaired: bool


def read_xml(body: bytes, root: str) -> Xml:
    """The answer as a tree whose top element is called ``root``.

    Entities of its own are not resolved, nothing is fetched, and nothing is guessed: lxml's recovery drops the '&' of
    an address and moves elements, so a broken answer is mended by two narrow rules and parsed strictly again.
    UnreadableAnswer where it still does not parse, is too large, or is something else, such as a login page.
    """
    from lxml import etree

    if len(body) > LARGEST_ANSWER:
        raise UnreadableAnswer(f"the answer is larger than {LARGEST_ANSWER // 1024**2} MB")
    body = body.removeprefix(_BYTE_ORDER_MARK).strip()
    repaired = False
    try:
        tree = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        repaired = True
        try:
            tree = etree.fromstring(repair(body), _parser())
        except etree.XMLSyntaxError:
            raise UnreadableAnswer(f"the answer is no XML: {error}") from error
    if tree.getroottree().docinfo.doctype:
        raise UnreadableAnswer("the answer declares a document type of its own")
    if tree.tag != root:
        raise UnreadableAnswer(f"the answer holds <{tree.tag}>, not <{root}>")
    return Xml(tree, repaired)


def repair(body: bytes) -> bytes:
    """The answer with unescaped markup wrapped, loose ampersands escaped and control characters taken out.

    A well-formed one stays as it is.

    UnreadableAnswer where its bytes are not text in the encoding they declare.
    """
    declared = _DECLARED_ENCODING.match(body)
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        text = body.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableAnswer(f"the answer is not the {encoding} it says it is") from error
    parts = _CDATA.split(_BODY.sub(_wrap, _FORBIDDEN.sub("", text)))
    return "".join(part if part.startswith("<![CDATA[") else _mend(part) for part in parts).encode(encoding)


def text_of(element: _Element, name: str) -> str | None:
    """What a child element says, unescaped once more, its blanks folded; None where it is empty or absent.

    The service escapes its text as HTML before the XML is written: '&amp;#39;' is an apostrophe.
    """
    found = element.findtext(name)
    text = " ".join(html.unescape(found).split()) if found else ""
    return text or None


def number_of(element: _Element, name: str) -> int | None:
    """A child element's number; None where it is empty, absent or no number. Counts come with a blank before them."""
    text = text_of(element, name)
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,18}", text) else None


def is_true(element: _Element, name: str) -> bool | None:
    """A child element's flag, 'True' or 'False'; None for anything else."""
    return {"true": True, "false": False}.get((text_of(element, name) or "").lower())


def _parser() -> object:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False, load_dtd=False)


def _mend(text: str) -> str:
    return _REFERENCE.sub(_allowed, _LOOSE_AMPERSAND.sub("&#38;", text))


def _allowed(reference: re.Match[str]) -> str:
    """A reference to a character as it stands, or nothing where XML knows no such character."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_none = number > 0x10FFFF or 0xD800 <= number <= 0xDFFF or _FORBIDDEN.match(chr(number)) is not None
    return "" if is_none else reference.group()


def _wrap(match: re.Match[str]) -> str:
    name, inside = match.groups()
    if "<" not in inside or "<![CDATA[" in inside:
        return match.group()
    return f"<{name}><![CDATA[{inside.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"
