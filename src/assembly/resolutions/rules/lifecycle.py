# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a resolution: one table of legal moves, kept by the database as well.

draft → submitted → tabled → under vote → adopted or not adopted. What a moderator drafts needs no
submission. What was submitted may go back to its sponsors with a reason. A void voting returns a
resolution to the table. A draft, a submitted or a tabled resolution may be withdrawn. What is
decided stays decided, unless its voting is annulled.
"""

from enum import StrEnum

from assembly.errors import IllegalMove
from assembly.resolutions.rules.outcome import Outcome


class State(StrEnum):
    """Where a resolution stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    TABLED = "tabled"
    UNDER_VOTE = "under_vote"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    WITHDRAWN = "withdrawn"


class Hand(StrEnum):
    """In what role somebody wrote a version or a translation; the role is public, not the person.

    `source` is history that was brought in, `amendments` a text merged from adopted amendments.
    """

    MODERATOR = "moderator"
    SPONSOR = "sponsor"
    SOURCE = "source"
    AMENDMENTS = "amendments"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.TABLED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.TABLED, State.DRAFT, State.WITHDRAWN}),
    State.TABLED: frozenset({State.UNDER_VOTE, State.WITHDRAWN}),
    State.UNDER_VOTE: frozenset({State.ADOPTED, State.NOT_ADOPTED, State.TABLED}),
    State.ADOPTED: frozenset(),
    State.NOT_ADOPTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

PUBLIC_STATES = frozenset(
    {State.TABLED, State.UNDER_VOTE, State.ADOPTED, State.NOT_ADOPTED},
)
"""What everybody may read. What was withdrawn is not before the assembly any more."""

EDITORS: dict[State, frozenset[Hand]] = {
    State.DRAFT: frozenset({Hand.SPONSOR, Hand.MODERATOR}),
    State.SUBMITTED: frozenset({Hand.MODERATOR}),
}
"""Who may write the text over, and when. Afterwards a change is an amendment."""

BEFORE_THE_VOTE = frozenset({State.DRAFT, State.SUBMITTED, State.TABLED})
"""While sponsors may be named, join and leave."""

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


def require_tabling(present: State, *, is_proposal: bool) -> None:
    """As `require_move` to the table; a participant's draft is submitted first (`IllegalMove`)."""
    require_move(present, State.TABLED)
    if present is State.DRAFT and is_proposal:
        raise IllegalMove(
            "This draft is its sponsors' until they submit it.",
            state=told(present),
            possible=sorted(MOVES[present] - {State.TABLED}),
        )


def require_withdrawal(present: State, hand: Hand) -> None:
    """As `require_move`; sponsors withdraw until tabling, moderators also from the table."""
    require_move(present, State.WITHDRAWN)
    if hand is Hand.SPONSOR and present is State.TABLED:
        raise IllegalMove(
            "What is on the table belongs to the assembly; ask a moderator to withdraw it.",
            state=told(present),
        )


def require_annullable(present: State) -> None:
    """Nothing when a voting's annulment may return the resolution to the table, else `IllegalMove`.

    This is no step of the table above: nothing but an annulment undoes what was decided.
    """
    if present not in {State.UNDER_VOTE, *DECIDED}:
        raise IllegalMove(
            f"A resolution that is {_said(present)} was not put to the vote.", state=told(present)
        )


def require_editable(present: State, hand: Hand = Hand.MODERATOR) -> None:
    """A draft is its sponsors' and the moderators' to edit, a submitted text the moderators'."""
    if hand in EDITORS.get(present, ()):
        return
    if present is State.SUBMITTED:
        raise IllegalMove(
            "You have submitted this text; a moderator can return it to you.", state=told(present)
        )
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
