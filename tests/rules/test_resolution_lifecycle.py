# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a resolution: every move there is, and none besides."""

from itertools import product

import pytest

from assembly.errors import IllegalMove
from assembly.resolutions.rules.lifecycle import (
    DECIDED,
    MOVES,
    PUBLIC_STATES,
    STATE_OF,
    State,
    require_draft,
    require_move,
)
from assembly.resolutions.rules.outcome import Outcome

LEGAL = {
    ("draft", "tabled"),
    ("draft", "withdrawn"),
    ("tabled", "under_vote"),
    ("tabled", "withdrawn"),
    ("under_vote", "adopted"),
    ("under_vote", "not_adopted"),
    ("under_vote", "tabled"),
}


@pytest.mark.parametrize(("present", "to"), [pytest.param(*pair) for pair in product(State, State)])
def test_a_move_is_possible_exactly_when_the_table_has_it(present, to):
    if (present.value, to.value) in LEGAL:
        require_move(present, to)
        return
    with pytest.raises(IllegalMove) as refused:
        require_move(present, to)
    assert refused.value.facts["possible"] == sorted(
        after for before, after in LEGAL if before == present
    )


def test_every_state_has_its_line_in_the_table():
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("state", [State.ADOPTED, State.NOT_ADOPTED, State.WITHDRAWN])
def test_what_is_decided_or_withdrawn_stays_so(state):
    assert MOVES[state] == frozenset()


@pytest.mark.parametrize("state", State)
def test_only_the_text_of_a_draft_can_be_edited(state):
    if state is State.DRAFT:
        require_draft(state)
        return
    with pytest.raises(IllegalMove, match="can no longer be edited"):
        require_draft(state)


def test_a_refusal_speaks_in_plain_words():
    with pytest.raises(
        IllegalMove, match=r"^A resolution that is withdrawn cannot become under vote\.$"
    ):
        require_move(State.WITHDRAWN, State.UNDER_VOTE)


def test_the_public_reads_neither_drafts_nor_what_was_withdrawn():
    assert {"tabled", "under_vote", "adopted", "not_adopted"} == PUBLIC_STATES


def test_each_outcome_is_one_state_and_back():
    assert STATE_OF == {Outcome.ADOPTED: State.ADOPTED, Outcome.NOT_ADOPTED: State.NOT_ADOPTED}
    assert {STATE_OF[outcome]: outcome for outcome in Outcome} == DECIDED
