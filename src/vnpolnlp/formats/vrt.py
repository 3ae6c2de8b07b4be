"""CWB/CQP vertical text (``.vrt``), for CQP, CQPweb, Sketch Engine and TXM: a token a line, regions as tags."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO

from vnpolnlp.document import LABELS, Document
from vnpolnlp.formats.copies import Needs, copied
from vnpolnlp.formats.names import Names
from vnpolnlp.formats.regions import REGION_ATTRIBUTES, Region, regions_of
from vnpolnlp.formats.rows import rows

#: What a copy of a text must be for CWB.
NEEDS = Needs(composed=True, spaces=True)
#: How deep regions of one label may be inside each other; the declaration of each attribute says so.
DEPTH = 2


def to_vrt(document: Document, name: str, *, joiner: str = "_") -> tuple[str, Counter[str]]:
    """A document as lines of vertical text, and how many regions of each label were left out."""
    sentences = rows(document)
    flat = [row for sentence in sentences for row in sentence]
    starts = [row.start for row in flat]
    kept, dropped = _nesting(regions_of(document))
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    labels: list[set[str]] = [set() for _ in flat]
    for region in kept:
        first, last = bisect_left(starts, region.start), bisect_left(starts, region.end) - 1
        opening.setdefault(first, []).append(_open(region))
        closing.setdefault(last, []).insert(0, f"</{attribute(region.label)}>\n")
        for at in range(first, last + 1):
            labels[at].add(region.label)
    lines = [f'<text id="{name}" doc="{_value(document.id)}" lang="vi">\n']
    at = 0
    for number, sentence in enumerate(sentences, start=1):
        lines.append(f'<s id="{name}_s{number}" start="{sentence[0].start}" end="{sentence[-1].end}">\n')
        for row in sentence:
            lines += opening.get(at, ())
            word = _escaped(document.text[row.start : row.end].replace(" ", joiner))
            of = "".join(f"{label}|" for label in sorted(labels[at]))
            lines.append(f"{word}\t{row.pos}\t{_escaped(row.tag) or '_'}\t|{of}\t{row.start}:{row.end}\n")
            lines += closing.get(at, ())
            at += 1
        lines.append("</s>\n")
    lines.append("</text>\n")
    return "".join(lines), dropped


def encode_command(file: str, data: str, registry: str) -> str:
    """The command of CWB that makes a corpus of a file, with every attribute declared; others would be lost in silence.

    >>> encode_command("news.vrt", "data/news", "registry/news")[:67]
    'cwb-encode -c utf8 -xsB -d data/news -f news.vrt -R registry/news -'
    """
    regions = (
        f"-S {attribute(label)}:{0 if label in LABELS else DEPTH - 1}+{'+'.join(('id', 'start', 'end', *attributes))}"
        for label, attributes in REGION_ATTRIBUTES.items()
    )
    return " \\\n  ".join(
        (
            f"cwb-encode -c utf8 -xsB -d {data} -f {file} -R {registry} -P pos -P tag -P ner/ -P range",
            "-S text:0+id+doc+lang -S s:0+id+start+end",
            *regions,
        )
    )


def write(documents: Iterable[Document], file: IO[bytes], lost: Counter[str], *, joiner: str = "_") -> None:
    """Write documents into one file; ``lost`` counts what is not in it."""
    names = Names()
    for document in documents:
        copy = copied(document, NEEDS, lost)
        if not copy.text.strip():
            lost["documents without a word"] += 1
            continue
        lines, dropped = to_vrt(copy, names(document.id), joiner=joiner)
        for label, count in dropped.items():
            lost[f"{label} that cross or are deep inside others"] += count
        lost["relations"] += len(document.relations)
        file.write(lines.encode())


def _nesting(regions: Sequence[Region]) -> tuple[list[Region], Counter[str]]:
    """The regions, the outer before the inner, without those that an end tag without a name could not tell apart."""
    kept: list[Region] = []
    dropped: Counter[str] = Counter()
    open_regions: dict[str, list[Region]] = {}
    for region in sorted(regions, key=lambda region: (region.start, -region.end)):
        around = [other for other in open_regions.get(region.label, ()) if other.end > region.start]
        if len(around) >= DEPTH or any(other.end < region.end for other in around):
            dropped[region.label] += 1
            continue
        open_regions[region.label] = [*around, region]
        kept.append(region)
    return kept, dropped


def _open(region: Region) -> str:
    said = "".join(f' {key}="{_value(value)}"' for key, value in region.attrs.items())
    return f'<{attribute(region.label)} id="{_value(region.id)}" start="{region.start}" end="{region.end}"{said}>\n'


def attribute(label: str) -> str:
    """The name of the structural attribute of a label; these are in lower case.

    >>> attribute("PER"), attribute("Q_term")
    ('ne_per', 'q_term')
    """
    return label.lower() if label.startswith(("Q_", "TERM")) else f"ne_{label.lower()}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _value(text: str) -> str:
    return _escaped(" ".join(text.split()))
