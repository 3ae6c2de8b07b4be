"""The quality floor: what the shipped pipeline must reach on the part of the gold corpus that is held back.

``python tests/quality_floor.py`` writes the present errors into ``quality_floor.json`` and raises the floors to a bit
below the present scores; it lowers none of them without ``--lower``. Errors are named by place and not by their text,
since nobody who writes rules may read the texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vnpolnlp
from vnpolnlp.document import LABELS, Document
from vnpolnlp.evaluation import Annotated, Counts, find_errors, pair, score
from vnpolnlp.evaluation.convert import documents_of
from vnpolnlp.evaluation.score import SCORED_ATTRIBUTES

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
FLOOR = Path(__file__).with_name("quality_floor.json")
#: How far below the present score a new floor is put: this much, or two of what the gold has if that is more.
MARGIN, MARGIN_ITEMS = 0.005, 2
MEASURES = (
    *("strict", *(f"strict/{label}" for label in LABELS), "boundaries", "partial"),
    *("quotes", "quotes/kind", "quotes/political terms", *(f"attributes/{name}" for name in SCORED_ATTRIBUTES)),
)


@dataclass(frozen=True)
class Quality:
    """Scores by measure, and where the errors are."""

    gold: str
    scores: Mapping[str, Counts]
    errors: frozenset[str]


def held_back() -> list[Document]:
    return [piece for piece in documents_of(GOLD) if int(piece.id.removesuffix(".txt")[-2:]) % 5 == 0]


def measured() -> Quality:
    """The quality of the shipped pipeline."""
    pieces = held_back()
    nlp = vnpolnlp.load()
    found = [nlp(piece.text, id=piece.id) for piece in pieces]
    sides = [{document.id: Annotated.of(document) for document in side} for side in (pieces, found)]
    pairing = pair(*sides)
    counts = score(pairing).counts
    digest = hashlib.sha256(b"".join((GOLD / piece.id).with_suffix(".xml").read_bytes() for piece in pieces))
    errors = (f"{error.doc.removesuffix('.txt')} {error.start}-{error.end} {error.layer} {error.label} {error.kind}"
              for error in find_errors(pairing))  # fmt: skip
    return Quality(digest.hexdigest(), {name: counts[name] for name in MEASURES}, frozenset(errors))


def read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FLOOR.read_text(encoding="utf-8"))
    return found


def report(before: frozenset[str], after: frozenset[str]) -> str:
    """Gains and losses in a line each, and how many."""
    gains, losses = sorted(before - after), sorted(after - before)
    lines = [f"held-back gold: {len(gains)} errors gone, {len(losses)} new since quality_floor.json was written"]
    return "\n".join((*lines, *(f"  gain {error}" for error in gains), *(f"  loss {error}" for error in losses)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write the present quality into tests/quality_floor.json.")
    parser.add_argument("--lower", action="store_true", help="lower the floors that are not reached any more")
    options = parser.parse_args(arguments)
    now = measured()
    old = read() if FLOOR.exists() else {"floors": {}, "errors": []}
    floors = {name: round(found.f1 - max(MARGIN, MARGIN_ITEMS / found.gold), 3) for name, found in now.scores.items()}
    if not options.lower:
        floors = {name: max(floor, old["floors"].get(name, 0.0)) for name, floor in floors.items()}
    print(report(frozenset(old["errors"]), now.errors))
    content = {"gold": now.gold, "floors": floors, "errors": sorted(now.errors)}
    FLOOR.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
