"""The report: what is in the file, and how it works in a real browser."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from browser import CHROMIUM, DRIVER, MISSING, browser

from vnpolnlp import evaluate, write
from vnpolnlp.document import Document
from vnpolnlp.evaluation import parse_inline
from vnpolnlp.evaluation.report import MOST_ERRORS, Pages

NASTY = '</script><script>window.hit = 1</script><img src=x onerror="window.hit = 1">&amp;<!--'


def document(marked, id):
    text, entities, quotes = parse_inline(marked)
    return Document(text, id=id, entities=entities, quotes=quotes)


GOLD = [
    document("📌 Hôm qua. Ông <PER>Bình</PER> ở <ORG>Tỉnh ủy Kiên Giang</ORG> nói về <LOC>Huế</LOC>. Hết.", "one.txt"),
    document(f"{NASTY} <ORG>Đảng</ORG> và “<Q k='term' pol='1'>tham nhũng</Q>” __DATA__ \u2028", "two<b>.txt"),
]
FIRST = [
    document("📌 Hôm qua. Ông Bình ở <ORG>Tỉnh ủy</ORG> Kiên Giang nói về <LOC>Huế</LOC>. Hết.", "one.txt"),
    document(f"{NASTY} <LOC>Đảng</LOC> và “<Q k='title'>tham nhũng</Q>” __DATA__ \u2028", "two<b>.txt"),
]
SECOND = [
    document(
        "📌 <DATE>Hôm qua</DATE>. Ông <PER>Bình</PER> ở <ORG>Tỉnh ủy</ORG> Kiên Giang nói về Huế. Hết.", "one.txt"
    ),
    GOLD[1],
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A report of one system, one of two, one of many errors, one of none."""
    folder = tmp_path_factory.mktemp("report")
    many = [document("Ông <PER>Bình</PER> nói. " * 250, f"{number}.txt") for number in range(44)]
    sides = {"gold": GOLD, "first": FIRST, "second": SECOND, "many": many}
    sides["none"] = [replace(one, entities=()) for one in many]
    paths = {name: folder / f"{name}.jsonl" for name in sides}
    for name, documents in sides.items():
        write(documents, paths[name])
    found = {name: folder / f"{name}.html" for name in ("one", "two", "many", "perfect")}
    evaluate(paths["gold"], paths["first"], report=found["one"])
    evaluate(paths["gold"], paths["first"], paths["second"], report=found["two"])
    evaluate(paths["many"], paths["none"], report=found["many"], samples=0)
    evaluate(paths["gold"], paths["gold"], report=found["perfect"])
    return found


class Elements(HTMLParser):
    """What elements a page has, and what it points to."""

    def __init__(self, page):
        super().__init__()
        self.names, self.links = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href") and not value.startswith("#")]


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)[1])


@pytest.mark.parametrize("name", ["one", "two"])
def test_nothing_of_a_document_is_markup_in_the_file(pages, name):
    found = Elements(pages[name].read_text(encoding="utf-8"))
    assert found.names.count("script") == 2
    assert "img" not in found.names
    assert found.links == ["data:,"]
    assert data_of(pages[name])["documents_shown"][1]["text"] == GOLD[1].text


def test_the_errors_of_one_system(pages):
    found = data_of(pages["one"])
    assert [(doc, kind, label) for doc, kind, _, label, *_ in found["errors"]] == [
        (0, "missed", "PER"),
        (0, "boundary", "ORG"),
        (1, "label", "ORG"),
        (1, "label", "term"),
    ]
    text = GOLD[0].text
    assert {text[error[-2] : error[-1]] for error in found["errors"][:2]} == {
        "Ông Bình ở Tỉnh ủy Kiên Giang nói về Huế."
    }


def test_gains_and_losses_of_two_systems(pages):
    found = data_of(pages["two"])
    by_change = {change: sorted(error[3] for error in found["errors"] if error[10] == change) for change in (0, 1, 2)}
    assert by_change == {0: ["ORG"], 1: ["ORG", "PER", "term"], 2: ["DATE", "LOC"]}
    assert found["changes"] == [
        ["entity", "DATE", 0, 1],
        ["entity", "LOC", 0, 1],
        ["entity", "ORG", 1, 0],
        ["entity", "PER", 1, 0],
        ["quote", "term", 1, 0],
    ]


