"""Training the recogniser on gold documents, and cross-validating it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnpolnlp.corpus.files import refuse_existing, replacing
from vnpolnlp.document import Document, Entity, Label
from vnpolnlp.errors import InputError
from vnpolnlp.evaluation.gold import Annotated, load
from vnpolnlp.linear_chain import LinearChain, Template
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.recogniser.columns import TAGS, ColumnReader, Rows, SyllableSpans, tags_of
from vnpolnlp.recogniser.model import FEATURES, RecogniserModel, forbidden, save_model
from vnpolnlp.stored import StoredChain
from vnpolnlp.training.chain import Examples, known_features, train

#: What proposes the evidence that is learnt from: the stages before the recogniser in the default pipeline.
EVIDENCE = ("structure", "sentences", "segmentation", "dates", "names", "events", "documents", "roles")

# Chosen by cross-validation over corpora/gold; between half and double of each nothing changes much.
_EPOCHS, _RATE, _CAUTION, _BATCH, _LEAST_SEEN = 8, 0.1, 1e-2, 3000, 2
# Chosen on real news apart from gold, where less found too much, and from 3 on the model adds little to the grammar.
_TRUST: Mapping[str, float] = {"RESOLUTION": 3.0, "DOCUMENT": 3.0, "EVENT": 3.0, "DATE": 3.0, "PER": 1.0}
TRUST = np.array([_TRUST.get(tag[2:], 0.5) for tag in TAGS], dtype=np.float32)
_LEAST_WEIGHT, _LARGEST_WEIGHT = 0.02, 2.0


@dataclass(frozen=True)
class Lesson:
    """A gold document as the recogniser reads it, with the right tags of its rows."""

    document: Document
    rows: Rows
    tags: npt.NDArray[np.int64]


def lessons(gold: Iterable[Annotated]) -> list[Lesson]:
    """Gold documents with the evidence that grammar and lexicons give for them.

    Entities that begin or end inside a syllable cannot be learnt, and are left out.
    """
    known = list(gold)
    documents = Pipeline([(name, {}) for name in EVIDENCE]).pipe(document.text for document in known)
    read = ColumnReader()
    found = []
    for document, annotated in zip(documents, known, strict=True):
        rows = read(document)
        tags = tags_of(_spans(document, annotated.entities), len(document.view.syllables))
        found.append(Lesson(document, rows, tags[rows.syllables]))
    return found


def _spans(document: Document, entities: Sequence[Entity]) -> Iterable[tuple[int, int, Label]]:
    spans = SyllableSpans(document.view.syllables)
    for entity in entities:
        span = spans.of(*document.view.from_raw(entity.start, entity.end))
        if span is not None:
            yield (*span, entity.label)


def learn(
    taught: Sequence[Lesson], features: Mapping[str, Sequence[Template]] = FEATURES, *, epochs: int = _EPOCHS
) -> StoredChain:
    """The chain that is learnt from lessons; the same for the same lessons."""
    templates = [template for some in features.values() for template in some]
    columns = {
        name: np.concatenate([lesson.rows.columns[name] for lesson in taught]) for name in taught[0].rows.columns
    }
    lengths = np.concatenate([lesson.rows.lengths for lesson in taught])
    examples = Examples(columns, lengths, np.concatenate([lesson.tags for lesson in taught]), least=_LEAST_SEEN)
    keys = known_features([examples], templates)
    chain = train(TAGS, templates, keys, [examples], epochs=epochs, rate=_RATE, caution=_CAUTION, batch=_BATCH)
    allowed = LinearChain(
        chain.labels, chain.templates, chain.table, chain.weights, (chain.transitions + forbidden()).astype(np.float32)
    )
    return StoredChain.of(allowed, keys, least=_LEAST_WEIGHT, largest=_LARGEST_WEIGHT, small=1)


def train_recogniser(gold: Sequence[Path], output: Path, *, force: bool = False) -> int:
    """Learn the recogniser's weights from gold files or folders, write them, and say from how many documents.

    Raises:
        InputError: a file is missing, in no form known, or no entity is in any of them.
        OutputError: the output exists and ``force`` is not set, or it cannot be written.
    """
    refuse_existing(output, force=force)
    documents = [document for path in gold for document in load(path).values()]
    taught = lessons(documents)
    if not any(lesson.tags.any() for lesson in taught):
        raise InputError(f"{', '.join(map(str, gold))}: no entity is in it, so there is nothing to learn")
    with replacing(output, force=force) as file:
        save_model(file, learn(taught), TRUST)
    return len(documents)


def folds(names: Sequence[str], count: int = 5) -> list[list[int]]:
    """The numbers of documents in parts, so that each fifth name is in one part, for cross-validation by document."""
    order = sorted(range(len(names)), key=names.__getitem__)
    return [order[first::count] for first in range(count)]


def model_of(stored: StoredChain, trust: npt.NDArray[np.float32] = TRUST) -> RecogniserModel:
    """A learnt chain ready for use."""
    return RecogniserModel(stored.chain(), trust)
