"""A Parquet file for Hugging Face ``datasets``: a row a document, with with tokens and tags that know their names."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vnpolnlp.codec import dumps, loads
from vnpolnlp.document import ATTRIBUTES, LABELS, Document
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.formats.extras import need
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.regions import REGION_ATTRIBUTES, Link, Region, document_of, regions_of
from vnpolnlp.formats.rows import rows
from vnpolnlp.formats.tables import batches

#: The names of the tags of tokens, in the order of their numbers.
TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
_ATTRIBUTES = tuple(dict.fromkeys(name for names in REGION_ATTRIBUTES.values() for name in names))
_ROW_GROUP = 500  # documents

_STRING, _NUMBER = {"dtype": "string", "_type": "Value"}, {"dtype": "int32", "_type": "Value"}
_REGION = {
    "id": _STRING, "start": _NUMBER, "end": _NUMBER, "label": _STRING, "text": _STRING,
    **dict.fromkeys(_ATTRIBUTES, _STRING),
}  # fmt: skip
#: The columns as ``datasets`` describes them.
FEATURES: Mapping[str, Any] = {
    "id": _STRING,
    "text": _STRING,
    "tokens": [_STRING],
    "ner_tags": [{"names": list(TAGS), "_type": "ClassLabel"}],
    "entities": [_REGION],
    "quotes": [_REGION],
    "terms": [_REGION],
    "relations": [{"label": _STRING, "head": _STRING, "tail": _STRING}],
    "meta": _STRING,
}


def to_row(document: Document) -> dict[str, Any]:
    """A document as a row. Tokens do not cross the bounds of spans; the tags are those of entities."""
    tokens = [row for sentence in rows(document) for row in sentence]
    starts = [row.start for row in tokens]
    tags = [0] * len(tokens)
    for entity in document.entities:
        first, last = bisect_left(starts, entity.start), bisect_left(starts, entity.end)
        begin = TAGS.index(f"B-{entity.label}")
        tags[first:last] = [begin, *[begin + 1] * (last - first - 1)]
    layers: dict[str, list[dict[str, Any]]] = {"entities": [], "quotes": [], "terms": []}
    for region in regions_of(document):
        layer = "entities" if region.label in ATTRIBUTES else "terms" if region.label == "TERM" else "quotes"
        said = document.text[region.start : region.end]
        layers[layer].append(
            {
                "id": region.id,
                "start": region.start,
                "end": region.end,
                "label": region.label,
                "text": said,
                **region.attrs,
            }
        )
    return {
        "id": document.id,
        "text": document.text,
        "tokens": [document.text[row.start : row.end] for row in tokens],
        "ner_tags": tags,
        **layers,
        "relations": [{"label": one.label, "head": one.head, "tail": one.tail} for one in document.relations],
        "meta": dumps(dict(document.meta)).decode(),
    }


def _schema(pa: Any) -> Any:
    def of(feature: Any) -> Any:
        if isinstance(feature, list):
            return pa.list_(of(feature[0]))
        if feature.get("_type") == "Value":
            return {"string": pa.string(), "int32": pa.int32()}[feature["dtype"]]
        if feature.get("_type") == "ClassLabel":
            return pa.int64()
        return pa.struct([(name, of(inner)) for name, inner in feature.items()])

    said = dumps({"info": {"features": FEATURES}})
    return pa.schema([(name, of(feature)) for name, feature in FEATURES.items()], metadata={"huggingface": said})


def write(documents: Iterable[Document], path: Path, lost: Counter[str]) -> None:
    """Write one Parquet file; nothing is lost.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    pa, pq = _arrow()
    schema = _schema(pa)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches(documents, _ROW_GROUP):
            writer.write_table(pa.Table.from_pylist([to_row(document) for document in batch], schema=schema))


def _arrow() -> tuple[Any, Any]:
    return need("pyarrow", package="pyarrow", extra="parquet"), need(
        "pyarrow.parquet", package="pyarrow", extra="parquet"
    )


def read(path: Path) -> Iterator[Found]:
    """The documents of such a file. Its spans are read, and its tags are not: these only repeat the entities.

    Raises:
        InputError: it is no Parquet file, or has other columns.
        ConfigError: pyarrow is not installed.
    """
    pa, pq = _arrow()
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            missing = {"id", "text", "entities"} - set(file.schema_arrow.names)
            if missing:
                raise InputError(f"{path}: has no column {', '.join(sorted(missing))}")
            for batch in file.iter_batches(_ROW_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield _found(row, f"{path.name}, row {number}")
    except pa.ArrowException as error:
        raise InputError(f"{path}: no Parquet: {error}") from error


def _found(row: Mapping[str, Any], where: str) -> Found:
    problems: list[str] = []
    regions: list[Region] = []
    for layer in ("entities", "quotes", "terms"):
        for number, found in enumerate(row.get(layer) or (), start=1):
            place = f"{where}, {layer} {number}"
            try:
                attrs = {name: found[name] for name in _ATTRIBUTES if found.get(name) is not None}
                id = str(found.get("id") or f"{layer}{number}")
                regions.append(Region(id, int(found["start"]), int(found["end"]), str(found["label"]), attrs, place))
            except (LookupError, TypeError, ValueError) as error:
                problems.append(f"{place}: no span ({error!r}), left out")
    links = [
        Link(str(one.get("label")), str(one.get("head")), str(one.get("tail")), f"{where}, relation {number}")
        for number, one in enumerate(row.get("relations") or (), start=1)
    ]
    id = str(row["id"])
    document, more = document_of(row["text"] or "", id, regions, links)
    try:
        meta = loads(row.get("meta") or "{}")
    except RecordError as error:
        meta = {}
        problems.append(f"{where}: meta is not JSON: {error}, left out")
    return Found(id, document.with_layers(meta=meta), (*problems, *more))
