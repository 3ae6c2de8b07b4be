"""Tidy tables: documents, entities, quotes, terms and relations, a row each, as CSV and as Parquet.

In a table of spans, ``doc_id``, ``start`` and ``end`` say where it is, in code points of the document's ``text``; R
takes ``substr(text, start + 1, end)``.
"""

from __future__ import annotations

import csv
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from vnpolnlp.codec import dumps, loads
from vnpolnlp.corpus.files import READ_ERRORS, reason
from vnpolnlp.document import ATTRIBUTES, Document
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.extras import need
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.regions import TERM_LABEL, YES, Link, Region, document_of

#: R reads all line ends as line feeds, and neither R nor Excel has null characters.
CSV_NEEDS = Needs(xml=True)

_ENTITY_ATTRIBUTES = tuple(dict.fromkeys(name for names in ATTRIBUTES.values() for name in names))
#: The tables with their columns and the types of these.
TABLES: Mapping[str, Mapping[str, type]] = {
    "documents": {"doc_id": str, "text": str, "characters": int, "words": int, "meta": str},
    "entities": {
        "doc_id": str, "id": str, "start": int, "end": int, "label": str, "text": str, "sentence": int,
        **dict.fromkeys(_ENTITY_ATTRIBUTES, str), "by": str,
    },
    "quotes": {
        "doc_id": str, "id": str, "start": int, "end": int, "kind": str, "text": str, "sentence": int,
        "political": bool, "term": str, "speaker": str, "by": str,
    },
    "terms": {"doc_id": str, "start": int, "end": int, "term": str, "text": str, "sentence": int, "quoted": bool},
    "relations": {
        "doc_id": str, "label": str, "head": str, "tail": str, "head_text": str, "tail_text": str,
    },
}  # fmt: skip

Row = dict[str, Any]


def rows_of(document: Document) -> dict[str, list[Row]]:
    """The rows of a document in each table. What is not there is None; ``sentence`` counts from 1.

    >>> from vnpolnlp.document import Term
    >>> rows_of(Document("đổi mới", id="a", terms=(Term(0, 7, "doi-moi", False),)))["terms"]
    [{'doc_id': 'a', 'start': 0, 'end': 7, 'term': 'doi-moi', 'text': 'đổi mới', 'sentence': None, 'quoted': False}]
    """
    text, id = document.text, document.id
    starts = [sentence.start for sentence in document.sentences]

    def place(start: int, end: int) -> Row:
        return {
            "doc_id": id,
            "start": start,
            "end": end,
            "text": text[start:end],
            "sentence": bisect_right(starts, start) or None,
        }

    entities = {entity.id: entity for entity in document.entities}
    words = sum(tag != "PUNCT" for tag in document.tokens.pos)
    meta = dumps(dict(document.meta)).decode()
    rows: dict[str, list[Row]] = {
        "documents": [{"doc_id": id, "text": text, "characters": len(text), "words": words, "meta": meta}],
        "entities": [
            {**place(one.start, one.end), "id": one.id, "label": one.label, "by": one.by, **one.attrs}
            for one in document.entities
        ],
        "quotes": [
            {
                **place(one.start, one.end), "id": one.id, "kind": one.kind, "political": one.political,
                "term": one.term, "speaker": one.speaker, "by": one.by,
            }
            for one in document.quotes
        ],
        "terms": [{**place(one.start, one.end), "term": one.term, "quoted": one.quoted} for one in document.terms],
        "relations": [
            {
                "doc_id": id, "label": one.label, "head": one.head, "tail": one.tail,
                "head_text": entities[one.head].text, "tail_text": entities[one.tail].text,
            }
            for one in document.relations
        ],
    }  # fmt: skip
    return {
        table: [{column: row.get(column) for column in TABLES[table]} for row in found] for table, found in rows.items()
    }


