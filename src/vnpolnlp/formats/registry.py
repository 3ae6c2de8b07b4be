"""All formats by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from vnpolnlp.errors import ConfigError
from vnpolnlp.formats import brat, conllu, inline, iob2, prodigy, qdpx, tei, vrt, xmi
from vnpolnlp.formats.format import Format, alone, streamed

_ALL = (
    Format(
        "inline",
        "the text with tags, <PER>…</PER>, as gold is written by hand: a folder of .xml files",
        inline.write,
        alone(inline.read),
        folder=True,
        why="the markup has no place for it",
    ),
    Format(
        "brat",
        "brat standoff: a folder of .txt and .ann files with their configuration",
        brat.write,
        alone(brat.read),
        folder=True,
        needs=brat.NEEDS,
    ),
    Format(
        "conllu",
        "CoNLL-U: words, tags and sentences, and the rest in MISC",
        streamed(conllu.write),
        alone(conllu.read),
        needs=conllu.NEEDS,
        why="CoNLL-U is made of words",
    ),
    Format(
        "conllup",
        "CoNLL-U Plus: CoNLL-U with our layers in columns of their own",
        streamed(partial(conllu.write, plus=True)),
        alone(conllu.read),
        needs=conllu.NEEDS,
        why="CoNLL-U is made of words",
    ),
    Format(
        "iob2",
        "IOB2 columns, as of CoNLL-2003: token, tag, quotation, entity",
        streamed(iob2.write),
        iob2.read,
        needs=iob2.NEEDS,
        why="IOB2 is flat",
    ),
    Format(
        "qdpx",
        "REFI-QDA project, for MAXQDA, NVivo, ATLAS.ti and QualCoder: texts, codings, codebook",
        qdpx.write,
        alone(qdpx.read),
        needs=qdpx.NEEDS,
    ),
    Format(
        "vrt",
        "CWB/CQP vertical text, for CQPweb, Sketch Engine and TXM; export only",
        streamed(vrt.write),
        needs=vrt.NEEDS,
        why="regions in vertical text have tags without names",
    ),
    Format(
        "xmi",
        "UIMA CAS XMI with its type system, for INCEpTION: a folder",
        xmi.write,
        alone(xmi.read),
        folder=True,
        needs=xmi.NEEDS,
    ),
    Format(
        "tei",
        "TEI P5, with annotations that stand off; export only",
        streamed(tei.write),
        needs=tei.NEEDS,
    ),
    Format(
        "prodigy",
        "Prodigy JSONL, untested with the program itself; export only",
        streamed(prodigy.write),
    ),
)

#: The formats, in the order of the documentation.
FORMATS: Mapping[str, Format] = {format.name: format for format in _ALL}
#: The names of those that can be read.
READABLE: tuple[str, ...] = tuple(name for name, format in FORMATS.items() if format.read)


def format_of(name: str) -> Format:
    """The format of a name.

    Raises:
        ConfigError: there is none.
    """
    found = FORMATS.get(name)
    if found is None:
        raise ConfigError(f"no format is called {name!r}; formats are {', '.join(FORMATS)}")
    return found
