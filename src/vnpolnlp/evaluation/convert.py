"""Turns texts with inline markup into records: ``python -m vnpolnlp.evaluation.convert FOLDER OUT.jsonl``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from vnpolnlp.corpus.records import write
from vnpolnlp.document import Document
from vnpolnlp.errors import InputError, VnpolnlpError
from vnpolnlp.evaluation.inline import parse_inline


def documents_of(folder: Path) -> list[Document]:
    """The documents of all ``.xml`` files of a folder, in the order of their names, with entities and quotations.

    Raises:
        InputError: there is no such file, or its markup is wrong; the message says where.
    """
    files = sorted(folder.glob("*.xml"))
    if not files:
        raise InputError(f"{folder}: no .xml file is in it")
    documents = []
    for file in files:
        try:
            text, entities, quotes = parse_inline(file.read_bytes().decode("utf-8"))
        except (VnpolnlpError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: {error}") from error
        documents.append(Document(text, id=f"{file.stem}.txt", entities=entities, quotes=quotes))
    return documents


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folder and write the records."""
    parser = argparse.ArgumentParser(description="Turn a folder of texts with inline markup into records.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args(arguments)
    write(documents_of(options.folder), options.output, force=True)


if __name__ == "__main__":
    main()
