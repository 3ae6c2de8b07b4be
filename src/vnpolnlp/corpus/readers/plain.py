"""Plain text in whatever encoding, and what is taken for it and is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from vnpolnlp.corpus.encodings import ambiguities, check_decodable, detect
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.opening import Settings
from vnpolnlp.corpus.readers.sources import Source
from vnpolnlp.corpus.readers.streams import read_whole
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError

#: How sure the detector must be. On news it never saw, no text of 30 characters or more was taken for another
#: encoding at this confidence, and none of 120 or more was refused; see docs/promises.md.
SURE_ENOUGH = 0.95
_WORTH_NAMING = 0.01

_MAGIC: Mapping[bytes, str] = {
    b"%PDF": "a PDF file; give its name the ending .pdf",
    b"PK\x03\x04": "a ZIP file or a document of Word, Excel or OpenOffice; give its name the ending .zip or .docx",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save it as .docx or plain text first",
    b"{\\rtf": "an RTF file; save it as .docx or plain text first",
    b"\x1f\x8b": "compressed with gzip; give its name the ending .gz",
    b"(\xb5/\xfd": "compressed with Zstandard; give its name the ending .zst",
    b"\x89PNG": "an image; its text must be recognised first",
    b"\xff\xd8\xff": "an image; its text must be recognised first",
    b"GIF8": "an image; its text must be recognised first",
    b"SQLite format 3": "a database; export its texts first",
    b"PAR1": "a Parquet file; give its name the ending .parquet",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """What a text is written in, and how sure that is; no confidence if it was said."""

    name: str
    confidence: float | None = None

    def meta(self, note: str = "") -> Mapping[str, Any]:
        """What ``meta`` of the document says of it; nothing of UTF-8, which is what everybody expects."""
        if self.name in ("utf-8", "ascii"):
            return {}
        meta: dict[str, Any] = {"encoding": self.name}
        if self.confidence is not None:
            meta["encoding_confidence"] = round(self.confidence, 3)
        if note:
            meta["encoding_note"] = note
        return meta


def read_text(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """The one document of a plain text file."""
    text, meta = decoded(read_whole(file, str(source), settings.largest), source, settings)
    if is_blank(text):
        raise InputError(f"{source}: there is no text in it")
    yield Document(text, id=source.name, meta=meta)


def decoded(data: bytes, source: Source, settings: Settings) -> tuple[str, Mapping[str, Any]]:
    """The text of a file, and what ``meta`` says of its encoding.

    Raises:
        InputError: it is no text, or it is not certain what it is written in.
    """
    encoding = encoding_of(data, source, settings)
    if encoding is None:
        raise InputError(f"{source}: {_undecided(data)}")
    text = check_decodable(data, encoding.name, str(source))
    if encoding.name.startswith("utf-16"):
        text = text.removeprefix("\ufeff")
    at = text.find("\0")
    if at >= 0:
        raise InputError(f"{source}: not plain text: a NUL character at offset {at}")
    return text, encoding.meta(ambiguities(text, data, encoding.name))


def encoding_of(data: bytes, source: Source, settings: Settings) -> Encoding | None:
    """What a file is written in, by its beginning or all of it; nothing if that is not certain.

    Raises:
        InputError: it is no text.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{source}: not plain text but {what}")
    if settings.encoding:
        return Encoding(settings.encoding)
    best = next(iter(detect(data)), None)
    if best is None or best.confidence < SURE_ENOUGH:
        return None
    return Encoding(best.encoding, None if best.confidence == 1 else best.confidence)


def _undecided(data: bytes) -> str:
    guesses = detect(data)
    at = data.find(b"\0")
    if at >= 0 and not guesses:
        return f"not plain text: a NUL byte at offset {at}"
    try:
        data.decode("utf-8")
        what = ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start} (line {line}); "
    named = [f"{guess.encoding} ({guess.confidence:.0%})" for guess in guesses if guess.confidence >= _WORTH_NAMING]
    if named:
        what += f"it may be {', '.join(named)}, which is not sure enough; "
    return what + "say what it is in with --encoding, or save it as UTF-8"


def is_blank(text: str) -> bool:
    """Whether there is nothing to be read in a text."""
    return not text.strip().strip("\ufeff").strip()
