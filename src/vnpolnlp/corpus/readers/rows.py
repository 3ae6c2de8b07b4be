"""Documents in rows: JSON lines, CSV and TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, cast

from vnpolnlp.codec import loads
from vnpolnlp.corpus.encodings import LEGACY, decode
from vnpolnlp.corpus.files import READ_ERRORS
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.opening import Settings, opened
from vnpolnlp.corpus.readers.plain import Encoding, encoding_of, is_blank
from vnpolnlp.corpus.readers.sources import Source, read_failure
from vnpolnlp.corpus.readers.streams import LARGEST_DOCUMENT, SAMPLE, read_lines
from vnpolnlp.document import SCHEMA, Document
from vnpolnlp.errors import InputError, RecordError

_BOM = "\ufeff".encode()
_UTF_8 = Encoding("utf-8")
_NO_JSON = 1000  # lines in a row, after which a file is something else


def read_jsonl(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """A document a line."""
    encoding = _encoding(file, source, settings)
    empty, broken = True, 0
    for number, line in enumerate(_lines(file, source, encoding, settings.largest), start=1):
        id = f"{source.name}:{number}"
        try:
            if isinstance(line, RecordError):
                raise line
            if not line.strip():
                continue
            empty, broken = False, broken + 1
            row = _object(line)
            broken = 0
            yield document_of(row, id, encoding.meta())
        except RecordError as error:
            empty = False
            yield read_failure(InputError(f"{source}, line {number}: {error}"), id=id, source=str(source))
            if broken >= _NO_JSON:
                problem = f"{broken:,} lines in a row are no JSON objects; nothing is read from there on"
                raise InputError(f"{source}, line {number}: {problem}") from error
    if empty:
        raise InputError(f"{source}: there is no text in it")


def read_csv(file: IO[bytes], source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """A document a row, under a first line that names the columns."""
    encoding = _encoding(file, source, settings)
    rows = _csv_rows(file, source, encoding, settings.largest)
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
        id = f"{source.name}:{number}"
        try:
            if len(row) > len(header):
                raise RecordError(f"{len(row)} columns under {len(header)} names; quote what has a separator in it")
            yield document_of(dict(zip(header, row, strict=False)), id, encoding.meta())
        except RecordError as error:
            yield read_failure(InputError(f"{source}, line {number}: {error}"), id=id, source=str(source))
    if empty:
        raise InputError(f"{source}: there is no row under the names of the columns")


def document_of(row: Mapping[str, Any], default_id: str, meta: Mapping[str, Any] | None = None) -> Document:
    """The document of a row; of a record of ours only text, id and meta, since it is annotated anew.

    Args:
        row: the fields by their names.
        default_id: the id if the row has none.
        meta: what else is known; what the row says of the same name wins.

    Raises:
        RecordError: the row has no text, or an id that is none.
    """
    text, id, own = row.get("text"), row.get("id"), row.get("meta")
    if text is None:
        raise RecordError(f"there is no 'text' in it, only {', '.join(map(repr, row)) or 'nothing'}")
    if not isinstance(text, str):
        raise RecordError(f"its 'text' is not a string but {type(text).__name__}")
    if is_blank(text):
        raise RecordError("its 'text' is empty")
    if isinstance(id, bool) or not isinstance(id, str | int | None):
        raise RecordError(f"its 'id' is not a string or a whole number but {type(id).__name__}")
    rest = {} if row.get("schema") == SCHEMA else {k: v for k, v in row.items() if k not in ("text", "id", "meta")}
    if isinstance(own, dict):
        rest = {**own, **rest}
    elif own is not None:
        rest["meta"] = own
    return Document(text, id=default_id if id in (None, "") else str(id), meta={**(meta or {}), **rest})


def may_have_texts(source: Source) -> bool:
    """False for a table whose first row shows that it holds something else; broken files are reported later."""
    if source.kind not in ("jsonl", "csv", "tsv"):
        return True
    try:
        with opened(source) as file:
            if source.kind == "jsonl":
                first = next(
                    (line for line in read_lines(file, LARGEST_DOCUMENT) if line is None or line.strip()), b"{}"
                )
                row = loads((first or b"").removeprefix(_BOM))
                return isinstance(row, dict) and "text" in row
            return "text" in next(_csv_rows(file, source, _UTF_8, LARGEST_DOCUMENT), (0, ["text"]))[1]
    except (InputError, RecordError, *READ_ERRORS):
        return True


def count_rows(source: Source) -> int:
    """About how many documents a file of rows has."""
    try:
        with opened(source) as file:
            if source.kind == "jsonl":
                return sum(1 for line in read_lines(file, LARGEST_DOCUMENT) if line is None or line.strip())
            return sum(1 for _ in _csv_rows(file, source, _UTF_8, LARGEST_DOCUMENT)) - 1
    except (InputError, *READ_ERRORS):
        return 1


def _encoding(file: IO[bytes], source: Source, settings: Settings) -> Encoding:
    """What a file is written in, by its first lines; where that is not clear, UTF-8 with errors in it."""
    sample = cast(io.BufferedReader, file).peek(SAMPLE)
    if len(sample) >= SAMPLE // 2:  # there may be more, so that the last line is not whole
        sample = sample[: sample.rfind(b"\n") + 1] or sample.rstrip(bytes(range(0x80, 0xC0)))[:-1]
    return encoding_of(sample, source, settings) or _UTF_8


def _lines(file: IO[bytes], source: Source, encoding: Encoding, largest: int) -> Iterator[bytes | RecordError]:
    """The lines of a file in UTF-8, which may have errors in it, without a byte order mark; and what is no line."""
    too_long = f"longer than {largest:,} bytes, too much for one document; split it"
    if encoding.name == "utf-8" or encoding.name in LEGACY:
        for number, raw in enumerate(read_lines(file, largest), start=1):
            if raw is None:
                yield RecordError(too_long)
            elif encoding.name == "utf-8":
                yield raw.removeprefix(_BOM) if number == 1 else raw
            else:
                yield _reencoded(raw, encoding)
        return
    with _as_text(file, encoding) as text:
        number = 0
        try:
            while line := text.readline(largest):
                number += 1
                if len(line) == largest:
                    raise InputError(f"{source}, line {number}: {too_long}; nothing is read from there on")
                yield (line.removeprefix("\ufeff") if number == 1 else line).encode("utf-8", "surrogatepass")
        except UnicodeError as error:
            raise InputError(
                f"{source}, line {number + 1}: not in {encoding.name}: {error}; nothing is read from there on"
            ) from error


def _reencoded(line: bytes, encoding: Encoding) -> bytes | RecordError:
    try:
        return decode(line, encoding.name).encode()
    except UnicodeDecodeError as error:
        return RecordError(f"not in {encoding.name}: byte 0x{line[error.start]:02X} at offset {error.start}")


@contextmanager
def _as_text(file: IO[bytes], encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(cast(io.BufferedReader, file), encoding.name, newline="\n")
    try:
        yield text
    finally:
        with suppress(ValueError):  # it is closed already
            text.detach()  # whoever opened the file closes it


def _csv_rows(file: IO[bytes], source: Source, encoding: Encoding, largest: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line."""
    csv.field_size_limit(largest)  # the limit of the csv module is the process's; there is no other way
    size = 0  # of the row so far

    def lines() -> Iterator[str]:
        nonlocal size
        for at, line in enumerate(_lines(file, source, encoding, largest), start=1):
            where = f"{source}, line {at}"
            if isinstance(line, RecordError):
                raise InputError(f"{where}: {line}; nothing is read from there on")
            size += len(line)
            if size > largest:
                raise InputError(f"{where}: the row that begins in line {number} does not end; nothing more is read")
            if b"\0" in line:
                raise InputError(f"{where}: a NUL byte; this is not text")
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{where}: not UTF-8: byte 0x{line[error.start]:02X}; nothing is read from there on; "
                    "say what it is in with --encoding, or save it as UTF-8"
                ) from error
            yield from io.StringIO(text, newline="")  # splits at a lone carriage return, and keeps line ends

    # Without strict, csv would read '"a" b' as 'a b' and a quotation mark that is never closed to the end of the file.
    reader = csv.reader(lines(), delimiter="\t" if source.kind == "tsv" else ",", strict=True)
    number = 1
    try:
        for row in reader:
            if row:
                yield number, row
            number, size = reader.line_num + 1, 0
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
