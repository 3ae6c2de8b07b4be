"""Scores of annotations against gold, and the list of what is wrong.

A span is right only if both its ends are. Everything is counted per document into :class:`Scores`, and scores of
documents are added up in one place; precision, recall and F1 are always computed from the added counts.

- **entities**: span and label, per label; **micro** over all of them, **macro** the plain mean over the labels that
  occur in gold or prediction.
- **span**: the span alone, whatever the label.
- **quotes**: the span alone; **quote kind**: span and kind; **political terms**: quotations of kind term or slogan
  that are political, on both sides.
- **attributes**: of the entities found with span and label whose gold gives the attribute, how many have the same
  value, letter case, white space and Unicode form aside. An attribute that the gold does not give is not judged.

Where nothing was predicted precision is 0, where nothing is to be found recall is 0, and F1 is 0 where both are: a
measure of nothing is never 1. An accuracy over no values is ``None``.

Spans are a set: of two entities, or two quotations, of a document on the very same span the later one counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any, Literal, TypeVar

from vnpolnlp.document import LABELS, Entity, Label, Quote
from vnpolnlp.evaluation.gold import Annotated, Pairing, load, pair, unpaired
from vnpolnlp.evaluation.inline import MARKUP_ATTRIBUTES

#: The attributes that are scored.
SCORED_ATTRIBUTES: tuple[str, ...] = ("number", "date", "issuer", "holder", "body")

ErrorKind = Literal["missed", "spurious", "boundary", "label", "attribute"]

_Span = tuple[int, int]
_T = TypeVar("_T", Entity, Quote)
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, predicted, and in the gold.

    >>> Counts(right=2, predicted=4, gold=3).precision
    0.5
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where the gold has nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are 0."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def to_dict(self) -> dict[str, float]:
        """The three measures and the counts they come from."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass(frozen=True, slots=True)
class Average:
    """The plain mean of the measures of ``labels`` labels; all 0 where there are none."""

    precision: float
    recall: float
    f1: float
    labels: int

    def to_dict(self) -> dict[str, float]:
        """The three means and over how many labels they are."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, "labels": self.labels}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many values were right of those the gold gives for entities that were found."""

    right: int = 0
    given: int = 0

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(self.right + other.right, self.given + other.given)

    @property
    def share(self) -> float | None:
        """The share that is right; ``None`` where there was no value to get right."""
        return self.right / self.given if self.given else None

    def to_dict(self) -> dict[str, float | None]:
        """The share and the counts it comes from."""
        return {"accuracy": self.share, "right": self.right, "given": self.given}


def _no_counts() -> Mapping[Label, Counts]:
    return dict.fromkeys(LABELS, Counts())


