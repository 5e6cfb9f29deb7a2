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
    Hand,
    State,
    require_editable,
    require_move,
    require_tabling,
    require_withdrawal,
)
from assembly.resolutions.rules.outcome import Outcome

LEGAL = {
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "tabled"),
    ("submitted", "withdrawn"),
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


EDITS = {
    (State.DRAFT, Hand.SPONSOR),
    (State.DRAFT, Hand.MODERATOR),
    (State.SUBMITTED, Hand.MODERATOR),
}


@pytest.mark.parametrize("hand", Hand)
@pytest.mark.parametrize("state", State)
def test_a_text_is_edited_as_a_draft_and_by_moderators_once_submitted(state, hand):
    if (state, hand) in EDITS:
        require_editable(state, hand)
        return
    with pytest.raises(IllegalMove):
        require_editable(state, hand)


def test_a_draft_of_a_participant_is_submitted_before_it_is_tabled():
    require_tabling(State.DRAFT, is_proposal=False)
    require_tabling(State.SUBMITTED, is_proposal=True)
    with pytest.raises(IllegalMove) as refused:
        require_tabling(State.DRAFT, is_proposal=True)
    assert refused.value.facts["possible"] == ["submitted", "withdrawn"]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.TABLED])
def test_sponsors_withdraw_until_it_is_tabled_and_moderators_from_the_table_too(state):
    require_withdrawal(state, Hand.MODERATOR)
    if state is not State.TABLED:
        require_withdrawal(state, Hand.SPONSOR)
        return
    with pytest.raises(IllegalMove):
        require_withdrawal(state, Hand.SPONSOR)


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
