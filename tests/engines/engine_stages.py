"""Stages and batches for the tests of engines; importable, so that worker processes can have them."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from vnpolnlp.corpus.batches import Batch
from vnpolnlp.corpus.readers import Item
from vnpolnlp.document import Document, Sentence
from vnpolnlp.pipeline import Pipeline


def pipeline_of(**stages):
    pipeline = Pipeline([], name="test")
    object.__setattr__(pipeline, "stages", tuple(stages.items()))
    return pipeline


def batches_of(*texts: Sequence[str]) -> list[Batch]:
    """Batches of documents, whose texts are also their ids."""
    return [
        Batch(number, tuple(Item(Document(text, id=text), "in.txt") for text in group))
        for number, group in enumerate(texts)
    ]


@dataclass(frozen=True)
class Whole:
    """Makes the whole text a sentence, after some time."""

    seconds: float = 0.0
    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("sentences",)

    def __call__(self, document: Document) -> Document:
        time.sleep(self.seconds)
        return document.with_layers(sentences=(Sentence(0, len(document.text)),))


@dataclass(frozen=True)
class SleepsOn:
    """Does not come back from documents that have a word in them."""

    word: str
    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> Document:
        while self.word in document.text:
            time.sleep(60)
        return document


@dataclass(frozen=True)
class KilledOn:
    """Has its process killed on documents that have a word in them, the first few times; each leaves a file."""

    word: str
    folder: Path
    times: int = 10**6
    seconds: float = 0.0
    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()

    def __call__(self, document: Document) -> Document:
        if self.word in document.text:
            before = len(list(self.folder.iterdir()))
            if before < self.times:
                (self.folder / f"{before}").touch()
                time.sleep(self.seconds)
                os.kill(os.getpid(), signal.SIGKILL)
        return document
