"""Recogniser: a trained sequence model decides over what grammar and lexicons propose, and finds what they miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from vnpolnlp.arbitration import arbitrate, decide
from vnpolnlp.document import Candidate, Document, Label
from vnpolnlp.recogniser.clusters import CLUSTERS
from vnpolnlp.recogniser.columns import ColumnReader, SyllableSpans
from vnpolnlp.recogniser.model import WEIGHTS, RecogniserModel, fingerprint, load_model
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.stages.roles import with_attributes

_BY = "recogniser/sequence"
_CITATIONS = ("RESOLUTION", "DOCUMENT")


class Recogniser:
    """Decide which entities a text has, by all that is proposed and the words around.

    What is proposed on the very spans it decides for keeps its attributes and provenance. A proposal that goes across
    the end of a line, which the model does not see as one, stands unless it overlaps what was decided.

    >>> from vnpolnlp.pipeline import Pipeline
    >>> nlp = Pipeline([(name, {}) for name in ("segmentation", "names", "recogniser")])
    >>> [(entity.text, entity.label) for entity in nlp("Ông Đỗ Thanh Bình thăm huyện Vân Canh.").entities]
    [('Đỗ Thanh Bình', 'PER'), ('huyện Vân Canh', 'LOC')]
    """

    needs: ClassVar[tuple[str, ...]] = ("names",)
    gives: ClassVar[tuple[str, ...]] = ("recognised",)
    follows: ClassVar[tuple[str, ...]] = ("segmented", "dates", "events", "documents", "roles")

    def __init__(self, *, weights: str = "") -> None:
        """Take the weights that come with the package, or those of a file that ``vnpolnlp train`` wrote.

        Raises:
            ConfigError: the file is missing or of another kind.
        """
        self.weights = Path(weights) if weights else WEIGHTS
        self.lexicons = name_lexicons()
        self._read = ColumnReader()
        load_model(self.weights)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the weights and the clusters."""
        return fingerprint((self.weights, CLUSTERS))

    def __call__(self, document: Document) -> Document:
        """The document with the entities that were decided."""
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """Several documents with the entities that were decided."""
        model: RecogniserModel = load_model(self.weights)
        found = model.entities([self._read(document) for document in documents])
        return [self._decided(document, spans) for document, spans in zip(documents, found, strict=True)]

    def _decided(self, document: Document, spans: Sequence[tuple[int, int, Label]]) -> Document:
        syllables = document.view.syllables
        proposed = arbitrate(document.candidates)
        decided = [
            Candidate(syllables.starts[first], syllables.ends[last - 1], label, _BY) for first, last, label in spans
        ]
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
        completed = with_attributes(view, entities, self.lexicons)
        return known.with_layers(
            entities=tuple(
                replace(entity, attrs=span.attrs) for entity, span in zip(known.entities, completed, strict=True)
            )
        )


def _unread(document: Document, proposed: Sequence[Candidate], decided: Sequence[Candidate]) -> Iterator[Candidate]:
    """The proposals that the model cannot see as one, as far as nothing was decided there."""
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
