"""Engines by name."""

from __future__ import annotations

from importlib import import_module

from vnpolnlp.corpus.batches import Recipe
from vnpolnlp.engines import Engine
from vnpolnlp.engines.here import Here
from vnpolnlp.engines.processes import Processes
from vnpolnlp.errors import ConfigError
from vnpolnlp.pipeline import Pipeline

LOCAL, DASK = "local", "dask"


def choose_engine(
    name: str, pipeline: Pipeline, recipe: Recipe | Pipeline, workers: int, time_budget: float | None
) -> Engine:
    """The engine of that name: ``local``, ``dask``, or ``dask:`` and the scheduler's address or file.

    Args:
        name: of the engine.
        pipeline: for the work in this process.
        recipe: what makes the same pipeline in another one.
        workers: how many processes of this machine.
        time_budget: the seconds that a document may take.

    Raises:
        ConfigError: there is no such engine, it is not installed, or it knows no time budget.
    """
    kind, _, scheduler = name.partition(":")
    if kind == DASK:
        if time_budget is not None:
            raise ConfigError("the engine dask knows no time budget; leave it out, or use the engine local")
        try:
            module = import_module("vnpolnlp.engines.dask")
        except ModuleNotFoundError as error:
            raise ConfigError("the engine dask is not installed: pip install 'vnpolnlp[dask]'") from error
        engine: Engine = module.Dask(recipe, scheduler, workers)
        return engine
    if name != LOCAL:
        raise ConfigError(f"no engine is named {name!r}; known are {LOCAL}, {DASK} and {DASK}:ADDRESS")
    if workers == 1 and time_budget is None:
        return Here(pipeline)
    return Processes(recipe, workers, time_budget)
