"""UIMA CAS XMI with its type system, for INCEpTION: entities, quotations, terms and relations as layers.

XMI counts UTF-16 units. dkpro-cassis converts them, so code points go in and come out here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from vnpolnlp.corpus.files import reason
from vnpolnlp.document import ATTRIBUTES, Document
from vnpolnlp.errors import InputError
from vnpolnlp.formats.copies import Needs, copied, xml_safe
from vnpolnlp.formats.extras import need
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import (
    QUOTE_LABELS,
    REGION_ATTRIBUTES,
    TERM_LABEL,
    Link,
    Region,
    count_unsafe,
    document_of,
    regions_of,
)
from vnpolnlp.formats.rows import rows
from vnpolnlp.formats.safe_xml import refuse_document_type

#: What a copy of a text must be for XMI.
NEEDS = Needs(xml=True)
TYPES_FILE = "TypeSystem.xml"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
QUOTE, TERM, RELATION = "webanno.custom.Quote", "webanno.custom.PoliticalTerm", "webanno.custom.PolRelation"

#: What a damaged file makes of the reader, which expects a sound one.
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, SyntaxError)
_STRING = "uima.cas.String"
#: What an attribute is called as a feature, where it is not its own name; ``identifier`` is INCEpTION's own.
_FEATURES = {"number": "identifier", "value": "identifier", "place": "identifier", "type": "genre"}
_QUOTE_FEATURES = ("kind", "political", "term", "speaker")
_TERM_FEATURES = ("term", "quoted")


def _cassis() -> Any:
    return need("cassis", package="dkpro-cassis", extra="uima")


def type_system() -> Any:
    """The types that an export has, to be written beside it.

    Raises:
        ConfigError: dkpro-cassis is not installed.
    """
    types = _cassis().TypeSystem()
    annotation = "uima.tcas.Annotation"
    meta = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        types.create_feature(meta, name, _STRING)
    types.create_feature(meta, "isLastSegment", "uima.cas.Boolean")
    for name in (SENTENCE, TOKEN):
        types.create_type(name, annotation)
    attributes = dict.fromkeys(_FEATURES.get(name, name) for names in ATTRIBUTES.values() for name in names)
    layers = {ENTITY: ("value", *attributes), QUOTE: _QUOTE_FEATURES, TERM: _TERM_FEATURES}
    for name, features in layers.items():
        layer = types.create_type(name, annotation)
        for feature in features:
            types.create_feature(layer, feature, _STRING)
    relation = types.create_type(RELATION, annotation)
    types.create_feature(relation, "Dependent", ENTITY)
    types.create_feature(relation, "Governor", ENTITY)
    types.create_feature(relation, "label", _STRING)
    return types


def to_cas(document: Document, types: Any) -> Any:
    """A document as a CAS of these types. Its text has only characters that XML has, and some that can be seen."""
    make = {name: types.get_type(name) for name in (METADATA, SENTENCE, TOKEN, ENTITY, QUOTE, TERM, RELATION)}
    size = len(document.text)
    id = xml_safe(document.id)
    found = [make[METADATA](begin=0, end=size, language="vi", documentTitle=id, documentId=id)]
    for sentence in rows(document, whole=[(entity.start, entity.end) for entity in document.entities]):
        found.append(make[SENTENCE](begin=sentence[0].start, end=sentence[-1].end))
        found += (make[TOKEN](begin=row.start, end=row.end) for row in sentence)
    entities: dict[str, Any] = {}
    for region in regions_of(document):
        attrs = {name: xml_safe(value) for name, value in region.attrs.items()}
        bounds = {"begin": region.start, "end": region.end}
        if region.label == TERM_LABEL:
            found.append(make[TERM](**bounds, **attrs))
        elif region.label in QUOTE_LABELS:
            found.append(make[QUOTE](**bounds, kind=QUOTE_LABELS[region.label], **attrs))
        else:
            features = {_FEATURES.get(name, name): value for name, value in attrs.items()}
            entities[region.id] = make[ENTITY](**bounds, value=region.label, **features)
            found.append(entities[region.id])
    for one in document.relations:
        head, tail = entities[one.head], entities[one.tail]
        found.append(make[RELATION](begin=tail.begin, end=tail.end, Governor=head, Dependent=tail, label=one.label))
    cas = _cassis().Cas(typesystem=types, sofa_string=document.text, sofa_mime="text/plain")
    cas.add_all(found)
    return cas


def read_cas(file: IO[bytes], types: Any) -> tuple[str, str, list[Region], list[Link]]:
    """The text of an XMI file, the id of the document (or nothing), its regions and its links.

    Raises:
        ValueError: it is no XMI, or declares a document type.
        ConfigError: dkpro-cassis is not installed.
    """
    refuse_document_type(file)
    file.seek(0)
    try:
        cas = _cassis().load_cas_from_xmi(file, typesystem=types, lenient=True)
    except _DAMAGE as error:
        raise ValueError(f"no XMI: {error}") from error
    if cas.sofa_string is None:
        raise ValueError("no XMI: it has no text")
    ids = [found.documentId for found in _of(cas, METADATA) if found.documentId]
    return str(cas.sofa_string), ids[0] if ids else "", list(_regions(cas)), list(_links(cas))


def _of(cas: Any, name: str) -> Iterable[Any]:
    return cas.select(name) if cas.typesystem.contains_type(name) else ()


def _regions(cas: Any) -> Iterator[Region]:
    for found in _of(cas, ENTITY):
        label = found.value or ""
        features = {_FEATURES.get(name, name): name for name in REGION_ATTRIBUTES.get(label, ())}
        yield _region(found, label, features)
    for found in _of(cas, QUOTE):
        yield _region(found, f"Q_{found.kind}", {name: name for name in _QUOTE_FEATURES[1:]})
    for found in _of(cas, TERM):
        yield _region(found, TERM_LABEL, {name: name for name in _TERM_FEATURES})


def _region(found: Any, label: str, features: dict[str, str]) -> Region:
    given = {name: getattr(found, feature, None) for feature, name in features.items()}
    attrs = {name: value for name, value in given.items() if value is not None}
    return Region(str(found.xmiID), found.begin, found.end, label, attrs, f"xmi:id {found.xmiID}")


def _links(cas: Any) -> Iterator[Link]:
    for found in sorted(_of(cas, RELATION), key=lambda relation: relation.xmiID):
        head, tail = (str(end.xmiID) if end else "nothing" for end in (found.Governor, found.Dependent))
        yield Link(found.label or "", head, tail, f"xmi:id {found.xmiID}")


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write ``NAME.xmi`` for each document and the type system into an empty folder; ``lost`` counts what is not there.

    Raises:
        ConfigError: dkpro-cassis is not installed.
    """
    types = type_system()
    (folder / TYPES_FILE).write_text(types.to_xml(), encoding="utf-8", newline="\n")
    names = Names()
    for document in documents:
        copy = copied(document, NEEDS, lost)
        if copy.text.strip():
            count_unsafe(copy, lost)
            (folder / f"{names(document.id)}.xmi").write_bytes(to_cas(copy, types).to_xmi().encode())
        else:
            lost["documents without a word"] += 1


