# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support an amendment, or ask that it be voted on by itself. Both repeat harmlessly."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.hold import held, note
from assembly.amendments.models import Amendment, SplitRequest, Supporter
from assembly.amendments.rules.lifecycle import State, said
from assembly.errors import IllegalMove
from assembly.resolutions.draft import lock_resolution

SUPPORTABLE = frozenset({State.SUBMITTED, State.ADMISSIBLE, State.INADMISSIBLE})


async def support_amendment(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    seat_id: UUID,
    *,
    at: datetime,
    by: str,
) -> int:
    """This seat supports it; how many do now, apart from its author.

    Refuses an amendment that is decided or under vote, and one's own (`IllegalMove`). Locks the
    resolution and its row.
    """
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    row = await held(session, resolution.id, number)
    _require_supportable(row)
    if row.seat_id == seat_id:
        raise IllegalMove("An author supports an amendment by filing it.")
    added = await session.scalar(
        insert(Supporter)
        .values(amendment_id=row.id, seat_id=seat_id, since=at)
        .on_conflict_do_update(
            index_elements=["amendment_id", "seat_id"],
            set_={"until": None, "since": at},
            where=Supporter.until.is_not(None),
        )
        .returning(Supporter.seat_id)
    )
    if added is not None:
        resolution.beside += 1
        note(session, "support_amendment", row, at=at, by=by)
    return await supporters_of(session, row.id)


async def end_support(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    seat_id: UUID,
    *,
    at: datetime,
    by: str,
) -> int:
    """This seat supports it no longer; how many still do. Refuses as `support_amendment` does."""
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    row = await held(session, resolution.id, number)
    _require_supportable(row)
    ended = await session.scalar(
        update(Supporter)
        .where(
            Supporter.amendment_id == row.id,
            Supporter.seat_id == seat_id,
            Supporter.until.is_(None),
        )
        .values(until=at)
        .returning(Supporter.seat_id)
    )
    if ended is not None:
        resolution.beside += 1
        note(session, "end_support", row, at=at, by=by)
    return await supporters_of(session, row.id)


async def ask_to_split(
    session: AsyncSession,
    assembly_id: UUID,
    resolution_number: int,
    number: int,
    *,
    at: datetime,
    by: str,
) -> Amendment:
    """The amendment is voted on by itself. Refuses one that is decided or under vote."""
    resolution = await lock_resolution(session, assembly_id, resolution_number)
    row = await held(session, resolution.id, number)
    _require_supportable(row)
    added = await session.scalar(
        insert(SplitRequest)
        .values(amendment_id=row.id, asked_by=by, asked_at=at)
        .on_conflict_do_nothing()
        .returning(SplitRequest.amendment_id)
    )
    if added is not None:
        resolution.beside += 1
        note(session, "ask_to_split", row, at=at, by=by)
    return row


async def supporters_of(session: AsyncSession, amendment_id: UUID) -> int:
    """How many seats support it now."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(Supporter)
            .where(Supporter.amendment_id == amendment_id, Supporter.until.is_(None))
        )
        or 0
    )


def _require_supportable(row: Amendment) -> None:
    if row.state not in SUPPORTABLE:
        raise IllegalMove(
            f"An amendment that is {said(row.state)} waits for no support.", state=row.state.value
        )
