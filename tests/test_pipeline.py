"""Pipelines: their files, their order, what they say of themselves."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import ClassVar

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import texts

import vnpolnlp
from vnpolnlp import pipeline as module
from vnpolnlp.codec import check, encode, schema
from vnpolnlp.document import Document
from vnpolnlp.errors import ConfigError
from vnpolnlp.pipeline import Pipeline, batched, load, pipeline_names
from vnpolnlp.stage import STAGES, BatchStage, Stage, make_stage, run_stage

TEXT = (
    "Sáng 16/6, Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình nhấn mạnh việc thực hiện Nghị quyết số 21-NQ/TW, ngày "
    "16/6/2022 của Ban Chấp hành Trung ương Đảng khóa XIII, chống “lợi ích nhóm”."
)


@cache
def loaded(name: str) -> Pipeline:
    return load(name)


# What comes with the package.


def test_the_pipelines_of_the_package() -> None:
    assert pipeline_names() == ["default", "documents-and-quotes", "entities", "words"]


@pytest.mark.parametrize("name", pipeline_names())
def test_every_pipeline_of_the_package_loads_and_runs(name: str) -> None:
    nlp = load(name)
    document = nlp(TEXT, id="a.txt", meta={"year": 2022})
    assert check(document) == []
    assert nlp.made_by == document.made_by
    assert nlp.made_by.pipeline == name
    jsonschema.validate(json.loads(encode(document)), schema())
    assert (document.text, document.id, document.meta) == (TEXT, "a.txt", {"year": 2022})


@pytest.mark.parametrize("name", pipeline_names())
def test_every_pipeline_of_the_package_says_what_it_is_for(name: str) -> None:
    file = next(folder / f"{name}.toml" for folder in module._PIPELINE_FOLDERS if (folder / f"{name}.toml").is_file())
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# For ")
    assert lines[1].startswith("description = ")


def test_the_default_pipeline_fills_all_layers() -> None:
    record = vnpolnlp.load()(TEXT).to_dict()
    assert all(record[layer] for layer in ("zones", "sentences", "tokens", "entities", "quotes", "terms", "relations"))


def test_the_entities_pipeline_finds_the_same_entities_as_the_default() -> None:
    some, everything = load("entities")(TEXT), load("default")(TEXT)
    assert some.entities == everything.entities
    assert some.relations == everything.relations
    record = some.to_dict()
    assert [layer for layer in ("zones", "sentences", "tokens", "quotes", "terms") if record[layer]] == []


def test_the_documents_pipeline_keeps_documents_quotes_and_terms() -> None:
    some, everything = load("documents-and-quotes")(TEXT), load("default")(TEXT)
    assert some.entities == tuple(e for e in everything.entities if e.label in ("RESOLUTION", "DOCUMENT"))
    assert some.entities[0].attrs["date"] == "2022-06-16"
    assert (some.quotes, some.terms) == (everything.quotes, everything.terms)


@pytest.mark.parametrize("name", pipeline_names())
def test_a_pickled_pipeline_does_the_same(name: str) -> None:
    nlp = load(name)
    assert encode(pickle.loads(pickle.dumps(nlp))(TEXT)) == encode(nlp(TEXT)) == encode(load(name)(TEXT))


def test_the_words_pipeline_gives_sentences_and_words_only() -> None:
    nlp = load("words")
    assert [name for name, _ in nlp.stages] == ["sentences", "segmentation", "words"]
    record = nlp(TEXT).to_dict()
    layers = ("zones", "sentences", "tokens", "entities", "quotes", "terms", "relations")
    assert [layer for layer in layers if record[layer]] == ["sentences", "tokens"]


# Batches.


@pytest.mark.parametrize("name", pipeline_names())
@settings(max_examples=15)
@given(batch=st.lists(texts, max_size=5))
def test_a_batch_gives_what_one_by_one_gives(name: str, batch: list[str]) -> None:
    nlp = loaded(name)
    documents = [Document(text, id=str(number), meta={"n": number}) for number, text in enumerate(batch)]
    together = nlp.annotate_batch(documents)
    assert list(map(encode, together)) == [encode(nlp.annotate(document)) for document in documents]
    assert [document.made_by for document in together] == [nlp.made_by] * len(batch)


def test_an_empty_batch_is_no_work() -> None:
    assert loaded("default").annotate_batch([]) == []
    assert list(loaded("default").pipe([])) == []


def test_pipe_gives_what_calls_give_in_order_with_numbers_as_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_CHARACTERS", 2 * len(TEXT))
    nlp = loaded("default")
    sources = [TEXT, "", TEXT.upper(), "Một.\nHai.", TEXT]
    assert list(nlp.pipe(sources)) == [nlp(text, id=str(number)) for number, text in enumerate(sources, start=1)]


@pytest.mark.parametrize(("limit", "read"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3), (10**6, 4)])
def test_pipe_reads_one_batch_ahead_and_no_more(limit: int, read: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_CHARACTERS", limit)
    taken: list[str] = []

    def source() -> Iterator[str]:
        for text in ("Một.", "Hai.", "Ba..", "4..."):
            taken.append(text)
            yield text

    documents = Pipeline([("sentences", {})]).pipe(source())
    assert taken == []
    assert next(documents).text == "Một."
    assert len(taken) == read
    assert [document.text for document in documents] == ["Hai.", "Ba..", "4..."]


@dataclass
class _Notes:
    """Notes how many documents each call has had."""

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()
    sizes: list[int] = field(default_factory=list)

    def __call__(self, document: Document) -> Document:
        self.sizes.append(1)
        return document


class _NotesBatches(_Notes):
    def batch(self, documents: Sequence[Document]) -> list[Document]:
        self.sizes.append(len(documents))
        return list(documents)


@pytest.mark.parametrize(("stage", "sizes"), [(_Notes(), [1, 1]), (_NotesBatches(), [2])], ids=["alone", "together"])
def test_a_stage_gets_all_documents_at_once_if_it_can(stage: _Notes, sizes: list[int]) -> None:
    documents = [Document("a", id="1"), Document("b", id="2")]
    assert isinstance(stage, BatchStage) == (len(sizes) == 1)
    assert run_stage(stage, documents) == documents
    assert stage.sizes == sizes


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 20))
def test_batched_keeps_all_items_in_order_and_ends_a_list_at_the_limit(items: list[int], limit: int) -> None:
    lists = list(batched(items, lambda item: item, limit))
    assert [item for batch in lists for item in batch] == items
    assert all(lists)
    for number, batch in enumerate(lists, start=1):
        sizes = [max(1, item) for item in batch]
        assert sum(sizes[:-1]) < limit
        assert sum(sizes) >= limit or number == len(lists)


def test_batched_reads_no_further_than_the_list_it_gives() -> None:
    items = iter("abcdef")
    lists = batched(items, len, 2)
    assert next(lists) == ["a", "b"]
    assert next(items) == "c"
    assert list(lists) == [["d", "e"], ["f"]]


def test_items_without_a_size_do_not_make_a_batch_endless() -> None:
    assert list(batched(["", "", ""], len, 2)) == [["", ""], [""]]


def test_annotate_keeps_layers_that_are_there() -> None:
    nlp = Pipeline([("sentences", {})])
    zoned = make_stage("structure", {})(Document(TEXT))
    assert nlp.annotate(zoned).zones == zoned.zones


# Stages and their order.


@pytest.mark.parametrize("name", [name for name in STAGES if name not in ("select", "transformer")])
def test_every_stage_can_be_made_without_options_and_is_a_stage(name: str) -> None:
    stage = make_stage(name, {})
    assert isinstance(stage, Stage)
    assert isinstance(stage.needs, tuple)
    assert isinstance(stage.gives, tuple)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        pytest.param(
            ["words", "segmentation"],
            "stage 'words' needs the layer 'segmented'; 'segmentation' gives it but comes later",
            id="too_early",
        ),
        pytest.param(
            ["dates", "links", "names"], "stage 'links' needs the layer 'names'; 'names' gives it but comes later",
            id="one_of_two_too_early",
        ),
        pytest.param(
            ["words"], "stage 'words' needs the layer 'segmented'; no stage of this pipeline gives it", id="missing"
        ),
    ],
)  # fmt: skip
def test_a_wrong_order_is_told_when_the_pipeline_is_built(plan: list[str], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Pipeline([(name, {}) for name in plan])
    assert message in str(caught.value)


class _NeedsItself:
    needs: ClassVar[tuple[str, ...]] = ("x",)
    gives: ClassVar[tuple[str, ...]] = ("x",)

    def __call__(self, document: Document) -> Document:
        return document


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        pytest.param(
            ["dates", "names", "links", "events"], "'events'.*'events' too late: 'links'", id="entities_after_links"
        ),
        pytest.param(
            ["segmentation", "words", "names"], "'names'.*'names' too late: 'words'", id="entities_after_words"
        ),
        pytest.param(["names", "roles", "documents"], "'documents'.*too late: 'roles'", id="documents_after_roles"),
        pytest.param(["segmentation", "sentences"], "'sentences'.*too late: 'segmentation'", id="sentences_too_late"),
        pytest.param(["names", "segmentation"], "'segmentation'.*too late: 'names'", id="segmentation_too_late"),
    ],
)
def test_a_layer_that_comes_after_what_builds_on_it_is_told(plan: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Pipeline([(name, {}) for name in plan])


def test_a_stage_cannot_give_itself_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "make_stage", lambda name, options: _NeedsItself())
    with pytest.raises(ConfigError, match="no stage of this pipeline gives it"):
        Pipeline([("odd", {})])


def test_an_unknown_stage_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"no stage is named 'sentence'; known are structure, sentences, "):
        Pipeline([("sentence", {})])


def test_an_unknown_option_is_told_with_its_stage() -> None:
    with pytest.raises(ConfigError, match="stage 'sentences' has no option 'langauge'; it has none"):
        Pipeline([("sentences", {"langauge": "vi"})])
    with pytest.raises(ConfigError, match="stage 'segmentation' has no option 'labels'; it has engine"):
        Pipeline([("segmentation", {"labels": []})])


# Pipeline files.


def write(folder: Path, content: str | bytes) -> Path:
    file = folder / "mine.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("as_text", [True, False])
def test_a_file_of_ones_own(tmp_path: Path, as_text: bool) -> None:
    file = write(tmp_path, '[[stage]]\nname = "dates"\n\n[[stage]]\nname = "select"\nlabels = ["PER"]\n')
    nlp = load(str(file) if as_text else file)
    assert [name for name, _ in nlp.stages] == ["dates", "select"]
    assert nlp.made_by.pipeline == "mine"
    assert nlp("năm 2021").entities == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("[[stage]\n", "not a TOML file", id="no_toml"),
        pytest.param(b'description = "\xe1"', "not a TOML file", id="no_utf8"),
        pytest.param("", "no [[stage]] in it", id="empty"),
        pytest.param('description = "x"\n', "no [[stage]] in it", id="no_stage"),
        pytest.param("stage = []\n", "no [[stage]] in it", id="empty_list"),
        pytest.param('[[stages]]\nname = "dates"\n', "unknown keys stages", id="unknown_key"),
        pytest.param('[stage]\nname = "dates"\n', "write [[stage]], with two brackets", id="one_table"),
        pytest.param("stage = 5\n", "write [[stage]], with two brackets", id="number"),
        pytest.param('stage = ["dates"]\n', "stage 1 has no name", id="list_of_names"),
        pytest.param('[[stage]]\nname = "dates"\n[[stage]]\n', "stage 2 has no name", id="no_name"),
        pytest.param("[[stage]]\nname = 1\n", "stage 1 has no name", id="name_is_a_number"),
        pytest.param('[[stage]]\nname = "date"\n', "no stage is named 'date'", id="unknown_stage"),
        pytest.param(
            '[[stage]]\nname = "dates"\nx = 1979-05-27\n', "stage 'dates' has no option 'x'", id="unknown_option"
        ),
        pytest.param('[[stage]]\nname = "words"\n', "stage 'words' needs the layer 'segmented'", id="wrong_order"),
        pytest.param(
            '[[stage]]\nname = "segmentation"\nengine = "x"\n', "no word engine is named 'x'", id="unknown_engine"
        ),
        pytest.param(
            '[[stage]]\nname = "segmentation"\nengine = [1]\n', "stage 'segmentation' cannot do with", id="wrong_type"
        ),
        pytest.param('[[stage]]\nname = "select"\nlabels = ["X"]\n', "no entity has the label 'X'", id="wrong_value"),
        pytest.param('[[stage]]\nname = "select"\n', "stage 'select' needs the option 'labels'", id="no_value"),
    ],
)
def test_a_wrong_file_is_told_with_its_name(tmp_path: Path, content: str | bytes, message: str) -> None:
    file = write(tmp_path, content)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert message in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no pipeline file .*none\.toml"):
        load(tmp_path / "none.toml")


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="no pipeline is named 'defualt'; known are default, documents-and-quotes"):
        load("defualt")


# The fingerprint of the configuration.


def config(*plan: tuple[str, dict[str, object]], name: str = "custom") -> str:
    return Pipeline(plan, name=name).made_by.config


def test_the_config_is_a_digest_that_stays_the_same() -> None:
    first = config(("select", {"labels": ["PER"]}), ("dates", {}))
    assert first == config(("select", {"labels": ["PER"]}), ("dates", {}))
    assert first.startswith("sha256:")
    assert len(first) == len("sha256:") + 64


def test_the_config_does_not_depend_on_the_name_of_the_pipeline() -> None:
    assert config(("dates", {}), name="a") == config(("dates", {}), name="b")


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param([("dates", {}), ("select", {"labels": ["ORG"]})], id="value_of_an_option"),
        pytest.param([("select", {"labels": ["PER"]}), ("dates", {})], id="order"),
        pytest.param([("dates", {})], id="stage_left_out"),
    ],
)
def test_the_config_changes_with_stages_and_options(plan: list[tuple[str, dict[str, object]]]) -> None:
    assert config(*plan) != config(("dates", {}), ("select", {"labels": ["PER"]}))


def test_the_config_changes_with_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = config(("dates", {}))
    monkeypatch.setattr(module, "__version__", "9.9.9")
    assert config(("dates", {})) != before


def test_the_config_changes_with_the_lexicons(monkeypatch: pytest.MonkeyPatch) -> None:
    before = config(("dates", {}))
    monkeypatch.setattr(module, "lexicons_digest", lambda: "other")
    assert config(("dates", {})) != before