def read(folder: Path) -> Iterator[Found]:
    """The documents of a folder of XMI files, or of one file, in the order of their names.

    The type system beside them is used, or that of an export where there is none.

    Raises:
        InputError: there are no XMI files, or their type system cannot be read.
        ConfigError: dkpro-cassis is not installed.
    """
    files = sorted(folder.rglob("*.xmi")) if folder.is_dir() else [folder]
    if not files and not (folder / TYPES_FILE).is_file():
        raise InputError(f"{folder}: no .xmi files in it")
    for file in files:
        types = _types_beside(file)
        try:
            with file.open("rb") as opened:
                text, id, found, links = read_cas(opened, types)
        except (ValueError, OSError) as error:
            yield Found(file.stem, None, (f"{file.name}: {reason(error)}",))
            continue
        document, problems = document_of(text, id or file.stem, found, links)
        yield Found(document.id, document, tuple(f"{file.name}: {problem}" for problem in problems))


def _types_beside(file: Path) -> Any:
    types = file.parent / TYPES_FILE
    if not types.is_file():
        return type_system()
    try:
        with types.open("rb") as opened:
            refuse_document_type(opened)
            opened.seek(0)
            return _cassis().load_typesystem(opened)
    except _DAMAGE as error:
        raise InputError(f"{types}: no type system of UIMA: {error}") from error
