"""Finding the files that inputs stand for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from vnpolnlp.corpus.files import reason
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers.rows import may_have_texts
from vnpolnlp.corpus.readers.sources import (
    SUPPORTED,
    Source,
    is_output,
    kind_of,
    no_texts,
    printable,
    read_failure,
)
from vnpolnlp.errors import InputError


def find_sources(inputs: Iterable[str | Path]) -> list[Source | Failure]:
    """The files that inputs stand for, in order and each of them once.

    An input is a file, a folder, a pattern such as ``news/**/*.txt``, or ``-`` for standard input. Folders are
    walked in the order of their names; hidden files, files with other endings, tables without a ``text`` column and
    files that this package wrote are passed over. A named file with another ending is a failure, and so is a folder
    without texts.

    Raises:
        InputError: there is no such file or folder, or nothing fits a pattern.
    """
    found: dict[Path | None, Source | Failure] = {}
    for name in inputs:
        for path in _expand(str(name)):
            if path is None:
                found.setdefault(None, Source(None, "stdin", "text"))
            elif path.is_dir():
                for file, source in _walk(path):
                    found.setdefault(file.resolve(), source)
            else:
                found.setdefault(path.resolve(), _named(path))
    return list(found.values())


def _expand(name: str) -> list[Path | None]:
    if name == "-":
        return [None]
    path = Path(name)
    if path.exists():
        return [path]
    if not glob.has_magic(name):
        raise InputError(f"there is no file or folder {name}")
    matches = sorted(glob.glob(name, recursive=True))
    if not matches:
        raise InputError(f"nothing fits the pattern {name}")
    return [Path(match) for match in matches]


def _named(path: Path) -> Source | Failure:
    kind = kind_of(path.name)
    if kind is None:
        problem = InputError(f"{path}: this kind of file is not read; known endings are {SUPPORTED}")
        return read_failure(problem, id=printable(path.name), source=printable(str(path)))
    return Source(path, printable(path.name), kind)


def _walk(folder: Path) -> Iterator[tuple[Path, Source | Failure]]:
    errors: list[OSError] = []
    files: list[tuple[tuple[str, ...], Path]] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(parent, name) for name in names if not name.startswith("."))
        files.extend((path.relative_to(folder).parts, path) for path in paths)
    id = printable(folder.resolve().name)
    for error in errors:
        problem = InputError(f"cannot read the folder {error.filename}: {reason(error)}")
        yield Path(error.filename), read_failure(problem, id=id, source=printable(error.filename))
    empty = True
    for parts, path in sorted(files):
        kind = kind_of(path.name)
        if kind is None or is_output(path.name):
            continue
        source = Source(path, printable(PurePath(*parts).as_posix()), kind)
        if may_have_texts(source):
            empty = False
            yield path, source
    if empty and not errors:
        yield folder, no_texts(f"the folder {folder}", id=id, source=printable(str(folder)))
