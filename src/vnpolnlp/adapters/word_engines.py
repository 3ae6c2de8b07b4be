"""What a word engine is, and the engines that a stage can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from vnpolnlp.adapters.underthesea import UndertheseaEngine
from vnpolnlp.errors import ConfigError


class WordEngine(Protocol):
    """What segments and tags: it can be pickled, and answers the same sentence the same way."""

    def pieces(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans in ``text[start:end]`` that words are made of; every visible character is in one."""
        ...

    def segment(self, sentences: Sequence[Sequence[str]]) -> list[list[bool]]:
        """For every piece of every sentence, whether it begins a word."""
        ...

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """For every word of every sentence, its pieces joined by spaces, the VLSP tag."""
        ...


#: Name in a pipeline file -> what makes the engine.
WORD_ENGINES: Mapping[str, Callable[[], WordEngine]] = {"underthesea": UndertheseaEngine}


def make_word_engine(name: str) -> WordEngine:
    """The engine of that name; its models are loaded when it is first asked.

    Raises:
        ConfigError: no engine has that name.
    """
    if name not in WORD_ENGINES:
        raise ConfigError(f"no word engine is named {name!r}; known are {', '.join(WORD_ENGINES)}")
    return WORD_ENGINES[name]()
