"""What of the running text is not stored: the header block, and officers' names, telephone numbers and addresses.

The header block's fields are read in ``header_fields``; who to ask is on the page and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.header_fields import CONTACT, find_label, is_name, label_kind
from extractors.sections_headings import Heading
from extractors.sections_kinds import section_kind
from extractors.sections_paragraphs import Anchor, Paragraph

# A name or post above an address is shorter than this.
LONGEST_NAME = 90
# A contact line without a sentence is shorter than this.
LONGEST_CONTACT = 320
# Name, post, team and department of one officer, before a telephone number or address.
LINES_OF_ONE = 5
# The value of a header field stands so far right of its label.
INDENT = 30.0
# Lines of a contact block stand closer than this many sizes.
LINE_GAP = 0.75

_EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d/.,-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,4}(?![\d/])")
# Most paragraphs have neither: the signs without which there is none are looked for first.
_MAY_BE_PHONE = re.compile(r"0\d\d|\+44")
_ENDS_SENTENCE = re.compile(r"[a-z)\d]\.[\"'”’)]*$")

_Items = Sequence[Paragraph | Anchor]


def without_header_block(items: _Items) -> tuple[list[Paragraph | Anchor], list[Paragraph]]:
    """The items without the lines 'Label: value' the first page begins with, and those of them that name contacts."""
    kept: list[Paragraph | Anchor] = []
    contacts: list[Paragraph] = []
    label: Paragraph | None = None
    in_block = True
    for item in items:
        if not isinstance(item, Paragraph) or not in_block:
            kept.append(item)
            continue
        kind = _label(item)
        if item.page > items_first_page(items) or item.mark is not None or (item.bold and kind is None and label):
            in_block = False
        elif kind is not None:
            label = item
            if kind == CONTACT:
                contacts.append(item)
            continue
        elif label is not None and item.left > label.left + INDENT and len(item.text) <= LONGEST_CONTACT:
            continue
        elif len(item.text) > LONGEST_CONTACT:
            in_block = False
        kept.append(item)
    return kept, contacts


def items_first_page(items: _Items) -> int:
    """The page the text begins on."""
    return next((item.page for item in items if isinstance(item, Paragraph)), 1)


def _label(item: Paragraph) -> str | None:
    """The header field a paragraph is, None for other text."""
    parts = item.first_line.parts
    if len(parts) > 1 and (kind := label_kind(parts[0][1])) is not None:
        return kind
    found = find_label(item.text)
    return found[0] if found is not None and len(item.text) <= LONGEST_CONTACT else None


def contact_places(items: _Items, headings: Mapping[int, Heading]) -> set[int]:
    """Places in ``items`` of the paragraphs that say whom to ask: under a heading 'Contact', or with an address."""
    found: set[int] = set()
    under_contact: Heading | None = None
    since = 0
    for index, item in enumerate(items):
        if not isinstance(item, Paragraph):
            continue
        heading = headings.get(index)
        if heading is not None:
            kind = section_kind(heading.text)
            if kind == "contact":
                under_contact, since = (heading if heading.rest is None else None), 0
                continue
            if under_contact is None or kind is not None or _ends_contact(heading, under_contact):
                under_contact = None
                continue
        since = 0 if has_address(item.text) else since + 1
        if under_contact is not None and (_is_sentence(item) or since > LINES_OF_ONE):
            under_contact = None
        if under_contact is not None or _is_contact(item):
            found.add(index)
            if under_contact is None:
                found |= _names_above(items, index, headings)
    return found


def _is_sentence(item: Paragraph) -> bool:
    """Whether a paragraph is running text rather than a name, a post or an address."""
    plain = len(item.text) > LONGEST_NAME and not has_address(item.text)
    return plain and _ENDS_SENTENCE.search(item.text) is not None


def _ends_contact(heading: Heading, contact: Heading) -> bool:
    """Whether a heading under 'Contact' is no name: numbered, of an appendix, or as heavy and no two or three names."""
    if heading.number is not None or re.match(r"(?i)(appendix|annexe?)\b", heading.text):
        return True
    return not heading.plain and heading.style.weight >= contact.style.weight and not is_name(heading.text)


def _is_contact(item: Paragraph) -> bool:
    text = item.text
    if len(text) > LONGEST_CONTACT:
        return False
    labelled = find_label(text)
    if labelled is not None and labelled[0] == CONTACT and labelled[1]:
        return True
    return has_address(text) and not _ENDS_SENTENCE.search(text)


def _names_above(items: _Items, index: int, headings: Mapping[int, Heading]) -> set[int]:
    """The lines of a name and a post right above an address."""
    found: set[int] = set()
    below = items[index]
    for number in range(index - 1, max(-1, index - 4), -1):
        item = items[number]
        if not isinstance(item, Paragraph) or not isinstance(below, Paragraph) or item.page != below.page:
            break
        gap = below.places[0].box.top - item.places[-1].box.bottom
        if number in headings or item.mark or item.ended or len(item.text) > LONGEST_NAME or gap > LINE_GAP * item.size:
            break
        found.add(number)
        below = item
    return found


def has_address(text: str) -> bool:
    """Whether a text has an e-mail address or a telephone number in it."""
    has_email = "@" in text and _EMAIL.search(text) is not None
    return has_email or (_MAY_BE_PHONE.search(text) is not None and _PHONE.search(text) is not None)


def masked(item: Paragraph) -> Paragraph:
    """The paragraph with e-mail addresses and telephone numbers replaced by words that say so."""
    if not has_address(item.text):
        return item
    ends = (*item.starts[1:], len(item.text))
    text, starts = "", []
    for start, end in zip(item.starts, ends, strict=True):
        starts.append(len(text))
        text += _PHONE.sub("[telephone number]", _EMAIL.sub("[e-mail address]", item.text[start:end]))
    return replace(item, text=text, starts=tuple(starts))
