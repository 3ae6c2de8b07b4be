"""What holds for every stage and for the pipelines, whatever the text."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from nasty import HOSTILE, NASTY, texts

from vnpolnlp.codec import check, decode, encode, schema
from vnpolnlp.document import Document
from vnpolnlp.pipeline import Pipeline, load, pipeline_names
from vnpolnlp.stage import STAGES

VALIDATOR = jsonschema.Draft202012Validator(schema())

#: Options of the stages that cannot do without.
OPTIONS: dict[str, dict[str, Any]] = {"select": {"labels": ["PER", "ORG", "RESOLUTION"]}}


@cache
def up_to(stage: str) -> Pipeline:
    """A pipeline that ends with the stage, after those that come before it in the default one."""
    order = [name for name, _ in load("default").stages]
    before = order[: order.index(stage)] if stage in order else order
    return Pipeline([*((name, OPTIONS.get(name, {})) for name in before), (stage, OPTIONS.get(stage, {}))])


@cache
def pipeline(name: str) -> Pipeline:
    return load(name)


def check_document(document: Document, text: str) -> None:
    assert document.text == text
    assert check(document) == []
    line = encode(document)
    assert decode(line) == document
    VALIDATOR.validate(json.loads(line))


# The stage transformer needs a model, and is tested in stages/test_transformer.py.
EVERY_STAGE = pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "transformer"])
EVERY_PIPELINE = pytest.mark.parametrize("name", pipeline_names())
EVERY_NASTY_TEXT = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())


@EVERY_STAGE
@settings(max_examples=60)
@given(text=texts)
def test_every_stage_gives_a_sound_record(stage: str, text: str) -> None:
    nlp = up_to(stage)
    check_document(nlp(text), text)


@EVERY_STAGE
@EVERY_NASTY_TEXT
def test_every_stage_gives_a_sound_record_for_nasty_text(stage: str, text: str) -> None:
    nlp = up_to(stage)
    document = nlp(text)
    check_document(document, text)
    assert encode(nlp(text)) == encode(document)


@EVERY_STAGE
@settings(max_examples=20)
@given(text=texts)
def test_every_stage_leaves_its_input_as_it_was_and_does_the_same_again(stage: str, text: str) -> None:
    nlp = up_to(stage)
    given_document = Document(text, id="a", meta={"year": 2022})
    for _, run in nlp.stages[:-1]:
        given_document = run(given_document)
    _, last = nlp.stages[-1]
    before, candidates = encode(given_document), list(given_document.candidates)
    done = last(given_document)
    assert encode(given_document) == before
    assert list(given_document.candidates) == candidates
    assert encode(last(given_document)) == encode(done)
    assert (done.text, done.id, done.meta) == (text, "a", {"year": 2022})


@EVERY_STAGE
def test_every_stage_changes_only_layers_of_its_own(stage: str) -> None:
    nlp = up_to(stage)
    document = Document("Bí thư Tỉnh ủy Lê Văn A nói: “Chống lợi ích nhóm” theo Nghị quyết 18, năm 2021.")
    for _, run in nlp.stages[:-1]:
        document = run(document)
    name, last = nlp.stages[-1]
    layers = {
        **dict.fromkeys(("dates", "names", "events", "documents", "roles", "recognised"), "entities"),
        **{layer: layer for layer in ("zones", "sentences", "tokens", "quotes", "terms", "relations")},
    }
    may = {layers[given_] for given_ in last.gives if given_ != "segmented"} | (
        {"entities", "relations"} if name in ("links", "select") else set()
    )
    before, after = document.to_dict(), last(document).to_dict()
    assert {layer for layer in after if after[layer] != before[layer]} <= may


@EVERY_PIPELINE
@settings(max_examples=100)
@given(text=texts)
def test_every_pipeline_gives_a_sound_record_and_the_same_again(name: str, text: str) -> None:
    document = pipeline(name)(text)
    check_document(document, text)
    assert encode(pipeline(name)(text)) == encode(document)


@EVERY_PIPELINE
@pytest.mark.parametrize("text", ["Tỉnh ủy \ud83d họp.", "\udccc", "“\ud83d”"], ids=["inside", "alone", "quoted"])
def test_half_a_surrogate_pair_does_not_stop_a_pipeline(name: str, text: str) -> None:
    document = pipeline(name)(text)
    assert document.text == text
    assert check(document) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(text: str) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        check_document(pipeline("default")(part), part)
        return time.process_time() - start

    pipeline("default")("Tỉnh ủy họp.")
    small = min(seconds(text[: 1 << 13]) for _ in range(2))
    assert seconds(text[: 1 << 15]) < 12 * max(small, 0.1)  # linear is 4 times, quadratic 16
