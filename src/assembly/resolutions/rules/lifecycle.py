# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a resolution: one table of legal moves.

draft → tabled → under vote → adopted or not adopted. A void voting returns it to the table. A draft
or a tabled resolution may be withdrawn. What is decided stays decided, unless its voting is
annulled.
"""

from enum import StrEnum

from assembly.errors import IllegalMove
from assembly.resolutions.rules.outcome import Outcome


class State(StrEnum):
    """Where a resolution stands."""

    DRAFT = "draft"
    TABLED = "tabled"
    UNDER_VOTE = "under_vote"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.TABLED, State.WITHDRAWN}),
    State.TABLED: frozenset({State.UNDER_VOTE, State.WITHDRAWN}),
    State.UNDER_VOTE: frozenset({State.ADOPTED, State.NOT_ADOPTED, State.TABLED}),
    State.ADOPTED: frozenset(),
    State.NOT_ADOPTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

PUBLIC_STATES = frozenset(State) - {State.DRAFT, State.WITHDRAWN}
"""What everybody may read. A withdrawn draft was never on the table."""

DECIDED = {State.ADOPTED: Outcome.ADOPTED, State.NOT_ADOPTED: Outcome.NOT_ADOPTED}
STATE_OF = {outcome: state for state, outcome in DECIDED.items()}


def require_move(present: State, to: State) -> None:
    """Nothing when the table has the step; otherwise `IllegalMove` with the steps there are."""
    if to not in MOVES[present]:
        raise IllegalMove(
            f"A resolution that is {_said(present)} cannot become {_said(to)}.",
            state=told(present),
            possible=sorted(MOVES[present]),
        )


def require_annullable(present: State) -> None:
    """Nothing when a voting's annulment may return the resolution to the table, else `IllegalMove`.

    This is no step of the table above: nothing but an annulment undoes what was decided.
    """
    if present not in {State.UNDER_VOTE, *DECIDED}:
        raise IllegalMove(
            f"A resolution that is {_said(present)} was not put to the vote.", state=told(present)
        )


def require_draft(present: State) -> None:
    """Only a draft's text may be written over; afterwards a change is an amendment."""
    if present is not State.DRAFT:
        raise IllegalMove(
            f"The text of a resolution that is {_said(present)} can no longer be edited.",
            state=told(present),
            possible=sorted(MOVES[present]),
        )


def told(state: State) -> str:
    """The state as a refusal may name it: which way it was decided is the record's to say."""
    return "decided" if state in DECIDED else state.value


def _said(state: State) -> str:
    return told(state).replace("_", " ")
