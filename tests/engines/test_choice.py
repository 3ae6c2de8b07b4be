import sys

import pytest

from vnpolnlp.engines.choice import choose_engine
from vnpolnlp.engines.here import Here
from vnpolnlp.engines.processes import Processes
from vnpolnlp.errors import ConfigError
from vnpolnlp.pipeline import Pipeline

NLP = Pipeline([])


@pytest.mark.parametrize(
    ("workers", "time_budget", "kind"), [(1, None, Here), (2, None, Processes), (1, 1.0, Processes)]
)
def test_the_local_engine_needs_processes_for_workers_and_time_budgets_only(workers, time_budget, kind):
    assert isinstance(choose_engine("local", NLP, NLP, workers, time_budget), kind)


@pytest.mark.parametrize("name", ["", "ray", "local:8786", "Dask"])
def test_an_engine_that_there_is_not_is_said(name):
    with pytest.raises(ConfigError, match="no engine is named"):
        choose_engine(name, NLP, NLP, 1, None)


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "vnpolnlp.engines.dask", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match=r"pip install 'vnpolnlp\[dask\]'"):
        choose_engine("dask", NLP, NLP, 1, None)


def test_the_dask_engine_knows_no_time_budget():
    with pytest.raises(ConfigError, match="knows no time budget"):
        choose_engine("dask", NLP, NLP, 1, 1.0)
