# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a voting: every move there is, and none besides."""

from itertools import product

import pytest

from assembly.errors import IllegalMove, VotingNotOpen
from assembly.voting.rules.lifecycle import LIVE, MOVES, State, require_move, require_open

LEGAL = {
    ("planned", "open"),
    ("open", "closed"),
    ("closed", "counted"),
    ("planned", "annulled"),
    ("open", "annulled"),
    ("closed", "annulled"),
    ("counted", "annulled"),
}


@pytest.mark.parametrize(("present", "to"), [pytest.param(*pair) for pair in product(State, State)])
def test_a_move_is_possible_exactly_when_the_table_has_it(present, to):
    if (present.value, to.value) in LEGAL:
        require_move(present, to)
        return
    with pytest.raises(IllegalMove) as refused:
        require_move(present, to)
    assert refused.value.facts == {
        "state": present.value,
        "possible": sorted(after for before, after in LEGAL if before == present),
    }


def test_reopening_does_not_exist():
    assert not any(State.OPEN in MOVES[state] for state in State if state is not State.PLANNED)


def test_a_voting_is_under_way_until_it_is_counted_or_annulled():
    assert set(State) - {State.COUNTED, State.ANNULLED} == LIVE


@pytest.mark.parametrize("voted", [True, False])
@pytest.mark.parametrize("state", State)
def test_ballots_are_taken_only_while_open(state, voted):
    if state is State.OPEN:
        require_open(state, voted=voted)
        return
    with pytest.raises(VotingNotOpen) as refused:
        require_open(state, voted=voted)
    assert refused.value.facts == {"state": state.value, "voted": voted}
    told = voted and state is not State.ANNULLED  # what was annulled is in no box that counts
    assert ("Your ballot is in the box." in refused.value.detail) is told
    assert ("not open yet" in refused.value.detail) is (state is State.PLANNED)
