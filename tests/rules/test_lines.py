# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Line numbers as on the printed copy: every character on one line, and never on another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.lines import (
    WIDTH,
    columns,
    first_lines,
    indent,
    line_at,
    printed,
    printed_lines,
)
from assembly.resolutions.rules.text import DEEPEST, Kind, Provision

WORDS = st.text(st.sampled_from("ab é日😀\u0301\u200d\u00a0 "), max_size=400)


@st.composite
def texts(draw) -> list[Provision]:
    pieces = draw(
        st.lists(st.tuples(st.booleans(), st.integers(0, DEEPEST), WORDS), min_size=1, max_size=8)
    )
    return [
        Provision(
            Kind.ITEM if item else Kind.PARAGRAPH,
            "10bis." if item and level == 1 else "a." if item else "",
            words,
            level if item else 0,
            f"p{place}",
        )
        for place, (item, level, words) in enumerate(pieces, start=1)
    ]


def paragraph(text: str, name: str = "p1") -> Provision:
    return Provision(Kind.PARAGRAPH, "", text, id=name)


# ── laws ──────────────────────────────────────────────────────────────────────
@given(texts(), st.integers(20, 120))
def test_joining_the_lines_of_a_provision_gives_its_text_back(provisions, width):
    lines = printed_lines(provisions, width)
    for provision in provisions:
        own = [line for line in lines if line.provision_id == provision.id]
        assert " ".join(provision.text[line.start : line.end] for line in own) == provision.text


@given(texts(), st.integers(20, 120))
def test_lines_are_numbered_from_one_without_gaps_and_always_the_same(provisions, width):
    lines = printed_lines(provisions, width)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert printed_lines(provisions, width) == lines


@given(texts(), st.integers(20, 120))
def test_a_line_is_no_wider_than_the_paper_but_for_one_long_word(provisions, width):
    by_id = {provision.id: provision for provision in provisions}
    for line in printed_lines(provisions, width):
        provision = by_id[line.provision_id]
        words = provision.text[line.start : line.end]
        before = indent(provision)[1 if line.start else 0]
        assert before + columns(words) <= width or " " not in words


@given(texts(), st.integers(20, 120))
def test_no_word_would_still_have_fitted_on_the_line_before(provisions, width):
    by_id = {provision.id: provision for provision in provisions}
    lines = printed_lines(provisions, width)
    for line, following in pairwise(lines):
        if following.provision_id != line.provision_id:
            continue
        provision = by_id[line.provision_id]
        used = indent(provision)[1 if line.start else 0]
        word = provision.text[following.start : following.end].split(" ")[0]
        line_of = provision.text[line.start : line.end]
        assert used + columns(line_of) + 1 + columns(word) > width


@given(texts(), st.data())
def test_every_character_stands_on_the_line_that_holds_it(provisions, data):
    lines = printed_lines(provisions)
    provision = data.draw(st.sampled_from(provisions))
    offset = data.draw(st.integers(-5, len(provision.text) + 5))
    number = line_at(lines, provision.id, offset)
    assert number is not None
    line = lines[number - 1]
    assert line.provision_id == provision.id
    if 0 <= offset < len(provision.text):
        assert line.start <= offset <= line.end


@given(texts())
def test_the_printed_copy_has_every_line_once(provisions):
    lines = printed_lines(provisions)
    copy = list(printed(provisions, lines))
    assert [number for number, _ in copy] == [line.number for line in lines]


# ── cases ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "wide"),
    [
        pytest.param("abc", 3, id="letters"),
        pytest.param("e\u0301", 1, id="a letter with a combining mark"),
        pytest.param("a\u200db", 2, id="a joiner is nothing"),
        pytest.param("日本", 4, id="wide letters"),
        pytest.param("😀", 2, id="an emoji"),
        pytest.param("a\u00adb", 2, id="a soft hyphen is not printed"),
        pytest.param("10\u00a0km", 5, id="a no-break space is a column"),
    ],
)
def test_how_wide_a_text_is(text, wide):
    assert columns(text) == wide


def test_exactly_as_wide_as_the_paper_is_one_line_and_one_more_is_two():
    assert len(printed_lines([paragraph("x" * 39 + " " + "y" * 40)])) == 1
    assert len(printed_lines([paragraph("x" * 40 + " " + "y" * 40)])) == 2


def test_a_word_longer_than_the_line_stands_alone():
    text = "kort " + "x" * 100 + " kort"
    ends = [text[line.start : line.end] for line in printed_lines([paragraph(text)])]
    assert ends == ["kort", "x" * 100, "kort"]


def test_a_no_break_space_keeps_words_together():
    text = "x" * 70 + " artikel\u00a0twaalf"
    assert [line.start for line in printed_lines([paragraph(text)])] == [0, 71]


def test_items_stand_further_in_with_their_marker():
    text = [
        paragraph("Wij besluiten:"),
        Provision(Kind.ITEM, "a.", "x" * 76, 0, "p2"),
        Provision(Kind.ITEM, "i.", "woord " * 14 + "eind", 1, "p3"),
        Provision(Kind.ITEM, "Artikel 12", "tekst", 0, "p4"),
    ]
    lines = printed_lines(text)
    assert list(printed(text, lines)) == [
        (1, "Wij besluiten:"),
        (2, "a.  " + "x" * 76),
        (3, "    i.  " + " ".join(["woord"] * 12)),
        (4, "        woord woord eind"),
        (5, "Artikel 12 tekst"),
    ]
    assert first_lines(lines) == {"p1": 1, "p2": 2, "p3": 3, "p4": 5}


def test_the_space_a_line_was_broken_at_belongs_to_the_line_before():
    lines = printed_lines([paragraph("x" * 80 + " y")])
    assert [line_at(lines, "p1", offset) for offset in (0, 79, 80, 81, 82)] == [1, 1, 1, 2, 2]
    assert line_at(lines, "p9", 0) is None


def test_the_width_is_the_one_that_copies_were_printed_with():
    assert WIDTH == 80
