"""Token classification models of Hugging Face's transformers (https://huggingface.co/docs/transformers), run by torch.

The only module that knows transformers, and it imports it when a model is loaded. A model is data here: weights are
read from safetensors files, never from pickles, and no code that comes with a model is run. A folder is read without
asking the network; of a model of the hub, the files that are needed are downloaded into the hub's cache, once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vnpolnlp.errors import ConfigError
from vnpolnlp.formats.extras import need

# An owner's name and a model's, or a model's alone.
_HUB_NAME = re.compile(r"\w[\w.-]{0,95}(?:/\w[\w.-]{0,95})?", re.ASCII)
# Configuration, weights, vocabularies; those of slow tokenizers too, so that they are known for what they are.
_FILES = ("*.json", "*.safetensors", "*.txt", "*.model", "*.codes")
_MOST = 256  # tokens of a window, unless told otherwise: sentences are shorter, and attention costs its square
# Models of the RoBERTa family have two positions fewer than their configuration says.
_RESERVED = 2
# Half a surrogate pair is no character, and cannot be given to a tokenizer; this has the same length.
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class ModelSettings:
    """Which model to load, and how to run it.

    Attributes:
        model: a folder, or the name of a model of the hub.
        revision: of a model of the hub: a commit, tag or branch.
        device: where torch computes, such as ``cpu`` or ``cuda``.
        batch_size: how many windows are computed at once.
        window: the most tokens the model sees at once, or 0 for what it can, up to 256.
        stride: how many tokens two windows of one sentence share.
    """

    model: str
    revision: str = ""
    device: str = "cpu"
    batch_size: int = 16
    window: int = 0
    stride: int = 32


@dataclass(frozen=True)
class TaggedToken:
    """A sub-token: where it is in its text, and which of the model's labels it has, by number."""

    start: int
    end: int
    label: int


@dataclass(frozen=True)
class TransformerTagger:
    """A model that labels the sub-tokens of sentences.

    Attributes:
        settings: which model this is.
        labels: what the model calls its labels, by number.
        window: how many tokens it sees at once.
        fingerprint: the SHA-256 of its files.
    """

    settings: ModelSettings
    labels: tuple[str, ...]
    window: int
    fingerprint: str
    _tokenizer: Any
    _model: Any
    _torch: Any

    def __call__(self, texts: Sequence[str]) -> list[list[TaggedToken]]:
        """The sub-tokens of each text, in order; a sub-token in two windows has the label of the one that shows more.

        The answer for a text may depend on the others by the rounding of sums, so ask for the same texts together.
        """
        if not texts:
            return []
        encoded = self._tokenizer(
            [_HALF.sub("\ufffd", text) for text in texts],
            truncation=True,
            max_length=self.window,
            stride=self.settings.stride,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        windows = encoded["offset_mapping"]
        numbers = self._numbers(encoded, [len(window) for window in windows])
        best: list[dict[int, tuple[int, int, int]]] = [{} for _ in texts]
        for text, offsets, labels in zip(encoded["overflow_to_sample_mapping"], windows, numbers, strict=True):
            found = best[text]
            for at, ((start, end), label) in enumerate(zip(offsets, labels, strict=True)):
                context = min(at, len(offsets) - 1 - at)
                # Tokens without a width are the model's own; the first of several for one character counts.
                if start < end and (start not in found or context > found[start][0]):
                    found[start] = context, end, label
        return [[TaggedToken(start, end, label) for start, (_, end, label) in sorted(found.items())] for found in best]

    def _numbers(self, encoded: Any, lengths: Sequence[int]) -> list[list[int]]:
        """The number of the best label of each token of each window."""
        # What is put after shorter windows is masked; models that count positions by what is no padding need its id.
        fill = {"input_ids": self._tokenizer.pad_token_id or 0}
        names = [name for name in self._tokenizer.model_input_names if name in encoded]
        order = sorted(range(len(lengths)), key=lengths.__getitem__)  # little padding
        numbers: list[list[int]] = [[] for _ in lengths]
        for first in range(0, len(order), self.settings.batch_size):
            chosen = order[first : first + self.settings.batch_size]
            inputs = {name: self._padded([encoded[name][w] for w in chosen], fill.get(name, 0)) for name in names}
            with self._torch.inference_mode():
                logits = self._model(**inputs).logits
            for window, labels in zip(chosen, logits.argmax(dim=-1).tolist(), strict=True):
                numbers[window] = labels[: lengths[window]]
        return numbers

    def _padded(self, rows: Sequence[Sequence[int]], fill: int) -> Any:
        """A tensor of rows, the shorter ones with more at their end."""
        width = max(map(len, rows))
        return self._torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows], device=self.settings.device)


