"""Reading texts: plain files, JSON lines, CSV and TSV, one by one or in folders, compressed or not.

What cannot be read is handed on as a :class:`~vnpolnlp.corpus.ledger.Failure` in its place, so that one bad file or
row never ends a run. Files of rows are read row by row.

Ids are unique within a run: where two documents have the same id, the second becomes ``id#2``, the third ``id#3``.
"""

from __future__ import annotations

import csv
import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path, PurePath
from typing import IO, Any, Literal

from vnpolnlp.codec import loads
from vnpolnlp.corpus.files import READ_ERRORS, open_binary, reason
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.document import SCHEMA, Document
from vnpolnlp.errors import InputError, RecordError

Kind = Literal["text", "jsonl", "csv", "tsv"]

KINDS: Mapping[str, Kind] = {".txt": "text", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv"}
#: What this package writes; not taken for input when found in a folder.
OUTPUT_ENDINGS = (".annotated.jsonl", ".failures.jsonl")

_SUPPORTED = f"{', '.join(KINDS)} and each of these with .gz"
_BOM = "\ufeff".encode()
_LARGEST_FIELD = 2**31 - 1  # the largest that csv accepts on every platform
_MAGIC: Mapping[bytes, str] = {
    b"%PDF": "a PDF file; extract its text first",
    b"PK\x03\x04": "a ZIP file or a document of Word, Excel or OpenOffice; save it as plain text first",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save it as plain text first",
    b"{\\rtf": "an RTF file; save it as plain text first",
    b"\x1f\x8b": "compressed with gzip; give its name the ending .gz",
    b"(\xb5/\xfd": "compressed with Zstandard; decompress it first",
    b"\x89PNG": "an image; its text must be recognised first",
    b"\xff\xd8\xff": "an image; its text must be recognised first",
    b"GIF8": "an image; its text must be recognised first",
    b"SQLite format 3": "a database; export its texts first",
    b"PAR1": "a Parquet file; export it as .jsonl or .csv first",
    b"\xff\xfe": "in UTF-16; save it as UTF-8",
    b"\xfe\xff": "in UTF-16; save it as UTF-8",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; ``name`` is the id of its document or begins the ids of its rows. No path: standard input."""

    path: Path | None
    name: str
    kind: Kind

    def __str__(self) -> str:
        return _printable(str(self.path)) if self.path else "standard input"


@dataclass(frozen=True, slots=True)
class Item:
    """A document as it was read, and the file it came from."""

    document: Document
    source: str


def find_sources(inputs: Iterable[str | Path]) -> list[Source | Failure]:
    """The files that inputs stand for, in order and each of them once.

    An input is a file, a folder, a pattern such as ``news/**/*.txt``, or ``-`` for standard input. Folders are
    walked in the order of their names; hidden files, files with other endings, data files without a ``text`` column
    and files that this package wrote are passed over. A named file with another ending is a failure.

    Raises:
        InputError: there is no such file or folder, or nothing fits a pattern.
    """
    found: dict[Path | None, Source | Failure] = {}
    for name in inputs:
        for path in _expand(str(name)):
            if path is None:
                found.setdefault(None, Source(None, "stdin", "text"))
            elif path.is_dir():
                for file, source in _walk(path):
                    found.setdefault(file.resolve(), source)
            else:
                found.setdefault(path.resolve(), _named(path))
    return list(found.values())


def read_sources(sources: Iterable[Source | Failure]) -> Iterator[Item | Failure]:
    """The documents of all sources, in order, with what could not be read in its place."""
    seen: dict[str, int] = {}
    for source in sources:
        if isinstance(source, Failure):
            yield source
            continue
        name = str(source)
        for found in _read(source):
            if isinstance(found, Failure):
                yield found
            else:
                id = _unique(found.id, seen)
                yield Item(found if id == found.id else replace(found, id=id), name)


def read_texts(inputs: Iterable[str | Path]) -> Iterator[Item | Failure]:
    """The documents that inputs stand for; see :func:`find_sources` for what an input is.

    Raises:
        InputError: an input does not exist.
    """
    return read_sources(find_sources(inputs))


def count_documents(sources: Iterable[Source | Failure]) -> int:
    """About how many documents there are, quickly: rows that are broken count, too."""
    return sum(_count(source) for source in sources)


# Finding files


def _expand(name: str) -> list[Path | None]:
    if name == "-":
        return [None]
    path = Path(name)
    if path.exists():
        return [path]
    if not glob.has_magic(name):
        raise InputError(f"there is no file or folder {name}")
    matches = sorted(glob.glob(name, recursive=True))
    if not matches:
        raise InputError(f"nothing fits the pattern {name}")
    return [Path(match) for match in matches]


def _named(path: Path) -> Source | Failure:
    kind = _kind(path.name)
    if kind is None:
        problem = InputError(f"{path}: this kind of file is not read; known endings are {_SUPPORTED}")
        return _failure(problem, id=_printable(path.name), source=_printable(str(path)))
    return Source(path, _printable(path.name), kind)


def _walk(folder: Path) -> Iterator[tuple[Path, Source | Failure]]:
    errors: list[OSError] = []
    files: list[tuple[tuple[str, ...], Path]] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(parent, name) for name in names if not name.startswith("."))
        files.extend((path.relative_to(folder).parts, path) for path in paths)
    for error in errors:
        problem = InputError(f"cannot read the folder {error.filename}: {reason(error)}")
        yield Path(error.filename), _failure(problem, id=_id_of(folder), source=_printable(error.filename))
    empty = True
    for parts, path in sorted(files):
        kind = _kind(path.name)
        if kind is None or _is_output(path.name):
            continue
        source = Source(path, _printable(PurePath(*parts).as_posix()), kind)
        if kind == "text" or _may_have_texts(source):
            empty = False
            yield path, source
    if empty and not errors:
        problem = InputError(f"no texts in the folder {folder}; known endings are {_SUPPORTED}")
        yield folder, _failure(problem, id=_id_of(folder), source=_printable(str(folder)))


def _kind(name: str) -> Kind | None:
    return KINDS.get(PurePath(name.lower().removesuffix(".gz").removesuffix(".zst")).suffix)


def _is_output(name: str) -> bool:
    return name.lower().removesuffix(".gz").removesuffix(".zst").endswith(OUTPUT_ENDINGS)


def _may_have_texts(source: Source) -> bool:
    """False for a data file whose first row shows that it holds something else; broken files are reported later."""
    try:
        with _open(source) as file:
            if source.kind == "jsonl":
                first = next((line for line in file if line.strip()), b"{}")
                row = loads(first.removeprefix(_BOM))
                return isinstance(row, dict) and "text" in row
            return "text" in next(_csv_rows(file, source), (0, ["text"]))[1]
    except (InputError, RecordError, *READ_ERRORS):
        return True


def _id_of(folder: Path) -> str:
    return _printable(folder.resolve().name)


def _printable(name: str) -> str:
    """A file name that is not UTF-8 with U+FFFD for what is wrong in it."""
    return os.fsencode(name).decode("utf-8", "replace")


# Reading


def _open(source: Source) -> IO[bytes] | nullcontext[IO[bytes]]:
    return open_binary(source.path) if source.path else nullcontext(sys.stdin.buffer)


def _read(source: Source) -> Iterator[Document | Failure]:
    try:
        with _open(source) as file:
            yield from _READERS[source.kind](file, source)
    except InputError as error:
        yield _failure(error, id=source.name, source=str(source))
    except READ_ERRORS as error:
        problem = InputError(f"{source}: cannot be read: {reason(error)}")
        yield _failure(problem, id=source.name, source=str(source))


def _read_text(file: IO[bytes], source: Source) -> Iterator[Document | Failure]:
    data = file.read()
    _refuse_binary(data, source)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{source}: not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start} (line {line}); "
            "find out its encoding and save it as UTF-8"
        ) from error
    if _is_blank(text):
        raise InputError(f"{source}: there is no text in it")
    yield Document(text, id=source.name)


def _read_jsonl(file: IO[bytes], source: Source) -> Iterator[Document | Failure]:
    empty = True
    for number, raw in enumerate(file, start=1):
        line = raw
        if number == 1:
            line = raw.removeprefix(_BOM)
            _refuse_binary(line, source)
        if not line.strip():
            continue
        empty = False
        try:
            yield _document(_object(line), f"{source.name}:{number}")
        except RecordError as error:
            problem = InputError(f"{source}, line {number}: {error}")
            yield _failure(problem, id=f"{source.name}:{number}", source=str(source))
    if empty:
        raise InputError(f"{source}: there is no text in it")


def _read_csv(file: IO[bytes], source: Source) -> Iterator[Document | Failure]:
    rows = _csv_rows(file, source)
    _, header = next(rows, (0, []))
    if not header:
        raise InputError(f"{source}: there is no text in it")
    if "text" not in header or len(set(header)) < len(header):
        raise InputError(
            f"{source}: the first line must name the columns, each once and one of them 'text'; it says {header}"
            f"; columns are separated by {'tabs' if source.kind == 'tsv' else 'commas'}"
        )
    empty = True
    for number, row in rows:
        empty = False
        try:
            if len(row) > len(header):
                raise RecordError(f"{len(row)} columns under {len(header)} names; quote what has a separator in it")
            yield _document(dict(zip(header, row, strict=False)), f"{source.name}:{number}")
        except RecordError as error:
            problem = InputError(f"{source}, line {number}: {error}")
            yield _failure(problem, id=f"{source.name}:{number}", source=str(source))
    if empty:
        raise InputError(f"{source}: there is no row under the names of the columns")


_READERS: Mapping[Kind, Callable[[IO[bytes], Source], Iterator[Document | Failure]]] = {
    "text": _read_text,
    "jsonl": _read_jsonl,
    "csv": _read_csv,
    "tsv": _read_csv,
}


def _csv_rows(file: IO[bytes], source: Source) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line."""
    csv.field_size_limit(_LARGEST_FIELD)  # the limit of the csv module is the process's; there is no other way

    def lines() -> Iterator[str]:
        for number, raw in enumerate(file, start=1):
            if number == 1:
                _refuse_binary(raw, source)
            if b"\0" in raw:
                raise InputError(f"{source}, line {number}: a NUL byte; this is not text")
            try:
                line = raw.removeprefix(_BOM if number == 1 else b"").decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{source}, line {number}: not UTF-8: byte 0x{raw[error.start]:02X}; "
                    "nothing is read from there on; find out its encoding and save it as UTF-8"
                ) from error
            yield from StringIO(line, newline="")  # splits at a lone carriage return, and keeps line ends

    # Without strict, csv would read '"a" b' as 'a b' and a quotation mark that is never closed to the end of the file.
    reader = csv.reader(lines(), delimiter="\t" if source.kind == "tsv" else ",", strict=True)
    number = 1
    try:
        for row in reader:
            if row:
                yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{source}, line {number}: {error}; nothing is read from there on. A text with quotation marks in it "
            'must be in quotation marks itself, with each inner one doubled: "Chống ""tự diễn biến"""'
        ) from error


