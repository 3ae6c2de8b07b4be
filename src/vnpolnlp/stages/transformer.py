"""Transformer: a token classification model of one's own decides, in place of the recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from vnpolnlp.adapters.transformers import ModelSettings, load_tagger
from vnpolnlp.document import LABELS, Candidate, Document, Label
from vnpolnlp.errors import ConfigError
from vnpolnlp.stages.deciding import with_decided
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.stages.segmentation import passages
from vnpolnlp.text.syllables import BREAK, Syllables

_BY = "transformer/model"
# B(egin), I(nside), O(utside) and, in IOBES and BILOU, E(nd) or L(ast) and S(ingle) or U(nit); models use - and _.
_PLACED = re.compile(r"([BIELSU])[-_](.+)", re.DOTALL)
_OUTSIDE = "O"


@dataclass(frozen=True)
class Tag:
    """One of a model's labels in ours, ``None`` being outside of all; whether it begins and ends an entity."""

    label: Label | None
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True)
class ReadToken:
    """A sub-token in offsets of the view, with its label and the number of its sentence."""

    start: int
    end: int
    tag: Tag
    sentence: int


class Transformer:
    """Decide by a model of Hugging Face's transformers which entities a text has.

    The model reads sentence by sentence, or line by line where there are no sentences. A syllable has the label of its
    first sub-token, so that an entity never begins or ends inside one. What is proposed on the very spans it decides
    for keeps its attributes and provenance; entities of labels that the model does not have stay as they were proposed.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ("recognised",)
    follows: ClassVar[tuple[str, ...]] = ("sentences", "segmented", "dates", "names", "events", "documents", "roles")

    def __init__(
        self,
        *,
        model: str,
        labels: Mapping[str, str] | None = None,
        revision: str = "",
        device: str = "cpu",
        batch_size: int = 16,
        window: int = 0,
        stride: int = 32,
    ) -> None:
        """Load a model.

        Args:
            model: a folder, from which alone is read then; or the name of a model of the hub, downloaded once.
            labels: from the model's labels, without the ``B-`` or ``I-``, to ours, or to ``"O"`` for what is not
                wanted. Those that are the same need not be named.
            revision: the commit, tag or branch of a model of the hub.
            device: where torch computes: ``cpu``, ``cuda``, ``mps``.
            batch_size: how many sentences, or windows of long ones, are computed at once.
            window: the most tokens that are read at once; 0 for what the model can, up to 256.
            stride: how many tokens two windows of a long sentence share.

        Raises:
            ConfigError: the extra is missing, the model cannot be loaded, or has labels that are not mapped to ours.
        """
        for name, value, least in (("batch_size", batch_size, 1), ("window", window, 0), ("stride", stride, 0)):
            if not isinstance(value, int) or value < least:
                raise ConfigError(f"{name!r} of the stage 'transformer' is {value!r}; it is a number from {least} on")
        for name, text in (("model", model), ("revision", revision), ("device", device)):
            if not isinstance(text, str):
                raise ConfigError(f"{name!r} of the stage 'transformer' is {text!r}; it is a string")
        if labels is not None and not isinstance(labels, Mapping):
            raise ConfigError(f"'labels' of the stage 'transformer' is {labels!r}; it is a table")
        self.settings = ModelSettings(model, revision, device, batch_size, window, stride)
        tagger = load_tagger(self.settings)
        self.tags = tags_of(tagger.labels, labels or {})
        self.labels = frozenset(tag.label for tag in self.tags if tag.label is not None)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the model's files."""
        return load_tagger(self.settings).fingerprint

    def __call__(self, document: Document) -> Document:
        """The document with the entities that were decided.

        There is no ``batch``: sums of torch depend on what is computed together by their last digit, and what is found
        in a document must not depend on its neighbours.
        """
        view = document.view
        sentences = list(passages(document))
        tagged = load_tagger(self.settings)([view.text[start:end] for start, end in sentences])
        tokens = [
            ReadToken(start + token.start, start + token.end, self.tags[token.label], number)
            for number, ((start, _), found) in enumerate(zip(sentences, tagged, strict=True))
            for token in found
        ]
        spans = [Candidate(*span, _BY) for span in spans_of(tokens, view.syllables)]
        return with_decided(document, spans, self.labels, name_lexicons())


def tags_of(names: Sequence[str], labels: Mapping[str, str]) -> tuple[Tag, ...]:
    """A model's labels in ours: plain, or with a place in the entity as in IOB, IOBES and BILOU.

    >>> tags_of(["O", "B-PERSON", "I-PERSON"], {"PERSON": "PER"})
    (Tag(label=None, begins=False, ends=False), Tag(label='PER', begins=True, ends=False),
     Tag(label='PER', begins=False, ends=False))

    Raises:
        ConfigError: a label is not mapped to one of ours, or a label is mapped that the model does not have.
    """
    placed = [_placed(name) for name in names]
    theirs = {name for _, name in placed if name != _OUTSIDE}
    if unknown := sorted(labels.keys() - theirs):
        raise ConfigError(
            f"the model has no label {', '.join(unknown)} to be mapped in 'labels'; it has {', '.join(sorted(theirs))}"
        )
    mapped = {name: labels.get(name, name) for name in theirs}
    if wrong := sorted(name for name, ours in mapped.items() if ours not in (*LABELS, _OUTSIDE)):
        raise ConfigError(
            f"labels of the model that are mapped to none of ours: {', '.join(wrong)}; give each in 'labels' of the "
            f"stage 'transformer' one of {', '.join(LABELS)}, or {_OUTSIDE} if it is not wanted"
        )
    return tuple(
        Tag(None)
        if ours == _OUTSIDE
        else Tag(cast(Label, ours), place in ("B", "S", "U"), place in ("E", "L", "S", "U"))
        for place, ours in ((place, mapped.get(name, _OUTSIDE)) for place, name in placed)
    )


def _placed(name: str) -> tuple[str, str]:
    match = _PLACED.fullmatch(name)
    return (match[1], match[2]) if match else ("", name)


def spans_of(tokens: Sequence[ReadToken], syllables: Syllables) -> Iterator[tuple[int, int, Label]]:
    """The entities that labelled sub-tokens make, in offsets of the view.

    None goes across the end of a sentence or line. A label that goes on where none was begun begins one.

    >>> none, begin, inside = tags_of(["O", "B-PER", "I-PER"], {})
    >>> tokens = [ReadToken(4, 5, begin, 0), ReadToken(5, 6, none, 0), ReadToken(7, 10, inside, 0)]
    >>> list(spans_of(tokens, Syllables.of("Ông Đỗ Nam")))
    [(4, 10, 'PER')]
    """
    at = 0
    before: ReadToken | None = None  # the one that labelled the syllable before
    start = last = 0
    label: Label | None = None  # of the entity that is open
    for first, end, shape in zip(syllables.starts, syllables.ends, syllables.shapes, strict=True):
        while at < len(tokens) and tokens[at].end <= first:
            at += 1
        token = tokens[at] if at < len(tokens) and tokens[at].start < end and shape != BREAK else None
        goes_on = (
            token is not None
            and before is not None
            and token.tag.label == label
            and token.sentence == before.sentence
            # A sub-token of several syllables begins an entity at the first of them only, and ends it at the last.
            and (token is before or not (token.tag.begins or before.tag.ends))
        )
        if label is not None and not goes_on:
            yield start, last, label
            label = None
        if token is not None and label is None and token.tag.label is not None:
            start, label = first, token.tag.label
        last, before = end, token
    if label is not None:
        yield start, last, label
