# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reschedule a planned voting, and give an open one more time."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import IllegalMove, VotingNotOpen
from assembly.voting.models import Voting
from assembly.voting.open import lock_voting
from assembly.voting.rules.lifecycle import State, require_open
from assembly.voting.rules.schedule import Schedule, later_end, require_possible
from assembly.voting.trail import note_act
from assembly.voting.turn import take_turn_to_close


async def reschedule_voting(
    session: AsyncSession, voting_id: UUID, schedule: Schedule, *, at: datetime, by: str
) -> Voting:
    """The planned voting opens and closes at these hours and no other; a missed opening is over.

    Sending the hours it has already changes nothing. Refuses a voting that is not planned any more
    (`IllegalMove`) and hours that cannot be kept (`ImpossibleSchedule`). Locks the row.
    """
    voting = await lock_voting(session, voting_id)
    if voting.state is not State.PLANNED:
        raise IllegalMove(
            "Only a planned voting is rescheduled; the end of an open one is extended.",
            state=voting.state.value,
        )
    if Schedule(voting.opens_at, voting.closes_at) == schedule and not voting.opening_missed:
        return voting
    require_possible(schedule, at)
    voting.opens_at, voting.closes_at = schedule.opens_at, schedule.closes_at
    voting.opening_missed = None
    note_act(
        session,
        "reschedule_voting",
        voting,
        at=at,
        by=by,
        opens_at=_said(schedule.opens_at),
        closes_at=_said(schedule.closes_at),
    )
    return voting


async def extend_voting(
    session: AsyncSession,
    voting_id: UUID,
    *,
    until: datetime | None = None,
    seconds: int | None = None,
    clock: Callable[[], datetime],
    by: str,
) -> Voting:
    """The open voting ends at `until`, or that many seconds after its present end.

    An open voting without an end has its first. Takes the turn of a closing and the row FOR UPDATE,
    and reads the clock only then: an end that was reached while it waited stays reached, and two
    extensions add up. The present end once more changes nothing. Refuses a voting that is not open
    or whose end was reached (`VotingNotOpen`), and an end that is not later or too near
    (`ImpossibleSchedule`).
    """
    await take_turn_to_close(session, voting_id)
    voting = await lock_voting(session, voting_id)
    require_open(voting.state, voted=False)
    at = clock()
    before = voting.closes_at
    if before is not None and before <= at:
        raise VotingNotOpen(
            "The end of this voting was reached; it is never reopened.", state=voting.state.value
        )
    voting.closes_at = later_end(before, at, until=until, seconds=seconds)
    if voting.closes_at != before:
        note_act(
            session,
            "extend_voting",
            voting,
            at=at,
            by=by,
            before=_said(before),
            closes_at=_said(voting.closes_at),
        )
    return voting


def _said(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
