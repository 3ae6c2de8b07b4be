"""How well annotators agree with each other, none of whom is the gold standard.

- **F1** of each pair, as :mod:`vnpolnlp.evaluation.score` defines it; it does not matter who is taken for the gold.
- **Cohen's kappa** of each pair, over tokens: each word of letters and digits, and each other mark, has the label of
  the entity it is in, or none. With one label for "in a quotation or not" for quotations. Cohen 1960.
- **Krippendorff's alpha** of all, nominal, over the same tokens. Krippendorff 2011, *Computing Krippendorff's
  Alpha-Reliability*. Documents that an annotator has not done are missing values.
- **Krippendorff's alpha for unitizing** of all, over the spans themselves: how far their ends lie apart counts, and how
  long they are. Krippendorff 2004, *Measuring the reliability of qualitative text analysis data*, section 4. Over the
  documents that all have done.

No coefficient is defined where nothing varies, for instance where nobody marked anything; it is then ``None``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from vnpolnlp.document import LABELS, Entity, Quote
from vnpolnlp.errors import InputError
from vnpolnlp.evaluation.gold import Annotated, aligned, match, open_source
from vnpolnlp.evaluation.score import Scores, Total, count_document

_TOKEN = re.compile(r"\w+|[^\w\s]")
_NONE = ""
_QUOTED = "quoted"

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two annotators: how many documents both have done, F1 of the one as seen by the other, kappa over tokens."""

    first: str
    second: str
    scores: Scores
    kappa_entities: float | None
    kappa_quotes: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two or more annotators agree: in pairs, and all of them together.

    ``alpha_unitizing`` is by label, with ``quotes`` for quotations and ``entities`` for all labels together.
    """

    annotators: tuple[str, ...]
    documents: int
    tokens: int
    pairs: tuple[Pair, ...]
    alpha_entities: float | None
    alpha_quotes: float | None
    alpha_unitizing: Mapping[str, float | None]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain dictionaries and lists, for JSON."""
        return {
            "annotators": list(self.annotators),
            "documents": self.documents,
            "tokens": self.tokens,
            "pairs": [
                {
                    "first": pair.first,
                    "second": pair.second,
                    "documents": pair.scores.documents,
                    "f1": {name: counts.f1 for name, counts in pair.scores.counts.items() if counts.gold},
                    "kappa": {"entities": pair.kappa_entities, "quotes": pair.kappa_quotes},
                }
                for pair in self.pairs
            ],
            "alpha": {"entities": self.alpha_entities, "quotes": self.alpha_quotes},
            "alpha_unitizing": dict(self.alpha_unitizing),
        }

    def table(self) -> str:
        """The figures as plain text."""
        lines = [f"{letter}: {name}" for letter, name in zip(_letters(self.annotators), self.annotators, strict=True)]
        lines += [
            f"documents that all have done: {self.documents:,}, tokens in them: {self.tokens:,}",
            "",
            f"{'pairs':<18}{'entities F1':>13}{'span F1':>10}{'kappa':>8}{'quotes F1':>12}{'kappa':>8}",
        ]
        names = dict(zip(self.annotators, _letters(self.annotators), strict=True))
        for pair in self.pairs:
            counts = pair.scores
            lines.append(
                f"{names[pair.first] + ' and ' + names[pair.second]:<18}{_f1(counts, 'strict'):>13}"
                f"{_f1(counts, 'boundaries'):>10}{_shown(pair.kappa_entities):>8}{_f1(counts, 'quotes'):>12}"
                f"{_shown(pair.kappa_quotes):>8}"
            )
        lines += ["", f"{'all together':<18}{'alpha, tokens':>15}{'alpha, spans':>15}"]
        tokens = {"entities": self.alpha_entities, "quotes": self.alpha_quotes}
        for name, value in self.alpha_unitizing.items():
            lines.append(f"{name:<18}{_shown(tokens[name]) if name in tokens else '':>15}{_shown(value):>15}")
        return "\n".join(lines)


