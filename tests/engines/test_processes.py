import sys

import pytest
from engine_stages import KilledOn, SleepsOn, Whole, batches_of, pipeline_of

from vnpolnlp.corpus.batches import Annotated, Recipe
from vnpolnlp.corpus.ledger import Failure
from vnpolnlp.document import MadeBy
from vnpolnlp.engines.here import Here
from vnpolnlp.engines.processes import DEATHS, Processes
from vnpolnlp.errors import ConfigError
from vnpolnlp.pipeline import load

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
TEXTS = [[f"a{n}", f"b{n}", f"c{n}"] for n in range(6)]


def run(engine, *texts, ordered=True):
    return list(engine(iter(batches_of(*texts)), ordered=ordered))


def expected(*texts):
    return run(Here(pipeline_of(whole=Whole())), *texts)


def failures(results):
    return [outcome for _, outcomes in results for outcome in outcomes if isinstance(outcome, Failure)]


def test_workers_give_what_one_process_gives_in_the_same_order():
    assert run(Processes(pipeline_of(whole=Whole()), 2), *TEXTS) == expected(*TEXTS)


def test_each_batch_comes_once_whatever_the_order():
    results = run(Processes(pipeline_of(whole=Whole()), 3), *TEXTS, ordered=False)
    assert sorted(results, key=lambda pair: pair[0].number) == expected(*TEXTS)


def test_nothing_to_do_starts_nothing():
    assert run(Processes(pipeline_of(whole=Whole()), 2)) == []


@pytest.mark.parametrize("ordered", [True, False])
def test_only_a_few_batches_are_taken_ahead(ordered):
    taken = []
    batches = (taken.append(batch.number) or batch for batch in batches_of(*([["x"]] * 200)))
    results = Processes(pipeline_of(whole=Whole()), 2)(batches, ordered=ordered)
    next(results)
    results.close()
    assert len(taken) <= 2 * 2 + 1


def test_results_that_are_early_do_not_pile_up(tmp_path):
    taken = []
    batches = (taken.append(batch.number) or batch for batch in batches_of(["slow"], *([["x"]] * 200)))
    results = Processes(pipeline_of(slow=SleepsOn("slow")), 2, time_budget=1.0)(batches, ordered=True)
    next(results)
    results.close()
    assert len(taken) < 30


@pytest.mark.parametrize("times", [1, DEATHS - 1])
def test_a_worker_that_dies_is_replaced_and_its_documents_are_done_again(tmp_path, times):
    nlp = pipeline_of(killed=KilledOn("b2", tmp_path, times), whole=Whole())
    assert run(Processes(nlp, 2), *TEXTS) == expected(*TEXTS)
    assert len(list(tmp_path.iterdir())) == times


@pytest.mark.parametrize("texts", [TEXTS, [["b2"]]], ids=["in a batch", "alone"])
def test_a_document_on_which_workers_go_on_dying_is_a_failure_of_the_stage_and_no_other_is(tmp_path, texts):
    nlp = pipeline_of(whole=Whole(), killed=KilledOn("b2", tmp_path))
    results = run(Processes(nlp, 2), *texts)
    (failure,) = failures(results)
    assert (failure.id, failure.stage, failure.error) == ("b2", "killed", "WorkerError")
    assert "ended 3 times by the system, most likely for want of memory" in failure.message
    assert len(list(tmp_path.iterdir())) == DEATHS
    assert [sum(isinstance(one, Annotated) for one in outcomes) for _, outcomes in results] == [
        len(group) - ("b2" in group) for group in texts
    ]


@pytest.mark.parametrize("texts", [TEXTS, [["b2"]]], ids=["in a batch", "alone"])
def test_a_document_that_takes_too_long_is_a_failure_of_the_stage_and_no_other_is(texts):
    nlp = pipeline_of(whole=Whole(), slow=SleepsOn("b2"))
    results = run(Processes(nlp, 2, time_budget=0.5), *texts)
    (failure,) = failures(results)
    assert (failure.id, failure.stage, failure.error) == ("b2", "slow", "LimitError")
    assert failure.message.startswith("not done after 0.5 seconds")


def test_a_batch_that_takes_longer_than_one_document_may_costs_none():
    results = run(Processes(pipeline_of(whole=Whole(0.3)), 2, time_budget=0.8), list("abcd"))
    assert results == expected(list("abcd"))


def test_a_recipe_makes_the_same_pipeline():
    nlp = load("words")
    assert Recipe(nlp.plan, nlp.made_by).make().made_by == nlp.made_by


@pytest.mark.parametrize("made_by", [MadeBy("0.0.1", "words", "sha256:0"), MadeBy("0.1.0", "words", "sha256:0")])
def test_a_worker_that_would_give_other_records_says_so(made_by):
    with pytest.raises(ConfigError, match="install the same on all machines"):
        run(Processes(Recipe(load("words").plan, made_by), 2), ["a"])
