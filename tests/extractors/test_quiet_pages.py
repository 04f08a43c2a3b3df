"""Pages of a long pack that hold nothing but running text are read for their text alone, and lose nothing by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.colors import HexColor, black, blue, red
from reportlab.pdfgen.canvas import Canvas

from extractors.layouts import read_layouts
from extractors.pages import open_document
from extractors.quiet_pages import MOST_PATHS, is_quiet
from schemas.pages import Page, TextLine

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REPORTS = sorted([*(FIXTURES / "reports").glob("*.pdf"), *(FIXTURES / "matrix" / "sample").glob("*.pdf")])
PROSE = (
    "Members received an update on the programme of works and noted that the",
    "contractor had begun on site in May. The next stage is subject to consent",
    "from the county council, which was expected in the autumn.",
)
Drawing = Callable[[Canvas], None]


def drawn(path: Path, *drawings: Drawing) -> Path:
    """A page of prose with something more on it."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    for paragraph in range(3):
        canvas.drawString(60, 760 - 70 * paragraph, f"{paragraph + 1}.")
        for number, line in enumerate(PROSE):
            canvas.drawString(100, 760 - 70 * paragraph - 14 * number, line)
    for drawing in drawings:
        drawing(canvas)
    canvas.save()
    return path


def quiet_page(path: Path) -> Page | None:
    """The first page as the quick reading gives it, None where it asks for the full one."""
    with open_document(path) as document:
        return document.read_text(1, MOST_PATHS, is_quiet)


