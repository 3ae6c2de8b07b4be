"""Recogniser: a trained sequence model decides over what grammar and lexicons propose, and finds what they miss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from vnpolnlp.document import Candidate, Document, Label
from vnpolnlp.recogniser.clusters import CLUSTERS
from vnpolnlp.recogniser.columns import ColumnReader
from vnpolnlp.recogniser.model import WEIGHTS, RecogniserModel, fingerprint, load_model
from vnpolnlp.stages.deciding import with_decided
from vnpolnlp.stages.names.lexicons import name_lexicons

_BY = "recogniser/sequence"


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
        decided = [
            Candidate(syllables.starts[first], syllables.ends[last - 1], label, _BY) for first, last, label in spans
        ]
        return with_decided(document, decided, self.lexicons)
