# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a voting: one table of legal moves. Reopening does not exist."""

from enum import StrEnum

from assembly.errors import IllegalMove, VotingNotOpen


class State(StrEnum):
    """Where a voting stands. Published is not a state: it is having a record."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    ANNULLED = "annulled"


MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.OPEN, State.ANNULLED}),
    State.OPEN: frozenset({State.CLOSED, State.ANNULLED}),
    State.CLOSED: frozenset({State.COUNTED, State.ANNULLED}),
    State.COUNTED: frozenset({State.ANNULLED}),
    State.ANNULLED: frozenset(),
}

LIVE = frozenset({State.PLANNED, State.OPEN, State.CLOSED})
"""A resolution has at most one voting in these states at a time."""


def require_move(present: State, to: State) -> None:
    """Nothing when the table has the step; otherwise `IllegalMove` with the steps there are."""
    if to not in MOVES[present]:
        raise IllegalMove(
            f"A voting that is {present} cannot become {to}.",
            state=present.value,
            possible=sorted(MOVES[present]),
        )


def require_open(present: State, *, voted: bool) -> None:
    """Ballots are taken only while open. `voted` tells the elector whether theirs is in the box."""
    if present is not State.OPEN:
        said = {State.PLANNED: "is not open yet", State.ANNULLED: "was annulled"}.get(
            present, "is closed"
        )
        known = " Your ballot is in the box." if voted and present is not State.ANNULLED else ""
        raise VotingNotOpen(f"This voting {said}.{known}", state=present.value, voted=voted)
