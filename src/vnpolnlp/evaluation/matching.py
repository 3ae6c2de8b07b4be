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
    rest, others = without_same(gold, predicted)
    same = len(gold) - len(rest)
    if not rest or not others:
        return dict.fromkeys(SCHEMES, Muc(same, 0, 0, len(rest), len(others)))
    spans = align(rest, others)
    right = sum(rest[to][:2] == others[at][:2] for at, to in spans.items())
    strict = _answers(rest, others, {}, _first) if right else spans
    typed = _answers(rest, others, {}, _closest)
    alike = sum(rest[to].label == others[at].label for at, to in typed.items())
    missed, spurious = len(rest) - len(spans), len(others) - len(spans)
    return {
        "strict": Muc(same, len(strict), 0, len(rest) - len(strict), len(others) - len(strict)),
        "boundaries": Muc(same + right, len(spans) - right, 0, missed, spurious),
        "type": Muc(same + alike, len(typed) - alike, 0, len(rest) - len(typed), len(others) - len(typed)),
        "partial": Muc(same + right, 0, len(spans) - right, missed, spurious),
    }


def without_same(gold: Spans, predicted: Spans) -> tuple[list[Labelled], list[Labelled]]:
    """What is left of both sides without the spans that both have with the same label."""
    same = set(gold).intersection(predicted)
    return [span for span in gold if span not in same], [span for span in predicted if span not in same]


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
    open_gold = [number for number in range(len(gold)) if number not in taken]
    if not open_gold or len(answers) == len(predicted):
        return answers
    furthest = list(accumulate((gold[number].end for number in open_gold), max))
    low = 0
    for at, span in enumerate(predicted):
        if at in answers:
            continue
        while low < len(open_gold) and furthest[low] <= span.start:
            low += 1
        high = low
        free = []
        while high < len(open_gold) and gold[open_gold[high]].start < span.end:
            number = open_gold[high]
            if gold[number].end > span.start and number not in taken:
                free.append(number)
            high += 1
        if free:
            answers[at] = choose(gold, free, span)
            taken.add(answers[at])
    return answers
