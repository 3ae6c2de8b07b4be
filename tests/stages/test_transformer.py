"""The stage transformer, with tiny models that are made here, in which each token always has the same label."""

from __future__ import annotations

import json
import pickle
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from nasty import NASTY, texts

from vnpolnlp.codec import check, decode, encode
from vnpolnlp.document import Document, Label, Sentence
from vnpolnlp.errors import ConfigError
from vnpolnlp.pipeline import Pipeline, load
from vnpolnlp.stage import make_stage
from vnpolnlp.stages.transformer import ReadToken, spans_of, tags_of
from vnpolnlp.text.syllables import Syllables

TEXT = "Ông Đỗ Thanh Bình thăm xã Vân Canh, gặp bà Lò Thị Mai."
FOUND = [("Đỗ Thanh Bình", "PER"), ("xã Vân Canh", "LOC"), ("Lò Thị Mai", "PER")]
IOB = {
    **dict.fromkeys(("Đỗ", "Lò"), "B-PERSON"), **dict.fromkeys(("Thanh", "Bình", "Thị", "Mai"), "I-PERSON"),
    "xã": "B-PLACE", **dict.fromkeys(("Vân", "Canh"), "I-PLACE"), "Nghị": "B-MISC",
}  # fmt: skip
LABELS = {"PERSON": "PER", "PLACE": "LOC", "MISC": "O"}


# Labels and alignment, without a model


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["O", "B-PER", "I-PER", "I-PER"], [(4, 17, "PER")], id="iob"),
        pytest.param(["O", "B_PER", "I_PER", "E_PER"], [(4, 17, "PER")], id="iobes_with_underscores"),
        pytest.param(["O", "B-PER", "I-PER", "L-PER"], [(4, 17, "PER")], id="bilou"),
        pytest.param(["O", "PER", "PER", "PER"], [(4, 17, "PER")], id="plain"),
        pytest.param(["O", "I-PER", "I-PER", "I-PER"], [(4, 17, "PER")], id="goes_on_where_none_began"),
        pytest.param(["O", "B-PER", "B-PER", "I-PER"], [(4, 6, "PER"), (7, 17, "PER")], id="begins_again"),
        pytest.param(["O", "S-PER", "I-PER", "I-PER"], [(4, 6, "PER"), (7, 17, "PER")], id="single"),
        pytest.param(["O", "B-PER", "L-PER", "U-PER"], [(4, 12, "PER"), (13, 17, "PER")], id="unit"),
        pytest.param(["O", "B-PER", "E-PER", "I-PER"], [(4, 12, "PER"), (13, 17, "PER")], id="goes_on_after_an_end"),
        pytest.param(["O", "B-PER", "I-ORG", "I-ORG"], [(4, 6, "PER"), (7, 17, "ORG")], id="another_label"),
        pytest.param(["O", "B-PER", "O", "I-PER"], [(4, 6, "PER"), (13, 17, "PER")], id="with_a_hole"),
        pytest.param(["O", "O", "O", "O"], [], id="nothing"),
    ],
)
def test_labels_of_syllables_become_entities(names: list[str], expected: list[tuple[int, int, Label]]) -> None:
    places = [(0, 3), (4, 6), (7, 12), (13, 17)]
    tags = tags_of(names, {})
    tokens = [ReadToken(start, end, tag, 0) for (start, end), tag in zip(places, tags, strict=True)]
    assert list(spans_of(tokens, Syllables.of("Ông Đỗ Thanh Bình"))) == expected


