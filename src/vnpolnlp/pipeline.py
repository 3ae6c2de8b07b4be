"""Pipelines: stages in an order that a TOML file gives."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from vnpolnlp.document import Document, MadeBy
from vnpolnlp.errors import ConfigError
from vnpolnlp.lexicons import lexicons_digest
from vnpolnlp.stage import Stage, make_stage, run_stage
from vnpolnlp.version import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_HERE = Path(__file__).parent
#: Pipelines by name: beside this module where the package is installed, at the top of the tree in a checkout.
_PIPELINE_FOLDERS = (_HERE / "pipelines", _HERE.parents[1] / "pipelines")


#: A batch ends with the document that reaches this many characters: some 40 news articles, enough to make work in
#: arrays worth its while, so few that a batch is done before anybody waits for it.
BATCH_CHARACTERS = 100_000

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Pipeline:
    """Stages that turn a text into an annotated document.

    >>> nlp = Pipeline([("sentences", {})])
    >>> [nlp("Một. Hai.").text[s.start:s.end] for s in nlp("Một. Hai.").sentences]
    ['Một.', 'Hai.']
    """

    stages: tuple[tuple[str, Stage], ...]
    made_by: MadeBy
    plan: tuple[tuple[str, Mapping[str, Any]], ...] = field(compare=False)

    def __init__(self, plan: Sequence[tuple[str, Mapping[str, Any]]], name: str = "custom") -> None:
        """Make the stages of a plan of names and options.

        Raises:
            ConfigError: a name or option is unknown, or a stage needs a layer that no earlier stage gives.
        """
        stages = tuple((stage_name, make_stage(stage_name, options)) for stage_name, options in plan)
        _check_order(stages)
        object.__setattr__(self, "stages", stages)
        object.__setattr__(self, "plan", tuple(plan))
        object.__setattr__(self, "made_by", MadeBy(__version__, name, f"sha256:{_config_digest(plan, stages)}"))

    def __call__(self, text: str, id: str = "", meta: Mapping[str, Any] | None = None) -> Document:
        """Annotate one text."""
        return self.annotate(Document(text, id=id, meta=meta or {}))

    def pipe(self, texts: Iterable[str]) -> Iterator[Document]:
        """Annotate texts in order, reading a batch of them ahead: faster than one call a text, and the same answers."""
        documents = (Document(text, id=str(number)) for number, text in enumerate(texts, start=1))
        for batch in batched(documents, lambda document: len(document.text), BATCH_CHARACTERS):
            yield from self.annotate_batch(batch)

    def annotate(self, document: Document) -> Document:
        """Run all stages over a document that may already carry layers."""
        return self.annotate_batch([document])[0]

    def annotate_batch(self, documents: Sequence[Document]) -> list[Document]:
        """Run all stages over several documents; those that work in arrays take them all at once."""
        annotated = list(documents)
        for _, stage in self.stages:
            annotated = run_stage(stage, annotated)
        return [document.with_layers(made_by=self.made_by) for document in annotated]


def batched(items: Iterable[_Item], size_of: Callable[[_Item], int], limit: int) -> Iterator[list[_Item]]:
    """The items in lists; a list ends with the item that brings it to the limit.

    >>> list(batched(["Đảng", "bộ", "tỉnh", "họp"], len, 6))
    [['Đảng', 'bộ'], ['tỉnh', 'họp']]
    """
    batch: list[_Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += max(1, size_of(item))  # empty ones count too, so that no batch goes on for ever
        if size >= limit:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _config_digest(plan: Sequence[tuple[str, Mapping[str, Any]]], stages: Sequence[tuple[str, Stage]]) -> str:
    """What decides the annotations: the version, the stages in order with their options, the lexicons and the weights.

    Lexicons and weights are taken by content, as a line added to one makes other records although the version is the
    same. The name of the pipeline is not part of it.
    """
    planned = [[name, dict(options)] for name, options in plan]
    weights = [getattr(stage, "fingerprint", "") for _, stage in stages]
    config = json.dumps([__version__, planned, lexicons_digest(), weights], sort_keys=True, default=str)
    return hashlib.sha256(config.encode()).hexdigest()


def _check_order(stages: Sequence[tuple[str, Stage]]) -> None:
    given: dict[str, str] = {}
    for name, stage in stages:
        for layer in stage.needs:
            if layer not in given:
                later = next((other for other, s in stages if layer in s.gives and other != name), None)
                hint = f"; {later!r} gives it but comes later" if later else "; no stage of this pipeline gives it"
                raise ConfigError(f"stage {name!r} needs the layer {layer!r}{hint}")
        given.update(dict.fromkeys(stage.gives, name))
    for place, (name, stage) in enumerate(stages):
        for later, other in stages[place + 1 :]:
            too_late = [layer for layer in getattr(stage, "follows", ()) if layer in other.gives and later != name]
            if too_late:
                raise ConfigError(f"stage {later!r} gives the layer {too_late[0]!r} too late: {name!r} builds on it")


def pipeline_names() -> list[str]:
    """The names of the pipelines that come with the package."""
    return sorted({file.stem for folder in _PIPELINE_FOLDERS for file in folder.glob("*.toml")})


def load(pipeline: str | Path = "default") -> Pipeline:
    """The pipeline of that name, or of that TOML file.

    A pipeline file lists its stages in order; what else stands in a stage's table are its options::

        [[stage]]
        name = "quotes"

    Raises:
        ConfigError: there is no such pipeline, or its file is wrong; the message says where.
    """
    file = _find(pipeline)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not a TOML file: {error}") from error
    unknown = content.keys() - {"stage", "description"}
    if unknown:
        raise ConfigError(f"{file}: unknown keys {', '.join(sorted(unknown))}; a pipeline has [[stage]] tables")
    tables = content.get("stage", [])
    if not isinstance(tables, list):
        raise ConfigError(f"{file}: 'stage' is no list of tables; write [[stage]], with two brackets, before each")
    plan = []
    for number, table in enumerate(tables, start=1):
        if not isinstance(table, dict) or not isinstance(table.get("name"), str):
            raise ConfigError(f"{file}: stage {number} has no name")
        plan.append((table["name"], {key: value for key, value in table.items() if key != "name"}))
    if not plan:
        raise ConfigError(f"{file}: no [[stage]] in it")
    try:
        return Pipeline(plan, name=file.stem)
    except ConfigError as error:
        raise ConfigError(f"{file}: {error}") from error


def _find(pipeline: str | Path) -> Path:
    if str(pipeline).endswith(".toml"):
        file = Path(pipeline)
        if not file.is_file():
            raise ConfigError(f"no pipeline file {file}")
        return file
    for folder in _PIPELINE_FOLDERS:
        file = folder / f"{pipeline}.toml"
        if file.is_file():
            return file
    raise ConfigError(f"no pipeline is named {str(pipeline)!r}; known are {', '.join(pipeline_names())}")
