"""What is done with a batch of documents, wherever it is done: in this process, in another one, on another machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vnpolnlp.codec import check, encode
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers import Item
from vnpolnlp.document import Document, MadeBy
from vnpolnlp.errors import ConfigError, RecordError
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.stage import run_stage

_SHOWN_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to annotate together; ``number`` counts the batches of a run from 0."""

    number: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """The record of a document, a line without its line feed, and what the report counts in it."""

    record: bytes
    counts: Mapping[str, int]


#: What came of the documents of a batch, one each, in their order.
Results = list[Annotated | Failure]


@dataclass(frozen=True)
class Recipe:
    """What another process needs to make the same pipeline: names and options, and no file that may have changed."""

    plan: Sequence[tuple[str, Mapping[str, Any]]]
    made_by: MadeBy

    def make(self) -> Pipeline:
        """The pipeline.

        Raises:
            ConfigError: here it would give other records, as the version, a lexicon or the weights differ.
        """
        pipeline = Pipeline(self.plan, name=self.made_by.pipeline)
        if pipeline.made_by != self.made_by:
            raise ConfigError(
                f"a worker has vnpolnlp {pipeline.made_by.vnpolnlp} with other lexicons or weights than "
                f"{self.made_by.vnpolnlp} here; install the same on all machines"
            )
        return pipeline


def annotate_batch(nlp: Pipeline, items: Sequence[Item]) -> Results:
    """The records of a batch. If something fails, its documents are done one by one, and only the culprits fail."""
    try:
        annotated = nlp.annotate_batch([item.document for item in items])
    except Exception:
        return [annotate_alone(nlp, item) for item in items]
    return [_record(document, item) for document, item in zip(annotated, items, strict=True)]


def annotate_alone(nlp: Pipeline, item: Item, entering: Callable[[str], None] | None = None) -> Annotated | Failure:
    """The record of one document, or the stage that failed; ``entering`` is told the name of each stage before it."""
    document = item.document
    for name, stage in nlp.stages:  # as Pipeline.annotate does, but to know which stage failed
        if entering:
            entering(name)
        try:
            (document,) = run_stage(stage, [document])
        except Exception as error:
            return Failure.of(error, id=item.document.id, source=item.source, stage=name)
    if entering:
        entering("record")
    return _record(document.with_layers(made_by=nlp.made_by), item)


def counts_of(document: Document) -> dict[str, int]:
    """What the report counts in a document."""
    counts = Counter(
        documents=1,
        words=sum(tag != "PUNCT" for tag in document.tokens.pos),
        quotes=len(document.quotes),
        political_quotes=sum(quote.political for quote in document.quotes),
        political_terms=len(document.terms),
    )
    counts.update(entity.label for entity in document.entities)
    return dict(counts)


def _record(document: Document, item: Item) -> Annotated | Failure:
    """The record of an annotated document, if what is in it is right."""
    try:
        problems = check(document)
        if problems:
            more = f"; and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
            raise RecordError("; ".join(problems[:_SHOWN_PROBLEMS]) + more)
        return Annotated(encode(document), counts_of(document))
    except Exception as error:
        return Failure.of(error, id=item.document.id, source=item.source, stage="record")
