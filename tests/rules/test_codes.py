# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal codes: easy to type, impossible to misread, never shown by accident."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.identity.rules.codes import (
    ALPHABET,
    HANDLE_LENGTH,
    SECRET_LENGTH,
    Code,
    draw_code,
    read_code,
)

CODE = Code("K7QM", "3XR9TW")


def test_the_alphabet_has_no_two_signs_that_look_alike():
    assert not set("0O1IL") & set(ALPHABET)
    assert "U" not in ALPHABET
    assert len(ALPHABET) == len(set(ALPHABET)) == 30


def test_a_code_is_long_enough_for_its_job():
    assert HANDLE_LENGTH + SECRET_LENGTH == 10
    assert len(ALPHABET) ** SECRET_LENGTH > 2**29


def test_drawn_codes_use_the_whole_alphabet_and_do_not_repeat():
    codes = [draw_code() for _ in range(2000)]
    assert len(set(codes)) == len(codes)
    seen = Counter(letter for code in codes for letter in code.handle + code.secret)
    assert set(seen) == set(ALPHABET)
    assert min(seen.values()) > 2000 * 10 / 30 / 2


def test_a_code_is_shown_in_three_groups():
    assert CODE.shown() == "K7QM-3XR-9TW"


def test_a_code_never_shows_its_secret_by_accident():
    words = f"{CODE} {CODE!r} {[CODE]} {ValueError(CODE)}"
    assert "3XR" not in words
    assert "9TW" not in words


@pytest.mark.parametrize(
    "typed",
    [
        "K7QM-3XR-9TW",
        "k7qm3xr9tw",
        "  K7qM 3xr 9tw\n",
        "k7qm–3xr—9tw",
        "K7QM_3XR.9TW",
        "K7QM\u00a03XR\u00a09TW",
        "K-7-Q-M-3-X-R-9-T-W",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert read_code(typed) == CODE


@given(
    st.text(ALPHABET, min_size=10, max_size=10),
    st.lists(st.sampled_from(["", " ", "-", "–", "\t"]), min_size=10, max_size=10),
    st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_every_code_survives_every_way_of_typing(letters, gaps, lower):
    typed = "".join(
        gap + (letter.lower() if small else letter)
        for letter, gap, small in zip(letters, gaps, lower, strict=True)
    )
    assert read_code(typed) == Code(letters[:4], letters[4:])


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("K7QM-3XR-9T", id="one too few"),
        pytest.param("K7QM-3XR-9TWW", id="one too many"),
        pytest.param("K7QM-3XR-9T0", id="a nought"),
        pytest.param("K7QM-3XR-9TI", id="an I"),
        pytest.param("K7QM-3XR-9TU", id="a U"),
        pytest.param("K7QM-3XR-9Té", id="an accent"),
        pytest.param("K7QM/3XR/9TW", id="slashes"),
        pytest.param("９" * 10, id="wide digits"),
    ],
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None