def agreement(*annotators: str | Path) -> Agreement:
    """How well the annotations of two or more files or folders agree.

    Raises:
        InputError: fewer than two are given, one cannot be read, two have no document in common, or texts differ.
        RecordError: an annotation does not fit its text.
    """
    if len(annotators) < 2:
        raise InputError("agreement is between annotators: name two files or folders, or more")
    names = tuple(_distinct([str(path) for path in annotators]))
    with ExitStack() as stack:
        sources = [stack.enter_context(open_source(Path(path))) for path in annotators]
        by_document: dict[str, dict[int, int]] = {}
        for number, id in enumerate(sources[0].ids):
            by_document[id] = {0: number}
        for who, source in enumerate(sources[1:], start=1):
            known = list(by_document)
            found = match(known, source.ids)
            for id, partner in zip(known, found.partners, strict=True):
                if partner is not None:
                    by_document[id][who] = partner
            for number in found.unexpected:
                by_document[source.ids[number]] = {who: number}
        measured = _Measured(len(sources))
        for done in by_document.values():
            documents = {who: sources[who].read(number) for who, number in done.items()}
            first = next(iter(documents.values()))
            measured.add({who: aligned(first, document) for who, document in documents.items()})
    return measured.agreement(names)


def kappa(both: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa of two annotators, from how often each pair of labels was given.

    >>> kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    0.4
    """
    total = sum(both.values())
    one, other = Counter[str](), Counter[str]()
    for (first, second), times in both.items():
        one[first] += times
        other[second] += times
    agreed = sum(times for (first, second), times in both.items() if first == second) * total
    chance = sum(one[label] * other[label] for label in one)
    if not total or chance == total * total:
        return None
    return (agreed - chance) / (total * total - chance)


def alpha(units: Mapping[tuple[str, ...], int]) -> float | None:
    """Krippendorff's alpha for nominal data: how often units were given these values, one from each who judged them.

    >>> alpha({("a", "a"): 1, ("a", "b"): 1})
    0.0
    """
    values = Counter[str]()
    agreed = 0.0
    for given, times in units.items():
        if len(given) > 1:
            counts = Counter(given)
            for value, count in counts.items():
                values[value] += count * times
            agreed += times * sum(count * (count - 1) for count in counts.values()) / (len(given) - 1)
    total = sum(values.values())
    chance = sum(count * (count - 1) for count in values.values())
    if total < 2 or chance == total * (total - 1):
        return None
    return 1 - (total - 1) * (total - agreed) / (total * (total - 1) - chance)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Observed and expected disagreement about units of one kind, before division: :func:`unitizing` divides."""

    observed: float
    expected: float


def unitizing(disagreements: Iterable[Disagreement]) -> float | None:
    """Krippendorff's alpha for unitizing, of one kind of units or of several together."""
    found = list(disagreements)
    expected = sum(one.expected for one in found)
    return 1 - sum(one.observed for one in found) / expected if expected else None


def disagreement(documents: Sequence[tuple[int, Sequence[Spans]]]) -> Disagreement:
    """The disagreement about units of one kind, in documents given by their length and the spans of each annotator.

    The documents make up one continuum; no gap between units reaches across the border of two.
    """
    annotators = len(documents[0][1]) if documents else 0
    length = sum(size for size, _ in documents)
    observed = 0.0
    units: list[int] = []
    gaps: list[int] = []
    for size, sides in documents:
        sections = [sorted(spans) for spans in sides]
        between = [list(_gaps(spans, size)) for spans in sections]
        units += [end - start for spans in sections for start, end in spans]
        gaps += [end - start for spans in between for start, end in spans]
        for one in range(annotators):
            for other in range(annotators):
                if one != other:
                    observed += _apart(sections[one], sections[other])
                    observed += 2 * _inside(sections[one], between[other])
    if annotators < 2 or not length:
        return Disagreement(0.0, 0.0)
    observed /= annotators * (annotators - 1) * length**2
    size_of = np.asarray(units, dtype=np.float64)
    gap_sizes = np.sort(np.asarray(gaps, dtype=np.float64))
    tails = np.concatenate([np.cumsum(gap_sizes[::-1])[::-1], [0.0]])
    first = np.searchsorted(gap_sizes, size_of)
    room = tails[first] - (len(gap_sizes) - first) * (size_of - 1)
    among = (len(units) - 1) / 3 * (2 * size_of**3 - 3 * size_of**2 + size_of)
    whole = annotators * length
    pairs = whole * (whole - 1) - (size_of * (size_of - 1)).sum()
    expected = 2 / length * (among + size_of**2 * room).sum() / pairs if pairs else 0.0
    return Disagreement(observed, float(expected))


def _gaps(spans: Spans, size: int) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end in spans:
        if start > last:
            yield last, start
        last = max(last, end)
    if last < size:
        yield last, size


def _apart(spans: Spans, others: Spans) -> int:
    """For each two units that overlap, how far their starts and their ends lie apart, squared."""
    found = 0
    furthest = max((end - start for start, end in others), default=0)
    for start, end in spans:
        at = bisect_left(others, (start - furthest, 0))
        while at < len(others) and others[at][0] < end:
            if others[at][1] > start:
                found += (start - others[at][0]) ** 2 + (end - others[at][1]) ** 2
            at += 1
    return found


def _inside(spans: Spans, gaps: Spans) -> int:
    """The squared length of each unit that lies in a gap of the other."""
    found = 0
    for start, end in spans:
        at = bisect_left(gaps, (start + 1, 0)) - 1
        if at >= 0 and gaps[at][1] >= end:
            found += (end - start) ** 2
    return found


class _Measured:
    """Adds up documents."""

    def __init__(self, annotators: int) -> None:
        self.annotators = annotators
        self.documents = self.tokens = 0
        self.totals = {pair: Total() for pair in combinations(range(annotators), 2)}
        self.kappas: dict[tuple[str, tuple[int, int]], Counter[tuple[str, str]]] = {
            (layer, pair): Counter() for layer in ("entities", "quotes") for pair in self.totals
        }
        self.units: dict[str, Counter[tuple[str, ...]]] = {"entities": Counter(), "quotes": Counter()}
        self.spans: dict[str, list[tuple[int, list[Spans]]]] = {name: [] for name in (*LABELS, "quotes")}

    def add(self, documents: Mapping[int, Annotated]) -> None:
        """Take in a document as those who have done it annotated it, all in the same offsets."""
        for one, other in combinations(sorted(documents), 2):
            self.totals[one, other].add(count_document(documents[one], documents[other]))
        text = next(iter(documents.values())).text
        starts = [found.start() for found in _TOKEN.finditer(text)]
        layers = {
            "entities": {
                who: _over(starts, ((entity, entity.label) for entity in found.entities))
                for who, found in documents.items()
            },
            "quotes": {
                who: _over(starts, ((quote, _QUOTED) for quote in found.quotes)) for who, found in documents.items()
            },
        }
        for layer, given in layers.items():
            for one, other in combinations(sorted(given), 2):
                self.kappas[layer, (one, other)].update(zip(given[one], given[other], strict=True))
            self.units[layer].update(zip(*given.values(), strict=True))
        if len(documents) < self.annotators:
            return
        self.documents += 1
        self.tokens += len(starts)
        everyone = [documents[who] for who in range(self.annotators)]
        for label in LABELS:
            spans: list[Spans] = [
                sorted({(entity.start, entity.end) for entity in one.entities if entity.label == label})
                for one in everyone
            ]
            self.spans[label].append((len(text), spans))
        quoted: list[Spans] = [sorted(_outermost(one.quotes)) for one in everyone]
        self.spans["quotes"].append((len(text), quoted))

    def agreement(self, names: tuple[str, ...]) -> Agreement:
        """The figures of all documents so far."""
        of_label = {name: disagreement(documents) for name, documents in self.spans.items()}
        by_label = {name: unitizing([found]) for name, found in of_label.items() if found.expected}
        together = unitizing(of_label[label] for label in LABELS)
        pairs = tuple(
            Pair(
                names[one],
                names[other],
                total.scores(),
                kappa(self.kappas["entities", (one, other)]),
                kappa(self.kappas["quotes", (one, other)]),
            )
            for (one, other), total in self.totals.items()
        )
        quotes = by_label.pop("quotes", None)
        return Agreement(
            names,
            self.documents,
            self.tokens,
            pairs,
            alpha(self.units["entities"]),
            alpha(self.units["quotes"]),
            {**by_label, "entities": together, "quotes": quotes},
        )


def _over(starts: Sequence[int], spans: Iterable[tuple[Entity | Quote, str]]) -> list[str]:
    """The label of each token, by where it starts."""
    labels = [_NONE] * len(starts)
    for span, label in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        labels[first:last] = [label] * (last - first)
    return labels


def _outermost(quotes: Iterable[Quote]) -> Iterator[tuple[int, int]]:
    """The quotations that are in no other one: units of a continuum do not overlap."""
    last = 0
    for start, end in sorted({(quote.start, quote.end) for quote in quotes}, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _distinct(names: Sequence[str]) -> Iterator[str]:
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _letters(annotators: Sequence[str]) -> list[str]:
    return [chr(ord("A") + number) if number < 26 else str(number + 1) for number in range(len(annotators))]


def _f1(scores: Scores, name: str) -> str:
    counts = scores.counts[name]
    return f"{counts.f1:.3f}" if counts.gold or counts.predicted else "-"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
