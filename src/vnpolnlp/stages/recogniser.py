"""Recogniser: a trained sequence model decides which names a text has, over all that grammar and lexicons propose."""

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
#: What the model decides over. Documents, posts, events and dates have a grammar that a small corpus teaches nothing:
#: on news that nobody tuned to, what a model added to them was wrong more often than right.
LEARNT: tuple[Label, ...] = ("PER", "LOC", "ORG")


class Recogniser:
    """Decide which people, places and bodies a text names, by all that is proposed and the words around.

    Documents, posts, events and dates are those that are proposed. What is proposed on the very spans that are decided
    for keeps its attributes and provenance. A proposed name that goes across the end of a line, which the model does
    not see as one, stands unless it overlaps what was decided.

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
        names = [
            Candidate(syllables.starts[first], syllables.ends[last - 1], label, _BY)
            for first, last, label in spans
            if label in LEARNT
        ]
        return with_decided(document, names, LEARNT, self.lexicons)
