"""Sizes and buckets that a sentence about a known set counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.claims_figures import Figure, N, find_figures, noun_pattern, number, population_of
from extractors.claims_moves import read_listed_changes, read_moves
from extractors.claims_pairs import Pair, pair_up
from extractors.claims_phrases import StatusPhrase, find_statuses, the_one_status
from extractors.claims_sentence_split import Sentence
from extractors.claims_sets import WITH_TARGET
from extractors.claims_topics import Prose, Topic
from schemas.readings import Claim
from schemas.vocabulary import Basis, Population, Rating

SHARE_FITS = 1.0
"""Percentage points by which a printed share may be off a set's size for the share to be one of that set."""

_FEWEST_SHARES = 3
"""So many counts with shares in one sentence are the parts of one set."""

ADJACENT = 3
"""Characters between a set's size and a comparison that speaks of the size itself, not of a count of its parts."""

_WITH_DATA = re.compile(
    r"(?i)\b(?:of which|of these|where)[, ]+(?:data|results?|a result) (?:is|are|was|were)"
    rf" (?:currently |now )?available(?: for| on)? (?P<n>{N})\b"
    rf"|\b(?P<m>{N}) of (?:which|these|them) "
    r"(?:(?:are|were|have been|can be|could be) (?:rag[- ])?(?:rated|assessed|reported)"
    r"|(?:have|had) (?:data|a rag(?: rating)?|results))\b(?! (?:as|red|amber|green|blue|off|on)\b)"
)
_WITH_TARGET = re.compile(
    rf"(?i)\b(?P<n>{N})(?: of (?:which|these|them|(?:the |our )?{N}(?: {noun_pattern()})?))?,?"
    rf" (?!with|having){WITH_TARGET}"
)
_WITHOUT_DATA = re.compile(
    rf"(?i)\b(?:for |of )?the (?:other |remaining )?(?P<n>{N}) {noun_pattern()},? (?:where|for which|that have|with)"
    rf" (?:no data|data (?:is|are|was|were) (?:not|un) ?(?:yet |currently )?available)\b"
    rf"|(?i:\bfor the (?:other|remaining) (?P<m>{N}) there (?:is|are) no (?:data|figures?|results?)\b)"
)
_REST = re.compile(r"\b(?:the (?:rest|remainder|others?)|the remaining (?:ones|kpis|indicators|measures|actions))\b")


def sizes_claimed(prose: Prose, sentence: Sentence, own: Topic | None, about: Topic) -> Iterator[Claim]:
    """The sizes a sentence states: of the set it names (``own``), of its part with data and of that without."""
    if own is not None and own.kind in ("total", "rated"):
        mention = next(m for m in prose.sets[own.sentence] if m.size == own.size and m.population is own.population)
        part_of = about.scope is not None and any(f.base == own.size for f in find_figures(sentence.text))
        if not part_of and not sentence.is_doubtful(end=mention.end):
            label = "with data" if own.kind == "rated" else "total"
            yield prose.claim(sentence, own, label, own.kind, own.size, start=mention.start)
            phrase = StatusPhrase(label, own.kind, Basis.CURRENT, mention.start, mention.end)
            ends_share = any(
                f.base == own.size and f.start < mention.start < f.end for f in find_figures(sentence.text)
            )
            # What is compared behind '56% (10 of 18)' are the ten.
            yield from (
                ()
                if ends_share
                else prose.earlier(sentence, own, mention.end, own.size, phrase, mention.end + ADJACENT)
            )
    if about.population is not Population.KPIS:
        return
    with_data = _WITH_DATA.search(sentence.text)
    if own is not None and with_data and not sentence.is_doubtful(end=with_data.end()):
        count = number(with_data["n"] or with_data["m"])
        if count <= own.size:
            own.known.add(count)
            own.rated = count
            phrase = StatusPhrase("with data", "rated", Basis.CURRENT, with_data.start(), with_data.end())
            yield prose.claim(sentence, own, "with data", "rated", count, start=with_data.start())
            yield from prose.earlier(sentence, own, with_data.end(), count, phrase, with_data.end() + ADJACENT)
    targeted = _WITH_TARGET.search(sentence.text)
    if targeted and about.rated is None and number(targeted["n"]) <= about.size:
        about.rated = number(targeted["n"])
        about.known.add(about.rated)
    without = _WITHOUT_DATA.search(sentence.text)
    if without and not sentence.is_doubtful(end=without.end()):
        count = number(without["n"] or without["m"])
        if without["m"] or population_of(without["noun"]) is Population.KPIS:
            yield prose.claim(sentence, about, "without data", "not_rated", count, start=without.start())


