"""The list of documents in a folder of files: which file is which document."""

from __future__ import annotations

from pathlib import Path

from vnpolnlp.codec import dumps, loads
from vnpolnlp.errors import InputError, RecordError

#: Beside the files of the documents.
LIST_FILE = "documents.jsonl"


def listed(name: str, id: str) -> bytes:
    """A line of the list."""
    return dumps({"name": name, "id": id}) + b"\n"


def read_list(folder: Path) -> dict[str, str]:
    """The ids of documents by the names of their files; empty where no list is there, as in other people's folders.

    Raises:
        InputError: it is no such list.
    """
    file = folder / LIST_FILE
    if not file.is_file():
        return {}
    try:
        rows = [loads(line) for line in file.read_bytes().splitlines()]
        return {row["name"]: row["id"] for row in rows}
    except (RecordError, LookupError, TypeError) as error:
        raise InputError(f"{file}: is no list of the names and ids of documents: {error}") from error
