"""The benchmark runs: its parts on two small texts, without timing anything that a slow machine could fail."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path
from types import ModuleType

import pytest

from vnpolnlp.errors import VnpolnlpError

ROOT = Path(__file__).parents[1]
TEXTS = ("Bí thư Tỉnh ủy Kiên Giang Đỗ Thanh Bình dự họp.\nHội nghị bế mạc.", "Quốc hội họp phiên thứ chín.")
MODULES = ("texts", "systems", "processes", "speed", "scaling", "report", "plot", "evaluation", "__main__")


def module(name: str) -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        return importlib.import_module(f"benchmarks.{name}")


@pytest.fixture(autouse=True)
def _from_the_checkout(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))  # which the processes it starts get from here


def labels(*, ours: bool) -> list[str]:
    return [system.label for system in module("systems").SYSTEMS if system.ours == ours]


def results(**parts):
    report = module("report")
    empty = dict.fromkeys(("speeds", "loads", "sizes", "lengths", "lines", "workers"), ())
    return report.Results(
        machine=report.Machine.this(), corpus="two", texts=len(TEXTS), skipped_lines=0, **{**empty, **parts}
    )


@pytest.fixture
def some_results():
    speed, scaling = module("speed"), module("scaling")
    growth = scaling.Growth("documents of 100 words", 2, 200, 0.5, 80.0, 70.0)
    return results(
        speeds=(
            speed.Speed("ours", "segmentation", True, 900, (0.25, 0.125)),
            speed.Speed("theirs", "segmentation", False, 900, (0.5, 0.5)),
        ),
        loads=(scaling.Load("ours", 0.25, 0.5, 0.25),),
        sizes=(growth,),
        lengths=(growth,),
        lines=(growth,),
        workers=(scaling.Workers(1, 900, 2.0), scaling.Workers(2, 900, 1.0)),
    )


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_benchmark_hold(name):
    assert doctest.testmod(module(name)).failed == 0


def test_lines_that_hang_a_peer_are_left_out_and_counted(tmp_path):
    (tmp_path / "a.txt").write_text(f"Họp.\nhttp://{'.' * 30}\n{'a.' * 200}\nDân bàn.", encoding="utf-8")
    corpus = module("texts").read_corpus(tmp_path)
    assert (corpus.texts, corpus.skipped) == (("Họp.\nDân bàn.",), 2)


def test_a_corpus_without_text_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("\n", encoding="utf-8")
    with pytest.raises(VnpolnlpError, match="no text"):
        module("texts").read_corpus(tmp_path)


@pytest.mark.parametrize("label", labels(ours=True))
def test_a_system_of_ours_gives_something_for_each_text(label):
    system = next(system for system in module("systems").SYSTEMS if system.label == label)
    assert len(system.make()(TEXTS)) == len(TEXTS)


def test_segmented_words_are_the_text():
    system = module("systems").SYSTEMS[0]
    assert "".join("".join(words) for words in system.make()(TEXTS)).replace(" ", "") == "".join(
        "".join(text.split()) for text in TEXTS
    )


@pytest.mark.parametrize("label", labels(ours=False))
def test_a_peer_gives_something_for_each_line(label):
    system = next(system for system in module("systems").SYSTEMS if system.label == label)
    for name in system.needs:
        pytest.importorskip(name)
    assert len(system.make()(TEXTS)) == 3


def test_systems_are_measured_in_processes_of_their_own():
    systems = module("systems").SYSTEMS[:2]
    speeds = module("speed").measure_speed(systems, TEXTS, TEXTS[:1], 2)
    assert [speed.system for speed in speeds] == [system.label for system in systems]
    assert all(speed.words == 21 and len(speed.seconds) == 2 for speed in speeds)


def test_growth_is_measured_in_a_process_of_its_own(tmp_path):
    scaling, texts = module("scaling"), module("texts")
    corpus = texts.Corpus("two", TEXTS, 0)
    (found,) = scaling.measure_sizes(corpus, TEXTS[:1], 3, (2,))
    assert (found.documents, found.input) == (6, "corpus 2×")
    assert found.peak >= found.started > 0


def test_figures_come_back_from_json(some_results):
    report = module("report")
    assert report.from_json(report.to_json(some_results)) == some_results


@pytest.mark.parametrize("form", ["as_text", "as_markdown"])
def test_tables_have_all_figures(form, some_results):
    shown = getattr(module("report"), form)(some_results)
    for figure in ("3,600", "4,800", "2.00, 3.00", "0.25", "1.00", "400"):
        assert figure in shown


def test_the_picture_is_drawn(tmp_path, some_results):
    pytest.importorskip("matplotlib")
    module("plot").draw(some_results, tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_made_up_documents_are_scored_by_both_evaluations_alike(tmp_path):
    pytest.importorskip("nervaluate")
    benchmark = module("evaluation")
    paths = benchmark.make(tmp_path, documents=3)
    here, there = benchmark.ours(*paths, 10)[-1], benchmark.theirs(*paths, 0)[-1]
    assert here == there
    assert 0.5 < here < 1
