"""Quality of recognition: ``python -m benchmarks.recognition GOLD [--test OTHER ...]``.

Cross-validates the recogniser by document on a gold file or folder, with all features and with kinds of them left out,
beside the grammar alone; and scores what is learnt from the whole of it on other gold.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from vnpolnlp.arbitration import arbitrate
from vnpolnlp.document import LABELS, Label
from vnpolnlp.evaluation.gold import load
from vnpolnlp.linear_chain import Template
from vnpolnlp.recogniser.columns import SyllableSpans, spans_of
from vnpolnlp.recogniser.model import FEATURES, RecogniserModel
from vnpolnlp.training.recogniser import TRUST, Lesson, folds, learn, lessons, model_of

Span = tuple[int, int, Label]
Spans = list[set[Span]]

#: What is tried: kinds of features, and whether the grammar is believed beyond what is learnt.
VARIANTS: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "context": (("context",), False),
    "context, lexicons": (("context", "lexicons"), False),
    "context, lexicons, clusters": (("context", "lexicons", "clusters"), False),
    "all but clusters": (("context", "lexicons", "evidence"), True),
    "all, no added trust": (tuple(FEATURES), False),
    "all": (tuple(FEATURES), True),
}


def gold_spans(taught: Sequence[Lesson]) -> Spans:
    """The entities of gold documents, as spans of syllables."""
    found = []
    for lesson in taught:
        numbers = lesson.rows.syllables.tolist()
        spans = spans_of(lesson.tags.tolist(), lesson.rows.lengths)
        found.append({(numbers[start], numbers[end - 1] + 1, label) for start, end, label in spans})
    return found


def of_grammar(taught: Sequence[Lesson]) -> Spans:
    """What grammar and lexicons give by themselves."""
    found = []
    for lesson in taught:
        spans = SyllableSpans(lesson.document.view.syllables)
        found.append({(*span, w.label) for w in arbitrate(lesson.document.candidates) if (span := spans(w))})
    return found


def of_model(model: RecogniserModel, taught: Sequence[Lesson]) -> Spans:
    """What a model gives."""
    return [set(spans) for spans in model.entities([lesson.rows for lesson in taught])]


def cross_validated(taught: Sequence[Lesson], features: Mapping[str, Sequence[Template]], trust: bool) -> Spans:
    """What models give for documents that they did not learn from."""
    found: Spans = [set() for _ in taught]
    for held_out in folds([lesson.document.id for lesson in taught]):
        left = set(held_out)
        model = model_of(learn([lesson for n, lesson in enumerate(taught) if n not in left], features), TRUST * trust)
        for number, spans in zip(held_out, of_model(model, [taught[n] for n in held_out]), strict=True):
            found[number] = spans
    return found


def f1(found: Spans, gold: Spans, label: Label | None = None) -> float:
    """F1 of spans with their labels."""
    counts = [0, 0, 0]
    for one, other in zip(found, gold, strict=True):
        mine, theirs = ({s for s in spans if label in (None, s[2])} for spans in (one, other))
        counts = [counts[0] + len(mine & theirs), counts[1] + len(mine), counts[2] + len(theirs)]
    right, predicted, wanted = counts
    return 2 * right / (predicted + wanted) if predicted + wanted else 0.0


def row(name: str, found: Spans, gold: Spans) -> str:
    """A line of the table."""
    scores = [f1(found, gold), *(f1(found, gold, label) for label in LABELS)]
    return f"| {name} | " + " | ".join(f"{score:.3f}" for score in scores) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the gold, try the variants and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--test", type=Path, action="append", default=[], help="gold to score on, not learnt from")
    parser.add_argument("--variant", action="append", choices=list(VARIANTS), help="only these")
    options = parser.parse_args(arguments)
    taught = lessons(load(options.gold).values())
    tests = {path.name: lessons(load(path).values()) for path in options.test}
    print("| system, text | micro | " + " | ".join(LABELS) + " |\n|" + " --- |" * (2 + len(LABELS)), flush=True)
    for name, some in {"cross-validation": taught, **tests}.items():
        print(row(f"grammar, {name}", of_grammar(some), gold_spans(some)), flush=True)
    for variant in options.variant or VARIANTS:
        kinds, trust = VARIANTS[variant]
        features = {kind: FEATURES[kind] for kind in kinds}
        found = cross_validated(taught, features, trust)
        print(row(f"{variant}, cross-validation", found, gold_spans(taught)), flush=True)
        if tests:
            model = model_of(learn(taught, features), TRUST * trust)
            for name, some in tests.items():
                print(row(f"{variant}, {name}", of_model(model, some), gold_spans(some)), flush=True)


if __name__ == "__main__":
    main()
