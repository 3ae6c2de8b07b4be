"""Reading texts: plain files, tables, web pages, Word and PDF documents, archives of these, one by one or in folders.

What cannot be read is handed on as a :class:`~vnpolnlp.corpus.ledger.Failure` in its place, so that one bad file or
row never ends a run. Files of rows are read row by row. No more is read into memory than one document may have, and
what foreign programs must take to pieces is taken to pieces in another process.

Ids are unique within a run: where two documents have the same id, the second becomes ``id#2``, the third ``id#3``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vnpolnlp.corpus.encodings import encoding_name
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.archives import read_tar, read_zip
from vnpolnlp.corpus.readers.docx import read_docx
from vnpolnlp.corpus.readers.extracted import read_html, read_parquet, read_pdf
from vnpolnlp.corpus.readers.finding import find_sources
from vnpolnlp.corpus.readers.isolated import SECONDS, Isolated
from vnpolnlp.corpus.readers.opening import Reader, Settings, opened, with_failures
from vnpolnlp.corpus.readers.plain import read_text
from vnpolnlp.corpus.readers.rows import count_rows, read_csv, read_jsonl
from vnpolnlp.corpus.readers.sources import KINDS, OUTPUT_ENDINGS, Kind, Source, kind_of, stem_of
from vnpolnlp.corpus.readers.streams import LARGEST_DOCUMENT
from vnpolnlp.document import Document

__all__ = [
    "KINDS",
    "OUTPUT_ENDINGS",
    "Item",
    "Kind",
    "Source",
    "count_documents",
    "find_sources",
    "kind_of",
    "read_sources",
    "read_texts",
    "stem_of",
]

READERS: Mapping[Kind, Reader] = {
    "text": read_text,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "tsv": read_csv,
    "parquet": read_parquet,
    "html": read_html,
    "docx": read_docx,
    "pdf": read_pdf,
    "zip": read_zip,
    "tar": read_tar,
}


@dataclass(frozen=True, slots=True)
class Item:
    """A document as it was read, and the file it came from."""

    document: Document
    source: str


def read_sources(
    sources: Iterable[Source | Failure],
    *,
    encoding: str | None = None,
    seconds: float = SECONDS,
    largest: int = LARGEST_DOCUMENT,
) -> Iterator[Item | Failure]:
    """The documents of all sources, in order, with what could not be read in its place.

    Args:
        sources: what to read.
        encoding: what plain text, tables and web pages are written in. If nothing, that is found out for each file,
            ``meta`` says what it was and how sure that is, and a file of which it is not certain is a failure.
        seconds: how long another program may take for a web page, a PDF file or some rows of a Parquet file.
        largest: how many bytes a document may have; what has more is a failure.

    Raises:
        ConfigError: nobody knows the encoding.
    """
    seen: dict[str, int] = {}
    with Isolated(seconds) as isolated:
        settings = Settings(encoding_name(encoding) if encoding else None, isolated, READERS, largest)
        for source in sources:
            if isinstance(source, Failure):
                yield source
                continue
            for found in with_failures(_read(source, settings), source):
                if isinstance(found, Failure):
                    yield found
                else:
                    id = _unique(found.id, seen)
                    yield Item(found if id == found.id else replace(found, id=id), str(source))


def read_texts(inputs: Iterable[str | Path], *, encoding: str | None = None) -> Iterator[Item | Failure]:
    """The documents that inputs stand for; see :func:`find_sources` for what an input is.

    Raises:
        InputError: an input does not exist.
        ConfigError: nobody knows the encoding.
    """
    return read_sources(find_sources(inputs), encoding=encoding)


def count_documents(sources: Iterable[Source | Failure]) -> int:
    """About how many documents there are, quickly: rows that are broken count, too, and an archive counts as one."""
    return sum(
        count_rows(source) if isinstance(source, Source) and source.kind in ("jsonl", "csv", "tsv") else 1
        for source in sources
    )


def _read(source: Source, settings: Settings) -> Iterator[Document | Failure]:
    with opened(source) as file:
        yield from settings.readers[source.kind](file, source, settings)


def _unique(id: str, seen: dict[str, int]) -> str:
    """The id, or the id with the first free number from ``#2`` on."""
    new, number = id, seen.get(id, 0)
    while new in seen:
        number += 1
        new = f"{id}#{number}"
    seen[id] = max(number, 1)
    seen.setdefault(new, 1)
    return new
