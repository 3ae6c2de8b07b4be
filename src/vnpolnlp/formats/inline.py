"""Inline-marked text, as gold is written by hand: a folder with a marked file a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from vnpolnlp.corpus.files import reason
from vnpolnlp.document import Document, Entity, Quote
from vnpolnlp.errors import InputError, OutputError, RecordError
from vnpolnlp.evaluation.inline import MARKUP_ATTRIBUTES, parse_inline, render_inline
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.listing import LIST_FILE, listed, read_list
from vnpolnlp.formats.names import Names

_UNSAYABLE = re.compile("[<>]")


def to_inline(document: Document, lost: Counter[str]) -> str | None:
    """The marked text of a document; ``lost`` counts what the markup cannot say. None where the text itself has tags.

    >>> entity = Entity("e1", 0, 4, "ORG", "Đảng", {}, "gold")
    >>> to_inline(Document("Đảng bộ", entities=(entity,)), Counter())
    '<ORG>Đảng</ORG> bộ'
    """
    spans = list(_nested([*document.quotes, *(_sayable(entity, lost) for entity in document.entities)], lost))
    lost["terms"] += len(document.terms)
    lost["relations"] += len(document.relations)
    for quote in document.quotes:
        lost["lexicon ids of quotes"] += quote.term is not None
        lost["speakers of quotes"] += quote.speaker is not None
    try:
        return _rendered(document.text, spans)
    except (OutputError, RecordError):
        return _rendered_one_by_one(document.text, spans, lost)


def _sayable(entity: Entity, lost: Counter[str]) -> Entity:
    """The entity with the attributes that the markup has."""
    known = MARKUP_ATTRIBUTES[entity.label].values()
    attrs = {}
    for name, value in entity.attrs.items():
        if name in known and value and not _UNSAYABLE.search(value) and not {'"', "'"} <= set(value):
            attrs[name] = value
        else:
            lost[f"attributes {name!r}"] += 1
    return replace(entity, attrs=attrs)


def _nested(spans: Iterable[Entity | Quote], lost: Counter[str]) -> Iterator[Entity | Quote]:
    """The spans that do not cross one before them."""
    around: list[Entity | Quote] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        while around and around[-1].end <= span.start:
            around.pop()
        if around and around[-1].end < span.end:
            lost["entities that cross a quotation" if isinstance(span, Entity) else "quotes that cross a span"] += 1
        else:
            around.append(span)
            yield span


def _rendered(text: str, spans: Iterable[Entity | Quote]) -> str:
    spans = tuple(spans)
    entities = [span for span in spans if isinstance(span, Entity)]
    return render_inline(text, entities, [span for span in spans if isinstance(span, Quote)])


def _rendered_one_by_one(text: str, spans: Iterable[Entity | Quote], lost: Counter[str]) -> str | None:
    """The marked text with all spans that can be marked, the inner before the outer."""
    kept: list[Entity | Quote] = []
    try:
        marked = _rendered(text, kept)
    except OutputError:
        lost["documents whose text has a tag in it"] += 1
        return None
    for span in sorted(spans, key=lambda span: span.end - span.start):
        try:
            marked = _rendered(text, (*kept, span))
        except (OutputError, RecordError):
            lost["spans that the markup cannot say"] += 1
        else:
            kept.append(span)
    return marked


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write ``NAME.xml`` for each document into an empty folder, and which file is which document."""
    names = Names()
    with (folder / LIST_FILE).open("wb") as index:
        for document in documents:
            marked = to_inline(document, lost)
            if marked is not None:
                name = names(document.id)
                (folder / f"{name}.xml").write_bytes(marked.encode())
                index.write(listed(name, document.id))


def read(path: Path) -> Iterator[Found]:
    """The documents of a folder of marked files, in the order of their names, or of one file.

    Raises:
        InputError: there is no such file.
    """
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise InputError(f"{path}: no .xml file with inline markup")
    ids = read_list(files[0].parent)
    for file in files:
        id = ids.get(file.stem, file.stem)
        try:
            text, entities, quotes = parse_inline(file.read_bytes().decode())
        except (InputError, OSError, UnicodeDecodeError) as error:
            yield Found(id, None, (f"{file.name}: {reason(error)}",))
        else:
            yield Found(id, Document(text, id=id, entities=entities, quotes=quotes))
