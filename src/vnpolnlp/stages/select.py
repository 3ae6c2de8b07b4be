"""Keeping some of the entities, for those who asked for some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from vnpolnlp.document import LABELS, Document
from vnpolnlp.errors import ConfigError


class Select:
    """Keep the entities of the given labels, and the relations between them.

    It stands after all stages that find entities: the others are needed to find these, since the longest name wins.
    Entities keep their ids.

    >>> from vnpolnlp.document import Entity
    >>> entities = (Entity("e1", 0, 6, "PER", "Lê Văn", {}, "x"), Entity("e2", 10, 16, "LOC", "Hà Nội", {}, "x"))
    >>> [entity.id for entity in Select(labels=["LOC"])(Document("Lê Văn từ Hà Nội", entities=entities)).entities]
    ['e2']
    """

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, labels: Sequence[str]) -> None:
        """Choose the labels.

        Raises:
            ConfigError: ``labels`` is not a list of entity labels, or is empty.
        """
        known = ", ".join(LABELS)
        if isinstance(labels, str) or not isinstance(labels, Sequence) or not labels:
            raise ConfigError(f"stage 'select': labels is {labels!r}, not a list of labels; known are {known}")
        for label in labels:
            if label not in LABELS:
                raise ConfigError(f"stage 'select': no entity has the label {label!r}; known are {known}")
        self.labels = frozenset(labels)

    def __call__(self, document: Document) -> Document:
        """The document with these entities only."""
        entities = tuple(entity for entity in document.entities if entity.label in self.labels)
        ids = {entity.id for entity in entities}
        spans = {(entity.start, entity.end, entity.label) for entity in entities}
        view = document.view
        return document.with_layers(
            entities=entities,
            relations=tuple(link for link in document.relations if link.head in ids and link.tail in ids),
            # A stage after this one decides anew over the candidates: what lost stays lost, what was left out, out.
            candidates=tuple(
                candidate
                for candidate in document.candidates
                if (*view.to_raw(candidate.start, candidate.end), candidate.label) in spans
            ),
        )
