"""The documents of the harness, made from the sample corpus, and the command that annotates them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import vnpolnlp
from vnpolnlp.corpus.readers import Item, read_texts

ROOT = Path(__file__).parents[1]
_PARAGRAPHS = 2  # of a sample text in a document; more documents tell more than longer ones
_BROKEN_EVERY = 97  # rows of which one cannot be read, so that there is a ledger to compare
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(vnpolnlp.__file__).parents[1])}


@dataclass(frozen=True)
class Ended:
    """How a run ended, and what it said."""

    code: int
    said: str


def write_corpus(path: Path, documents: int) -> None:
    """That many rows, all different, a few of them broken."""
    texts = [item.document.text for item in read_texts([ROOT / "corpora"]) if isinstance(item, Item)]
    pieces = [
        "\n".join(paragraphs[at : at + _PARAGRAPHS])
        for paragraphs in ([line for line in text.splitlines() if line.strip()] for text in texts)
        for at in range(0, len(paragraphs), _PARAGRAPHS)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, piece in zip(range(documents), cycle(pieces), strict=False):
            text = None if number % _BROKEN_EVERY == _BROKEN_EVERY - 1 else f"Tin số {number}\n{piece}"
            file.write(json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) + "\n")


def start(source: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "vnpolnlp", "annotate", str(source), "-o", str(output), *options]
    return subprocess.Popen(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> Ended:
    """Wait for the end of a run."""
    _, said = process.communicate()
    return Ended(process.returncode, said)


def run(source: Path, output: Path, *options: str) -> Ended:
    """A run from its beginning to its end."""
    return finish(start(source, output, *options))


def result_of(output: Path) -> Mapping[str, bytes]:
    """Output and ledger, byte for byte; what is not there is left out."""
    ledger = output.with_name(f"{output.name}.failures.jsonl")
    return {
        path.suffix + kind: path.read_bytes() for path, kind in ((output, ""), (ledger, " ledger")) if path.exists()
    }


def beside(output: Path) -> set[str]:
    """What lies beside an output and is none of what a finished run leaves."""
    kept = {output.name, f"{output.name}.failures.jsonl", f"{output.name}.manifest.json"}
    return {path.name for path in output.parent.iterdir() if output.name in path.name} - kept
