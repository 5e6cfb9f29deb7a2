# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Annul a voting: what it decided no longer holds, and everybody may read why."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.resolutions.decide import return_to_table
from assembly.voting.close import ended_at
from assembly.voting.models import Result, Voting
from assembly.voting.open import lock_voting
from assembly.voting.rules.annulment import sound_reason
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.turn import take_turn_to_close


async def annul_voting(
    session: AsyncSession, voting_id: UUID, because: str, *, at: datetime, by: str
) -> Voting:
    """The voting is annulled for good, and its resolution is on the table for a new one.

    Ballots stay in the box: never counted if they were not, never shown if they were not. A record
    that was published stays as it is. The same reason again changes nothing; another one is refused
    (`IllegalMove`). Takes the turn of a closing, the row FOR UPDATE, and the resolution's row.
    """
    reason = sound_reason(because)
    await take_turn_to_close(session, voting_id)
    voting = await lock_voting(session, voting_id)
    if voting.state is State.ANNULLED and voting.annulled_because == reason:
        return voting
    before = voting.state
    require_move(before, State.ANNULLED)
    if before is State.OPEN:
        voting.closed_at = ended_at(voting, at)
    if not voting.is_test and await _has_moved_its_resolution(session, voting, before):
        await return_to_table(session, voting.resolution_id, at=at, by=by)
    voting.state = State.ANNULLED
    voting.annulled_at = at
    voting.annulled_because = reason
    record_act(
        session,
        "annul_voting",
        at=at,
        by=by,
        subject=f"voting:{voting.id}",
        assembly_id=voting.assembly_id,
        state=before.value,
        because=reason,
    )
    return voting


async def _has_moved_its_resolution(session: AsyncSession, voting: Voting, state: State) -> bool:
    """Under vote by this one while open or closed; once counted, if there was an outcome."""
    if state is State.COUNTED:
        outcome = select(Result.outcome).where(Result.voting_id == voting.id)
        return await session.scalar(outcome) is not None
    return state in {State.OPEN, State.CLOSED}
