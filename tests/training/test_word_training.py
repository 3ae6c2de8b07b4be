"""Making the weights: what is read of the sources, and a whole run on a few sentences."""

from __future__ import annotations

import gzip
import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from vnpolnlp.linear_chain import FeatureTable, feature_keys
from vnpolnlp.stored import StoredChain, StoredList
from vnpolnlp.training import chain
from vnpolnlp.training import words as module
from vnpolnlp.training.words import (
    Sentence,
    class_words,
    list_words,
    main,
    read_segmented,
    read_treebank,
    tag_news,
    word_examples,
)
from vnpolnlp.words import vnpol
from vnpolnlp.words.reading import folded, number_of
from vnpolnlp.words.vnpol import RUNS, WORD, Models, VnpolEngine
from vnpolnlp.words.weights import StoredModels

TREEBANK = """\
# sent_id = 1
# text = Đảng bộ họp.
1\tĐảng bộ\tđảng bộ\tNOUN\tN\t_\t2\tnsubj\t_\t_
2\thọp\thọp\tVERB\tV\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = 2
1-2\tphải làm\t_\t_\t_\t_\t_\t_\t_\t_
1\tphải\tphải\tAUX\tV\t_\t2\taux\t_\t_
2\tlàm\tlàm\tVERB\tV\t_\t0\troot\t_\t_
2.1\tgì\tgì\tPRON\tPro\t_\t_\t_\t_\t_
3\tngay\tngay\tADV\tAdv\t_\t2\tadvmod\t_\t_
4\t%\t%\tSYM\tSYM\t_\t2\tdep\t_\t_
5\tlạ\tlạ\tX\tNowhere\t_\t2\tdep\t_\t_

"""


def write_treebank(folder: Path, content: str = TREEBANK) -> Path:
    file = folder / "train.conllu"
    file.write_text(content, encoding="utf-8")
    return file


def write_segmented(folder: Path, *articles: str) -> Path:
    file = folder / "news.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as opened:
        opened.writelines(json.dumps({"segmented": article}) + "\n" for article in articles)
    return file


# The treebank.


def test_words_and_tags_of_a_treebank_are_read(tmp_path: Path) -> None:
    assert read_treebank(write_treebank(tmp_path)) == [
        Sentence(("Đảng bộ", "họp", "."), ("N/NOUN", "V/VERB", "CH/PUNCT")),
        Sentence(("phải", "làm", "ngay", "%", "lạ"), ("V/AUX", "V/VERB", "R/ADV", "CH/SYM", "V/X")),
    ]


def test_a_treebank_is_read_in_the_spelling_of_views(tmp_path: Path) -> None:
    content = "1\tho\u0323p\thọp\tVERB\tV\t_\t0\troot\t_\t_\n\n"
    assert read_treebank(write_treebank(tmp_path, content))[0].words == ("họp",)


def test_an_empty_treebank_has_no_sentences(tmp_path: Path) -> None:
    assert read_treebank(write_treebank(tmp_path, "\n\n# a comment\n\n")) == []


# The segmented news.


def test_articles_are_read_line_by_line_and_words_without_underscores(tmp_path: Path) -> None:
    file = write_segmented(tmp_path, "Đảng_bộ họp .\n\n  \nNhân_dân _ bàn_", "Một .")
    assert list(read_segmented(file)) == [
        [Sentence(("Đảng bộ", "họp", ".")), Sentence(("Nhân dân", "_", "bàn"))],
        [Sentence(("Một", "."))],
    ]


def test_pieces_of_words_begin_a_word_or_join() -> None:
    pieces, begins = Sentence(("Đảng bộ", "TP. Vinh", "họp", ",", "21-NQ/TW", "a@b")).pieces()
    assert pieces == ["Đảng", "bộ", "TP.", "Vinh", "họp", ",", "21-NQ/TW", "a", "@", "b"]
    assert begins == [True, False, True, False, True, True, True, True, False, False]


# Lists.


