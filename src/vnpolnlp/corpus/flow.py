"""How documents go through a run: numbered as they are read, settled at once or in batches by an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from vnpolnlp.corpus.batches import Annotated, Batch
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.readers import Item
from vnpolnlp.engines import Engine
from vnpolnlp.errors import LimitError
from vnpolnlp.pipeline import batched


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a document or file; ``number`` counts what was read, from 0. No item: it could not be read."""

    number: int
    item: Item | None
    outcome: Annotated | Failure


class Sink(Protocol):
    """Where what is settled goes."""

    def take_over(self, number: int, item: Item) -> bool:
        """Settle a document by what came of it in an earlier run, if that is known."""
        ...

    def settle(self, settled: Sequence[Settled]) -> None:
        """Take what came of some documents, in whatever order they come."""
        ...


def flow(
    found: Iterable[Item | Failure],
    sink: Sink,
    engine: Engine,
    *,
    batch_characters: int,
    max_chars: int | None,
    ordered: bool,
    told: Callable[[], None],
) -> None:
    """Settle all that is read; ``told`` is called after each of them."""
    under_way: dict[int, list[int]] = {}  # number of a batch -> numbers of its documents

    def to_annotate() -> Iterator[tuple[int, Item]]:
        for number, one in enumerate(found):
            if isinstance(one, Failure):
                sink.settle([Settled(number, None, one)])
            elif max_chars is not None and len(one.document.text) > max_chars:
                sink.settle([Settled(number, one, _too_long(one, max_chars))])
            elif not sink.take_over(number, one):
                yield number, one
                continue
            told()

    def batches() -> Iterator[Batch]:
        groups = batched(to_annotate(), lambda pair: len(pair[1].document.text), batch_characters)
        for number, group in enumerate(groups):
            under_way[number] = [place for place, _ in group]
            yield Batch(number, tuple(item for _, item in group))

    with closing(engine(batches(), ordered=ordered)) as finished:
        for batch, results in finished:
            numbers = under_way.pop(batch.number)
            sink.settle(list(map(Settled, numbers, batch.items, results)))
            for _ in numbers:
                told()


def _too_long(item: Item, limit: int) -> Failure:
    length = len(item.document.text)
    error = LimitError(f"{length:,} characters, more than {limit:,} (--max-chars); split it or raise the limit")
    return Failure.of(error, id=item.document.id, source=item.source, stage="limits")
