# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who comes into the room and who goes: a line of time that is only added to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly, Attendance, Seat
from assembly.assemblies.queries import lock_seats
from assembly.assemblies.rules.presence import begins_at
from assembly.audit.record import record_act
from assembly.errors import InvalidRequest


async def arrive(
    session: AsyncSession, assembly: Assembly, numbers: Collection[int], *, at: datetime, by: str
) -> None:
    """All these seats are in the room, or nothing changed; see `mark_attendance`."""
    await mark_attendance(session, assembly, arrived=numbers, left=(), at=at, by=by)


async def leave(
    session: AsyncSession, assembly: Assembly, numbers: Collection[int], *, at: datetime, by: str
) -> None:
    """None of these seats is in the room, or nothing changed; see `mark_attendance`."""
    await mark_attendance(session, assembly, arrived=(), left=numbers, at=at, by=by)


async def mark_attendance(
    session: AsyncSession,
    assembly: Assembly,
    *,
    arrived: Collection[int],
    left: Collection[int],
    at: datetime,
    by: str,
) -> None:
    """Who arrived is in the room, who left is not. Frozen rolls stay as they are.

    Who is there already, or was not there, stays as they were: repeating changes and records
    nothing. Refuses numbers of seats nobody has (`SeatNotFound`, with their `numbers`) and a number
    that both arrived and left (`InvalidRequest`); then nothing is done at all. Locks the seats FOR
    UPDATE in the order of ids. Where the clock was set back, a stay begins when the last one ended
    and ends no earlier than it began.
    """
    if set(arrived) & set(left):
        raise InvalidRequest(
            "A seat cannot have arrived and left at once.",
            errors=[{"pointer": "/left", "detail": "a number that stands in arrived too"}],
        )
    seats = await lock_seats(session, assembly.id, {*arrived, *left})
    coming, going = set(arrived), set(left)
    came = await _come(session, [seat for seat in seats if seat.number in coming], at)
    went = await _go(session, [seat for seat in seats if seat.number in going], at)
    for act, numbers in (("arrive", came), ("leave", went)):
        if numbers:
            record_act(
                session,
                act,
                at=at,
                by=by,
                subject=f"assembly:{assembly.slug}",
                assembly_id=assembly.id,
                numbers=numbers,
            )


async def _come(session: AsyncSession, seats: Sequence[Seat], at: datetime) -> list[int]:
    """The numbers of those who were not in the room before."""
    lasts = await _last_stays(session, [seat.id for seat in seats])
    coming = [seat for seat in seats if seat.id not in lasts or lasts[seat.id][1] is not None]
    if coming:
        await session.execute(
            insert(Attendance),
            [
                {
                    "seat_id": seat.id,
                    "assembly_id": seat.assembly_id,
                    "arrived_at": begins_at(at, lasts.get(seat.id)),
                }
                for seat in coming
            ],
        )
    return sorted(seat.number for seat in coming)


async def _go(session: AsyncSession, seats: Sequence[Seat], at: datetime) -> list[int]:
    """The numbers of those who were in the room before."""
    numbers = {seat.id: seat.number for seat in seats}
    ended = await session.scalars(
        update(Attendance)
        .where(Attendance.seat_id.in_(numbers), Attendance.left_at.is_(None))
        .values(left_at=func.greatest(at, Attendance.arrived_at))
        .returning(Attendance.seat_id)
        .execution_options(synchronize_session=False)
    )
    return sorted(numbers[seat_id] for seat_id in ended)


async def _last_stays(
    session: AsyncSession, seats: Sequence[UUID]
) -> dict[UUID, tuple[datetime, datetime | None]]:
    """When each seat last arrived, and when it left; None while it is there."""
    rows = await session.execute(
        select(Attendance.seat_id, Attendance.arrived_at, Attendance.left_at)
        .where(Attendance.seat_id.in_(seats))
        .order_by(Attendance.arrived_at)
    )
    return {row.seat_id: (row.arrived_at, row.left_at) for row in rows}