@pytest.mark.parametrize(
    ("text", "tokens", "expected"),
    [
        pytest.param("Mai", [(0, 1, "B-PER", 0), (1, 3, "O", 0)], [(0, 3, "PER")], id="the_first_sub_token_counts"),
        pytest.param("Mai", [(0, 1, "O", 0), (1, 3, "B-PER", 0)], [], id="not_the_second"),
        pytest.param("a TP.HCM", [(0, 1, "O", 0), (1, 8, "B-LOC", 0)], [(2, 8, "LOC")], id="one_of_several_syllables"),
        pytest.param("a TP.HCM", [(2, 8, "S-LOC", 0)], [(2, 8, "LOC")], id="a_single_one_of_several_syllables"),
        pytest.param(
            "Mai Lò", [(0, 3, "B-PER", 0), (4, 6, "I-PER", 1)], [(0, 3, "PER"), (4, 6, "PER")], id="sentences"
        ),
        pytest.param("Mai\nLò", [(0, 3, "B-PER", 0), (4, 6, "I-PER", 0)], [(0, 3, "PER"), (4, 6, "PER")], id="lines"),
        pytest.param("Mai ☂ Lò", [(0, 3, "B-PER", 0), (6, 8, "I-PER", 0)], [(0, 3, "PER"), (6, 8, "PER")], id="unread"),
        pytest.param("", [], [], id="empty"),
    ],
)
def test_sub_tokens_are_aligned_with_syllables(
    text: str, tokens: list[tuple[int, int, str, int]], expected: list[tuple[int, int, Label]]
) -> None:
    read = [ReadToken(start, end, tags_of([name], {})[0], sentence) for start, end, name, sentence in tokens]
    assert list(spans_of(read, Syllables.of(text))) == expected


@pytest.mark.parametrize(
    ("names", "labels", "message"),
    [
        pytest.param(
            ["O", "B-MISC", "B-PER"], {}, "mapped to none of ours: MISC; give each in 'labels'", id="unmapped"
        ),
        pytest.param(["LABEL_0", "LABEL_1"], {}, "none of ours: LABEL_0, LABEL_1; .* RESOLUTION", id="unnamed"),
        pytest.param(["O", "PERS"], {"PERS": "PERSON"}, "mapped to none of ours: PERS;", id="mapped_to_nothing"),
        pytest.param(
            ["O", "B-PER"], {"PERS": "PER"}, "no label PERS to be mapped in 'labels'; it has PER", id="not_there"
        ),
        pytest.param(["O", "B-PER"], {"B-PER": "PER"}, "no label B-PER", id="with_its_place"),
    ],
)
def test_labels_that_cannot_be_mapped_are_an_error(names: list[str], labels: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        tags_of(names, labels)


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ConfigError, match=r"'transformer' needs torch: pip install 'vnpolnlp\[transformers\]'"):
        make_stage("transformer", {"model": "./not-asked-for"})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({}, "stage 'transformer' needs the option 'model'", id="no_model"),
        pytest.param({"model": 1}, "'model' .* is 1; it is a string", id="model"),
        pytest.param(
            {"model": "m", "batch_size": 0}, "'batch_size' .* is 0; it is a number from 1 on", id="batch_size"
        ),
        pytest.param({"model": "m", "stride": "2"}, "'stride' .* is '2'; it is a number from 0 on", id="stride"),
        pytest.param({"model": "m", "labels": ["PER"]}, "'labels' .* it is a table", id="labels"),
    ],
)
def test_wrong_options_are_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        make_stage("transformer", options)


# With models


