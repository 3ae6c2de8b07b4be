"""REFI-QDA projects (``.qdpx``), which MAXQDA, NVivo, ATLAS.ti and QualCoder read: texts, codes and codings."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from vnpolnlp.corpus.files import READ_ERRORS, reason
from vnpolnlp.document import LABELS, Document
from vnpolnlp.errors import InputError
from vnpolnlp.formats.copies import Needs, copied, xml_safe
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.regions import (
    QUOTE_LABELS,
    TERM_LABEL,
    Link,
    Region,
    document_of,
    looks,
    read_written,
    regions_of,
    written,
)
from vnpolnlp.formats.safe_xml import UnsafeXmlError, refuse_document_type
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.version import __version__

#: What a copy of a text must be for these programs.
NEEDS = Needs(xml=True)
NAMESPACE = "urn:QDA-XML:project:1.0"
_NS = f"{{{NAMESPACE}}}"
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:vnpolnlp:qdpx")
_LONGEST_NAME = 80
_PROJECT = "project.qde"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST_TEXT = 1 << 28


def guid(*names: str) -> str:
    """The identifier of a thing, always the same for the same names.

    >>> guid("code", "PER") == guid("code", "PER") != guid("code", "LOC")
    True
    """
    return str(uuid.uuid5(_ROOT, "\\0".join(names))).upper()


USER = guid("user")
DOC_ID = guid("variable", "doc_id")


def head(terms: Iterable[str] = ()) -> str:
    """A project file up to its sources; with codes for these terms also, where the lexicon does not have them."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="{NAMESPACE}" name="vnpolnlp" origin="vnpolnlp {__version__}" creatingUserGUID="{USER}">\n'
        f'<Users><User guid="{USER}" name="vnpolnlp"/></Users>\n'
        f"<CodeBook><Codes>\n{_codes(tuple(terms))}</Codes></CodeBook>\n"
        f'<Variables><Variable guid="{DOC_ID}" name="doc_id" typeOfVariable="Text"/></Variables>\n'
    )


@cache
def _codes(more: tuple[str, ...]) -> str:
    terms: dict[str, list[str]] = {}
    for row in read_lexicon("terms"):
        terms.setdefault(row["category"], []).append(_code(term_code(row["id"]), row["form"], row["gloss"]))
    known = _terms_by_code()
    if others := [_code(term_code(id), id) for id in more if term_code(id) not in known]:
        terms["other"] = others
    categories = (_group(guid("code", "category", name), name, codes) for name, codes in sorted(terms.items()))
    return "".join(
        (
            _group(guid("code", "entities"), "entities", [_label(label) for label in LABELS]),
            _group(guid("code", "quotes"), "quotes", [_label(label) for label in QUOTE_LABELS]),
            _group(guid("code", "terms"), "terms", categories),
        )
    )


def term_code(term: str) -> str:
    """The identifier of the code of a political term."""
    return guid("code", TERM_LABEL, term)


def _label(label: str) -> str:
    look = looks()[label]
    return _code(guid("code", label), label, look.name, f' color="{look.colour}"')


def _code(id: str, name: str, description: str = "", more: str = "") -> str:
    said = f"<Description>{escape(xml_safe(description))}</Description>" if description else ""
    return f'<Code guid="{id}" name={_attribute(name)} isCodable="true"{more}>{said}</Code>\n'


def _group(id: str, name: str, codes: Iterator[str] | list[str]) -> str:
    return f'<Code guid="{id}" name={_attribute(name)} isCodable="false">\n{"".join(codes)}</Code>\n'


def source(document: Document) -> str:
    """A document as a ``TextSource``."""
    id = guid("source", document.id)
    parts = [
        f'<TextSource guid="{id}" name={_attribute(document.id)} plainTextPath="internal://{id}.txt" '
        f'creatingUser="{USER}">\n'
    ]
    parts += (_selection(document, region) for region in regions_of(document))
    parts.append(
        f'<VariableValue><VariableRef targetGUID="{DOC_ID}"/><TextValue>{escape(xml_safe(document.id))}</TextValue>'
        "</VariableValue></TextSource>\n"
    )
    return "".join(parts)


