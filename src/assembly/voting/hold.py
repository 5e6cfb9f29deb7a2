# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hold a result back until its hour, move that hour with a reason, and let the result go."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import IllegalMove
from assembly.resolutions.rules.reason import sound_reason
from assembly.voting.models import Embargo, Voting
from assembly.voting.open import lock_voting
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.release import Gate, Release, is_due, require_hour
from assembly.voting.trail import note_act


async def move_publication(
    session: AsyncSession,
    voting_id: UUID,
    publish_at: datetime | None,
    because: str,
    *,
    at: datetime,
    by: str,
) -> Voting:
    """The held result is published at this hour, or by hand; the record will say so, and why.

    The hour it has already changes nothing. Refuses a voting whose result is not held back, was
    released, or that was annulled (`IllegalMove`), a reason that is none (`InvalidRequest`), and an
    hour that cannot be kept (`ImpossibleSchedule`). Locks the row.
    """
    reason = sound_reason(because)
    voting = await lock_voting(session, voting_id)
    _require_held(voting)
    if voting.publish_at == publish_at:
        return voting
    if publish_at is not None:
        require_hour(publish_at, at)
    await _move(session, voting, publish_at, reason, at=at, by=by)
    return voting


async def release_due(session: AsyncSession, voting_id: UUID, *, at: datetime) -> bool:
    """Whether the record may be written: not of a counted result that is held back until later.

    What is published at once is held FOR SHARE, so that it is not annulled meanwhile; what was held
    back FOR UPDATE, and says from when on it is not any more.
    """
    release = await session.scalar(select(Voting.release).where(Voting.id == voting_id))
    voting = await lock_voting(session, voting_id, shared=release is not Release.HELD)
    if voting.release is Release.AT_ONCE or voting.state is not State.COUNTED or voting.is_test:
        return True
    if voting.released_at is not None:
        return True
    if not is_due(Gate(voting.release, voting.publish_at), at):
        return False
    voting.released_at = at
    return True


async def release_now(
    session: AsyncSession, voting_id: UUID, because: str | None, *, at: datetime, by: str
) -> None:
    """The counted result is not held back any more. Repeated, it changes nothing.

    Before its hour a reason is asked, and the record says it; without an hour there is nothing to
    explain. Refuses what `move_publication` does, and what is not counted (`IllegalMove`). Locks
    the row: of two moderators at once one releases it, and the other finds it done.
    """
    voting = await lock_voting(session, voting_id)
    if voting.release is Release.HELD and voting.released_at is not None:
        return
    _require_held(voting)
    if voting.state is not State.COUNTED:
        raise IllegalMove("Only a counted voting can be published.", state=voting.state.value)
    if voting.publish_at is not None and at < voting.publish_at:
        await _move(session, voting, at, sound_reason(because or ""), at=at, by=by)
    voting.released_at = at
    note_act(session, "release_result", voting, at=at, by=by)


def _require_held(voting: Voting) -> None:
    if voting.release is not Release.HELD or voting.is_test:
        raise IllegalMove(
            "The result of this voting is not held back: that is agreed before it opens.",
            state=voting.state.value,
        )
    if voting.released_at is not None or voting.state is State.ANNULLED:
        raise IllegalMove("Nothing of this voting is held back any more.", state=voting.state.value)


async def _move(
    session: AsyncSession,
    voting: Voting,
    publish_at: datetime | None,
    reason: str,
    *,
    at: datetime,
    by: str,
) -> None:
    last = await session.scalar(
        select(func.max(Embargo.turn)).where(Embargo.voting_id == voting.id)
    )
    session.add(
        Embargo(
            voting_id=voting.id,
            turn=(last or 0) + 1,
            before=voting.publish_at,
            publish_at=publish_at,
            because=reason,
            moved_at=at,
        )
    )
    note_act(
        session,
        "move_publication",
        voting,
        at=at,
        by=by,
        before=_said(voting.publish_at),
        publish_at=_said(publish_at),
        because=reason,
    )
    voting.publish_at = publish_at


def _said(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
