"""Packages that only some formats and stages need, imported when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from vnpolnlp.errors import ConfigError


def need(module: str, *, package: str, extra: str, what: str = "this format") -> Any:
    """A module of a package that comes with an extra; ``what`` says what needs it.

    Raises:
        ConfigError: it is not installed; the message has the command that installs it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and not module.startswith(error.name):
            raise  # the package is there, and something that it needs is not
        raise ConfigError(f"{what} needs {package}: pip install 'vnpolnlp[{extra}]'") from error
