# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What they are told whose ballot did not enter: one table, and no answer tells a choice."""

from dataclasses import replace
from itertools import product
from uuid import uuid4

import pytest

from assembly.errors import (
    AlreadyVoted,
    NotEntitled,
    NotPermitted,
    TrackerTaken,
    Unexpected,
    UnknownChoice,
    VotingNotOpen,
)
from assembly.voting.rules.ballot import Choice, Medium, Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.receipt import Box, Receipt, Standing, tell

TRACKER = uuid4()
SECRET = Box(uuid4(), Secrecy.SECRET, Medium.ELECTRONIC, (Choice.YES, Choice.NO))
NAMED = replace(SECRET, secrecy=Secrecy.ROLL_CALL)
FREE = Standing(
    state=State.OPEN,
    ended=False,
    same_assembly=True,
    on_roll=True,
    may_cast=True,
    voted=False,
    on_paper=False,
    in_box=None,
    own_tracker=None,
)
VOTED = replace(FREE, voted=True)


@pytest.mark.parametrize(
    ("box", "word", "standing", "told"),
    [
        pytest.param(SECRET, "yes", replace(VOTED, in_box="yes"), Receipt, id="repeated"),
        pytest.param(SECRET, "no", replace(VOTED, in_box="yes"), AlreadyVoted, id="changed"),
        pytest.param(SECRET, "yes", VOTED, AlreadyVoted, id="another tracker"),
        pytest.param(SECRET, "yes", replace(FREE, in_box="yes"), TrackerTaken, id="not theirs"),
        pytest.param(
            SECRET, "yes", replace(VOTED, on_paper=True), AlreadyVoted, id="voted on paper"
        ),
        pytest.param(SECRET, "maybe", FREE, UnknownChoice, id="no such choice"),
        pytest.param(SECRET, "abstain", FREE, UnknownChoice, id="abstaining is off"),
        pytest.param(SECRET, "yes", replace(FREE, on_roll=False), NotEntitled, id="not on it"),
        pytest.param(SECRET, "yes", replace(FREE, may_cast=False), NotEntitled, id="held"),
        pytest.param(SECRET, "yes", replace(FREE, same_assembly=False), NotPermitted, id="else"),
        pytest.param(
            replace(SECRET, medium=Medium.HAND), "yes", FREE, VotingNotOpen, id="by hands"
        ),
        pytest.param(SECRET, "yes", replace(FREE, ended=True), VotingNotOpen, id="time is over"),
        pytest.param(
            SECRET, "no", replace(VOTED, ended=True, in_box="yes"), Receipt, id="over, in the box"
        ),
        pytest.param(
            SECRET,
            "yes",
            replace(FREE, state=State.CLOSED, in_box="yes"),
            VotingNotOpen,
            id="closed, and never voted",
        ),
        pytest.param(
            SECRET, "yes", replace(FREE, state=State.PLANNED), VotingNotOpen, id="not yet open"
        ),
        pytest.param(
            SECRET, "yes", replace(VOTED, state=State.ANNULLED), VotingNotOpen, id="annulled"
        ),
        pytest.param(
            NAMED, "yes", replace(VOTED, in_box="yes", own_tracker=True), Receipt, id="by name"
        ),
        pytest.param(
            NAMED, "no", replace(VOTED, in_box="yes", own_tracker=True), TrackerTaken, id="reused"
        ),
        pytest.param(
            NAMED,
            "yes",
            replace(VOTED, in_box="yes", own_tracker=False),
            TrackerTaken,
            id="another's by name",
        ),
        pytest.param(
            NAMED,
            "yes",
            replace(VOTED, state=State.CLOSED, in_box="yes", own_tracker=False),
            VotingNotOpen,
            id="closed, another's by name",
        ),
        pytest.param(SECRET, "yes", FREE, Unexpected, id="no reason at all"),
    ],
)
def test_this_is_what_they_are_told(box, word, standing, told):
    assert type(tell(box, word, TRACKER, standing)) is told


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTED, State.ANNULLED])
def test_after_the_end_no_answer_depends_on_the_choice(state):
    """Trackers are public then; whoever has voted could else ask what each of them says."""
    for box, voted, in_box, own in product(
        (SECRET, NAMED), (True, False), (None, "yes", "no"), (None, True, False)
    ):
        standing = replace(FREE, state=state, voted=voted, in_box=in_box, own_tracker=own)
        answers = {str(tell(box, word, TRACKER, standing)) for word in ("yes", "no", "x", "")}
        assert len(answers) == 1


def test_no_refusal_repeats_what_was_sent():
    for standing in (FREE, VOTED, replace(FREE, on_roll=False), replace(FREE, ended=True)):
        told = tell(SECRET, "unheard-of", TRACKER, standing)
        assert "unheard-of" not in str(told)
        assert str(TRACKER) not in str(told)


def test_nothing_but_the_box_of_the_same_choice_gives_a_receipt_while_it_is_open():
    for voted, in_box, own, paper in product(
        (True, False), (None, "yes", "no"), (None, True), (True, False)
    ):
        standing = replace(FREE, voted=voted, in_box=in_box, own_tracker=own, on_paper=paper)
        told = tell(SECRET, "yes", TRACKER, standing)
        assert isinstance(told, Receipt) is (voted and in_box == "yes" and not paper)