Maker = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Makes folders of models; skips where the extra is not installed."""
    for module in ("torch", "transformers"):
        pytest.importorskip(module, reason="needs the extra 'transformers'")
    return lambda *args, **options: model_in(tmp_path_factory.mktemp("model"), *args, **options)


def model_in(folder: Path, labelled: Mapping[str, str] = IOB, *, kind: str = "wordpiece", positions: int = 66) -> Path:
    """A model whose labels are those of words of its vocabulary, and O for all others.

    It has no layer; a token is its label in one dimension, which the classifier copies.
    """
    import torch
    from transformers import BertConfig, BertForTokenClassification

    tokenizer = tokenizer_of([TEXT, *labelled], kind)
    tokenizer.model_max_length = positions - 2
    tokenizer.save_pretrained(folder)
    names = ["O", *sorted(set(labelled.values()))]
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=len(names),
        num_hidden_layers=0,
        num_attention_heads=1,
        intermediate_size=1,
        max_position_embeddings=positions,
        id2label=dict(enumerate(names)),
        label2id={name: number for number, name in enumerate(names)},
    )
    model = BertForTokenClassification(config)
    with torch.no_grad():
        for weights in model.parameters():
            weights.zero_()
        model.bert.embeddings.LayerNorm.weight.fill_(1)
        model.bert.embeddings.word_embeddings.weight[:, 0] = 1
        for word, name in labelled.items():
            for token in first_tokens(tokenizer, word):
                row = model.bert.embeddings.word_embeddings.weight[token]
                row.zero_()
                row[names.index(name)] = 1
        model.classifier.weight.copy_(torch.eye(len(names)))
    model.save_pretrained(folder)
    return folder


def first_tokens(tokenizer: Any, word: str) -> set[int]:
    """The first token of a word, after a space and not."""
    found = (tokenizer(text, add_special_tokens=False)["input_ids"] for text in (word, f"a {word}"))
    return {ids[0] if len(ids) == 1 else ids[1] for ids in found}


def tokenizer_of(sentences: Sequence[str], kind: str) -> Any:
    """A fast tokenizer, trained on the sentences, in which each of their words is one token."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    many = [sentence for sentence in sentences for _ in range(3)]
    if kind == "wordpiece":
        tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer: Any = trainers.WordPieceTrainer(vocab_size=600, special_tokens=special, show_progress=False)
    else:
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        trainer = trainers.BpeTrainer(
            vocab_size=900,
            special_tokens=special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
    tokenizer.train_from_iterator(many, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )


@pytest.fixture(scope="module", params=["wordpiece", "bytes"])
def model(request: pytest.FixtureRequest, make: Maker) -> Path:
    return make(kind=request.param)


def stage(model: Path, **options: Any) -> Pipeline:
    return Pipeline([("transformer", {"model": str(model), "labels": LABELS, "stride": 8, **options})])


def entities(document: Document) -> list[tuple[str, str]]:
    assert check(document) == []
    return [(entity.text, entity.label) for entity in document.entities]


def test_a_model_decides(model: Path) -> None:
    document = stage(model)(TEXT)
    assert entities(document) == FOUND
    assert {entity.by for entity in document.entities} == {"transformer/model"}
    assert decode(encode(document)) == document


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize(
    "space", [" ", "  ", "\u00a0", "\u200b \t"], ids=["single", "double", "no_break", "zero_width"]
)
def test_the_same_is_found_in_another_form(model: Path, form: str, space: str) -> None:
    text = unicodedata.normalize(form, TEXT).replace(" ", space)  # type: ignore[arg-type]
    found = [
        (unicodedata.normalize("NFC", name.replace(space, " ")), label) for name, label in entities(stage(model)(text))
    ]
    assert found == FOUND


@pytest.mark.parametrize(
    "put", ["😀", "👨‍👩‍👧", "🇻🇳", "𠮷", "e\u0301\u0302"], ids=["smile", "family", "flag", "rare", "marks"]
)
def test_what_the_model_never_saw_moves_nothing(model: Path, put: str) -> None:
    assert entities(stage(model)(f"{put} {TEXT} {put}{put} {TEXT} {put}")) == FOUND * 2


@pytest.mark.parametrize("window", [12, 20, 40, 64])
def test_a_long_line_is_read_in_windows(model: Path, window: int) -> None:
    text = " ".join([TEXT, "gặp 😀"] * 15)
    nlp = stage(model, window=window, batch_size=3)
    assert entities(nlp(text)) == FOUND * 15


@pytest.mark.parametrize("batch_size", [1, 3, 50])
def test_batches_change_nothing(model: Path, batch_size: int) -> None:
    text = "\n".join([TEXT, "", "Ông Đỗ Thanh", TEXT * 9])
    expected = [*FOUND, ("Đỗ Thanh", "PER"), *FOUND * 9]
    assert entities(stage(model, batch_size=batch_size)(text)) == expected


def test_a_tokenizer_without_padding_will_do(make: Maker) -> None:
    from transformers import AutoTokenizer

    folder = make()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.pad_token = None
    tokenizer.save_pretrained(folder)
    assert entities(stage(folder)(f"{TEXT}\nĐỗ Mai")) == [*FOUND, ("Đỗ Mai", "PER")]


def test_what_is_put_after_a_short_sentence_changes_nothing_in_it(make: Maker) -> None:
    """A model with layers, whose weights are random: what it finds depends on all that it sees."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForTokenClassification

    folder = make()
    torch.manual_seed(1)
    names = ["B-PER", "I-PER", "B-LOC", "I-LOC", "O"]
    config = BertConfig(
        vocab_size=len(AutoTokenizer.from_pretrained(folder)),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=66,
        initializer_range=1.0,
        id2label=dict(enumerate(names)),
    )
    BertForTokenClassification(config).save_pretrained(folder)
    lines = ["Ông Đỗ Thanh", TEXT, "Mai", "xã Vân Canh gặp bà Lò Thị Mai"]
    alone = [found for line in lines for found in entities(stage(folder, labels={}, batch_size=1)(line))]
    assert entities(stage(folder, labels={}, batch_size=4)("\n".join(lines))) == alone
    assert {label for _, label in alone} == {"PER", "LOC"}


def test_an_entity_ends_with_its_sentence(model: Path) -> None:
    text = "Gặp Đỗ Thanh Bình Thị Mai"
    two = Document(text, sentences=(Sentence(0, 12), Sentence(13, len(text))))
    assert entities(stage(model).annotate(Document(text))) == [("Đỗ Thanh Bình Thị Mai", "PER")]
    assert entities(stage(model).annotate(two)) == [("Đỗ Thanh", "PER"), ("Bình Thị Mai", "PER")]


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_nasty_text_is_annotated_and_stays(model: Path, text: str) -> None:
    document = stage(model)(text)
    assert document.text == text
    assert check(document) == []


@settings(max_examples=40)
@given(text=texts)
def test_any_text_is_annotated_and_stays(model: Path, text: str) -> None:
    document = stage(model)(text)
    assert document.text == text
    assert check(document) == []


@pytest.mark.parametrize("text", ["Đỗ \ud83d Mai", "\udccc"], ids=["inside", "alone"])
def test_half_a_surrogate_pair_stops_nothing(model: Path, text: str) -> None:
    document = stage(model)(text)
    assert document.text == text
    assert check(document) == []


CITING = f"{TEXT} Ngày 16/6/2022, Nghị quyết số 21-NQ/TW được thực hiện."


def pipeline_file(folder: Path, model: Path) -> Path:
    """The pipeline entities with the stage transformer in the place of the recogniser."""
    before = ("sentences", "segmentation", "dates", "names", "events", "documents", "roles")
    tables = [f'[[stage]]\nname = "{name}"\n' for name in before]
    tables.append(f'[[stage]]\nname = "transformer"\nmodel = {json.dumps(str(model))}\nstride = 8\n')
    tables.append('[stage.labels]\nPERSON = "PER"\nPLACE = "LOC"\nMISC = "O"\n[[stage]]\nname = "links"\n')
    file = folder / "mine.toml"
    file.write_text("\n".join(tables), encoding="utf-8")
    return file


def test_in_a_pipeline_file_what_the_model_does_not_know_stays(model: Path, tmp_path: Path) -> None:
    document = load(pipeline_file(tmp_path, model))(CITING)
    assert entities(document) == [*FOUND, ("Ngày 16/6/2022", "DATE"), ("Nghị quyết số 21-NQ/TW", "RESOLUTION")]
    assert document.entities[-1].attrs["number"] == "21-NQ/TW"
    assert document.entities[-2].attrs["value"] == "2022-06-16"


def test_a_name_gives_way_to_what_the_model_knows_nothing_of(model: Path, tmp_path: Path) -> None:
    file = pipeline_file(tmp_path, model)
    file.write_text(file.read_text(encoding="utf-8").replace('MISC = "O"', 'MISC = "ORG"'), encoding="utf-8")
    text = f"{CITING} Nghị viện họp."
    assert entities(load(file)(text))[-2:] == [("Nghị quyết số 21-NQ/TW", "RESOLUTION"), ("Nghị", "ORG")]


def test_the_model_takes_out_what_it_does_not_find(make: Maker, tmp_path: Path) -> None:
    none = make({"Đỗ": "B-PERSON", "xã": "B-PLACE", "Nghị": "B-MISC"})
    document = load(pipeline_file(tmp_path, none))(CITING)
    assert entities(document)[:2] == [("Đỗ", "PER"), ("xã", "LOC")]
    assert not {"names"} & {entity.by.split("/")[0] for entity in document.entities}


def test_the_same_span_keeps_who_proposed_it(model: Path, tmp_path: Path) -> None:
    by = {entity.text: entity.by for entity in load(pipeline_file(tmp_path, model))(TEXT).entities}
    assert by["Đỗ Thanh Bình"].startswith("names/people")


def test_a_pickled_stage_does_the_same(model: Path) -> None:
    nlp = stage(model)
    assert len(pickle.dumps(nlp)) < 10_000
    assert encode(pickle.loads(pickle.dumps(nlp))(TEXT)) == encode(nlp(TEXT))


def test_other_weights_are_another_configuration(make: Maker) -> None:
    one, other = make({"Đỗ": "B-PER"}), make({"Mai": "B-PER"})
    assert stage(one, labels={}).stages[0][1].fingerprint != stage(other, labels={}).stages[0][1].fingerprint  # type: ignore[attr-defined]


# What cannot be loaded


def test_a_path_that_is_none_is_an_error_without_the_network(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no folder .*nowhere"):
        stage(tmp_path / "nowhere")


def test_a_folder_without_a_model_is_an_error(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="its tokenizer cannot be loaded"):
        stage(tmp_path)


def test_weights_in_a_pickle_are_refused(make: Maker) -> None:
    import torch

    folder = make()
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(ConfigError, match="with weights in safetensors"):
        stage(folder)


def test_broken_weights_are_an_error(make: Maker) -> None:
    folder = make()
    (folder / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ConfigError, match="cannot be loaded as a token classification model"):
        stage(folder)


def test_a_model_of_another_task_is_an_error(make: Maker) -> None:
    from transformers import AutoModel

    folder = make()
    AutoModel.from_pretrained(folder).save_pretrained(folder)
    with pytest.raises(ConfigError, match="trained for another task"):
        stage(folder)


def test_code_of_a_model_is_not_run(make: Maker, tmp_path: Path) -> None:
    folder = make()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config |= {
        "model_type": "mine",
        "auto_map": {"AutoConfig": "mine.Config", "AutoModelForTokenClassification": "mine.M"},
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "mine.py").write_text(f"open({str(tmp_path / 'hacked')!r}, 'w')\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        stage(folder)
    assert not (tmp_path / "hacked").exists()


def test_a_slow_tokenizer_is_refused(make: Maker, tmp_path: Path) -> None:
    from transformers import PhobertTokenizer

    folder = make()
    (tmp_path / "vocab.txt").write_text("Ông 3\nĐỗ 2\n", encoding="utf-8")
    (tmp_path / "bpe.codes").write_text("#version: 0.2\nÔ n 3\n", encoding="utf-8")
    for file in folder.glob("*token*"):
        file.unlink()
    PhobertTokenizer(str(tmp_path / "vocab.txt"), str(tmp_path / "bpe.codes")).save_pretrained(folder)
    with pytest.raises(ConfigError, match="PhobertTokenizer is a slow tokenizer, which does not say where"):
        stage(folder)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"window": 65}, "sees 64 tokens at most, and 'window' is 65", id="window_too_large"),
        pytest.param({"window": 10}, "'window' of 10 tokens is too small for a 'stride' of 8", id="window_too_small"),
        pytest.param({"stride": 62}, "'window' of 64 tokens is too small for a 'stride' of 62", id="stride"),
        pytest.param({"device": "abacus"}, "the device 'abacus' .* cannot be used", id="device"),
        pytest.param({"labels": {}}, "mapped to none of ours: MISC, PERSON, PLACE", id="labels"),
    ],
)
def test_a_model_that_cannot_do_with_the_options_is_an_error(
    make: Maker, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        stage(make(), **options)


def test_a_name_of_the_hub_is_asked_for_there(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    folder, asked = make(), []

    def snapshot_download(name: str, *, revision: str | None, allow_patterns: Sequence[str]) -> str:
        asked.append((name, revision, [pattern for pattern in allow_patterns if "bin" in pattern or "py" in pattern]))
        return str(folder)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    assert entities(stage(Path("owner/model"), revision="v1")(TEXT)) == FOUND
    assert asked == [("owner/model", "v1", [])]


def test_a_name_that_the_hub_does_not_have_is_an_error(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def snapshot_download(name: str, **_: Any) -> str:
        raise OSError("not there\nfor a reason")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    with pytest.raises(ConfigError, match=r"no folder owner/none, and .* cannot be had from the hub: not there$"):
        stage(Path("owner/none"))