def _object(line: bytes) -> dict[str, Any]:
    row = loads(line)
    if not isinstance(row, dict):
        raise RecordError('not a JSON object; a line is written like {"id": "1", "text": "…"}')
    return row


def _document(row: Mapping[str, Any], default_id: str) -> Document:
    """The document of a row; of a record of ours only text, id and meta, since it is annotated anew.

    Raises:
        RecordError: the row has no text, or an id that is none.
    """
    text, id, meta = row.get("text"), row.get("id"), row.get("meta")
    if text is None:
        raise RecordError(f"there is no 'text' in it, only {', '.join(map(repr, row)) or 'nothing'}")
    if not isinstance(text, str):
        raise RecordError(f"its 'text' is not a string but {type(text).__name__}")
    if _is_blank(text):
        raise RecordError("its 'text' is empty")
    if isinstance(id, bool) or not isinstance(id, str | int | None):
        raise RecordError(f"its 'id' is not a string or a whole number but {type(id).__name__}")
    rest = {} if row.get("schema") == SCHEMA else {k: v for k, v in row.items() if k not in ("text", "id", "meta")}
    if isinstance(meta, dict):
        rest = {**meta, **rest}
    elif meta is not None:
        rest["meta"] = meta
    return Document(text, id=default_id if id in (None, "") else str(id), meta=rest)


def _refuse_binary(data: bytes, source: Source) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{source}: not plain text but {what}")
    at = data.find(b"\0")
    if at >= 0:
        raise InputError(f"{source}: not plain text: a NUL byte at offset {at}; if it is UTF-16, save it as UTF-8")


def _is_blank(text: str) -> bool:
    return not text.strip().strip("\ufeff").strip()


def _unique(id: str, seen: dict[str, int]) -> str:
    """The id, or the id with the first free number from ``#2`` on."""
    new, number = id, seen.get(id, 0)
    while new in seen:
        number += 1
        new = f"{id}#{number}"
    seen[id] = max(number, 1)
    seen.setdefault(new, 1)
    return new


def _failure(error: Exception, *, id: str, source: str) -> Failure:
    return Failure.of(error, id=id, source=source, stage="read")


def _count(source: Source | Failure) -> int:
    if isinstance(source, Failure) or source.kind == "text":
        return 1
    try:
        with _open(source) as file:
            if source.kind == "jsonl":
                return sum(1 for line in file if line.strip())
            return sum(1 for _ in _csv_rows(file, source)) - 1
    except (InputError, *READ_ERRORS):
        return 1
