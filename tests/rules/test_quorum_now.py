# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A quorum before the count: met, or missing by how many, without a word about choices."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.voting.rules.quorum import CountedIn, Heads, Quorum, QuorumOf, check_quorum
from assembly.voting.rules.quorum_now import quorum_now

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("share", "number", "of", "heads", "required", "reached", "missing", "met"),
    [
        pytest.param(
            HALF, None, "present", Heads(20, 12, 0), 10, 12, 0, True, id="more than enough are here"
        ),
        pytest.param(HALF, None, "present", Heads(20, 10, 0), 10, 10, 0, True, id="exactly half"),
        pytest.param(
            HALF, None, "present", Heads(21, 10, 0), 11, 10, 1, False, id="one is missing"
        ),
        pytest.param(None, 11, "present", Heads(20, 8, 0), 11, 8, 3, False, id="a number"),
        pytest.param(None, 30, "present", Heads(20, 20, 0), 30, 20, 10, False, id="never enough"),
        pytest.param(HALF, None, "voted", Heads(20, 12, 9), 10, 9, 1, False, id="who has voted"),
        pytest.param(
            HALF, None, "voted", Heads(20, 12, 0), 10, 0, 10, False, id="nobody voted yet"
        ),
        pytest.param(HALF, None, "present", Heads(0, 0, 0), 0, 0, 0, True, id="half of nobody"),
        pytest.param(
            HALF, None, "voted", Heads(20, 12, None), 10, None, 0, None, id="hands not counted yet"
        ),
        pytest.param(
            HALF, None, "expressed", Heads(20, 12, 20, 20), 10, None, 0, None, id="only the count"
        ),
    ],
)
def test_it_says_what_is_needed_and_what_is_missing(
    share, number, of, heads, required, reached, missing, met
):
    now = quorum_now(Quorum(share, number, QuorumOf(of)), heads)
    assert (now.required, now.reached, now.missing, now.met) == (required, reached, missing, met)
    assert now.entitled == heads.entitled


def test_weights_are_rounded_up_to_their_own_step():
    quorum = Quorum(Fraction(1, 3), None, QuorumOf.PRESENT, counted_in=CountedIn.WEIGHTS)
    heads = Heads(Fraction(17, 2), Fraction(14, 5), 0)
    now = quorum_now(quorum, heads, step=Fraction(1, 10))
    assert now.in_weights
    assert (now.required, now.reached) == (Fraction(29, 10), Fraction(14, 5))
    assert now.missing == Fraction(1, 10)


@given(
    share=st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=50),
    entitled=st.integers(1, 500),
    data=st.data(),
)
def test_before_the_count_it_says_what_the_count_will_say(share, entitled, data):
    present, voted = (data.draw(st.integers(0, entitled)) for _ in range(2))
    for of in (QuorumOf.PRESENT, QuorumOf.VOTED):
        quorum, heads = Quorum(share, None, of), Heads(entitled, present, voted)
        now, check = quorum_now(quorum, heads), check_quorum(quorum, heads)
        assert (now.required, now.reached, now.met) == (check.required, check.reached, check.met)
        assert (now.missing == 0) is check.met
