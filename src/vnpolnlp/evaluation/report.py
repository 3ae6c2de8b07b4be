"""The report: one page without network that shows scores and every error in its sentence.

The page is ``report.html`` beside this file with the data put in as JSON. Nothing of a document becomes markup: in the
JSON all of ``<``, ``>`` and ``&`` are escapes, and the script of the page makes text nodes of what it shows.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from vnpolnlp.corpus.files import replacing
from vnpolnlp.evaluation.gold import Annotated
from vnpolnlp.evaluation.mistakes import Error, document_errors

#: So many errors are listed; more make a page that browsers do not like. The figures always count all of them.
MOST_ERRORS = 20_000

_PLACE = "__DATA__"
_UNSAFE = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
_SENTENCE_END = re.compile(r"\n|[.!?…][”\"’')\]]*\s+(?=[^\W\d_a-z])")
_FURTHEST = 300  # characters of context on either side, where a text has no sentences


class Pages:
    """Collects what the report shows of documents: the texts that have errors, their annotations, the errors."""

    def __init__(self, systems: int) -> None:
        self.systems = systems
        self.documents: list[dict[str, Any]] = []
        self.errors: list[list[Any]] = []
        self.total = 0
        self.changes: Counter[tuple[str, str, int]] = Counter()

    def add(self, gold: Annotated, predicted: Sequence[Annotated]) -> None:
        """Take in a document and what each system predicted, in the offsets of the gold."""
        found = [document_errors(gold, one) for one in predicted]
        wrong = [{_identity(error) for error in errors} for errors in found]
        rows: dict[Error, int] = {}
        for system, errors in enumerate(found):
            for error in errors:
                rows[error] = rows.get(error, 0) | 1 << system
        if not rows:
            return
        self.total += len(rows)
        listed = []
        for error, systems in sorted(rows.items(), key=lambda row: (row[0].start, row[0].end, row[0].kind, row[1])):
            change = 0
            if self.systems == 2 and systems != 3 and _identity(error) not in wrong[2 - systems]:
                change = systems  # 1: only the first system is wrong here, 2: only the second
                self.changes[error.layer, error.label, change] += 1
            start, end = _sentence(gold, predicted, error)
            listed.append(
                [
                    *(len(self.documents), error.kind, error.layer, error.label, error.start, error.end),
                    *(error.answer, error.gold, error.predicted, systems, change, start, end),
                ]
            )
        listed = listed[: MOST_ERRORS - len(self.errors)]
        if listed:
            self.errors += listed
            self.documents.append(
                {"id": gold.id, "text": gold.text, "gold": _spans(gold), "systems": [_spans(one) for one in predicted]}
            )

    def to_dict(self) -> dict[str, Any]:
        """All of it, for the page."""
        labels = sorted({(layer, label) for layer, label, _ in self.changes})
        return {
            "documents_shown": self.documents,
            "errors": self.errors,
            "errors_total": self.total,
            "changes": [
                [layer, label, self.changes[layer, label, 1], self.changes[layer, label, 2]] for layer, label in labels
            ],
        }


def write_report(path: Path, figures: Mapping[str, Any], pages: Pages, *, force: bool) -> None:
    """Write the page.

    Raises:
        OutputError: the file exists and ``force`` is not set, or it cannot be written.
    """
    data = json.dumps({**figures, **pages.to_dict()}, ensure_ascii=False, separators=(",", ":"))
    page = files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    with replacing(path, force=force) as file:
        file.write(page.replace(_PLACE, data.translate(_UNSAFE)).encode())


def _identity(error: Error) -> tuple[object, ...]:
    """What is wrong, however it is: the same gold span, the same attribute of it, or the same false span."""
    if error.kind == "spurious":
        return error.layer, error.start, error.end, "spurious", error.label
    name = error.gold.partition("=")[0] if error.kind == "attribute" else ""
    return error.layer, error.start, error.end, name


def _spans(document: Annotated) -> list[list[Any]]:
    entities = [[entity.start, entity.end, entity.label, "entity"] for entity in document.entities]
    return entities + [[quote.start, quote.end, quote.kind, "quote"] for quote in document.quotes]


def _sentence(gold: Annotated, predicted: Sequence[Annotated], error: Error) -> tuple[int, int]:
    """The sentence an error is in, or its sentences."""
    first, last = error.start, error.end
    if error.answer:
        first, last = min(first, error.answer[0]), max(last, error.answer[1])
    text = gold.text
    for document in (gold, *predicted):
        sentences = document.sentences
        if sentences:
            before = bisect_right(sentences, first, key=lambda sentence: sentence.start) - 1
            after = bisect_right(sentences, last - 1, key=lambda sentence: sentence.start) - 1
            if before >= 0 and after >= 0:
                return min(first, sentences[before].start), max(last, sentences[after].end)
    start, end = max(0, first - _FURTHEST), min(len(text), last + _FURTHEST)
    for found in _SENTENCE_END.finditer(text, start, first):
        start = found.end()
    after_it = _SENTENCE_END.search(text, last, end)
    end = after_it.end() if after_it else end
    while end > last and text[end - 1].isspace():
        end -= 1
    return start, end
