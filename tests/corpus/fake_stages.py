"""Stages and pipelines for the tests of corpus runs; importable, so that worker processes can have them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vnpolnlp.document import Document, Entity, Quote, Term, Token, Tokens
from vnpolnlp.pipeline import Pipeline


def pipeline_of(**stages):
    pipeline = Pipeline([], name="test")
    object.__setattr__(pipeline, "stages", tuple(stages.items()))
    return pipeline


@dataclass(frozen=True)
class Fake:
    """Marks the first character as PUNCT, the rest as a word, an entity, a political quote and a term."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("tokens", "entities", "quotes", "terms")

    def __call__(self, document: Document) -> Document:
        text = document.text
        end = len(text.rstrip())
        if end < 2 or text[0].isspace() or text[1].isspace():
            return document
        return document.with_layers(
            tokens=Tokens.of([Token(0, 1, "PUNCT", "CH"), Token(1, end, "NOUN", "N")]),
            entities=(Entity("e1", 1, end, "ORG", text[1:end], {}, "fake"),),
            quotes=(Quote("q1", 1, end, text[1:end], "term", True, "x", None, "fake"),),
            terms=(Term(1, end, "x", True),),
        )


@dataclass(frozen=True)
class FailsOn:
    """Raises on documents that have a word in them."""

    word: str
    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> Document:
        if self.word in document.text:
            raise ZeroDivisionError(f"met {self.word}")
        return document


@dataclass(frozen=True)
class FailsInBatches(FailsOn):
    """Works on several documents at once, and raises for all where one has the word in it."""

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        return [self(document) for document in documents]


@dataclass(frozen=True)
class FailsTogether(FailsOn):
    """Raises on several documents at once only, where none of them is the culprit."""

    def __call__(self, document: Document) -> Document:
        return document

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        if len(documents) > 1:
            raise MemoryError
        return list(documents)


@dataclass(frozen=True)
class BreaksRecord:
    """Gives an entity that does not fit the text."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("entities",)

    def __call__(self, document: Document) -> Document:
        return document.with_layers(entities=(Entity("e1", 0, 2, "ORG", "other", {}, "fake"),))


@dataclass(frozen=True)
class DiesOn:
    """Ends its process without a word, as the system does when memory runs out."""

    word: str
    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> Document:
        if self.word in document.text:
            os._exit(9)
        return document
