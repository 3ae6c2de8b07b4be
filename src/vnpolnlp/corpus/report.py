"""What a run tells in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.document import LABELS, Label

#: How many failures a report names.
SHOWN_FAILURES = 5


@dataclass(frozen=True)
class Report:
    """What a run did.

    Attributes:
        documents: how many were annotated and written.
        failures: how many documents or files were not; the ledger names them.
        words: how many tokens other than punctuation.
        entities: how many of each label.
        quotes: how many quotations.
        political_quotes: how many of these are quoted political terms.
        political_terms: how many times a political term of the lexicon occurs, quoted or not.
        seconds: how long the run took.
        output: the file written; none if it was standard output.
        ledger: the failure ledger; none if nothing failed.
        manifest: the manifest beside the output; none if that was standard output.
        taken_over: how many of the documents and failures are of an earlier run, and were not done again.
        up_to_date: there was nothing to do, as the output was already there.
        first_failures: the first few of the ledger.
    """

    documents: int
    failures: int
    words: int
    entities: Mapping[Label, int]
    quotes: int
    political_quotes: int
    political_terms: int
    seconds: float
    output: Path | None
    ledger: Path | None
    manifest: Path | None = None
    taken_over: int = 0
    up_to_date: bool = False
    first_failures: tuple[Failure, ...] = ()

    def summary(self) -> str:
        """The report in a few lines for people."""
        labels = ", ".join(f"{label} {count:,}" for label, count in self.entities.items() if count)
        done = self.documents + self.failures - self.taken_over
        speed = done / self.seconds if self.seconds else 0.0
        lines = [
            f"documents        {self.documents:,} in {self.seconds:,.1f} s ({speed:,.1f} a second)",
            f"words            {self.words:,}",
            f"entities         {sum(self.entities.values()):,}" + (f" ({labels})" if labels else ""),
            f"quotes           {self.quotes:,} ({self.political_quotes:,} political)",
            f"political terms  {self.political_terms:,}",
            f"failures         {self.failures:,}" + (f", listed in {self.ledger}" if self.ledger else ""),
        ]
        lines += [f"  {failure.id} ({failure.stage}): {failure.message}" for failure in self.first_failures]
        if self.failures > len(self.first_failures):
            lines.append(f"  and {self.failures - len(self.first_failures):,} more")
        if self.taken_over:
            lines.append(f"taken over       {self.taken_over:,} of an earlier run")
        lines.append(
            f"up to date is    {self.output}"
            if self.up_to_date
            else f"written to       {self.output or 'standard output'}"
        )
        return "\n".join(lines)


def report_of(
    counts: Mapping[str, int],
    *,
    failures: int,
    seconds: float,
    output: Path | None,
    ledger: Path | None,
    manifest: Path | None = None,
    taken_over: int = 0,
    up_to_date: bool = False,
    first_failures: tuple[Failure, ...] = (),
) -> Report:
    """The report of what :func:`vnpolnlp.corpus.batches.counts_of` counted in all documents."""
    return Report(
        documents=counts.get("documents", 0),
        failures=failures,
        words=counts.get("words", 0),
        entities={label: counts.get(label, 0) for label in LABELS},
        quotes=counts.get("quotes", 0),
        political_quotes=counts.get("political_quotes", 0),
        political_terms=counts.get("political_terms", 0),
        seconds=seconds,
        output=output,
        ledger=ledger,
        manifest=manifest,
        taken_over=taken_over,
        up_to_date=up_to_date,
        first_failures=first_failures,
    )
