# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a document of proposals: one table of legal moves.

waiting → read or refused. What was read is accepted or rejected; what was accepted may be undone
while nothing depends on it.
"""

from enum import StrEnum

from assembly.errors import IllegalMove


class State(StrEnum):
    """Where a document stands."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    UNDONE = "undone"
    REJECTED = "rejected"


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.READ, State.REFUSED, State.REJECTED}),
    State.READ: frozenset({State.ACCEPTED, State.REJECTED}),
    State.REFUSED: frozenset({State.REJECTED}),
    State.ACCEPTED: frozenset({State.UNDONE}),
    State.UNDONE: frozenset(),
    State.REJECTED: frozenset(),
}

IN_FORCE = frozenset(State) - {State.UNDONE, State.REJECTED}
"""A document in one of these is not brought in again."""


def require_import_move(present: State, to: State) -> None:
    """Nothing when the table has the step; otherwise `IllegalMove` with the steps there are."""
    if to not in MOVES[present]:
        raise IllegalMove(
            f"A document that is {present} cannot become {to}.",
            state=present.value,
            possible=sorted(MOVES[present]),
        )
