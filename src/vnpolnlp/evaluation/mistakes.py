"""The list of what is wrong, to be read by who improves a pipeline or a guideline."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Generic, Literal, TypeVar

from vnpolnlp.document import Entity, Quote
from vnpolnlp.evaluation.gold import Annotated, Pairing, load, pair
from vnpolnlp.evaluation.score import all_pairs, by_span, given, is_term, same_value

ErrorKind = Literal["missed", "spurious", "boundary", "label", "attribute"]

_Span = tuple[int, int]
_T = TypeVar("_T", Entity, Quote)
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is wrong, to be read by who improves the pipeline.

    ``kind`` is *missed* (nothing like it was predicted), *boundary* (an overlapping span of the same label was),
    *label* (the same span was, with another label), *attribute* (span and label are right, a value is not) or
    *spurious* (predicted, and not already named by one of the others). For a quotation the label is its kind, and
    ``layer`` says ``quote``. ``gold`` and ``predicted`` hold what each side says, so far as it says anything;
    ``context`` is the text around the span, which stands in ⟦ ⟧; ``answer`` is the span of the prediction, if it is
    another one.
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
    answer: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.doc}:{self.start}\t{self.kind}\t{self.label}\t{self.gold}\t{self.predicted}\t{self.context}"


def errors(gold: Path, predicted: Path) -> list[Error]:
    """All that is wrong in predicted annotations, document by document, in text order.

    Raises:
        InputError: one of the two cannot be read, no document is in both, or the texts of a pair differ.
        RecordError: an annotation does not fit its text.
    """
    return find_errors(pair(load(gold), load(predicted)))


def find_errors(pairing: Pairing) -> list[Error]:
    """All that is wrong in paired documents; every span of a gold document without a prediction is missed."""
    return [error for gold, predicted in all_pairs(pairing) for error in document_errors(gold, predicted)]


def document_errors(gold: Annotated, predicted: Annotated) -> list[Error]:
    """All that is wrong in one document, in text order."""
    found = _layer_errors("entity", gold, by_span(gold.entities), by_span(predicted.entities))
    found += _layer_errors("quote", gold, by_span(gold.quotes), by_span(predicted.quotes))
    return sorted(found, key=lambda error: (error.start, error.end, error.layer, error.kind))


def _layer_errors(
    layer: Literal["entity", "quote"], document: Annotated, gold: Mapping[_Span, _T], predicted: Mapping[_Span, _T]
) -> list[Error]:
    found: list[Error] = []
    stray = {span: item for span, item in predicted.items() if span not in gold}
    strays = _Stray(stray.values())
    named: set[_Span] = set()  # the stray predictions that the error of a gold span speaks of

    def note(kind: ErrorKind, item: _T, one: str, other: str, answer: _Span | None = None) -> None:
        span = (item.start, item.end)
        context = _context(document.text, *span)
        found.append(Error(document.id, layer, kind, _label(item), *span, item.text, one, other, context, answer))

    for span, item in gold.items():
        same = predicted.get(span)
        near = None if same else strays.closest(item)
        if same and _label(same) == _label(item):
            for one, other in _value_differences(item, same):
                note("attribute", item, one, other)
        elif same:
            note("label", item, _label(item), _label(same))
        elif near:
            named.add((near.start, near.end))
            note("boundary", item, item.text, near.text, (near.start, near.end))
        else:
            note("missed", item, item.text, "")
    for span, item in stray.items():
        if span not in named:
            note("spurious", item, "", item.text)
    return found


class _Stray(Generic[_T]):
    """Predictions without their like in the gold, by label, to be asked what overlaps a span."""

    def __init__(self, items: Iterable[_T]) -> None:
        alike: dict[str, list[_T]] = {}
        for item in sorted(items, key=lambda item: (item.start, item.end)):
            alike.setdefault(_label(item), []).append(item)
        self._columns: dict[str, tuple[list[_T], list[int], list[int]]] = {
            label: (found, [item.start for item in found], list(accumulate((item.end for item in found), max)))
            for label, found in alike.items()
        }

    def closest(self, item: _T) -> _T | None:
        """What of the same label overlaps a span most; the first of several."""
        if _label(item) not in self._columns:
            return None
        found, starts, furthest = self._columns[_label(item)]
        near = []
        at = bisect_left(starts, item.end) - 1
        while at >= 0 and furthest[at] > item.start:
            shared = min(item.end, found[at].end) - max(item.start, found[at].start)
            if shared > 0:
                near.append((-shared, at))
            at -= 1
        return found[min(near)[1]] if near else None


def _value_differences(gold: Entity | Quote, predicted: Entity | Quote) -> Iterator[tuple[str, str]]:
    """What the two say of each attribute in which they differ and which is scored."""
    if isinstance(gold, Quote) or isinstance(predicted, Quote):
        one, other = (isinstance(quote, Quote) and is_term(quote) for quote in (gold, predicted))
        if one != other:
            yield f"political={one}", f"political={other}"
        return
    for name in given(gold):
        if not same_value(gold, predicted, name):
            found = predicted.attrs.get(name)
            yield f"{name}={gold.attrs[name]}", f"{name}={found}" if found else ""


def _label(item: Entity | Quote) -> str:
    return item.kind if isinstance(item, Quote) else item.label


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())
