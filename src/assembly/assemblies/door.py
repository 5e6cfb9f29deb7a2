# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads for the door: who may come in, who came last, and one's own code."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Attendance, Seat
from assembly.assemblies.room import Stay
from assembly.assemblies.rules.check_in import Sitter, holds_until, write_code
from assembly.errors import SeatNotFound
from assembly.identity.queries import names_of

LATEST = 10
"""Arrivals that a moderator sees at the door."""


@dataclass(frozen=True, slots=True)
class DoorCode:
    """What somebody shows at the door; `since` is when they were checked in, if they are."""

    number: int
    name: str
    code: str
    until: datetime
    since: datetime | None


async def sitters_of(
    session: AsyncSession, assembly_id: UUID, seats: Collection[UUID] | None = None
) -> list[Sitter]:
    """Everybody who has a seat, by number; or those on these seats."""
    wanted = (
        select(Seat.id, Seat.person_id, Seat.number)
        .where(Seat.assembly_id == assembly_id, Seat.vacated_at.is_(None))
        .order_by(Seat.number)
    )
    if seats is not None:
        wanted = wanted.where(Seat.id.in_(seats))
    rows = (await session.execute(wanted)).all()
    names = await names_of(session, [row.person_id for row in rows])
    return [Sitter(row.id, row.person_id, row.number, names[row.person_id]) for row in rows]


async def present_since(session: AsyncSession, seat_id: UUID) -> datetime | None:
    """When the stay began that lasts; None for who was not marked as there."""
    return await session.scalar(
        select(Attendance.arrived_at).where(
            Attendance.seat_id == seat_id, Attendance.left_at.is_(None)
        )
    )


async def latest_arrivals(session: AsyncSession, assembly_id: UUID) -> list[Stay]:
    """Who came last, the latest first."""
    rows = (
        await session.execute(
            select(Attendance.seat_id, Attendance.arrived_at, Attendance.left_at)
            .where(Attendance.assembly_id == assembly_id)
            .order_by(Attendance.arrived_at.desc(), Attendance.seat_id)
            .limit(LATEST)
        )
    ).all()
    sitters = await sitters_of(session, assembly_id, [row.seat_id for row in rows])
    by_seat = {sitter.seat_id: sitter for sitter in sitters}
    return [
        Stay(by_seat[row.seat_id].number, by_seat[row.seat_id].name, row.arrived_at, row.left_at)
        for row in rows
        if row.seat_id in by_seat
    ]


async def door_code(
    session: AsyncSession, assembly_id: UUID, seat_id: UUID, *, key: bytes, at: datetime
) -> DoorCode:
    """The code of the seat as of this moment; `SeatNotFound` for one that is nobody's any more."""
    sitters = await sitters_of(session, assembly_id, [seat_id])
    if not sitters:
        raise SeatNotFound("This seat is nobody's any more.")
    (sitter,) = sitters
    return DoorCode(
        number=sitter.number,
        name=sitter.name,
        code=write_code(sitter, key, at),
        until=holds_until(at),
        since=await present_since(session, seat_id),
    )
