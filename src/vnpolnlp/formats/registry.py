"""All formats by name."""

from __future__ import annotations

from collections.abc import Mapping

from vnpolnlp.errors import ConfigError
from vnpolnlp.formats import inline
from vnpolnlp.formats.format import Format, alone

_ALL = (
    Format(
        "inline",
        "the text with tags, <PER>…</PER>, as gold is written by hand: a folder of .xml files",
        inline.write,
        alone(inline.read),
        folder=True,
        why="the markup has no place for it",
    ),
)

#: The formats, in the order of the documentation.
FORMATS: Mapping[str, Format] = {format.name: format for format in _ALL}
#: The names of those that can be read.
READABLE: tuple[str, ...] = tuple(name for name, format in FORMATS.items() if format.read)


def format_of(name: str) -> Format:
    """The format of a name.

    Raises:
        ConfigError: there is none.
    """
    found = FORMATS.get(name)
    if found is None:
        raise ConfigError(f"no format is called {name!r}; formats are {', '.join(FORMATS)}")
    return found
