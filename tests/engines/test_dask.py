import json
import os
import signal
import sys
from pathlib import Path

import pytest
from engine_stages import KilledOn, Whole, batches_of, pipeline_of

from vnpolnlp.corpus import runner
from vnpolnlp.corpus.batches import Recipe
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.corpus.runner import annotate
from vnpolnlp.document import MadeBy
from vnpolnlp.engines.here import Here
from vnpolnlp.errors import ConfigError, WorkerError
from vnpolnlp.pipeline import load

pytest.importorskip("distributed", reason="needs the extra dask")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")

import dask  # noqa: E402
from distributed import LocalCluster  # noqa: E402

from vnpolnlp.engines.dask import Dask  # noqa: E402

TEXTS = [[f"a{n}", f"b{n}", f"c{n}"] for n in range(8)]


@pytest.fixture(scope="module")
def cluster():
    """Three workers; a batch with which two of them die is given up."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as made,
    ):
        yield made


def run(engine, *texts, ordered=True):
    return list(engine(iter(batches_of(*texts)), ordered=ordered))


def expected(*texts):
    return run(Here(pipeline_of(whole=Whole())), *texts)


@pytest.mark.parametrize("ordered", [True, False])
def test_a_cluster_gives_what_one_process_gives(cluster, ordered):
    results = run(Dask(pipeline_of(whole=Whole()), cluster.scheduler_address), *TEXTS, ordered=ordered)
    assert (results if ordered else sorted(results, key=lambda pair: pair[0].number)) == expected(*TEXTS)


def test_a_document_that_costs_workers_is_a_failure_and_no_other_is(cluster, tmp_path):
    # A worker that dies while it is being started is not replaced by Dask, so this one takes a moment.
    nlp = pipeline_of(killed=KilledOn("b2", tmp_path, seconds=1), whole=Whole())
    results = run(Dask(nlp, cluster.scheduler_address), *TEXTS[:4])
    (failure,) = [one for _, outcomes in results for one in outcomes if isinstance(one, Failure)]
    assert (failure.id, failure.stage, failure.error) == ("b2", "worker", "WorkerError")
    assert sum(len(outcomes) for _, outcomes in results) == 12
    assert [batch for batch, _ in results] == [batch for batch, _ in expected(*TEXTS[:4])]


def test_workers_killed_in_the_middle_of_a_run_cost_no_document_and_double_none(cluster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "BATCH_CHARACTERS", 200)
    rows = [json.dumps({"id": f"r{n}", "text": f"Văn bản số {n}"}) for n in range(300)]
    Path("rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    nlp = pipeline_of(whole=Whole(0.01))
    annotate("rows.jsonl", "one.jsonl", pipeline=nlp)
    killed = []

    def progress(done, total):
        if done > 60 * (len(killed) + 1) and len(killed) < 2:
            pid = list(cluster.workers.values())[len(killed)].pid
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    engine = f"dask:{cluster.scheduler_address}"
    report = annotate("rows.jsonl", "two.jsonl", pipeline=nlp, engine=engine, progress=progress)
    assert len(killed) == 2
    assert (report.documents, report.failures) == (300, 0)
    assert Path("two.jsonl").read_bytes() == Path("one.jsonl").read_bytes()


def test_without_an_address_a_cluster_is_made_on_this_machine():
    nlp = load("words")
    engine = Dask(Recipe(nlp.plan, nlp.made_by), workers=2)
    assert run(engine, ["Đảng bộ tỉnh họp."], ["Bí thư."]) == run(Here(nlp), ["Đảng bộ tỉnh họp."], ["Bí thư."])


def test_a_worker_that_would_give_other_records_says_so(cluster):
    recipe = Recipe(load("words").plan, MadeBy("0.0.1", "words", "sha256:0"))
    with pytest.raises(ConfigError, match="install the same on all machines"):
        run(Dask(recipe, cluster.scheduler_address), ["a"])


def test_a_scheduler_that_is_not_there_is_said():
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.3s"}),
        pytest.raises(WorkerError, match=r"there is no Dask scheduler at tcp://127\.0\.0\.1:9"),
    ):
        run(Dask(pipeline_of(), "tcp://127.0.0.1:9"), ["a"])
