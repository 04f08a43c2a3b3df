"""Sentences and the signs in them, by spaCy: words that say how an indicator does. What they add up to is in ``kinds``.

The pipeline is ``spacy.blank("en")`` with our own components: sentence starts by the punctuation of council papers,
and a ruler of the patterns of ``prose_patterns``. Where a trained English model is installed its parser helps with
the starts that punctuation leaves open. spaCy is imported with the first sentence: it takes a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from extractors.prose_patterns import sign_patterns
from schemas.lookups import read_lookup

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm"
"""The trained model used for sentence parsing where it is installed; everything works without it."""

# A negation stands at most this many words before the sign it turns round ("has not yet been able to improve").
NEGATION_REACH = 4
# Somebody hopes at most this many words before what is hoped for.
HOPE_REACH = 6

_ENDS = re.compile(r"[.?!][\"'’”)\]]*$")
_ABBREVIATIONS = frozenset(
    [
        "e.g.",
        "i.e.",
        "no.",
        "nos.",
        "approx.",
        "cllr.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "st.",
        "vs.",
        "etc.",
        "para.",
        "ref.",
        "fig.",
        "incl.",
        "max.",
        "min.",
        "avg.",
        "ave.",
    ]
)
_SIGNS, _RULER = "signs", "span_ruler"


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase that says something: its kind in the lookup, where it stands, and whether it is denied or only hoped."""

    label: str
    start: int
    end: int
    denied: bool
    hoped: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: its words as printed, where it begins in the text, and its signs in order."""

    text: str
    start: int
    signs: tuple[Sign, ...]

    def says(self, *labels: str) -> bool:
        """Whether it has one of these signs, neither denied nor only hoped for."""
        return any(sign.label in labels and not sign.denied and not sign.hoped for sign in self.signs)

    def denies(self, *labels: str) -> bool:
        """Whether it has one of these signs with a negation."""
        return any(sign.label in labels and sign.denied and not sign.hoped for sign in self.signs)


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph with the signs in each; () for an empty text."""
    if not text.strip():
        return ()
    doc = _pipeline()(text)
    spans = sorted(doc.spans[_SIGNS], key=lambda span: (span.start, span.end))
    return tuple(
        Sentence(
            sentence.text.strip(),
            sentence.start_char,
            tuple(_signs([span for span in spans if sentence.start <= span.start < sentence.end], sentence)),
        )
        for sentence in doc.sents
        if sentence.text.strip()
    )


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph as printed, without looking for signs: a fraction of the time."""
    if not text.strip():
        return ()
    nlp = _pipeline()
    with nlp.select_pipes(disable=_RULER):
        return tuple(printed for sentence in nlp(text).sents if (printed := sentence.text.strip()))


def make_pipeline(model: str | None) -> Language:
    """The pipeline, on a trained model's parser or (None) on a blank English."""
    import spacy

    nlp = spacy.load(model, enable=["tok2vec", "parser"]) if model else spacy.blank("en")
    starts = nlp.add_pipe("scrutineer_sentences", before="parser" if model else None, config={"guess": bool(model)})
    assert starts is not None
    ruler: Any = nlp.add_pipe(_RULER, config={"spans_key": _SIGNS, "annotate_ents": False})
    ruler.add_patterns([{"label": label, "pattern": pattern} for label, pattern in sign_patterns()])
    return nlp


@cache
def _pipeline() -> Language:
    from spacy.util import is_package

    _register()
    return make_pipeline(MODEL if is_package(MODEL) else None)


@cache
def _register() -> None:
    """Make the sentence component known to spaCy, once it is imported at all."""
    from spacy.language import Language

    @Language.factory("scrutineer_sentences", default_config={"guess": False})
    def _make(nlp: Language, name: str, guess: bool) -> SentenceStarts:
        return SentenceStarts(guess)


class SentenceStarts:
    """Marks where sentences begin; with ``guess`` only what is sure, and a parser decides the rest."""

    def __init__(self, guess: bool) -> None:
        self.guess = guess

    def __call__(self, doc: Doc) -> Doc:
        """The same document, its tokens marked."""
        for token in doc:
            if token.i == 0:
                continue
            start = _begins(doc, token.i)
            if start or not self.guess:
                token.is_sent_start = start
        return doc


def _begins(doc: Doc, index: int) -> bool:
    """Whether a sentence begins at a token: after a full stop that ends no abbreviation, before a capital or figure."""
    before, token = doc[index - 1], doc[index]
    if before.is_space and "\n" in before.text:
        return True
    if not before.whitespace_ and not before.is_space:
        return False
    last = doc[index - 2] if before.is_space and index > 1 else before
    if not _ENDS.search(last.text) or last.lower_ in _ABBREVIATIONS:
        return False
    word = (doc[last.i - 1].text if last.i else "") + last.text if len(last.text) == 1 else last.text
    if word.lower() in _ABBREVIATIONS or re.fullmatch(r"[A-Za-z]\.", word):
        return False
    first = token.text.lstrip("\"'‘“([")[:1]
    return not first or first.isupper() or first.isdigit() or token.text[0] in "\"'‘“([•£"


def _signs(spans: list[Any], sentence: Any) -> Iterator[Sign]:
    """The signs of a sentence, without those inside a longer one."""
    kept = [
        span
        for span in spans
        if not any(o is not span and o.start <= span.start and span.end <= o.end and len(o) > len(span) for o in spans)
    ]
    neutral = [span for span in spans if span.label_ == "neutral"]
    negations = frozenset(read_lookup("statement_signs")["scope"]["negation"])
    hopes = [span for span in spans if span.label_ in ("hoped", "promise")]
    for span in kept:
        if span.label_ in ("hoped", "neutral") or any(other.start < span.start < other.end for other in neutral):
            continue
        before = sentence.doc[max(sentence.start, span.start - NEGATION_REACH) : span.start]
        clause = _same_clause(before)
        yield Sign(
            label=span.label_,
            start=span.start_char,
            end=span.end_char,
            denied=any(token.lower_ in negations for token in clause),
            hoped=span.label_ != "promise" and any(_hopes_for(hope, span) for hope in hopes),
        )


def _same_clause(tokens: Any) -> list[Any]:
    """The tokens after the last comma, 'but' or 'although' among them."""
    kept: list[Any] = []
    ends = frozenset(read_lookup("statement_signs")["scope"]["clause"])
    for token in tokens:
        kept = [] if token.lower_ in ends else [*kept, token]
    return kept


def _hopes_for(hope: Any, span: Any) -> bool:
    gap = span.doc[hope.end : span.start]
    broken = any(token.text in ",;:" or token.lower_ in ("but", "although", "and", "while") for token in gap)
    return 0 <= span.start - hope.end <= HOPE_REACH and not broken
