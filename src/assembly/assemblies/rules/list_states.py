# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a list of people stands: one table of moves."""

from enum import StrEnum

from assembly.errors import IllegalMove


class ListState(StrEnum):
    """Compared with the seats; then seated, and perhaps undone; or thrown away."""

    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"
    REJECTED = "rejected"


IN_FORCE = frozenset({ListState.PREVIEWED, ListState.APPLIED})
"""Sending the same bytes finds the list that is in one of these."""

MOVES: dict[ListState, frozenset[ListState]] = {
    ListState.PREVIEWED: frozenset({ListState.APPLIED, ListState.REJECTED}),
    ListState.APPLIED: frozenset({ListState.UNDONE}),
    ListState.UNDONE: frozenset(),
    ListState.REJECTED: frozenset(),
}


def require_list_move(state: ListState, to: ListState) -> None:
    """Nothing, or `IllegalMove`."""
    if to not in MOVES[state]:
        raise IllegalMove(f"A list that is {state} cannot become {to}.", state=state.value)
