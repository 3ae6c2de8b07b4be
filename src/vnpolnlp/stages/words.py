"""Words with their parts of speech, for every visible character of the text.

The engine of the segmentation scores where words begin; this stage decides what they may not do. No word crosses the
boundary of an entity or of a line, also where the engine would join ("Đảng tạo"), the name of a person is one word, as
in the Vietnamese treebank, and text outside all sentences gets words too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from vnpolnlp.document import Document, Tokens
from vnpolnlp.words.engine import BEGINS, JOINS, Floats, Ints
from vnpolnlp.words.pieces import Pieces
from vnpolnlp.words.segmented import Segmented, with_cuts
from vnpolnlp.words.universal import of_mark

_NUMBER = re.compile(r"[-+]?\d[\d.,:/-]*%?")
_UPOS = {"M": "NUM", "Np": "PROPN"}  # of the tags that are certain


@dataclass(frozen=True)
class _Cut:
    """The pieces of a document, with the scores that entities and lines leave them; ``names``: label or nothing."""

    pieces: Pieces
    scores: Floats
    names: list[str]


class Words:
    """Make words of the pieces and tag them.

    >>> from vnpolnlp.stages.segmentation import Segmentation
    >>> document = Words()(Segmentation()(Document("Đảng bộ tỉnh họp.")))
    >>> [(document.text[word.start:word.end], word.pos, word.tag) for word in document.tokens]
    [('Đảng bộ', 'NOUN', 'N'), ('tỉnh', 'NOUN', 'N'), ('họp', 'VERB', 'V'), ('.', 'PUNCT', 'CH')]
    """

    needs: ClassVar[tuple[str, ...]] = ("segmented",)
    gives: ClassVar[tuple[str, ...]] = ("tokens",)
    follows: ClassVar[tuple[str, ...]] = ("dates", "names", "events", "documents", "roles")

    def __call__(self, document: Document) -> Document:
        """The document with its words.

        Raises:
            ValueError: it has not been segmented.
        """
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """Several documents, segmented by the same engine, with their words."""
        segmented = [_segmented(document) for document in documents]
        if not segmented:
            return []
        engine = segmented[0].engine
        cut = [_cut(*pair) for pair in zip(documents, segmented, strict=True)]
        lengths = np.concatenate([some.pieces.lengths for some in cut])
        begins = engine.begins(np.concatenate([some.scores for some in cut]), lengths)
        last = 0
        words: list[str] = []
        spans = []
        for some in cut:
            rows = slice(last, last + len(some.names))
            last = rows.stop
            forms, firsts, lasts = _joined(some.pieces.forms, begins[rows])
            words += forms
            spans.append((some.pieces.starts[firsts], some.pieces.ends[lasts], [some.names[at] for at in firsts]))
        before = np.concatenate(([0], np.cumsum(begins)))
        upto = np.concatenate(([0], np.cumsum(lengths)))
        tags, pos = engine.tag(words, np.diff(before[upto]))
        names = [name for _, _, some in spans for name in some]
        for at, certain in enumerate(map(_certain, words, names)):
            if certain and certain != tags[at]:
                tags[at] = certain
                pos[at] = _UPOS.get(certain) or of_mark(words[at])
        found = []
        first = 0
        for document, (starts, ends, _) in zip(documents, spans, strict=True):
            rows = slice(first, first + len(starts))
            first = rows.stop
            found.append(document.with_layers(tokens=_tokens(document, starts, ends, pos[rows], tags[rows])))
        return found


def _segmented(document: Document) -> Segmented:
    if document.segmented is None:
        raise ValueError("the document has not been segmented: put the stage 'segmentation' before 'words'")
    return document.segmented


def _cut(document: Document, segmented: Segmented) -> _Cut:
    """The pieces of a document cut at entities, with scores that forbid what a word may not do."""
    view = document.view
    entities = [(*view.from_raw(entity.start, entity.end), entity.label) for entity in document.entities]
    bounds = np.array(sorted({bound for start, end, _ in entities for bound in (start, end)}), dtype=np.int64)
    breaks = np.array([match.start() for match in re.finditer("\n", view.text)], dtype=np.int64)
    pieces, scores, must_begin = with_cuts(segmented, np.union1d(bounds, breaks))
    scores = scores.astype(np.float64)
    names = [""] * len(pieces.forms)
    for start, end, label in entities:
        if label in ("PER", "LOC"):
            first, last = np.searchsorted(pieces.starts, (start, end)).tolist()
            names[first:last] = [label] * (last - first)
            if label == "PER":
                for at in range(first + 1, last):
                    if not must_begin[at] and _is_name(pieces.forms[at - 1]) and _is_name(pieces.forms[at]):
                        scores[at, BEGINS] = -np.inf
    scores[must_begin, JOINS] = -np.inf
    return _Cut(pieces, scores, names)


def _is_name(form: str) -> bool:
    return form[0].isupper() and form.isalpha()


def _joined(forms: Sequence[str], begins: npt.NDArray[np.bool_]) -> tuple[list[str], list[int], list[int]]:
    """The words, and the numbers of the first and the last piece of each."""
    firsts = np.flatnonzero(begins).tolist()
    words = [
        forms[first] if after == first + 1 else " ".join(forms[first:after])
        for first, after in pairwise((*firsts, len(forms)))
    ]
    return words, firsts, [after - 1 for after in (*firsts[1:], len(forms))][: len(firsts)]


@lru_cache(maxsize=1 << 16)
def _certain(word: str, name: str) -> str:
    """The tag that the characters of a word, or the name it is in, make certain; else nothing."""
    if not word[0].isalnum() and not any(map(str.isalnum, word)):
        return "CH"
    if _NUMBER.fullmatch(word):
        return "M"
    if name and all(part[0].isupper() and (name == "PER" or not part[1:].isupper()) for part in word.split()):
        return "Np"
    return ""


def _tokens(document: Document, starts: Ints, ends: Ints, pos: Sequence[str], tags: Sequence[str]) -> Tokens:
    """The words in raw offsets. Of two that share a letter with its marks in the raw text, the first one has it."""
    if not len(starts):
        return Tokens()
    raw_starts, raw_ends = document.view.to_raw_columns(starts, ends)
    taken = np.maximum.accumulate(raw_ends)
    raw_starts = np.concatenate((raw_starts[:1], np.maximum(raw_starts[1:], taken[:-1])))
    kept = np.flatnonzero(raw_starts < raw_ends).tolist()
    if len(kept) == len(pos):
        return Tokens(raw_starts, raw_ends, pos, tags)
    return Tokens(raw_starts[kept], raw_ends[kept], [pos[at] for at in kept], [tags[at] for at in kept])
