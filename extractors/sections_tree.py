"""Paragraphs put under their headings and numbers: the tree of sections of a document.

Here is only what stands in what. What a section is for, and what is left out, is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from extractors.sections_headings import Heading, Style, outranks
from extractors.sections_marks import Mark, MarkKind, ordinal
from extractors.sections_paragraphs import Anchor, Paragraph
from schemas.geometry import Place

# Items of one list start at one left edge.
SAME_LEFT = 6.0


@dataclass(slots=True)
class Node:
    """A section while it is filled. ``lines`` are its paragraphs, each with the mark it keeps in the text."""

    number: str | None
    heading: str | None
    level: int
    parent: Node | None
    style: Style | None
    places: list[Place] = field(default_factory=list)
    lines: list[tuple[str, Paragraph, int]] = field(default_factory=list)
    tables: list[Place] = field(default_factory=list)

    def add(self, paragraph: Paragraph, *, prefix: str = "", begin: int = 0) -> None:
        """Append a paragraph from its offset ``begin`` on."""
        self.lines.append((prefix, paragraph, begin))
        self.places += paragraph.places


@dataclass(slots=True)
class _List:
    """An open list: what its next item is called, and where its items start."""

    mark: MarkKind
    following: int
    left: float


def build_tree(
    items: Sequence[Paragraph | Anchor],
    headings: Mapping[int, Heading],
    titles: Set[int],
    is_apart: Callable[[str], bool],
) -> list[Node]:
    """All sections in reading order. ``titles`` are headings of the whole document, which no section stands under.

    ``is_apart`` says of an unnumbered paragraph's text whether it makes a section of its own, as a resolution does.
    """
    tree = _Tree(is_apart)
    for index, item in enumerate(items):
        if isinstance(item, Anchor):
            tree.anchor(item)
        elif index in headings:
            tree.heading(item, headings[index], is_title=index in titles)
        else:
            tree.paragraph(item)
    return tree.nodes


class _Tree:
    def __init__(self, is_apart: Callable[[str], bool]) -> None:
        self.is_apart = is_apart
        self.nodes: list[Node] = []
        self.open: list[Node] = []
        self.list: _List | None = None
        self.under: set[tuple[Style, Style]] = set()

    def _push(self, node: Node) -> Node:
        self.nodes.append(node)
        self.open.append(node)
        return node

    def _current(self) -> Node:
        return self.open[-1] if self.open else self._push(Node(None, None, 1, None, None))

    def anchor(self, anchor: Anchor) -> None:
        node = self._current()
        node.tables.append(anchor.place)
        if not node.places:
            node.places.append(anchor.place)

    def heading(self, item: Paragraph, heading: Heading, *, is_title: bool) -> None:
        """Close what the heading ends, and open its section."""
        if heading.rest is not None and self._is_list_item(item.mark, item):
            self.paragraph(item)
            return
        self.list = None
        while self.open and (is_title or self._ends(heading, self.open[-1])):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        if parent is not None and parent.style is not None:
            self.under.add((heading.style, parent.style))
        node = self._push(Node(heading.number, heading.text, len(self.open) + 1, parent, heading.style))
        node.places += item.places
        if heading.rest is not None:
            node.add(item, begin=heading.rest)
        if is_title:
            node.style = Style(0, 0.0, False, False, "title")

    def _ends(self, heading: Heading, open_node: Node) -> bool:
        old = open_node.style
        if old is None or old.shape == "title":
            return True
        numbered = [n for n in self.open if n.style and n.style == heading.style]
        if numbered:
            return True
        ranked = outranks(heading.style, old)
        if ranked is not None:
            return ranked
        if (heading.style, old) in self.under:
            return False
        stacked = not open_node.lines and not open_node.tables and open_node is self.nodes[-1]
        return not stacked

    def paragraph(self, item: Paragraph) -> None:
        """Add the paragraph to the open section, or open one for its number."""
        mark = item.mark
        if mark is None or mark.kind in (MarkKind.BULLET, MarkKind.INNER):
            if mark is None and self.list is not None and item.left <= self.list.left - SAME_LEFT:
                self.list = None
            if mark is None:
                self._leave_or_part(item)
            node = self._current()
            node.add(item, prefix="" if mark is None else self._bullet(node, item, mark))
            return
        if self._is_list_item(mark, item):
            place = ordinal(mark) or 0
            if self.list is None or mark.kind is self.list.mark:
                self.list = _List(mark.kind, place + 1, item.left)
            self._current().add(item, prefix=f"{mark.text} ")
            return
        self.list = None
        self._numbered(item, mark)

    @staticmethod
    def _bullet(node: Node, item: Paragraph, mark: Mark) -> str:
        """'• ' or, for a second level (another symbol, or set further in than the bullets above it), '◦ '."""
        above = [p.left for _prefix, p, _begin in node.lines if p.mark is not None and p.mark.kind is MarkKind.BULLET]
        deeper = bool(above) and item.left > min(above) + SAME_LEFT
        return "◦ " if mark.kind is MarkKind.INNER or deeper else "• "

    def _leave_or_part(self, item: Paragraph) -> None:
        """Open a section for a paragraph that stands apart; leave such a section when another paragraph begins."""
        if self.is_apart(item.text):
            while self.open and self.open[-1].style is None:
                self.open.pop()
            parent = self.open[-1] if self.open else None
            self._push(Node(None, None, len(self.open) + 1, parent, None))
            self.list = None
            return
        node = self.open[-1] if self.open else None
        if node is not None and node.parent is not None and node.style is None and node.number is None:
            text = node.lines[-1][1].text.rstrip() if node.lines else ""
            if not text.endswith((":", ";", ",")):
                self.open.pop()

    def _is_list_item(self, mark: Mark | None, item: Paragraph) -> bool:
        """Whether a numbered or lettered line is an item of the list the section has announced or begun."""
        if mark is None or len(mark.steps) > 1:
            return False
        place = ordinal(mark)
        node = self.open[-1] if self.open else None
        if node is None:
            return False
        if mark.kind is MarkKind.LETTER:
            is_sibling = node.style is None and node.number is not None and not node.number[:1].isdigit()
            return bool(node.lines) and not (is_sibling and self.list is None)
        if self.list is not None and self.list.mark is mark.kind and place == self.list.following:
            return abs(item.left - self.list.left) <= SAME_LEFT or not self._is_next_section(place)
        above = node.lines[-1][1] if node.lines else None
        indented = above is not None and node.style is None and item.left > node.lines[0][1].left + SAME_LEFT
        announced = above is not None and (above.text.rstrip().endswith(":") or indented)
        return announced and place == 1 and not mark.is_bare and not self._is_next_section(place)

    def _is_next_section(self, place: int | None) -> bool:
        """Whether ``place`` is the number that follows the last numbered paragraph under the open headings."""
        for node in reversed(self.open):
            if node.style is None and node.number is not None:
                return node.number.isdigit() and int(node.number) + 1 == place
        return False

    def _numbered(self, item: Paragraph, mark: Mark) -> None:
        while self.open and self.open[-1].style is None:
            above = self.open[-1]
            deeper = above.number is not None and mark.number.startswith(above.number.rstrip(".") + ".")
            if deeper and mark.kind is MarkKind.NUMBER:
                break
            self.open.pop()
        parent = self.open[-1] if self.open else None
        node = self._push(Node(mark.number, None, len(self.open) + 1, parent, None))
        node.add(item)
