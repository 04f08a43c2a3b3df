"""Characters are given to the text objects pdfium gives them to."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import pdfium_calls as pdfium
from extractors.pdfium_page import open_pdf
from extractors.pdfium_runs import find_runs
from tests.extractors.made_pdfs import write_pdf


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(st.tuples(st.text("ab c", min_size=1, max_size=40), st.integers(0, 8)), max_size=8))
def test_halving_finds_the_runs_that_asking_every_character_finds(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[str, int]]
) -> None:
    content = b" ".join(
        b"BT /F1 9 Tf %d %d Td (%s) Tj ET" % (20 + 60 * (place % 3), 380 - 40 * place, text.encode())
        for text, place in pieces
    )
    path: Path = write_pdf(tmp_path_factory.mktemp("runs") / "runs.pdf", content)
    with open_pdf(path) as document:
        text_page = document.pages[0].text_address
        count = max(0, pdfium.count_chars(text_page))
        owners = [pdfium.char_object(text_page, index) for index in range(count)]
        expected = []
        for owner, group in groupby(enumerate(owners), key=lambda pair: pair[1]):
            indices = [index for index, _owner in group]
            if owner is not None:
                expected.append((owner, indices[0], indices[-1] + 1))
        assert list(find_runs(text_page, document.pages[0].page_text.codes)) == expected
