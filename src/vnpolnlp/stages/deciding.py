"""From the spans that a model decided for to the entities of a document, with what grammar and lexicons say of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from vnpolnlp.arbitration import arbitrate, decide
from vnpolnlp.document import Candidate, Document, Label
from vnpolnlp.recogniser.columns import SyllableSpans
from vnpolnlp.stages.names.lexicons import NameLexicons
from vnpolnlp.stages.roles import with_attributes

_CITATIONS = ("RESOLUTION", "DOCUMENT")


def with_decided(
    document: Document, spans: Sequence[Candidate], labels: Collection[Label], lexicons: NameLexicons
) -> Document:
    """The document with the spans that a model decided for as its entities, in the order of the text.

    ``labels`` are those that the model decides over. Proposals of other labels stand, and what the model decided for
    gives way to them. What is proposed on the very span of a decision keeps its attributes and provenance. A proposal
    across the end of a line, which a model does not see as one, stands unless it overlaps a decision.
    """
    proposed = arbitrate(document.candidates)
    decided = [span for span in proposed if span.label not in labels]
    unread = list(_unread(document, [span for span in proposed if span.label in labels]))
    for more in (spans, unread):
        decided = sorted([*decided, *beside(more, decided)], key=attrgetter("start"))
    if {(s.start, s.end, s.label) for s in decided} == {(s.start, s.end, s.label) for s in proposed}:
        return document
    decided = _with_citations(decided, proposed)
    known = decide(document, decided)
    view = document.view
    entities = [
        Candidate(*view.from_raw(entity.start, entity.end), entity.label, entity.by, entity.attrs)
        for entity in known.entities
    ]
    completed = with_attributes(view, entities, lexicons)
    return known.with_layers(
        entities=tuple(
            replace(entity, attrs=span.attrs) for entity, span in zip(known.entities, completed, strict=True)
        )
    )


def beside(spans: Iterable[Candidate], others: Sequence[Candidate]) -> Iterator[Candidate]:
    """The spans that overlap none of others, which are in the order of the text and do not overlap each other."""
    starts, ends = [other.start for other in others], [other.end for other in others]
    for span in spans:
        at = bisect_right(ends, span.start)
        if at == len(starts) or starts[at] >= span.end:
            yield span


def _unread(document: Document, proposed: Iterable[Candidate]) -> Iterator[Candidate]:
    """The proposals that a model cannot see as one."""
    whole = SyllableSpans(document.view.syllables)
    for span in proposed:
        if whole(span) is None or "\n" in document.view.text[span.start : span.end]:
            yield span


def _with_citations(decided: Sequence[Candidate], proposed: Sequence[Candidate]) -> list[Candidate]:
    """The decided spans; a document that begins where one was proposed has the type and number that were read there."""
    attrs = {(span.start, span.label): span.attrs for span in proposed if span.label in _CITATIONS}
    return [replace(s, attrs=attrs.get((s.start, s.label), s.attrs)) for s in decided]
