# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a sitting and of an item on its agenda: two tables of legal moves.

A sitting is planned, opened, perhaps suspended and resumed, and closed; what was not opened may be
cancelled. An item is planned, dealt with, and done, or passed over; it may be taken up again while
the sitting lasts. The database keeps both tables by trigger.
"""

from enum import StrEnum

from assembly.errors import AgendaItemBegun, IllegalMove, SittingNotOpen


class State(StrEnum):
    """Where a sitting stands."""

    PLANNED = "planned"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """Where an item on the agenda stands."""

    PLANNED = "planned"
    CURRENT = "current"
    DONE = "done"
    PASSED_OVER = "passed_over"


class ItemKind(StrEnum):
    """What an item is about."""

    OPENING = "opening"
    ANNOUNCEMENT = "announcement"
    DEBATE = "debate"
    DECISION = "decision"
    ELECTION = "election"
    BREAK = "break"
    CLOSING = "closing"
    OTHER = "other"


class Moment(StrEnum):
    """What happened in a sitting that its minutes will tell."""

    OPENED = "opened"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CLOSED = "closed"
    ITEM_BEGUN = "item_begun"
    ITEM_TAKEN_UP_AGAIN = "item_taken_up_again"
    ITEM_DONE = "item_done"
    ITEM_PASSED_OVER = "item_passed_over"


MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.OPEN, State.CANCELLED}),
    State.OPEN: frozenset({State.SUSPENDED, State.CLOSED}),
    State.SUSPENDED: frozenset({State.OPEN, State.CLOSED}),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset(),
}

ITEM_MOVES: dict[ItemState, frozenset[ItemState]] = {
    ItemState.PLANNED: frozenset({ItemState.CURRENT, ItemState.PASSED_OVER}),
    ItemState.CURRENT: frozenset({ItemState.DONE}),
    ItemState.DONE: frozenset({ItemState.CURRENT}),
    ItemState.PASSED_OVER: frozenset({ItemState.CURRENT}),
}

LIVE = frozenset({State.OPEN, State.SUSPENDED})
"""An assembly has at most one sitting in these states."""
ENDED = frozenset({State.CLOSED, State.CANCELLED})
"""Nothing about it changes any more, but notes in its minutes."""
NEEDS_A_REASON = frozenset({ItemState.DONE, ItemState.PASSED_OVER})
"""An item in these states is taken up again only for a reason."""


def require_move(present: State, to: State) -> None:
    """Nothing when the table has the step; otherwise `IllegalMove` with the steps there are."""
    if to not in MOVES[present]:
        raise IllegalMove(
            f"A sitting that is {present} cannot become {to}.",
            state=present.value,
            possible=sorted(MOVES[present]),
        )


def require_item_move(present: ItemState, to: ItemState) -> None:
    """Nothing when the table has the step; otherwise `IllegalMove` with the steps there are."""
    if to not in ITEM_MOVES[present]:
        raise IllegalMove(
            f"An item that is {_said(present)} cannot become {_said(to)}.",
            state=present.value,
            possible=sorted(ITEM_MOVES[present]),
        )


def require_in_session(present: State) -> None:
    """Items begin and speakers are called only while the sitting is open, else `SittingNotOpen`."""
    if present is not State.OPEN:
        raise SittingNotOpen(f"The sitting is {present}, not open.", state=present.value)


def require_changeable(present: State) -> None:
    """What is closed or cancelled keeps its plan and its agenda (`IllegalMove`)."""
    if present in ENDED:
        raise IllegalMove(f"The sitting is {present}; its agenda stays.", state=present.value)


def require_not_begun(present: ItemState, position: int) -> None:
    """What was begun or passed over stays what it is (`AgendaItemBegun`)."""
    if present is not ItemState.PLANNED:
        raise AgendaItemBegun(
            f"Item {position} is {_said(present)}: it stays on the agenda as it is.",
            position=position,
            state=present.value,
        )


def _said(state: ItemState) -> str:
    return {ItemState.CURRENT: "being dealt with"}.get(state, state.value.replace("_", " "))
