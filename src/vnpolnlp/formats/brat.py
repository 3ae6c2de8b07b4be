"""brat standoff: a text and an annotation file a document, and the configuration that makes brat know the types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from vnpolnlp.corpus.files import reason
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.found import Found
from vnpolnlp.formats.listing import LIST_FILE, listed, read_list
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import (
    FLAGS,
    QUOTE_LABELS,
    REGION_LABELS,
    TERM_LABEL,
    YES,
    Link,
    Region,
    document_of,
    looks,
    read_written,
    regions_of,
    written,
)

#: What a copy of a text must be for brat.
NEEDS = Needs(composed=True)

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


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write a brat collection into an empty folder: ``NAME.txt`` and ``NAME.ann`` each, and the configuration.

    Args:
        documents: the documents.
        folder: where to; it exists.
        lost: counts what is not written.
    """
    names = Names()
    with (folder / LIST_FILE).open("wb") as index:
        for document in documents:
            name = names(document.id)
            copy = copied(document, NEEDS, lost)
            (folder / f"{name}.txt").write_bytes(copy.text.encode())
            (folder / f"{name}.ann").write_bytes(to_ann(copy).encode())
            index.write(listed(name, document.id))
    (folder / "annotation.conf").write_text(configuration(), encoding="utf-8", newline="\n")
    (folder / "visual.conf").write_text(appearance(), encoding="utf-8", newline="\n")


def read(folder: Path) -> Iterator[Found]:
    """The documents of a brat collection: those of its list in that order, then others in the order of their names.

    Raises:
        InputError: there is no folder with ``.ann`` files.
    """
    files = sorted(folder.rglob("*.ann")) if folder.is_dir() else []
    if not files:
        raise InputError(f"{folder}: no brat collection; a folder with .txt and .ann files was expected")
    ids = read_list(folder)
    order = {name: number for number, name in enumerate(ids)}
    named = [(file.relative_to(folder).with_suffix("").as_posix(), file) for file in files]
    for name, file in sorted(named, key=lambda one: order.get(one[0], len(order))):
        id = ids.get(name, name)
        try:
            text = file.with_suffix(".txt").read_bytes().decode()
            lines = file.read_bytes().decode().split("\n")
        except (OSError, UnicodeDecodeError) as error:
            yield Found(id, None, (f"{file.name}: cannot be read beside its text: {reason(error)}",))
            continue
        found = read_ann(text, lines)
        document, problems = document_of(text, id, found.regions.values(), found.links)
        yield Found(id, document, tuple(f"{file.name}: {problem}" for problem in (*found.problems, *problems)))


def appearance() -> str:
    """``visual.conf``: what brat calls and colours the types."""
    names = (f"{label} | {look.name}" for label, look in looks().items())
    colours = (f"{label}\tbgColor:{look.colour}" for label, look in looks().items())
    return "\n".join(("[labels]", *names, "", "[drawing]", *colours, ""))
