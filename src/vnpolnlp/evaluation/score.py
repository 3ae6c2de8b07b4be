"""Scores of annotations against gold.

A span is right only if both its ends are, unless a measure says otherwise. Everything is counted per document, one row
of numbers each; rows are added up in one place, and precision, recall and F1 are always computed from the sums.

- **strict**: entities, span and label, also per label; **micro** is all of them, **macro** the plain mean over the
  labels that occur in gold or prediction. **boundaries**, **type** and **partial**: see
  :mod:`vnpolnlp.evaluation.matching`.
- **attributes**: of the entities found with span and label whose gold gives the attribute, how many have the same
  value, letter case, white space and Unicode form aside. An attribute that the gold does not give is not judged.
- **quotes**: the span; **quotes/kind**: span and kind; **quotes/political**: the span, of those that are political;
  **quotes/political terms**: the same of kind term or slogan only.
- **relations**: the label, and span and label of both its entities, also per label.
- **sentences**, **words**: the span; **upos**, **tags**: span and Universal or VLSP tag of a word.

Where nothing was predicted precision is 0, where nothing is to be found recall is 0, and F1 is 0 where both are: a
measure of nothing is never 1. An accuracy over no values is ``None``. A layer that the gold has nowhere is not scored.

Spans are a set: of two entities, or two quotations, of a document on the very same span the later one counts.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, get_args

import numpy as np
import numpy.typing as npt

from vnpolnlp.document import LABELS, Entity, Label, Quote, RelationLabel
from vnpolnlp.evaluation.gold import Annotated, Pairing
from vnpolnlp.evaluation.inline import MARKUP_ATTRIBUTES
from vnpolnlp.evaluation.matching import SCHEMES, Labelled, Muc, Scheme, align, count, without_same

#: The attributes that are scored.
SCORED_ATTRIBUTES: tuple[str, ...] = ("number", "date", "issuer", "holder", "body")
RELATION_LABELS: tuple[RelationLabel, ...] = get_args(RelationLabel)

#: What is measured, by layer.
MEASURES: Mapping[str, tuple[str, ...]] = {
    "entities": (
        *SCHEMES,
        *(f"{scheme}/{label}" for scheme in SCHEMES if scheme != "boundaries" for label in LABELS),
        *(f"attributes/{name}" for name in SCORED_ATTRIBUTES),
    ),
    "quotes": ("quotes", "quotes/kind", "quotes/political", "quotes/political terms"),
    "relations": ("relations", *(f"relations/{label}" for label in RELATION_LABELS)),
    "sentences": ("sentences",),
    "words": ("words", "upos", "tags"),
}
#: The measure that holds all items of a layer.
WHOLE: Mapping[str, str] = {"entities": "strict", **{layer: layer for layer in MEASURES if layer != "entities"}}
NAMES: tuple[str, ...] = tuple(name for names in MEASURES.values() for name in names)
_PLACE = {name: place for place, name in enumerate(NAMES)}

Row = npt.NDArray[np.int32]

_Span = tuple[int, int]
_T = TypeVar("_T", Entity, Quote)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, predicted, and in the gold; a partial match is half right.

    >>> Counts(right=2, predicted=4, gold=3).precision
    0.5
    """

    right: float = 0
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

    def to_dict(self) -> dict[str, float | None]:
        """The three measures and the counts they come from; no measures where there is nothing on either side."""
        if not self.predicted and not self.gold:
            return {"precision": None, "recall": None, "f1": None, "right": 0, "predicted": 0, "gold": 0}
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


class Tally(NamedTuple):
    """What was counted in a document: its counts by measure (if any), those of the schemes, and which label met which.

    In ``confusion`` a pair is the label in the gold and the one predicted, empty where one side has nothing.
    """

    counts: Mapping[str, Counts]
    muc: Mapping[Scheme, Muc]
    confusion: Mapping[tuple[str, str], int]

    def row(self) -> Row:
        """The counts as numbers: twice what is right, what is predicted, what is gold, for each measure in turn."""
        row = np.zeros((len(NAMES), 3), dtype=np.int32)
        for name, counts in self.counts.items():
            row[_PLACE[name]] = (2 * counts.right, counts.predicted, counts.gold)
        return row


def _no_counts() -> Mapping[str, Counts]:
    return dict.fromkeys(NAMES, Counts())