@cache
def load_tagger(settings: ModelSettings) -> TransformerTagger:
    """The tagger, loaded once a process.

    Raises:
        ConfigError: transformers or torch is missing, the model cannot be had, is no token classification model with
            weights in safetensors, has a slow tokenizer, or cannot do with the settings.
    """
    what = "the stage 'transformer'"
    torch = need("torch", package="torch", extra="transformers", what=what)
    transformers = need("transformers", package="transformers", extra="transformers", what=what)
    folder = _folder(settings)
    alone = {"local_files_only": True, "trust_remote_code": False}
    # What is wrong with files that others made shows in errors of every kind, and none of them is a bug of ours.
    with _quiet(transformers):
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, use_fast=True, **alone)
        except Exception as error:
            raise ConfigError(f"{settings.model}: its tokenizer cannot be loaded: {_first_line(error)}") from error
        try:
            model, info = transformers.AutoModelForTokenClassification.from_pretrained(
                folder, use_safetensors=True, output_loading_info=True, **alone
            )
        except Exception as error:
            raise ConfigError(
                f"{settings.model}: cannot be loaded as a token classification model with weights in safetensors: "
                f"{_first_line(error)}"
            ) from error
    _check(settings, tokenizer, sorted(info["missing_keys"]))
    try:
        model = model.to(settings.device).train(False)
    except (RuntimeError, AssertionError) as error:
        raise ConfigError(
            f"the device {settings.device!r} of the stage 'transformer' cannot be used: {_first_line(error)}"
        ) from error
    labels = tuple(model.config.id2label.get(number, f"LABEL_{number}") for number in range(model.config.num_labels))
    return TransformerTagger(
        settings, labels, _window(settings, tokenizer, model.config), _fingerprint(folder), tokenizer, model, torch
    )


def _folder(settings: ModelSettings) -> Path:
    """The folder of the model: the one that is named, or that of the hub's cache, filled before if need be."""
    folder = Path(settings.model).expanduser()
    if folder.is_dir():
        return folder
    if not _HUB_NAME.fullmatch(settings.model):
        raise ConfigError(f"there is no folder {settings.model}, which also is no name of a model of the hub")
    hub = need("huggingface_hub", package="huggingface_hub", extra="transformers", what="a model of the hub")
    try:
        return Path(hub.snapshot_download(settings.model, revision=settings.revision or None, allow_patterns=_FILES))
    except Exception as error:  # of the network, the hub or the disk; see above
        raise ConfigError(
            f"there is no folder {settings.model}, and the model of that name cannot be had from the hub: "
            f"{_first_line(error)}"
        ) from error


def _check(settings: ModelSettings, tokenizer: Any, missing: Sequence[str]) -> None:
    if not tokenizer.is_fast:
        raise ConfigError(
            f"{settings.model}: {type(tokenizer).__name__} is a slow tokenizer, which does not say where in the text "
            "its tokens are; take a model with a fast one (a file tokenizer.json)"
        )
    if missing:
        raise ConfigError(
            f"{settings.model}: has no weights for {', '.join(missing[:3])}; it was trained for another task"
        )


def _window(settings: ModelSettings, tokenizer: Any, config: Any) -> int:
    """How many tokens the model sees at once."""
    positions = getattr(config, "max_position_embeddings", None)
    can = min(tokenizer.model_max_length, positions - _RESERVED if positions else _MOST)
    window: int = settings.window or min(can, _MOST)
    if window > can:
        raise ConfigError(f"{settings.model}: sees {can} tokens at most, and 'window' is {window}")
    least = settings.stride + tokenizer.num_special_tokens_to_add() + 1
    if window < least:
        raise ConfigError(f"a 'window' of {window} tokens is too small for a 'stride' of {settings.stride}")
    return window


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    files = {file for pattern in _FILES for file in folder.glob(pattern) if file.is_file()}
    for file in sorted(files, key=lambda file: file.name):
        digest.update(f"{file.name} ".encode())
        with file.open("rb") as content:
            while part := content.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()


@contextmanager
def _quiet(transformers: Any) -> Iterator[None]:
    """Without progress bars and warnings, for what matters among them becomes an error here."""
    logging = transformers.utils.logging
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
