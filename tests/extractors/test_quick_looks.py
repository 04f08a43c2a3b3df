"""A quick look leaves out nothing that a closer look would find."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from extractors.claims_figures import names_counted
from extractors.claims_sentence_split import split_sentences
from extractors.claims_sets import find_sets
from extractors.prose_patterns import sign_patterns
from extractors.prose_signs import SignFinder
from extractors.sections_marks import read_mark
from extractors.sections_mending import LIGATURES, Mender
from schemas.geometry import Box
from schemas.lookups import read_lookup
from schemas.pages import TextBlock, TextLine

GOLD = Path(__file__).parents[2] / "fixtures" / "gold" / "statements.jsonl"
BOX = Box(50, 100, 500, 112)


@cache
def statements() -> tuple[str, ...]:
    lines = [line for record in GOLD.read_text("utf-8").splitlines() for line in json.loads(record)["lines"]]
    return tuple(dict.fromkeys(lines))


def test_every_pattern_that_matches_is_tried() -> None:
    nlp = spacy.blank("en")
    every, finder = Matcher(nlp.vocab), SignFinder(nlp.vocab)
    for label, pattern in sign_patterns():
        every.add(label, [pattern])
    for text in statements():
        doc = nlp(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        wanted = {(start, end, nlp.vocab.strings[label]) for label, start, end in every(doc)}
        assert {(span.start, span.end, span.label_) for span in finder(doc).spans["signs"]} == wanted


@pytest.mark.parametrize("ligature", LIGATURES)
def test_a_common_word_that_lost_its_ligature_is_put_together(ligature: str) -> None:
    words = read_lookup("prose")["ligatures"]
    known, left_alone = set(words["words"]), {*words["short_words"], *words["tails_that_are_words"]}
    for word in sorted(known):
        head, found, tail = word.partition(ligature)
        if not found or not head or not tail or len(head) > 10 or len(tail) > 10 or head + tail in known | left_alone:
            continue
        if tail not in left_alone:
            assert Mender([]).join([f"the {head} {tail}, again"]) in {
                f"the {head}{lost}{tail}, again" for lost in LIGATURES
            }


@given(
    st.lists(
        st.sampled_from(("Of the", "38", "nine", "KPIs", "measures,", "roads", "were", "green.", "Two")), max_size=9
    )
)
def test_a_sentence_that_names_a_set_has_a_number_and_something_counted(words: list[str]) -> None:
    block = TextBlock(" ".join(words), 1, BOX, 11.0, False)
    for sentence in split_sentences([block]):
        assert sentence.names_counted == names_counted(sentence.printed)
        if list(find_sets(sentence.text)):
            assert sentence.has_number
            assert sentence.names_counted


@pytest.mark.parametrize("mark", ["•", "– ", "o ", "3.4", "17.", "(a)", "iv)", "B.", "B)", "(1)", "2", "b)", "* "])
def test_every_mark_is_seen_at_the_beginning_of_a_line(mark: str) -> None:
    found, rest = read_mark(TextLine(f"{mark.strip()} Roads were mended", BOX, 11.0, False))
    assert found is not None
    assert (found.text, rest) == (mark.strip(), "Roads were mended")
