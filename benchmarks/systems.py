"""What is compared: for each task our pipelines and the functions of other packages that users call for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any, Literal

import numpy as np

import vnpolnlp
from vnpolnlp.document import Document
from vnpolnlp.pipeline import Pipeline

Task = Literal["segmentation", "segmentation + POS", "everything"]
TASKS: tuple[Task, ...] = ("segmentation", "segmentation + POS", "everything")

#: Does the task for several texts.
Run = Callable[[Sequence[str]], object]


@dataclass(frozen=True)
class System:
    """Something that does a task.

    Attributes:
        name: what it is called in tables.
        task: what it does.
        make: reads in what is needed, and gives what runs; to be called in the process that measures.
        needs: the packages, as they are imported, without which it is left out.
        way: how texts are handed to it.
        ours: whether it is this package.
    """

    name: str
    task: Task
    make: Callable[[], Run]
    needs: tuple[str, ...]
    way: Literal["batches", "one by one", "line by line"]
    ours: bool = False

    @property
    def label(self) -> str:
        """Its name and, of ours, how texts are handed to it."""
        return f"{self.name}, {self.way}" if self.ours else self.name


def available() -> list[System]:
    """The systems whose packages are installed."""
    return [system for system in SYSTEMS if all(find_spec(name) for name in system.needs)]


# Ours


def words_of(document: Document) -> list[str]:
    """The words of a segmented document as strings, which is what the other packages give."""
    segmented = document.segmented
    assert segmented is not None  # the pipeline has that stage
    text = document.view.text
    firsts = np.flatnonzero(segmented.begins)
    if not len(firsts):
        return []
    starts, ends = segmented.pieces.starts[firsts], segmented.pieces.ends[np.append(firsts[1:] - 1, -1)]
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def segmentation(engine: str) -> Pipeline:
    """Sentences and segmentation only."""
    return Pipeline([("sentences", {}), ("segmentation", {"engine": engine})])


def tagging(engine: str) -> Pipeline:
    """The pipeline ``words`` with that engine."""
    return Pipeline([("sentences", {}), ("segmentation", {"engine": engine}), ("words", {})])


def _whole(document: Document) -> Document:
    return document


def _in_batches(load: Callable[[], Pipeline], result: Callable[[Document], object] = _whole) -> Run:
    nlp = load()
    return lambda texts: [result(document) for document in nlp.pipe(texts)]


def _one_by_one(load: Callable[[], Pipeline], result: Callable[[Document], object] = _whole) -> Run:
    nlp = load()
    return lambda texts: [result(nlp(text)) for text in texts]


def _ours(
    name: str, task: Task, load: Callable[[], Pipeline], result: Callable[[Document], object] = _whole
) -> tuple[System, System]:
    return (
        System(name, task, partial(_in_batches, load, result), (), "batches", ours=True),
        System(name, task, partial(_one_by_one, load, result), (), "one by one", ours=True),
    )


# Theirs


def by_line(function: Callable[[str], object]) -> Run:
    r"""A function for a sentence, called for each line, as its users do who have no splitter of sentences.

    >>> by_line(str.split)(["Đảng bộ\n\nhọp"])
    [['Đảng', 'bộ'], ['họp']]
    """
    return lambda texts: [function(line) for text in texts for line in text.splitlines() if line.strip()]


def _underthesea(function: str) -> Run:
    import underthesea

    return by_line(getattr(underthesea, function))


def _pyvi_words() -> Run:
    from pyvi import ViTokenizer

    return by_line(ViTokenizer.tokenize)


def _pyvi_tags() -> Run:
    from pyvi import ViPosTagger, ViTokenizer

    def tag(line: str) -> Any:
        return ViPosTagger.postagging(ViTokenizer.tokenize(line))

    return by_line(tag)


def _spacy() -> Run:
    import spacy

    return by_line(spacy.blank("vi"))


_SEGMENTATION, _TAGGING, _EVERYTHING = TASKS

SYSTEMS: tuple[System, ...] = (
    *_ours("vnpolnlp", _SEGMENTATION, partial(segmentation, "vnpol"), words_of),
    *_ours("vnpolnlp, engine underthesea", _SEGMENTATION, partial(segmentation, "underthesea"), words_of),
    System(
        "underthesea.word_tokenize",
        _SEGMENTATION,
        partial(_underthesea, "word_tokenize"),
        ("underthesea",),
        "line by line",
    ),
    System("pyvi ViTokenizer", _SEGMENTATION, _pyvi_words, ("pyvi",), "line by line"),
    System('spaCy blank("vi")', _SEGMENTATION, _spacy, ("spacy", "pyvi"), "line by line"),
    *_ours("vnpolnlp words", _TAGGING, partial(tagging, "vnpol")),
    *_ours("vnpolnlp words, engine underthesea", _TAGGING, partial(tagging, "underthesea")),
    System("underthesea.pos_tag", _TAGGING, partial(_underthesea, "pos_tag"), ("underthesea",), "line by line"),
    System("pyvi ViPosTagger", _TAGGING, _pyvi_tags, ("pyvi",), "line by line"),
    *_ours("vnpolnlp default", _EVERYTHING, partial(vnpolnlp.load, "default")),
    *_ours("vnpolnlp entities", _EVERYTHING, partial(vnpolnlp.load, "entities")),
    System("underthesea.ner", _EVERYTHING, partial(_underthesea, "ner"), ("underthesea",), "line by line"),
)
