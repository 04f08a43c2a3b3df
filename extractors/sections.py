"""The sections of a document: headings, numbered paragraphs and minutes items with their text, as a tree.

Tables are not in the text; a section knows where its tables stand. Page headers, footers, page numbers, the header
block and whom to contact are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extractors.joins import PageLayout
from extractors.minutes import MINUTES, are_minutes, find_item_titles, is_apart, is_form_label, minute_kind
from extractors.sections_boxes import NOTHING_READ, TablesRead
from extractors.sections_contact import contact_places, items_first_page, masked, without_header_block
from extractors.sections_headings import LARGER, Heading, Style, body_size, find_headings
from extractors.sections_kinds import is_accessibility_line, section_kind
from extractors.sections_mending import Mended
from extractors.sections_paragraphs import Anchor, Paragraph, read_paragraphs
from extractors.sections_tree import Node, build_tree
from schemas.geometry import Place
from schemas.readings import Issue, Section

# An issue names so many words; the rest are counted.
WORDS_NAMED = 12
CONTACT = "contact"
ACCESSIBILITY = "accessibility"
# A size no heading has, for titles that stand above all headings of their item.
ABOVE_ALL = 1000.0


def read_sections(
    layouts: Sequence[PageLayout], read: TablesRead = NOTHING_READ
) -> tuple[tuple[Section, ...], tuple[Issue, ...]]:
    """All sections in reading order, and what was mended in or left out of their text.

    ``layouts`` are the pages as ``layouts.read_layouts`` gives them, tables of the document still on them; ``read``
    says in which of these rows or counts were found: the text of a form in which none were is text.
    """
    every, mended = read_paragraphs(layouts, read)
    in_minutes = are_minutes([item.text for item in every if isinstance(item, Paragraph)])
    items, contacts = without_header_block(every)
    headings = find_headings(items)
    item_titles = _item_titles(items) if in_minutes else {}
    headings |= item_titles
    labels = {n for n, item in enumerate(items) if isinstance(item, Paragraph) and is_form_label(item.text)}
    left_out = contact_places(items, headings)
    contacts += [item for index, item in enumerate(items) if index in left_out and isinstance(item, Paragraph)]
    kept = [index for index in range(len(items)) if index not in left_out and not (item_titles and index in labels)]
    numbers = {old: new for new, old in enumerate(kept)}
    text = [_masked(items[index]) for index in kept]
    headings = {numbers[index]: heading for index, heading in headings.items() if index in numbers}
    headings = {index: _without_names(heading, text[index]) for index, heading in headings.items()}
    titles = frozenset[int]() if item_titles else _titles(text, headings)
    nodes = build_tree(text, headings, titles, is_apart if in_minutes else is_accessibility_line)
    sections = tuple(_sections(nodes, in_minutes=in_minutes))
    return sections, (*_mending_issues(mended), *_contact_issues(contacts))


def _item_titles(items: Sequence[Paragraph | Anchor]) -> dict[int, Heading]:
    """The titles of single items of minutes as headings above all others."""
    texts = [item.text if isinstance(item, Paragraph) else "" for item in items]
    return {
        number: Heading(None, item.text, Style(0, ABOVE_ALL, item.bold, False, ""))
        for number in find_item_titles(texts)
        if isinstance(item := items[number], Paragraph)
    }


def _masked(item: Paragraph | Anchor) -> Paragraph | Anchor:
    return masked(item) if isinstance(item, Paragraph) else item


def _without_names(heading: Heading, item: Paragraph | Anchor) -> Heading:
    """A run-in heading of contacts without the names behind it."""
    if heading.rest is None or section_kind(heading.text) != CONTACT or not isinstance(item, Paragraph):
        return heading
    return Heading(heading.number, heading.text, heading.style, len(item.text))


def _titles(items: Sequence[Paragraph | Anchor], headings: Mapping[int, Heading]) -> frozenset[int]:
    """Headings on the first page larger than the text and than every later heading: the title of the document."""
    first, body = items_first_page(items), body_size(items)
    pages = {index: item.page for index, item in enumerate(items) if isinstance(item, Paragraph)}
    large = {n for n, h in headings.items() if pages[n] == first and h.number is None and h.style.size > LARGER * body}
    others = max((h.style.size for n, h in headings.items() if n not in large), default=0.0)
    sizes = Counter(headings[n].style.size for n in large)
    return frozenset(n for n in large if headings[n].style.size > others and sizes[headings[n].style.size] <= 4)


def _sections(nodes: Sequence[Node], *, in_minutes: bool) -> Iterator[Section]:
    parents = {id(node.parent) for node in nodes if node.parent is not None}
    kept = [n for n in nodes if n.heading is not None or n.number is not None or _has_text(n) or id(n) in parents]
    positions = {id(node): position for position, node in enumerate(kept, 1)}
    kinds: dict[int, str | None] = {}
    beside: dict[int, str | None] = {}
    for node in kept:
        text, parts = _text(node)
        above = kinds.get(id(node.parent)) if node.parent is not None else None
        before = beside.get(id(node.parent))
        kinds[id(node)] = _minutes_kind(node, text) if in_minutes else _kind(node, above, before)
        if node.heading is not None:
            beside[id(node.parent)] = kinds[id(node)]
        yield Section(
            position=positions[id(node)],
            number=node.number,
            heading=node.heading,
            level=1 if node.parent is None else node.level,
            parent=positions[id(node.parent)] if node.parent is not None else None,
            kind=kinds[id(node)],
            text=text,
            page_first=min(place.page for place in node.places),
            page_last=max(place.page for place in node.places),
            place=node.places[0],
            line_places=tuple(place for start, place in parts if start == 0 or text[start - 1] == "\n"),
            parts=parts,
            tables=tuple(node.tables),
        )


def _kind(node: Node, above: str | None, before: str | None) -> str | None:
    """The kind its heading names, else that of the section it stands in; ``before`` is that of the heading before it.

    'Equality and climate' right behind 'Legal implications' is one of the implications too.
    A heading that names none takes that of a numbered section or of implications; headings of themes take none.
    """
    if node.heading is None and node.number is None and node.lines and is_accessibility_line(node.lines[0][1].text):
        return ACCESSIBILITY
    weighed = next((kind for kind in (above, before) if kind is not None and kind.endswith("implications")), None)
    own = section_kind(node.heading, weighed) if node.heading is not None else None
    if own is not None or node.heading is None or node.parent is None:
        return own or above
    formal = node.parent.number is not None or (above is not None and above.endswith("implications"))
    return above if formal else None


def _minutes_kind(node: Node, text: str) -> str:
    named = section_kind(node.heading) if node.heading is not None else None
    if named in (CONTACT, "appendices"):
        return str(named)
    if node.style is not None and not node.style.run_in:
        return MINUTES
    return minute_kind(f"{node.heading}: {text}" if node.heading is not None else text)


def _has_text(node: Node) -> bool:
    return any(paragraph.text[begin:].strip() for _prefix, paragraph, begin in node.lines)


def _text(node: Node) -> tuple[str, tuple[tuple[int, Place], ...]]:
    """The section's text, a line a paragraph, and where each piece of it stands."""
    text = ""
    parts: list[tuple[int, Place]] = []
    for prefix, paragraph, begin in node.lines:
        line = paragraph.text[begin:]
        if not line.strip():
            continue
        text += "\n" if text else ""
        offset = len(text) + len(prefix) - begin
        for number, (start, place) in enumerate(zip(paragraph.starts, paragraph.places, strict=True)):
            parts.append((len(text) if number == 0 else offset + start, place))
        text += prefix + line
    return text, tuple(parts)


def _mending_issues(mended: Mended) -> Iterator[Issue]:
    for code, words, what in (
        ("hyphen_mended", mended.hyphens, "Cut at a line's end and put together"),
        ("ligature_mended", mended.ligatures, "Printed without a ligature and put right"),
        ("ligature_lost", mended.unknown, "Printed with letters lost, kept as read"),
    ):
        if words:
            yield Issue(code, f"{what}: {_named(words)}.")


def _named(words: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(words))
    more = len(distinct) - WORDS_NAMED
    return ", ".join(distinct[:WORDS_NAMED]) + (f" and {more} more" if more > 0 else "")


def _contact_issues(contacts: Sequence[Paragraph]) -> Iterator[Issue]:
    places: dict[int, Place] = {}
    for paragraph in contacts:
        for place in paragraph.places:
            places.setdefault(place.page, place)
    for page, place in places.items():
        yield Issue("contact_left_out", f"Whom to contact stands on page {page} and is not stored.", place)
