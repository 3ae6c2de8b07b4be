"""brat standoff: a text and an annotation file a document, and the configuration that makes brat know the types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from vnpolnlp.document import Document
from vnpolnlp.formats.regions import (
    FLAGS,
    QUOTE_LABELS,
    REGION_LABELS,
    TERM_LABEL,
    YES,
    Link,
    Region,
    read_written,
    regions_of,
    written,
)

#: What relations join, for the configuration.
_ENDS = {
    "holds": ("PER", "ROLE"),
    "of": ("ROLE", "ORG|LOC"),
    "issued_by": ("RESOLUTION|DOCUMENT", "ORG|EVENT"),
    "dated": ("RESOLUTION|DOCUMENT", "DATE"),
}
_SPAN = re.compile(r"(?P<id>T\d+)\t(?P<label>\S+) (?P<offsets>\d+ \d+(?:;\d+ \d+)*)\t(?P<surface>.*)")
_RELATION = re.compile(r"R\d+\t(?P<label>\S+) Arg1:(?P<head>T\d+) Arg2:(?P<tail>T\d+)\s*")
_FLAG = re.compile(r"[AM]\d+\t(?P<flag>\S+) (?P<on>T\d+)(?: (?P<value>.*))?")
_NOTE = re.compile(r"#\d+\t(?P<kind>\S+) (?P<on>\S+)\t(?P<note>.*)")


def configuration() -> str:
    """``annotation.conf``: the types of spans, the relations with what they join, and the flags."""
    quotes = "|".join(QUOTE_LABELS)
    return "\n".join(
        (
            "[entities]",
            *REGION_LABELS,
            "",
            "[relations]",
            *(f"{label}\tArg1:{head}, Arg2:{tail}" for label, (head, tail) in _ENDS.items()),
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            "",
            "[events]",
            "",
            "[attributes]",
            f"political\tArg:{quotes}",
            f"quoted\tArg:{TERM_LABEL}",
            "",
        )
    )


def to_ann(document: Document) -> str:
    """The ``.ann`` file of a document whose text has no line ends but line feeds."""
    text = document.text
    names: dict[str, str] = {}
    spans: list[str] = []
    flags: list[str] = []
    notes: list[str] = []
    for number, region in enumerate(regions_of(document), start=1):
        name = names[region.id] = f"T{number}"
        fragments = list(_fragments(text, region.start, region.end))
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        spans.append(f"{name}\t{region.label} {offsets}\t{_surface(text, fragments)}\n")
        for flag in sorted(FLAGS & region.attrs.keys()):
            flags.append(f"A{len(flags) + 1}\t{flag} {name}\n")
        said = written({name: value for name, value in region.attrs.items() if name not in FLAGS})
        if said:
            notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {name}\t{said}\n")
    links = (
        f"R{number}\t{one.label} Arg1:{names[one.head]} Arg2:{names[one.tail]}\n"
        for number, one in enumerate(document.relations, start=1)
    )
    return "".join((*spans, *links, *flags, *notes))


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span in pieces that no line feed is in."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        piece = line[0]
        first = start + line.start() + len(piece) - len(piece.lstrip())
        last = start + line.end() - (len(piece) - len(piece.rstrip()))
        if first < last:
            yield first, last


def _surface(text: str, fragments: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in fragments)


@dataclass
class AnnFile:
    """What an ``.ann`` file says: regions by their brat id, links, and what is wrong with it, a sentence each."""

    regions: dict[str, Region] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_ann(text: str, lines: Iterable[str]) -> AnnFile:
    """Read the lines of an ``.ann`` file that belongs to a text. What does not fit it is left out and named."""
    found = AnnFile()
    said: dict[str, dict[str, str]] = {}
    for number, line in enumerate(lines, start=1):
        line = line.rstrip("\r\n")
        try:
            if span := _SPAN.fullmatch(line):
                if span["id"] in found.regions:
                    raise ValueError(f"{span['id']} is given twice")
                found.regions[span["id"]] = _region(text, span, f"line {number}")
            elif relation := _RELATION.fullmatch(line):
                found.links.append(Link(relation["label"], relation["head"], relation["tail"], f"line {number}"))
            elif flag := _FLAG.fullmatch(line):
                said.setdefault(flag["on"], {})[flag["flag"]] = flag["value"] or YES
            elif note := _NOTE.fullmatch(line):
                said.setdefault(note["on"], {}).update(read_written(note["note"]))
            elif line.strip():
                raise ValueError("nothing that records have")
        except ValueError as error:
            found.problems.append(f"line {number}: {error}, left out: {line[:80]!r}")
    for id, attrs in said.items():
        if id in found.regions:
            found.regions[id] = replace(found.regions[id], attrs=attrs)
    return found


def _region(text: str, span: re.Match[str], place: str) -> Region:
    fragments = [(int(start), int(end)) for start, end in (part.split(" ") for part in span["offsets"].split(";"))]
    for (_, last), (first, _) in pairwise(fragments):
        if first < last or text[last:first].strip():
            raise ValueError("a span with a hole in it, which records do not have")
    start, end = fragments[0][0], fragments[-1][1]
    if _surface(text, fragments) != span["surface"]:
        raise ValueError(f"the text at {start}:{end} is {_surface(text, fragments)[:40]!r}, another one")
    return Region(span["id"], start, end, span["label"], {}, place)
