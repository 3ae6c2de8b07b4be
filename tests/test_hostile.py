"""A few hundred hostile files, all of them accounted for; ``python -m harness.hostile`` takes ten thousand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from harness.hostile_files import MAKERS, write_files
from vnpolnlp.codec import check, encode
from vnpolnlp.corpus.readers import Item, find_sources, read_sources
from vnpolnlp.pipeline import Pipeline, load

MOST = 3000  # characters that are annotated here


@pytest.fixture(scope="module")
def nlp() -> Pipeline:
    return load()


@pytest.mark.parametrize("maker", dict.fromkeys(MAKERS), ids=lambda maker: maker.__name__)
def test_every_hostile_file_is_accounted_for(maker: object, tmp_path: Path, nlp: Pipeline) -> None:
    chance = random.Random(7)
    for number in range(12):
        ending, data = maker(chance)  # type: ignore[operator]
        (tmp_path / f"{number:02}{ending}").write_bytes(data)
    paths = sorted(tmp_path.iterdir())
    found = list(read_sources(find_sources(paths), seconds=30))
    assert {path for path in paths if not any(each.source.startswith(str(path)) for each in found)} == set()
    documents = [f.document for f in found if isinstance(f, Item) and len(f.document.text) <= MOST]
    annotated = nlp.annotate_batch(documents[:12])
    assert [problem for document in annotated for problem in check(document)] == []
    assert all(encode(document) for document in annotated)


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        contents.append([path.read_bytes() for path in write_files(tmp_path / name, 4, seed=3)])
    assert contents[0] == contents[1]