def _no_accuracies() -> Mapping[str, Accuracy]:
    return dict.fromkeys(SCORED_ATTRIBUTES, Accuracy())


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one or more documents; ``a + b`` are the scores of the documents of both."""

    documents: int = 0
    labels: Mapping[Label, Counts] = field(default_factory=_no_counts)
    span: Counts = Counts()
    quotes: Counts = Counts()
    quote_kind: Counts = Counts()
    political_terms: Counts = Counts()
    attributes: Mapping[str, Accuracy] = field(default_factory=_no_accuracies)
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()

    def __add__(self, other: Scores) -> Scores:
        return Scores(
            documents=self.documents + other.documents,
            labels={label: self.labels[label] + other.labels[label] for label in LABELS},
            span=self.span + other.span,
            quotes=self.quotes + other.quotes,
            quote_kind=self.quote_kind + other.quote_kind,
            political_terms=self.political_terms + other.political_terms,
            attributes={name: self.attributes[name] + other.attributes[name] for name in SCORED_ATTRIBUTES},
            missing=self.missing + other.missing,
            unexpected=self.unexpected + other.unexpected,
        )

    @property
    def micro(self) -> Counts:
        """Entities of all labels together."""
        return reduce(add, self.labels.values(), Counts())

    @property
    def macro(self) -> Average:
        """The mean over the labels that occur in the gold or in the prediction."""
        present = [counts for counts in self.labels.values() if counts.gold or counts.predicted]
        return Average(
            _mean([counts.precision for counts in present]),
            _mean([counts.recall for counts in present]),
            _mean([counts.f1 for counts in present]),
            len(present),
        )

    def to_dict(self) -> dict[str, Any]:
        """All scores and counts as plain dictionaries and lists, for JSON."""
        return {
            "documents": self.documents,
            "micro": self.micro.to_dict(),
            "macro": self.macro.to_dict(),
            "labels": {label: counts.to_dict() for label, counts in self.labels.items()},
            "span": self.span.to_dict(),
            "quotes": self.quotes.to_dict(),
            "quote_kind": self.quote_kind.to_dict(),
            "political_terms": self.political_terms.to_dict(),
            "attributes": {name: accuracy.to_dict() for name, accuracy in self.attributes.items()},
            "missing": list(self.missing),
            "unexpected": list(self.unexpected),
        }

    def table(self) -> str:
        """All scores as an aligned table of plain text, and below it which documents had no partner."""
        rows: list[tuple[str, ...]] = [("entities", "P", "R", "F1", "n-gold", "n-pred")]
        rows += [_row(label, counts) for label, counts in self.labels.items()]
        rows.append(_row("micro", self.micro))
        macro = self.macro
        rows.append(("macro", *(f"{value:.3f}" for value in (macro.precision, macro.recall, macro.f1)), "", ""))
        rows.append(_row("span only", self.span))
        rows += [("",) * 6, ("quotes", "P", "R", "F1", "n-gold", "n-pred")]
        rows.append(_row("found", self.quotes))
        rows.append(_row("kind", self.quote_kind))
        rows.append(_row("political terms", self.political_terms))
        rows += [("",) * 6, ("attributes", "right", "", "", "n-gold", "")]
        for name, accuracy in self.attributes.items():
            share = "-" if accuracy.share is None else f"{accuracy.share:.3f}"
            rows.append((name, share, "", "", str(accuracy.given), ""))
        return "\n".join((*_aligned(rows), *unpaired(self.missing, self.unexpected).splitlines()))


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is wrong, to be read by who improves the pipeline.

    ``kind`` is *missed* (nothing like it was predicted), *boundary* (an overlapping span of the same label was),
    *label* (the same span was, with another label), *attribute* (span and label are right, a value is not) or
    *spurious* (predicted, and not already named by one of the others). For a quotation the label is its kind, and
    ``layer`` says ``quote``. ``gold`` and ``predicted`` hold what each side says, so far as it says anything;
    ``context`` is the text around the span, which stands in ⟦ ⟧.
    """

    doc: str
    layer: Literal["entity", "quote"]
    kind: ErrorKind
    label: str
    start: int
    end: int
    text: str
    gold: str
    predicted: str
    context: str

    def __str__(self) -> str:
        return f"{self.doc}:{self.start}\t{self.kind}\t{self.label}\t{self.gold}\t{self.predicted}\t{self.context}"


def evaluate(gold: Path, predicted: Path) -> Scores:
    """Score predicted annotations against gold, both in any form that :func:`~vnpolnlp.evaluation.gold.load` reads.

    Raises:
        InputError: one of the two cannot be read, no document is in both, or the texts of a pair differ.
        RecordError: an annotation does not fit its text.
    """
    return score(pair(load(gold), load(predicted)))


def errors(gold: Path, predicted: Path) -> list[Error]:
    """All that is wrong in predicted annotations, document by document, in text order.

    Raises:
        InputError: one of the two cannot be read, no document is in both, or the texts of a pair differ.
        RecordError: an annotation does not fit its text.
    """
    return find_errors(pair(load(gold), load(predicted)))


def score(pairing: Pairing) -> Scores:
    """The scores of paired documents, and of the gold documents that have no prediction."""
    scores = [_score_document(gold, predicted) for gold, predicted in _all_pairs(pairing)]
    leftover = Scores(
        missing=tuple(document.name for document in pairing.missing),
        unexpected=tuple(document.name for document in pairing.unexpected),
    )
    return reduce(add, scores, leftover)


def find_errors(pairing: Pairing) -> list[Error]:
    """All that is wrong in paired documents; every span of a gold document without a prediction is missed."""
    return [error for gold, predicted in _all_pairs(pairing) for error in _document_errors(gold, predicted)]


def _all_pairs(pairing: Pairing) -> Iterator[tuple[Annotated, Annotated]]:
    yield from pairing.pairs
    for document in pairing.missing:
        yield document, Annotated(document.name, document.text)


def _score_document(gold: Annotated, predicted: Annotated) -> Scores:
    gold_entities, found_entities = _by_span(gold.entities), _by_span(predicted.entities)
    gold_quotes, found_quotes = _by_span(gold.quotes), _by_span(predicted.quotes)
    labels: dict[Label, Counts] = dict(_no_counts())
    for label in LABELS:
        labels[label] = _counted(_with_label(found_entities, label), _with_label(gold_entities, label))
    kinds = [{(span, quote.kind) for span, quote in side.items()} for side in (found_quotes, gold_quotes)]
    terms = [{span for span, quote in side.items() if _is_term(quote)} for side in (found_quotes, gold_quotes)]
    attributes: dict[str, Accuracy] = dict(_no_accuracies())
    for one, other in _same_entities(gold_entities, found_entities):
        for name in _given(one):
            attributes[name] += Accuracy(int(_same_value(one, other, name)), 1)
    return Scores(
        documents=1,
        labels=labels,
        span=_counted(found_entities.keys(), gold_entities.keys()),
        quotes=_counted(found_quotes.keys(), gold_quotes.keys()),
        quote_kind=_counted(*kinds),
        political_terms=_counted(*terms),
        attributes=attributes,
    )


