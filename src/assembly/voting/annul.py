# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Annul a voting: what it decided no longer holds, and everybody may read why."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.errors import ResultHeld
from assembly.resolutions.queries import place_of
from assembly.voting.about import give_back, holds_its_resolution
from assembly.voting.close import ended_at
from assembly.voting.models import Result, Voting
from assembly.voting.open import lock_voting
from assembly.voting.rules.annulment import sound_reason
from assembly.voting.rules.ballot import Subject
from assembly.voting.rules.lifecycle import State, require_move
from assembly.voting.rules.release import Release
from assembly.voting.trail import note_act
from assembly.voting.turn import take_turn_to_close
from assembly.webhooks.announce import announce
from assembly.webhooks.rules.event import Event, EventType


async def annul_voting(
    session: AsyncSession, voting_id: UUID, because: str, *, at: datetime, by: str
) -> Voting:
    """The voting is annulled for good, and its resolution is on the table for a new one.

    Ballots stay in the box: never counted if they were not, never shown if they were not. A record
    that was published stays as it is. The same reason again changes nothing; another one is refused
    (`IllegalMove`). So is a result that is held back (`ResultHeld`): who may see it beforehand
    could annul what they do not like. Takes the turn of a closing, the row FOR UPDATE, and the
    resolution's row.
    """
    reason = sound_reason(because)
    await take_turn_to_close(session, voting_id)
    voting = await lock_voting(session, voting_id)
    if voting.state is State.ANNULLED and voting.annulled_because == reason:
        return voting
    before = voting.state
    require_move(before, State.ANNULLED)
    if before is State.COUNTED and voting.release is Release.HELD and not voting.is_test:
        _require_released(voting)
    if before is State.OPEN:
        voting.closed_at = ended_at(voting, at)
    if not voting.is_test and await _holds_something(session, voting, before):
        await give_back(session, voting, at=at, by=by)
    voting.state = State.ANNULLED
    voting.annulled_at = at
    voting.annulled_because = reason
    note_act(
        session,
        "annul_voting",
        voting,
        at=at,
        by=by,
        state=before.value,
        because=reason,
    )
    if not voting.is_test:
        await _tell(session, voting, at=at)
    return voting


def _require_released(voting: Voting) -> None:
    if voting.released_at is None:
        raise ResultHeld(
            "This voting is counted and its result is held back; publish it before you annul it.",
            voting_id=str(voting.id),
        )


async def _tell(session: AsyncSession, voting: Voting, *, at: datetime) -> None:
    """Other systems are told that it no longer holds, and where everybody reads why."""
    slug = (await assembly_of(session, voting.assembly_id)).slug
    _, number = await place_of(session, voting.resolution_id)
    told = Event(
        EventType.VOTING_ANNULLED,
        {"assembly": slug, "resolution": number, "voting": str(voting.id)},
        {
            "page": f"/assemblies/{slug}/resolutions/{number}",
            "voting": f"/api/v1/votings/{voting.id}",
        },
    )
    await announce(session, voting.assembly_id, told, at=at)


async def _holds_something(session: AsyncSession, voting: Voting, state: State) -> bool:
    """While open or closed; once counted, if there was an outcome, or the void one is not said."""
    if state is not State.COUNTED or voting.subject is Subject.AMENDMENTS:
        return state is not State.PLANNED
    outcome = await session.scalar(select(Result.outcome).where(Result.voting_id == voting.id))
    return outcome is not None or await holds_its_resolution(session, voting)
