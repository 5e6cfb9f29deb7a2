# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text and its digest: the same words are the same text, however they were typed."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.text import (
    TITLE_WORDS,
    Kind,
    Provision,
    canonical,
    derived_title,
    digest,
    tidy,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
GAPS = st.text(" \t\n\r\f\v", min_size=1, max_size=4)


def paragraph(text: str) -> Provision:
    return Provision(Kind.PARAGRAPH, "", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  twee   woorden\n", "twee woorden", id="runs of space"),
        pytest.param("twee\r\nwoorden\there", "twee woorden here", id="lines and tabs"),
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("12\u00a0uur", "12\u00a0uur", id="a no-break space stays"),
        pytest.param("12\u202fuur", "12\u202fuur", id="a narrow one too"),
        pytest.param(" \t ", "", id="nothing but space"),
    ],
)
def test_white_space_is_folded_and_signs_are_composed(typed, kept):
    assert tidy(typed) == kept


@given(WORDS)
def test_tidying_twice_is_tidying_once(words):
    assert tidy(tidy(words)) == tidy(words)


@given(WORDS)
def test_tidying_changes_no_sign_but_ordinary_space(words):
    def signs(text: str) -> str:
        return "".join(sign for sign in text if sign not in " \t\n\r\f\v")

    assert signs(tidy(words)) == signs(unicodedata.normalize("NFC", words))


@given(st.lists(st.sampled_from(["één", "twee", "drie\u00a0vier", "…"]), min_size=1), st.data())
def test_the_same_words_have_the_same_digest_however_they_are_typed(words, data):
    spread = data.draw(GAPS).join(unicodedata.normalize("NFD", word) for word in words)
    assert digest([paragraph(spread)]) == digest([paragraph(" ".join(words))])


def test_the_digest_is_that_of_one_line_a_provision():
    text = [paragraph("Van elke zitting:"), Provision(Kind.ITEM, "a.", " wat er  beslist is;")]
    assert canonical(text) == "Van elke zitting:\na. wat er beslist is;"
    expected = hashlib.sha256(b"Van elke zitting:\na. wat er beslist is;").hexdigest()
    assert digest(text) == expected


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([paragraph("een twee"), paragraph("drie vier")], id="a word moved"),
        pytest.param([paragraph("een twee drie"), paragraph("Vier")], id="a capital"),
        pytest.param([paragraph("vier"), paragraph("een twee drie")], id="another order"),
        pytest.param([paragraph("een twee drie vier")], id="joined"),
        pytest.param([paragraph("een twee\u00a0drie"), paragraph("vier")], id="a no-break space"),
    ],
)
def test_other_words_have_another_digest(other):
    assert digest(other) != digest([paragraph("een twee drie"), paragraph("vier")])


@given(WORDS, WORDS)
def test_no_break_of_a_line_inside_words_makes_a_provision(first, second):
    assert canonical([paragraph(f"{first}\n{second}")]).count("\n") == 0


def test_a_title_is_the_first_words_with_an_ellipsis():
    nine = "een twee drie vier vijf zes zeven acht negen"
    assert len(nine.split()) == TITLE_WORDS
    assert derived_title([paragraph(nine)]) == nine
    assert derived_title([paragraph(f"{nine} tien")]) == f"{nine} …"


def test_a_title_is_not_cut_after_a_sign_that_wants_more():
    assert derived_title([paragraph("een twee drie vier vijf zes zeven acht negen, tien")]) == (
        "een twee drie vier vijf zes zeven acht negen …"
    )


def test_a_title_comes_from_the_first_provision_alone():
    assert derived_title([paragraph("Kort."), paragraph("Langer.")]) == "Kort."
    assert derived_title([]) == ""
