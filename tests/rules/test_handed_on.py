# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second merge leaves the footnotes of the first one standing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.amendments.rules.handed_on import handed_on
from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.text import Kind, Provision


def text(*words: str, names: str = "abcdefgh") -> list[Provision]:
    return [Provision(Kind.PARAGRAPH, "", one, id=names[at]) for at, one in enumerate(words)]


def merged(before, after, number):
    base, edits = Base(before), edits_between(before, after)
    made = merge(base, {f"A{number}": find_changes(base, edits)} if edits else {})
    spans = [
        [(one.text, tuple(int(name[1:]) for name in one.amendments)) for one in spans]
        for spans in made.spans
    ]
    return list(made.provisions), spans


def named(spans) -> dict[str, tuple[int, ...]]:
    """What each piece of text is from, without what nobody brought."""
    return {words.strip(): numbers for one in spans for words, numbers in one if numbers}


def through(first, second, third):
    middle, known = merged(first, second, 1)
    last, spans = merged(middle, third(middle), 2)
    return last, spans, handed_on(middle, known, last, spans)


BUS = "Gratis bus voor wie jong is. De stad betaalt."
TO_21 = "Gratis bus onder 21. De stad betaalt."


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        pytest.param(
            lambda found: text("Gratis bus onder 21. De stad en de regio betalen.", found[1].text),
            {"onder 21": (1,), "en de regio betalen": (2,)},
            id="other words of the same provision",
        ),
        pytest.param(
            lambda found: text("Gratis bus onder 25. De stad betaalt.", found[1].text),
            {"onder": (1,), "25": (2,)},
            id="some of the same words",
        ),
        pytest.param(
            lambda found: [found[1], found[0]],
            {"onder 21": (1,)},
            id="moved",
        ),
        pytest.param(
            lambda found: [
                *text("Gratis bus onder 21."),
                Provision(Kind.PARAGRAPH, "", "De stad betaalt.", id=""),
                found[1],
            ],
            {"onder 21": (1,)},
            id="split",
        ),
        pytest.param(
            lambda found: text(f"{found[0].text} {found[1].text}"),
            {"onder 21": (1,)},
            id="joined",
        ),
        pytest.param(lambda found: found[1:], {}, id="deleted"),
    ],
)
def test_words_of_an_earlier_amendment_keep_its_name(then, expected):
    _, _, spans = through(text(BUS, "Vanaf 2027."), text(TO_21, "Vanaf 2027."), then)
    assert named(spans) == expected


WORD = st.sampled_from(["bus", "tram", "is", "vrij", "en", "de", ",", ".", "18"])
WORDS = st.lists(WORD, min_size=1, max_size=8)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=4)


@given(TEXTS, TEXTS, TEXTS)
def test_the_words_stay_the_same_and_no_newer_note_is_lost(first, second, third):
    last, spans, found = through(text(*first), text(*second), lambda _: text(*third))
    assert [one.text for one in last] == ["".join(words for words, _ in one) for one in found]
    for before, after in zip(spans, found, strict=True):
        assert "".join(w for w, n in before if n) == "".join(w for w, n in after if 2 in n)
        assert all(set(numbers) <= {1, 2} for _, numbers in after)
