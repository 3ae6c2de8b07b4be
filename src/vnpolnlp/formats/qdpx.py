"""REFI-QDA projects (``.qdpx``), which MAXQDA, NVivo, ATLAS.ti and QualCoder read: texts, codes and codings."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from vnpolnlp.document import LABELS, Document
from vnpolnlp.formats.regions import QUOTE_LABELS, TERM_LABEL, Region, regions_of
from vnpolnlp.lexicons import read_lexicon
from vnpolnlp.version import __version__

NAMESPACE = "urn:QDA-XML:project:1.0"
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:vnpolnlp:qdpx")
_LONGEST_NAME = 80


def guid(*names: str) -> str:
    """The identifier of a thing, always the same for the same names.

    >>> guid("code", "PER") == guid("code", "PER") != guid("code", "LOC")
    True
    """
    return str(uuid.uuid5(_ROOT, "\\0".join(names))).upper()


USER = guid("user")
DOC_ID = guid("variable", "doc_id")


def head() -> str:
    """A project file up to its sources."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="{NAMESPACE}" name="vnpolnlp" origin="vnpolnlp {__version__}" creatingUserGUID="{USER}">\n'
        f'<Users><User guid="{USER}" name="vnpolnlp"/></Users>\n<CodeBook><Codes>\n{_codes()}</Codes></CodeBook>\n'
        f'<Variables><Variable guid="{DOC_ID}" name="doc_id" typeOfVariable="Text"/></Variables>\n'
    )


@cache
def _codes() -> str:
    terms: dict[str, list[str]] = {}
    for row in read_lexicon("terms"):
        terms.setdefault(row["category"], []).append(_code(term_code(row["id"]), row["form"], row["gloss"]))
    categories = (_group(guid("code", "category", name), name, codes) for name, codes in sorted(terms.items()))
    return "".join(
        (
            _group(guid("code", "entities"), "entities", [_code(guid("code", label), label) for label in LABELS]),
            _group(guid("code", "quotes"), "quotes", [_code(guid("code", label), label) for label in QUOTE_LABELS]),
            _group(guid("code", "terms"), "terms", categories),
        )
    )


def term_code(term: str) -> str:
    return guid("code", TERM_LABEL, term)


def _code(id: str, name: str, description: str = "") -> str:
    said = f"<Description>{escape(description)}</Description>" if description else ""
    return f'<Code guid="{id}" name={_attribute(name)} isCodable="true">{said}</Code>\n'


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
        f'<VariableValue><VariableRef targetGUID="{DOC_ID}"/><TextValue>{escape(document.id)}</TextValue>'
        "</VariableValue></TextSource>\n"
    )
    return "".join(parts)


def _selection(document: Document, region: Region) -> str:
    id = guid("selection", document.id, region.id)
    name = " ".join(document.text[region.start : region.end].split())[:_LONGEST_NAME]
    attrs = dict(region.attrs)
    code = term_code(attrs.pop("term")) if region.label == TERM_LABEL else guid("code", region.label)
    said = "\n".join(f"{key}={value}" for key, value in attrs.items())
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
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
