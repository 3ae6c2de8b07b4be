"""Learns the lexicon ``quote_weights``: ``python -m vnpolnlp.training.quotes corpora/gold``.

Only pieces of the gold corpus that are not held back are read. Two logistic regressions are fitted, one for the kind
of a quotation and one for political or not among terms and slogans, over the evidence of quotations that no certain
rule decides.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnpolnlp.document import QUOTE_KINDS, Document, QuoteKind
from vnpolnlp.evaluation.convert import documents_of
from vnpolnlp.stages.quotes.domain import Domain
from vnpolnlp.stages.quotes.evidence import pieces_of_evidence
from vnpolnlp.stages.quotes.kinds import certain_kinds
from vnpolnlp.stages.quotes.pairing import find_quotes
from vnpolnlp.stages.quotes.situation import Situation

Matrix = npt.NDArray[np.float64]

WEIGHTS = Path(__file__).parents[1] / "lexicons" / "quote_weights.tsv"

_LEAST = 6  # times that evidence must be seen
_DECAY = 5.0  # L2 regularisation
_ROUNDS = 300
# How much more often than in the gold corpus, which abounds in terms, a quotation that evidence decides is of each kind
# in news, counted once on 132 quotations drawn at random from news articles; rounded and moderated.
_SHARES: Mapping[QuoteKind, float] = {"term": 1.0, "slogan": 0.8, "title": 0.8, "speech": 2.0, "other": 0.7}
_UNPOLITICAL = 1.4  # the same for terms and slogans that are not political


@dataclass(frozen=True)
class Example:
    """The evidence of a quotation, and what people say it is."""

    evidence: tuple[str, ...]
    kind: QuoteKind
    political: bool


def tuning_documents(folder: Path) -> list[Document]:
    """The documents of a gold corpus that its ``plan.tsv`` does not hold back."""
    with (folder / "plan.tsv").open(encoding="utf-8", newline="") as file:
        plan = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = {f"{row['piece']}.txt" for row in plan if row["part"] == "tuning"}
    return [document for document in documents_of(folder) if document.id in names]


def examples(document: Document) -> list[Example]:
    """The quotations of a document that only their evidence can tell."""
    view = document.view
    gold = {(quote.start, quote.end): quote for quote in document.quotes}
    domain = Domain.of(view.syllables)
    found = []
    situations = [Situation.of(view.text, view.syllables, quotation) for quotation in find_quotes(view.text)]
    for situation, certain in zip(situations, certain_kinds(situations), strict=True):
        quote = gold.get(view.to_raw(situation.quotation.start, situation.quotation.end))
        if quote and not certain:
            found.append(Example(tuple(pieces_of_evidence(situation, domain)), quote.kind, quote.political))
    return found


def learn(given: Sequence[Example]) -> dict[str, tuple[float, ...]]:
    """For each piece of evidence its weight for each kind, in the order of ``QUOTE_KINDS``, and for political."""
    counts = Counter(piece for example in given for piece in example.evidence)
    places = {piece: place for place, piece in enumerate(sorted(p for p, times in counts.items() if times >= _LEAST))}
    kinds = _fit(
        _columns(given, places),
        np.array([[e.kind == kind for kind in QUOTE_KINDS] for e in given], float),
        np.array([_SHARES[e.kind] for e in given]),
    )
    either = [example for example in given if example.kind in ("term", "slogan")]
    political = _fit(
        _columns(either, places),
        np.array([[e.political, not e.political] for e in either], float),
        np.array([1.0 if e.political else _UNPOLITICAL for e in either]),
    )
    return {
        piece: (
            *(round(float(weight), 2) for weight in kinds[at]),
            round(float(political[at, 0] - political[at, 1]), 2),
        )
        for piece, at in places.items()
    }


def _columns(given: Sequence[Example], places: dict[str, int]) -> Matrix:
    matrix = np.zeros((len(given), len(places)))
    for row, example in enumerate(given):
        matrix[row, [places[piece] for piece in example.evidence if piece in places]] = 1.0
    return matrix


def _fit(columns: Matrix, gold: Matrix, shares: Matrix) -> Matrix:
    """The weights of a multinomial logistic regression, by Nesterov's accelerated gradient descent.

    An example counts as many times as its share says.
    """
    weights = np.zeros((columns.shape[1], gold.shape[1]))
    ahead, momentum = weights.copy(), 1.0
    step = 1.0 / (0.5 * float(shares.max() * np.linalg.norm(columns, 2) ** 2) + _DECAY)
    for _ in range(_ROUNDS):
        scores = columns @ ahead
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        better = ahead - step * (columns.T @ (shares[:, None] * (chances - gold)) + _DECAY * ahead)
        following = (1.0 + (1.0 + 4.0 * momentum**2) ** 0.5) / 2.0
        ahead = better + (momentum - 1.0) / following * (better - weights)
        weights, momentum = better, following
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the corpus and write the lexicon."""
    parser = argparse.ArgumentParser(description="Learn the weights of evidence for the kind of a quotation.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    given = [example for document in tuning_documents(options.corpus) for example in examples(document)]
    lines = ["\t".join(("evidence", *QUOTE_KINDS, "political", "source"))]
    for piece, weights in learn(given).items():
        lines.append("\t".join((piece, *(f"{weight:g}" for weight in weights), "learnt from corpora/gold")))
    options.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
