"""Recogniser: a trained sequence model decides which names a text has, over all that grammar and lexicons propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import ClassVar

from vnpolnlp.arbitration import arbitrate
from vnpolnlp.document import Candidate, Document, Label
from vnpolnlp.recogniser.clusters import CLUSTERS
from vnpolnlp.recogniser.columns import ColumnReader
from vnpolnlp.recogniser.model import WEIGHTS, RecogniserModel, fingerprint, load_model
from vnpolnlp.stages.deciding import beside, with_decided
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.text.syllables import BREAK, LOWER, MARK

_BY = "recogniser/sequence"
_OWN_MARKS = (".", ")", "'", "’")  # that a name may end in: initials, a number in brackets
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
        proposals = {(span.start, span.end, span.label) for span in document.candidates}
        is_name = Shape(document)
        names: list[Candidate] = []
        doubtful: list[Candidate] = []
        for first, last, label in spans:
            if label in LEARNT:
                span = Candidate(syllables.starts[first], syllables.ends[last - 1], label, _BY)
                sure = (span.start, span.end, label) in proposals or is_name(first, last)
                (names if sure else doubtful).append(span)
        if doubtful:  # what the model would have replaced by them stands
            instead = [span for span in arbitrate(document.candidates) if span.label in LEARNT]
            kept = set(map(id, beside(instead, doubtful)))
            instead = [span for span in beside(instead, names) if id(span) not in kept]
            names = sorted([*names, *instead], key=attrgetter("start"))
        return with_decided(document, names, LEARNT, self.lexicons)


@dataclass(frozen=True)
class Shape:
    """Whether syllables that nobody proposed as a name may be one: whole words, no marks at their ends.

    Of names that the model alone finds in news, most that are wrong are cut: *Thường* of *Thường trực*, *Ban* of *Ban
    chỉ đạo*, *Nguyễn «*.
    """

    document: Document

    def __call__(self, first: int, last: int) -> bool:
        """Whether the syllables from one to before another may be a name."""
        syllables = self.document.view.syllables
        shapes = syllables.shapes
        if shapes[first] == MARK or (shapes[last - 1] == MARK and syllables.forms[last - 1] not in _OWN_MARKS):
            return False
        follows = last < len(syllables)
        if last == first + 1 and follows and shapes[last] == LOWER and not self._is_known(first):
            return False
        starts = self.document.segmented.word_starts if self.document.segmented else None
        if starts is None:
            return True
        return syllables.starts[first] in starts and (
            not follows or shapes[last] in (MARK, BREAK) or syllables.starts[last] in starts
        )

    def _is_known(self, syllable: int) -> bool:
        """Whether a syllable is one that names of people have, and type words of bodies have not."""
        lexicons = name_lexicons()
        lower = self.document.view.syllables.lower
        return lower[syllable] in lexicons.given_names and lexicons.heads.at(lower, syllable) is None
