"""Learn clusters of words and syllables from raw news: ``python -m vnpolnlp.training.clusters RAW SEGMENTED``.

A word is described by which frequent words stand two and one places before and after it (positive pointwise mutual
information with the smoothing of Levy, Goldberg & Dagan 2015, https://aclanthology.org/Q15-1016/), reduced to its
principal directions, and words that point the same way are put together by k-means.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnpolnlp.pipeline import Pipeline
from vnpolnlp.recogniser.clusters import CLUSTERS, LISTS, clustered_form
from vnpolnlp.stored import StoredList, save_arrays
from vnpolnlp.text.view import View

_PLACES = (-2, -1, 1, 2)
_CONTEXTS = 1500  # the most frequent words
_DIRECTIONS = 64
_COARSE, _FINE = 64, 400
_LEAST_SEEN = 4
_ROUNDS = 25
_SEED = 1
_SMOOTHED = 0.75

Floats = npt.NDArray[np.float32]


def read_news(raw: Path) -> Iterator[list[str]]:
    """The sentences of raw news in words of our own engine."""
    nlp = Pipeline([("sentences", {}), ("segmentation", {}), ("words", {})])
    with gzip.open(raw, "rt", encoding="utf-8") as file:
        texts = (json.loads(line)["text"] for line in file)
        for document in nlp.pipe(texts):
            starts = document.tokens.starts
            words = [View.of(document.text[token.start : token.end]).text for token in document.tokens]
            bounds = np.searchsorted(starts, [sentence.end for sentence in document.sentences]).tolist()
            for first, last in zip([0, *bounds], bounds, strict=False):
                yield [clustered_form(word) for word in words[first:last]]


def read_segmented(segmented: Path) -> Iterator[list[str]]:
    """The lines of news that another program cut into words."""
    with gzip.open(segmented, "rt", encoding="utf-8") as file:
        for line in file:
            for sentence in View.of(json.loads(line)["segmented"]).text.split("\n"):
                yield [clustered_form(word.replace("_", " ").strip()) for word in sentence.split()]


def describe(sentences: Sequence[Sequence[str]]) -> tuple[list[str], Floats]:
    """The words seen often enough, and a direction for each."""
    counts = Counter(word for sentence in sentences for word in sentence)
    words = [
        word for word, times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if times >= _LEAST_SEEN
    ]
    numbers = {word: number for number, word in enumerate(words)}
    bound, other = _CONTEXTS, _CONTEXTS + 1
    padding = max(_PLACES)
    ids = np.concatenate(
        [
            [*([-2] * padding), *(numbers.get(word, -1) for word in sentence), *([-2] * padding)]
            for sentence in sentences
        ]
    ).astype(np.int64)
    contexts = np.where(ids == -2, bound, np.where((ids < 0) | (ids >= _CONTEXTS), other, ids))
    seen = np.flatnonzero(ids >= 0)
    width = _CONTEXTS + 2
    table = np.zeros((len(words), width * len(_PLACES)), dtype=np.float32)
    for place, distance in enumerate(_PLACES):
        cells = ids[seen] * width + contexts[seen + distance]
        found, times = np.unique(cells, return_counts=True)
        table[found // width, place * width + found % width] = times
    return words, _reduced(table)


def _reduced(table: Floats) -> Floats:
    """Counts as the directions in which they differ most, of length one."""
    table = table[:, table.any(axis=0)]  # what never stands there tells nothing, and takes its time
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    smoothed = columns**_SMOOTHED
    expected = rows * (smoothed / smoothed.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.log(table / expected)
    information = np.where(table > 0, np.maximum(information, 0), 0).astype(np.float32)
    values, vectors = np.linalg.eigh(information.T @ information)
    strongest = np.argsort(-values)[:_DIRECTIONS]
    directions = information @ vectors[:, strongest] / np.maximum(values[strongest], 1e-9) ** 0.25
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    unit: Floats = (directions / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def cluster(directions: Floats, count: int) -> npt.NDArray[np.int64]:
    """The number of the cluster, from 1 up, of each direction; the same for the same directions.

    k-means on the sphere, begun from directions drawn at random with a fixed seed: the furthest ones would be oddities.
    """
    start = np.random.default_rng(_SEED).choice(len(directions), size=min(count, len(directions)), replace=False)
    centres = directions[start]
    chosen = np.zeros(len(directions), dtype=np.int64)
    for _ in range(_ROUNDS):
        chosen = (directions @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, chosen, directions)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
    return chosen + 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the news, make the clusters and write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path, help="news, .jsonl.gz with a text a line")
    parser.add_argument("segmented", type=Path, help="segmented news, .jsonl.gz")
    parser.add_argument("-o", "--output", type=Path, default=CLUSTERS)
    options = parser.parse_args(arguments)
    sentences = [*read_news(options.raw), *read_segmented(options.segmented)]
    syllables = [[syllable for word in sentence for syllable in word.split()] for sentence in sentences]
    lists: list[Mapping[str, int]] = []
    for units in (sentences, syllables):
        forms, directions = describe(units)
        for count in (_COARSE, _FINE):
            lists.append(dict(zip(forms, cluster(directions, count).tolist(), strict=True)))
    arrays = [StoredList.of_forms(listed).arrays(name) for name, listed in zip(LISTS, lists, strict=True)]
    save_arrays(options.output, {key: array for part in arrays for key, array in part.items()})


if __name__ == "__main__":
    main()