def _by_span(layer: Iterable[_T]) -> dict[_Span, _T]:
    return {(item.start, item.end): item for item in layer}


def _with_label(entities: Mapping[_Span, Entity], label: Label) -> set[_Span]:
    return {span for span, entity in entities.items() if entity.label == label}


def _counted(predicted: Iterable[object], gold: Iterable[object]) -> Counts:
    predicted, gold = set(predicted), set(gold)
    return Counts(len(predicted & gold), len(predicted), len(gold))


def _is_term(quote: Quote) -> bool:
    return quote.kind in ("term", "slogan") and quote.political


def _same_entities(gold: Mapping[_Span, Entity], predicted: Mapping[_Span, Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Gold entities that were found with span and label, each with what was found."""
    for span, entity in gold.items():
        found = predicted.get(span)
        if found and found.label == entity.label:
            yield entity, found


def _given(entity: Entity) -> list[str]:
    """The attributes to be scored that a gold entity has a value for."""
    return [name for name in MARKUP_ATTRIBUTES[entity.label].values() if entity.attrs.get(name)]


def _same_value(gold: Entity, predicted: Entity, name: str) -> bool:
    return _folded(predicted.attrs.get(name)) == _folded(gold.attrs.get(name))


def _folded(value: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", value or "").lower().split())


def _document_errors(gold: Annotated, predicted: Annotated) -> list[Error]:
    found = _layer_errors("entity", gold, _by_span(gold.entities), _by_span(predicted.entities))
    found += _layer_errors("quote", gold, _by_span(gold.quotes), _by_span(predicted.quotes))
    return sorted(found, key=lambda error: (error.start, error.end, error.layer, error.kind))


def _layer_errors(
    layer: Literal["entity", "quote"], document: Annotated, gold: Mapping[_Span, _T], predicted: Mapping[_Span, _T]
) -> list[Error]:
    found: list[Error] = []
    stray = {span: item for span, item in predicted.items() if span not in gold}
    named: set[_Span] = set()  # the stray predictions that the error of a gold span speaks of

    def note(kind: ErrorKind, item: _T, one: str, other: str) -> None:
        context = _context(document.text, item.start, item.end)
        found.append(
            Error(document.name, layer, kind, _label(item), item.start, item.end, item.text, one, other, context)
        )

    for span, item in gold.items():
        same = predicted.get(span)
        near = None if same else _overlapping(item, stray.values())
        if same and _label(same) == _label(item):
            for one, other in _value_differences(item, same):
                note("attribute", item, one, other)
        elif same:
            note("label", item, _label(item), _label(same))
        elif near:
            named.add((near.start, near.end))
            note("boundary", item, item.text, near.text)
        else:
            note("missed", item, item.text, "")
    for span, item in stray.items():
        if span not in named:
            note("spurious", item, "", item.text)
    return found


def _overlapping(item: _T, others: Iterable[_T]) -> _T | None:
    """What of the same label overlaps a span most; the first of several."""

    def shared(other: _T) -> int:
        return min(item.end, other.end) - max(item.start, other.start)

    alike = [other for other in others if _label(other) == _label(item) and shared(other) > 0]
    return max(alike, key=shared, default=None)


def _value_differences(gold: Entity | Quote, predicted: Entity | Quote) -> Iterator[tuple[str, str]]:
    """What the two say of each attribute in which they differ and which is scored."""
    if isinstance(gold, Quote) or isinstance(predicted, Quote):
        one, other = (isinstance(quote, Quote) and _is_term(quote) for quote in (gold, predicted))
        if one != other:
            yield f"political={one}", f"political={other}"
        return
    for name in _given(gold):
        if not _same_value(gold, predicted, name):
            found = predicted.attrs.get(name)
            yield f"{name}={gold.attrs[name]}", f"{name}={found}" if found else ""


def _label(item: Entity | Quote) -> str:
    return item.kind if isinstance(item, Quote) else item.label


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    measures = (f"{value:.3f}" for value in (counts.precision, counts.recall, counts.f1))
    return (name, *measures, str(counts.gold), str(counts.predicted))


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *cells in rows:
        padded = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join((name.ljust(widths[0]), *padded)).rstrip())
    return lines
