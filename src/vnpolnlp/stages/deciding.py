"""From the spans that a model decided for to the entities of a document, with what grammar and lexicons say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from vnpolnlp.arbitration import arbitrate, decide
from vnpolnlp.document import LABELS, Candidate, Document, Label
from vnpolnlp.recogniser.columns import SyllableSpans
from vnpolnlp.stages.names.lexicons import NameLexicons
from vnpolnlp.stages.roles import with_attributes

_CITATIONS = ("RESOLUTION", "DOCUMENT")


def with_decided(
    document: Document, spans: Sequence[Candidate], lexicons: NameLexicons, labels: Collection[Label] = LABELS
) -> Document:
    """The document with the spans that a model decided for as its entities.

    What is proposed on the very same span keeps its attributes and provenance. Of what the model knows nothing, the
    proposals stand: those of labels that are not among the model's ``labels``, unless what was decided there is longer;
    and those across the end of a line, which it does not see as one, unless anything was decided there.
    """
    proposed = arbitrate(document.candidates)
    decided = [*spans]
    if not set(LABELS).issubset(labels):
        decided += arbitrate(candidate for candidate in document.candidates if candidate.label not in labels)
    decided += _unread(document, proposed, decided)
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


def _unread(document: Document, proposed: Sequence[Candidate], decided: Sequence[Candidate]) -> Iterator[Candidate]:
    """The proposals that a model cannot see as one, as far as nothing was decided there."""
    whole = SyllableSpans(document.view.syllables)
    taken = sorted((span.start, span.end) for span in decided)
    for span in proposed:
        is_read = whole(span) is not None and "\n" not in document.view.text[span.start : span.end]
        if not is_read and not any(start < span.end and span.start < end for start, end in taken):
            yield span


def _with_citations(decided: Sequence[Candidate], proposed: Sequence[Candidate]) -> list[Candidate]:
    """The decided spans; a document that begins where one was proposed has the type and number that were read there."""
    attrs = {(span.start, span.label): span.attrs for span in proposed if span.label in _CITATIONS}
    return [replace(s, attrs=attrs.get((s.start, s.label), s.attrs)) for s in decided]
