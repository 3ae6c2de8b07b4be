"""Which predicted span answers which gold span: the four schemes of SemEval-2013 task 9.1, counted as MUC counts.

Each gold span has at most one answer, and each prediction answers at most one gold span. Predictions choose from left
to right, after all those that are exactly right:

- **strict**: the same span and label is correct; any other overlap is incorrect.
- **boundaries** (*exact* in SemEval): the same span is correct, whatever its label; any other overlap is incorrect.
- **partial**: the same span is correct, any other overlap is partial and counts half.
- **type**: an overlap with the same label is correct, and of several the one whose ends are closest; an overlap with
  another label is incorrect.

A gold span without an answer is missed, a prediction that answers nothing is spurious. Sources: Segura-Bedmar et al.
2013, https://aclanthology.org/S13-2056; Chinchor and Sundheim 1993, https://aclanthology.org/M93-1007. On spans that do
not overlap each other the counts are those of nervaluate 1.2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

Scheme = Literal["strict", "boundaries", "partial", "type"]

SCHEMES: tuple[Scheme, ...] = ("strict", "boundaries", "type", "partial")


class Labelled(NamedTuple):
    """A span with its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Muc:
    """How many answers there were of each kind.

    >>> counts = Muc(correct=2, partial=1, missed=1)
    >>> counts.right, counts.predicted, counts.gold
    (2.5, 3, 4)
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Muc) -> Muc:
        return Muc(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def right(self) -> float:
        """Correct answers, and half of the partial ones."""
        return self.correct + self.partial / 2

    @property
    def predicted(self) -> int:
        """All predictions (*actual*)."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def gold(self) -> int:
        """All that was to be found (*possible*)."""
        return self.correct + self.incorrect + self.partial + self.missed

    def to_dict(self) -> dict[str, int]:
        """The five counts by name."""
        return {
            "correct": self.correct,
            "incorrect": self.incorrect,
            "partial": self.partial,
            "missed": self.missed,
            "spurious": self.spurious,
        }


Spans = Sequence[Labelled]


def count(gold: Spans, predicted: Spans) -> Mapping[Scheme, Muc]:
    """The counts of all schemes for the spans of a document, both sides in text order and without doubles.

    >>> gold = [Labelled(0, 4, "PER"), Labelled(8, 26, "ORG")]
    >>> counts = count(gold, [Labelled(0, 4, "PER"), Labelled(8, 15, "ORG")])
    >>> [counts[scheme].right for scheme in ("strict", "boundaries", "type", "partial")]
    [1.0, 1.0, 2.0, 1.5]
    """
    same = {span: number for number, span in reversed(list(enumerate(gold)))}
    strict = _answers(gold, predicted, {at: same[span] for at, span in enumerate(predicted) if span in same}, _first)
    typed = _answers(gold, predicted, {at: same[span] for at, span in enumerate(predicted) if span in same}, _closest)
    spans = align(gold, predicted)
    right = sum(gold[answered][:2] == predicted[at][:2] for at, answered in spans.items())
    boundaries = _tally(gold, predicted, spans, right)
    return {
        "strict": _tally(gold, predicted, strict, sum(gold[to] == predicted[at] for at, to in strict.items())),
        "boundaries": boundaries,
        "type": _tally(gold, predicted, typed, sum(gold[to].label == predicted[at].label for at, to in typed.items())),
        "partial": Muc(boundaries.correct, 0, boundaries.incorrect, boundaries.missed, boundaries.spurious),
    }


def align(gold: Spans, predicted: Spans) -> dict[int, int]:
    """The number of the gold span that each prediction answers, by the same span or else by overlap.

    >>> align([Labelled(0, 4, "PER"), Labelled(8, 26, "ORG")], [Labelled(0, 2, "LOC"), Labelled(8, 26, "ORG")])
    {1: 1, 0: 0}
    """
    same = {span[:2]: number for number, span in reversed(list(enumerate(gold)))}
    exact = {at: same[span[:2]] for at, span in enumerate(predicted) if span[:2] in same}
    return _answers(gold, predicted, exact, _first)


def _first(gold: Spans, free: Sequence[int], span: Labelled) -> int:
    return free[0]


def _closest(gold: Spans, free: Sequence[int], span: Labelled) -> int:
    alike = [number for number in free if gold[number].label == span.label]
    return min(
        alike or free[:1],
        key=lambda number: abs(gold[number].start - span.start) + abs(gold[number].end - span.end),
    )


def _answers(
    gold: Spans, predicted: Spans, exact: Mapping[int, int], choose: Callable[[Spans, Sequence[int], Labelled], int]
) -> dict[int, int]:
    """Those that are exactly right, then what ``choose`` takes for each other one of the free spans it overlaps."""
    answers: dict[int, int] = {}
    taken: set[int] = set()
    for at, number in exact.items():
        if number not in taken:
            answers[at] = number
            taken.add(number)
    if len(taken) == len(gold) or len(answers) == len(predicted):
        return answers
    furthest = list(accumulate((span.end for span in gold), max))
    low = 0
    for at, span in enumerate(predicted):
        while low < len(gold) and furthest[low] <= span.start:
            low += 1
        if at in answers:
            continue
        high = low
        free = []
        while high < len(gold) and gold[high].start < span.end:
            if gold[high].end > span.start and high not in taken:
                free.append(high)
            high += 1
        if free:
            answers[at] = choose(gold, free, span)
            taken.add(answers[at])
    return answers


def _tally(gold: Spans, predicted: Spans, answers: Mapping[int, int], correct: int) -> Muc:
    answered = len(answers)
    return Muc(correct, answered - correct, 0, len(gold) - answered, len(predicted) - answered)
