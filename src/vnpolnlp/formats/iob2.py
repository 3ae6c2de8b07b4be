"""IOB2 columns (CoNLL-2003), for seqeval and most trainers of named entity recognisers: flat, and so lossy."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from vnpolnlp.document import Document, Quote
from vnpolnlp.formats.rows import rows

DOCSTART = "-DOCSTART-"


def to_iob2(document: Document) -> tuple[str, Counter[str]]:
    """A document as lines of token, Universal POS tag, quotation and entity, and what could not be said."""
    dropped: Counter[str] = Counter()
    sentences = rows(document, whole=[(entity.start, entity.end) for entity in document.entities])
    flat = [row for sentence in sentences for row in sentence]
    starts = [row.start for row in flat]
    ends = {sentence[-1].end for sentence in sentences}
    entities = ["O"] * len(flat)
    quotes = ["O"] * len(flat)
    for entity in document.entities:
        _mark(entities, starts, entity.start, entity.end, entity.label)
    bounds = sorted(sentence[0].start for sentence in sentences)
    last = 0
    for quote in sorted(document.quotes, key=lambda quote: (quote.start, -quote.end)):
        if quote.start < last:
            dropped["nested quotations"] += 1
        elif bisect_left(bounds, quote.start + 1) != bisect_left(bounds, quote.end):
            dropped["quotations of more than a sentence"] += 1
        else:
            _mark(quotes, starts, quote.start, quote.end, quote.kind)
            last = quote.end
    lines = [f"{DOCSTART} -X- -X- O\n\n"]
    at = 0
    for sentence in sentences:
        for row in sentence:
            form = document.text[row.start : row.end].replace(" ", "_")
            lines.append(f"{form} {row.pos} {quotes[at]} {entities[at]}\n")
            at += 1
        lines.append("\n")
    return "".join(lines), dropped


def _mark(tags: list[str], starts: Sequence[int], start: int, end: int, name: str) -> None:
    first = bisect_left(starts, start)
    for at in range(first, bisect_left(starts, end)):
        tags[at] = f"{'B' if at == first else 'I'}-{name}"
