"""The words of a document sentence by sentence, as every format that is made of tokens needs them.

A record's spans may begin and end anywhere; a token-based format can only say that they begin and end with a token. So
words are cut where a span begins or ends inside them, text that no word covers is split at blanks and marks, and each
row remembers whether it goes on the word before, so that an importer can put the words together again.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from vnpolnlp.document import Document, Entity, Quote, Term
from vnpolnlp.words.universal import of_mark

_RUN = re.compile(r"\S+")
#: Inside a word only a single space can stay; most formats have no way to say a line break or two spaces there.
_GAP = re.compile(r"[^\S ]\s*| \s+")
_PUNCTUATION = r"!-/:-@\[-`{-~¡-¿‐-‧‰-⁞、-〿"
#: One mark of punctuation; or all else that is neither letter nor digit, as a pictogram and what changes its look.
_MARK = re.compile(rf"[{_PUNCTUATION}]|[^{_PUNCTUATION}]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A token of a format: a word, a piece of one, or a piece of text that no word of the document covers.

    Attributes:
        start: where it starts in the text.
        end: where it ends.
        pos: its Universal POS tag.
        tag: its VLSP tag; empty where the document has no word here.
        inside: whether it goes on the word of the row before.
    """

    start: int
    end: int
    pos: str
    tag: str
    inside: bool = False


def rows(document: Document, *, whole: Iterable[tuple[int, int]] = ()) -> list[list[Row]]:
    """The tokens of each sentence: none crosses the bound of an entity, quotation or term.

    Every character that is not white space is in exactly one token. Without words in the document, text is split at
    blanks and around marks; without sentences, a line is one.

    Args:
        document: the document, whose spans fit its text.
        whole: spans that a sentence may not end in; sentences that do are joined.

    >>> document = Document("Nghị quyết 18 “mới”.")
    >>> [document.text[row.start : row.end] for row in rows(document)[0]]
    ['Nghị', 'quyết', '18', '“', 'mới', '”', '.']
    """
    edges = sentence_edges(document, whole)
    spans: Iterable[Entity | Quote | Term] = chain(document.entities, document.quotes, document.terms)
    cuts = sorted({*edges, *chain.from_iterable((span.start, span.end) for span in spans)})
    pieces = _pieces(document, cuts)
    return [list(sentence) for _, sentence in groupby(pieces, key=lambda row: bisect_right(edges, row.start))]


def sentence_edges(document: Document, whole: Iterable[tuple[int, int]] = ()) -> list[int]:
    """Where sentences begin and end, sorted; of a document without sentences, where its lines do."""
    if document.sentences:
        edges = sorted({edge for sentence in document.sentences for edge in (sentence.start, sentence.end)})
    else:
        edges = [match.end() for match in re.finditer(r"\n+", document.text)]
    kept = set(edges)
    for start, end in whole:
        kept.difference_update(edges[bisect_right(edges, start) : _before(edges, end)])
    return sorted(kept)


def _before(edges: list[int], end: int) -> int:
    return bisect_right(edges, end - 1)


def _pieces(document: Document, cuts: list[int]) -> Iterator[Row]:
    text = document.text
    number = 0  # of the first cut behind the start of the word
    for start, end, pos, tag in _words(document):
        while number < len(cuts) and cuts[number] <= start:
            number += 1
        if (number == len(cuts) or cuts[number] >= end) and not _GAP.search(text, start, end):
            yield Row(start, end, pos or _pos(text[start:end]), tag)
            continue
        inside = False
        for first, last in _cut(text, start, end, cuts):
            yield Row(first, last, pos or _pos(text[first:last]), tag, inside)
            inside = bool(pos)


def _cut(text: str, start: int, end: int, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """A word in pieces: cut at the cuts inside it, and at white space inside it that is more than one space."""
    bounds = [start, *cuts[bisect_right(cuts, start) : _before(cuts, end)], end]
    for first, last in pairwise(bounds):
        at = first
        for gap in _GAP.finditer(text, first, last):
            yield from _visible(text, at, gap.start())
            at = gap.end()
        yield from _visible(text, at, last)


def _visible(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield start, end


def _words(document: Document) -> Iterator[tuple[int, int, str, str]]:
    """The words of a document and, without tags, the pieces of text between them."""
    last = 0
    for token in document.tokens:
        if token.start > last + 1 or (token.start > last and not document.text[last].isspace()):
            yield from _between(document.text, last, token.start)
        yield token.start, token.end, token.pos, token.tag
        last = token.end
    yield from _between(document.text, last, len(document.text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Text split at blanks; of each run, the marks around it on their own."""
    for run in _RUN.finditer(text, start, end):
        first, last = run.span()
        core = _after_marks(text, first, last)
        yield from _marks(text, first, core)
        tail = last
        while tail > core and not text[tail - 1].isalnum() and unicodedata.category(text[tail - 1])[0] != "M":
            tail -= 1
        if core < tail:
            yield core, tail, "", ""
        yield from _marks(text, tail, last)


def _after_marks(text: str, first: int, last: int) -> int:
    while first < last and not text[first].isalnum():
        first += 1
    return first


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Each mark of a run on its own, but a pictogram with all that is drawn with it."""
    for mark in _MARK.finditer(text, start, end):
        yield *mark.span(), "", ""


def _pos(form: str) -> str:
    return "X" if any(char.isalnum() for char in form) else of_mark(form)