def buckets_claimed(prose: Prose, sentence: Sentence, about: Topic, place: int) -> Iterator[Claim]:
    """One claim per figure with its status, the earlier numbers told behind them, and what is left over."""
    statuses: Sequence[StatusPhrase] = find_statuses(sentence.text, about.population)
    spans = [(status.start, status.end) for status in statuses]
    moves = all(status.basis is Basis.DIRECTION for status in statuses)
    if not statuses or sentence.is_doubtful(spans, moves=moves):
        return
    data = [m for m in (_WITH_DATA.search(sentence.text), _WITHOUT_DATA.search(sentence.text)) if m]
    starts = {mention.start for mention in prose.sets[place]}
    ends = [mention.end for mention in prose.sets[place]]
    # 'Of 129 indicators with data': the words say which set it is, and count nothing.
    statuses = [s for s in statuses if s.rating != "rated" or not any(0 <= s.start - e <= ADJACENT for e in ends)]
    figures = [
        f
        for f in find_figures(sentence.text)
        if f.start not in starts and not any(m.start() <= f.start < m.end() for m in data)
    ]
    statuses = [s for s in statuses if not any(m.start() <= s.start < m.end() for m in data)]
    counted = 0
    rest = _REST.search(sentence.text.casefold())
    counted_out = [s for s in statuses if rest is None or s.start < rest.start()]
    pairs = [*pair_up(sentence.text, figures, counted_out), *_unknown_shares(sentence.text, figures, counted_out)]
    pairs.sort(key=lambda pair: pair[0].start)
    for figure, status in pairs:
        if figure.base is not None and figure.base not in about.known:
            continue
        if (figure.count or 0) > about.size:
            continue
        if status.rating == "rated" and figure.count is not None:
            about.known.add(figure.count)
        yield prose.claim(
            sentence,
            about,
            status.label,
            status.rating,
            figure.count,
            status.basis,
            figure.percent,
            _base(prose, sentence, figure, status, about, place),
            start=figure.start,
        )
        yield from prose.earlier(sentence, about, figure.end, figure.count, status)
        if status.basis is Basis.CURRENT and status.rating not in ("rated", "total"):
            counted += figure.count or 0
    yield from listed_before(prose, sentence, about, pairs)
    yield from _left_over(prose, sentence, about, statuses, figures, counted)


def _unknown_shares(text: str, figures: Sequence[Figure], statuses: Sequence[StatusPhrase]) -> Iterator[Pair]:
    """'…, 8 (16%) in the balance': counts with a share in a row of such that are named in words not known.

    They belong to the sum, so leaving them out would make a sound total look wrong; what they mean stays open.
    """
    shared = [figure for figure in figures if figure.count is not None and figure.percent is not None]
    if len(shared) < len(figures) or len(shared) < _FEWEST_SHARES:
        return
    for figure, after in zip(figures, [*figures[1:], None], strict=True):
        until = after.start if after else len(text)
        if any(figure.end <= status.start < until for status in statuses):
            continue
        words = re.match(
            r"\s*((?:[a-z][\w'’-]*\s*){1,6})(?=$|[,.;]| and )", re.sub(r"\band\s*$", "", text[figure.end : until])
        )
        if words is not None:
            label = words[1].strip()
            yield figure, StatusPhrase(label, None, Basis.CURRENT, figure.end, figure.end + words.end())


def moves_claimed(prose: Prose, sentence: Sentence, about: Topic) -> Iterator[Claim]:
    """'Red indicators have fallen from nine to six': the count of now and the earlier one."""
    statuses = find_statuses(sentence.text, about.population)
    spans = [(status.start, status.end) for status in statuses]
    if not statuses or sentence.is_doubtful(spans):
        return
    for move in read_moves(sentence.text, statuses, about.population):
        status = move.status
        if about.size and max(move.now, move.was) > about.size:
            continue
        yield prose.claim(sentence, about, status.label, status.rating, move.now, status.basis, start=move.start)
        before = prose.claim(sentence, about, status.label, status.rating, move.was, status.basis, start=move.start)
        yield replace(before, group=f"{about.group}/before", is_current=False, period_label=move.when)


def _items_before(prose: Prose, place: int) -> int:
    """How many items of its list stand before an item."""
    count = 0
    while prose.sentences[place - 1 - count].is_item:
        count += 1
    return count


def _base(
    prose: Prose, sentence: Sentence, figure: Figure, status: StatusPhrase, about: Topic, place: int
) -> int | None:
    """What a figure is a part of: the stated base, else its topic's size where the share fits or stands beside it."""
    if figure.base is not None:
        return figure.base
    if status.rating == Rating.NOT_RATED and about.kind != "total":
        # 'Of the 12 with a target six are green. Two are for information only': those have none.
        return None
    size = about.rated if about.rated is not None and status.rating != Rating.NOT_RATED else about.size
    if figure.percent is None or figure.count is None or about.sentence == place:
        return size
    fitting = [known for known in (size, *sorted(about.known)) if _fits(figure, known)]
    if fitting:
        return fitting[0]
    return size if sentence.is_item and about.sentence == place - 1 - _items_before(prose, place) else None


def _left_over(
    prose: Prose,
    sentence: Sentence,
    about: Topic,
    statuses: Sequence[StatusPhrase],
    figures: Sequence[Figure],
    counted: int,
) -> Iterator[Claim]:
    """'28 met the target and the rest are Amber': the rest is what the sentence's other counts leave of the set."""
    rest = _REST.search(sentence.text.casefold())
    if rest is None or not counted or counted >= about.size or any(f.start > rest.start() for f in figures):
        return
    status = the_one_status([s for s in statuses if s.start >= rest.end() and s.basis is Basis.CURRENT])
    if status is not None and all(figure.count is not None for figure in figures):
        count = about.size - counted
        yield prose.claim(sentence, about, status.label, status.rating, count, size=about.size, start=rest.start())


def _fits(figure: Figure, size: int) -> bool:
    return abs((figure.percent or 0.0) - 100 * (figure.count or 0) / size) <= SHARE_FITS


def listed_before(prose: Prose, sentence: Sentence, about: Topic, pairs: Sequence[Pair]) -> Iterator[Claim]:
    """'…, compared with 20, 11 and 4': the earlier counts of the sentence's buckets in their order."""
    labels = [status.label for _, status in pairs]
    told = read_listed_changes(sentence.printed, labels) if len(pairs) > 1 else None
    for (figure, status), count in zip(pairs, told[0] if told else (), strict=False):
        now = prose.claim(sentence, about, status.label, status.rating, count, status.basis, start=figure.start)
        yield replace(now, group=f"{about.group}/before", is_current=False, period_label=told[1] if told else None)
