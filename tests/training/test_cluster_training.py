"""Learning clusters: alike directions go together, and the file is read again by the package."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from vnpolnlp.errors import ConfigError
from vnpolnlp.recogniser import clusters
from vnpolnlp.stored import load_arrays, save_arrays
from vnpolnlp.training.clusters import Floats, cluster, main, read_segmented

LINES = ["Ông họp ở Huế", "Bà họp ở Vinh", "Ông nói ở Vinh", "Bà nói ở Huế ngày 21"] * 4


def news(path: Path, key: str, lines: list[str]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({key: line}, ensure_ascii=False) + "\n" for line in lines)
    return path


def made(folder: Path, name: str) -> Path:
    raw = news(folder / "raw.jsonl.gz", "text", LINES)
    segmented = news(folder / "segmented.jsonl.gz", "segmented", LINES)
    main([str(raw), str(segmented), "-o", str(folder / name)])
    return folder / name


def around(centres: npt.NDArray[np.float64], each: int) -> Floats:
    """Directions close to each of some."""
    noise = np.random.default_rng(3).normal(scale=0.02, size=(len(centres) * each, centres.shape[1]))
    moved = np.repeat(centres, each, axis=0) + noise
    unit: Floats = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_directions_of_one_bundle_never_part_where_another_is_far() -> None:
    numbers = cluster(around(np.array([[1.0, 0.0], [-1.0, 0.0]]), 20), 2)
    assert [len(set(part.tolist())) for part in np.split(numbers, 2)] == [1, 1]
    assert numbers[0] != numbers[-1]


def test_clusters_are_numbered_from_one_and_the_same_each_time() -> None:
    directions = around(np.eye(8), 6)
    numbers = cluster(directions, 5)
    assert 1 <= numbers.min() <= numbers.max() <= 5
    assert numbers.tolist() == cluster(directions, 5).tolist()


def test_fewer_directions_than_clusters_are_no_error() -> None:
    assert sorted(cluster(np.eye(3, dtype=np.float32), 9).tolist()) == [1, 2, 3]


def test_segmented_news_is_read_in_words_with_digits_alike(tmp_path: Path) -> None:
    file = news(tmp_path / "some.jsonl.gz", "segmented", ["Tỉnh_uỷ họp\nngày 21"])
    assert list(read_segmented(file)) == [["Tỉnh ủy", "họp"], ["ngày", "00"]]


def test_what_was_learnt_is_read_again(tmp_path: Path) -> None:
    found = load_arrays(made(tmp_path, "clusters.npz"), "clusters of words", clusters._clusters)
    assert all(number > 0 for word in ("Huế", "Vinh", "họp", "nói") for number in found.of_word(word))
    assert found.of_syllable("21") == found.of_syllable("45") != (0, 0)
    assert found.of_word("Pleiku") == (0, 0)


def test_the_same_news_give_the_same_bytes(tmp_path: Path) -> None:
    assert made(tmp_path, "one.npz").read_bytes() == made(tmp_path, "two.npz").read_bytes()


def test_a_file_without_one_of_the_lists_is_refused_by_name(tmp_path: Path) -> None:
    save_arrays(tmp_path / "clusters.npz", {"words.coarse.keys": np.zeros(1, dtype=np.uint64)})
    with pytest.raises(ConfigError, match=r"clusters\.npz does not hold clusters of words: .*words\.coarse\.values"):
        load_arrays(tmp_path / "clusters.npz", "clusters of words", clusters._clusters)
