# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text typed into one box: what was written comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.plain import read_plain, write_plain
from assembly.resolutions.rules.text import DEEPEST, Kind, Provision, tidy, unseen

P, I = Kind.PARAGRAPH, Kind.ITEM  # noqa: E741 - as short as what they stand for
LETTERS = st.text(st.sampled_from("aiZ1.-)([]\\ •°_<b>\u00a0é\n\u2028"), min_size=1, max_size=24)
WORDS = LETTERS.map(tidy).filter(bool)
MARKERS = st.sampled_from(["a.", "1.", "-", "•", "ii)", "(b)"]) | LETTERS.map(
    lambda word: tidy(word[:12])
)


@st.composite
def provisions(draw) -> list[Provision]:
    pieces = draw(
        st.lists(st.tuples(st.booleans(), MARKERS, WORDS, st.integers(0, DEEPEST)), max_size=8)
    )
    return [
        Provision(I, marker, words, level) if item else Provision(P, "", words)
        for item, marker, words, level in pieces
    ]


@given(provisions())
def test_what_is_written_reads_the_same(text):
    assert read_plain(write_plain(text)) == text


@given(st.text(max_size=300))
def test_anything_typed_is_some_text_and_writing_it_again_changes_nothing(typed):
    read = read_plain(typed)
    if all(one.text for one in read) and not unseen(typed):
        assert read_plain(write_plain(read)) == read


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="white space"),
        pytest.param("Een.\n\nTwee.", [(P, "", "Een.", 0), (P, "", "Twee.", 0)], id="paragraphs"),
        pytest.param("Een\r\nregel.", [(P, "", "Een regel.", 0)], id="a broken line goes on"),
        pytest.param(
            "Wij besluiten:\na. bus;\n  - gratis\n  - snel\nb. tram.",
            [
                (P, "", "Wij besluiten:", 0),
                (I, "a.", "bus;", 0),
                (I, "-", "gratis", 1),
                (I, "-", "snel", 1),
                (I, "b.", "tram.", 0),
            ],
            id="a list in a list",
        ),
        pytest.param("1. een\nen meer", [(I, "1.", "een en meer", 0)], id="an item goes on"),
        pytest.param("[Art. 5] Bus.", [(I, "Art. 5", "Bus.", 0)], id="any other marker"),
        pytest.param("\\a. geen punt", [(P, "", "a. geen punt", 0)], id="no item after all"),
        pytest.param("-5 graden", [(P, "", "-5 graden", 0)], id="a marker has a space after it"),
        pytest.param("\t\t- x", [(I, "-", "x", 2)], id="tabs are levels"),
        pytest.param(" " * 40 + "- x", [(I, "-", "x", DEEPEST)], id="no deeper than the deepest"),
        pytest.param("<b>vet</b>", [(P, "", "<b>vet</b>", 0)], id="markup is text"),
        pytest.param("a.", [(I, "a.", "", 0)], id="an item without words, to be refused later"),
    ],
)
def test_what_is_typed(typed, text):
    assert read_plain(typed) == [Provision(*one) for one in text]