def _no_muc() -> Mapping[Scheme, Muc]:
    return dict.fromkeys(SCHEMES, Muc())


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one or more documents; ``a + b`` are the scores of the documents of both."""

    documents: int = 0
    counts: Mapping[str, Counts] = field(default_factory=_no_counts)
    muc: Mapping[Scheme, Muc] = field(default_factory=_no_muc)
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        documents: int,
        sums: npt.NDArray[np.int64],
        muc: Mapping[Scheme, Muc],
        confusion: Mapping[tuple[str, str], int],
        missing: Sequence[str] = (),
        unexpected: Sequence[str] = (),
    ) -> Scores:
        """The scores of documents whose rows add up to these sums."""
        counts = {
            name: Counts(right // 2 if right % 2 == 0 else right / 2, predicted, gold)
            for name, (right, predicted, gold) in zip(NAMES, sums.tolist(), strict=True)
        }
        return cls(documents, counts, muc, dict(sorted(confusion.items())), tuple(missing), tuple(unexpected))

    def __add__(self, other: Scores) -> Scores:
        confusion = Counter(self.confusion) + Counter(other.confusion)
        return Scores(
            documents=self.documents + other.documents,
            counts={name: self.counts[name] + other.counts[name] for name in NAMES},
            muc={scheme: self.muc[scheme] + other.muc[scheme] for scheme in SCHEMES},
            confusion=dict(sorted(confusion.items())),
            missing=self.missing + other.missing,
            unexpected=self.unexpected + other.unexpected,
        )

    @property
    def labels(self) -> Mapping[Label, Counts]:
        """Entities with span and label, by label."""
        return {label: self.counts[f"strict/{label}"] for label in LABELS}

    @property
    def micro(self) -> Counts:
        """Entities of all labels together."""
        return self.counts["strict"]

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

    @property
    def span(self) -> Counts:
        """Entities by their span alone, whatever the label."""
        return self.counts["boundaries"]

    @property
    def quotes(self) -> Counts:
        """Quotations by their span."""
        return self.counts["quotes"]

    @property
    def quote_kind(self) -> Counts:
        """Quotations by span and kind."""
        return self.counts["quotes/kind"]

    @property
    def political_terms(self) -> Counts:
        """Quoted political terms: political quotations of kind term or slogan."""
        return self.counts["quotes/political terms"]

    @property
    def attributes(self) -> Mapping[str, Accuracy]:
        """How often each attribute is right, given the entity."""
        counts = {name: self.counts[f"attributes/{name}"] for name in SCORED_ATTRIBUTES}
        return {name: Accuracy(int(found.right), found.gold) for name, found in counts.items()}

    @property
    def unscored(self) -> tuple[str, ...]:
        """The layers that the gold has nowhere: nothing can be said of them."""
        return tuple(layer for layer, name in WHOLE.items() if not self.counts[name].gold)

    def notes(self) -> tuple[str, ...]:
        """What a reader of the scores must know, a sentence each: layers that one side has and the other has not."""
        notes = []
        for layer, name in WHOLE.items():
            counts = self.counts[name]
            if counts.predicted and not counts.gold:
                notes.append(f"{layer} are not scored: the gold has none, the prediction has {counts.predicted:,}")
            elif counts.gold and not counts.predicted:
                notes.append(f"no {layer} are predicted at all: all {counts.gold:,} of the gold count as missed")
        return tuple(notes)

    def to_dict(self) -> dict[str, Any]:
        """All scores and counts as plain dictionaries and lists, for JSON; ``None`` for what cannot be scored."""
        unscored = {name for layer in self.unscored for name in MEASURES[layer]}

        def said(name: str) -> dict[str, float | None] | None:
            return None if name in unscored else self.counts[name].to_dict()

        return {
            "documents": self.documents,
            "micro": said("strict"),
            "macro": None if "strict" in unscored else self.macro.to_dict(),
            "labels": {label: said(f"strict/{label}") for label in LABELS},
            "span": said("boundaries"),
            "type": said("type"),
            "partial": said("partial"),
            "type_by_label": {label: said(f"type/{label}") for label in LABELS},
            "partial_by_label": {label: said(f"partial/{label}") for label in LABELS},
            "muc": {scheme: self.muc[scheme].to_dict() for scheme in SCHEMES},
            "attributes": {name: accuracy.to_dict() for name, accuracy in self.attributes.items()},
            "quotes": said("quotes"),
            "quote_kind": said("quotes/kind"),
            "quote_political": said("quotes/political"),
            "political_terms": said("quotes/political terms"),
            "relations": said("relations"),
            "relations_by_label": {label: said(f"relations/{label}") for label in RELATION_LABELS},
            "sentences": said("sentences"),
            "words": said("words"),
            "upos": said("upos"),
            "tags": said("tags"),
            "confusion": [
                {"gold": gold or None, "predicted": predicted or None, "times": times}
                for (gold, predicted), times in self.confusion.items()
            ],
            "unscored": list(self.unscored),
            "notes": list(self.notes()),
            "missing": list(self.missing),
            "unexpected": list(self.unexpected),
        }


def score(pairing: Pairing) -> Scores:
    """The scores of paired documents, and of the gold documents that have no prediction."""
    total = Total()
    for gold, predicted in all_pairs(pairing):
        total.add(count_document(gold, predicted))
    missing, unexpected = ([document.id for document in side] for side in (pairing.missing, pairing.unexpected))
    return total.scores(missing, unexpected)


class Total:
    """Adds up documents; ``rows`` keeps the numbers of each for the statistics."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._muc = dict(_no_muc())
        self._confusion: Counter[tuple[str, str]] = Counter()

    def add(self, tally: Tally) -> None:
        """Take in one more document."""
        self.rows.append(tally.row())
        for scheme, muc in tally.muc.items():
            self._muc[scheme] += muc
        self._confusion.update(tally.confusion)

    def scores(self, missing: Sequence[str] = (), unexpected: Sequence[str] = ()) -> Scores:
        """The scores of all documents so far."""
        sums = np.zeros((len(NAMES), 3), dtype=np.int64)
        for row in self.rows:
            sums += row
        return Scores.of(len(self.rows), sums, self._muc, self._confusion, missing, unexpected)


