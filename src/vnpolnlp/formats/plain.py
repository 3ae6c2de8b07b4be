"""Plain text and a table of metadata, for AntConc, Voyant, quanteda, readtext and others that read folders of texts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from vnpolnlp.codec import dumps
from vnpolnlp.document import Document
from vnpolnlp.formats.names import Names

TABLE_FILE, TEXTS_FOLDER = "metadata.csv", "texts"
#: The columns before those of the documents' own metadata.
COLUMNS = ("file", "doc_id", "characters", "words", "entities", "quotes", "political_quotes", "political_terms")


def write(documents: Iterable[Document], folder: Path, lost: Counter[str]) -> None:
    """Write ``texts/NAME.txt`` for each document, its text as it is, and ``metadata.csv`` into an empty folder.

    Metadata has a column each; its values other than strings and numbers are JSON. ``lost`` counts all annotations.
    """
    (folder / TEXTS_FOLDER).mkdir()
    names = Names()
    rows: list[dict[str, object]] = []
    for document in documents:
        name = f"{names(document.id)}.txt"
        (folder / TEXTS_FOLDER / name).write_bytes(document.text.encode())
        rows.append(_row(document, name))
        for layer in ("entities", "quotes", "terms", "relations"):
            lost[layer] += len(getattr(document, layer))
    more = dict.fromkeys(key for row in rows for key in row if key not in COLUMNS)
    with (folder / TABLE_FILE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, (*COLUMNS, *more), restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(document: Document, name: str) -> dict[str, object]:
    counts = (
        len(document.text),
        sum(tag != "PUNCT" for tag in document.tokens.pos),
        len(document.entities),
        len(document.quotes),
        sum(quote.political for quote in document.quotes),
        len(document.terms),
    )
    row: dict[str, object] = dict(zip(COLUMNS, (name, document.id, *counts), strict=True))
    for key, value in document.meta.items():
        said = value if isinstance(value, str | int | float) else "" if value is None else dumps(value).decode()
        row[f"meta_{key}" if key in COLUMNS else key] = said.replace("\0", "\ufffd") if isinstance(said, str) else said
    return row