def text(x: float, y: float, *lines: str) -> Drawing:
    """Lines under each other."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(x, y - 14 * number, line)

    return draw


def table(y: float, *rows: tuple[str, ...]) -> Drawing:
    """Texts beside and under each other, without any rule."""

    def draw(canvas: Canvas) -> None:
        for down, cells in enumerate(rows):
            for across, cell in enumerate(cells):
                canvas.drawString(60 + 110 * across, y - 20 * down, cell)

    return draw


def coloured(canvas: Canvas) -> None:
    canvas.setFillColor(HexColor("#00b050"))
    canvas.drawString(100, 400, "On target")


def filled(canvas: Canvas) -> None:
    canvas.setFillColor(red)
    canvas.rect(100, 400, 12, 12, stroke=0, fill=1)


def grid(canvas: Canvas) -> None:
    canvas.grid([100, 200, 300], [300, 320, 340])


def aslant(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.rotate(90)
    canvas.drawString(300, -40, "Confidential until the meeting")
    canvas.restoreState()


def hidden(canvas: Canvas) -> None:
    beginning = canvas.beginText(100, 400)
    beginning.setTextRenderMode(3)
    beginning.textLine("Recognised by a scanner")
    canvas.drawText(beginning)


def curve(canvas: Canvas) -> None:
    canvas.circle(110, 400, 5, stroke=0, fill=1)


def underlined(canvas: Canvas) -> None:
    canvas.setStrokeColor(black)
    canvas.line(100, 757, 300, 757)


TABLE = (
    ("Measure", "Target", "Actual", "RAG"),
    ("Homes inspected", "95%", "93%", "A"),
    ("Streets swept", "9", "8", "R"),
)
MORE_THAN_PROSE: dict[str, Drawing] = {
    "a table without rules": table(420, *TABLE),
    "the rest of such a table": table(400, ("P3 Streets swept", "91%", "88%", "Amber")),
    "a label and its value": text(100, 400, "Target: 95%", "Actual: 93%"),
    "the label of a value on the next line": text(100, 400, "Target", "95%"),
    "a worded key": text(100, 400, "G = on target, A = within 5% of target, R = off target"),
    "the name of a colour": text(100, 400, "Four indicators are rated Amber."),
    "a status in brackets": text(100, 400, "2.1 Homes inspected within ten days (On track)"),
    "a word in colour": coloured,
    "a filled box": filled,
    "a grid": grid,
    "a dot": curve,
    "text on its side": aslant,
    "invisible text": hidden,
}


def test_a_page_of_paragraphs_is_quiet(tmp_path: Path) -> None:
    assert quiet_page(drawn(tmp_path / "prose.pdf")) is not None
    assert quiet_page(drawn(tmp_path / "underlined.pdf", underlined)) is not None


@pytest.mark.parametrize("drawing", MORE_THAN_PROSE.values(), ids=MORE_THAN_PROSE.keys())
def test_a_page_that_may_hold_more_than_paragraphs_is_read_in_full(tmp_path: Path, drawing: Drawing) -> None:
    assert quiet_page(drawn(tmp_path / "more.pdf", drawing)) is None


def test_paragraphs_that_are_rows_are_read_in_full_though_no_line_of_them_shows_it(tmp_path: Path) -> None:
    wrapped = [
        line for n in range(1, 5) for line in (f"2.{n} Homes in area {n}: target 9{n}%, actual 8{n}% (Off", "track)")
    ]
    path = drawn(tmp_path / "rows.pdf", text(60, 400, *wrapped))
    assert quiet_page(path) is not None
    with open_document(path) as document:
        looked_at, in_full = (read_layouts(document, [1, 1, 1, 1], long_pack=least).layouts for least in (0, 1000))
    assert in_full[-1].tables
    assert looked_at[-1].tables == in_full[-1].tables


def test_the_page_behind_a_table_is_read_in_full(tmp_path: Path) -> None:
    """A cell that goes on overleaf is a paragraph there, to the eye of anyone who has not seen the page before."""
    canvas = Canvas(str(tmp_path / "over.pdf"), pagesize=(595, 842))
    for page in range(5):
        canvas.setFont("Helvetica", 11)
        if page == 3:
            canvas.grid([60, 200, 500], [60, 760, 780])
            text(66, 766, "Measure")(canvas)
            text(206, 766, "Comment")(canvas)
            text(206, 740, *PROSE * 15)(canvas)
        else:
            text(206, 760, *PROSE)(canvas)
        canvas.showPage()
    canvas.save()
    with open_document(tmp_path / "over.pdf") as document:
        looked_at = read_layouts(document, range(1, 6), long_pack=0)
        in_full = read_layouts(document, range(1, 6), long_pack=1000)
    assert looked_at.layouts[3].tables
    assert looked_at.layouts[4] == in_full.layouts[4]


@pytest.mark.parametrize("path", REPORTS, ids=[path.stem for path in REPORTS])
def test_no_report_loses_a_table_a_key_or_a_line_of_text(path: Path) -> None:
    with open_document(path) as document:
        numbers = range(1, document.page_count + 1)
        looked_at, in_full = (read_layouts(document, numbers, long_pack=pages) for pages in (0, 1000))
    for quick, full in zip(looked_at.layouts, in_full.layouts, strict=True):
        assert quick.tables == full.tables
        assert quick.key_lines == full.key_lines
        assert [printed(line) for block in quick.blocks for line in block.lines] == [
            printed(line) for block in full.blocks for line in block.lines
        ]


def printed(line: TextLine) -> tuple[object, ...]:
    return line.text, line.bold, line.underlined, line.lead, line.size, tuple(part for _x, part in line.parts)


def test_a_line_set_in_two_colours_of_ink_and_two_fonts_is_one_line(tmp_path: Path) -> None:
    def sentence(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(100, 400, "Decision: ")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(100 + canvas.stringWidth("Decision: ", "Helvetica-Bold", 11), 400, "to note the update.")

    page = quiet_page(drawn(tmp_path / "two.pdf", sentence))
    assert page is not None
    assert [word.text for word in page.words][-2:] == ["Decision:", "to note the update."]


def test_words_that_touch_or_nearly_touch_are_left_to_the_full_reading(tmp_path: Path) -> None:
    near = drawn(tmp_path / "near.pdf", text(100, 400, "rail"), text(119, 400, "way"))
    assert quiet_page(near) is None


def test_a_link_is_coloured_ink(tmp_path: Path) -> None:
    def link(canvas: Canvas) -> None:
        canvas.setFillColor(blue)
        canvas.drawString(100, 400, "Agenda")

    assert quiet_page(drawn(tmp_path / "link.pdf", link)) is None
