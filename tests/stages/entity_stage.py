"""What the tests of every stage that proposes entities by itself ask of it."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable

from vnpolnlp.document import Document
from vnpolnlp.stage import Stage

_CHARACTERS, _SECONDS = 400_000, 30


def check_slices(stage: Stage, text: str) -> Document:
    """The document of a text, whose entities are slices of the untouched text and the same each time."""
    document = stage(Document(text))
    assert document.text == text
    assert document.entities == stage(Document(text)).entities
    for entity in document.entities:
        assert 0 <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text == entity.text.strip()
    return document


def check_pickles(stage: Stage, text: str) -> None:
    """A pickled stage finds the same."""
    document = Document(text)
    assert pickle.loads(pickle.dumps(stage))(document).entities == stage(document).entities


def check_linear_time(read: Callable[[str], None], piece: str) -> None:
    """A piece repeated on one long line is read: a second or two in linear time, many minutes in quadratic time."""
    reader = multiprocessing.Process(target=read, args=(piece * (_CHARACTERS // len(piece)),))
    reader.start()
    reader.join(_SECONDS)
    stuck = reader.is_alive()
    reader.kill()
    assert not stuck
    assert reader.exitcode == 0
