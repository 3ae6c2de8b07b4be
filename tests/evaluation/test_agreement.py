"""Agreement between annotators: coefficients by hand and from the papers, and what must hold of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.errors import InputError
from vnpolnlp.evaluation import agreement
from vnpolnlp.evaluation.agreement import alpha, disagreement, kappa, unitizing


def test_kappa_by_hand():
    # 35 of 50 agree, 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; (0.7 - 0.5) / (1 - 0.5).
    assert kappa({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}) == pytest.approx(0.4)


@pytest.mark.parametrize("both", [{}, {("n", "n"): 9}], ids=["nothing", "one label only"])
def test_kappa_of_what_does_not_vary_is_not_defined(both):
    assert kappa(both) is None


def test_kappa_is_one_for_the_same_and_below_zero_for_less_than_chance():
    assert kappa({("y", "y"): 3, ("n", "n"): 4}) == 1
    assert kappa({("y", "n"): 3, ("n", "y"): 4}) < 0


def units(*columns):
    found = {}
    for column in columns:
        found[column] = found.get(column, 0) + 1
    return found


def test_alpha_of_the_example_of_krippendorff():
    # Krippendorff 2011, section C: four observers, twelve units, missing values; nominal alpha 0.743.
    observers = ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "]
    columns = zip(*observers, strict=True)
    values = [tuple(value for value in column if value != " ") for column in columns]
    assert alpha(units(*values)) == pytest.approx(0.743, abs=0.0005)


def test_alpha_by_hand():
    # Two judges, three units: aa, ab, bb. Of 6 values 3 are a. Observed 2/6 differ, expected 2*3*3/(6*5) = 0.6.
    assert alpha(units(("a", "a"), ("a", "b"), ("b", "b"))) == pytest.approx(1 - (2 / 6) / 0.6)


@pytest.mark.parametrize("values", [(), (("a", "a"),), (("a",), ("b",))], ids=["nothing", "one value", "one judge"])
def test_alpha_of_what_does_not_vary_is_not_defined(values):
    assert alpha(units(*values)) is None


# Krippendorff 2004, table 2: a continuum of 300, from 150 on, two observers, units of kinds c and k.
CONTINUUM = {
    "c": [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]],
    "k": [[(30, 90), (150, 200)], [(30, 90), (150, 200)]],
}


def test_alpha_for_unitizing_of_the_example_of_krippendorff():
    of_kind = {kind: disagreement([(300, sides)]) for kind, sides in CONTINUUM.items()}
    assert of_kind["c"].observed == pytest.approx(0.0144, abs=0.00005)
    assert of_kind["c"].expected == pytest.approx(0.0532, abs=0.00005)
    assert of_kind["k"].observed == 0
    assert of_kind["k"].expected == pytest.approx(0.0490, abs=0.00005)
    assert unitizing([of_kind["c"]]) == pytest.approx(0.7285, abs=0.0001)
    assert unitizing([of_kind["k"]]) == 1


def test_the_disagreement_by_hand():
    # Length 10, one unit each, 2:4 and 2:5: the ends differ by one, seen from both sides. 2 * 1 / (2 * 1 * 10 * 10).
    assert disagreement([(10, [[(2, 4)], [(2, 5)]])]).observed == pytest.approx(0.01)
    # A unit of 3 in a gap of the other's: 9, seen from both sides.
    assert disagreement([(10, [[(2, 5)], []])]).observed == pytest.approx(2 * 9 / 200)


@pytest.mark.parametrize(
    "documents", [[], [(10, [[], []])], [(0, [[], []])]], ids=["no document", "no unit", "no length"]
)
def test_unitizing_without_units_is_not_defined(documents):
    assert unitizing([disagreement(documents)]) is None


SPANS = st.lists(st.integers(0, 30), unique=True, max_size=10).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(SPANS.filter(bool))
def test_annotators_who_mark_the_same_agree(spans):
    found = unitizing([disagreement([(40, [spans, spans, spans])])])
    assert found is None or found == 1


@given(SPANS, SPANS)
def test_it_does_not_matter_who_comes_first(one, other):
    there, back = (disagreement([(40, sides)]) for sides in ([one, other], [other, one]))
    assert there.observed == back.observed
    assert there.expected == pytest.approx(back.expected)


def slow(size, sides):
    """The observed disagreement as the paper writes it, over all sections, units and gaps."""
    sections = []
    for spans in sides:
        edges = [0, *(edge for span in spans for edge in span), size]
        gaps = [(a, b, 0) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
        sections.append([(a, b, 1) for a, b in spans] + gaps)
    total = 0
    for i, one in enumerate(sections):
        for j, other in enumerate(sections):
            for a, b, unit in one if i != j else ():
                for c, d, other_unit in other:
                    if unit and other_unit and a < d and c < b:
                        total += (a - c) ** 2 + (b - d) ** 2
                    elif unit and not other_unit and c <= a and b <= d:
                        total += (b - a) ** 2
                    elif other_unit and not unit and a <= c and d <= b:
                        total += (d - c) ** 2
    return total / (len(sides) * (len(sides) - 1) * size**2)


@given(SPANS, SPANS, SPANS)
def test_observed_disagreement_is_that_of_the_paper(one, other, third):
    assert disagreement([(40, [one, other, third])]).observed == pytest.approx(slow(40, [one, other, third]))


# Files


def annotator(folder, **documents):
    folder.mkdir()
    for name, marked in documents.items():
        (folder / f"{name}.xml").write_text(marked, encoding="utf-8")
    return folder


FIRST = "<PER>Bình</PER> của <ORG>Tỉnh ủy Kiên Giang</ORG> nói “<Q k='term' pol='1'>tham nhũng</Q>”"
SECOND = "<PER>Bình</PER> của <ORG>Tỉnh ủy</ORG> Kiên Giang nói “<Q k='slogan' pol='1'>tham nhũng</Q>”"


def test_agreement_of_files_by_hand(tmp_path):
    one, other = annotator(tmp_path / "a", x=FIRST), annotator(tmp_path / "b", x=SECOND)
    found = agreement(one, other)
    assert (found.annotators, found.documents, found.tokens) == ((str(one), str(other)), 1, 11)
    (pair,) = found.pairs
    # Entities: one of two on each side. Tokens: Bình, của, Tỉnh, ủy, Kiên, Giang, nói, “, tham, nhũng, ”.
    assert pair.scores.micro.f1 == 0.5
    assert pair.scores.quotes.f1 == 1.0
    agreed, chance = 9 / 11, (1 * 1 + 4 * 2 + 6 * 8) / 121
    assert pair.kappa_entities == pytest.approx((agreed - chance) / (1 - chance))
    assert pair.kappa_quotes == 1
    values = {"PER": 2, "ORG": 6, "": 14}
    expected = 1 - sum(count * (count - 1) for count in values.values()) / (22 * 21)
    assert found.alpha_entities == pytest.approx(1 - (4 / 22) / expected)
    assert found.alpha_unitizing["PER"] == found.alpha_unitizing["quotes"] == 1
    assert found.alpha_unitizing["ORG"] < 1
    assert json.loads(json.dumps(found.to_dict()))["pairs"][0]["f1"]["strict"] == 0.5


def test_three_annotators_of_whom_one_has_done_less(tmp_path):
    folders = [annotator(tmp_path / name, x=FIRST, y="<ORG>Đảng</ORG>") for name in "ab"]
    folders.append(annotator(tmp_path / "c", x=SECOND))
    found = agreement(*folders)
    assert [pair.scores.documents for pair in found.pairs] == [2, 1, 1]
    assert [pair.scores.micro.f1 for pair in found.pairs] == [1.0, 0.5, 0.5]
    assert found.documents == 1
    assert found.table().splitlines()[3] == "documents that all have done: 1, tokens in them: 11"


def test_documents_that_nobody_marked_have_no_coefficient(tmp_path):
    found = agreement(annotator(tmp_path / "a", x="Không có gì."), annotator(tmp_path / "b", x="Không có gì."))
    assert (found.alpha_entities, found.pairs[0].kappa_entities, found.alpha_unitizing["entities"]) == (None,) * 3
    assert " -" in found.table()


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([{"x": FIRST}], "name two files or folders"),
        ([{"x": FIRST}, {"y": FIRST}], "no document is both in"),
        ([{"x": FIRST}, {"x": FIRST + "!"}], "the texts differ at offset"),
    ],
    ids=["one annotator", "nothing in common", "another text"],
)
def test_what_cannot_be_compared_is_refused(tmp_path, documents, message):
    folders = [annotator(tmp_path / str(at), **one) for at, one in enumerate(documents)]
    with pytest.raises(InputError, match=message):
        agreement(*folders)
