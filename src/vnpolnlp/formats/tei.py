"""TEI P5 with stand-off annotation: words in the body, spans and links over their ids in the back."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from vnpolnlp.document import Document
from vnpolnlp.formats.copies import Needs, copied, xml_safe
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import Region, count_unsafe, regions_of
from vnpolnlp.formats.rows import rows

#: What a copy of a text must be for TEI.
NEEDS = Needs(composed=True, spaces=True, xml=True)
HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
    "<teiHeader><fileDesc><titleStmt><title>vnpolnlp export</title></titleStmt><publicationStmt><p>Unpublished.</p>"
    "</publicationStmt><sourceDesc><p>Born digital.</p></sourceDesc></fileDesc></teiHeader>\n"
)
FOOTER = "</teiCorpus>\n"


def to_tei(document: Document, name: str) -> str:
    """A document as a ``TEI`` element whose ``xml:id`` is ``name``; its text has characters of XML only."""
    text = document.text
    sentences = rows(document)
    starts = [row.start for sentence in sentences for row in sentence]
    title = escape(xml_safe(document.id))
    parts = [
        f"<TEI xml:id={quoteattr(name)}><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>"
        "<publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>Born digital.</p></sourceDesc></fileDesc>"
        '</teiHeader>\n<text xml:lang="vi"><body>\n'
    ]
    at = last = 0
    for sentence in sentences:
        opened = at == 0 or "\n" in text[last : sentence[0].start]
        if opened:
            parts.append("</ab>\n<ab>" if at else "<ab>")
        elif last < sentence[0].start:
            parts.append(" ")
        parts.append("<s>")
        for place, row in enumerate(sentence):
            at += 1
            if place and last < row.start:
                parts.append(" ")
            element = "pc" if row.pos == "PUNCT" else "w"
            parts.append(
                f'<{element} xml:id="{name}.w{at}" pos="{row.pos}">{escape(text[row.start : row.end])}</{element}>'
            )
            last = row.end
        parts.append("</s>")
    parts.append("</ab>\n" if at else "<ab/>\n")
    parts.append('</body><back><div type="annotations">\n')
    parts += _annotations(document, name, starts)
    parts.append("</div></back></text></TEI>\n")
    return "".join(parts)


def write(documents: Iterable[Document], file: IO[bytes], lost: Counter[str]) -> None:
    """Write documents as one corpus; ``lost`` counts what is not in it."""
    names = Names()
    file.write(HEADER.encode())
    for document in documents:
        copy = copied(document, NEEDS, lost)
        count_unsafe(copy, lost)
        file.write(to_tei(copy, names(document.id)).encode())
    file.write(FOOTER.encode())


def _annotations(document: Document, name: str, starts: list[int]) -> list[str]:
    ids: dict[str, str] = {}
    spans: list[str] = []
    features: list[str] = []
    for number, region in enumerate(regions_of(document), start=1):
        id = ids[region.id] = f"{name}.a{number}"
        first, last = bisect_left(starts, region.start) + 1, bisect_left(starts, region.end)
        said = f' ana="#{id}.f"' if region.attrs else ""
        if region.attrs:
            features.append(_features(f"{id}.f", region))
        spans.append(
            f'<span xml:id="{id}" from="#{name}.w{first}" to="#{name}.w{last}" type="{region.label}"{said}>'
            f"{escape(document.text[region.start : region.end])}</span>\n"
        )
    parts = ['<spanGrp type="entity">\n', *spans, "</spanGrp>\n"] if spans else ["<p/>\n"]
    if document.relations:
        links = (f'<link type="{one.label}" target="#{ids[one.head]} #{ids[one.tail]}"/>' for one in document.relations)
        parts += ['<linkGrp type="relation">', *links, "</linkGrp>\n"]
    return [*parts, *features]


def _features(id: str, region: Region) -> str:
    values = "".join(
        f'<f name="{key}"><string>{escape(xml_safe(value))}</string></f>' for key, value in region.attrs.items()
    )
    return f'<fs xml:id="{id}">{values}</fs>\n'