def values_of(listed: StoredList, word: str) -> int:
    forms = np.array([number_of(folded(piece)) for piece in word.split()])
    key = feature_keys({"form": forms}, [RUNS[len(forms) - 2]], np.array([len(forms)]))[0][-1:]
    return int(np.append(0, listed.values)[FeatureTable.of(listed.keys).rows(key)][0])


def test_each_list_has_a_bit() -> None:
    listed = list_words([["kinh tế", "xã hội"], ["Xã  hội", "chủ nghĩa xã hội"], ["kinh tế", "xã hội", "tiến bộ lên"]])
    assert {word: values_of(listed, word) for word in ("kinh tế", "xã hội", "chủ nghĩa xã hội", "tiến bộ lên")} == {
        "kinh tế": 1 | 4,
        "xã hội": 1 | 2 | 4,
        "chủ nghĩa xã hội": 2,
        "tiến bộ lên": 4,
    }
    assert len(listed.keys) == 4
    assert values_of(listed, "tế kinh") == 0


@pytest.mark.parametrize("word", ["", "họp", "một hai ba bốn năm", "."])
def test_words_of_one_piece_or_of_more_than_four_are_not_listed(word: str) -> None:
    assert len(list_words([[word]]).keys) == 0


def test_the_engine_finds_what_is_listed() -> None:
    words = module._word_list(list_words([["kinh tế", "chủ nghĩa xã hội"]]))
    forms = np.array([number_of(form) for form in ["kinh", "tế", "chủ", "nghĩa", "xã", "hội"]])
    found = words(feature_keys({"form": forms}, RUNS, np.array([6])))
    assert found.tolist() == [[0, 1, 0, 0, 0, 0], [0] * 6, [0, 0, 0, 0, 0, 1]]


def class_of(listed: StoredList, word: str) -> int:
    key = feature_keys({"word": np.array([number_of(word)])}, WORD, np.array([1]))[0]
    return int(np.append(0, listed.values)[FeatureTable.of(listed.keys).rows(key)][0])


def tagged(word: str, **counts: int) -> list[Sentence]:
    return [Sentence((word,), (f"{tag}/X",)) for tag, count in counts.items() for _ in range(count)]


def test_words_with_the_same_tags_are_of_one_class_and_others_are_not() -> None:
    sentences = [
        *tagged("họp", V=4),
        *tagged("Bàn", V=9),
        *tagged("dân", N=4),
        *tagged("hội", N=5, V=5),
        *tagged("x", N=2),
    ]
    listed = class_words(sentences)
    assert class_of(listed, "họp") == class_of(listed, "bàn") != 0
    assert len({class_of(listed, word) for word in ("họp", "dân", "hội")}) == 3
    assert class_of(listed, "x") == 0


def test_a_tag_that_a_word_seldom_has_makes_no_class() -> None:
    listed = class_words([*tagged("họp", V=199, N=1), *tagged("bàn", V=200), *tagged("lo", V=100, N=100)])
    assert class_of(listed, "họp") != class_of(listed, "lo") != 0
    assert len(set(listed.values.tolist())) >= 2


def test_classes_do_not_depend_on_the_order_of_the_sentences() -> None:
    sentences = [*tagged("họp", V=4), *tagged("dân", N=4), *tagged("hội", N=5, V=4)]
    one, other = class_words(sentences), class_words(sentences[::-1])
    assert one.keys.tolist() == other.keys.tolist()
    assert one.values.tolist() == other.values.tolist()


def test_nothing_gives_empty_lists() -> None:
    assert len(list_words([[], []]).keys) == len(class_words([]).keys) == 0


def test_tags_that_are_no_label_are_learnt_as_other() -> None:
    nothing = module._word_list(class_words([]))
    some = word_examples([Sentence(("họp", "bàn"), ("V/VERB", "Q/Q"))], ["V/VERB", "X/X"], nothing, weight=3.0)
    assert some.gold.tolist() == [0, 1]
    assert (some.lengths.tolist(), some.weight) == ([2], 3.0)


