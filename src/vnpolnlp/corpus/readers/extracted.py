"""Web pages, PDF documents and Parquet files, which other programs take to pieces for us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from vnpolnlp.codec import loads
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.opening import Settings
from vnpolnlp.corpus.readers.plain import decoded, is_blank
from vnpolnlp.corpus.readers.rows import document_of
from vnpolnlp.corpus.readers.sources import Source, read_failure
from vnpolnlp.corpus.readers.streams import LARGEST_FILE, read_whole
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError, RecordError


def read_html(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """The article of a web page; title, date, author and section are in ``meta``."""
    page, meta = decoded(read_whole(file, str(source), settings.largest), source, settings)
    if is_blank(page):
        raise InputError(f"{source}: there is no text in it")
    (answer,) = settings.isolated.read("html", page.encode("utf-8", "replace"), str(source))
    yield _document(answer.text, source, settings, {**meta, **answer.meta})


def read_pdf(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """The text layer of a PDF file, with its line breaks, and form feeds between pages."""
    (answer,) = settings.isolated.read("pdf", _path_or_bytes(file, source), str(source))
    yield _document(answer.text, source, settings, answer.meta)


def read_parquet(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """A document a row."""
    number = 0
    for answer in settings.isolated.read("parquet", _path_or_bytes(file, source), str(source)):
        for row in answer.rows:
            number += 1
            id = f"{source.name}:{number}"
            try:
                yield document_of(loads(row), id)
            except RecordError as error:
                yield read_failure(InputError(f"{source}, row {number}: {error}"), id=id, source=str(source))
    if not number:
        raise InputError(f"{source}: there is no row in it")


def _path_or_bytes(file: IO[bytes], source: Source) -> Path | bytes:
    if source.path and not source.member:
        return source.path
    return read_whole(file, str(source), LARGEST_FILE)


def _document(text: str | None, source: Source, settings: Settings, meta: Mapping[str, Any]) -> Document:
    if text is None or is_blank(text):
        raise InputError(f"{source}: there is no text in it")
    if len(text) > settings.largest:
        raise InputError(f"{source}: {len(text):,} characters are too much for one document; split it")
    return Document(text, id=source.name, meta=meta)