def test_more_errors_than_a_browser_likes_are_counted_and_not_listed():
    collected = Pages(1)
    gold = document("<PER>Bình</PER> " * (MOST_ERRORS // 2 + 1), "a")
    for _ in range(3):
        collected.add(gold, [replace(gold, entities=())])
    assert (len(collected.errors), collected.total) == (MOST_ERRORS, 3 * (MOST_ERRORS // 2 + 1))
    assert len(collected.documents) == 2


# In a browser


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    if not CHROMIUM or not DRIVER:
        pytest.skip(MISSING)
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def opened(window, pages):
    """Opens a page, which must be ready without a word in the console."""

    def open_page(name):
        window.open(pages[name])
        assert window.run("document.documentElement.dataset.ready") == "yes"
        assert window.complaints() == []
        return window

    return open_page


def texts(window, selector):
    return window.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(node => node.textContent)")


@pytest.mark.parametrize("name", ["one", "two", "many", "perfect"])
def test_a_page_opens_without_complaint_and_does_what_no_document_says(opened, name):
    window = opened(name)
    assert window.run("window.hit === undefined")
    assert window.run("document.images.length") == 0
    assert window.run("performance.getEntriesByType('resource').length") == 0
    assert window.run("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_error_is_shown_with_gold_above_and_prediction_below(opened):
    window = opened("one")
    assert texts(window, ".error .kind") == ["missed", "boundary", "label", "label"]
    assert texts(window, ".error:nth-child(2) .layers p") == [
        "Ông BìnhPER ở Tỉnh ủy Kiên GiangORG nói về HuếLOC.",
        "Ông Bình ở Tỉnh ủyORG Kiên Giang nói về HuếLOC.",
    ]
    assert texts(window, ".error:nth-child(2) mark.gold") == ["Tỉnh ủy Kiên GiangORG"]
    assert texts(window, ".error:nth-child(2) mark.wrong") == ["Tỉnh ủyORG"]
    assert texts(window, ".error:nth-child(1) mark.gap") == ["Bình"]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("f-label", "ORG", ["boundary", "label"]),
        ("f-layer", "quote", ["label"]),
        ("f-kind", "missed", ["missed"]),
        ("f-doc", "1", ["label", "label"]),
        ("f-words", "kiên giang", ["missed", "boundary"]),
        ("f-words", "không có", []),
    ],
)
def test_errors_are_filtered(opened, field, value, expected):
    window = opened("one")
    window.choose(field, value)
    shown = "[...document.querySelectorAll('.error .kind')].map(node => node.textContent)"
    assert window.run(f"new Promise(done => setTimeout(() => done({shown}), 200))") == expected


def test_the_keyboard_goes_from_error_to_error_and_into_the_article_and_back(opened):
    window = opened("one")
    window.press("j", "j")
    assert window.run("[...document.querySelectorAll('.error')].indexOf(document.activeElement)") == 1
    window.press("Enter")
    assert window.run("document.getElementById('dialog').open")
    assert texts(window, "#article .here") == ["Tỉnh ủy", " Kiên Giang"]
    article = window.run("document.getElementById('article').cloneNode(true).textContent")
    assert article.startswith("📌 Hôm qua. Ông BìnhPER ở Tỉnh ủyORG Kiên GiangORG")
    window.press("Escape")
    assert not window.run("document.getElementById('dialog').open")
    assert window.run("[...document.querySelectorAll('.error')].indexOf(document.activeElement)") == 1
    window.press("/")
    assert window.run("document.activeElement.id") == "f-words"


def test_ten_thousand_errors_are_shown_page_by_page(opened):
    window = opened("many")
    assert texts(window, "#count") == ["1–50 of 11,000 errors."]
    assert window.run("document.querySelectorAll('.error').length") == 50
    window.press("n", "n")
    assert texts(window, "#count") == ["101–150 of 11,000 errors."]
    window.press("p", *"j" * 50)
    assert texts(window, "#count") == ["101–150 of 11,000 errors."]
    window.press("k")
    assert texts(window, "#count") == ["51–100 of 11,000 errors."]
    window.choose("f-doc", "43")
    assert texts(window, "#count") == ["1–50 of 250 errors."]


def test_gains_lead_to_their_errors(opened):
    window = opened("two")
    window.run("[...document.querySelectorAll('#change-table button')].find(node => node.textContent === '+1').click()")
    assert texts(window, ".error .who") == ["A only"]
    assert window.run("document.querySelectorAll('#scores .bar.second > i').length") > 5


def test_a_page_without_errors_says_so(opened):
    assert texts(opened("perfect"), ".empty") == ["Nothing is wrong. Nothing at all."]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_follow_the_reader_and_can_be_read(opened, dark):
    window = opened("one")
    window.dark(dark)
    shades = window.run(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        ".map(colour => colour.match(/\\d+/g).slice(0, 3).map(Number).reduce((one, other) => one + other) / 3)"
    )
    window.dark(False)
    assert (shades[0] > 200 and shades[1] < 40) if dark else (shades[0] < 60 and shades[1] > 240)


def test_it_can_be_printed(opened, tmp_path):
    opened("two").print(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
