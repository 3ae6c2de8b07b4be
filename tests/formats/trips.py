"""Writing documents in a format and reading them back, for the tests of all formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from vnpolnlp.document import Document, Tokens
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.found import Found

BY_HAND = "gold"


def read_back(write: Callable[[Path], None], read: Callable[[Path], Iterator[Found]], name: str = "x") -> list[Found]:
    """What a reader finds in what a writer wrote."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        write(path)
        return list(read(path))


def streamed(write: Callable[..., None], documents: Iterable[Document]) -> Callable[[Path], None]:
    """The writer of a file from one that writes to an open file."""

    def write_file(path: Path) -> None:
        with path.open("wb") as file:
            write(documents, file, Counter())

    return write_file


def into_folder(write: Callable[..., None], documents: Iterable[Document]) -> Callable[[Path], None]:
    """The writer of a folder that does not exist yet."""

    def write_folder(path: Path) -> None:
        path.mkdir()
        write(documents, path, Counter())

    return write_folder


def annotated(document: Document, needs: Needs) -> Document:
    """What annotation tools hold of a document: its id, text, entities, quotations, terms and relations."""
    copy = copied(document, needs, Counter())
    return replace(
        copy,
        meta={},
        zones=(),
        sentences=(),
        tokens=Tokens(),
        made_by=None,
        entities=tuple(replace(entity, by=BY_HAND) for entity in copy.entities),
        quotes=tuple(replace(quote, by=BY_HAND) for quote in copy.quotes),
    )


def only(found: list[Found]) -> Document:
    """The one document that was found, without problems."""
    (one,) = found
    assert one.problems == ()
    assert one.document is not None
    return one.document
