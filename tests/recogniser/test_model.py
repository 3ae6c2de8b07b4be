"""The recogniser's files: what is written is read, and nothing else is."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import Template, widen
from vnpolnlp.pipeline import Pipeline
from vnpolnlp.recogniser import clusters
from vnpolnlp.recogniser.columns import TAGS, ColumnReader
from vnpolnlp.recogniser.model import FEATURES, WEIGHTS, RecogniserModel, fingerprint, forbidden, save_model
from vnpolnlp.stored import StoredChain, StoredList, load_arrays
from vnpolnlp.training.clusters import cluster, describe

PLAIN = np.zeros(len(TAGS), dtype=np.float32)


def stored(*tags: str) -> StoredChain:
    tags = tags or TAGS
    keys = widen(np.arange(1, 4, dtype=np.uint64))
    weights = np.ones((3, len(tags)), dtype=np.int8)
    return StoredChain(tags, (Template("form[0]"),), keys, weights, np.zeros((len(tags), len(tags))), 0.1)


def saved(folder: Path, chain: StoredChain, trust: np.ndarray = PLAIN) -> Path:  # type: ignore[type-arg]
    path = folder / "model.npz"
    with path.open("wb") as file:
        save_model(file, chain, trust)
    return path


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = RecogniserModel.load(saved(tmp_path, stored(), PLAIN + 2))
    assert model.chain.labels == TAGS
    assert model.trust.tolist() == [2.0] * len(TAGS)
    assert model.chain.weights[1:].tolist() == [[1] * len(TAGS)] * 3


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no archive", id="no archive"),
        pytest.param(b"\x80\x04N.", id="a pickle"),
    ],
)
def test_another_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"model\.npz does not hold weights of the recogniser"):
        RecogniserModel.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.npz"):
        RecogniserModel.load(tmp_path / "gone.npz")
    with pytest.raises(ConfigError, match=r"gone\.npz"):
        fingerprint((tmp_path / "gone.npz",))


def test_objects_are_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "objects.npz"
    np.savez(path, **{"chain.header": np.array([{"a": 1}], dtype=object)})
    with pytest.raises(ConfigError, match=r"objects\.npz"):
        RecogniserModel.load(path)


def test_other_tags_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="its tags are O B-PER, not O B-PER I-PER"):
        RecogniserModel.load(saved(tmp_path, stored("O", "B-PER"), np.zeros(2, dtype=np.float32)))


def test_the_stage_names_the_file_when_the_pipeline_is_built(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.npz"):
        Pipeline([("names", {}), ("recogniser", {"weights": str(tmp_path / "gone.npz")})])


def test_an_entity_goes_on_only_with_its_own_label() -> None:
    penalties = forbidden()
    allowed = {(TAGS[line], TAGS[column]) for line, column in np.argwhere(penalties == 0).tolist()}
    assert ("B-ORG", "I-ORG") in allowed
    assert ("O", "B-PER") in allowed
    assert ("O", "I-ORG") not in allowed
    assert ("B-PER", "I-ORG") not in allowed


def test_no_sequence_begins_inside_an_entity() -> None:
    weights = np.zeros((3, len(TAGS)), dtype=np.int8)
    weights[:, TAGS.index("I-ORG")] = 100
    chain = stored()
    chain = StoredChain(chain.labels, chain.templates, chain.keys, weights, forbidden(), 0.1)
    rows = ColumnReader()(Pipeline([("names", {})])("và của"))
    assert RecogniserModel(chain.chain(), PLAIN).entities([rows]) == [[]]


def test_what_is_proposed_is_believed_by_trust_alone() -> None:
    rows = ColumnReader()(Pipeline([("names", {})])("Ông Đỗ Thanh Bình nói."))
    chain = stored()
    nothing = StoredChain(chain.labels, chain.templates, chain.keys, 0 * chain.weights, forbidden(), 0.1).chain()
    assert RecogniserModel(nothing, PLAIN + 1).entities([rows]) == [[(1, 4, "PER")]]


def test_no_documents_and_empty_ones() -> None:
    empty = ColumnReader()(Pipeline([("names", {})])(""))
    model = RecogniserModel(stored().chain(), PLAIN)
    assert model.entities([]) == []
    assert model.entities([empty, empty]) == [[], []]


def test_features_read_columns_that_there_are() -> None:
    columns = ColumnReader()(Pipeline([("names", {})])("Đảng")).columns
    read = {name for some in FEATURES.values() for template in some for name, _ in template.atoms}
    assert read <= columns.keys()
    assert columns.keys() - read == {"capitals"}  # told by the shapes, and asked for by other columns


def test_the_shipped_weights_are_small_and_whole() -> None:
    assert RecogniserModel.load(WEIGHTS).chain.templates == tuple(t for some in FEATURES.values() for t in some)
    assert WEIGHTS.stat().st_size + clusters.CLUSTERS.stat().st_size < 25_000_000


def test_clusters_are_known_by_form_with_small_letters_as_a_last_resort() -> None:
    listed = StoredList.of_forms({"tỉnh": 3, "Kiên Giang": 5})
    again = load_from(listed)
    found = clusters.Clusters(again, again, again, again)
    assert found.of_word("Kiên Giang") == (5, 5)
    assert found.of_word("Tỉnh") == (3, 3)
    assert found.of_word("kiên giang") == (0, 0)


def load_from(listed: StoredList) -> dict[int, int]:
    file = io.BytesIO()
    np.savez_compressed(file, **listed.arrays("some"))  # type: ignore[arg-type]
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        again = StoredList.of_arrays({name: arrays[name] for name in arrays.files}, "some")
    return dict(zip(again.forms().tolist(), again.values.tolist(), strict=True))


def test_a_broken_file_of_clusters_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "clusters.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(ConfigError, match=r"clusters\.npz does not hold clusters"):
        load_arrays(path, "clusters of words", lambda arrays: arrays)


def test_words_in_like_places_are_put_together() -> None:
    sentences = [
        [subject, verb, "ở", place]
        for subject in ("ông", "bà", "chị")
        for verb in ("họp", "nói", "làm")
        for place in ("Huế", "Vinh", "Hà Nội")
    ] * 3
    forms, directions = describe(sentences)
    numbers = dict(zip(forms, cluster(directions, 4).tolist(), strict=True))
    groups = [{numbers[form] for form in some} for some in (("ông", "bà", "chị"), ("Huế", "Vinh", "Hà Nội"))]
    assert [len(group) for group in groups] == [1, 1]
    assert groups[0].isdisjoint(groups[1])
    assert cluster(directions, 4).tolist() == cluster(directions, 4).tolist()