def _document(row: Row, rows: Mapping[str, Sequence[tuple[str, Row]]], where: str) -> Found:
    """A document from its rows in the tables, each with its place in the file."""
    id, text = row["doc_id"], row["text"]
    problems: list[str] = []
    regions: list[Region] = []
    for table in ("entities", "quotes", "terms"):
        for number, (place, found) in enumerate(rows[table], start=1):
            if found.get("start") is None or found.get("end") is None:
                problems.append(f"{place}: has no start or no end, left out")
                continue
            start, end = found["start"], found["end"]
            here, said = text[max(0, start) : max(0, end)], found.get("text")
            if said and said != here:
                problems.append(
                    f"{place}: the text of {id!r} at {start}:{end} is {here[:40]!r} and not {said[:40]!r}, left out"
                )
            else:
                regions.append(_region(table, found, f"#{number}", place))
    links = [
        Link(str(found["label"]), str(found["head"]), str(found["tail"]), place) for place, found in rows["relations"]
    ]
    document, more = document_of(text, id, regions, links)
    try:
        meta = loads(row.get("meta") or "{}")
        if not isinstance(meta, dict):
            raise RecordError("no object")
    except RecordError as error:
        meta = {}
        problems.append(f"{where}: meta is not JSON: {error}, left out")
    return Found(id, document.with_layers(meta=meta), (*problems, *more))


def _region(table: str, row: Row, id: str, place: str) -> Region:
    label = {"entities": row.get("label"), "quotes": f"Q_{row.get('kind')}"}.get(table, TERM_LABEL)
    names = {"entities": _ENTITY_ATTRIBUTES, "quotes": ("term", "speaker")}.get(table, ("term",))
    attrs = {name: row[name] for name in names if row.get(name) is not None}
    attrs |= {flag: YES for flag in ("political", "quoted") if row.get(flag)}
    return Region(str(row.get("id") or f"{label}{id}"), row["start"], row["end"], str(label), attrs, place)


# CSV

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def write_csv(documents: Iterable[Document], folder: Path, lost: Counter[str], *, guarded: bool = False) -> None:
    """Write a CSV file a table into an empty folder: UTF-8 with a byte order mark, all cells in quotation marks.

    Args:
        documents: the documents.
        folder: where to; it exists.
        lost: counts attributes that are empty, which no cell can tell from those that are not there.
        guarded: put an apostrophe before what Excel would take for a formula.
    """
    with ExitStack() as files:
        writers = {}
        for table, columns in TABLES.items():
            file = files.enter_context((folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline=""))
            writers[table] = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writers[table].writerow(columns)
        for document in documents:
            for table, rows in rows_of(copied(document, CSV_NEEDS, lost)).items():
                for row in rows:
                    values = [value for name, value in row.items() if name not in ("doc_id", "text", "by", "meta")]
                    lost["empty attributes"] += values.count("")
                    lost["null characters in attributes"] += sum(
                        "\0" in value for value in values if isinstance(value, str)
                    )
                    writers[table].writerow([_cell(value, guarded) for value in row.values()])


def _cell(value: object, guarded: bool) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    said = "" if value is None else str(value).replace("\0", "\ufffd")
    return f"'{said}" if guarded and said.startswith(_FORMULA) else said


def read_csv(path: Path, *, guarded: bool = False) -> Iterator[Found]:
    """The documents of a folder of tables in CSV; of its tables, only documents must be there.

    Raises:
        InputError: there is no documents.csv, or a table cannot be read.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    return _read(path, ".csv", lambda file, columns: _csv_rows(file, columns, guarded))


def _csv_rows(file: Path, columns: Mapping[str, type], guarded: bool) -> Iterator[tuple[str, Row]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened, strict=True)
        _refuse_other_columns(file, reader.fieldnames or ())
        try:
            for row in reader:
                place = f"{file.name}:{reader.line_num}"
                yield place, {name: _value(row.get(name), type, place, name, guarded) for name, type in columns.items()}
        except csv.Error as error:
            raise InputError(f"{file}:{reader.line_num}: {error}") from error


def _value(cell: str | None, type: type, place: str, name: str, guarded: bool) -> Any:
    if cell and guarded and cell[0] == "'":
        cell = cell[1:]
    if name in ("doc_id", "text"):
        return cell
    if not cell or (type is not str and cell == "NA"):  # as R writes what is not there
        return None
    if type is bool:
        return cell.upper() in ("TRUE", "T", "1", "YES")
    if type is int:
        try:
            return int(float(cell)) if "." in cell else int(cell)
        except ValueError as error:
            raise InputError(f"{place}: {name} is {cell!r} and no number") from error
    return cell


# Parquet

_ROW_GROUP = 1000  # documents


def write_parquet(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write a Parquet file a table into an empty folder. Texts and values are as they are; nothing is lost.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    pa, pq = _arrow()
    types = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}
    with ExitStack() as files:
        writers, schemas = {}, {}
        for table, columns in TABLES.items():
            schemas[table] = pa.schema([(name, types[type]) for name, type in columns.items()])
            writers[table] = files.enter_context(
                pq.ParquetWriter(folder / f"{table}.parquet", schemas[table], compression="zstd")
            )
        for batch in batches(documents, _ROW_GROUP):
            rows: dict[str, list[Row]] = defaultdict(list)
            for document in batch:
                for table, found in rows_of(document).items():
                    rows[table] += found
            for table, found in rows.items():
                if found:
                    writers[table].write_table(pa.Table.from_pylist(found, schema=schemas[table]))


def batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """The documents, so many at a time."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def read_parquet(path: Path) -> Iterator[Found]:
    """The documents of a folder of tables in Parquet; of its tables, only documents must be there.

    Raises:
        InputError: there is no documents.parquet, or a table cannot be read.
        ConfigError: pyarrow is not installed.
    """
    _arrow()
    return _read(path, ".parquet", _parquet_rows)


