# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is seated, in the room and represented at this moment, held still until a roll is frozen."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from assembly.assemblies.models import Attendance, Proxy, Seat
from assembly.assemblies.rules.presence import Place


@dataclass(frozen=True, slots=True)
class SeatToFreeze:
    """A seat as it stands now. `holder` is the number of the seat it gave its proxy to."""

    id: UUID
    number: int
    weight: Decimal
    college: str | None
    in_room: bool
    holder: int | None

    @property
    def place(self) -> Place:
        """What says whether it is present."""
        return Place(self.number, self.in_room, self.holder)


async def seats_to_freeze(session: AsyncSession, assembly_id: UUID) -> list[SeatToFreeze]:
    """Every seat taken now, by number.

    Locks the seats FOR SHARE: seating, attendance and proxies change a seat only while they hold it
    for update, so none of them moves before the roll is committed.
    """
    await session.execute(
        select(Seat.id)
        .where(Seat.assembly_id == assembly_id, Seat.vacated_at.is_(None))
        .order_by(Seat.id)
        .with_for_update(read=True)
    )
    return await seats_now(session, assembly_id)


async def seats_now(session: AsyncSession, assembly_id: UUID) -> list[SeatToFreeze]:
    """Every seat taken now, by number, without holding any of them still."""
    holder = aliased(Seat)
    in_room = exists().where(Attendance.seat_id == Seat.id, Attendance.left_at.is_(None))
    rows = await session.execute(
        select(
            Seat.id,
            Seat.number,
            Seat.weight,
            Seat.college,
            in_room.label("in_room"),
            holder.number.label("holder"),
        )
        .outerjoin(Proxy, (Proxy.giver_id == Seat.id) & Proxy.ended_at.is_(None))
        .outerjoin(holder, holder.id == Proxy.holder_id)
        .where(Seat.assembly_id == assembly_id, Seat.vacated_at.is_(None))
        .order_by(Seat.number)
    )
    return [
        SeatToFreeze(row.id, row.number, row.weight, row.college, row.in_room, row.holder)
        for row in rows
    ]


async def takes_attendance(session: AsyncSession, assembly_id: UUID) -> bool:
    """Whether anybody was ever marked as arriving; until then all seats count as present."""
    return bool(await session.scalar(select(exists().where(Attendance.assembly_id == assembly_id))))
