"""Posts that were decided for, whatever they are, keep their spans and get holder and body from the names beside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.arbitration import arbitrate
from vnpolnlp.document import LABELS, Candidate
from vnpolnlp.stages.names.lexicons import name_lexicons
from vnpolnlp.stages.roles import with_attributes
from vnpolnlp.text.view import View

TEXT = "nguyên Bí thư Tỉnh ủy Kiên Giang, Tổng quản Xưởng Mây Xanh Lê Văn Nam; Phó Chủ tịch\nUBND huyện An Biên."
VIEW = View.of(TEXT)
SYLLABLES = list(zip(VIEW.syllables.starts, VIEW.syllables.ends, strict=True))
SPANS = st.lists(
    st.tuples(st.integers(0, len(SYLLABLES) - 1), st.integers(1, 5), st.sampled_from(LABELS)), min_size=1, max_size=8
)


@given(SPANS)
def test_any_spans_keep_their_place_and_only_posts_change(drawn: list[tuple[int, int, str]]) -> None:
    spans = arbitrate(
        Candidate(SYLLABLES[at][0], SYLLABLES[min(at + size, len(SYLLABLES)) - 1][1], label, "test/a")  # type: ignore[arg-type]
        for at, size, label in drawn
    )
    found = with_attributes(VIEW, spans, name_lexicons())
    assert [(s.start, s.end, s.label, s.by) for s in found] == [(s.start, s.end, s.label, s.by) for s in spans]
    assert [s for s in found if s.label != "ROLE"] == [s for s in spans if s.label != "ROLE"]
    texts = {label: {TEXT[s.start : s.end] for s in spans if s.label in labels} for label, labels in NAMED.items()}
    assert all(value in texts[name] for s in found for name, value in s.attrs.items())


NAMED = {"holder": ("PER",), "body": ("ORG", "LOC")}


@pytest.mark.parametrize(
    ("post", "names", "attrs"),
    [
        pytest.param("Tổng quản", {}, {}, id="nobody_beside"),
        pytest.param("Tổng quản", {"Xưởng Mây Xanh": "ORG"}, {"body": "Xưởng Mây Xanh"}, id="body_alone"),
        pytest.param("Tổng quản", {"An Biên": "LOC"}, {}, id="a_place_far_away_is_no_body"),
    ],
)
def test_a_post_that_no_lexicon_has(post: str, names: dict[str, str], attrs: dict[str, str]) -> None:
    spans = [
        Candidate(TEXT.index(text), TEXT.index(text) + len(text), label, "test/a")  # type: ignore[arg-type]
        for text, label in {post: "ROLE", **names}.items()
    ]
    found = with_attributes(VIEW, spans, name_lexicons())
    assert [dict(span.attrs) for span in found if span.label == "ROLE"] == [attrs]