def _arrow() -> tuple[Any, Any]:
    return need("pyarrow", package="pyarrow", extra="parquet"), need(
        "pyarrow.parquet", package="pyarrow", extra="parquet"
    )


def _parquet_rows(file: Path, columns: Mapping[str, type]) -> Iterator[tuple[str, Row]]:
    pa, pq = _arrow()
    number = 0
    try:
        with pq.ParquetFile(file) as opened:
            _refuse_other_columns(file, opened.schema_arrow.names)
            for batch in opened.iter_batches(_ROW_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield f"{file.name}, row {number}", _typed(row, columns, f"{file.name}, row {number}")
    except pa.ArrowException as error:
        raise InputError(f"{file}: no Parquet: {error}") from error


def _typed(row: Row, columns: Mapping[str, type], place: str) -> Row:
    """The row with whole numbers where others were made of them, as data frames with empty cells have them."""
    typed: Row = {}
    for name, type in columns.items():
        value = row.get(name)
        if value is not None and not isinstance(value, type):
            if type is not int or not isinstance(value, float):
                raise InputError(f"{place}: {name} is {value!r}, and {type.__name__} was expected")
            value = int(value)
        typed[name] = value
    return typed


# Both

_Rows = Callable[[Path, Mapping[str, type]], Iterator[tuple[str, Row]]]
_NEEDED = {
    "documents": {"doc_id", "text"},
    "entities": {"doc_id", "start", "end", "label"},
    "quotes": {"doc_id", "start", "end", "kind"},
    "terms": {"doc_id", "start", "end", "term"},
    "relations": {"doc_id", "label", "head", "tail"},
}


def _refuse_other_columns(file: Path, columns: Iterable[str]) -> None:
    missing = _NEEDED[file.stem] - set(columns)
    if missing:
        raise InputError(f"{file}: has no column {', '.join(sorted(missing))}")


def _read(path: Path, ending: str, rows: _Rows) -> Iterator[Found]:
    main = path / f"documents{ending}"
    if not main.is_file():
        raise InputError(f"{path}: no documents{ending} in it; a folder of tables was expected")
    found: dict[str, dict[str, list[tuple[str, Row]]]] = {table: defaultdict(list) for table in TABLES}
    try:
        for table, columns in TABLES.items():
            file = path / f"{table}{ending}"
            if table == "documents" or not file.is_file():
                continue
            for place, row in rows(file, columns):
                found[table][row["doc_id"] or ""].append((place, row))
        for place, row in rows(main, TABLES["documents"]):
            id = row["doc_id"] = row["doc_id"] or ""
            row["text"] = row["text"] or ""
            yield _document(row, {table: found[table].pop(id, []) for table in TABLES}, place)
    except (*READ_ERRORS, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {reason(error)}") from error
    for table, left in found.items():
        for id, strays in left.items():
            yield Found(
                id, None, (f"{strays[0][0]}: {len(strays)} rows of {table} are of a document that is not there",)
            )
