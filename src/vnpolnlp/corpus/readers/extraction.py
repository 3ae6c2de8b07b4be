"""The other process of :mod:`vnpolnlp.corpus.readers.isolated`: takes HTML, PDF and Parquet files to pieces.

Whatever goes wrong here is an answer, if the process survives it.
"""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import msgspec

from vnpolnlp.corpus.readers.isolated import MEMORY, Answer, Request, frame, read_frame

_ROWS = 32  # at once; each may be a whole text
_UNKNOWN_FUTURE = "2200-01-01"  # dates of articles are looked for up to here, so that today does not matter


def extract_html(page: IO[bytes]) -> Iterator[Answer]:
    """The article of a web page in UTF-8, with title, date, author and section."""
    import trafilatura

    article: Any = trafilatura.bare_extraction(
        page.read().decode("utf-8"),
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": _UNKNOWN_FUTURE},
    )
    if article is None or not article.text:
        yield Answer(error="no article is found in it")
        return
    title, text = (article.title or "").strip(), article.text
    if title and title not in text[: 2 * len(title) + 200]:
        text = f"{title}\n\n{text}"  # the headline is part of the article, wherever the page has it
    found = {
        "title": title,
        "date": article.date,
        "author": article.author,
        "section": "; ".join(article.categories or []),
        "site": article.sitename,
        "url": article.url,
    }
    yield Answer(text=_whole(text), meta=_known(found))


def extract_pdf(file: IO[bytes]) -> Iterator[Answer]:
    """The text layer of a PDF file, pages separated by form feeds, with what the file says of itself."""
    import pypdf

    reader = pypdf.PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        yield Answer(error="it needs a password; save it without one")
        return
    text = "\f".join(page.extract_text() for page in reader.pages)
    if not text.strip():
        yield Answer(error="it has no text layer; its text must be recognised first (OCR)")
        return
    told: Mapping[str, Any] = reader.metadata or {}
    date = None
    with suppress(ValueError):
        date = reader.metadata.creation_date if reader.metadata else None
    found = {
        "title": str(told.get("/Title") or ""),
        "author": str(told.get("/Author") or ""),
        "date": date.date().isoformat() if date else "",
    }
    yield Answer(text=_whole(text), meta={**_known(found), "pages": len(reader.pages)})


def extract_parquet(file: IO[bytes]) -> Iterator[Answer]:
    """The rows of a Parquet file, some at a time."""
    from pyarrow import parquet

    table = parquet.ParquetFile(file)
    if "text" not in table.schema_arrow.names:
        yield Answer(error=f"it has no column 'text', only {', '.join(map(repr, table.schema_arrow.names))}")
        return
    for batch in table.iter_batches(batch_size=_ROWS):
        yield Answer(rows=[msgspec.json.encode(row, enc_hook=str) for row in batch.to_pylist()], last=False)
    yield Answer()


_EXTRACTORS: Mapping[str, Callable[[IO[bytes]], Iterator[Answer]]] = {
    "html": extract_html,
    "pdf": extract_pdf,
    "parquet": extract_parquet,
}


def _answers(request: Request, data: bytes) -> Iterator[Answer]:
    try:
        with io.BytesIO(data) if request.path is None else Path(request.path).open("rb") as file:
            yield from _EXTRACTORS[request.kind](file)
    except MemoryError:
        yield Answer(error=f"reading it needs more than {MEMORY >> 30} GiB of memory")
    except Exception as error:  # these programs raise just anything on files that are broken
        message = " ".join(str(error).encode("utf-8", "backslashreplace").decode("utf-8").split())
        yield Answer(error=f"it cannot be read: {type(error).__name__}{': ' if message else ''}{message[:300]}")


def _known(found: Mapping[str, str | None]) -> dict[str, Any]:
    return {key: _whole(value.strip()) for key, value in found.items() if value and value.strip()}


def _whole(text: str) -> str:
    """A text in which both halves of a surrogate pair are one character, and half a pair is U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _serve(questions: IO[bytes], said: IO[bytes]) -> None:
    while (content := read_frame(questions)) is not None:
        request = msgspec.msgpack.decode(content, type=Request)
        data = questions.read(request.size)
        for answer in _answers(request, data):
            said.write(frame(msgspec.msgpack.encode(answer)))
            said.flush()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process is interrupted, and ends this one
    logging.disable()
    _limit_memory()
    with os.fdopen(os.dup(1), "wb") as said:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what foreign programs print is no answer
        with suppress(BrokenPipeError):
            _serve(sys.stdin.buffer, said)
