"""Sentences and the signs in them, by spaCy: words that say how an indicator does. What they add up to is in ``kinds``.

The pipeline is ``spacy.blank("en")`` with our own components: sentence starts by the punctuation of council papers,
and the patterns of ``prose_patterns``. Where a trained English model is installed its parser helps with
the starts that punctuation leaves open. spaCy is imported with the first sentence: it takes a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from extractors.prose_patterns import needed_words, sign_patterns
from schemas.lookups import read_lookup

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

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
_SIGNS = "signs"
_STARTS, _FINDER = "scrutineer_sentences", "scrutineer_signs"


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
    with nlp.select_pipes(disable=_FINDER):
        return tuple(printed for sentence in nlp(text).sents if (printed := sentence.text.strip()))


def make_pipeline(model: str | None) -> Language:
    """The pipeline, on a trained model's parser or (None) on a blank English."""
    import spacy

    nlp = spacy.load(model, enable=["tok2vec", "parser"]) if model else spacy.blank("en")
    nlp.add_pipe(_STARTS, before="parser" if model else None, config={"guess": bool(model)})
    nlp.add_pipe(_FINDER)
    return nlp


@cache
def _pipeline() -> Language:
    from spacy.util import is_package

    _register()
    return make_pipeline(MODEL if is_package(MODEL) else None)


@cache
def _register() -> None:
    """Make the components known to spaCy, once it is imported at all."""
    from spacy.language import Language

    @Language.factory(_STARTS, default_config={"guess": False})
    def _make_starts(nlp: Language, name: str, guess: bool) -> SentenceStarts:
        return SentenceStarts(guess)

    @Language.factory(_FINDER)
    def _make_finder(nlp: Language, name: str) -> SignFinder:
        return SignFinder(nlp.vocab)


class SignFinder:
    """Keeps every match of a sign's pattern as a span; a pattern is tried where its words stand.

    Of 350 patterns a paragraph has the words of five; trying all takes eight times as long.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._patterns = [(label, pattern, needed_words(pattern)) for label, pattern in sign_patterns()]
        self._matchers: dict[int, Matcher] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same document with its signs."""
        from spacy.tokens import Span

        words = {token.lower_ for token in doc}
        doc.spans[_SIGNS] = sorted(
            {
                Span(doc, start, end, label=label)
                for number, (_label, _pattern, needed) in enumerate(self._patterns)
                if not any(map(words.isdisjoint, needed))
                for label, start, end in self._matcher(number)(doc)
            }
        )
        return doc

    def _matcher(self, number: int) -> Matcher:
        """Made when first needed."""
        if number not in self._matchers:
            from spacy.matcher import Matcher

            label, pattern, _needed = self._patterns[number]
            self._matchers[number] = Matcher(self._vocab)
            self._matchers[number].add(label, [pattern])
        return self._matchers[number]


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
