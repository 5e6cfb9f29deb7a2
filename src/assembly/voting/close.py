# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Close a voting: afterwards no ballot enters, and none that was acknowledged is missing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.voting.models import Voting
from assembly.voting.open import lock_voting
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.trail import note_act
from assembly.voting.turn import take_turn_to_close


async def close_voting(session: AsyncSession, voting_id: UUID, *, at: datetime, by: str) -> Voting:
    """The voting is closed; the count follows by itself.

    Takes the voting's row FOR UPDATE, which every cast holds FOR SHARE until its commit: the two
    cannot interleave. Goes before ballots that come while it waits. Closing again, or after the
    count, changes nothing.
    """
    await take_turn_to_close(session, voting_id)
    voting = await lock_voting(session, voting_id)
    if voting.state in {State.CLOSED, State.COUNTED}:
        return voting
    end(session, voting, at=at, by=by)
    return voting


def end(session: AsyncSession, voting: Voting, *, at: datetime, by: str) -> None:
    """The voting, which the caller holds with its turn, is closed; else `IllegalMove`.

    Where an end was announced, it ended then at the latest: no ballot was taken afterwards.
    """
    require_move(voting.state, State.CLOSED)
    voting.state = State.CLOSED
    voting.closed_at = ended_at(voting, at)
    note_act(
        session,
        "close_voting",
        voting,
        at=at,
        by=by,
    )


def ended_at(voting: Voting, at: datetime) -> datetime:
    """When an open voting that is ended at `at` took its last ballot, at the latest."""
    return max(min(at, voting.closes_at or at), voting.opened_at or at)
