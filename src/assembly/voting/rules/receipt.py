# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody is told whose ballot did not enter the box just now: one table of reasons. Pure."""

from dataclasses import dataclass
from uuid import UUID

from assembly.errors import (
    AlreadyVoted,
    NotEntitled,
    NotPermitted,
    Refusal,
    TrackerTaken,
    Unexpected,
    VotingNotOpen,
)
from assembly.voting.rules.ballot import Choice, Medium, Secrecy, read_choice
from assembly.voting.rules.lifecycle import State, require_open


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ballot is in the box. `repeated` when it was there before."""

    tracker: UUID
    repeated: bool


Answer = Receipt | Refusal


@dataclass(frozen=True, slots=True)
class Box:
    """What a voting froze about its ballots when it opened."""

    assembly_id: UUID
    secrecy: Secrecy
    medium: Medium
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the one who casts, the elector and the tracker stand to the box, after the attempt.

    `own_tracker` says whether a tracker that is in the box is known to be this elector's: of a roll
    call that is written down, of a secret voting nobody knows, and it is None.
    """

    state: State
    ended: bool
    same_assembly: bool
    on_roll: bool
    may_cast: bool
    voted: bool
    on_paper: bool
    in_box: str | None
    own_tracker: bool | None


def tell(box: Box, word: str, tracker: UUID, standing: Standing) -> Answer:
    """The same receipt for what is in the box already, else the one refusal that fits best.

    After the end the choice is not compared: trackers are public after publication, and an answer
    that depended on the choice would let every elector ask what each ballot says.
    """
    theirs = standing.in_box is not None and standing.own_tracker is not False
    if standing.same_assembly and (standing.state is not State.OPEN or standing.ended):
        if standing.voted and standing.may_cast and theirs:
            return Receipt(tracker, repeated=True)
        return _not_open(standing)
    barred = _barred(box, standing)
    if barred is not None:
        return barred
    try:
        choice = read_choice(word, box.choices)
    except Refusal as refusal:
        return refusal
    return _open(box, choice, tracker, standing, theirs=theirs)


def _barred(box: Box, standing: Standing) -> Refusal | None:
    """Why nobody could cast this, whatever they chose."""
    if not standing.same_assembly:
        return NotPermitted("Your role does not allow this.", permission="cast")
    if not standing.on_roll:
        return NotEntitled(
            "You are not on the roll of this voting, which was frozen when it opened."
        )
    if not standing.may_cast:
        return NotEntitled("This ballot is cast by the proxy who was on the roll when it opened.")
    if box.medium is Medium.HAND:
        return VotingNotOpen("This voting is by hands or on paper.", state="open", voted=False)
    return None


def _open(box: Box, choice: Choice, tracker: UUID, standing: Standing, *, theirs: bool) -> Answer:
    if standing.on_paper:
        return AlreadyVoted("You are marked as voting on paper.")
    if standing.voted and theirs and standing.in_box == choice:
        return Receipt(tracker, repeated=True)
    if box.secrecy is Secrecy.SECRET and standing.voted:
        return AlreadyVoted("You have voted already; a secret ballot is final.")
    if standing.in_box is not None and standing.own_tracker:
        return TrackerTaken("You used this tracker for another choice; draw another and repeat.")
    if standing.in_box is not None:
        return TrackerTaken("This tracker is in use; nothing was cast. Draw another and repeat.")
    return Unexpected("The ballot did not enter the box; nothing was cast. Send it again.")


def _not_open(standing: Standing) -> Refusal:
    try:
        require_open(standing.state, voted=standing.voted)
    except VotingNotOpen as refusal:
        return refusal
    known = " Your ballot is in the box." if standing.voted else ""
    return VotingNotOpen(
        f"The time of this voting is over.{known}", state="open", voted=standing.voted
    )
