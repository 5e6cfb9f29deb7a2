# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of an amendment: one table of legal moves.

submitted → admissible → under vote → adopted or not adopted. A moderator may find it inadmissible,
its author may withdraw it, a sponsor of the text may take it over without a vote, and it falls away
when another one that it is in conflict with is adopted. What a voting decided comes back only when
that voting is annulled.
"""

from enum import StrEnum

from assembly.errors import IllegalMove


class State(StrEnum):
    """Where an amendment stands."""

    SUBMITTED = "submitted"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    UNDER_VOTE = "under_vote"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    TAKEN_OVER = "taken_over"
    FALLEN = "fallen"
    WITHDRAWN = "withdrawn"


class Cause(StrEnum):
    """Why an amendment has another text."""

    WRITTEN = "written"
    CARRIED = "carried"
    AMENDED = "amended"


_OPEN = frozenset({State.ADMISSIBLE, State.INADMISSIBLE, State.WITHDRAWN})

MOVES: dict[State, frozenset[State]] = {
    State.SUBMITTED: _OPEN,
    State.ADMISSIBLE: frozenset(
        {
            State.SUBMITTED,
            State.INADMISSIBLE,
            State.UNDER_VOTE,
            State.TAKEN_OVER,
            State.FALLEN,
            State.WITHDRAWN,
        }
    ),
    State.INADMISSIBLE: frozenset({State.ADMISSIBLE, State.WITHDRAWN}),
    State.UNDER_VOTE: frozenset({State.ADOPTED, State.NOT_ADOPTED, State.ADMISSIBLE}),
    State.ADOPTED: frozenset({State.ADMISSIBLE}),
    State.NOT_ADOPTED: frozenset({State.ADMISSIBLE}),
    State.TAKEN_OVER: frozenset(),
    State.FALLEN: frozenset({State.ADMISSIBLE}),
    State.WITHDRAWN: frozenset(),
}
"""From the three decided states back to admissible: only by the annulment of a voting. From
admissible back to submitted: its author rewrote what could not be carried over."""

UNDECIDED = frozenset({State.SUBMITTED, State.ADMISSIBLE, State.UNDER_VOTE})
"""The final vote waits for these."""
IN_THE_TEXT = frozenset({State.ADOPTED, State.TAKEN_OVER})
"""What the next version is made of."""
PUBLIC_STATES = frozenset(State) - {State.SUBMITTED, State.WITHDRAWN}
"""What everybody may read. The others are for those in the house."""


def require_move(present: State, to: State) -> None:
    """Nothing when the table has the step; otherwise `IllegalMove` with the steps there are."""
    if to not in MOVES[present]:
        raise IllegalMove(
            f"An amendment that is {said(present)} cannot become {said(to)}.",
            state=present.value,
            possible=sorted(MOVES[present]),
        )


def require_editable(present: State, *, stuck: bool = False) -> None:
    """Its author may rewrite it until it was found admissible; afterwards others have read it.

    What is `stuck`, because it could not be carried over whole, waits for just that.
    """
    if present is not State.SUBMITTED and not (stuck and present is State.ADMISSIBLE):
        raise IllegalMove(
            f"An amendment that is {said(present)} can no longer be edited.", state=present.value
        )


def said(state: State) -> str:
    """The state in a sentence."""
    return state.value.replace("_", " ")