def all_pairs(pairing: Pairing) -> Iterator[tuple[Annotated, Annotated]]:
    """The pairs, and the gold documents without a prediction beside an empty one."""
    yield from pairing.pairs
    for document in pairing.missing:
        yield document, empty(document)


def empty(gold: Annotated) -> Annotated:
    """A prediction in which nothing was found."""
    return Annotated(gold.id, gold.text)


def count_document(gold: Annotated, predicted: Annotated) -> Tally:
    """What is right, predicted and in the gold of one document, the prediction being in the offsets of the gold."""
    counts: dict[str, Counts] = {}
    gold_entities, found_entities = by_span(gold.entities), by_span(predicted.entities)
    one, other = labelled(gold_entities.values()), labelled(found_entities.values())
    muc = count(one, other)
    for scheme in SCHEMES:
        counts[scheme] = _counts_of(muc[scheme])
    counts.update(_by_label(one, other))
    for entity, found in same_entities(gold_entities, found_entities):
        for name in given(entity):
            right = int(same_value(entity, found, name))
            counts[f"attributes/{name}"] = counts.get(f"attributes/{name}", Counts()) + Counts(right, 1, 1)
    counts.update(_quotes(by_span(gold.quotes), by_span(predicted.quotes)))
    if gold.relations or predicted.relations:
        counts.update(_relations(_ends(gold), _ends(predicted)))
    if gold.sentences or predicted.sentences:
        counts["sentences"] = _counted(
            {(sentence.start, sentence.end) for sentence in predicted.sentences},
            {(sentence.start, sentence.end) for sentence in gold.sentences},
        )
    if len(gold.tokens) or len(predicted.tokens):
        counts.update(_words(gold, predicted))
    return Tally(counts, muc, _confusion(one, other))


def by_span(layer: Iterable[_T]) -> dict[_Span, _T]:
    """The items of a layer by their span; the later of two on the same one."""
    return {(item.start, item.end): item for item in layer}


def labelled(entities: Iterable[Entity]) -> list[Labelled]:
    """Their spans and labels in text order."""
    return sorted(Labelled(entity.start, entity.end, entity.label) for entity in entities)


