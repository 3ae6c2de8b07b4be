"""What a stage is, and the register of the stages that a pipeline file can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from inspect import signature
from typing import Any, ClassVar, Protocol, runtime_checkable

from vnpolnlp.document import Document
from vnpolnlp.errors import ConfigError


@runtime_checkable
class Stage(Protocol):
    """A callable from document to document that says which layers it reads and which it adds.

    A stage may also have ``follows``, a tuple of layers that it can do without, but that must be there before it
    where a pipeline gives them at all: words may not cross the boundaries of entities, which so come first.

    A stage whose answers also depend on weights has their ``fingerprint``, a string that becomes part of the digest of
    the configuration.

    Options are keyword arguments of the constructor. A stage keeps no state between documents and can be pickled.
    """

    needs: ClassVar[tuple[str, ...]]
    gives: ClassVar[tuple[str, ...]]

    def __call__(self, document: Document) -> Document:
        """The document with this stage's layers added."""
        ...


class BatchStage(Stage, Protocol):
    """A stage that works on several documents at once, with the same answers as one by one, but faster."""

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """The documents, in order, with this stage's layers added."""
        ...


def run_stage(stage: Stage, documents: Sequence[Document]) -> list[Document]:
    """The documents with a stage's layers added."""
    batch: Callable[[Sequence[Document]], list[Document]] | None = getattr(stage, "batch", None)
    return batch(documents) if batch else list(map(stage, documents))


#: Name in a pipeline file -> module and class. Modules are imported when a pipeline first asks for them, so that
#: naming a stage costs nothing and a heavy engine is loaded only where it is used.
STAGES: Mapping[str, tuple[str, str]] = {
    "structure": ("vnpolnlp.stages.structure", "Structure"),
    "sentences": ("vnpolnlp.stages.sentences", "Sentences"),
    "segmentation": ("vnpolnlp.stages.segmentation", "Segmentation"),
    "words": ("vnpolnlp.stages.words", "Words"),
    "dates": ("vnpolnlp.stages.dates", "Dates"),
    "names": ("vnpolnlp.stages.names", "Names"),
    "events": ("vnpolnlp.stages.events", "Events"),
    "documents": ("vnpolnlp.stages.documents", "Documents"),
    "roles": ("vnpolnlp.stages.roles", "Roles"),
    "recogniser": ("vnpolnlp.stages.recogniser", "Recogniser"),
    "transformer": ("vnpolnlp.stages.transformer", "Transformer"),
    "quotes": ("vnpolnlp.stages.quotes", "Quotes"),
    "terms": ("vnpolnlp.stages.terms", "Terms"),
    "links": ("vnpolnlp.stages.links", "Links"),
    "select": ("vnpolnlp.stages.select", "Select"),
}


def make_stage(name: str, options: Mapping[str, Any]) -> Stage:
    """The stage of that name with its options.

    Raises:
        ConfigError: no stage has that name, it does not know an option, or cannot do with its value.
    """
    if name not in STAGES:
        raise ConfigError(f"no stage is named {name!r}; known are {', '.join(STAGES)}")
    module, attribute = STAGES[name]
    make: Callable[..., Stage] = getattr(import_module(module), attribute)
    parameters = signature(make).parameters
    for option in options:
        if option not in parameters:
            raise ConfigError(f"stage {name!r} has no option {option!r}; it has {', '.join(parameters) or 'none'}")
    for option, parameter in parameters.items():
        if option not in options and parameter.default is parameter.empty:
            raise ConfigError(f"stage {name!r} needs the option {option!r}")
    try:
        return make(**options)
    except TypeError as error:
        if not options:
            raise
        raise ConfigError(f"stage {name!r} cannot do with the options {dict(options)}: {error}") from error
