# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A provision keeps its name through every version, and no name is given twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.naming import name_provisions
from assembly.resolutions.rules.text import Kind, Provision


def text(*words: str) -> list[Provision]:
    return [Provision(Kind.PARAGRAPH, "", one) for one in words]


def names(provisions) -> list[str]:
    return [provision.id for provision in provisions]


BUS, TRAM, TRAIN = "De bus is gratis.", "De tram rijdt later.", "De trein stopt overal."
BEFORE = name_provisions(text(BUS, TRAM))


def test_a_first_text_is_named_by_place():
    assert names(BEFORE) == ["p1", "p2"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param([BUS, TRAM], ["p1", "p2"], id="the same text keeps its names"),
        pytest.param([TRAIN, BUS, TRAM], ["p3", "p1", "p2"], id="a new one in front is new"),
        pytest.param([TRAM], ["p2"], id="what is left keeps its name"),
        pytest.param([BUS, "De tram rijdt veel later."], ["p1", "p2"], id="a word more"),
        pytest.param([TRAIN, "Heel iets anders nu."], ["p3", "p4"], id="nothing alike is new"),
    ],
)
def test_what_goes_on_keeps_its_name(after, expected):
    assert names(name_provisions(text(*after), BEFORE)) == expected


def test_a_name_that_was_given_once_is_not_given_again():
    assert names(name_provisions(text(BUS, TRAM, TRAIN), BEFORE, ["p3", "p7", "A2.1"])) == [
        "p1",
        "p2",
        "p8",
    ]


def test_a_name_sent_along_is_kept_where_it_was_known_and_once():
    sent = [Provision(Kind.PARAGRAPH, "", TRAIN, id=name) for name in ("p2", "p2", "p9")]
    assert names(name_provisions(sent, BEFORE)) == ["p2", "p3", "p4"]


@given(st.lists(st.text(max_size=8), max_size=8), st.lists(st.text(max_size=8), max_size=8))
def test_every_provision_has_one_name_and_naming_again_changes_nothing(before, after):
    old = name_provisions(text(*before))
    new = name_provisions(text(*after), old)
    assert len(set(names(new))) == len(after)
    assert all(names(new))
    assert name_provisions(new, new) == new
