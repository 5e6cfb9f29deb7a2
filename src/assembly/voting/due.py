# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open and close at the hour that was set. May be asked twice, early or late, and harms nothing."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import Conflict
from assembly.voting.close import end
from assembly.voting.models import Voting
from assembly.voting.open import lock_voting, open_voting
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.schedule import SOONEST_END
from assembly.voting.trail import note_act
from assembly.voting.turn import take_turn_to_close

log = structlog.get_logger()

BY = "system:worker"


class Due(Protocol):
    """What is done to a voting at its hour."""

    async def __call__(
        self, session: AsyncSession, voting_id: UUID, /, *, at: datetime
    ) -> Voting | None:
        """The voting as it is then; None where nothing was due."""


async def open_due(session: AsyncSession, voting_id: UUID, *, at: datetime) -> Voting | None:
    """The planned voting whose hour has come is open, or says why not. None: nothing was due.

    An opening that is refused (nobody present, small classes, the resolution left the table, the
    end has passed or is too near) is tried once: the voting stays planned and keeps the refusal's
    name until it is rescheduled or opened by hand. Locks like `open_voting`.
    """
    voting = await lock_voting(session, voting_id)
    hour = voting.opens_at
    if voting.state is not State.PLANNED or hour is None or at < hour or voting.opening_missed:
        return None
    try:
        async with session.begin_nested():
            return await open_voting(session, voting_id, at=at, by=BY, least=SOONEST_END)
    except Conflict as refusal:
        voting = await lock_voting(session, voting_id)
        voting.opening_missed = refusal.slug
        note_act(
            session,
            "miss_opening",
            voting,
            at=at,
            by=BY,
            reason=refusal.slug,
        )
        log.warning("opening_missed", voting_id=str(voting_id), reason=refusal.slug)
        return voting


async def close_due(session: AsyncSession, voting_id: UUID, *, at: datetime) -> Voting | None:
    """The open voting whose end has come is closed as of that end. None: nothing was due.

    Looks first without a lock, because an end only moves to later, and once more under the turn and
    the row that `close_voting` takes.
    """
    ends = await session.scalar(
        select(Voting.closes_at).where(Voting.id == voting_id, Voting.state == State.OPEN)
    )
    if ends is None or at < ends:
        return None
    await take_turn_to_close(session, voting_id)
    voting = await lock_voting(session, voting_id)
    if voting.state is not State.OPEN or voting.closes_at is None or at < voting.closes_at:
        return None
    end(session, voting, at=at, by=BY)
    return voting
