# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words are found whatever their case, accents and the word they are part of."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.sought import best_part, folded, found_in, sought_words


@pytest.mark.parametrize(
    ("text", "q"),
    [
        ("Gratis busvervoer voor iedereen", "vervoer"),
        ("Gratis Busvervoer", "BUSVERVOER"),
        ("L’École est ouverte", "ecole"),
        ("L’École est ouverte", "l'ecole"),
        ("Die Straße wird gesperrt", "strasse"),
        ("Die Strasse wird gesperrt", "Straße"),
        ("Un cœur pour les aînés", "coeur aines"),
        ("Één loket", "een"),
        ("co\u0308rdineren", "cordineren"),
        ("c\u00f6ordinatie", "coordinatie"),
    ],
)
def test_it_is_found(text, q):
    assert all(word in folded(text) for word in sought_words(q))


@pytest.mark.parametrize("q", ["", "  ", "%", "_ %", "«»", "..."])
def test_what_says_nothing_looks_for_nothing(q):
    assert sought_words(q) == ()


def test_words_are_looked_for_once_and_not_without_end():
    assert sought_words("bus BUS b\u00fbs tram") == ("bus", "tram")
    assert len(sought_words(" ".join(f"w{number}" for number in range(50)))) == 8


def test_the_place_is_marked_in_the_signs_of_the_text():
    assert found_in("Gratis Busvervoer, \u00c9cole", ("vervoer", "ecole")) == [
        ("Gratis Bus", False),
        ("vervoer", True),
        (", ", False),
        ("\u00c9cole", True),
    ]
    assert found_in("Stra\u00dfe", ("ss",)) == [("Stra", False), ("\u00df", True), ("e", False)]
    assert found_in("", ("bus",)) == []


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marking_keeps_every_sign(text, words):
    runs = found_in(text, [folded(word) for word in words if folded(word)])
    assert "".join(piece for piece, _ in runs) == text
    assert all(piece for piece, _ in runs)
    assert all(a[1] != b[1] for a, b in pairwise(runs))


def test_the_part_that_is_shown_has_the_words():
    long = (
        "Eerst iets anders. " * 30
        + "Daarna gratis busvervoer voor wie zorg krijgt. "
        + "En meer. " * 40
    )
    part = best_part(["Niets.", long], ("vervoer",), 120)
    assert "busvervoer" in part
    assert part.startswith("… ")
    assert part.endswith(" …")
    assert len(part) <= 125
    assert best_part(["Kort.", "Bus."], ("bus",), 120) == "Bus."
    assert best_part([], ("bus",), 120) == ""
