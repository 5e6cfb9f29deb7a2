# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a file of history stands: one table of moves."""

from enum import StrEnum

from assembly.errors import IllegalMove


class HistoryState(StrEnum):
    """Mapped and answered; then brought in, for ever; or thrown away."""

    OPEN = "open"
    BROUGHT_IN = "brought_in"
    REJECTED = "rejected"


MOVES: dict[HistoryState, frozenset[HistoryState]] = {
    HistoryState.OPEN: frozenset({HistoryState.BROUGHT_IN, HistoryState.REJECTED}),
    HistoryState.BROUGHT_IN: frozenset(),
    HistoryState.REJECTED: frozenset(),
}


def require_history_move(state: HistoryState, to: HistoryState) -> None:
    """Nothing, or `IllegalMove`."""
    if to not in MOVES[state]:
        raise IllegalMove(
            f"A file of history that is {state} cannot become {to}.",
            state=state.value,
            possible=sorted(MOVES[state]),
        )