def test_news_are_tagged_in_order() -> None:
    sentences = [Sentence(("Nhân dân", "họp", ".")), Sentence(("họp",))] * 600
    found = tag_news(sentences)
    assert [sentence.words for sentence in found] == [sentence.words for sentence in sentences]
    assert found[0].tags == found[-2].tags == ("N/NOUN", "V/VERB", "CH/PUNCT")
    assert all(len(sentence.tags) == len(sentence.words) for sentence in found)


# A whole run.

LINES = [
    "Đảng_bộ tỉnh họp bàn kinh_tế .",
    "Nhân_dân tỉnh bàn kinh_tế và xã_hội .",
    "Đảng_bộ và nhân_dân họp .",
    "Kinh_tế tỉnh phát_triển .",
    "Xã_hội phát_triển và kinh_tế phát_triển .",
]


def conllu(*lines: str) -> str:
    tags = {"và": ("CCONJ", "CC"), ".": ("PUNCT", "."), "họp": ("VERB", "V"), "bàn": ("VERB", "V")}
    tags["phát triển"] = ("VERB", "V")
    blocks = []
    for line in lines:
        words = [word.replace("_", " ") for word in line.split()]
        rows = [(word, *tags.get(word, ("NOUN", "N"))) for word in words]
        blocks.append("".join(f"{n}\t{w}\t_\t{u}\t{x}\t_\t_\t_\t_\t_\n" for n, (w, u, x) in enumerate(rows, start=1)))
    return "\n".join(blocks) + "\n"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weights that are learnt from a few sentences."""
    folder = tmp_path_factory.mktemp("training")
    (folder / "words.txt").write_text("kinh tế\nxã hội\nphát triển\n", encoding="utf-8")
    news = write_segmented(folder, *["\n".join(LINES)] * 12)
    output = folder / "weights.npz"
    treebank = write_treebank(folder, conllu(*LINES * 4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "train", partial(chain.train, batch=40))  # many steps although there is little to read
        store = partial(StoredChain.of, least=0.0)  # where features are few and alike, each of them weighs little
        patch.setattr(StoredChain, "of", lambda chain, keys, *, least, largest: store(chain, keys, largest=largest))
        main([str(treebank), str(news), str(folder / "words.txt"), "-o", str(output)])
    return output


def test_a_run_writes_weights_that_the_engine_can_use(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = Models.of(StoredModels.load(trained))
    monkeypatch.setattr(vnpol, "_shipped_models", lambda: models)
    engine = VnpolEngine()
    text = "Nhân dân tỉnh họp bàn kinh tế ."
    pieces = engine.pieces(text, [(0, len(text))])
    begins = engine.begins(engine.scores(pieces.forms, pieces.lengths), pieces.lengths)
    assert begins.tolist() == [True, False, True, True, True, True, False, True]
    words = ["Nhân dân", "tỉnh", "họp", "bàn", "kinh tế", "."]
    assert engine.tag(words, np.array([6])) == (
        ["N", "N", "V", "V", "N", "CH"],
        ["NOUN", "NOUN", "VERB", "VERB", "NOUN", "PUNCT"],
    )


def test_a_run_has_the_labels_and_templates_that_are_named(trained: Path) -> None:
    stored = StoredModels.load(trained)
    assert stored.segmenter.labels == ("B", "I")
    assert not stored.segmenter.weights[:, 0].any()  # all of the weight is on the second label
    assert "X/X" in stored.tagger.labels
    assert stored.segmenter.templates == module._templates(module.SEGMENTER_TEMPLATES)
    assert stored.tagger.templates == module._templates(module.TAGGER_TEMPLATES)


def test_a_run_is_told_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "train.conllu")])
    assert "the following arguments are required: segmented, word_list" in capsys.readouterr().err
    with pytest.raises(FileNotFoundError):
        main([str(tmp_path / "none"), "none", "none", "-o", str(tmp_path / "out.npz")])
    assert not (tmp_path / "out.npz").exists()


def test_templates_are_there_once_and_read_columns_that_there_are() -> None:
    for text in (module.SEGMENTER_TEMPLATES, module.TAGGER_TEMPLATES):
        templates = module._templates(text)
        assert len({template.text for template in templates}) == len(templates) > 20
        assert all(template.atoms for template in templates)
