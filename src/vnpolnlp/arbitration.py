"""The one place where proposed spans become entities.

Grammar, lexicons and engines all propose :class:`~vnpolnlp.document.Candidate` spans, which may overlap. Entities are
flat. The policy, in this order:

1. **The longer span wins**: a place inside a body's name, a date inside a term of office and a congress inside the
   name of its resolution are not marked on their own (ANNOTATION.md, "the longest name wins").
2. **The higher rank wins** among spans of the same length: a grammar that saw a type word ranks above a lexicon
   entry, and a lexicon entry above an engine's guess.
3. **The earlier label wins** in the order documents, events, bodies, places, people, posts, dates; then the earlier
   span, the one with more attributes, and the rule and attributes that sort first, so that the result does not depend
   on the order in which stages ran.

So far every candidate is judged by itself. Where a trained recogniser runs, what this policy gives is evidence, and
the recogniser, which sees all candidates and the words around them, **decides**: :func:`decide` makes its spans the
entities. A span that a candidate proposed as well keeps that candidate's attributes and provenance.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from operator import attrgetter

from vnpolnlp.document import Candidate, Document, Entity, Label

_LABEL_ORDER: tuple[Label, ...] = ("RESOLUTION", "DOCUMENT", "EVENT", "ORG", "LOC", "PER", "ROLE", "DATE")
_ORDER = {label: place for place, label in enumerate(_LABEL_ORDER)}


def arbitrate(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that stand, without overlaps, in text order.

    >>> arbitrate([Candidate(0, 4, "LOC", "a"), Candidate(0, 9, "ORG", "b"), Candidate(10, 12, "DATE", "c")])
    [Candidate(start=0, end=9, label='ORG', by='b', attrs={}, rank=0),
     Candidate(start=10, end=12, label='DATE', by='c', attrs={}, rank=0)]
    """
    winners: list[Candidate] = []
    for rivals in _rivals(sorted(candidates, key=attrgetter("start", "end"))):
        winners += rivals if len(rivals) == 1 else _winners(rivals)
    return winners


def _rivals(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates in text order, parted wherever none reaches across: most stand alone, and win at once."""
    rivals: list[Candidate] = []
    reached = 0
    for candidate in candidates:
        if rivals and candidate.start >= reached:
            yield rivals
            rivals = []
        rivals.append(candidate)
        reached = max(reached, candidate.end)
    if rivals:
        yield rivals


def _winners(rivals: Iterable[Candidate]) -> list[Candidate]:
    chosen: list[tuple[int, int]] = []
    winners: list[Candidate] = []
    for candidate in sorted(rivals, key=_precedence):
        place = bisect_left(chosen, (candidate.start, candidate.end))
        before = place > 0 and chosen[place - 1][1] > candidate.start
        after = place < len(chosen) and chosen[place][0] < candidate.end
        if not before and not after:
            insort(chosen, (candidate.start, candidate.end))
            winners.append(candidate)
    return sorted(winners, key=attrgetter("start"))


def _precedence(candidate: Candidate) -> tuple[int, int, int, int, int, str, list[tuple[str, str]]]:
    extent, attrs = candidate.end - candidate.start, candidate.attrs
    order = _ORDER[candidate.label]
    return -extent, -candidate.rank, order, candidate.start, -len(attrs), candidate.by, sorted(attrs.items())


def propose(document: Document, found: Iterable[Candidate]) -> Document:
    """The document with the found candidates added, and its entities decided anew over all candidates so far."""
    candidates = (*document.candidates, *found)
    return _with_entities(document, arbitrate(candidates)).with_layers(candidates=candidates)


def decide(document: Document, spans: Iterable[Candidate]) -> Document:
    """The document with just these spans as its entities; of those that overlap, the longer stays.

    A span takes over what a candidate on the same span with the same label says of it. The candidates stay as they are.

    >>> from vnpolnlp.document import Candidate, Document
    >>> document = propose(Document("Sở Tài chính"), [Candidate(0, 2, "ORG", "a"), Candidate(3, 12, "ORG", "b", {}, 1)])
    >>> [(e.text, e.by) for e in decide(document, [Candidate(0, 2, "ORG", "c"), Candidate(3, 6, "LOC", "c")]).entities]
    [('Sở', 'a'), ('Tài', 'c')]
    """
    known: dict[tuple[int, int, Label], Candidate] = {}
    for candidate in sorted(document.candidates, key=_precedence):
        known.setdefault((candidate.start, candidate.end, candidate.label), candidate)
    return _with_entities(document, arbitrate(known.get((s.start, s.end, s.label), s) for s in spans))


def _with_entities(document: Document, winners: Sequence[Candidate]) -> Document:
    view, text = document.view, document.text
    entities = []
    for number, (winner, known) in enumerate(zip_longest(winners, document.entities), start=1):
        if winner is None:
            break
        id = f"e{number}"
        start, end = view.to_raw(winner.start, winner.end)
        if known is not None and known.id == id and _is_of(known, winner, start, end):
            entities.append(known)
        else:
            entities.append(Entity(id, start, end, winner.label, text[start:end], winner.attrs, winner.by))
    return document.with_layers(entities=tuple(entities))


def _is_of(entity: Entity, winner: Candidate, start: int, end: int) -> bool:
    """Whether an entity of the document so far is what a candidate gives; it need not be made again then."""
    return (
        entity.attrs is winner.attrs
        and entity.start == start
        and entity.end == end
        and entity.label == winner.label
        and entity.by == winner.by
    )
