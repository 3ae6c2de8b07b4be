"""doccano: sequence labelling with relations, as JSON lines in ASCII.

doccano's page counts UTF-16 units, and its server guesses encodings, so offsets are those and the file is ASCII. It has
no attributes of spans; they are kept with the document, by span and label, and put back where the span still is.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from vnpolnlp.codec import loads
from vnpolnlp.corpus.files import READ_ERRORS, open_binary, reason
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError, RecordError
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.regions import RELATION_LABELS, Link, Region, document_of, looks, regions_of
from vnpolnlp.formats.units import Utf16

#: Line feeds alone, since browsers make them of all line ends.
NEEDS = Needs()
ID_FIELD, ATTRIBUTES_FIELD = "doc_id", "attributes"
DATA_FILE, LABELS_FILE, RELATIONS_FILE = "data.jsonl", "labels.json", "relations.json"


def to_line(document: Document) -> dict[str, Any]:
    """A document as a line of doccano's JSONL(Relation)."""
    units = Utf16.of(document.text)
    numbers: dict[str, int] = {}
    entities, attributes = [], []
    for number, region in enumerate(regions_of(document), start=1):
        numbers[region.id] = number
        start, end = units.to_utf16(region.start), units.to_utf16(region.end)
        entities.append({"id": number, "start_offset": start, "end_offset": end, "label": region.label})
        if region.attrs:
            attributes.append([start, end, region.label, dict(region.attrs)])
    relations = [
        {"id": number, "from_id": numbers[one.head], "to_id": numbers[one.tail], "type": one.label}
        for number, one in enumerate(document.relations, start=1)
    ]
    return {
        "text": document.text,
        "entities": entities,
        "relations": relations,
        ID_FIELD: document.id,
        ATTRIBUTES_FIELD: attributes,
    }


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write the data and the labels with their colours into an empty folder; ``lost`` counts what is not there."""
    with (folder / DATA_FILE).open("wb") as file:
        for document in documents:
            if not document.text.strip():
                lost["documents without a word"] += 1
                continue
            line = to_line(copied(document, NEEDS, lost))
            file.write(json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n")
    spans = [{"text": label, "background_color": look.colour} for label, look in looks().items()]
    (folder / LABELS_FILE).write_text(json.dumps(spans, indent=1), encoding="ascii", newline="\n")
    relations = [{"text": label} for label in RELATION_LABELS]
    (folder / RELATIONS_FILE).write_text(json.dumps(relations, indent=1), encoding="ascii", newline="\n")


def read(path: Path) -> Iterator[Found]:
    """The documents of an export of doccano, ``.jsonl`` or ``.zip``, or of a folder that :func:`write` made.

    In a zip of several files each is one annotator's, called as it is.

    Raises:
        InputError: it is no such file.
    """
    file = path / DATA_FILE if path.is_dir() else path
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                names = sorted(name for name in archive.namelist() if name.endswith(".jsonl"))
                for name in names:
                    annotator = Path(name).stem if len(names) > 1 else ""
                    with archive.open(name) as opened:
                        yield from _read_lines(opened, f"{file.name}/{name}", annotator)
        else:
            with open_binary(file) as opened:
                yield from _read_lines(opened, file.name, "")
    except (*READ_ERRORS, zipfile.BadZipFile) as error:
        raise InputError(f"cannot read {file}: {reason(error)}") from error


def _read_lines(file: IO[bytes], name: str, annotator: str) -> Iterator[Found]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            row = loads(line)
        except RecordError as error:
            yield Found(where, None, (f"{where}: no JSON: {error}",))
            continue
        text = row.get("text") if isinstance(row, dict) else None
        if not isinstance(text, str):
            yield Found(where, None, (f"{where}: has no text",))
            continue
        id = str(next((named for named in (row.get(ID_FIELD), row.get("id")) if named is not None), where))
        yield _found(id, text, row, where, annotator)


def _found(id: str, text: str, row: Mapping[str, Any], where: str, annotator: str) -> Found:
    problems: list[str] = []
    units = Utf16.of(text)
    regions: list[Region] = []
    for number, entity in enumerate(_entities(row), start=1):
        place = f"{where}, entity {number}"
        try:
            start, end = (units.from_utf16(int(entity[name])) for name in ("start_offset", "end_offset"))
            regions.append(Region(str(entity.get("id", f"#{number}")), start, end, str(entity["label"]), {}, place))
        except (LookupError, TypeError, AttributeError) as error:
            problems.append(f"{place}: no span ({error!r}), left out")
        except ValueError as error:
            problems.append(f"{place}: {error}, left out")
    links = []
    for number, one in enumerate(row.get("relations") or (), start=1):
        place = f"{where}, relation {number}"
        try:
            links.append(Link(str(one["type"]), str(one["from_id"]), str(one["to_id"]), place))
        except (LookupError, TypeError) as error:
            problems.append(f"{place}: no relation ({error!r}), left out")
    attributes = row.get(ATTRIBUTES_FIELD)
    regions = _with_attributes(regions, attributes if isinstance(attributes, list) else [], units)
    document, more = document_of(text, id, regions, links)
    return Found(id, document, (*problems, *more), annotator)


def _entities(row: Mapping[str, Any]) -> Iterable[Any]:
    """The spans of a line, with relations or without."""
    if isinstance(row.get("entities"), list):
        entities: list[Any] = row["entities"]
        return entities
    plain = row.get("label") or ()
    return [
        {"start_offset": one[0], "end_offset": one[1], "label": one[2]}
        for one in plain
        if isinstance(one, list) and len(one) == 3
    ]


def _with_attributes(regions: Sequence[Region], rows: Iterable[Any], units: Utf16) -> list[Region]:
    """The regions with the attributes kept for them: of the same span and label, or else the one that was moved."""
    done: dict[int, Region] = {}
    left: list[tuple[int, int, str, dict[str, str]]] = []
    for row in rows:
        try:
            start, end, label, attrs = row
            span = units.from_utf16(start), units.from_utf16(end)
            attrs = {str(name): str(value) for name, value in attrs.items()}
        except (TypeError, ValueError, AttributeError):
            continue
        left.append((*span, label, attrs))

    def give(fits: Any) -> None:
        for row in tuple(left):
            found = [at for at, region in enumerate(regions) if at not in done and fits(region, row)]
            if found:
                best = max(found, key=lambda at: min(regions[at].end, row[1]) - max(regions[at].start, row[0]))
                done[best] = replace(regions[best], attrs=row[3])
                left.remove(row)

    give(lambda region, row: (region.start, region.end, region.label) == row[:3])
    give(lambda region, row: region.label == row[2] and min(region.end, row[1]) > max(region.start, row[0]))
    return [done.get(at, region) for at, region in enumerate(regions)]