def same_entities(gold: Mapping[_Span, Entity], predicted: Mapping[_Span, Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Gold entities that were found with span and label, each with what was found."""
    for span, entity in gold.items():
        found = predicted.get(span)
        if found and found.label == entity.label:
            yield entity, found


def given(entity: Entity) -> list[str]:
    """The attributes to be scored that a gold entity has a value for."""
    return [name for name in MARKUP_ATTRIBUTES[entity.label].values() if entity.attrs.get(name)]


def same_value(gold: Entity, predicted: Entity, name: str) -> bool:
    """Whether both have the same value of an attribute, letter case, white space and Unicode form aside."""
    return _folded(predicted.attrs.get(name)) == _folded(gold.attrs.get(name))


def is_term(quote: Quote) -> bool:
    """Whether it is a quoted political term."""
    return quote.kind in ("term", "slogan") and quote.political


def _by_label(gold: Sequence[Labelled], predicted: Sequence[Labelled]) -> Iterator[tuple[str, Counts]]:
    sides: dict[str, tuple[list[Labelled], list[Labelled]]] = {}
    for side, spans in enumerate((gold, predicted)):
        for span in spans:
            sides.setdefault(span.label, ([], []))[side].append(span)
    for label, (one, other) in sides.items():
        muc = count(one, other)
        for scheme in SCHEMES:
            if scheme != "boundaries":
                yield f"{scheme}/{label}", _counts_of(muc[scheme])


def _counts_of(muc: Muc) -> Counts:
    return Counts(muc.right, muc.predicted, muc.gold)


def _quotes(gold: Mapping[_Span, Quote], predicted: Mapping[_Span, Quote]) -> dict[str, Counts]:
    if not gold and not predicted:
        return {}
    sides = (predicted, gold)
    kinds = [{(span, quote.kind) for span, quote in side.items()} for side in sides]
    political = [{span for span, quote in side.items() if quote.political} for side in sides]
    terms = [{span for span, quote in side.items() if is_term(quote)} for side in sides]
    return {
        "quotes": _counted(predicted.keys(), gold.keys()),
        "quotes/kind": _counted(*kinds),
        "quotes/political": _counted(*political),
        "quotes/political terms": _counted(*terms),
    }


_Ends = tuple[str, Labelled, Labelled]


def _ends(document: Annotated) -> set[_Ends]:
    """The relations of a document by what they join, since ids are each side's own."""
    entities = {entity.id: Labelled(entity.start, entity.end, entity.label) for entity in document.entities}
    return {(found.label, entities[found.head], entities[found.tail]) for found in document.relations}


def _relations(gold: set[_Ends], predicted: set[_Ends]) -> Iterator[tuple[str, Counts]]:
    yield "relations", _counted(predicted, gold)
    for label in RELATION_LABELS:
        one, other = ({found for found in side if found[0] == label} for side in (predicted, gold))
        if one or other:
            yield f"relations/{label}", _counted(one, other)


def _words(gold: Annotated, predicted: Annotated) -> dict[str, Counts]:
    one, other = gold.tokens, predicted.tokens
    keys = [tokens.starts << 32 | tokens.ends for tokens in (one, other)]
    _, mine, theirs = np.intersect1d(keys[0], keys[1], return_indices=True)
    both = list(zip(mine.tolist(), theirs.tolist(), strict=True))
    sizes = len(other), len(one)
    return {
        "words": Counts(len(both), *sizes),
        "upos": Counts(sum(one.pos[a] == other.pos[b] for a, b in both), *sizes),
        "tags": Counts(sum(one.tags[a] == other.tags[b] for a, b in both), *sizes),
    }


def _confusion(gold: Sequence[Labelled], predicted: Sequence[Labelled]) -> Counter[tuple[str, str]]:
    rest, others = without_same(gold, predicted)
    answers = align(rest, others)
    taken = set(answers.values())
    found = Counter((span.label, span.label) for span in gold)
    found.subtract((span.label, span.label) for span in rest)
    found.update((rest[to].label, others[at].label) for at, to in answers.items())
    found.update((span.label, "") for number, span in enumerate(rest) if number not in taken)
    found.update(("", span.label) for at, span in enumerate(others) if at not in answers)
    return +found


def _counted(predicted: Iterable[object], gold: Iterable[object]) -> Counts:
    predicted, gold = set(predicted), set(gold)
    return Counts(len(predicted & gold), len(predicted), len(gold))


def _folded(value: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", value or "").lower().split())


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