def _selection(document: Document, region: Region) -> str:
    id = guid("selection", document.id, region.id)
    name = " ".join(document.text[region.start : region.end].split())[:_LONGEST_NAME]
    attrs = dict(region.attrs)
    code = term_code(attrs.pop("term")) if region.label == TERM_LABEL else guid("code", region.label)
    said = written(attrs, "\n")
    description = f"<Description>{escape(said)}</Description>\n" if said else ""
    return (
        f'<PlainTextSelection guid="{id}" name={_attribute(name)} startPosition="{region.start}" '
        f'endPosition="{region.end}" creatingUser="{USER}">\n{description}'
        f'<Coding guid="{guid("coding", document.id, region.id)}" creatingUser="{USER}"><CodeRef targetGUID="{code}"/>'
        "</Coding></PlainTextSelection>\n"
    )


def links(document: Document) -> Iterator[str]:
    """The relations of a document as ``Link`` elements."""
    for one in document.relations:
        id = guid("link", document.id, one.label, one.head, one.tail)
        head, tail = (guid("selection", document.id, end) for end in (one.head, one.tail))
        yield f'<Link guid="{id}" name="{one.label}" direction="OneWay" originGUID="{head}" targetGUID="{tail}"/>\n'


def _attribute(value: str) -> str:
    return quoteattr(xml_safe(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


@dataclass(frozen=True)
class Source:
    """A text source of a project: its text or where that is, and what is coded in it."""

    name: str
    id: str
    path: str
    content: str | None
    regions: tuple[Region, ...]
    links: tuple[Link, ...]
    problems: tuple[str, ...]


def read_project(open_project: Callable[[], IO[bytes]]) -> Iterator[Source]:
    """The text sources of a ``project.qde``, which is read twice, since links stand behind the sources.

    Raises:
        UnsafeXmlError: it is no XML, or declares a document type.
    """
    with open_project() as file:
        refuse_document_type(file)
    codes: dict[str, str] = {}
    links: dict[str, list[tuple[int, Link]]] = {}  # with their order in the file
    for number, element in enumerate(_elements(open_project, "Code", "Link", "TextSource")):
        guid, name = element.get("guid", ""), element.get("name", "")
        if element.tag == f"{_NS}Code":
            codes[guid] = name
        elif element.tag == f"{_NS}Link":
            head, tail = element.get("originGUID", ""), element.get("targetGUID", "")
            links.setdefault(head, []).append((number, Link(name, head, tail, f"link {guid}")))
    for element in _elements(open_project, "TextSource"):
        yield _read_source(element, codes, links)


def _elements(open_project: Callable[[], IO[bytes]], *names: str) -> Iterator[ElementTree.Element]:
    """The elements of these names, each when it is complete; what has been yielded is forgotten."""
    wanted = {f"{_NS}{name}" for name in names}
    try:
        with open_project() as file:
            for _, element in ElementTree.iterparse(file):
                if element.tag in wanted:
                    yield element
                    element.clear()
    except ElementTree.ParseError as error:
        raise UnsafeXmlError(f"no XML: {error}") from error


def _read_source(
    element: ElementTree.Element, codes: Mapping[str, str], links: Mapping[str, Sequence[tuple[int, Link]]]
) -> Source:
    problems: list[str] = []
    regions: list[Region] = []
    for selection in element.iterfind(f"{_NS}PlainTextSelection"):
        regions += _read_selection(selection, codes, problems)
    ids = [
        value.findtext(f"{_NS}TextValue", "")
        for value in element.iterfind(f"{_NS}VariableValue")
        if (reference := value.find(f"{_NS}VariableRef")) is not None and reference.get("targetGUID") == DOC_ID
    ]
    name = element.get("name", "")
    joined = chain.from_iterable(links.get(id, ()) for id in {region.id for region in regions})
    return Source(
        name,
        ids[0] if ids else name,
        element.get("plainTextPath", ""),
        element.findtext(f"{_NS}PlainTextContent"),
        tuple(regions),
        tuple(link for _, link in sorted(joined, key=lambda numbered: numbered[0])),
        tuple(problems),
    )


def _read_selection(selection: ElementTree.Element, codes: Mapping[str, str], problems: list[str]) -> Iterator[Region]:
    """The regions of a selection: one for each code that it was given."""
    guid = selection.get("guid", "")
    place = f"selection {guid}"
    start, end = (selection.get(name, "") for name in ("startPosition", "endPosition"))
    if not (start.isdecimal() and end.isdecimal()):
        problems.append(f"{place}: {start!r} to {end!r} is no span, left out")
        return
    description = selection.findtext(f"{_NS}Description", "").strip()
    try:
        said = read_written(description, "\n") if description else {}
    except ValueError:
        said = {}
        problems.append(f"{place}: its description is no list of name=value, left out: {description[:80]!r}")
    for coding in selection.iterfind(f"{_NS}Coding"):
        reference = coding.find(f"{_NS}CodeRef")
        code = "" if reference is None else reference.get("targetGUID", "")
        name = codes.get(code, "")
        term = _terms_by_code().get(code, name if code == term_code(name) else None)
        attrs = {**said, "term": term} if term else said
        label = TERM_LABEL if term else _labels_by_code().get(code, name or code)
        yield Region(guid, int(start), int(end), label, attrs, place)


@cache
def _terms_by_code() -> Mapping[str, str]:
    return {term_code(row["id"]): row["id"] for row in read_lexicon("terms")}


@cache
def _labels_by_code() -> Mapping[str, str]:
    return {guid("code", label): label for label in (*LABELS, *QUOTE_LABELS)}


def write(documents: Iterable[Document], target: Path, lost: Counter[str]) -> None:
    """Write documents as a project; ``lost`` counts what is not in it.

    The sources and links of the project are kept on disk until all texts are in the archive, and never in memory.
    """
    with TemporaryFile() as sources, TemporaryFile() as joined, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        terms: dict[str, None] = {}
        for document in documents:
            copy = copied(document, NEEDS, lost)
            archive.writestr(_entry(f"sources/{guid('source', document.id)}.txt"), copy.text.encode(), ZIP_DEFLATED)
            sources.write(source(copy).encode())
            joined.writelines(link.encode() for link in links(copy))
            terms |= dict.fromkeys(term.term for term in document.terms)
        with archive.open(_entry(_PROJECT), "w", force_zip64=True) as project:
            project.write(head(terms).encode())
            for element, content in (("Sources", sources), ("Links", joined)):
                if content.tell():
                    content.seek(0)
                    project.write(f"<{element}>\n".encode())
                    copyfileobj(content, project)
                    project.write(f"</{element}>\n".encode())
            project.write(b"</Project>\n")


def _entry(name: str) -> ZipInfo:
    """An entry of the archive, the same whenever it is written."""
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def read(path: Path) -> Iterator[Found]:
    """The documents of a project, in the order of its sources. Nothing is unpacked onto the disk.

    Raises:
        InputError: it is no project, or declares a document type.
    """
    try:
        with ZipFile(path) as archive:
            for one in read_project(lambda: archive.open(_PROJECT)):
                yield _found_in(archive, one)
    except KeyError as error:
        raise InputError(f"{path}: no REFI-QDA project; it has no {_PROJECT}") from error
    except (BadZipFile, RuntimeError, UnsafeXmlError, *READ_ERRORS) as error:  # the second: encrypted
        raise InputError(f"cannot read {path}: {reason(error)}") from error


def _found_in(archive: ZipFile, one: Source) -> Found:
    text = one.content
    if text is None:
        inside, _, name = one.path.partition("internal://")
        if inside or not name:
            return Found(one.id, None, (f"source {one.name!r}: has no plain text in the project",))
        try:
            entry = archive.getinfo(f"sources/{name}")
            if entry.file_size > _LARGEST_TEXT:
                return Found(one.id, None, (f"sources/{name}: larger than {_LARGEST_TEXT:,} bytes",))
            text = archive.read(entry).decode("utf-8-sig")
        except (KeyError, UnicodeDecodeError) as error:
            return Found(one.id, None, (f"sources/{name}: is not there, or not UTF-8: {error}",))
    document, problems = document_of(text, one.id, one.regions, one.links)
    return Found(one.id, document, (*one.problems, *problems))
