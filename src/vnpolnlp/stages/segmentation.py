"""Segmentation: the text in pieces, with what a word engine says of them, for the stages that follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from vnpolnlp.document import Document
from vnpolnlp.words.engine import make_word_engine
from vnpolnlp.words.segmented import segment


class Segmentation:
    """Cut the text into pieces and say which of them join, before anything is known of the entities.

    The names stage takes the joins as evidence for where a name ends; the words stage makes words of the pieces once
    entities are known. Text is read sentence by sentence where there are sentences, else line by line.

    >>> document = Segmentation()(Document("Đảng bộ tỉnh họp."))
    >>> document.segmented.pieces.forms, document.segmented.begins.tolist()
    (['Đảng', 'bộ', 'tỉnh', 'họp', '.'], [True, False, True, True, True])
    """

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("segmented",)
    follows: ClassVar[tuple[str, ...]] = ("sentences",)

    def __init__(self, *, engine: str = "vnpol") -> None:
        """Choose the engine.

        Raises:
            ConfigError: no engine has that name.
        """
        self.engine = make_word_engine(engine)

    @property
    def fingerprint(self) -> str:
        """What decides the answers besides the options: the engine's weights."""
        return self.engine.fingerprint

    def __call__(self, document: Document) -> Document:
        """The document with its pieces."""
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """Several documents with their pieces."""
        texts = [document.view.text for document in documents]
        spans = [list(passages(document)) for document in documents]
        found = segment(self.engine, texts, spans)
        return [document.with_layers(segmented=segmented) for document, segmented in zip(documents, found, strict=True)]


def passages(document: Document) -> Iterator[tuple[int, int]]:
    """The sentences in offsets of the view and, in their places, the lines between them."""
    view = document.view
    last = 0
    for start, end in sorted(view.from_raw(sentence.start, sentence.end) for sentence in document.sentences):
        if start > last:
            yield from _lines(view.text, last, start)
            last = start
        if end > last:
            yield last, end
            last = end
    yield from _lines(view.text, last, len(view.text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of lines, without those that are empty."""
    while start < end:
        at = text.find("\n", start, end)
        stop = end if at < 0 else at
        if stop > start:
            yield start, stop
        start = stop + 1
