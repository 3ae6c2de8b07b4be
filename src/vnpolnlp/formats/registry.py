"""All formats by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from vnpolnlp.errors import ConfigError
from vnpolnlp.formats import (
    brat,
    conllu,
    doccano,
    huggingface,
    inline,
    iob2,
    label_studio,
    plain,
    prodigy,
    qdpx,
    spacy_docs,
    tables,
    tei,
    vrt,
    xmi,
)
from vnpolnlp.formats.format import Format, alone, streamed

_ALL = (
    Format(
        "label-studio",
        "tasks with predictions for Label Studio, and its labelling configuration",
        label_studio.write,
        alone(label_studio.read),
        folder=True,
        needs=label_studio.NEEDS,
        why="Label Studio has no place for it",
    ),
    Format(
        "csv",
        "tidy tables for R, pandas and Excel: documents, entities, quotes, terms, relations",
        tables.write_csv,
        alone(tables.read_csv),
        folder=True,
        needs=tables.CSV_NEEDS,
        why="a cell of CSV is empty or not",
    ),
    Format(
        "csv-excel",
        "the same, with an apostrophe before what Excel would run as a formula",
        partial(tables.write_csv, guarded=True),
        alone(partial(tables.read_csv, guarded=True)),
        folder=True,
        needs=tables.CSV_NEEDS,
        why="a cell of CSV is empty or not",
    ),
    Format(
        "parquet",
        "the tables of csv as Parquet files",
        tables.write_parquet,
        alone(tables.read_parquet),
        folder=True,
    ),
    Format(
        "hf",
        "a Parquet file for Hugging Face datasets, with tokens and tags",
        huggingface.write,
        alone(huggingface.read),
    ),
    Format(
        "spacy",
        "a folder of DocBin files for spaCy",
        spacy_docs.write,
        alone(spacy_docs.read),
        folder=True,
        why="spaCy drops it",
    ),
    Format(
        "spacy-train",
        "a folder in which spacy train config.cfg runs: texts to learn from and to test on",
        spacy_docs.write_training,
        folder=True,
        why="there is nothing to learn from it",
    ),
    Format(
        "displacy",
        "an HTML page that shows everything as displaCy does",
        streamed(spacy_docs.write_page),
        why="displaCy does not show it",
    ),
    Format(
        "doccano",
        "data for sequence labelling with relations in doccano, and its labels",
        doccano.write,
        alone(doccano.read),
        folder=True,
        needs=doccano.NEEDS,
        why="doccano has no place for it",
    ),
    Format(
        "text",
        "a folder of texts with a table of metadata, for AntConc, Voyant, quanteda",
        plain.write,
        folder=True,
        why="plain text has no annotations",
    ),
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
        then=lambda path: vrt.encode_command(path.as_posix(), "DATA", f"REGISTRY/{path.stem.lower()}"),
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
